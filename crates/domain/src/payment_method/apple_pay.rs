//! Apple Pay's options: what the sheet announces for recurring, deferred and
//! reload payments (spec/merchant-api.md §3.6).

use deserr::{DeserializeError, Deserr, IntoValue, Value, ValuePointerRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::SchemaFormat;
use utoipa::openapi::schema::KnownFormat;

use super::Surcharge;
use crate::field::Field;
use crate::money::Amount;
use crate::text::Text;
use crate::wire::{integer, record, wire_enum, wire_text};

record! {
    /// Options of Apple Pay.
    pub struct ApplePayOptions {
        /// Added when the shopper pays with Apple Pay.
        surcharge: Surcharge,
        /// The merchant's name on the sheet.
        merchant_name: Text<1, 1024>,
        /// Announces a series of payments.
        recurring_payment_request: ApplePayRecurringRequest,
        /// Announces a payment at a later date.
        deferred_payment_request: ApplePayDeferredRequest,
        /// Announces payments whenever a balance runs low.
        automatic_reload_request: ApplePayAutomaticReloadRequest,
    }
}

impl ApplePayOptions {
    /// Whether any amount of money is given, the surcharge apart.
    pub(super) fn has_amount(&self) -> bool {
        let recurring = self.recurring_payment_request.as_ref();
        recurring.is_some_and(|request| {
            let trial = request.trial_billing.as_ref();
            request.regular_billing.amount.is_some()
                || trial.is_some_and(|billing| billing.amount.is_some())
        }) || self
            .deferred_payment_request
            .as_ref()
            .is_some_and(|request| request.deferred_billing.amount.is_some())
            || self.automatic_reload_request.is_some()
    }
}

record! {
    /// A series of payments.
    pub struct ApplePayRecurringRequest {
        /// Where the shopper manages the series.
        management_url: Uri,
        /// The regular payment.
        regular_billing: ApplePayRegularBilling,
    } optional {
        /// What the series is for.
        payment_description: Text<1, 1024>,
        /// What the shopper agrees to.
        billing_agreement: Text<1, 1024>,
        /// The payment during a trial.
        trial_billing: ApplePayTrialBilling,
    }
}

record! {
    /// The regular payment of a series.
    pub struct ApplePayRegularBilling {
        /// Its name on the sheet.
        label: Text<1, 1024>,
    } optional {
        /// How much.
        amount: Amount,
        /// First payment.
        recurring_start_date: DateTime,
        /// Last payment.
        recurring_end_date: DateTime,
        /// Unit of the interval.
        recurring_interval_unit: ApplePayIntervalUnit,
        /// How many units lie between two payments.
        recurring_interval_count: ApplePayIntervalCount,
    }
}

record! {
    /// The payment during a trial.
    pub struct ApplePayTrialBilling {
        /// Its name on the sheet.
        label: Text<1, 1024>,
    } optional {
        /// How much; nothing, unless given.
        amount: Amount,
        /// First payment.
        recurring_start_date: DateTime,
        /// Last payment.
        recurring_end_date: DateTime,
        /// Unit of the interval.
        recurring_interval_unit: ApplePayIntervalUnit,
        /// How many units lie between two payments.
        recurring_interval_count: ApplePayIntervalCount,
    }
}

record! {
    /// A payment at a later date.
    pub struct ApplePayDeferredRequest {
        /// Where the shopper manages the payment.
        management_url: Uri,
        /// The payment.
        deferred_billing: ApplePayDeferredBilling,
    } optional {
        /// What it is for.
        payment_description: Text<1, 1024>,
        /// What the shopper agrees to.
        billing_agreement: Text<1, 1024>,
        /// Until when cancelling is free.
        free_cancellation_date: DateTime,
        /// Time zone of that date.
        free_cancellation_time_zone: Text<3, 50>,
    }
}

record! {
    /// The payment at a later date.
    pub struct ApplePayDeferredBilling {
        /// Its name on the sheet.
        label: Text<1, 1024>,
        /// When it is due.
        deferred_payment_date: DateTime,
    } optional {
        /// How much.
        amount: Amount,
    }
}

record! {
    /// Payments whenever a balance runs low.
    pub struct ApplePayAutomaticReloadRequest {
        /// Where the shopper manages them.
        management_url: Uri,
        /// The payment.
        automatic_reload_billing: ApplePayAutomaticReloadBilling,
    } optional {
        /// What they are for.
        payment_description: Text<1, 1024>,
        /// What the shopper agrees to.
        billing_agreement: Text<1, 1024>,
    }
}

record! {
    /// The payment whenever a balance runs low.
    pub struct ApplePayAutomaticReloadBilling {
        /// Its name on the sheet.
        label: Text<1, 1024>,
        /// The balance below which it is made.
        automatic_reload_threshold_amount: Amount,
    } optional {
        /// How much.
        amount: Amount,
    }
}

wire_enum! {
    /// Unit of the interval of a series.
    pub enum ApplePayIntervalUnit {
        /// Minutes.
        Minute = "minute",
        /// Hours.
        Hour = "hour",
        /// Days.
        Day = "day",
        /// Months.
        Month = "month",
        /// Years.
        Year = "year",
    }
}

/// How many units an interval has, 1 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(minimum = 1)]
pub struct ApplePayIntervalCount(i64);

impl Field for ApplePayIntervalCount {}

impl<E: DeserializeError> Deserr<E> for ApplePayIntervalCount {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        integer(value, 1..=i64::MAX, location).map(Self)
    }
}

/// A date and time with offset (RFC 3339), kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTime(String);

impl DateTime {
    /// Checks the form.
    ///
    /// # Errors
    /// A sentence, if it is not a date and time with offset.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.parse::<jiff::Timestamp>() {
            Ok(_) if text.len() <= 64 => Ok(Self(text.to_owned())),
            _ => Err("must be a date and time with offset, as in 2025-06-09T00:00:00Z".to_owned()),
        }
    }

    /// The date and time as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

wire_text!(DateTime, |schema| schema
    .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))));

/// An absolute URI of 1 to 1024 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uri(String);

impl Uri {
    const LENGTH_MAX: usize = 1024;

    /// Checks the form: a scheme, a colon, and more, without blanks (RFC 3986 §3).
    ///
    /// # Errors
    /// A sentence, if it is not an absolute URI.
    pub fn parse(text: &str) -> Result<Self, String> {
        let scheme_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let absolute = text.split_once(':').is_some_and(|(scheme, rest)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(scheme_char)
                && !rest.is_empty()
        });
        let blank = text.contains(|c: char| c.is_whitespace() || c.is_control());
        if absolute && !blank && text.chars().count() <= Self::LENGTH_MAX {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "must be an absolute URI of at most {} characters, as in https://example.com",
                Self::LENGTH_MAX
            ))
        }
    }

    /// The URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

wire_text!(Uri, |schema| schema
    .format(Some(SchemaFormat::Custom("uri".to_owned())))
    .min_length(Some(1))
    .max_length(Some(Uri::LENGTH_MAX)));

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::from_json;

    #[test]
    fn every_request_is_written_as_it_is_read() {
        let json = json!({
            "merchantName": "My shop",
            "recurringPaymentRequest": {
                "managementUrl": "https://shop.example/plan",
                "paymentDescription": "Coffee", "billingAgreement": "Monthly until cancelled",
                "regularBilling": {
                    "label": "Coffee", "amount": 999, "recurringStartDate": "2025-06-09T00:00:00Z",
                    "recurringIntervalUnit": "month", "recurringIntervalCount": 1,
                },
                "trialBilling": {"label": "Trial", "amount": 0, "recurringEndDate": "2025-06-09T00:00:00+02:00"},
            },
            "deferredPaymentRequest": {
                "managementUrl": "https://shop.example/order",
                "deferredBilling": {"label": "Order", "deferredPaymentDate": "2025-07-03T00:00:00Z"},
                "freeCancellationDate": "2025-07-02T00:00:00Z", "freeCancellationTimeZone": "UTC",
            },
            "automaticReloadRequest": {
                "managementUrl": "https://shop.example/card",
                "automaticReloadBilling": {"label": "Reload", "amount": 2500, "automaticReloadThresholdAmount": 500},
            },
        });
        let options: ApplePayOptions = from_json(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&options).unwrap(), json);
        assert!(options.has_amount());
    }

    #[test]
    fn what_a_request_must_have_is_named() {
        let json = json!({
            "recurringPaymentRequest": {"regularBilling": {"recurringIntervalCount": 0}},
            "deferredPaymentRequest": {
                "managementUrl": "shop",
                "deferredBilling": {"label": "Order", "deferredPaymentDate": "tomorrow"},
            },
        });
        let faults = from_json::<ApplePayOptions>(json).unwrap_err();
        let paths: Vec<&str> = faults.as_slice().iter().map(|fault| fault.path.as_str()).collect();
        for path in [
            "$.recurringPaymentRequest.managementUrl",
            "$.recurringPaymentRequest.regularBilling.label",
            "$.recurringPaymentRequest.regularBilling.recurringIntervalCount",
            "$.deferredPaymentRequest.managementUrl",
            "$.deferredPaymentRequest.deferredBilling.deferredPaymentDate",
        ] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
    }

    #[test]
    fn dates_need_an_offset_and_uris_a_scheme() {
        for date in ["2025-06-09", "2025-06-09T00:00:00", "2025-13-09T00:00:00Z", ""] {
            assert!(DateTime::parse(date).is_err(), "{date}");
        }
        for uri in ["", "shop", "https:", "://x", "https://a b", "1a:b"] {
            assert!(Uri::parse(uri).is_err(), "{uri}");
        }
    }
}
