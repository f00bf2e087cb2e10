//! The merchant's API (spec/merchant-api.md): by API key, at the root, without CORS.

pub mod client_session;
pub mod error;
pub mod payment;
pub mod version;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// All routes of the merchant API.
#[must_use]
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(client_session::create, client_session::read, client_session::update))
        .routes(routes!(payment::create))
        .routes(routes!(payment::read))
}
