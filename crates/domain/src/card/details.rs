//! Card data as the shopper typed it, and the one place that judges it.

use serde::Deserialize;

use super::expiry::{parse_month, parse_year};
use super::secret_text::SecretText;
use super::{Card, CardNumber, CardholderName, Cvv, Expiry};
use crate::card_network::CardNetwork;
use crate::error::Fault;
use crate::time::Timestamp;

/// The card of a tokenise request (spec/client-protocol.md §2.3), in either spelling.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CardDetails {
    /// The card number.
    pub number: Option<SecretText>,
    /// The card verification value.
    pub cvv: Option<SecretText>,
    /// `03`.
    #[serde(alias = "expiration_month")]
    pub expiration_month: Option<SecretText>,
    /// `2030` or `30`.
    #[serde(alias = "expiration_year")]
    pub expiration_year: Option<SecretText>,
    /// The name on the card; empty means none.
    #[serde(alias = "cardholder_name")]
    pub cardholder_name: Option<SecretText>,
    /// The network that the shopper chose for a co-badged card.
    #[serde(alias = "preferred_network")]
    pub preferred_network: Option<SecretText>,
}

impl CardDetails {
    /// Checks everything, against the networks that the session accepts in the
    /// merchant's order of preference.
    ///
    /// The card is used through the network that the shopper prefers if the card has
    /// it and the session accepts it, else through the first accepted one it has.
    ///
    /// # Errors
    /// Every fault with its path; none quotes a value.
    pub fn check(&self, accepted: &[CardNetwork], now: Timestamp) -> Result<Card, Vec<Fault>> {
        let mut faults = Faults(Vec::new());
        let preferred = faults.keep("preferredNetwork", self.preferred_network());
        let number = faults.keep("number", self.number());
        let network = number.as_ref().and_then(|number| {
            faults.keep("number", choose_network(number, preferred.flatten(), accepted))
        });
        let cvv = faults.keep("cvv", self.cvv(network));
        let month = faults.keep("expirationMonth", self.expiration_month());
        let year = faults.keep("expirationYear", self.expiration_year());
        let expiry = month.zip(year).and_then(|(month, year)| Expiry::new(month, year));
        if let Some((path, description)) = expiry.and_then(|expiry| expiry_fault(expiry, now)) {
            faults.add(path, description);
        }
        let name = faults.keep("cardholderName", self.cardholder_name());

        match (number, network, cvv, expiry, name) {
            (Some(number), Some(network), Some(cvv), Some(expiry), Some(cardholder_name))
                if faults.0.is_empty() =>
            {
                Ok(Card { number, cvv: Some(cvv), expiry, cardholder_name, network })
            }
            _ => Err(faults.0),
        }
    }

    fn number(&self) -> Result<CardNumber, String> {
        CardNumber::parse(required(self.number.as_ref())?).map_err(|fault| fault.to_string())
    }

    fn cvv(&self, network: Option<CardNetwork>) -> Result<Cvv, String> {
        Cvv::parse(required(self.cvv.as_ref())?, network).map_err(|fault| fault.to_string())
    }

    fn expiration_month(&self) -> Result<u8, String> {
        Ok(parse_month(required(self.expiration_month.as_ref())?.trim())?)
    }

    fn expiration_year(&self) -> Result<u16, String> {
        Ok(parse_year(required(self.expiration_year.as_ref())?.trim())?)
    }

    fn cardholder_name(&self) -> Result<Option<CardholderName>, String> {
        optional(self.cardholder_name.as_ref())?.map(CardholderName::parse).transpose()
    }

    fn preferred_network(&self) -> Result<Option<CardNetwork>, String> {
        optional(self.preferred_network.as_ref())?
            .map(|text| CardNetwork::parse(text).ok_or("must be a card network".to_owned()))
            .transpose()
    }
}

/// Collects faults at their paths.
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, field: &str, description: impl Into<String>) {
        self.0.push(Fault::new(format!("$.paymentInstrument.{field}"), description));
    }

    fn keep<T>(&mut self, field: &str, result: Result<T, String>) -> Option<T> {
        result.map_err(|description| self.add(field, description)).ok()
    }
}

fn required(text: Option<&SecretText>) -> Result<&str, String> {
    text.ok_or("is required")?.as_str().ok_or("must be a string".to_owned())
}

/// Empty counts as absent: a form sends its untouched fields so.
fn optional(text: Option<&SecretText>) -> Result<Option<&str>, String> {
    let text = text.map(|text| text.as_str().ok_or("must be a string")).transpose()?;
    Ok(text.filter(|text| !text.trim().is_empty()))
}

fn choose_network(
    number: &CardNumber,
    preferred: Option<CardNetwork>,
    accepted: &[CardNetwork],
) -> Result<CardNetwork, String> {
    let networks = number.networks();
    let usable = |network: &CardNetwork| networks.contains(network) && accepted.contains(network);
    preferred.filter(usable).or_else(|| accepted.iter().copied().find(usable)).ok_or_else(|| {
        let names: Vec<_> = accepted.iter().map(|network| network.display_name()).collect();
        format!("is of a card network that is not accepted here; accepted: {}", names.join(", "))
    })
}

/// Where an expiry that cannot be right is wrong, and how.
fn expiry_fault(expiry: Expiry, now: Timestamp) -> Option<(&'static str, &'static str)> {
    if expiry.is_implausible(now) {
        Some(("expirationYear", "lies too far in the future"))
    } else if !expiry.is_past(now) {
        None
    } else if expiry.year() == Expiry::of(now).year() {
        Some(("expirationMonth", "has passed: the card has expired"))
    } else {
        Some(("expirationYear", "has passed: the card has expired"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21.
    const NOW: Timestamp = Timestamp::from_micros(1_795_219_200_000_000);
    const ACCEPTED: &[CardNetwork] = &[
        CardNetwork::Visa,
        CardNetwork::Mastercard,
        CardNetwork::Amex,
        CardNetwork::CartesBancaires,
    ];

    fn details(number: &str, cvv: &str, month: &str, year: &str) -> CardDetails {
        CardDetails {
            number: Some(number.into()),
            cvv: Some(cvv.into()),
            expiration_month: Some(month.into()),
            expiration_year: Some(year.into()),
            ..CardDetails::default()
        }
    }

    fn faulty_fields(details: &CardDetails) -> Vec<String> {
        let faults = details.check(ACCEPTED, NOW).unwrap_err();
        faults.iter().map(|fault| fault.path.replace("$.paymentInstrument.", "")).collect()
    }

    #[test]
    fn a_good_card_passes() {
        let card = details("4242 4242 4242 4242", "123", "11", "26").check(ACCEPTED, NOW).unwrap();
        assert_eq!(card.network, CardNetwork::Visa);
        assert_eq!(card.expiry, Expiry::new(11, 2026).unwrap());
        assert!(card.cardholder_name.is_none());
        assert!(details("378282246310005", "1234", "03", "2030").check(ACCEPTED, NOW).is_ok());
    }

    #[test]
    fn every_fault_is_collected_without_quoting() {
        let mut card = details("4242424242424241", "98765", "13", "x");
        card.cardholder_name = Some("4242424242424242".into());
        card.preferred_network = Some("4242424242424242".into());
        let expected = [
            "preferredNetwork",
            "number",
            "cvv",
            "expirationMonth",
            "expirationYear",
            "cardholderName",
        ];
        assert_eq!(faulty_fields(&card), expected);
        for fault in card.check(ACCEPTED, NOW).unwrap_err() {
            assert!(!fault.description.contains("4242") && !fault.description.contains("98765"));
        }
        let nothing = ["number", "cvv", "expirationMonth", "expirationYear"];
        assert_eq!(faulty_fields(&CardDetails::default()), nothing);
    }

    #[test]
    fn expiry_is_judged_at_the_field_that_is_wrong() {
        assert_eq!(
            faulty_fields(&details("4242424242424242", "123", "10", "2026")),
            ["expirationMonth"]
        );
        assert_eq!(
            faulty_fields(&details("4242424242424242", "123", "12", "2025")),
            ["expirationYear"]
        );
        assert_eq!(
            faulty_fields(&details("4242424242424242", "123", "12", "2099")),
            ["expirationYear"]
        );
    }

    #[test]
    fn cvv_length_follows_the_network() {
        assert_eq!(faulty_fields(&details("4242424242424242", "1234", "03", "2030")), ["cvv"]);
        assert_eq!(faulty_fields(&details("378282246310005", "123", "03", "2030")), ["cvv"]);
    }

    #[test]
    fn the_preferred_network_counts_if_card_and_session_have_it() {
        let choose = |number: &str, preferred: Option<&str>, accepted: &[CardNetwork]| {
            let mut details = details(number, "123", "03", "2030");
            details.preferred_network = preferred.map(SecretText::from);
            details.check(accepted, NOW).map(|card| card.network)
        };
        let (visa, cb) = (CardNetwork::Visa, CardNetwork::CartesBancaires);
        let co_badged = "4035500000000000";
        assert_eq!(choose(co_badged, Some("CARTES_BANCAIRES"), &[visa, cb]), Ok(cb));
        assert_eq!(choose(co_badged, Some("CARTES_BANCAIRES"), &[visa]), Ok(visa));
        assert_eq!(choose(co_badged, Some("MASTERCARD"), &[cb, visa]), Ok(cb));
        assert_eq!(choose(co_badged, None, &[visa, cb]), Ok(visa));
        assert_eq!(choose(co_badged, Some(""), &[cb, visa]), Ok(cb));
        let unknown = "9999999999999995";
        assert_eq!(choose(unknown, None, &[visa, CardNetwork::Other]), Ok(CardNetwork::Other));
        let refusal = choose("5555555555554444", None, &[visa, cb]).unwrap_err();
        assert_eq!(refusal[0].path, "$.paymentInstrument.number");
        assert!(refusal[0].description.contains("Visa"), "{}", refusal[0].description);
    }

    #[test]
    fn other_types_than_strings_are_faults_that_quote_nothing() {
        let card: CardDetails = serde_json::from_str(
            r#"{"number":4242424242424242,"cvv":[1],"expiration_month":{"a":{}},"expirationYear":2030.5,
                "cardholderName":true,"preferredNetwork":"VISA","unknown":1}"#,
        )
        .unwrap();
        let expected = ["number", "cvv", "expirationMonth", "expirationYear", "cardholderName"];
        assert_eq!(faulty_fields(&card), expected);
        assert!(!format!("{card:?}").contains("4242"));
    }
}
