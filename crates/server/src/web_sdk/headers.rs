//! What browsers and caches may do with a file, by where it lies.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

type Header = (HeaderName, &'static str);

/// Files that are named by the hash of their content never change.
const HASHED: Header = (CACHE_CONTROL, "public, max-age=31536000, immutable");

/// Entry points name hashed files, which a newer server no longer has, and a frame takes card
/// data: neither is ever older than the server. Asking costs a 304.
const ENTRY: Header = (CACHE_CONTROL, "no-cache");

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const EVERY_FILE: [Header; 2] = [(VARY, "Accept-Encoding"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];

/// Merchants' pages load the SDK, as scripts and as modules.
const SDK: [Header; 2] = [(ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (CORP, "cross-origin")];

/// Only our own frames load these.
const HOSTED: [Header; 1] = [(CORP, "same-origin")];

/// A page in a frame loads nothing but its own script and style, and sends card data
/// nowhere but here.
///
/// There is no `frame-ancestors`: any merchant's page may embed a frame, and their origins
/// are not known. In a stranger's page it is an empty field. Nor is there a `sandbox`, or an
/// opener policy: the frames of one card find each other by being of one origin.
/// `Origin-Agent-Cluster` keeps that, and parts them from other hosts of the same site.
/// Pages that isolate themselves (`Cross-Origin-Embedder-Policy`) embed only what does so, too.
const PAGE: [Header; 6] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
    ),
    (CORP, "cross-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), \
         gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=()",
    ),
    (REFERRER_POLICY, "no-referrer"),
];

/// The headers of the file at this path below `www`, but for those of its content.
pub(super) fn of(path: &str) -> HeaderMap {
    let is_page = path.ends_with(".html");
    let life = if path.split('/').nth(1) == Some("assets") { HASHED } else { ENTRY };
    let place = match path.split('/').next() {
        Some("sdk") => &SDK[..],
        _ if is_page => &PAGE,
        _ => &HOSTED,
    };
    let headers = EVERY_FILE.into_iter().chain([life]).chain(place.iter().cloned());
    headers.map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}
