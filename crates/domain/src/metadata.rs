//! The merchant's own key-value pairs.

use std::collections::BTreeMap;

use deserr::{
    DeserializeError, Deserr, IntoValue, Map, Value, ValueKind, ValuePointerRef, take_cf_content,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{METADATA_KEY_LENGTH_MAX, METADATA_KEYS_MAX, METADATA_VALUE_LENGTH_MAX};
use crate::text::Text;
use crate::wire::{integer, invalid, wrong_kind};

/// A flat map of the merchant's values, echoed and usable in workflow conditions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct Metadata(BTreeMap<String, MetadataValue>);

/// A value of [`Metadata`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MetadataValue {
    /// A string.
    Text(Text<0, METADATA_VALUE_LENGTH_MAX>),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

impl Metadata {
    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `""` is a key. The merchant API has an error of its own for that
    /// (`MetadataContainsEmptyKey`, 400), so reading lets it pass.
    #[must_use]
    pub fn has_empty_key(&self) -> bool {
        self.0.contains_key("")
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&MetadataValue> {
        self.0.get(key)
    }

    /// The entries, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &MetadataValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl<E: DeserializeError> Deserr<E> for Metadata {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        let map = match value {
            Value::Map(map) => map,
            other => return Err(wrong_kind(other, &[ValueKind::Map], location)),
        };
        if map.len() > METADATA_KEYS_MAX {
            let sentence = format!("must have at most {METADATA_KEYS_MAX} keys");
            return Err(invalid(sentence, location));
        }
        let mut entries = BTreeMap::new();
        let mut error: Option<E> = None;
        for (key, value) in map.into_iter() {
            match read_entry(&key, value, location.push_key(&key)) {
                Ok(value) => {
                    entries.insert(key, value);
                }
                Err(other) => error = Some(take_cf_content(E::merge(error, other, location))),
            }
        }
        error.map_or(Ok(Self(entries)), Err)
    }
}

fn read_entry<V: IntoValue, E: DeserializeError>(
    key: &str,
    value: V,
    location: ValuePointerRef<'_>,
) -> Result<MetadataValue, E> {
    Text::<0, METADATA_KEY_LENGTH_MAX>::parse(key)
        .map_err(|sentence| invalid(format!("the key {sentence}"), location))?;
    match value.into_value() {
        text @ Value::String(_) => {
            Text::deserialize_from_value(text, location).map(MetadataValue::Text)
        }
        number @ (Value::Integer(_) | Value::NegativeInteger(_) | Value::Float(_)) => {
            integer(number, i64::MIN..=i64::MAX, location).map(MetadataValue::Integer)
        }
        Value::Boolean(boolean) => Ok(MetadataValue::Boolean(boolean)),
        other => {
            let accepted = [ValueKind::String, ValueKind::Integer, ValueKind::Boolean];
            Err(wrong_kind(other, &accepted, location))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::error::{Faults, from_json};

    fn paths(json: Value) -> Vec<String> {
        let faults: Faults = from_json::<Metadata>(json).unwrap_err();
        faults.as_slice().iter().map(|fault| fault.path.clone()).collect()
    }

    #[test]
    fn strings_integers_and_booleans_are_kept_as_sent() {
        let json = json!({"text": "a", "number": -7, "flag": true, "huge": i64::MAX, "blank": ""});
        let metadata: Metadata = from_json(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&metadata).unwrap(), json);
        assert_eq!(serde_json::from_value::<Metadata>(json).unwrap(), metadata);
        assert_eq!(metadata.get("number"), Some(&MetadataValue::Integer(-7)));
    }

    #[test]
    fn anything_else_is_a_fault_at_its_key() {
        for value in [json!(null), json!(1.5), json!(u64::MAX), json!([]), json!({}), json!("\0")] {
            assert_eq!(paths(json!({"good": 1, "bad": value})), ["$.bad"], "{value}");
        }
        assert_eq!(paths(json!([])), ["$"]);
    }

    #[test]
    fn an_empty_key_reads_and_is_told_apart() {
        assert!(from_json::<Metadata>(json!({"": 1})).unwrap().has_empty_key());
        assert!(!from_json::<Metadata>(json!({" ": 1})).unwrap().has_empty_key());
    }

    #[test]
    fn keys_and_values_have_limits() {
        let many: Map<String, Value> =
            (0..=METADATA_KEYS_MAX).map(|key| (key.to_string(), json!(1))).collect();
        assert_eq!(paths(Value::Object(many)), ["$"]);
        let long = "v".repeat(METADATA_VALUE_LENGTH_MAX + 1);
        assert_eq!(paths(json!({"long": long})), ["$.long"]);
        let key = "k".repeat(METADATA_KEY_LENGTH_MAX + 1);
        assert_eq!(paths(json!({key: 1})).len(), 1);
    }
}
