//! The checkout's API (spec/client-protocol.md, spec/web-sdk.md): under `/client`, by
//! `Primer-Client-Token`, open to any origin, without cookies. It ignores the value of
//! `X-Api-Version` and every field that it does not know.

pub mod auth;
pub mod bin_data;
pub mod client_session;
pub mod configuration;
pub mod error;
pub mod payment;
pub mod payment_instrument;
pub mod platform;
pub mod required_action;
pub mod revisions;

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{DATE, RETRY_AFTER};
use axum::http::{HeaderName, Method};
use axum::routing::{get, post};
use axum::{Extension, Router};
use tower_http::cors::{Any, CorsLayer};

use tender_domain::limits;

use crate::app::App;
use crate::envelope::Envelope;
use crate::http::body::BodyRules;
use crate::http::edge::BrowserApi;
use crate::http::within::Within;
use crate::rates::Pace;

/// How long a browser may remember what this API allows.
const CORS_MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Within which payments and what goes on with them answer, and everything else: published
/// clients give up on the one after 60 seconds, on the other after 15 (DESIGN, "Timeouts").
const PAYMENT_TIME_MAX: Duration = Duration::from_secs(45);
const TIME_MAX: Duration = Duration::from_secs(12);

/// What holds for every answer below `/client`, also for those that no route gave.
#[must_use]
pub fn for_browsers() -> BrowserApi {
    BrowserApi { prefix: "/client/", error: Envelope::listing_faults }
}

/// All routes of the client API, below `/client`.
pub fn router() -> Router<Arc<App>> {
    let paying = Router::new()
        .route("/payments", post(payment::create))
        .layer(Extension(Pace::Creating))
        .route("/payments/{id}/resume", post(payment::resume).layer(Extension(Pace::Polling)))
        .layer(Within(PAYMENT_TIME_MAX));
    let creating = Router::new()
        .route("/client-sdk/configuration", get(configuration::read))
        .route("/client-sdk/configuration/", get(configuration::read))
        .route("/client-session/actions", post(client_session::act))
        .route("/client-session/revisions", get(revisions::stream))
        .route("/client-token/validate", post(client_session::validate_token))
        .route("/payment-instruments", post(payment_instrument::tokenize))
        .layer(Extension(Pace::Creating));
    let reading = Router::new()
        .route("/payments/{id}/status/{key}", get(required_action::status))
        .route("/payments/{id}/confirming/{key}", get(required_action::page))
        .route("/v1/bin-data/{digits}", get(bin_data::data))
        .route("/v1/bin-data/{digits}/networks", get(bin_data::networks))
        .route("/assets/currency-information/v1/data.json", get(platform::currencies))
        .route("/analytics", post(platform::analytics));
    let bodies = BodyRules::new(
        limits::CLIENT_BODY_SIZE_MAX,
        limits::CLIENT_BODY_TIME_MAX,
        limits::CLIENT_BODIES_MEMORY_MAX,
    );
    creating
        .merge(reading)
        .layer(Within(TIME_MAX))
        .merge(paying)
        .layer(Extension(bodies))
        .layer(cors())
}

/// Pages of any merchant call this API; the token, not the origin, says who they are.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_headers(Any)
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .expose_headers([
            // The checkout goes by this clock: a shopper's may be wrong by days.
            DATE,
            RETRY_AFTER,
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("x-primer-session-cache-ttl"),
        ])
        .max_age(CORS_MAX_AGE)
}
