//! Strings with a length rule.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use deserr::{
    DeserializeError, Deserr, ErrorKind, IntoValue, Value, ValuePointerRef, take_cf_content,
};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::field::Field;

/// A string of `MIN` to `MAX` characters (Unicode scalar values, as JSON Schema
/// counts `minLength` and `maxLength`), without U+0000, which PostgreSQL cannot store.
///
/// An optional text that is sent empty counts as absent, unless it `NAMES` something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<const MIN: usize, const MAX: usize, const NAMES: bool = false>(String);

/// What something goes by, such as an order's id: never empty when it is sent.
pub type Name = Text<1, 255, true>;

impl<const MIN: usize, const MAX: usize, const NAMES: bool> Field for Text<MIN, MAX, NAMES> {
    const EMPTY_IS_ABSENT: bool = !NAMES;
}

impl<const MIN: usize, const MAX: usize, const NAMES: bool> Text<MIN, MAX, NAMES> {
    /// Checks the length.
    ///
    /// # Errors
    /// A sentence that says which rule the text breaks.
    pub fn parse(text: impl Into<String>) -> Result<Self, String> {
        let text = text.into();
        let length = text.chars().count();
        if text.contains('\0') {
            Err("must not contain the character U+0000".to_owned())
        } else if length < MIN {
            Err(match MIN {
                1 => "must not be empty".to_owned(),
                _ => format!("must have at least {MIN} characters"),
            })
        } else if length > MAX {
            Err(format!("must have at most {MAX} characters, has {length}"))
        } else {
            Ok(Self(text))
        }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize, const NAMES: bool> Deref for Text<MIN, MAX, NAMES> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize, const NAMES: bool> fmt::Display for Text<MIN, MAX, NAMES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: DeserializeError, const MIN: usize, const MAX: usize, const NAMES: bool> Deserr<E>
    for Text<MIN, MAX, NAMES>
{
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        let text = String::deserialize_from_value(value, location)?;
        Self::parse(text).map_err(|msg| {
            take_cf_content(E::error::<V>(None, ErrorKind::Unexpected { msg }, location))
        })
    }
}

impl<const MIN: usize, const MAX: usize, const NAMES: bool> PartialSchema
    for Text<MIN, MAX, NAMES>
{
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX));
        let text = if MIN > 0 { text.min_length(Some(MIN)) } else { text };
        text.into()
    }
}

impl<const MIN: usize, const MAX: usize, const NAMES: bool> ToSchema for Text<MIN, MAX, NAMES> {
    fn name() -> Cow<'static, str> {
        let kind = if NAMES { "Name" } else { "" };
        Cow::Owned(format!("Text{kind}{MIN}To{MAX}"))
    }
}
