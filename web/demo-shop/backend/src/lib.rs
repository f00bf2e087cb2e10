//! The backend of a small shop: all that a merchant's server does to be paid through Tender.
//! It prices the basket, opens a client session, hands the session's token to its page and
//! changes the session when the basket changes. Card data never comes here.

mod pricing;

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use axum::http::{Method, StatusCode, Uri};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

/// Where Tender is, and the key to it, which stays on the server.
#[derive(Clone)]
pub struct Tender {
    /// The client for outgoing HTTP.
    pub http: reqwest::Client,
    /// Tender's address, without a slash at the end.
    pub url: String,
    /// An API key with the scope `client_tokens:write`.
    pub api_key: String,
}

type Shop = State<Tender>;
type Answer = Result<Json<Value>, Refusal>;
/// A status and `{"error": {"description"}}`: the shop's own, or Tender's as it came.
type Refusal = (StatusCode, Json<Value>);

/// The shop's API and its pages.
pub fn router(tender: Tender) -> Router {
    Router::new()
        .route("/api/shop", get(offer))
        .route("/api/checkout", post(checkout).patch(checkout))
        .route("/api/surprise", post(surprise))
        .route("/api/session", get(session))
        .fallback(page)
        .with_state(tender)
}

async fn offer(State(tender): Shop) -> Json<Value> {
    Json(pricing::offer(&format!("{}/sdk/v1/primer.js", tender.url)))
}

/// POST opens a session for the basket, PATCH brings it up to date.
#[expect(clippy::disallowed_methods, reason = "a shop makes its own order ids")]
async fn checkout(State(tender): Shop, method: Method, Json(cart): Json<Value>) -> Answer {
    let mut session = pricing::session(&cart).map_err(refuse(StatusCode::BAD_REQUEST))?;
    let number = uuid::Uuid::new_v4().as_fields().0;
    match method {
        Method::POST => session["orderId"] = format!("SW-{number:08X}").into(),
        _ => session["clientToken"] = cart["clientToken"].clone(),
    }
    Ok(answer(&[tender.call(method, session).await?]))
}

async fn session(State(tender): Shop, Query(query): Query<Value>) -> Answer {
    Ok(answer(&[tender.call(Method::GET, query).await?]))
}

/// Adds gift wrapping behind the page's back.
async fn surprise(State(tender): Shop, Json(body): Json<Value>) -> Answer {
    let missing = || refuse(StatusCode::BAD_REQUEST)("Which session? clientToken is missing.");
    let token = body["clientToken"].as_str().ok_or_else(missing)?;
    let found = tender.call(Method::GET, json!({ "clientToken": token })).await?;
    let mut change =
        pricing::wrapped(&found["response"]).map_err(refuse(StatusCode::BAD_REQUEST))?;
    change["clientToken"] = token.into();
    Ok(answer(&[found, tender.call(Method::PATCH, change).await?]))
}

impl Tender {
    /// Calls `/client-session`: what was sent and answered, if Tender did as it was asked.
    async fn call(&self, method: Method, sent: Value) -> Result<Value, Refusal> {
        let lost = |error: reqwest::Error| refuse(StatusCode::BAD_GATEWAY)(error.without_url());
        let request = self.http.request(method.clone(), format!("{}/client-session", self.url));
        let request = request.header("X-Api-Key", &self.api_key).header("X-Api-Version", "2.4");
        let call = if method == Method::GET { request.query(&sent) } else { request.json(&sent) };
        let answer = call.send().await.map_err(lost)?;
        let status = answer.status();
        let etag = answer.headers().get(ETAG).and_then(|etag| etag.to_str().ok());
        let revision = etag.and_then(|etag| etag.trim_matches('"').parse::<u64>().ok());
        let response: Value = answer.json().await.map_err(lost)?;
        if !status.is_success() {
            return Err((status, Json(response)));
        }
        Ok(json!({ "method": method.as_str(), "path": "/client-session", "status": status.as_u16(),
            "request": sent, "response": response, "revision": revision }))
    }
}

/// What the last call answered, and all calls for those who want to look behind the page.
fn answer(calls: &[Value]) -> Json<Value> {
    let last = &calls[calls.len() - 1];
    let mut session = last["response"].clone();
    let token = session.as_object_mut().and_then(|session| session.remove("clientToken"));
    let token = token.unwrap_or_else(|| last["request"]["clientToken"].clone());
    Json(json!({ "clientToken": token, "session": session, "revision": last["revision"],
        "calls": calls }))
}

fn refuse<T: ToString>(status: StatusCode) -> impl Fn(T) -> Refusal {
    move |text| (status, Json(json!({ "error": { "description": text.to_string() } })))
}

#[derive(rust_embed::Embed)]
#[folder = "dist"]
#[allow_missing = true]
struct Pages;

/// The page may load its own files, and Tender's script, API and card fields.
async fn page(State(tender): Shop, uri: Uri) -> Result<impl IntoResponse, Refusal> {
    let path = if uri.path() == "/" { "/index.html" } else { uri.path() };
    let missing = || refuse(StatusCode::NOT_FOUND)("No such page. Were they built?");
    let file = Pages::get(path.trim_start_matches('/')).ok_or_else(missing)?;
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
        script-src 'self' {0}; connect-src 'self' {0}; frame-src {0}",
        tender.url
    );
    let content_type = (CONTENT_TYPE, file.metadata.mimetype().to_owned());
    Ok(([content_type, (CONTENT_SECURITY_POLICY, policy)], file.data))
}
