//! Surcharges: what is added for the way the shopper pays. Configured by the
//! merchant, derived from what the shopper has chosen, never stored (DESIGN,
//! "Surcharge").

use super::{Selection, SessionContent};
use crate::error::Faults;
use crate::money::Amount;
use crate::order::{Fee, Order};
use crate::text::Text;

/// The type of the derived fee.
const SURCHARGE: &str = "SURCHARGE";

impl SessionContent {
    /// The surcharge of what the shopper has chosen. There is none without line items,
    /// and none beside an override of the amount.
    #[must_use]
    pub fn surcharge(&self) -> Option<Amount> {
        self.surcharge_of(self.selection.as_ref()?)
    }

    /// What paying as `paying` costs: the total that is served, less what `paying`
    /// spares of its surcharge, and never more. `None` while the session has no amount.
    ///
    /// # Errors
    /// As [`SessionContent::totals`].
    pub fn amount_for(&self, paying: &Selection) -> Result<Option<Amount>, Faults> {
        let served = self.totals()?;
        let due = self.surcharge_of(paying).unwrap_or_default();
        let spared = served.surcharge.unwrap_or_default().checked_sub(due).unwrap_or_default();
        Ok(served.amount.and_then(|amount| amount.checked_sub(spared)))
    }

    /// The order as every API shows it: with the derived surcharge among the fees.
    #[must_use]
    pub fn order_on_output(&self) -> Option<Order> {
        let mut order = self.order.clone()?;
        if self.surcharge().is_some() {
            order.fees = Some(self.fees_on_output());
        }
        Some(order)
    }

    /// The merchant's own fees, then the derived surcharge.
    #[must_use]
    pub fn fees_on_output(&self) -> Vec<Fee> {
        let own = self.order.iter().flat_map(|order| &order.fees).flatten().cloned();
        let surcharge = self.surcharge().map(|amount| Fee {
            fee_type: Text::parse(SURCHARGE).ok(),
            description: None,
            amount,
        });
        own.chain(surcharge).collect()
    }

    fn surcharge_of(&self, selection: &Selection) -> Option<Amount> {
        let items = self.order.as_ref()?.line_items.as_ref()?;
        if self.amount.is_some() || items.is_empty() {
            return None;
        }
        let options = self.payment_method.as_ref()?.options.as_ref()?;
        options.surcharge(&selection.payment_method_type, selection.network)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::card_network::CardNetwork;
    use crate::error::from_json;
    use crate::payment_method::PaymentMethodType;

    fn session(order: Value, selected: Option<Selection>) -> SessionContent {
        let request = json!({
            "currencyCode": "EUR", "order": order,
            "paymentMethod": {"options": {
                "PAYMENT_CARD": {"networks": {
                    "VISA": {"surcharge": {"amount": 10}}, "AMEX": {"surcharge": {"amount": 30}},
                }},
                "PAYPAL": {"surcharge": {"amount": 20}},
            }},
        });
        let content = SessionContent::create(from_json(request).unwrap()).unwrap();
        SessionContent { selection: selected, ..content }
    }

    fn items() -> Value {
        json!({"lineItems": [{"amount": 100}], "fees": [{"type": "HANDLING", "amount": 5}]})
    }

    fn card(network: CardNetwork) -> Selection {
        Selection { payment_method_type: PaymentMethodType::PAYMENT_CARD, network: Some(network) }
    }

    fn paypal() -> Selection {
        Selection { payment_method_type: PaymentMethodType::PAYPAL, network: None }
    }

    fn amount(content: &SessionContent) -> i64 {
        content.totals().unwrap().amount.unwrap().minor()
    }

    #[test]
    fn the_surcharge_follows_the_selection_and_is_not_stored() {
        let content = session(items(), None);
        assert_eq!(amount(&content), 105);
        for (selection, total) in
            [(card(CardNetwork::Visa), 115), (card(CardNetwork::Amex), 135), (paypal(), 125)]
        {
            let content = SessionContent { selection: Some(selection), ..content.clone() };
            assert_eq!(amount(&content), total);
            let stored = serde_json::to_value(&content).unwrap();
            assert_eq!(stored["order"]["fees"], json!([{"type": "HANDLING", "amount": 5}]));
        }
    }

    #[test]
    fn on_output_the_surcharge_is_a_fee_after_the_merchants_own() {
        let content = session(items(), Some(paypal()));
        let order = serde_json::to_value(content.order_on_output()).unwrap();
        assert_eq!(
            order["fees"],
            json!([{"type": "HANDLING", "amount": 5}, {"type": "SURCHARGE", "amount": 20}])
        );
        let none = session(items(), None);
        assert_eq!(none.order_on_output(), none.order);
    }

    #[test]
    fn an_override_or_an_order_without_items_has_no_surcharge() {
        let mut overridden = session(items(), Some(paypal()));
        overridden.amount = Amount::new(100);
        assert_eq!((overridden.surcharge(), amount(&overridden)), (None, 100));
        let only_shipping = session(json!({"shipping": {"amount": 7}}), Some(paypal()));
        assert_eq!((only_shipping.surcharge(), amount(&only_shipping)), (None, 7));
    }

    #[test]
    fn paying_otherwise_than_selected_never_costs_more_than_was_served() {
        let due = |selected: Option<Selection>, paying: &Selection| {
            session(items(), selected).amount_for(paying).unwrap().unwrap().minor()
        };
        let (visa, amex) = (card(CardNetwork::Visa), card(CardNetwork::Amex));
        assert_eq!(due(Some(visa.clone()), &visa), 115);
        assert_eq!(due(Some(visa.clone()), &amex), 115);
        assert_eq!(due(Some(amex.clone()), &visa), 115);
        assert_eq!(due(Some(amex), &paypal()), 125);
        assert_eq!(due(Some(paypal()), &card(CardNetwork::Jcb)), 105);
        assert_eq!(due(None, &paypal()), 105);
        assert_eq!(SessionContent::default().amount_for(&visa), Ok(None));
    }
}
