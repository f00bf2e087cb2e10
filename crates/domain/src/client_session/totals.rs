//! What a session costs (DESIGN, "Amount").

use super::SessionContent;
use crate::error::Faults;
use crate::money::Amount;
use crate::order::{LineItem, Order};

/// What a session costs, in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// What is paid: the merchant's override, else the computed total. `None` while
    /// there is neither an override nor anything with a price.
    pub amount: Option<Amount>,
    /// Line items, fees, shipping and surcharge together; without the surcharge when
    /// an override disables it.
    pub computed: Amount,
    /// The merchant's override.
    pub merchant_amount: Option<Amount>,
    /// The surcharge of what the shopper has chosen to pay with.
    pub surcharge: Option<Amount>,
}

impl SessionContent {
    /// Adds up the session.
    ///
    /// # Errors
    /// A fault per line item that costs less than nothing or too much, and one if the
    /// order does.
    pub fn totals(&self) -> Result<Totals, Faults> {
        let surcharge = self.surcharge();
        let order = self.order.as_ref();
        let computed = order.map_or(Ok(0), Order::sum)? + i128::from(minor(surcharge));
        let computed = Amount::try_from(computed).map_err(|_| too_much("$.order"))?;
        let priced = order.is_some_and(Order::is_priced);
        Ok(Totals {
            amount: self.amount.or(priced.then_some(computed)),
            computed,
            merchant_amount: self.amount,
            surcharge,
        })
    }
}

impl Order {
    /// Whether anything in the order has a price.
    #[must_use]
    pub fn is_priced(&self) -> bool {
        self.line_items.as_ref().is_some_and(|items| !items.is_empty())
            || self.fees.as_ref().is_some_and(|fees| !fees.is_empty())
            || self.shipping.as_ref().is_some_and(|shipping| shipping.amount.is_some())
    }

    /// Line items, fees and shipping, in 128 bits: no number of them that fits a
    /// request overflows.
    fn sum(&self) -> Result<i128, Faults> {
        let mut faults = Faults::default();
        let mut sum =
            i128::from(minor(self.shipping.as_ref().and_then(|shipping| shipping.amount)));
        sum += self.fees.iter().flatten().map(|fee| i128::from(fee.amount.minor())).sum::<i128>();
        for (index, item) in self.line_items.iter().flatten().enumerate() {
            match item.total() {
                Ok(total) => sum += i128::from(total.minor()),
                Err(sentence) => faults.push(format!("$.order.lineItems[{index}]"), sentence),
            }
        }
        faults.or(sum)
    }
}

impl LineItem {
    /// amount × quantity − discountAmount + taxAmount.
    ///
    /// # Errors
    /// A sentence, if that is negative or too large.
    pub fn total(&self) -> Result<Amount, &'static str> {
        let pieces = i128::from(self.amount.minor()) * i128::from(self.quantity.get());
        let total =
            pieces - i128::from(minor(self.discount_amount)) + i128::from(minor(self.tax_amount));
        Amount::try_from(total).map_err(|_| {
            if total < 0 {
                "costs less than nothing: discountAmount exceeds amount × quantity + taxAmount"
            } else {
                "costs more than the largest amount, 9007199254740991"
            }
        })
    }
}

fn minor(amount: Option<Amount>) -> i64 {
    amount.unwrap_or_default().minor()
}

fn too_much(path: &str) -> Faults {
    Faults::one(path, format!("adds up to more than the largest amount, {}", Amount::MAX.minor()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::{Error, from_json};

    fn session(json: Value) -> Result<SessionContent, Error> {
        SessionContent::create(from_json(json).unwrap())
    }

    fn totals(json: Value) -> (Option<i64>, i64) {
        let totals = session(json).unwrap().totals().unwrap();
        (totals.amount.map(Amount::minor), totals.computed.minor())
    }

    fn fault(json: Value) -> String {
        match session(json).unwrap_err() {
            Error::Invalid(faults) => faults[0].path.clone(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_line_is_amount_times_quantity_less_discount_plus_tax() {
        let item = json!({"amount": 100, "quantity": 3, "discountAmount": 50, "taxAmount": 7});
        let order = json!({"currencyCode": "EUR", "order": {"lineItems": [item, {"amount": 5}]}});
        assert_eq!(totals(order), (Some(262), 262));
    }

    #[test]
    fn an_order_is_lines_plus_fees_plus_shipping() {
        assert_eq!(
            totals(json!({"currencyCode": "EUR", "order": {
                "lineItems": [{"amount": 500}], "fees": [{"amount": 100}], "shipping": {"amount": 50},
            }})),
            (Some(650), 650)
        );
    }

    #[test]
    fn a_top_level_amount_overrides_the_order() {
        let guide = json!({"currencyCode": "GBP", "amount": 4999, "order": {
            "lineItems": [{"amount": 2500, "quantity": 2}],
        }});
        assert_eq!(totals(guide), (Some(4999), 5000));
        assert_eq!(totals(json!({"currencyCode": "GBP", "amount": 0})), (Some(0), 0));
    }

    #[test]
    fn nothing_priced_has_no_amount() {
        for order in
            [json!({}), json!({"lineItems": [], "fees": [], "shipping": {"methodId": "m"}})]
        {
            assert_eq!(totals(json!({"order": order})), (None, 0));
        }
        let free = json!({"currencyCode": "EUR", "order": {"lineItems": [{"amount": 0}]}});
        assert_eq!(totals(free), (Some(0), 0));
    }

    #[test]
    fn a_line_below_zero_is_a_fault_at_the_line() {
        let order = json!({"currencyCode": "EUR", "order": {"lineItems": [
            {"amount": 10}, {"amount": 10, "quantity": 2, "discountAmount": 21},
        ]}});
        assert_eq!(fault(order), "$.order.lineItems[1]");
        let even = json!({"amount": 10, "discountAmount": 11, "taxAmount": 1});
        assert_eq!(
            totals(json!({"currencyCode": "EUR", "order": {"lineItems": [even]}})),
            (Some(0), 0)
        );
    }

    #[test]
    fn totals_beyond_the_largest_amount_are_faults() {
        let most = Amount::MAX.minor();
        let line = json!({"currencyCode": "EUR", "order": {"lineItems": [{"amount": most, "quantity": 1_000_000}]}});
        assert_eq!(fault(line), "$.order.lineItems[0]");
        let fees =
            json!({"currencyCode": "EUR", "order": {"fees": [{"amount": most}, {"amount": 1}]}});
        assert_eq!(fault(fees), "$.order");
        assert_eq!(
            totals(json!({"currencyCode": "EUR", "order": {"fees": [{"amount": most}]}})),
            (Some(most), most)
        );
    }
}
