//! What the readers of small values share: faults with their place, and integers.

use std::convert::Infallible;
use std::ops::RangeInclusive;

use deserr::{
    DeserializeError, ErrorKind, IntoValue, Value, ValueKind, ValuePointerRef, take_cf_content,
};

/// A fault in the caller's words, at `location`.
pub(crate) fn invalid<E: DeserializeError>(
    sentence: impl Into<String>,
    location: ValuePointerRef<'_>,
) -> E {
    take_cf_content(E::error::<Infallible>(
        None,
        ErrorKind::Unexpected { msg: sentence.into() },
        location,
    ))
}

/// A fault for a name that is none of `accepted`.
pub(crate) fn unknown_value<E: DeserializeError>(
    value: &str,
    accepted: &[&str],
    location: ValuePointerRef<'_>,
) -> E {
    take_cf_content(E::error::<Infallible>(
        None,
        ErrorKind::UnknownValue { value, accepted },
        location,
    ))
}

/// A fault for a key that the object at `location` must have.
pub(crate) fn missing_field<E: DeserializeError>(field: &str, location: ValuePointerRef<'_>) -> E {
    take_cf_content(E::error::<Infallible>(None, ErrorKind::MissingField { field }, location))
}

/// A fault for a key that the object at `location` does not know.
pub(crate) fn unknown_key<E: DeserializeError>(key: &str, location: ValuePointerRef<'_>) -> E {
    take_cf_content(E::error::<Infallible>(
        None,
        ErrorKind::UnknownKey { key, accepted: &[] },
        location,
    ))
}

/// A fault for a value of another JSON kind than `accepted`.
pub(crate) fn wrong_kind<V: IntoValue, E: DeserializeError>(
    actual: Value<V>,
    accepted: &[ValueKind],
    location: ValuePointerRef<'_>,
) -> E {
    let kind = ErrorKind::IncorrectValueKind { actual, accepted };
    take_cf_content(E::error(None, kind, location))
}

/// Reads an integer within `range`. A number is never rounded and never quoted.
pub(crate) fn integer<V: IntoValue, E: DeserializeError>(
    value: Value<V>,
    range: RangeInclusive<i64>,
    location: ValuePointerRef<'_>,
) -> Result<i64, E> {
    let number = match value {
        Value::Integer(number) => i128::from(number),
        Value::NegativeInteger(number) => i128::from(number),
        // Integers beyond 64 bits arrive as floats, too large for any range here.
        Value::Float(number) if number >= TWO_TO_63 => i128::MAX,
        Value::Float(number) if number <= -TWO_TO_63 => i128::MIN,
        Value::Float(_) => {
            return Err(invalid("must be a whole number, written without a fraction", location));
        }
        other => return Err(wrong_kind(other, &[ValueKind::Integer], location)),
    };
    match i64::try_from(number) {
        Ok(number) if range.contains(&number) => Ok(number),
        _ if number < 0 || number < i128::from(*range.start()) => {
            Err(invalid(format!("must be at least {}", range.start()), location))
        }
        _ => Err(invalid(format!("must be at most {}", range.end()), location)),
    }
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
