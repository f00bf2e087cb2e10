//! The month printed on a card.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Timestamp;

/// No card is issued for longer; a later year is a slip of the finger.
const YEARS_AHEAD_MAX: u16 = 50;

/// The last month in which a card is valid, through its last day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "ExpiryText", try_from = "ExpiryText")]
pub struct Expiry {
    // In the order of significance, so that the derived order is that of time.
    year: u16,
    month: u8,
}

impl Expiry {
    /// From the numbers themselves; `None` unless the month is 1 to 12.
    #[must_use]
    pub const fn new(month: u8, year: u16) -> Option<Self> {
        if 1 <= month && month <= 12 { Some(Self { year, month }) } else { None }
    }

    /// The month that `now` lies in.
    #[must_use]
    pub fn of(now: Timestamp) -> Self {
        let date = jiff::Timestamp::from_microsecond(now.as_micros())
            .unwrap_or_default()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        Self {
            year: u16::try_from(date.year()).unwrap_or_default(),
            month: date.month().unsigned_abs(),
        }
    }

    /// Whether the card's last month is over.
    #[must_use]
    pub fn is_past(self, now: Timestamp) -> bool {
        self < Self::of(now)
    }

    /// Whether the year is too far ahead to be true.
    #[must_use]
    pub fn is_implausible(self, now: Timestamp) -> bool {
        self.year > Self::of(now).year.saturating_add(YEARS_AHEAD_MAX)
    }

    /// 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// With the century.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }
}

/// Reads `3` or `03`.
///
/// # Errors
/// What is wrong, as a sentence.
pub(super) fn parse_month(text: &str) -> Result<u8, &'static str> {
    number(text)
        .filter(|_| text.len() <= 2)
        .and_then(|month| u8::try_from(month).ok())
        .filter(|month| (1..=12).contains(month))
        .ok_or("must be a month from 01 to 12")
}

/// Reads `2030` or `30`.
///
/// # Errors
/// What is wrong, as a sentence.
pub(super) fn parse_year(text: &str) -> Result<u16, &'static str> {
    match (number(text), text.len()) {
        (Some(year), 4) => Ok(year),
        (Some(year), 2) => Ok(2000 + year),
        _ => Err("must be a year of two or four digits"),
    }
}

/// Digits only: `u16`'s own parser would let `+3` pass.
fn number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The form on the wire and in storage.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Expiry)]
pub(super) struct ExpiryText {
    /// `01` to `12`.
    expiration_month: String,
    /// Four digits.
    expiration_year: String,
}

impl From<Expiry> for ExpiryText {
    fn from(expiry: Expiry) -> Self {
        Self {
            expiration_month: format!("{:02}", expiry.month),
            expiration_year: format!("{:04}", expiry.year),
        }
    }
}

impl TryFrom<ExpiryText> for Expiry {
    type Error = &'static str;
    fn try_from(text: ExpiryText) -> Result<Self, &'static str> {
        let month = parse_month(&text.expiration_month)?;
        let year = parse_year(&text.expiration_year)?;
        Ok(Self { year, month })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOVEMBER_30_2026_LAST_SECOND: Timestamp = Timestamp::from_micros(1_796_083_199_999_999);

    #[test]
    fn valid_through_the_end_of_its_month() {
        let now = NOVEMBER_30_2026_LAST_SECOND;
        let (this, last) = (Expiry::new(11, 2026).unwrap(), Expiry::new(10, 2026).unwrap());
        assert_eq!(Expiry::of(now), this);
        assert!(!this.is_past(now));
        assert!(last.is_past(now));
        assert!(this.is_past(Timestamp::from_micros(now.as_micros() + 1)));
        assert!(!Expiry::new(1, 2027).unwrap().is_past(now));
        assert!(Expiry::new(12, 2025).unwrap().is_past(now));
    }

    #[test]
    fn fifty_years_are_plausible() {
        let now = NOVEMBER_30_2026_LAST_SECOND;
        assert!(!Expiry::new(12, 2076).unwrap().is_implausible(now));
        assert!(Expiry::new(1, 2077).unwrap().is_implausible(now));
    }

    #[test]
    fn months_and_years_as_typed() {
        assert_eq!(
            (parse_month("3"), parse_month("03"), parse_month("12")),
            (Ok(3), Ok(3), Ok(12))
        );
        assert_eq!((parse_year("30"), parse_year("2030")), (Ok(2030), Ok(2030)));
        for text in ["", "0", "00", "13", "+3", "-1", "003", "3 ", "x"] {
            assert!(parse_month(text).is_err(), "{text}");
        }
        for text in ["", "3", "030", "+030", "20300", "20x0"] {
            assert!(parse_year(text).is_err(), "{text}");
        }
    }

    #[test]
    fn written_as_two_texts() {
        let expiry = Expiry::new(3, 2030).unwrap();
        let json = serde_json::json!({ "expirationMonth": "03", "expirationYear": "2030" });
        assert_eq!(serde_json::to_value(expiry).unwrap(), json);
        assert_eq!(serde_json::from_value::<Expiry>(json).unwrap(), expiry);
    }
}
