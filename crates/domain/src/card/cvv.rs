//! The card verification value.

use std::fmt;

use zeroize::Zeroizing;

use crate::card_network::CardNetwork;

/// The three or four digits that prove the card is at hand (CVV2, CVC2, CID).
///
/// It cannot be displayed or serialised, and its memory is zeroed when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Cvv(Zeroizing<String>);

/// Why a text is not a CVV. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCvv {
    /// Something else than digits.
    #[error("must consist of digits")]
    NotDigits,
    /// Too short or too long for the card's network.
    #[error("must have {0} digits for this card")]
    Length(usize),
    /// Too short or too long for any card.
    #[error("must have 3 or 4 digits")]
    LengthOfAny,
}

impl Cvv {
    /// Reads the CVV of a card of `network`, or of any card when that is not known.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str, network: Option<CardNetwork>) -> Result<Self, InvalidCvv> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidCvv::NotDigits);
        }
        match network.map(cvv_length) {
            Some(length) if text.len() != length => Err(InvalidCvv::Length(length)),
            None if !(3..=4).contains(&text.len()) => Err(InvalidCvv::LengthOfAny),
            _ => Ok(Self(Zeroizing::new(text.to_owned()))),
        }
    }

    /// All digits. Only the vault and a connector may ask for them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cvv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cvv(•••)")
    }
}

/// How many digits the CVV of a network's cards has.
#[must_use]
pub const fn cvv_length(network: CardNetwork) -> usize {
    match network {
        CardNetwork::Amex => 4,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_follows_the_network() {
        let accepted = |text, network| Cvv::parse(text, network).is_ok();
        assert!(accepted("1234", Some(CardNetwork::Amex)));
        assert!(!accepted("123", Some(CardNetwork::Amex)));
        for network in [CardNetwork::Visa, CardNetwork::Maestro, CardNetwork::Other] {
            assert!(accepted("012", Some(network)));
            assert!(!accepted("0123", Some(network)));
            assert!(!accepted("12", Some(network)));
        }
        assert!(accepted("123", None) && accepted("1234", None));
        assert!(!accepted("12", None) && !accepted("12345", None) && !accepted("", None));
        assert_eq!(Cvv::parse("12a", None), Err(InvalidCvv::NotDigits));
        assert_eq!(Cvv::parse("١٢٣", None), Err(InvalidCvv::NotDigits));
    }

    #[test]
    fn debug_shows_no_digit() {
        assert_eq!(format!("{:?}", Cvv::parse("123", None)), "Ok(Cvv(•••))");
    }
}
