//! Reading a request collects every fault with its path, not just the first.

use std::ops::ControlFlow;

use deserr::{
    DeserializeError, Deserr, ErrorKind, IntoValue, MergeWithError, Sequence, ValueKind,
    ValuePointerRef,
};

use super::{Error, Fault};
use crate::limits::FAULTS_MAX;

/// Names longer than this are cut in paths and descriptions.
const NAME_SHOWN_MAX: usize = 64;

/// A list of known names is shown up to this length.
const NAMES_SHOWN_MAX: usize = 12;

/// All that is wrong with a request, in the order of reading; at most
/// [`FAULTS_MAX`], the rest is dropped. Never empty once returned as an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// A single fault.
    #[must_use]
    pub fn one(path: impl Into<String>, description: impl Into<String>) -> Self {
        Self(vec![Fault::new(path, description)])
    }

    /// Adds a fault.
    pub fn push(&mut self, path: impl Into<String>, description: impl Into<String>) {
        if self.0.len() < FAULTS_MAX {
            self.0.push(Fault::new(path, description));
        }
    }

    /// Adds the faults of `other`.
    pub fn extend(&mut self, other: Self) {
        let room = FAULTS_MAX - self.0.len();
        self.0.extend(other.0.into_iter().take(room));
    }

    /// The faults.
    #[must_use]
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }

    /// `value` if there is no fault.
    ///
    /// # Errors
    /// The faults, if there is one.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

/// Reads a value from JSON.
///
/// # Errors
/// Every fault found on the way.
pub fn from_json<T: Deserr<Faults>>(json: serde_json::Value) -> Result<T, Faults> {
    deserr::deserialize(json)
}

impl From<Faults> for Vec<Fault> {
    fn from(faults: Faults) -> Self {
        faults.0
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults.0)
    }
}

impl MergeWithError<Self> for Faults {
    fn merge(this: Option<Self>, other: Self, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut faults = this.unwrap_or_default();
        faults.extend(other);
        ControlFlow::Continue(faults)
    }
}

impl DeserializeError for Faults {
    fn error<V: IntoValue>(
        this: Option<Self>,
        error: ErrorKind<'_, V>,
        location: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        let mut faults = this.unwrap_or_default();
        let (path, description) = describe(error, location);
        faults.push(path, description);
        ControlFlow::Continue(faults)
    }
}

/// Path and sentence of one fault. Values of the request are never repeated.
fn describe<V: IntoValue>(
    error: ErrorKind<'_, V>,
    location: ValuePointerRef<'_>,
) -> (String, String) {
    let path = json_path(location);
    match error {
        ErrorKind::IncorrectValueKind { actual, accepted } => {
            (path, format!("must be {}, not {}", kinds(accepted), kind(actual.kind())))
        }
        ErrorKind::MissingField { field } => {
            (json_path(location.push_key(field)), "is required".to_owned())
        }
        ErrorKind::UnknownKey { key, accepted } => {
            (json_path(location.push_key(key)), format!("is not a field here{}", known(accepted)))
        }
        ErrorKind::UnknownValue { accepted, .. } => {
            (path, format!("is not one of the known values{}", known(accepted)))
        }
        ErrorKind::BadSequenceLen { actual, expected } => {
            (path, format!("must have {expected} elements, has {}", actual.len()))
        }
        ErrorKind::Unexpected { msg } => (path, msg),
    }
}

/// The place as JSONPath: `$.order.lineItems[0].amount`, `$.metadata['a b']`.
fn json_path(location: ValuePointerRef<'_>) -> String {
    match location {
        ValuePointerRef::Origin => "$".to_owned(),
        ValuePointerRef::Index { index, prev } => format!("{}[{index}]", json_path(*prev)),
        ValuePointerRef::Key { key, prev } if is_identifier(key) => {
            format!("{}.{}", json_path(*prev), shortened(key))
        }
        ValuePointerRef::Key { key, prev } => {
            let quoted = shortened(key).replace('\\', "\\\\").replace('\'', "\\'");
            format!("{}['{quoted}']", json_path(*prev))
        }
    }
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME_SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

fn known(names: &[&str]) -> String {
    match names.len() {
        0 => String::new(),
        1..=NAMES_SHOWN_MAX => format!("; known are {}", names.join(", ")),
        _ => "; see the API reference for the known ones".to_owned(),
    }
}

fn kinds(accepted: &[ValueKind]) -> String {
    let names: Vec<&str> = accepted
        .iter()
        .filter(|accepted| **accepted != ValueKind::NegativeInteger)
        .map(|accepted| match accepted {
            ValueKind::Integer => "an integer",
            other => kind(*other),
        })
        .collect();
    names.join(" or ")
}

const fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Null => "null",
        ValueKind::Boolean => "a boolean",
        ValueKind::Integer | ValueKind::NegativeInteger | ValueKind::Float => "a number",
        ValueKind::String => "a string",
        ValueKind::Sequence => "an array",
        ValueKind::Map => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::client_session::ClientSessionCreateRequest;

    fn faults(body: Value) -> Vec<(String, String)> {
        let faults: Vec<Fault> = from_json::<ClientSessionCreateRequest>(body).unwrap_err().into();
        faults.into_iter().map(|fault| (fault.path, fault.description)).collect()
    }

    #[test]
    fn every_fault_of_a_body_is_found_with_its_path() {
        let found = faults(json!({
            "orderId": "",
            "amount": "12",
            "colour": 1,
            "order": {"countryCode": "XX", "lineItems": [{}, {"amount": -1, "quantity": 0}]},
            "paymentMethod": {"paymentType": "LATER", "options": {"PAYMENT_CARD": {"networks": {"EFTPOS": {}}}}},
        }));
        let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        for path in [
            "$.orderId",
            "$.amount",
            "$.colour",
            "$.order.countryCode",
            "$.order.lineItems[0].amount",
            "$.order.lineItems[1].amount",
            "$.order.lineItems[1].quantity",
            "$.paymentMethod.paymentType",
            "$.paymentMethod.options.PAYMENT_CARD.networks.EFTPOS",
        ] {
            assert!(paths.contains(&path), "{path} in {found:?}");
        }
        assert_eq!(found.len(), 9, "{found:?}");
    }

    #[test]
    fn descriptions_say_what_is_expected() {
        let description = |body| faults(body).remove(0).1;
        assert_eq!(description(json!({"amount": "12"})), "must be an integer, not a string");
        assert_eq!(description(json!({"order": {"fees": [{}]}})), "is required");
        assert_eq!(
            description(json!({"approvalMode": "auto"})),
            "is not one of the known values; known are AUTO, MANUAL"
        );
        assert!(description(json!({"colour": 1})).contains("known are orderId, currencyCode"));
    }

    #[test]
    fn values_of_the_request_are_never_repeated() {
        let secret = "4242424242424242";
        for body in [
            json!({"orderId": {"pan": secret}}),
            json!({"currencyCode": secret}),
            json!({"amount": secret}),
            json!({"amount": 4_242_424_242_424_242_424_u64}),
            json!({"customer": {"emailAddress": secret}}),
            json!({"approvalMode": secret}),
            json!({"metadata": {"card": {"pan": format!("{secret}\0")}}}),
        ] {
            let found = faults(body);
            assert!(!format!("{found:?}").contains("424242"), "{found:?}");
        }
    }

    #[test]
    fn keys_are_quoted_and_cut_in_paths() {
        let long = "k".repeat(100);
        let found = faults(json!({"metadata": {"a b": "\0", "it's": "\0", long: "\0"}}));
        let paths: Vec<String> = found.into_iter().map(|(path, _)| path).collect();
        let cut = format!("$.metadata.{}…", "k".repeat(64));
        assert_eq!(paths, ["$.metadata['a b']", "$.metadata['it\\'s']", cut.as_str()]);
    }

    #[test]
    fn the_number_of_faults_is_bounded() {
        let fees = vec![json!({}); FAULTS_MAX + 1];
        assert_eq!(faults(json!({"order": {"fees": fees}})).len(), FAULTS_MAX);
    }
}
