//! Which card network a number belongs to, by its first digits.
//!
//! The ranges are the networks' published ones, kept short: enough for the right
//! logo and the right rules. Networks without a published range (eftpos, Interac,
//! private labels) are never detected.

use crate::card_network::CardNetwork::{
    self, Amex, CartesBancaires, Dankort, DinersClub, Discover, Elo, Enroute, Hiper, Jcb, Maestro,
    Mastercard, Mir, Unionpay, Visa,
};

/// The networks of a number, or of as many of its first digits as are known: the
/// scheme first, then the local network of a co-badged card. Empty while the digits
/// do not decide it, and for a number of no known network.
#[must_use]
pub fn detect(digits: &str) -> Vec<CardNetwork> {
    let scheme =
        SCHEMES.iter().filter(|range| range.contains(digits)).max_by_key(|r| r.first.len());
    let co_badge = CO_BADGES.iter().find(|range| range.contains(digits));
    scheme.into_iter().chain(co_badge).map(|range| range.network).collect()
}

/// Whether the cards of a network have numbers of `length` digits.
#[must_use]
pub(super) const fn has_length(network: CardNetwork, length: usize) -> bool {
    match network {
        Amex | Enroute => length == 15,
        Visa => matches!(length, 13 | 16 | 19),
        Mastercard | Dankort | Elo | Hiper | CartesBancaires => length == 16,
        DinersClub => matches!(length, 14..=19),
        Discover | Jcb | Unionpay | Mir => matches!(length, 16..=19),
        _ => matches!(length, 12..=19),
    }
}

/// Numbers that start with `first` to `last`, which have the same count of digits.
struct Range {
    first: &'static str,
    last: &'static str,
    network: CardNetwork,
}

impl Range {
    /// Digits compare as text like numbers do, since the prefixes are equally long.
    fn contains(&self, digits: &str) -> bool {
        let prefix = digits.get(..self.first.len());
        prefix.is_some_and(|prefix| (self.first..=self.last).contains(&prefix))
    }
}

const fn range(first: &'static str, last: &'static str, network: CardNetwork) -> Range {
    Range { first, last, network }
}

const fn prefix(digits: &'static str, network: CardNetwork) -> Range {
    range(digits, digits, network)
}

/// The longest prefix wins: Elo has blocks within Visa's, Maestro's and Discover's.
const SCHEMES: &[Range] = &[
    prefix("4", Visa),
    range("51", "55", Mastercard),
    range("2221", "2720", Mastercard),
    prefix("34", Amex),
    prefix("37", Amex),
    range("300", "305", DinersClub),
    prefix("3095", DinersClub),
    prefix("36", DinersClub),
    range("38", "39", DinersClub),
    prefix("2014", Enroute),
    prefix("2149", Enroute),
    prefix("6011", Discover),
    range("644", "649", Discover),
    prefix("65", Discover),
    range("3528", "3589", Jcb),
    prefix("62", Unionpay),
    range("810", "817", Unionpay),
    range("2200", "2204", Mir),
    prefix("493698", Maestro),
    prefix("50", Maestro),
    range("56", "58", Maestro),
    prefix("6304", Maestro),
    prefix("639", Maestro),
    prefix("67", Maestro),
    prefix("5019", Dankort),
    prefix("637095", Hiper),
    prefix("637568", Hiper),
    prefix("637599", Hiper),
    prefix("637609", Hiper),
    prefix("637612", Hiper),
    prefix("63737423", Hiper),
    prefix("63743358", Hiper),
    range("401178", "401179", Elo),
    prefix("431274", Elo),
    prefix("438935", Elo),
    prefix("451416", Elo),
    prefix("457393", Elo),
    range("457631", "457632", Elo),
    prefix("504175", Elo),
    range("506699", "506778", Elo),
    range("509000", "509999", Elo),
    prefix("627780", Elo),
    prefix("636297", Elo),
    prefix("636368", Elo),
    range("650031", "650033", Elo),
    range("650035", "650051", Elo),
    range("650405", "650439", Elo),
    range("650485", "650538", Elo),
    range("650541", "650598", Elo),
    range("650700", "650718", Elo),
    range("650720", "650727", Elo),
    range("650901", "650978", Elo),
    range("651652", "651679", Elo),
    range("655000", "655019", Elo),
    range("655021", "655058", Elo),
    prefix("497000", CartesBancaires), // the test card without a second network
];

/// Cards that carry a second, local network beside their scheme.
const CO_BADGES: &[Range] = &[
    prefix("4571", Dankort),
    prefix("403550", CartesBancaires), // test card
    prefix("513200", CartesBancaires), // test card
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_test_cards_are_detected() {
        let cards: &[(&str, &[CardNetwork])] = &[
            ("4111111111111111", &[Visa]),
            ("4242424242424242", &[Visa]),
            ("4000000000000002", &[Visa]),
            ("5252525252525258", &[Mastercard]),
            ("5555555555554444", &[Mastercard]),
            ("2222690420064590", &[Mastercard]),
            ("2720990000000007", &[Mastercard]),
            ("4035500000000000", &[Visa, CartesBancaires]),
            ("5132000000000000", &[Mastercard, CartesBancaires]),
            ("4970000000000008", &[CartesBancaires]),
            ("378282246310005", &[Amex]),
            ("371449635398431", &[Amex]),
            ("30569309025904", &[DinersClub]),
            ("36227206271667", &[DinersClub]),
            ("6011111111111117", &[Discover]),
            ("3530111333300000", &[Jcb]),
            ("6200000000000005", &[Unionpay]),
            ("8171999927660000", &[Unionpay]),
            ("6759649826438453", &[Maestro]),
            ("5019717010103742", &[Dankort]),
            ("4571736000000075", &[Visa, Dankort]),
            ("5066991111111118", &[Elo]),
            ("6362970000457013", &[Elo]),
            ("2201382000000013", &[Mir]),
            ("6370950000000005", &[Hiper]),
            ("201400000000009", &[Enroute]),
            ("9999999999999995", &[]),
        ];
        for (digits, networks) in cards {
            assert_eq!(detect(digits), *networks, "{digits}");
        }
    }

    #[test]
    fn few_digits_tell_what_they_decide() {
        for (digits, networks) in [
            ("", &[][..]),
            ("4", &[Visa]),
            ("5", &[]),
            ("51", &[Mastercard]),
            ("34", &[Amex]),
            ("40355", &[Visa]),
            ("403550", &[Visa, CartesBancaires]),
            ("50", &[Maestro]),
            ("509000", &[Elo]),
        ] {
            assert_eq!(detect(digits), networks, "{digits}");
        }
    }

    #[test]
    fn ranges_are_well_formed() {
        for Range { first, last, .. } in SCHEMES.iter().chain(CO_BADGES) {
            assert_eq!(first.len(), last.len(), "{first}–{last}");
            assert!(
                first <= last && last.bytes().all(|byte| byte.is_ascii_digit()),
                "{first}–{last}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(text in ".{0,24}") {
            prop_assert!(detect(&text).len() <= 2);
        }
    }
}
