//! Every route of the merchant and client APIs.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::App;
use crate::envelope::Envelope;
use crate::{client_api, merchant_api};

const DESCRIPTION: &str = "Create client sessions, keep them up to date, and pay. \
    Send your API key in `X-Api-Key` and the version you speak in `X-Api-Version`. \
    Amounts are integers in minor units; times are UTC. Errors come in one envelope, \
    `{\"error\":{\"errorId\",\"description\",…}}`; quote its `diagnosticsId` to find the \
    request in the server's log.";

/// The routes, ready to be served.
pub fn router(app: Arc<App>) -> Router {
    let (merchant, openapi) = merchant().split_for_parts();
    merchant
        .nest("/client", client_api::router())
        .merge(SwaggerUi::new("/reference").url("/openapi.json", openapi))
        .fallback(|| async { Envelope::of_status(StatusCode::NOT_FOUND) })
        .with_state(app)
}

/// The description of the merchant API.
#[must_use]
pub fn openapi() -> OpenApi {
    merchant().into_openapi()
}

fn merchant() -> OpenApiRouter<Arc<App>> {
    let info = InfoBuilder::new()
        .title("Tender merchant API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").build()))
        .build();
    let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-Api-Key")));
    let components = ComponentsBuilder::new().security_scheme("ApiKeyAuth", key).build();
    let document = OpenApiBuilder::new().info(info).components(Some(components)).build();
    OpenApiRouter::with_openapi(document).merge(merchant_api::router())
}
