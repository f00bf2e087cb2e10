//! Which networks a card belongs to, by its first digits.

use axum::Json;
use axum::extract::Path;
use serde_json::{Value, json};

use tender_domain::card::{BinData, detect};
use tender_domain::card_network::CardNetwork;

use super::error::envelope;
use crate::checkout::Error;
use crate::envelope::Envelope;

/// Clients send eight digits at most. More would be a card number on its way into logs
/// and caches, so it is refused.
const DIGITS_MAX: usize = 8;

/// `GET /v1/bin-data/{digits}/networks`: the form that Android and the web read.
pub async fn networks(Path(digits): Path<String>) -> Result<Json<Value>, Envelope> {
    let networks: Vec<_> = detected(&digits)?
        .into_iter()
        .map(|network| json!({ "value": network, "displayName": network.display_name() }))
        .collect();
    Ok(Json(json!({ "networks": networks })))
}

/// `GET /v1/bin-data/{digits}`: the form that iOS reads.
pub async fn data(Path(digits): Path<String>) -> Result<Json<Value>, Envelope> {
    let rows: Vec<_> = detected(&digits)?
        .into_iter()
        .map(|network| {
            let mut row = json!(BinData::new(&digits, network));
            row["displayName"] = network.display_name().into();
            row
        })
        .collect();
    Ok(Json(json!({ "firstDigits": digits, "binData": rows })))
}

fn detected(digits: &str) -> Result<Vec<CardNetwork>, Envelope> {
    let sane = (1..=DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if sane {
        Ok(detect(digits))
    } else {
        let rule = format!("must be the first 1 to {DIGITS_MAX} digits of a card number");
        Err(envelope(Error::fault("$", rule)))
    }
}
