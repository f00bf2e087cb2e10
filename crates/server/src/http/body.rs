//! Reading a request's body within limits of size and time.

use std::fmt;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use tender_domain::limits::BODY_SIZE_MAX;

use crate::envelope::Envelope;

/// How long a body may take to arrive: the largest one comes through at 35 kB/s.
const BODY_READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How much of a body that is too large is read and thrown away, so that a client
/// which sends everything before it listens still gets the answer.
const DISCARD_MAX: usize = 8 * BODY_SIZE_MAX;

/// The whole body of a request; empty when there is none.
pub struct BodyBytes(pub Bytes);

/// Its length only: a body may hold a card.
impl fmt::Debug for BodyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyBytes({} bytes)", self.0.len())
    }
}

impl<S: Sync> FromRequest<S> for BodyBytes {
    type Rejection = Envelope;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Envelope> {
        let announced = request
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let body = request.into_body();
        let reading = async {
            if announced.is_some_and(|length| length > BODY_SIZE_MAX) {
                discard(body).await;
                return Err(too_large());
            }
            collect(body).await
        };
        tokio::time::timeout(BODY_READ_TIMEOUT, reading)
            .await
            .unwrap_or_else(|_| Err(Envelope::of_status(StatusCode::REQUEST_TIMEOUT)))
            .map(Self)
    }
}

async fn collect(body: Body) -> Result<Bytes, Envelope> {
    let mut body = Limited::new(body, BODY_SIZE_MAX);
    match (&mut body).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Envelope::new(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            "The request's body ended before it was complete.",
        )),
    }
}

/// Reads a body away, within its limits of size and time, keeping nothing of it.
pub async fn discard(body: Body) {
    let mut body = Limited::new(body, DISCARD_MAX);
    let reading = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = tokio::time::timeout(BODY_READ_TIMEOUT, reading).await;
}

fn too_large() -> Envelope {
    Envelope::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "RequestTooLarge",
        format!("The request's body is larger than {BODY_SIZE_MAX} bytes."),
    )
}
