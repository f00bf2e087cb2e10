//! What merchant and shoppers do to the session, each change with what it must make of
//! the order: a second, naive reckoning beside the real one.

use serde_json::{Value, json};

use tender_domain::account::AccountSettings;
use tender_domain::card_network::CardNetwork;
use tender_domain::client_session::{
    Action, Actions, ClientSessionUpdateRequest, SessionContent, SessionUpdate,
};
use tender_domain::error::from_json;
use tender_domain::money::Amount;
use tender_domain::payment_instrument::InstrumentSummary;

/// The surcharges of the session, fixed at its creation.
const VISA: i64 = 30;
const PAYPAL: i64 = 70;
/// What the account's one shipping method costs.
const EXPRESS: i64 = 500;

/// The order as it must be: every acknowledged write, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expected {
    currency: &'static str,
    amount: Option<i64>,
    items: Option<i64>,
    shipping: Option<i64>,
    order_id: &'static str,
    email: Option<&'static str>,
    surcharge: Option<i64>,
}

/// A change of the merchant or of a shopper.
pub(crate) struct Change<T> {
    pub(crate) name: String,
    pub(crate) change: T,
    pub(crate) effect: fn(&mut Expected),
}

/// Everything that is read from JSON, once for all interleavings.
pub(crate) struct Fixtures {
    pub(crate) settings: AccountSettings,
    pub(crate) content: SessionContent,
    pub(crate) expected: Expected,
    pub(crate) patches: Vec<Change<SessionUpdate>>,
    pub(crate) actions: Vec<Change<Vec<Action>>>,
    /// What the merchant's request to pay says over the session's data.
    pub(crate) requests: Vec<SessionUpdate>,
    pub(crate) cards: [InstrumentSummary; 2],
}

impl Fixtures {
    pub(crate) fn new() -> Self {
        let content = json!({
            "orderId": "a", "currencyCode": "EUR",
            "order": {"lineItems": [{"amount": 1_000}]},
            "paymentMethod": {"options": {
                "PAYMENT_CARD": {"networks": {"VISA": {"surcharge": {"amount": VISA}}}},
                "PAYPAL": {"surcharge": {"amount": PAYPAL}},
            }},
        });
        Self {
            settings: settings(),
            content: SessionContent::create(from_json(content).unwrap()).unwrap(),
            expected: Expected {
                currency: "EUR",
                amount: None,
                items: Some(1_000),
                shipping: None,
                order_id: "a",
                email: None,
                surcharge: None,
            },
            patches: patches(),
            actions: actions(),
            requests: [json!({}), json!({"amount": 2_500}), json!({"orderId": "m"})]
                .map(update)
                .to_vec(),
            cards: ["VISA", "MASTERCARD"].map(card),
        }
    }
}

impl Expected {
    /// What is to be paid.
    pub(crate) fn total(&self) -> Option<i64> {
        let computed = self.items.unwrap_or(0) + self.shipping.unwrap_or(0);
        let surcharge = self.items.and(self.surcharge).unwrap_or(0);
        let priced = self.items.is_some() || self.shipping.is_some();
        self.amount.or(priced.then_some(computed + surcharge))
    }

    /// Whether the stored session says the same.
    pub(crate) fn is(&self, content: &SessionContent) -> bool {
        let order = content.order.as_ref();
        let items = order.and_then(|order| order.line_items.as_ref());
        let shipping = order.and_then(|order| order.shipping.as_ref()?.amount);
        let email = content.customer.as_ref().and_then(|customer| customer.email_address.as_ref());
        let totals = content.totals().unwrap();
        content.currency_code.is_some_and(|currency| currency.as_str() == self.currency)
            && content.amount.map(Amount::minor) == self.amount
            && items.map(|items| items.iter().map(|item| item.total().unwrap().minor()).sum())
                == self.items
            && shipping.map(Amount::minor) == self.shipping
            && content.order_id.as_deref() == Some(self.order_id)
            && email.map(|email| email.as_str()) == self.email
            && content.selection.is_some() == self.surcharge.is_some()
            && totals.amount.map(Amount::minor) == self.total()
    }
}

fn patches() -> Vec<Change<SessionUpdate>> {
    let patch =
        |json: Value, effect| Change { name: json.to_string(), change: update(json), effect };
    vec![
        patch(json!({"amount": 0}), |order| order.amount = Some(0)),
        patch(json!({"amount": 900}), |order| order.amount = Some(900)),
        patch(json!({"amount": 2_000}), |order| order.amount = Some(2_000)),
        patch(json!({"amount": null}), |order| order.amount = None),
        patch(json!({"order": {"lineItems": [{"amount": 400}]}}), |order| order.items = Some(400)),
        patch(
            json!({"order": {"lineItems": [{"amount": 400}, {"amount": 350, "quantity": 4}]}}),
            |order| order.items = Some(1_800),
        ),
        patch(json!({"order": {"lineItems": null}}), |order| order.items = None),
        patch(json!({"order": {"shipping": {"amount": 250}}}), |o| o.shipping = Some(250)),
        patch(json!({"order": {"shipping": null}}), |order| order.shipping = None),
        patch(json!({"order": null}), |order| (order.items, order.shipping) = (None, None)),
        patch(json!({"currencyCode": "EUR"}), |order| order.currency = "EUR"),
        patch(json!({"currencyCode": "USD"}), |order| order.currency = "USD"),
        patch(json!({"orderId": "a"}), |order| order.order_id = "a"),
        patch(json!({"orderId": "b"}), |order| order.order_id = "b"),
        patch(json!({"customer": {"emailAddress": "m@example.com"}}), |order| {
            order.email = Some("m@example.com");
        }),
        patch(json!({"customer": null}), |order| order.email = None),
        patch(json!({}), |_| {}),
    ]
}

fn actions() -> Vec<Change<Vec<Action>>> {
    let act = |json: Value, effect| Change {
        name: json.to_string(),
        change: from_json::<Actions>(json!({"actions": json})).unwrap().actions,
        effect,
    };
    let select = |method: &str, network: Value| {
        let params = json!({"paymentMethodType": method, "binData": {"network": network}});
        json!({"type": "SELECT_PAYMENT_METHOD", "params": params})
    };
    let email = json!({"type": "SET_EMAIL_ADDRESS", "params": {"emailAddress": "s@example.com"}});
    let express =
        json!({"type": "SELECT_SHIPPING_METHOD", "params": {"shippingMethodId": "express"}});
    vec![
        act(json!([select("PAYMENT_CARD", json!("VISA"))]), |order| order.surcharge = Some(VISA)),
        act(json!([select("PAYMENT_CARD", json!("MASTERCARD"))]), |o| o.surcharge = Some(0)),
        act(json!([select("PAYPAL", json!(null))]), |order| order.surcharge = Some(PAYPAL)),
        act(json!([{"type": "UNSELECT_PAYMENT_METHOD"}]), |order| order.surcharge = None),
        act(json!([express]), |order| order.shipping = Some(EXPRESS)),
        act(json!([email, select("PAYPAL", json!(null))]), |order| {
            order.email = Some("s@example.com");
            order.surcharge = Some(PAYPAL);
        }),
    ]
}

fn settings() -> AccountSettings {
    let express =
        json!({"id": "express", "name": "Express", "description": "1 day", "amount": EXPRESS});
    let modules = json!({"checkoutModules": {"SHIPPING": {"shippingMethods": [express]}}});
    serde_json::from_value(modules).unwrap()
}

fn update(mut json: Value) -> SessionUpdate {
    json["clientToken"] = json!("token");
    from_json::<ClientSessionUpdateRequest>(json).unwrap().into_parts().1
}

fn card(network: &str) -> InstrumentSummary {
    let unknown = "UNKNOWN";
    let summary = json!({
        "token": "t", "analyticsId": "a", "tokenType": "SINGLE_USE",
        "paymentMethodType": "PAYMENT_CARD",
        "card": {
            "last4Digits": "4242", "expirationMonth": "03", "expirationYear": "2030",
            "network": network,
        },
        "binData": {
            "network": network, "regionalRestriction": unknown, "accountNumberType": unknown,
            "accountFundingType": unknown, "prepaidReloadableIndicator": "NOT_APPLICABLE",
            "productUsageType": unknown, "productCode": "", "productName": "",
        },
    });
    let summary: InstrumentSummary = serde_json::from_value(summary).unwrap();
    assert_ne!(summary.card.network, CardNetwork::Other);
    summary
}
