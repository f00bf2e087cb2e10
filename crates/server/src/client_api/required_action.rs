//! What the shopper waits with while a payment is undecided: our own page, polled
//! until the reconciler knows (DESIGN, "Timeouts").
//!
//! Clients treat it like a processor's own 3-D Secure page: they show `redirectUrl`,
//! poll `statusUrl` until it is COMPLETE, and resume with the `id` it gave.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};

use tender_domain::error::Error as Refusal;
use tender_domain::id::PaymentId;
use tender_domain::payment::PaymentStatus;
use tender_store::{client_token, payment};

use super::auth::ClientAuth;
use super::error::envelope;
use crate::app::App;
use crate::checkout::{Error, Result};
use crate::client_token::{
    ACTION_LIFETIME_MIN, AccessToken, ActionUrls, Intent, Issue, row as client_token_of, sign,
};
use crate::envelope::Envelope;

const PAGE: &str = include_str!("required_action/confirming.html");

/// Labels of the tags that resume a payment, and that open its page and status.
const RESUME: &str = "resume";
const CONFIRMING: &str = "confirming";

/// An action that the client carries out before it resumes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredAction {
    name: &'static str,
    description: &'static str,
    client_token: String,
}

/// The action of an undecided payment, with a client token of its own: the same one while
/// it is valid, however often it is asked for.
///
/// # Errors
/// When the database refuses.
pub async fn issue(app: &App, client: &ClientAuth, id: PaymentId) -> Result<RequiredAction> {
    let key = page_key(app, id);
    let base = format!("{}/payments/{id}", app.endpoints.client);
    let wanted = Issue {
        session: &client.session,
        environment: client.account.environment,
        intent: Intent::ProcessorThreeDs,
        payment_id: Some(id),
        action: Some(ActionUrls {
            status: format!("{base}/status/{key}"),
            redirect: format!("{base}/confirming/{key}"),
        }),
    };
    let access_token = AccessToken::of_action(&app.key_ring, id);
    let hash = access_token.hash();
    let stored = app.store.read(move |tx| Ok::<_, Error>(client_token::load(tx, &hash)?)).await?;
    let lives = app.env.now().after(ACTION_LIFETIME_MIN / 2);
    let expires_at = match stored.map(|token| token.expires_at).filter(|end| *end > lives) {
        Some(expires_at) => expires_at,
        None => {
            let row = client_token_of(app, &wanted, &access_token);
            let expires_at = row.expires_at;
            let store = app.store.of(client.account.id);
            store.write(move |tx| Ok::<_, Error>(client_token::renew(tx, &row)?)).await?;
            expires_at
        }
    };
    let client_token = sign(app, &wanted, &access_token, expires_at)?;
    Ok(RequiredAction {
        name: Intent::ProcessorThreeDs.as_str(),
        description: "Wait while the payment is being confirmed.",
        client_token,
    })
}

/// What resumes a payment after the action; the same each time.
fn resume_token(app: &App, id: PaymentId) -> String {
    app.key_ring.tag(RESUME, &id.to_string())
}

/// Whether `token` resumes the payment.
#[must_use]
pub fn resumes(app: &App, id: PaymentId, token: &str) -> bool {
    app.key_ring.is_tag(token, RESUME, &id.to_string())
}

/// What opens page and status without a header, since a browser goes there by itself.
fn page_key(app: &App, id: PaymentId) -> String {
    app.key_ring.tag(CONFIRMING, &id.to_string())
}

/// `GET /payments/{id}/status/{key}`.
pub async fn status(
    State(app): State<Arc<App>>,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Envelope> {
    let id = opened(&app, &id, &key).map_err(envelope)?;
    let stored = app.store.read(move |tx| Ok::<_, Error>(payment::load(tx, id)?));
    let decided = match stored.await {
        Ok(Some(payment)) => payment.status != PaymentStatus::Pending,
        Ok(None) => return Err(envelope(Refusal::PaymentNotFound.into())),
        // Android gives up at the first error; asking again is what it does when pending.
        Err(error) => {
            tracing::warn!(payment.id = %id, %error, "a payment's status could not be read");
            false
        }
    };
    let answer: Value = json!({
        "status": if decided { "COMPLETE" } else { "PENDING" },
        "id": resume_token(&app, id),
        "source": "TENDER",
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// `GET /payments/{id}/confirming/{key}`: the page that says to wait.
pub async fn page(
    State(app): State<Arc<App>>,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Envelope> {
    opened(&app, &id, &key).map_err(envelope)?;
    let nonce = URL_SAFE_NO_PAD.encode(app.env.random_bytes::<16>());
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'"
    );
    let headers = [(CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, Html(PAGE.replace("{{nonce}}", &nonce))).into_response())
}

fn opened(app: &App, id: &str, key: &str) -> Result<PaymentId> {
    let id: PaymentId = id.parse().map_err(|_| Refusal::PaymentNotFound)?;
    let opens = app.key_ring.is_tag(key, CONFIRMING, &id.to_string());
    if opens { Ok(id) } else { Err(Refusal::PaymentNotFound.into()) }
}
