//! The name on a card.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CARD_DIGITS_MIN;
use crate::text::Text;

/// A cardholder's name: 1 to 255 characters that hold no card number, nor a CVV alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct CardholderName(Text<1, 255>);

impl CardholderName {
    /// Reads a name, without the spaces around it.
    ///
    /// # Errors
    /// What is wrong, as a sentence without the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let digits = text.chars().filter(|c| c.is_numeric()).count();
        let is_number = digits > 0 && !text.chars().any(char::is_alphabetic);
        if digits >= CARD_DIGITS_MIN || is_number {
            return Err("must be the name on the card, not a number".to_owned());
        }
        Text::parse(text.trim()).map(Self)
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_no_name() {
        assert_eq!(CardholderName::parse(" Ada Lovelace ").unwrap().as_str(), "Ada Lovelace");
        assert!(CardholderName::parse("Louis 16").is_ok());
        for text in
            ["4242424242424242", "4242 4242 4242", "Ada 4-2-4-2-4-2-4-2-4-2-4-2", "424", "", "  "]
        {
            let refusal = CardholderName::parse(text).unwrap_err();
            assert!(!refusal.contains('4'), "{refusal}");
        }
    }
}
