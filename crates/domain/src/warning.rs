//! Warnings: what a session still lacks for the payment methods and checkout
//! modules that are on. Advice only, a warning never fails a call (DESIGN,
//! "Warnings"; the rules are those of spec/product.md §3.1).

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use crate::account::AccountSettings;
use crate::client_session::SessionContent;
use crate::order::Order;
use crate::payment_method::PaymentMethodType;
use crate::wire::wire_enum;

/// A piece of advice; its [`Display`](fmt::Display) is the sentence alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// What it concerns: a payment method, a checkout module or `CLIENT_SESSION`.
    #[serde(rename = "type")]
    pub subject: String,
    /// What kind of advice it is.
    pub code: WarningCode,
    /// The sentence.
    pub message: String,
}

wire_enum! {
    /// The kind of a [`Warning`].
    pub enum WarningCode {
        /// Data is missing.
        MissingData = "MISSING_DATA",
        /// `paymentMethod.options` of a PATCH were left as created.
        OptionsIgnored = "OPTIONS_IGNORED",
        /// A payment of the session is in progress and charges what the session was.
        PaymentInProgress = "PAYMENT_IN_PROGRESS",
    }
}

/// What the session lacks, in the order of the account's payment methods, then of the
/// checkout modules.
#[must_use]
pub fn warnings(content: &SessionContent, settings: &AccountSettings) -> Vec<Warning> {
    let methods = settings.payment_methods.iter().flat_map(|active| {
        let requirements = requirements_of(&active.method);
        requirements.iter().map(|rule| (active.method.as_str(), active.method.display_name(), rule))
    });
    methods
        .chain(module_requirements(settings))
        .filter(|(_, _, rule)| !(rule.is_met)(content))
        .map(|(subject, name, rule)| Warning {
            subject: subject.to_owned(),
            code: WarningCode::MissingData,
            message: format!("{name} is missing {}", rule.missing),
        })
        .collect()
}

impl Warning {
    const SESSION: &'static str = "CLIENT_SESSION";

    /// `paymentMethod.options` of a PATCH were left as created.
    #[must_use]
    pub fn options_ignored() -> Self {
        Self {
            subject: Self::SESSION.to_owned(),
            code: WarningCode::OptionsIgnored,
            message: "Client session kept 'paymentMethod.options' as created".to_owned(),
        }
    }

    /// A payment of the session is in progress and charges what the session was.
    #[must_use]
    pub fn payment_in_progress() -> Self {
        Self {
            subject: Self::SESSION.to_owned(),
            code: WarningCode::PaymentInProgress,
            message: "Client session has a payment in progress, which this change does not affect"
                .to_owned(),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// One row of the table.
struct Requirement {
    /// The path or paths, quoted, as the sentence ends.
    missing: &'static str,
    is_met: fn(&SessionContent) -> bool,
}

const ORDER_ID: Requirement =
    Requirement { missing: "'orderId'", is_met: |content| content.order_id.is_some() };
const CURRENCY: Requirement =
    Requirement { missing: "'currencyCode'", is_met: |content| content.currency_code.is_some() };
const AMOUNT: Requirement = Requirement {
    missing: "'amount' or 'order.lineItems'",
    is_met: |content| content.amount.is_some() || has_line_items(content),
};
const LINE_ITEMS: Requirement =
    Requirement { missing: "'order.lineItems'", is_met: has_line_items };
const LINE_ITEM_DESCRIPTIONS: Requirement = Requirement {
    missing: "'order.lineItems[].description'",
    is_met: |content| {
        let mut items =
            order(content).and_then(|order| order.line_items.as_ref()).into_iter().flatten();
        items.all(|item| item.description.is_some())
    },
};
const COUNTRY: Requirement = Requirement {
    missing: "'order.countryCode'",
    is_met: |content| order(content).is_some_and(|order| order.country_code.is_some()),
};
const CUSTOMER_ID: Requirement =
    Requirement { missing: "'customerId'", is_met: |content| content.customer_id.is_some() };
const SHIPPING_ADDRESS: Requirement = Requirement {
    missing: "'customer.shippingAddress'",
    is_met: |content| {
        content.customer.as_ref().is_some_and(|customer| customer.shipping_address.is_some())
    },
};

fn requirements_of(method: &PaymentMethodType) -> &'static [Requirement] {
    match method.as_str() {
        "PAYMENT_CARD" => &[ORDER_ID, CURRENCY, AMOUNT],
        "APPLE_PAY" | "GOOGLE_PAY" | "PAYPAL" => &[CURRENCY, LINE_ITEMS, COUNTRY],
        "KLARNA" => &[CURRENCY, LINE_ITEMS, LINE_ITEM_DESCRIPTIONS, COUNTRY],
        _ => &[],
    }
}

/// The billing address form has no row: it asks the shopper for what it needs.
fn module_requirements<'a>(
    settings: &AccountSettings,
) -> impl Iterator<Item = (&'a str, &'a str, &'static Requirement)> + use<'a> {
    let modules = &settings.checkout_modules;
    let saves_cards = modules.card_information.as_ref().is_some_and(|form| form.save_card_checkbox);
    let card = saves_cards.then_some(("CARD_INFORMATION", "Card information", &CUSTOMER_ID));
    let shipping = modules.shipping.is_some();
    let shipping = shipping.then_some(("SHIPPING", "Shipping", &SHIPPING_ADDRESS));
    card.into_iter().chain(shipping)
}

fn order(content: &SessionContent) -> Option<&Order> {
    content.order.as_ref()
}

fn has_line_items(content: &SessionContent) -> bool {
    order(content)
        .and_then(|order| order.line_items.as_ref())
        .is_some_and(|items| !items.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::from_json;

    fn sentences(session: Value, settings: Value) -> Vec<String> {
        let content = SessionContent::create(from_json(session).unwrap()).unwrap();
        let settings = serde_json::from_value(settings).unwrap();
        warnings(&content, &settings).iter().map(Warning::to_string).collect()
    }

    fn only(method: &str) -> Value {
        json!({"paymentMethods": [{"type": method}]})
    }

    #[test]
    fn a_warning_names_the_method_and_the_path() {
        let session = json!({"currencyCode": "EUR", "order": {"lineItems": [{"amount": 1}]}});
        assert_eq!(
            sentences(session, only("APPLE_PAY")),
            ["Apple Pay is missing 'order.countryCode'"]
        );
    }

    #[test]
    fn each_method_says_what_it_needs() {
        let wallet = |name: &str| {
            ["'currencyCode'", "'order.lineItems'", "'order.countryCode'"]
                .map(|path| format!("{name} is missing {path}"))
        };
        assert_eq!(sentences(json!({}), only("APPLE_PAY")), wallet("Apple Pay"));
        assert_eq!(sentences(json!({}), only("GOOGLE_PAY")), wallet("Google Pay"));
        assert_eq!(sentences(json!({}), only("PAYPAL")), wallet("PayPal"));
        assert_eq!(sentences(json!({}), only("KLARNA")), wallet("Klarna"));
        assert_eq!(
            sentences(json!({}), only("PAYMENT_CARD")),
            [
                "Card is missing 'orderId'",
                "Card is missing 'currencyCode'",
                "Card is missing 'amount' or 'order.lineItems'",
            ]
        );
        let items = json!({"currencyCode": "EUR", "order": {"countryCode": "SE", "lineItems": [{"amount": 1}]}});
        assert_eq!(
            sentences(items, only("KLARNA")),
            ["Klarna is missing 'order.lineItems[].description'"]
        );
    }

    #[test]
    fn only_active_methods_and_modules_speak() {
        assert_eq!(sentences(json!({}), json!({"paymentMethods": []})), [""; 0]);
        assert_eq!(sentences(json!({}), only("ADYEN_IDEAL")), [""; 0]);
        let modules = json!({
            "paymentMethods": [],
            "checkoutModules": {
                "BILLING_ADDRESS": {},
                "CARD_INFORMATION": {"saveCardCheckbox": true},
                "SHIPPING": {"shippingMethods": []},
            },
        });
        assert_eq!(
            sentences(json!({}), modules.clone()),
            [
                "Card information is missing 'customerId'",
                "Shipping is missing 'customer.shippingAddress'",
            ]
        );
        let complete = json!({"customerId": "c", "customer": {"shippingAddress": {"city": "Y"}}});
        assert_eq!(sentences(complete, modules), [""; 0]);
    }

    #[test]
    fn a_complete_session_has_none() {
        let session = json!({
            "orderId": "o", "currencyCode": "EUR",
            "order": {"countryCode": "FR", "lineItems": [{"amount": 1, "description": "d"}]},
        });
        let methods = ["PAYMENT_CARD", "APPLE_PAY", "GOOGLE_PAY", "PAYPAL", "KLARNA"];
        for method in methods {
            assert_eq!(sentences(session.clone(), only(method)), [""; 0], "{method}");
        }
    }

    #[test]
    fn as_objects_warnings_have_type_code_and_message() {
        let content = SessionContent::default();
        let settings = serde_json::from_value(only("APPLE_PAY")).unwrap();
        let first = &warnings(&content, &settings)[0];
        assert_eq!(
            serde_json::to_value(first).unwrap(),
            json!({
                "type": "APPLE_PAY", "code": "MISSING_DATA",
                "message": "Apple Pay is missing 'currencyCode'",
            })
        );
    }
}
