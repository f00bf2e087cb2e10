//! Who calls the client API: the session that an access token opens.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use tender_domain::account::Account;
use tender_domain::client_session::ClientSession;
use tender_domain::event::Actor;
use tender_domain::time::Timestamp;
use tender_store::client_token::ClientToken;
use tender_store::{account, client_session, client_token};

use super::error::envelope;
use crate::app::App;
use crate::checkout::Error;
use crate::checkout::view::{CheckoutId, checkout_id};
use crate::client_token::hash_access_token;
use crate::envelope::Envelope;
use crate::http::client_ip::ClientIp;
use crate::rates::Pace;

/// A checkout with a living token.
#[derive(Debug, Clone)]
pub struct ClientAuth {
    /// The merchant.
    pub account: Arc<Account>,
    /// The one session that the token opens, as it is now.
    pub session: ClientSession,
    /// The token.
    pub token: ClientToken,
    /// The checkout instance, if the client names one.
    pub checkout: Option<CheckoutId>,
}

/// A checkout whose token may have expired: enough to finish what was begun.
#[derive(Debug, Clone)]
pub struct EndedClientAuth(pub ClientAuth);

impl ClientAuth {
    /// Who acts, for the event log.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Client { checkout: self.checkout.as_deref().map(str::to_owned) }
    }
}

impl EndedClientAuth {
    /// The checkout, if its token and session still live at `now`.
    ///
    /// # Errors
    /// 401 otherwise.
    pub fn living(self, now: Timestamp) -> Result<ClientAuth, Envelope> {
        let Self(client) = self;
        let living = now < client.token.expires_at && now < client.session.expires_at;
        if living { Ok(client) } else { Err(unauthorized()) }
    }
}

impl FromRequestParts<Arc<App>> for ClientAuth {
    type Rejection = Envelope;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Envelope> {
        EndedClientAuth::from_request_parts(parts, app).await?.living(app.env.now())
    }
}

impl FromRequestParts<Arc<App>> for EndedClientAuth {
    type Rejection = Envelope;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Envelope> {
        let pace = parts.extensions.get::<Pace>().copied();
        if let Some(pace) = pace {
            let client = parts.extensions.get::<ClientIp>().copied();
            app.rates.count_address(pace, client.and_then(ClientIp::origin))?;
        }
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let hash = hash_access_token(header("primer-client-token").ok_or_else(unauthorized)?);
        let checkout = parts.headers.get("primer-sdk-checkout-session-id");
        let checkout = checkout.and_then(|sent| checkout_id(sent.as_bytes()));
        let found = app.store.read(move |tx| {
            let Some(token) = client_token::load(tx, &hash)? else { return Ok(None) };
            let Some(session) = client_session::load(tx, token.client_session_id)? else {
                return Ok(None);
            };
            let account = account::load(tx, session.account_id)?;
            Ok::<_, Error>(account.map(|account| (Arc::new(account), session, token)))
        });
        let (account, session, token) = found.await.map_err(envelope)?.ok_or_else(unauthorized)?;
        if let Some(pace) = pace {
            app.rates.count_session(pace, session.id)?;
        }
        Ok(Self(ClientAuth { account, session, token, checkout }))
    }
}

fn unauthorized() -> Envelope {
    Envelope::new(
        StatusCode::UNAUTHORIZED,
        "Unauthorized",
        "The Primer-Client-Token header is missing, unknown or has expired.",
    )
    .suggest("Start the checkout with the clientToken of a new client session.")
    .with_faults("", Vec::new())
}
