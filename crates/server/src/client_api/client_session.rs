//! What a checkout does to its session, and whether a token is this server's.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use deserr::Deserr;
use serde_json::{Value, json};

use tender_domain::client_session::Actions;
use tender_domain::error::{Error as Refusal, Faults, from_json};
use tender_store::client_token;

use super::auth::{ClientAuth, EndedClientAuth};
use super::configuration;
use super::error::envelope;
use crate::app::App;
use crate::checkout::Error;
use crate::checkout::client_session as use_case;
use crate::envelope::Envelope;
use crate::http::body::BodyBytes;
use crate::http::json;

/// `POST /client-session/actions`: answers the whole configuration, which clients put
/// in place of the one they have.
pub async fn act(
    State(app): State<Arc<App>>,
    client: ClientAuth,
    BodyBytes(body): BodyBytes,
) -> Result<Response, Envelope> {
    let request: Actions = read(&body)?;
    let session = use_case::act(&app, &client, request.actions).await.map_err(envelope)?;
    configuration::answer(&app, &ClientAuth { session, ..client })
}

/// `POST /client-token/validate`: Android asks before it follows a required action.
pub async fn validate_token(
    State(app): State<Arc<App>>,
    EndedClientAuth(client): EndedClientAuth,
    BodyBytes(body): BodyBytes,
) -> Result<Json<Value>, Envelope> {
    let token = json::parse(&body)
        .ok()
        .and_then(|request| request.get("clientToken")?.as_str().map(str::to_owned))
        .ok_or_else(|| envelope(Error::fault("$.clientToken", "is required")))?;
    let hash = app.verify_client_token(&token).await.map_err(|error| envelope(error.into()))?;
    let stored = app.store.read(move |tx| Ok::<_, Error>(client_token::load(tx, &hash)?));
    let of_session = stored
        .await
        .map_err(envelope)?
        .is_some_and(|stored| stored.client_session_id == client.session.id);
    if of_session {
        Ok(Json(json!({ "success": true })))
    } else {
        Err(envelope(Refusal::ClientTokenInvalid.into()))
    }
}

/// Reads a body whose unknown fields are ignored.
fn read<T: Deserr<Faults>>(body: &[u8]) -> Result<T, Envelope> {
    let value = json::parse(body).map_err(|fault| Refusal::Invalid(vec![fault]));
    let request = value.and_then(|value| Ok(from_json(value)?));
    request.map_err(|refusal| envelope(refusal.into()))
}
