//! Stored documents, read with tolerance (DESIGN, "Settings"): while nodes are upgraded one
//! after the other, this one reads what a newer one has stored. A field and a name of a list
//! of names that this version does not know are left out, as if they were not there; whatever
//! else is wrong makes the document unreadable. At the edge the same types are strict.

use std::sync::Once;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// Most unknown things of one document: more is another document.
const UNKNOWN_MAX: usize = 1_000;

/// The way to a value: a key of an object, or a place in a list.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Place(usize),
}

/// Reads a document.
///
/// # Errors
/// What is wrong with it, apart from what this version does not know.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    match serde_json::from_str(text) {
        Err(error) if is_unknown(&error) => without_unknown(serde_json::from_str(text)?),
        read => read,
    }
}

/// Leaves out one unknown thing after the other, until the rest can be read.
fn without_unknown<T: DeserializeOwned>(mut document: Value) -> Result<T, serde_json::Error> {
    let mut removed: Vec<Vec<Step>> = Vec::new();
    loop {
        let error = match serde_path_to_error::deserialize::<_, T>(&document) {
            Ok(read) => {
                report();
                return Ok(read);
            }
            Err(error) => error,
        };
        let path = steps(&error);
        let error = error.into_inner();
        let Some(path) = path.filter(|path| may_go(&error, path, &removed)) else {
            return Err(error);
        };
        if removed.len() >= UNKNOWN_MAX || !remove(&mut document, &path) {
            return Err(error);
        }
        removed.push(path);
    }
}

/// Something unknown may go, and so may what cannot be without it.
fn may_go(error: &serde_json::Error, path: &[Step], removed: &[Vec<Step>]) -> bool {
    let bereft = || {
        error.to_string().starts_with("missing field `")
            && removed.iter().any(|gone| gone.len() > path.len() && gone.starts_with(path))
    };
    !path.is_empty() && (is_unknown(error) || bereft())
}

/// serde tells these apart by their text only.
fn is_unknown(error: &serde_json::Error) -> bool {
    let text = error.to_string();
    text.starts_with("unknown variant `") || text.starts_with("unknown field `")
}

/// The way to what the error is about. A key that should have been one of some names is not
/// told apart on the way, but named in the error.
fn steps(error: &serde_path_to_error::Error<serde_json::Error>) -> Option<Vec<Step>> {
    let text = error.inner().to_string();
    let named = || text.split('`').nth(1).map(|name| Step::Key(name.to_owned()));
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(Step::Place(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Unknown => named(),
        Segment::Enum { .. } => None,
    };
    error.path().iter().map(step).collect()
}

fn remove(document: &mut Value, path: &[Step]) -> bool {
    let Some((last, way)) = path.split_last() else { return false };
    let parent = way.iter().try_fold(document, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Place(place) => value.get_mut(place),
    });
    match (parent, last) {
        (Some(Value::Object(fields)), Step::Key(key)) => fields.remove(key).is_some(),
        (Some(Value::Array(items)), Step::Place(place)) if *place < items.len() => {
            items.remove(*place);
            true
        }
        _ => false,
    }
}

/// Once per process: documents are read with every request.
fn report() {
    static REPORTED: Once = Once::new();
    REPORTED.call_once(|| {
        tracing::warn!(
            "a newer node has stored what this version does not know; it is left out here"
        );
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use tender_domain::account::AccountSettings;
    use tender_domain::api_key::Scope;
    use tender_domain::client_session::SessionContent;
    use tender_domain::payment::AttemptState;

    use super::*;

    fn settings(json: &Value) -> AccountSettings {
        read(&json.to_string()).unwrap()
    }

    #[test]
    fn settings_of_a_newer_node_keep_what_is_known() {
        let newer = json!({
            "paymentMethods": [
                {"type": "PAYMENT_CARD", "routing": {"to": ["a"]}},
                {"type": "HOLOGRAM_PAY", "options": {"x": 1}},
            ],
            "checkoutModules": {
                "BILLING_ADDRESS": {"city": true, "planet": true},
                "GIFT_NOTE": {"length": 3},
            },
            "staleTotal": "ASK", "warningsFormat": "OBJECTS", "approvals": {"by": "TWO"},
        });
        let known = json!({
            "paymentMethods": [
                {"type": "PAYMENT_CARD"}, {"type": "HOLOGRAM_PAY", "options": {"x": 1}},
            ],
            "checkoutModules": {"BILLING_ADDRESS": {"city": true}},
            "warningsFormat": "OBJECTS",
        });
        assert_eq!(settings(&newer), settings(&known));
        // At the edge the same is refused.
        assert!(serde_json::from_value::<AccountSettings>(newer).is_err());
    }

    #[test]
    fn names_of_lists_and_keys_of_maps_go_alone() {
        let scopes: Vec<Scope> =
            read(r#"["transactions:fly", "transactions:refund", "x:y"]"#).unwrap();
        assert_eq!(scopes, [Scope::TransactionsRefund]);
        let stored = json!({
            "currencyCode": "EUR", "amount": 5,
            "paymentMethod": {
                "paymentType": "SOMEDAY", "descriptor": "D",
                "orderedAllowedCardNetworks": ["NEWNET", "VISA"],
                "options": {"PAYMENT_CARD": {"networks": {
                    "NEWNET": {"surcharge": {"amount": 1}}, "VISA": {"surcharge": {"amount": 2}},
                }}, "PAYPAL": {"surcharge": {"amount": 3}}},
            },
            "selection": {"paymentMethodType": "PAYMENT_CARD", "network": "NEWNET"},
        });
        let session: SessionContent = read(&stored.to_string()).unwrap();
        let expected = json!({
            "currencyCode": "EUR", "amount": 5,
            "paymentMethod": {
                "descriptor": "D", "orderedAllowedCardNetworks": ["VISA"],
                "options": {
                    "PAYMENT_CARD": {"networks": {"VISA": {"surcharge": {"amount": 2}}}},
                    "PAYPAL": {"surcharge": {"amount": 3}},
                },
            },
            "selection": {"paymentMethodType": "PAYMENT_CARD"},
        });
        assert_eq!(serde_json::to_value(session).unwrap(), expected);
    }

    #[test]
    fn what_is_wrong_and_not_just_new_stays_unreadable() {
        for stored in [
            json!({"amount": -1}),
            json!({"amount": "5"}),
            json!({"currencyCode": "EUX"}),
            json!({"order": {"lineItems": [{"quantity": 1}]}}),
        ] {
            assert!(read::<SessionContent>(&stored.to_string()).is_err(), "{stored}");
        }
        assert!(read::<SessionContent>("{").is_err());
        // Nobody guesses what became of money.
        assert!(read::<AttemptState>(r#"{"state": "HALF_APPROVED"}"#).is_err());
    }
}
