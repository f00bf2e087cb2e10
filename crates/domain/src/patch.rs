//! Three-valued fields of a partial update, modelled once for every request.

use std::borrow::Cow;

use deserr::{DeserializeError, Deserr, IntoValue, Value, ValuePointerRef};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::field::{Field, is_empty_text};

/// What a request says about a field: nothing, `null`, or a value.
///
/// Needs `#[deserr(default)]` on the field, so that an absent key is [`Patch::Keep`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// The key is absent, or its text is empty: the stored value stays.
    #[default]
    Keep,
    /// The key is `null`: the stored value goes.
    Clear,
    /// The key has a value: it replaces the stored one.
    Set(T),
}

impl<T> Patch<T> {
    /// Applies this to an optional field.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }

    /// The value, if the request has one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T, E> Deserr<E> for Patch<T>
where
    T: Deserr<E> + Field,
    E: DeserializeError,
{
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        match value {
            Value::Null => Ok(Self::Clear),
            value if is_empty_text::<T, V>(&value) => Ok(Self::Keep),
            value => T::deserialize_from_value(value, location).map(Self::Set),
        }
    }
}

/// A field that may be `null` is described by its value's schema; that `null`
/// clears is said once, in the description of the request.
impl<T: PartialSchema> PartialSchema for Patch<T> {
    fn schema() -> RefOr<Schema> {
        T::schema()
    }
}

impl<T: ToSchema> ToSchema for Patch<T> {
    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}
