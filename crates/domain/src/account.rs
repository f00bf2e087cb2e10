//! A merchant's account and its settings.

use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::money::Amount;
use crate::payment_method::PaymentMethodType;
use crate::text::Text;
use crate::wire::wire_enum;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The merchant's name.
    pub name: String,
    /// Whether its payments are real.
    pub environment: Environment,
    /// How it behaves.
    pub settings: AccountSettings,
}

wire_enum! {
    /// Whether payments are real.
    pub enum Environment {
        /// They are not: simulator, test cards and test clock are allowed.
        Sandbox = "SANDBOX",
        /// They are.
        Production = "PRODUCTION",
    }
}

/// How an account behaves. Everything has a default; keys that do not exist are
/// refused, so that a typo is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AccountSettings {
    /// The payment methods offered, in order. Cards, unless given.
    pub payment_methods: Vec<ActivePaymentMethod>,
    /// The parts of the checkout that ask the shopper for more than the payment method.
    pub checkout_modules: CheckoutModules,
    /// What happens to a payment whose total the shopper has not seen.
    pub stale_total: StaleTotal,
    /// The form of `warnings`.
    pub warnings_format: WarningsFormat,
    /// Whether PATCH answers with `warnings`, too.
    pub patch_warnings: bool,
    /// What happens to a PATCH that would change `paymentMethod.options`.
    pub options_on_patch: OptionsOnPatch,
    /// Whether a sandbox counts card attempts as PRODUCTION always does.
    pub card_attempt_limits: bool,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            payment_methods: vec![ActivePaymentMethod::new(PaymentMethodType::PAYMENT_CARD)],
            checkout_modules: CheckoutModules::default(),
            stale_total: StaleTotal::Refuse,
            warnings_format: WarningsFormat::Strings,
            patch_warnings: false,
            options_on_patch: OptionsOnPatch::Refuse,
            card_attempt_limits: false,
        }
    }
}

impl AccountSettings {
    /// Whether the account offers `method`.
    #[must_use]
    pub fn is_active(&self, method: &PaymentMethodType) -> bool {
        self.payment_methods.iter().any(|active| active.method == *method)
    }
}

/// A payment method that the account offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivePaymentMethod {
    /// Which.
    #[serde(rename = "type")]
    pub method: PaymentMethodType,
    /// The method's `options` in the client's configuration, as they are.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub options: serde_json::Map<String, serde_json::Value>,
}

impl ActivePaymentMethod {
    /// `method` without options.
    #[must_use]
    pub fn new(method: PaymentMethodType) -> Self {
        Self { method, options: serde_json::Map::new() }
    }
}

/// The checkout modules, each on if present (spec/product.md §4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields, default)]
pub struct CheckoutModules {
    /// Asks for the billing address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<BillingAddressModule>,
    /// Completes the card form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_information: Option<CardInformationModule>,
    /// Offers shipping methods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingModule>,
}

impl Default for CheckoutModules {
    fn default() -> Self {
        Self {
            billing_address: None,
            card_information: Some(CardInformationModule::default()),
            shipping: None,
        }
    }
}

/// The fields of the billing address form; only the postal code, unless given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each is the form field of its name")]
#[expect(clippy::struct_excessive_bools, reason = "they are the options of the wire")]
pub struct BillingAddressModule {
    pub first_name: bool,
    pub last_name: bool,
    pub address_line1: bool,
    pub address_line2: bool,
    pub city: bool,
    pub postal_code: bool,
    pub state: bool,
    pub country_code: bool,
    pub phone_number: bool,
}

impl Default for BillingAddressModule {
    fn default() -> Self {
        Self {
            first_name: false,
            last_name: false,
            address_line1: false,
            address_line2: false,
            city: false,
            postal_code: true,
            state: false,
            country_code: false,
            phone_number: false,
        }
    }
}

/// What the card form shows besides the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CardInformationModule {
    /// The cardholder's name.
    pub card_holder_name: bool,
    /// A box that saves the card.
    pub save_card_checkbox: bool,
}

impl Default for CardInformationModule {
    fn default() -> Self {
        Self { card_holder_name: true, save_card_checkbox: false }
    }
}

/// The shipping methods on offer; with none of them the checkout shows no such form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ShippingModule {
    /// In the order of display.
    pub shipping_methods: Vec<ShippingMethod>,
    /// The one preselected in the form, until the shopper chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_shipping_method: Option<Text<1, 255>>,
}

/// A way of delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShippingMethod {
    /// Its id.
    pub id: Text<0, 255>,
    /// Its name.
    pub name: Text<0, 255>,
    /// What the shopper reads about it.
    pub description: Text<0, 1024>,
    /// What it costs, in minor units of the session's currency.
    pub amount: Amount,
}

wire_enum! {
    /// What happens to a payment whose total the shopper has not seen
    /// (DESIGN, "What the shopper saw").
    pub enum StaleTotal {
        /// It is refused.
        Refuse = "REFUSE",
        /// It is made, and noted on the timeline.
        Report = "REPORT",
        /// It is made.
        Off = "OFF",
    }
}

wire_enum! {
    /// The form of `warnings`.
    pub enum WarningsFormat {
        /// Sentences.
        Strings = "STRINGS",
        /// Objects of `type`, `code` and `message`.
        Objects = "OBJECTS",
    }
}

wire_enum! {
    /// What happens to a PATCH that would change `paymentMethod.options`.
    pub enum OptionsOnPatch {
        /// It is refused.
        Refuse = "REFUSE",
        /// The options stay, the rest is applied, a warning says so.
        Ignore = "IGNORE",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn empty_settings_are_the_default_ones() {
        let settings: AccountSettings = serde_json::from_value(json!({})).unwrap();
        assert_eq!(settings, AccountSettings::default());
        assert!(settings.is_active(&PaymentMethodType::PAYMENT_CARD));
        assert!(!settings.is_active(&PaymentMethodType::APPLE_PAY));
        let stored = serde_json::to_value(&settings).unwrap();
        assert_eq!(serde_json::from_value::<AccountSettings>(stored).unwrap(), settings);
    }

    #[test]
    fn every_module_has_defaults_of_its_own() {
        let modules = json!({"BILLING_ADDRESS": {}, "CARD_INFORMATION": {}, "SHIPPING": {}});
        let modules: CheckoutModules = serde_json::from_value(modules).unwrap();
        assert_eq!(modules.billing_address, Some(BillingAddressModule::default()));
        assert_eq!(modules.card_information, Some(CardInformationModule::default()));
        assert_eq!(modules.shipping, Some(ShippingModule::default()));
    }

    #[test]
    fn a_typo_in_the_settings_is_seen() {
        for settings in [
            json!({"staleTotals": "OFF"}),
            json!({"staleTotal": "off"}),
            json!({"checkoutModules": {"BILLING": {}}}),
            json!({"checkoutModules": {"CARD_INFORMATION": {"cardholderName": true}}}),
            json!({"paymentMethods": [{"type": "PAYMENT_CARD", "option": {}}]}),
        ] {
            assert!(
                serde_json::from_value::<AccountSettings>(settings.clone()).is_err(),
                "{settings}"
            );
        }
    }

    #[test]
    fn settings_are_read_as_documented() {
        let settings: AccountSettings = serde_json::from_value(json!({
            "paymentMethods": [{"type": "PAYMENT_CARD"}, {"type": "GOOGLE_PAY", "options": {"merchantId": "m"}}],
            "checkoutModules": {
                "BILLING_ADDRESS": {"city": true},
                "SHIPPING": {"shippingMethods": [{"id": "std", "name": "Standard", "description": "3 days", "amount": 500}]},
            },
            "staleTotal": "REPORT", "warningsFormat": "OBJECTS", "patchWarnings": true,
            "optionsOnPatch": "IGNORE", "cardAttemptLimits": true,
        }))
        .unwrap();
        assert_eq!(settings.stale_total, StaleTotal::Report);
        assert_eq!(settings.options_on_patch, OptionsOnPatch::Ignore);
        let form = settings.checkout_modules.billing_address.unwrap();
        assert!(form.city && form.postal_code && !form.state);
        assert_eq!(settings.checkout_modules.shipping.unwrap().shipping_methods.len(), 1);
    }
}
