//! `POST /payment-instruments`: a card comes in, a token goes out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use tender_domain::card::{BinData, CardDetails, MaskedCard};
use tender_domain::payment_instrument::{PaymentInstrument, TokenType};

use super::auth::ClientAuth;
use super::error::envelope;
use crate::app::App;
use crate::checkout::{Error, payment_instrument as use_case};
use crate::envelope::Envelope;
use crate::http::body::BodyBytes;
use crate::http::client_ip::ClientIp;
use crate::http::json;

/// The request, read straight into the card, so that no copy of its number is left in
/// a tree of values.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[serde(alias = "payment_instrument")]
    payment_instrument: CardDetails,
}

/// The same request, read for its type only.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    #[serde(alias = "payment_instrument")]
    payment_instrument: InstrumentKind,
}

#[derive(Deserialize)]
struct InstrumentKind {
    /// Absent for a card.
    #[serde(rename = "type", default)]
    kind: Option<String>,
}

/// Stores a card and answers its token.
pub async fn tokenize(
    State(app): State<Arc<App>>,
    client: ClientAuth,
    ClientIp(address): ClientIp,
    BodyBytes(body): BodyBytes,
) -> Result<Json<TokenAnswer>, Envelope> {
    let kind: Kind = parse(&body)?;
    if kind.payment_instrument.kind.is_some_and(|kind| kind != CARD) {
        let text = "is of a payment method that this account does not offer";
        return Err(envelope(Error::fault("$.paymentInstrument.type", text)));
    }
    let Request { payment_instrument: card } = parse(&body)?;
    let stored = use_case::tokenize(&app, &client, &card, address).await.map_err(envelope)?;
    Ok(Json(TokenAnswer::of(stored)))
}

/// serde's message may quote the value, so only the place is told.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Envelope> {
    serde_json::from_slice(json::without_mark(body)).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let text = format!("must hold a card; it does not at line {line}, column {column}");
        envelope(Error::fault("$.paymentInstrument", text))
    })
}

/// A token, as the checkout gets it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenAnswer {
    id: String,
    token: String,
    analytics_id: String,
    token_type: TokenType,
    is_vaulted: bool,
    payment_instrument_type: &'static str,
    payment_method_type: &'static str,
    payment_instrument_data: InstrumentData,
    vault_data: Option<()>,
    three_d_secure_authentication: Option<()>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstrumentData {
    #[serde(flatten)]
    card: MaskedCard,
    is_network_tokenized: bool,
    payment_method_type: &'static str,
    bin_data: BinData,
}

const CARD: &str = "PAYMENT_CARD";

impl TokenAnswer {
    fn of(stored: PaymentInstrument) -> Self {
        let PaymentInstrument { id, summary, .. } = stored;
        Self {
            id: id.to_string(),
            token: summary.token,
            analytics_id: summary.analytics_id,
            token_type: summary.token_type,
            is_vaulted: false,
            payment_instrument_type: CARD,
            payment_method_type: CARD,
            payment_instrument_data: InstrumentData {
                card: summary.card,
                is_network_tokenized: false,
                payment_method_type: CARD,
                bin_data: summary.bin_data,
            },
            vault_data: None,
            three_d_secure_authentication: None,
        }
    }
}
