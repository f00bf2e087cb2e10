//! The card number.

use std::fmt;

use zeroize::Zeroizing;

use super::detection::{detect, has_length};
use crate::card_network::CardNetwork;

/// A card number (PAN, ISO/IEC 7812): 12 to 19 digits with a valid check digit.
///
/// It cannot be displayed or serialised, `Debug` hides its middle, and its memory is
/// zeroed when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber(Zeroizing<String>);

/// Why a text is not a card number. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCardNumber {
    /// Nothing but spaces and dashes.
    #[error("must not be empty")]
    Empty,
    /// Something else than digits, spaces and dashes.
    #[error("must consist of digits; spaces and dashes between them are fine")]
    NotDigits,
    /// No card of its network has so many digits.
    #[error("has a number of digits that its card network does not use")]
    Length,
    /// The check digit is wrong.
    #[error("is not a valid card number: a digit is wrong or missing")]
    Checksum,
}

impl CardNumber {
    /// Reads a number as a person types it, with spaces and dashes.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, InvalidCardNumber> {
        // Never grows, so that no copy stays behind in freed memory.
        let mut digits = Zeroizing::new(String::with_capacity(text.len()));
        digits.extend(text.chars().filter(|c| !c.is_whitespace() && *c != '-'));
        if digits.is_empty() {
            return Err(InvalidCardNumber::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidCardNumber::NotDigits);
        }
        let number = Self(digits);
        if !number.networks().iter().any(|&network| has_length(network, number.0.len())) {
            return Err(InvalidCardNumber::Length);
        }
        if !has_valid_check_digit(&number.0) {
            return Err(InvalidCardNumber::Checksum);
        }
        Ok(number)
    }

    /// All digits. Only the vault and a connector may ask for them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The networks whose cards start like this one, the international one first;
    /// [`CardNetwork::Other`] when none is known.
    #[must_use]
    pub fn networks(&self) -> Vec<CardNetwork> {
        let networks = detect(&self.0);
        if networks.is_empty() { vec![CardNetwork::Other] } else { networks }
    }

    /// The first six digits; `None` for numbers under 14 digits, of which the first
    /// six and the last four would leave next to nothing hidden.
    #[must_use]
    pub fn first6(&self) -> Option<&str> {
        if self.0.len() < 14 { None } else { self.0.get(..6) }
    }

    /// The last four digits.
    #[must_use]
    pub fn last4(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardNumber({}••••{})", self.first6().unwrap_or_default(), self.last4())
    }
}

/// The Luhn formula (ISO/IEC 7812-1 annex B).
pub(super) fn has_valid_check_digit(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| match (u32::from(byte - b'0'), place % 2) {
            (digit, 0) => digit,
            (digit, _) if digit < 5 => digit * 2,
            (digit, _) => digit * 2 - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with_check_digit(payload: &str) -> String {
        (0..10)
            .map(|digit| format!("{payload}{digit}"))
            .find(|number| has_valid_check_digit(number))
            .unwrap()
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_noticed(payload in "4[0-9]{14}", place in 0usize..16, shift in 1u8..10) {
            let number = with_check_digit(&payload);
            prop_assert!(CardNumber::parse(&number).is_ok());
            let mut bytes = number.into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + shift) % 10;
            prop_assert!(!has_valid_check_digit(std::str::from_utf8(&bytes).unwrap()));
        }

        #[test]
        fn debug_hides_the_middle(payload in "(4[0-9]{14}|3[47][0-9]{12}|6759[0-9]{7}|36[0-9]{11})") {
            let number = with_check_digit(&payload);
            let card_number = CardNumber::parse(&number).unwrap();
            let shown: String = format!("{card_number:?}").chars().filter(char::is_ascii_digit).collect();
            prop_assert!(shown.len() <= 10);
            prop_assert!(number.len() - shown.len() >= 4);
        }

        #[test]
        fn any_text_is_judged_without_panic(text in ".{0,40}") {
            let _ = CardNumber::parse(&text);
        }
    }

    #[test]
    fn spaces_and_dashes_are_dropped() {
        let number = CardNumber::parse(" 4242-4242 4242 4242 ").unwrap();
        assert_eq!(number.digits(), "4242424242424242");
        assert_eq!((number.first6(), number.last4()), (Some("424242"), "4242"));
        assert_eq!(format!("{number:?}"), "CardNumber(424242••••4242)");
    }

    #[test]
    fn refusals_name_the_broken_rule() {
        let cases = [
            ("", InvalidCardNumber::Empty),
            (" - ", InvalidCardNumber::Empty),
            ("4242x42424242424", InvalidCardNumber::NotDigits),
            ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", InvalidCardNumber::NotDigits),
            ("424242424242424", InvalidCardNumber::Length),
            ("4", InvalidCardNumber::Length),
            ("37828224631000", InvalidCardNumber::Length),
            ("42424242424242424242", InvalidCardNumber::Length),
            ("4242424242424241", InvalidCardNumber::Checksum),
        ];
        for (text, fault) in cases {
            assert_eq!(CardNumber::parse(text).unwrap_err(), fault, "{text}");
        }
    }
}
