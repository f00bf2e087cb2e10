//! Optional fields of a request. Forms and generated clients send `""` for what they do
//! not know; an optional text that is empty counts as absent (DESIGN, "Empty optional
//! texts").

use deserr::{DeserializeError, Deserr, IntoValue, Value, ValuePointerRef};

/// A type of optional fields.
pub trait Field {
    /// Whether an empty string is read as if the field had not been sent: so for every
    /// text but those that name something ([`Name`](crate::text::Name)).
    const EMPTY_IS_ABSENT: bool = false;
}

impl Field for bool {}
impl<T> Field for Vec<T> {}

/// What was sent for an optional field: `null`, and `""` for a text, are nothing.
pub struct Optional<T>(Option<T>);

impl<T> Optional<T> {
    /// The value, for `#[deserr(default, from(Optional<T>) = Optional::into_option)]`.
    pub fn into_option(self) -> Option<T> {
        self.0
    }
}

/// Whether `value` stands for an absent `T`.
pub(crate) fn is_empty_text<T: Field, V: IntoValue>(value: &Value<V>) -> bool {
    T::EMPTY_IS_ABSENT && matches!(value, Value::String(text) if text.is_empty())
}

impl<T: Deserr<E> + Field, E: DeserializeError> Deserr<E> for Optional<T> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        match value {
            Value::Null => Ok(Self(None)),
            value if is_empty_text::<T, V>(&value) => Ok(Self(None)),
            value => T::deserialize_from_value(value, location).map(|read| Self(Some(read))),
        }
    }
}
