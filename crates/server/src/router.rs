//! Every route: the APIs, their description, the web SDK.

mod document;
mod exchange;

use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, map_response};
use axum::response::Response;
use axum::{Extension, Router};
use tower::util::MapRequest;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use tender_domain::limits;
use tender_web_sdk::WebSdk;

use crate::app::App;
use crate::envelope::Envelope;
use crate::http::body::BodyRules;
use crate::{client_api, merchant_api, web_sdk};

/// The routes, ready to be served.
pub fn router(app: Arc<App>) -> Router {
    let (merchant, document) = merchant().split_for_parts();
    let document = document::complete(document);
    let bodies =
        BodyRules::new(limits::BODY_SIZE_MAX, limits::BODY_TIME_MAX, limits::BODIES_MEMORY_MAX);
    merchant
        .layer(Extension(bodies))
        .nest("/client", client_api::router())
        .layer(from_fn(exchange::exchange))
        .merge(reference(document))
        .merge(web_sdk::router::<WebSdk, _>())
        .fallback(|| async { Envelope::of_status(StatusCode::NOT_FOUND) })
        .with_state(app)
}

/// The same routes, in which a merchant's path with a slash at its end is the one without it.
/// It is changed before it is routed, so log and metrics know one path only.
pub fn with_last_slashes(routes: Router) -> Router {
    let routes = MapRequest::new(routes, |mut request: Request| {
        if let Some(uri) = exchange::without_last_slash(request.uri()) {
            *request.uri_mut() = uri;
        }
        request
    });
    Router::new().fallback_service(routes)
}

/// A readable page of the description. Without the validator, which would be shown the
/// document on another server, and without the bar that loads other documents: the page is
/// of one origin with the frames that take card data.
fn reference<S: Clone + Send + Sync + 'static>(document: OpenApi) -> Router<S> {
    let config = Config::default().validator_url("none").use_base_layout();
    let pages = SwaggerUi::new("/reference").url("/openapi.json", document).config(config);
    Router::from(pages).layer(map_response(confined))
}

/// Its pages run nothing but their own scripts, and nobody puts them into a frame beside a
/// card form.
async fn confined(mut page: Response) -> Response {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                  img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                  form-action 'none'; frame-ancestors 'none'";
    let headers = page.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    page
}

/// The description of the merchant API.
#[must_use]
pub fn openapi() -> OpenApi {
    document::complete(merchant().into_openapi())
}

fn merchant() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(document::frame()).merge(merchant_api::router())
}
