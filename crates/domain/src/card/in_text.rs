//! Card numbers that a shopper typed into the wrong field.

use super::number::has_valid_check_digit;

/// Fewest digits of a card number (ISO/IEC 7812).
pub const CARD_DIGITS_MIN: usize = 12;

/// Most digits of one.
const CARD_DIGITS_MAX: usize = 19;

/// Whether `text` holds what is very probably a card number: `digits_min` to 19 digits with
/// a valid check digit, in one piece or in groups with one space, dash or dot between them.
/// One of ten other numbers of that length is taken for one, so it is asked only of texts in
/// which such a number has no place.
#[must_use]
pub fn holds_card_number(text: &str, digits_min: usize) -> bool {
    runs(text).any(|run| {
        let lengths = digits_min..=CARD_DIGITS_MAX;
        (0..run.len()).any(|from| {
            let mut digits = String::new();
            run[from..].iter().any(|group| {
                digits.push_str(group);
                lengths.contains(&digits.len()) && has_valid_check_digit(&digits)
            })
        })
    })
}

/// The runs of groups of digits in `text`, each run as its groups.
fn runs(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}');
    let other = move |c: char| !c.is_ascii_digit() && !is_gap(c);
    text.split(other).map(move |run| run.split(is_gap).filter(|group| !group.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_found_however_it_is_typed() {
        for text in [
            "4242424242424242",
            "4242 4242 4242 4242",
            "4242-4242-4242-4242",
            "4242.4242.4242.4242",
            "my card is 4242 4242 4242 4242 12/30 123",
            "12 4242 4242 4242 4242",
            "3782 822463 10005",
            "6759649826438453",
            "x4242\u{2013}4242\u{a0}4242 4242x",
        ] {
            assert!(holds_card_number(text, 12), "{text}");
        }
    }

    #[test]
    fn what_people_write_elsewhere_is_none() {
        for text in [
            "",
            "221b Baker Street",
            "75001",
            "4242424242424241",
            "42424242424242424242424242424242",
            "12, 4242/4242/4242/4242",
        ] {
            assert!(!holds_card_number(text, 12), "{text}");
        }
        // A valid check digit, but as short as a phone number can be.
        assert!(holds_card_number("447911123456", 12));
        assert!(!holds_card_number("447911123456", 16));
    }
}
