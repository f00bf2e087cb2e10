//! What clients expect of the platform around the session.

use std::sync::LazyLock;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};

use tender_domain::limits::{ANALYTICS_SIZE_MAX, CLIENT_BODY_TIME_MAX};
use tender_domain::money::Currency;

use crate::http::body::sink;

/// `[{"c":"EUR","m":2}, …]`: code and number of minor digits.
static CURRENCIES: LazyLock<Bytes> = LazyLock::new(|| {
    let rows: Vec<_> = Currency::all()
        .map(|currency| json!({ "c": currency, "m": currency.exponent() }))
        .collect();
    Bytes::from(Value::from(rows).to_string())
});

/// `GET /assets/currency-information/v1/data.json`.
pub async fn currencies() -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=86400")];
    (headers, CURRENCIES.clone())
}

/// `POST /analytics`: accepts the events and drops them while they are read.
pub async fn analytics(events: Body) -> Json<Value> {
    sink(events, ANALYTICS_SIZE_MAX, CLIENT_BODY_TIME_MAX).await;
    Json(json!({ "result": "ok" }))
}
