//! The name on a card.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::Text;

/// As many digits make a card number in the wrong field.
const DIGITS_MAX: usize = 12;

/// A cardholder's name: 1 to 255 characters that hold no card number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct CardholderName(Text<1, 255>);

impl CardholderName {
    /// Reads a name, without the spaces around it.
    ///
    /// # Errors
    /// What is wrong, as a sentence without the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.chars().filter(|c| c.is_numeric()).count() > DIGITS_MAX {
            return Err("must be a name; it looks like a card number".to_owned());
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
            ["4242424242424242", "4242 4242 4242 4", "Ada 4-2-4-2-4-2-4-2-4-2-4-2-4", "", "  "]
        {
            let refusal = CardholderName::parse(text).unwrap_err();
            assert!(!refusal.contains('4'), "{refusal}");
        }
    }
}
