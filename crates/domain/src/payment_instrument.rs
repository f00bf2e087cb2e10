//! A tokenised payment method, as everyone but the vault may see it.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::card::{BinData, MaskedCard};
use crate::id::{AccountId, ClientSessionId, PaymentInstrumentId};
use crate::payment_method::PaymentMethodType;
use crate::time::Timestamp;

/// A stored instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentInstrument {
    /// Its id.
    pub id: PaymentInstrumentId,
    /// Whose merchant's it is.
    pub account_id: AccountId,
    /// The session in which it was tokenised.
    pub client_session_id: ClientSessionId,
    /// Whether it can still pay.
    pub state: InstrumentState,
    /// HMAC of the card number, to recognise it without knowing it.
    pub fingerprint: [u8; 32],
    /// When it was tokenised.
    pub created_at: Timestamp,
    /// When it stops being usable, and its card data is deleted.
    pub expires_at: Timestamp,
    /// What may be shown.
    pub summary: InstrumentSummary,
}

/// Whether an instrument can still pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstrumentState {
    /// It can.
    Ready,
    /// A payment has used it up.
    Used,
}

impl InstrumentState {
    /// The stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::Used => "USED",
        }
    }
}

/// The text is no state of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a state of an instrument")]
pub struct UnknownState;

impl FromStr for InstrumentState {
    type Err = UnknownState;
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        match text {
            "READY" => Ok(Self::Ready),
            "USED" => Ok(Self::Used),
            _ => Err(UnknownState),
        }
    }
}

/// How often a token pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TokenType {
    /// Once.
    SingleUse,
    /// Any number of times: it is saved.
    MultiUse,
}

/// The part of an instrument that payments copy and answers show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstrumentSummary {
    /// The token that merchants and checkouts pass on: 32 random bytes, base64url.
    pub token: String,
    /// Names the instrument in analytics without opening anything.
    pub analytics_id: String,
    /// How often it pays.
    pub token_type: TokenType,
    /// Which method it is.
    pub payment_method_type: PaymentMethodType,
    /// The card with all but its ends hidden.
    pub card: MaskedCard,
    /// What its first digits tell.
    pub bin_data: BinData,
}
