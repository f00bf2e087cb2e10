//! Why a payment or a transaction stands where it stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::wire_enum;

/// The reason behind a status, for people and for retry logic
/// (spec/merchant-api.md §4.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusReason {
    /// Who said no, or what went wrong.
    #[serde(rename = "type")]
    pub kind: StatusReasonType,
    /// Whether the same card may work later. Only with [`StatusReasonType::IssuerDeclined`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_type: Option<DeclineType>,
    /// The reason, the same for all processors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<DeclineCode>,
    /// The processor's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The card network's raw code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_result_code: Option<String>,
    /// What the raw code means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_result_message: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised_action: Option<AdvisedAction>,
}

wire_enum! {
    /// Who said no, or what went wrong.
    pub enum StatusReasonType {
        /// Something failed on the way.
        ApplicationError = "APPLICATION_ERROR",
        /// The processor refused the request.
        GatewayRejected = "GATEWAY_REJECTED",
        /// The processor did not answer in time (API 2.4; earlier versions say
        /// `APPLICATION_ERROR`).
        GatewayTimeout = "GATEWAY_TIMEOUT",
        /// The card's issuer said no.
        IssuerDeclined = "ISSUER_DECLINED",
    }
}

wire_enum! {
    /// Whether the same card may work later.
    pub enum DeclineType {
        /// It may.
        SoftDecline = "SOFT_DECLINE",
        /// It will not.
        HardDecline = "HARD_DECLINE",
    }
}

wire_enum! {
    /// The reason of a decline, the same for all processors.
    pub enum DeclineCode {
        /// The request could not be carried out for this card.
        Error = "ERROR",
        /// No such card.
        InvalidCardNumber = "INVALID_CARD_NUMBER",
        /// The card is past its last month.
        ExpiredCard = "EXPIRED_CARD",
        /// The card was reported lost or stolen.
        LostOrStolenCard = "LOST_OR_STOLEN_CARD",
        /// The issuer suspects fraud.
        SuspectedFraud = "SUSPECTED_FRAUD",
        /// The issuer gave a reason that is not known here.
        Unknown = "UNKNOWN",
        /// The issuer gave no reason.
        Declined = "DECLINED",
        /// The cardholder should call the issuer.
        ReferToCardIssuer = "REFER_TO_CARD_ISSUER",
        /// The issuer refuses without saying why.
        DoNotHonor = "DO_NOT_HONOR",
        /// The account does not cover the amount.
        InsufficientFunds = "INSUFFICIENT_FUNDS",
        /// The card's spending limit is reached.
        WithdrawalLimitExceeded = "WITHDRAWAL_LIMIT_EXCEEDED",
        /// The issuer cannot be reached.
        IssuerTemporarilyUnavailable = "ISSUER_TEMPORARILY_UNAVAILABLE",
        /// The issuer wants the cardholder to authenticate (3-D Secure).
        AuthenticationRequired = "AUTHENTICATION_REQUIRED",
    }
}

wire_enum! {
    /// What the merchant should do next.
    pub enum AdvisedAction {
        /// Try the same card again later.
        RetryLater = "RETRY_LATER",
        /// Ask the shopper to correct the card's data.
        UpdateData = "UPDATE_DATA",
        /// Use another card.
        DoNotRetry = "DO_NOT_RETRY",
        /// Charge this card no more.
        StopAllPayments = "STOP_ALL_PAYMENTS",
    }
}

impl StatusReason {
    /// The issuer declined with a card network's raw code (ISO 8583 field 39).
    #[must_use]
    pub fn issuer_declined(raw_code: &str) -> Self {
        let (decline_type, code, meaning) = meaning_of(raw_code);
        Self {
            decline_type: Some(decline_type),
            code: Some(code),
            payment_method_result_code: Some(raw_code.to_owned()),
            payment_method_result_message: Some(meaning.to_owned()),
            advised_action: advised_action(decline_type, code),
            ..Self::new(StatusReasonType::IssuerDeclined, meaning)
        }
    }

    /// The processor refused the request.
    #[must_use]
    pub fn gateway_rejected(message: impl Into<String>) -> Self {
        Self::new(StatusReasonType::GatewayRejected, message)
    }

    /// The processor did not answer in time.
    #[must_use]
    pub fn gateway_timeout(message: impl Into<String>) -> Self {
        Self::new(StatusReasonType::GatewayTimeout, message)
    }

    /// Something failed on the way.
    #[must_use]
    pub fn application_error(message: impl Into<String>) -> Self {
        Self::new(StatusReasonType::ApplicationError, message)
    }

    fn new(kind: StatusReasonType, message: impl Into<String>) -> Self {
        Self {
            kind,
            decline_type: None,
            code: None,
            message: Some(message.into()),
            payment_method_result_code: None,
            payment_method_result_message: None,
            advised_action: None,
        }
    }
}

/// The map of spec/product.md §5, with 91 (issuer unavailable) and Visa's 1A
/// (authentication required) added. A code that is not in it may be worth a retry.
fn meaning_of(raw_code: &str) -> (DeclineType, DeclineCode, &'static str) {
    use DeclineCode as Code;
    use DeclineType::{HardDecline as Hard, SoftDecline as Soft};
    match raw_code {
        "01" => (Soft, Code::ReferToCardIssuer, "Refer to card issuer"),
        "03" => (Hard, Code::Error, "Invalid merchant"),
        "04" => (Hard, Code::LostOrStolenCard, "Pick up card"),
        "05" => (Soft, Code::DoNotHonor, "Do not honor"),
        "07" => (Hard, Code::LostOrStolenCard, "Pick up card, special condition"),
        "12" => (Hard, Code::Error, "Invalid transaction"),
        "13" => (Hard, Code::Error, "Invalid amount"),
        "14" => (Hard, Code::InvalidCardNumber, "Invalid card number"),
        "15" => (Hard, Code::Error, "No such issuer"),
        "19" => (Soft, Code::IssuerTemporarilyUnavailable, "Re-enter transaction"),
        "1A" => (Soft, Code::AuthenticationRequired, "Authentication required"),
        "30" => (Soft, Code::Declined, "Format error"),
        "41" => (Hard, Code::LostOrStolenCard, "Lost card"),
        "43" => (Hard, Code::LostOrStolenCard, "Stolen card"),
        "46" => (Hard, Code::Error, "Closed account"),
        "51" => (Soft, Code::InsufficientFunds, "Insufficient funds"),
        "54" => (Hard, Code::ExpiredCard, "Expired card"),
        "57" => (Hard, Code::Error, "Transaction not permitted to cardholder"),
        "58" => (Hard, Code::Error, "Transaction not permitted to terminal"),
        "59" => (Hard, Code::SuspectedFraud, "Suspected fraud"),
        "61" => (Soft, Code::WithdrawalLimitExceeded, "Withdrawal limit exceeded"),
        "91" => (Soft, Code::IssuerTemporarilyUnavailable, "Issuer unavailable"),
        _ => (Soft, Code::Unknown, "Unknown reason"),
    }
}

/// Card data that is wrong can be corrected; otherwise a soft decline may pass later
/// and a hard one will not. An unknown reason advises nothing.
const fn advised_action(decline_type: DeclineType, code: DeclineCode) -> Option<AdvisedAction> {
    match (decline_type, code) {
        (_, DeclineCode::Unknown) => None,
        (_, DeclineCode::InvalidCardNumber | DeclineCode::ExpiredCard) => {
            Some(AdvisedAction::UpdateData)
        }
        (DeclineType::SoftDecline, _) => Some(AdvisedAction::RetryLater),
        (DeclineType::HardDecline, _) => Some(AdvisedAction::DoNotRetry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_codes_map_as_documented() {
        use DeclineCode::*;
        use DeclineType::{HardDecline, SoftDecline};
        let documented: &[(&[&str], DeclineType, DeclineCode)] = &[
            (&["01"], SoftDecline, ReferToCardIssuer),
            (&["03", "12", "13", "15", "46", "57", "58"], HardDecline, Error),
            (&["04", "07", "41", "43"], HardDecline, LostOrStolenCard),
            (&["05"], SoftDecline, DoNotHonor),
            (&["14"], HardDecline, InvalidCardNumber),
            (&["19"], SoftDecline, IssuerTemporarilyUnavailable),
            (&["30"], SoftDecline, Declined),
            (&["51"], SoftDecline, InsufficientFunds),
            (&["54"], HardDecline, ExpiredCard),
            (&["59"], HardDecline, SuspectedFraud),
            (&["61"], SoftDecline, WithdrawalLimitExceeded),
            (&["", "99", "5"], SoftDecline, Unknown),
        ];
        for (raw_codes, decline_type, code) in documented {
            for raw_code in *raw_codes {
                let reason = StatusReason::issuer_declined(raw_code);
                assert_eq!((reason.decline_type, reason.code), (Some(*decline_type), Some(*code)));
            }
        }
    }

    #[test]
    fn written_as_on_the_wire() {
        let json = serde_json::to_value(StatusReason::issuer_declined("54")).unwrap();
        let expected = serde_json::json!({
            "type": "ISSUER_DECLINED",
            "declineType": "HARD_DECLINE",
            "code": "EXPIRED_CARD",
            "message": "Expired card",
            "paymentMethodResultCode": "54",
            "paymentMethodResultMessage": "Expired card",
            "advisedAction": "UPDATE_DATA",
        });
        assert_eq!(json, expected);
        let timeout = StatusReason::gateway_timeout("No answer.");
        let json = serde_json::to_value(&timeout).unwrap();
        assert_eq!(json, serde_json::json!({ "type": "GATEWAY_TIMEOUT", "message": "No answer." }));
        assert_eq!(serde_json::from_value::<StatusReason>(json).unwrap(), timeout);
    }
}
