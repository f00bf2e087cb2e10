//! Values given to statements.

use std::borrow::Cow;
use std::error::Error as StdError;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use serde::Serialize;
use tender_domain::id::{
    AccountId, ApiKeyId, AttemptId, ClientSessionId, ClientTokenId, EventId, JobId, PaymentId,
    PaymentInstrumentId, SigningKeyId,
};
use tender_domain::time::Timestamp;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type};

use crate::error::Error;

/// One value for a `$n` of a statement: TEXT, BIGINT, BLOB/BYTEA or NULL, the
/// only column types there are.
#[derive(Clone)]
pub enum Arg<'a> {
    /// Text; ids and documents are rendered into it.
    Text(Cow<'a, str>),
    /// A number, microseconds, or a boolean as 0 or 1.
    Int(i64),
    /// Bytes.
    Blob(&'a [u8]),
    /// NULL of any type.
    Null,
}

impl Arg<'_> {
    /// A document column.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if the value has no JSON form.
    pub fn json<T: Serialize>(document: &T) -> Result<Arg<'static>, Error> {
        match serde_json::to_string(document) {
            Ok(text) => Ok(Arg::Text(Cow::Owned(text))),
            Err(_) => Err(Error::Corrupt("a document has no JSON form".to_owned())),
        }
    }
}

/// `args![a, b]` is `&[Arg::from(a), Arg::from(b)]`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::arg::Arg::from($value)),*] };
}
pub(crate) use args;

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Arg<'_> {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl From<Timestamp> for Arg<'_> {
    fn from(time: Timestamp) -> Self {
        Self::Int(time.as_micros())
    }
}

impl<'a> From<&'a [u8]> for Arg<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Arg<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Arg<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! ids {
    ($($id:ty),+) => {$(
        impl From<$id> for Arg<'_> {
            fn from(id: $id) -> Self {
                Self::Text(Cow::Owned(id.to_string()))
            }
        }
    )+};
}
ids!(
    AccountId,
    ApiKeyId,
    AttemptId,
    ClientSessionId,
    ClientTokenId,
    EventId,
    JobId,
    PaymentId,
    PaymentInstrumentId,
    SigningKeyId
);

impl rusqlite::ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Null => ToSqlOutput::Owned(Value::Null),
        })
    }
}

impl std::fmt::Debug for Arg<'_> {
    /// The kind only: PostgreSQL's driver asks for `Debug`, values stay out of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Int(_) => "Int",
            Self::Blob(_) => "Blob",
            Self::Null => "Null",
        })
    }
}

impl ToSql for Arg<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Text(text) => text.as_ref().to_sql_checked(kind, out),
            Self::Int(number) => number.to_sql_checked(kind, out),
            Self::Blob(bytes) => bytes.to_sql_checked(kind, out),
            Self::Null => Ok(IsNull::Yes),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}
