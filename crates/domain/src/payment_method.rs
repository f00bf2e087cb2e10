//! Payment methods and what a session says about them.

mod apple_pay;
mod options;

use std::borrow::Cow;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::card_network::CardNetwork;
use crate::error::Faults;
use crate::field::Field;
use crate::text::Text;
use crate::wire::{invalid, record, wire_enum, wire_text};

pub use self::apple_pay::{
    ApplePayAutomaticReloadBilling, ApplePayAutomaticReloadRequest, ApplePayDeferredBilling,
    ApplePayDeferredRequest, ApplePayIntervalCount, ApplePayIntervalUnit, ApplePayOptions,
    ApplePayRecurringRequest, ApplePayRegularBilling, ApplePayTrialBilling, DateTime, Uri,
};
pub use self::options::{
    CardNetworkOptions, CardNetworksOptions, CardOptions, ExtraMerchantData, MethodOptions,
    PaymentMethodOptions, Surcharge,
};

record! {
    /// How the session may be paid: its `paymentMethod`.
    pub struct PaymentMethodSettings {
        /// Save the method after a successful payment; no, unless given.
        vault_on_success: bool,
        /// Save the method after a successful 3-D Secure authentication; no, unless given.
        #[serde(rename = "vaultOn3DS")]
        #[deserr(rename = "vaultOn3DS")]
        vault_on_3ds: bool,
        /// Save the method once the shopper agreed to a mandate; no, unless given.
        vault_on_agreement: bool,
        /// What the shopper's statement shows.
        descriptor: Text<0, 255>,
        /// Who starts the payment, and in which series.
        payment_type: PaymentType,
        /// The networks accepted, most preferred first: decides the default of co-badged cards.
        ordered_allowed_card_networks: AllowedCardNetworks,
        /// Options per method, surcharges among them. Fixed when the session is created.
        options: PaymentMethodOptions,
        /// Whether the authorised amount may change later.
        authorization_type: AuthorizationType,
        /// Why a first payment of a series is made.
        first_payment_reason: FirstPaymentReason,
    }
}

impl PaymentMethodSettings {
    /// The networks accepted, most preferred first; never empty.
    #[must_use]
    pub fn allowed_card_networks(&self) -> &[CardNetwork] {
        let own = self.ordered_allowed_card_networks.as_ref().map(|networks| &networks.0[..]);
        own.filter(|networks| !networks.is_empty()).unwrap_or(&CardNetwork::DEFAULT_ALLOWED)
    }
}

/// Card networks, each once. None of them is as good as no list: a shop without any card
/// network would offer cards that it never takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct AllowedCardNetworks(Vec<CardNetwork>);

impl AllowedCardNetworks {
    /// The list of those who name none.
    #[must_use]
    pub fn all() -> Self {
        Self(CardNetwork::DEFAULT_ALLOWED.to_vec())
    }

    /// Whether no network is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Field for AllowedCardNetworks {}

impl Deserr<Faults> for AllowedCardNetworks {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let networks: Vec<CardNetwork> = Deserr::<Faults>::deserialize_from_value(value, location)?;
        let mut others = networks.iter();
        while let Some(network) = others.next() {
            if others.as_slice().contains(network) {
                return Err(invalid("must name each card network only once", location));
            }
        }
        Ok(Self(networks))
    }
}

wire_enum! {
    /// Who starts a payment, and in which series.
    pub enum PaymentType {
        /// The shopper, as the first of a series or to save a method.
        FirstPayment = "FIRST_PAYMENT",
        /// The shopper, with a new or a saved method.
        Ecommerce = "ECOMMERCE",
        /// The merchant, on a fixed schedule.
        Subscription = "SUBSCRIPTION",
        /// The merchant, whenever due.
        Unscheduled = "UNSCHEDULED",
    }
}

wire_enum! {
    /// Whether an authorised amount may change later.
    pub enum AuthorizationType {
        /// It may not.
        Final = "FINAL",
        /// It may, by an adjustment.
        Estimated = "ESTIMATED",
    }
}

wire_enum! {
    /// Why a first payment of a series is made.
    pub enum FirstPaymentReason {
        /// To save the method.
        CardOnFile = "CardOnFile",
        /// To start a subscription.
        Recurring = "Recurring",
        /// To allow payments without a schedule.
        Unscheduled = "Unscheduled",
    }
}

/// A type of payment method. Open: the protocol adds types, so any name in
/// capitals, digits and underscores is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaymentMethodType(Cow<'static, str>);

impl PaymentMethodType {
    /// Cards typed in by the shopper.
    pub const PAYMENT_CARD: Self = Self(Cow::Borrowed("PAYMENT_CARD"));
    /// Apple Pay.
    pub const APPLE_PAY: Self = Self(Cow::Borrowed("APPLE_PAY"));
    /// Google Pay.
    pub const GOOGLE_PAY: Self = Self(Cow::Borrowed("GOOGLE_PAY"));
    /// PayPal.
    pub const PAYPAL: Self = Self(Cow::Borrowed("PAYPAL"));
    /// Klarna.
    pub const KLARNA: Self = Self(Cow::Borrowed("KLARNA"));

    const LENGTH_MAX: usize = 100;

    /// Reads a type.
    ///
    /// # Errors
    /// A sentence, if it does not have the form of one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if text.is_empty() || text.len() > Self::LENGTH_MAX || !text.bytes().all(allowed) {
            return Err("must be a payment method type such as PAYMENT_CARD: capital letters, \
                        digits and underscores"
                .to_owned());
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }

    /// The type's name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name that people read; the wire name for types without one.
    #[must_use]
    pub fn display_name(&self) -> &str {
        match self.as_str() {
            "PAYMENT_CARD" => "Card",
            "APPLE_PAY" => "Apple Pay",
            "GOOGLE_PAY" => "Google Pay",
            "PAYPAL" => "PayPal",
            "KLARNA" => "Klarna",
            other => other,
        }
    }
}

wire_text!(PaymentMethodType, |schema| schema
    .max_length(Some(PaymentMethodType::LENGTH_MAX))
    .pattern(Some("^[A-Z0-9_]+$"))
    .examples([serde_json::Value::from("PAYMENT_CARD")]));

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::from_json;

    fn fault(json: Value) -> String {
        let faults = from_json::<PaymentMethodSettings>(json).unwrap_err();
        faults.as_slice()[0].path.clone()
    }

    #[test]
    fn settings_are_written_as_they_are_read() {
        let json = json!({
            "vaultOnSuccess": true, "vaultOn3DS": false, "vaultOnAgreement": true,
            "descriptor": "D", "paymentType": "FIRST_PAYMENT", "authorizationType": "ESTIMATED",
            "firstPaymentReason": "CardOnFile",
            "orderedAllowedCardNetworks": ["VISA", "CARTES_BANCAIRES"],
            "options": {"GOOGLE_PAY": {"surcharge": {"amount": 20}}},
        });
        let settings: PaymentMethodSettings = from_json(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&settings).unwrap(), json);
        assert_eq!(serde_json::from_value::<PaymentMethodSettings>(json).unwrap(), settings);
    }

    #[test]
    fn allowed_networks_are_distinct_and_default_to_the_documented_list() {
        assert_eq!(
            PaymentMethodSettings::default().allowed_card_networks(),
            CardNetwork::DEFAULT_ALLOWED
        );
        for listed in [json!(["JCB", "VISA"]), json!(["jcb", "visa"])] {
            let own: PaymentMethodSettings =
                from_json(json!({"orderedAllowedCardNetworks": listed})).unwrap();
            assert_eq!(own.allowed_card_networks(), [CardNetwork::Jcb, CardNetwork::Visa]);
        }
        let none: PaymentMethodSettings =
            from_json(json!({"orderedAllowedCardNetworks": []})).unwrap();
        assert_eq!(none.allowed_card_networks(), CardNetwork::DEFAULT_ALLOWED);
        assert_eq!(
            fault(json!({"orderedAllowedCardNetworks": ["VISA", "JCB", "VISA"]})),
            "$.orderedAllowedCardNetworks"
        );
        assert_eq!(
            fault(json!({"orderedAllowedCardNetworks": ["VISA", "visa"]})),
            "$.orderedAllowedCardNetworks"
        );
        assert_eq!(
            fault(json!({"orderedAllowedCardNetworks": ["VISA", "Plastic"]})),
            "$.orderedAllowedCardNetworks[1]"
        );
    }

    #[test]
    fn a_type_that_the_example_shows_but_the_schema_lacks_is_ignored() {
        let json = json!({"paymentMethodType": "PAYMENT_CARD"});
        assert!(from_json::<PaymentMethodSettings>(json).unwrap().is_empty());
    }

    #[test]
    fn types_are_open_but_have_a_form() {
        for name in ["PAYMENT_CARD", "TWOC2P", "FINTECHTURE_IMMEDIATE_TRANSFER"] {
            assert_eq!(PaymentMethodType::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "payment_card", "A B", "A-B", "É"] {
            assert!(PaymentMethodType::parse(name).is_err(), "{name}");
        }
        assert_eq!(PaymentMethodType::APPLE_PAY.display_name(), "Apple Pay");
    }
}
