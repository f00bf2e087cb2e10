//! What the shopper saw: the guard against charging another total
//! (DESIGN, "What the shopper saw").

use crate::money::{Amount, Currency};

/// The last configuration that a checkout instance was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutView {
    /// The session's revision then.
    pub revision: i64,
    /// The total then, in minor units.
    pub amount: Option<Amount>,
    /// The total's currency then.
    pub currency: Option<Currency>,
    /// Digest of the items then.
    pub items_hash: String,
}

/// What a checkout says it had painted at the click: the `Tender-Shown` header,
/// `<revision>;<amount>;<currency>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The session's revision.
    pub revision: i64,
    /// The total in minor units.
    pub amount: i64,
    /// The total's currency.
    pub currency: String,
}

impl Shown {
    /// Reads the header's value; `None` if it has another form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let shown = Self {
            revision: parts.next()?.parse().ok()?,
            amount: parts.next()?.parse().ok()?,
            currency: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some(shown)
    }
}

/// What the guard finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The shopper saw this total, or a higher one.
    Fresh,
    /// The shopper saw another total.
    Outdated,
    /// Nothing is known of what the shopper saw.
    Unseen,
}

/// Compares what would be charged with what the shopper saw. A claim ([`Shown`])
/// must match exactly; without one, the served view must not be lower or in another
/// currency.
#[must_use]
pub fn guard(
    charged: (i64, Amount, Currency),
    shown: Option<&Shown>,
    view: Option<&CheckoutView>,
) -> Guard {
    let (revision, amount, currency) = charged;
    if let Some(shown) = shown {
        let same = shown.revision == revision
            && shown.amount == amount.minor()
            && shown.currency == currency.as_str();
        return if same { Guard::Fresh } else { Guard::Outdated };
    }
    match view {
        None => Guard::Unseen,
        Some(view) if view.currency != Some(currency) => Guard::Outdated,
        Some(view) if view.amount.is_none_or(|seen| seen < amount) => Guard::Outdated,
        Some(_) => Guard::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(amount: i64) -> CheckoutView {
        CheckoutView {
            revision: 1,
            amount: Some(Amount::new(amount).unwrap()),
            currency: Some(Currency::parse("EUR").unwrap()),
            items_hash: String::new(),
        }
    }

    fn charged(amount: i64, currency: &str) -> (i64, Amount, Currency) {
        (2, Amount::new(amount).unwrap(), Currency::parse(currency).unwrap())
    }

    #[test]
    fn a_served_total_bounds_what_is_charged() {
        assert_eq!(guard(charged(100, "EUR"), None, Some(&view(100))), Guard::Fresh);
        assert_eq!(guard(charged(99, "EUR"), None, Some(&view(100))), Guard::Fresh);
        assert_eq!(guard(charged(101, "EUR"), None, Some(&view(100))), Guard::Outdated);
        assert_eq!(guard(charged(100, "USD"), None, Some(&view(100))), Guard::Outdated);
        assert_eq!(guard(charged(100, "EUR"), None, None), Guard::Unseen);
    }

    #[test]
    fn a_painted_total_must_match_exactly() {
        let shown = |text| Shown::parse(text);
        let judge = |text| guard(charged(100, "EUR"), shown(text).as_ref(), Some(&view(1)));
        assert_eq!(judge("2;100;EUR"), Guard::Fresh);
        for other in ["1;100;EUR", "2;99;EUR", "2;101;EUR", "2;100;USD"] {
            assert_eq!(judge(other), Guard::Outdated, "{other}");
        }
        for malformed in ["", "2;100", "2;100;EUR;x", "a;b;c"] {
            assert_eq!(shown(malformed), None, "{malformed}");
        }
    }
}
