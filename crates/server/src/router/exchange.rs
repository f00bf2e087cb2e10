//! What every exchange of the two APIs keeps to, whoever handles it: bodies come as they are,
//! answers are for the caller alone.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::envelope::Envelope;

/// Refuses a compressed body, and lets nobody keep an answer unless its handler says so:
/// answers hold tokens and personal data.
pub(super) async fn exchange(request: Request, next: Next) -> Response {
    let mut answer = match compression(request.headers()) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    let no_store = HeaderValue::from_static("no-store");
    answer.headers_mut().entry(CACHE_CONTROL).or_insert(no_store);
    answer
}

/// The refusal of a body that is encoded. A body of a few kilobytes gains nothing by it, and a
/// small one that unpacks to a huge one costs memory.
fn compression(headers: &HeaderMap) -> Option<Envelope> {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let plain = |value: &HeaderValue| {
        let text = value.to_str().unwrap_or("?");
        let mut each = text.split(',').map(str::trim);
        each.all(|coding| coding.is_empty() || coding.eq_ignore_ascii_case("identity"))
    };
    (!codings.all(plain)).then(|| {
        Envelope::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedContentEncoding",
            "The request's body is compressed (Content-Encoding); bodies are read as they are.",
        )
        .suggest("Send the body uncompressed, without a Content-Encoding header.")
    })
}

/// Paths that the merchant API does not own, and that have slashes of their own.
const OTHERS: [&str; 4] = ["/client/", "/sdk/", "/hosted/", "/reference/"];

/// The address that a merchant means by one with a slash at its end, as some generated
/// clients write it; `None` if it has none.
pub(super) fn without_last_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let shorter = path.strip_suffix('/').filter(|shorter| !shorter.is_empty())?;
    if OTHERS.iter().any(|other| path.starts_with(other)) {
        return None;
    }
    let mut parts = uri.clone().into_parts();
    let meant = match uri.query() {
        Some(query) => format!("{shorter}?{query}"),
        None => shorter.to_owned(),
    };
    parts.path_and_query = Some(meant.parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_merchants_path_loses_its_last_slash() {
        let meant =
            |uri: &str| without_last_slash(&uri.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(meant("/payments/").as_deref(), Some("/payments"));
        assert_eq!(meant("/client-session/?a=b/").as_deref(), Some("/client-session?a=b/"));
        assert_eq!(meant("/payments/1/").as_deref(), Some("/payments/1"));
        for kept in
            ["/", "/payments", "/payments?a=/", "/client/payments/", "/sdk/v1/", "/reference/"]
        {
            assert_eq!(meant(kept), None, "{kept}");
        }
    }
}
