//! The merchant's own data.

use std::ops::ControlFlow;

use deserr::{DeserializeError, Deserr, IntoValue, Sequence, Value, ValueKind, ValuePointerRef};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value as Json};
use utoipa::ToSchema;

use crate::field::Field;
use crate::limits::{
    METADATA_DEPTH_MAX, METADATA_ENTRIES_MAX, METADATA_KEY_LENGTH_MAX, METADATA_SIZE_MAX,
    METADATA_VALUE_LENGTH_MAX,
};
use crate::text::Text;
use crate::wire::{invalid, wrong_kind};

/// Any JSON object, echoed as it was sent and usable in workflow conditions. Entries that
/// are `null` count as absent and are dropped, at every level.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct Metadata(Map<String, Json>);

impl Field for Metadata {}

impl Metadata {
    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `""` is a key, at any level. The merchant API has an error of its own for
    /// that (`MetadataContainsEmptyKey`, 400), so reading lets it pass.
    #[must_use]
    pub fn has_empty_key(&self) -> bool {
        has_empty_key(&self.0)
    }
}

fn has_empty_key(entries: &Map<String, Json>) -> bool {
    entries.iter().any(|(key, value)| key.is_empty() || holds_empty_key(value))
}

fn holds_empty_key(value: &Json) -> bool {
    match value {
        Json::Object(entries) => has_empty_key(entries),
        Json::Array(items) => items.iter().any(holds_empty_key),
        _ => false,
    }
}

impl<E: DeserializeError> Deserr<E> for Metadata {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        let Value::Map(map) = value else {
            return Err(wrong_kind(value, &[ValueKind::Map], location));
        };
        let mut reading = Reading { entries: 0, size: 0, error: None };
        let read = reading.object(map, location, 1);
        if reading.entries > METADATA_ENTRIES_MAX {
            let sentence =
                format!("must have at most {METADATA_ENTRIES_MAX} keys and list items in all");
            return Err(invalid(sentence, location));
        }
        if reading.size > METADATA_SIZE_MAX {
            let sentence = format!("must have at most {METADATA_SIZE_MAX} bytes of keys and texts");
            return Err(invalid(sentence, location));
        }
        reading.error.map_or(Ok(Self(read)), Err)
    }
}

/// The state of one reading: what counts against the limits, and the faults so far.
struct Reading<E> {
    entries: usize,
    size: usize,
    error: Option<E>,
}

impl<E: DeserializeError> Reading<E> {
    fn object<M: deserr::Map>(
        &mut self,
        map: M,
        location: ValuePointerRef<'_>,
        depth: usize,
    ) -> Map<String, Json> {
        let mut entries = Map::new();
        for (key, value) in map.into_iter() {
            let here = location.push_key(&key);
            self.entries += 1;
            self.size += key.len();
            if let Err(sentence) = Text::<0, METADATA_KEY_LENGTH_MAX>::parse(&*key) {
                self.fault(format!("the key {sentence}"), here);
                continue;
            }
            let value = self.value(value.into_value(), here, depth);
            if !value.is_null() {
                entries.insert(key, value);
            }
        }
        entries
    }

    fn value<V: IntoValue>(
        &mut self,
        value: Value<V>,
        location: ValuePointerRef<'_>,
        depth: usize,
    ) -> Json {
        if depth >= METADATA_DEPTH_MAX && matches!(value, Value::Map(_) | Value::Sequence(_)) {
            let sentence = format!("must not nest deeper than {METADATA_DEPTH_MAX} levels");
            return self.fault(sentence, location);
        }
        match value {
            Value::Null => Json::Null,
            Value::Boolean(flag) => Json::Bool(flag),
            Value::Integer(number) => Json::from(number),
            Value::NegativeInteger(number) => Json::from(number),
            Value::Float(number) => self.decimal(number, location),
            Value::String(text) => {
                self.size += text.len();
                match Text::<0, METADATA_VALUE_LENGTH_MAX>::parse(&*text) {
                    Ok(_) => Json::String(text),
                    Err(sentence) => self.fault(sentence, location),
                }
            }
            Value::Sequence(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (index, item) in items.into_iter().enumerate() {
                    self.entries += 1;
                    let here = location.push_index(index);
                    list.push(self.value(item.into_value(), here, depth + 1));
                }
                Json::Array(list)
            }
            Value::Map(map) => Json::Object(self.object(map, location, depth + 1)),
        }
    }

    /// A whole number beyond 64 bits arrives rounded, as no merchant wants an id back.
    fn decimal(&mut self, number: f64, location: ValuePointerRef<'_>) -> Json {
        match Number::from_f64(number) {
            Some(kept) if number.fract() != 0.0 || number.abs() < EXACT_MAX => Json::Number(kept),
            _ => self.fault(
                "is too large to be kept digit by digit; send it as a string".to_owned(),
                location,
            ),
        }
    }

    fn fault(&mut self, sentence: String, location: ValuePointerRef<'_>) -> Json {
        let fault: E = invalid(sentence, location);
        let merged = E::merge(self.error.take(), fault, location);
        self.error = Some(match merged {
            ControlFlow::Continue(error) | ControlFlow::Break(error) => error,
        });
        Json::Null
    }
}

/// 2⁵³: from here on not every whole number has a double of its own.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::{Faults, from_json};

    fn paths(json: Json) -> Vec<String> {
        let faults: Faults = from_json::<Metadata>(json).unwrap_err();
        faults.as_slice().iter().map(|fault| fault.path.clone()).collect()
    }

    fn nested(levels: usize) -> Json {
        (1..levels).fold(json!({}), |inner, _| json!({"in": inner}))
    }

    #[test]
    fn any_object_is_kept_as_sent() {
        let json = json!({
            "text": "a", "number": -7, "flag": true, "huge": u64::MAX, "blank": "",
            "price": 12.5, "whole": 10.0, "tiny": 1e-7, "list": [1, "two", [3.5], null, {}],
            "deviceInfo": {"ipAddress": "127.0.0.1", "userAgent": "App/1.0", "os": {"v": 17}},
        });
        let metadata: Metadata = from_json(json.clone()).unwrap();
        assert_eq!(serde_json::to_string(&metadata).unwrap(), json.to_string());
        assert_eq!(serde_json::from_value::<Metadata>(json).unwrap(), metadata);
    }

    #[test]
    fn null_entries_are_dropped_at_every_level() {
        let sent = json!({"a": null, "b": {"c": null, "d": 1}, "e": [{"f": null}]});
        let metadata: Metadata = from_json(sent).unwrap();
        assert_eq!(serde_json::to_value(metadata).unwrap(), json!({"b": {"d": 1}, "e": [{}]}));
    }

    #[test]
    fn what_cannot_be_kept_is_a_fault_at_its_place() {
        assert_eq!(paths(json!({"good": 1, "bad": "\0"})), ["$.bad"]);
        assert_eq!(paths(json!({"a": {"b": [1, "\0"]}})), ["$.a.b[1]"]);
        assert_eq!(paths(json!({"a": {"\0": 1}, "c": "\0"})).len(), 2);
        let id: Json = serde_json::from_str(r#"{"id": 12345678901234567890123}"#).unwrap();
        assert_eq!(paths(id), ["$.id"]);
        for other in [json!([]), json!("a"), json!(1)] {
            assert_eq!(paths(other), ["$"]);
        }
    }

    #[test]
    fn an_empty_key_reads_and_is_told_apart() {
        for sent in [json!({"": 1}), json!({"a": {"": 1}}), json!({"a": [{"b": [{"": 1}]}]})] {
            assert!(from_json::<Metadata>(sent).unwrap().has_empty_key());
        }
        assert!(!from_json::<Metadata>(json!({" ": {"a": ""}})).unwrap().has_empty_key());
    }

    #[test]
    fn count_depth_length_and_size_have_limits() {
        let many: Vec<_> = (0..METADATA_ENTRIES_MAX).collect();
        assert!(from_json::<Metadata>(json!({"a": many[1..]})).is_ok());
        assert_eq!(paths(json!({"a": many})), ["$"]);
        assert!(from_json::<Metadata>(nested(METADATA_DEPTH_MAX)).is_ok());
        assert_eq!(paths(nested(METADATA_DEPTH_MAX + 1)).len(), 1);
        let long = "v".repeat(METADATA_VALUE_LENGTH_MAX + 1);
        assert_eq!(paths(json!({"long": [long]})), ["$.long[0]"]);
        assert_eq!(paths(json!({"k".repeat(METADATA_KEY_LENGTH_MAX + 1): 1})).len(), 1);
        let full = vec!["v".repeat(METADATA_VALUE_LENGTH_MAX); 17];
        assert_eq!(paths(json!({"a": full})), ["$"]);
    }
}
