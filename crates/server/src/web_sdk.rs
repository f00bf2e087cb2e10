//! The web SDK and its frames for card data, under `/sdk` and `/hosted`: the files of
//! `web/sdk/dist/www`, where a file's path is its URL path. Each was compressed when it was
//! built, so an answer costs a look-up.

mod encoding;
mod headers;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rust_embed::{Embed, EmbeddedFile};

use tender_web_sdk::WebSdk;

use crate::envelope::Envelope;

use self::encoding::{Encoding, accepted};

/// The routes, over these files.
pub fn router<Files: Embed + 'static, S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/sdk/{*path}", get(read::<Files>))
        .route("/hosted/{*path}", get(read::<Files>))
}

/// Says in the log, once at start, that this server cannot open a checkout in a browser.
pub fn warn_if_missing() {
    if is_missing::<WebSdk>() {
        tracing::warn!("the web SDK is not built, /sdk and /hosted answer 503: {HOW_TO_BUILD}");
    }
}

const HOW_TO_BUILD: &str = "Run `scripts/web build`, then build and start Tender again.";

async fn read<Files: Embed>(uri: Uri, request: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let Some(content_type) = content_type(path).filter(|_| is_plain(path)) else {
        return absent::<Files>();
    };
    let Some((encoding, file)) = accepted(&request).find_map(|encoding| {
        Some((encoding, Files::get(&format!("{path}{}", encoding.extension()))?))
    }) else {
        return absent::<Files>();
    };
    let etag = etag(&file);
    let mut headers = headers::of(path);
    let is_known = request.get_all(IF_NONE_MATCH).iter().any(|known| names(known, &etag));
    headers.extend(HeaderValue::from_str(&etag).ok().map(|etag| (ETAG, etag)));
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if encoding != Encoding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
    }
    (headers, Body::from(file.data)).into_response()
}

/// The kinds of files that the build makes. Their compressed forms are none: they are sent
/// under the name of the file.
fn content_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "ts" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether each part of the path is a name. Files in the executable have no other paths;
/// those on a disk do.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|name| !name.is_empty() && !name.starts_with('.'))
}

/// Strong: the compressed forms are files of their own, with hashes of their own.
fn etag(file: &EmbeddedFile) -> String {
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash()))
}

/// Whether one value of `If-None-Match` names the tag. Proxies that compress make it weak.
fn names(known: &HeaderValue, etag: &str) -> bool {
    let mut tags = known.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

fn is_missing<Files: Embed>() -> bool {
    Files::iter().next().is_none()
}

/// Not to be kept by a cache: while nodes of two versions run, the next one may have it.
fn absent<Files: Embed>() -> Response {
    let envelope = if is_missing::<Files>() {
        let text = "This server was built without the web SDK.";
        Envelope::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", text)
            .suggest(HOW_TO_BUILD)
    } else {
        Envelope::of_status(StatusCode::NOT_FOUND)
    };
    ([(CACHE_CONTROL, "no-store"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], envelope).into_response()
}
