//! Every route: the APIs, their description, the web SDK.

mod document;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use tender_web_sdk::WebSdk;

use crate::app::App;
use crate::envelope::Envelope;
use crate::{client_api, merchant_api, web_sdk};

/// The routes, ready to be served.
pub fn router(app: Arc<App>) -> Router {
    let (merchant, document) = merchant().split_for_parts();
    let document = document::with_inline_texts(document);
    merchant
        .nest("/client", client_api::router())
        .merge(reference(document))
        .merge(web_sdk::router::<WebSdk, _>())
        .fallback(|| async { Envelope::of_status(StatusCode::NOT_FOUND) })
        .with_state(app)
}

/// A readable page of the description. Without the validator, which would be shown the
/// document on another server.
fn reference(document: OpenApi) -> SwaggerUi {
    let config = Config::default().validator_url("none");
    SwaggerUi::new("/reference").url("/openapi.json", document).config(config)
}

/// The description of the merchant API.
#[must_use]
pub fn openapi() -> OpenApi {
    document::with_inline_texts(merchant().into_openapi())
}

fn merchant() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(document::frame()).merge(merchant_api::router())
}
