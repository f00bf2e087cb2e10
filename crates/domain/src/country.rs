//! Countries.

use std::fmt;

use crate::wire::wire_text;

/// A country, by its two letters of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Reads the two capital letters.
    ///
    /// # Errors
    /// A sentence, if it is none of the 249 officially assigned codes.
    pub fn parse(text: &str) -> Result<Self, String> {
        <[u8; 2]>::try_from(text.as_bytes())
            .ok()
            .filter(|&[a, b]| CODES.as_bytes().as_chunks().0.binary_search(&[a, b, b' ']).is_ok())
            .map(Self)
            .ok_or_else(|| {
                "must be an ISO 3166-1 country code of two capital letters, as in FR".to_owned()
            })
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always ASCII: it came from the table.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

wire_text!(CountryCode, |schema| schema
    .description(Some("ISO 3166-1 alpha-2 code."))
    .enum_values(Some(CODES.split_ascii_whitespace())));

/// The officially assigned codes, sorted, each followed by a space so that they can
/// be searched as blocks of three bytes.
const CODES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN \
    BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ \
    DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL \
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM \
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME \
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD \
    SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_countries_is_complete_and_searchable() {
        let codes: Vec<&str> = CODES.split_ascii_whitespace().collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted_by(|a, b| a < b));
        for code in codes {
            assert_eq!(CountryCode::parse(code).unwrap().as_str(), code);
        }
        for other in ["", "fr", "F", "FRA", "XX", "EU", "D ", "é"] {
            assert!(CountryCode::parse(other).is_err(), "{other}");
        }
    }
}
