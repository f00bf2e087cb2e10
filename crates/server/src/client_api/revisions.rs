//! The live stream of a session's revisions, so that an open checkout can follow what
//! its merchant changes. A revision says nothing about what the checkout shows: only
//! reading the configuration does.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderName, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use futures_util::stream::unfold;

use tender_domain::time::Timestamp;

use super::auth::ClientAuth;
use super::error::envelope;
use crate::app::App;
use crate::env::Env;
use crate::envelope::Envelope;
use crate::http::client_ip::ClientIp;
use crate::live::Subscription;

/// Bytes flow at least this often: proxies end a stream that is silent for a minute, and
/// a client that is gone without a word is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// When to try again for a stream, in seconds: a place becomes free when a tab is closed.
const STREAM_RETRY_AFTER: u32 = 30;

/// `GET /client-session/revisions`.
///
/// # Errors
/// 401 without a living token, 429 when too many listen.
pub async fn stream(
    State(app): State<Arc<App>>,
    client: ClientAuth,
    address: ClientIp,
) -> Result<Response, Envelope> {
    let too_many =
        || Envelope::of_status(StatusCode::TOO_MANY_REQUESTS).retry_after(STREAM_RETRY_AFTER);
    let (id, expires_at) = (client.session.id, client.session.expires_at);
    let subscription = app.live.subscribe(id, expires_at, address.origin());
    let mut subscription = subscription.ok_or_else(too_many)?;
    subscription.begin(&app.store).await.map_err(|error| envelope(error.into()))?;
    let headers = [
        (CACHE_CONTROL, "no-store"),
        // nginx would keep what it has until a page is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let ending = Ending { env: app.env.clone(), expires_at };
    Ok((headers, Sse::new(events(subscription, ending, HEARTBEAT))).into_response())
}

/// Tells an expired session from a server that stops.
#[derive(Clone)]
struct Ending {
    env: Env,
    expires_at: Timestamp,
}

/// Each revision, a comment after each `heartbeat` without one, and a last word if the
/// session expires.
fn events(
    subscription: Subscription,
    ending: Ending,
    heartbeat: Duration,
) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(Some(subscription), move |subscription| {
        let ending = ending.clone();
        async move {
            let mut subscription = subscription?;
            match tokio::time::timeout(heartbeat, subscription.next()).await {
                Ok(Some(revision)) => Some((Ok(changed(revision)), Some(subscription))),
                Err(_elapsed) => Some((Ok(Event::default().comment("")), Some(subscription))),
                Ok(None) if ending.is_expiry() => Some((Ok(expired()), None)),
                Ok(None) => None,
            }
        }
    })
}

impl Ending {
    fn is_expiry(&self) -> bool {
        self.expires_at <= self.env.now()
    }
}

fn changed(revision: i64) -> Event {
    let data = format!(r#"{{"revision":{revision}}}"#);
    Event::default().id(revision.to_string()).event("revision").data(data)
}

fn expired() -> Event {
    Event::default().event("expired").data("{}")
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures_util::StreamExt;
    use uuid::Uuid;

    use tender_domain::id::ClientSessionId;

    use super::*;
    use crate::env::ManualClock;
    use crate::live::Live;

    #[tokio::test]
    async fn a_silent_stream_sends_comments() {
        let live = Arc::new(Live::default());
        let now = Timestamp::from_micros(0);
        let ending = Ending {
            env: Env::with_clock(Arc::new(ManualClock::new(now))),
            expires_at: now.after(Duration::from_secs(1)),
        };
        let id = ClientSessionId::new(Uuid::from_u128(1));
        let stream = live.subscribe(id, ending.expires_at, None).unwrap();
        let two = events(stream, ending, Duration::from_millis(1)).take(2);
        let body = Sse::new(two).into_response().into_body();
        assert_eq!(to_bytes(body, 100).await.unwrap(), ": \n\n: \n\n");
    }
}
