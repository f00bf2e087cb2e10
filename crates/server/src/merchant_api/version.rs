//! The `X-Api-Version` header.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use tender_domain::api_version::ApiVersion;

use crate::envelope::Envelope;

/// The version that the caller speaks; the earliest if it says nothing.
#[derive(Debug, Clone, Copy)]
pub struct Version(pub ApiVersion);

impl<S: Sync> FromRequestParts<S> for Version {
    type Rejection = Envelope;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Envelope> {
        let header = parts.headers.get("x-api-version").map(|value| value.to_str().unwrap_or("?"));
        ApiVersion::parse(header).map(Self).map_err(|unknown| {
            Envelope::new(StatusCode::BAD_REQUEST, "UnsupportedApiVersion", unknown.to_string())
                .suggest("Send one of the versions named, 2.4 for a new integration.")
        })
    }
}
