//! What may be shown and stored of a card in the clear.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::expiry::ExpiryText;
use super::{Card, CardNumber, CardholderName, Cvv, Expiry};
use crate::card_network::CardNetwork;

/// A card with all but the ends of its number hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MaskedCard {
    /// The first six digits; `null` for a number so short that they would give it away.
    #[serde(default)]
    pub first6_digits: Option<String>,
    /// The last four digits.
    pub last4_digits: String,
    /// The card's last month, as `expirationMonth` and `expirationYear`.
    #[serde(flatten)]
    #[schema(inline, value_type = ExpiryText)]
    pub expiry: Expiry,
    /// The name on the card.
    #[serde(default)]
    pub cardholder_name: Option<CardholderName>,
    /// The network that the payment goes through.
    pub network: CardNetwork,
}

impl MaskedCard {
    /// Puts a card together again from this and the opened secrets.
    #[must_use]
    pub fn unmask(&self, number: CardNumber, cvv: Option<Cvv>) -> Card {
        Card {
            number,
            cvv,
            expiry: self.expiry,
            cardholder_name: self.cardholder_name.clone(),
            network: self.network,
        }
    }
}

impl From<&Card> for MaskedCard {
    fn from(card: &Card) -> Self {
        Self {
            first6_digits: card.number.first6().map(str::to_owned),
            last4_digits: card.number.last4().to_owned(),
            expiry: card.expiry,
            cardholder_name: card.cardholder_name.clone(),
            network: card.network,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_form_and_way_back() {
        let card = Card {
            number: CardNumber::parse("4242424242424242").unwrap(),
            cvv: None,
            expiry: Expiry::new(3, 2030).unwrap(),
            cardholder_name: Some(CardholderName::parse("Ada Lovelace").unwrap()),
            network: CardNetwork::Visa,
        };
        let masked = MaskedCard::from(&card);
        let json = serde_json::json!({
            "first6Digits": "424242",
            "last4Digits": "4242",
            "expirationMonth": "03",
            "expirationYear": "2030",
            "cardholderName": "Ada Lovelace",
            "network": "VISA",
        });
        assert_eq!(serde_json::to_value(&masked).unwrap(), json);
        assert_eq!(serde_json::from_value::<MaskedCard>(json).unwrap(), masked);
        assert_eq!(masked.unmask(card.number.clone(), None), card);
    }
}
