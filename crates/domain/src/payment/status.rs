//! The statuses of a payment (spec/merchant-api.md §4.6).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a payment stands, as the merchant API names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentStatus {
    /// Created; waits for a processor or for the shopper.
    Pending,
    /// Could not be carried out.
    Failed,
    /// The money is reserved.
    Authorized,
    /// The capture is under way.
    Settling,
    /// A part is captured, more may follow.
    PartiallySettled,
    /// Captured.
    Settled,
    /// The issuer or the processor said no.
    Declined,
    /// Called off before it was captured.
    Cancelled,
}

impl PaymentStatus {
    /// The wire's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Failed => "FAILED",
            Self::Authorized => "AUTHORIZED",
            Self::Settling => "SETTLING",
            Self::PartiallySettled => "PARTIALLY_SETTLED",
            Self::Settled => "SETTLED",
            Self::Declined => "DECLINED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// Money of the shopper is reserved or taken.
    #[must_use]
    pub const fn holds_money(self) -> bool {
        matches!(self, Self::Authorized | Self::Settling | Self::PartiallySettled | Self::Settled)
    }

    /// Money is, or may still come to be, reserved or taken. At most one payment
    /// of a session is in such a status.
    #[must_use]
    pub const fn may_hold_money(self) -> bool {
        matches!(self, Self::Pending) || self.holds_money()
    }

    const ALL: [Self; 8] = [
        Self::Pending,
        Self::Failed,
        Self::Authorized,
        Self::Settling,
        Self::PartiallySettled,
        Self::Settled,
        Self::Declined,
        Self::Cancelled,
    ];
}

/// The text is no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a payment status")]
pub struct UnknownStatus;

impl FromStr for PaymentStatus {
    type Err = UnknownStatus;
    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for status in PaymentStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), serde_json::json!(status.as_str()));
        }
        assert_eq!("PAID".parse::<PaymentStatus>(), Err(UnknownStatus));
    }
}
