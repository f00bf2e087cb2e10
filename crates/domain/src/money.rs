//! Amounts in minor units and currencies.

use std::fmt;
use std::sync::LazyLock;

use deserr::{DeserializeError, Deserr, IntoValue, Value, ValuePointerRef};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, Type};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::field::Field;
use crate::limits::AMOUNT_MAX;
use crate::wire::{integer, wire_text};

/// An amount of money in minor units of its currency, 0 to 2⁵³ − 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(into = "i64", try_from = "i64")]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount.
    pub const MAX: Self = Self(AMOUNT_MAX);

    /// An amount of `minor` units, if that is within the range.
    #[must_use]
    pub const fn new(minor: i64) -> Option<Self> {
        if 0 <= minor && minor <= AMOUNT_MAX { Some(Self(minor)) } else { None }
    }

    /// The number of minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The sum, unless it leaves the range.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        Self::new(self.0 + other.0)
    }

    /// The difference, unless it is negative.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        Self::new(self.0 - other.0)
    }
}

impl TryFrom<i64> for Amount {
    type Error = &'static str;
    fn try_from(minor: i64) -> Result<Self, Self::Error> {
        Self::new(minor).ok_or("the amount is outside 0 to 2^53 - 1")
    }
}

impl TryFrom<i128> for Amount {
    type Error = &'static str;
    fn try_from(minor: i128) -> Result<Self, Self::Error> {
        i64::try_from(minor).map_or(Err("the amount exceeds 64 bits"), Self::try_from)
    }
}

impl From<Amount> for i64 {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

impl<E: DeserializeError> Deserr<E> for Amount {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        integer(value, 0..=AMOUNT_MAX, location).map(Self)
    }
}

impl PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .description(Some("Minor units of the currency."))
            .minimum(Some(0))
            .maximum(Some(AMOUNT_MAX))
            .into()
    }
}

impl ToSchema for Amount {}

impl Field for Amount {}

/// A currency, by its ISO 4217 letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// A row of the table.
struct Known {
    code: [u8; 3],
    exponent: u32,
}

/// Every code of ISO 4217 and the retired ones of the protocol, sorted.
static TABLE: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let rows = include_str!("money/currencies.txt").lines().filter(|line| !line.starts_with('#'));
    let known = rows.filter_map(|line| {
        let (code, rest) = line.split_at_checked(3)?;
        let decimals = rest.split_ascii_whitespace().next()?;
        let exponent = if decimals == "-" { 0 } else { decimals.parse().ok()? };
        Some(Known { code: code.as_bytes().try_into().ok()?, exponent })
    });
    known.collect()
});

impl Currency {
    /// Reads the three capital letters.
    ///
    /// # Errors
    /// A sentence, if it is none of the known currencies.
    pub fn parse(text: &str) -> Result<Self, String> {
        <[u8; 3]>::try_from(text.as_bytes())
            .ok()
            .filter(|code| known(code).is_some())
            .map(Self)
            .ok_or_else(|| {
                "must be an ISO 4217 currency code in capital letters, as in EUR".to_owned()
            })
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always ASCII: it came from the table.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals the major unit has: 2 for EUR, 0 for JPY, 3 for KWD.
    /// 0 for metals and units of account, which have no minor unit.
    #[must_use]
    pub fn exponent(self) -> u32 {
        known(&self.0).map_or(0, |currency| currency.exponent)
    }

    /// Every currency, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|currency| Self(currency.code))
    }
}

fn known(code: &[u8; 3]) -> Option<&'static Known> {
    TABLE.binary_search_by_key(code, |currency| currency.code).ok().map(|place| &TABLE[place])
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

wire_text!(Currency, |schema| schema
    .description(Some("ISO 4217 code."))
    .enum_values(Some(Currency::all().map(|currency| currency.as_str().to_owned()))));

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::{Faults, from_json};

    fn fault(json: Value) -> String {
        from_json::<Amount>(json).unwrap_err().as_slice()[0].description.clone()
    }

    #[test]
    fn an_amount_is_a_whole_number_that_javascript_holds() {
        for minor in [0, 1, 4_999, AMOUNT_MAX] {
            assert_eq!(from_json::<Amount>(json!(minor)).unwrap().minor(), minor);
        }
        assert_eq!(fault(json!(-1)), "must be at least 0");
        assert_eq!(fault(json!(AMOUNT_MAX + 1)), "must be at most 9007199254740991");
        assert_eq!(fault(json!(u64::MAX)), "must be at most 9007199254740991");
        assert_eq!(fault(json!(1e300)), "must be at most 9007199254740991");
        assert_eq!(fault(json!(-1e300)), "must be at least 0");
        assert_eq!(fault(json!(10.5)), "must be a whole number, written without a fraction");
        assert_eq!(fault(json!("10")), "must be an integer, not a string");
        assert_eq!(fault(json!(null)), "must be an integer, not null");
        assert_eq!(fault(json!(true)), "must be an integer, not a boolean");
    }

    #[test]
    fn arithmetic_stays_within_the_range() {
        let one = Amount::new(1).unwrap();
        assert_eq!(Amount::MAX.checked_add(one), None);
        assert_eq!(Amount::ZERO.checked_sub(one), None);
        assert_eq!(one.checked_add(one), Amount::new(2));
        assert_eq!(Amount::try_from(i128::MAX).ok(), None);
        assert!(serde_json::from_value::<Amount>(json!(-1)).is_err());
    }

    /// The currencies of the protocol (spec/merchant-api.md, appendix).
    const OF_THE_PROTOCOL: &str = "\
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL \
        BSD BTN BWP BYR BYN BZD CAD CDF CHE CHF CHW CLP CNY COP COU CRC CUC CUP CVE CZK DJF \
        DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG \
        HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP \
        LKR LRD LSL LYD MAD MDL MKD MMK MNT MOP MRO MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO \
        NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK \
        SGD SHP SOS SRD SSP SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU \
        UZS VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XDR XFU XOF XPD XPF XPT XSU XTS XUA \
        YER ZAR ZMW ZWL";

    /// Those of them without decimals; the last ones are metals and units of account.
    const WITHOUT_DECIMALS: &str = "\
        BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF XAG XAU XBA XBB \
        XBC XBD XDR XFU XPD XPT XSU XTS XUA";

    const WITH_THREE_DECIMALS: &str = "BHD IQD JOD KWD LYD OMR TND";

    #[test]
    fn the_table_of_currencies_is_complete_and_searchable() {
        let all: Vec<Currency> = Currency::all().collect();
        assert!(all.is_sorted_by(|a, b| a < b));
        let rows =
            include_str!("money/currencies.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(all.len(), rows.count(), "a row of the table was not read");
        for code in all {
            assert_eq!(from_json::<Currency>(json!(code.as_str())), Ok(code));
        }
        for other in ["", "eur", "EU", "EURO", "XXX", "QQQ", "€", "EU ", "UR "] {
            assert!(Currency::parse(other).is_err(), "{other}");
        }
    }

    #[test]
    fn every_currency_of_the_protocol_has_its_decimals() {
        let codes: Vec<_> = OF_THE_PROTOCOL.split_ascii_whitespace().collect();
        assert_eq!(codes.len(), 172);
        let listed = |list: &str, code: &str| list.split(' ').any(|other| other == code);
        for code in codes {
            let exponent = match code {
                code if listed(WITHOUT_DECIMALS, code) => 0,
                code if listed(WITH_THREE_DECIMALS, code) => 3,
                _ => 2,
            };
            assert_eq!(Currency::parse(code).unwrap().exponent(), exponent, "{code}");
        }
    }

    #[test]
    fn currencies_that_came_after_the_protocol_are_known() {
        for (code, exponent) in [
            ("CLF", 4),
            ("MGA", 2),
            ("MRU", 2),
            ("SLE", 2),
            ("STN", 2),
            ("UYI", 0),
            ("UYW", 4),
            ("VED", 2),
            ("VES", 2),
            ("XCG", 2),
            ("ZWG", 2),
        ] {
            assert_eq!(Currency::parse(code).unwrap().exponent(), exponent, "{code}");
        }
    }

    #[test]
    fn a_currency_is_stored_as_its_letters() {
        let euro = Currency::parse("EUR").unwrap();
        assert_eq!(serde_json::to_value(euro).unwrap(), json!("EUR"));
        assert!(serde_json::from_value::<Currency>(json!("EUX")).is_err());
        assert!(
            from_json::<Currency>(json!(978))
                .is_err_and(|faults: Faults| !faults.as_slice().is_empty())
        );
    }
}
