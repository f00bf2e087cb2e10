//! Card data as it arrives, before it is checked.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

/// A string of a request that may hold card data: not printable, zeroed when dropped.
///
/// Reading it never fails, because the message would quote the value: anything but a
/// string is remembered as such and reported by [`super::CardDetails::check`].
#[derive(Clone)]
pub struct SecretText(Option<Zeroizing<String>>);

impl SecretText {
    /// The text; `None` if the request had another type in its place.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_ref().map(|text| text.as_str())
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(Some(Zeroizing::new(text.to_owned())))
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(•••)")
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretTextVisitor)
    }
}

struct SecretTextVisitor;

impl<'de> Visitor<'de> for SecretTextVisitor {
    type Value = SecretText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<SecretText, E> {
        Ok(SecretText::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<SecretText, E> {
        Ok(SecretText(Some(Zeroizing::new(text))))
    }

    fn visit_bool<E>(self, _: bool) -> Result<SecretText, E> {
        Ok(SecretText(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<SecretText, E> {
        Ok(SecretText(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<SecretText, E> {
        Ok(SecretText(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<SecretText, E> {
        Ok(SecretText(None))
    }

    fn visit_unit<E>(self) -> Result<SecretText, E> {
        Ok(SecretText(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<SecretText, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(SecretText(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<SecretText, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(SecretText(None))
    }
}
