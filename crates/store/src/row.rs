//! Values read from a row. Columns are counted from 0.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use tender_domain::id::InvalidId;
use tender_domain::time::Timestamp;

use crate::error::Error;
use crate::{document, postgres, sqlite};

/// One row of an answer. Every getter fails with [`Error::Corrupt`] if the
/// column holds another type, or NULL where the getter is not an `opt_` one.
pub struct Row<'a>(pub(crate) EngineRow<'a>);

pub(crate) enum EngineRow<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// A text column.
    pub fn text(&self, column: usize) -> Result<String, Error> {
        Ok(self.str(column)?.to_owned())
    }

    /// A text column that may be NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, Error> {
        Ok(self.opt_str(column)?.map(str::to_owned))
    }

    /// A number.
    pub fn int(&self, column: usize) -> Result<i64, Error> {
        required(self.opt_int(column)?, column)
    }

    /// A number that may be NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.0 {
            EngineRow::Sqlite(row) => row.get(column).map_err(sqlite::error),
            EngineRow::Postgres(row) => row.try_get(column).map_err(|e| postgres::error(&e)),
        }
    }

    /// A boolean, stored as 0 or 1.
    pub fn flag(&self, column: usize) -> Result<bool, Error> {
        Ok(self.int(column)? != 0)
    }

    /// A point in time, stored as microseconds.
    pub fn time(&self, column: usize) -> Result<Timestamp, Error> {
        self.int(column).map(Timestamp::from_micros)
    }

    /// A point in time that may be NULL.
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>, Error> {
        Ok(self.opt_int(column)?.map(Timestamp::from_micros))
    }

    /// Bytes.
    pub fn blob(&self, column: usize) -> Result<Vec<u8>, Error> {
        required(self.opt_blob(column)?, column)
    }

    /// Bytes that may be NULL.
    pub fn opt_blob(&self, column: usize) -> Result<Option<Vec<u8>>, Error> {
        match self.0 {
            EngineRow::Sqlite(row) => row.get(column).map_err(sqlite::error),
            EngineRow::Postgres(row) => row.try_get(column).map_err(|e| postgres::error(&e)),
        }
    }

    /// Exactly `N` bytes, such as a hash.
    pub fn bytes<const N: usize>(&self, column: usize) -> Result<[u8; N], Error> {
        let bytes = self.blob(column)?;
        bytes.try_into().map_err(|_| Error::Corrupt(format!("column {column} is not {N} bytes")))
    }

    /// A typed id.
    pub fn id<T: FromStr<Err = InvalidId>>(&self, column: usize) -> Result<T, Error> {
        self.parse(column)
    }

    /// A typed id that may be NULL.
    pub fn opt_id<T: FromStr<Err = InvalidId>>(&self, column: usize) -> Result<Option<T>, Error> {
        self.opt_parse(column)
    }

    /// A text column read by the type's own rule, such as a status.
    pub fn parse<T: FromStr>(&self, column: usize) -> Result<T, Error> {
        required(self.opt_parse(column)?, column)
    }

    /// A text column read by the type's own rule; may be NULL.
    pub fn opt_parse<T: FromStr>(&self, column: usize) -> Result<Option<T>, Error> {
        let Some(text) = self.opt_str(column)? else {
            return Ok(None);
        };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Error::Corrupt(format!("column {column} breaks the rule of its type"))),
        }
    }

    /// A text column read by `rule`, such as an enum's `parse`.
    pub fn named<T>(
        &self,
        column: usize,
        rule: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Error> {
        rule(self.str(column)?)
            .ok_or_else(|| Error::Corrupt(format!("column {column} has an unknown name")))
    }

    /// A document column, read with tolerance for what a newer node has stored.
    pub fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T, Error> {
        required(self.opt_json(column)?, column)
    }

    /// A document column that may be NULL.
    pub fn opt_json<T: DeserializeOwned>(&self, column: usize) -> Result<Option<T>, Error> {
        let Some(text) = self.opt_str(column)? else {
            return Ok(None);
        };
        // serde's own message may quote the document, so only the place is kept.
        document::read(text).map(Some).map_err(|error: serde_json::Error| {
            Error::Corrupt(format!("document in column {column}, at character {}", error.column()))
        })
    }

    fn str(&self, column: usize) -> Result<&str, Error> {
        required(self.opt_str(column)?, column)
    }

    fn opt_str(&self, column: usize) -> Result<Option<&str>, Error> {
        match self.0 {
            EngineRow::Sqlite(row) => {
                let value = row.get_ref(column).map_err(sqlite::error)?;
                value
                    .as_str_or_null()
                    .map_err(|_| Error::Corrupt(format!("column {column} is not text")))
            }
            EngineRow::Postgres(row) => row.try_get(column).map_err(|e| postgres::error(&e)),
        }
    }
}

fn required<T>(value: Option<T>, column: usize) -> Result<T, Error> {
    value.ok_or_else(|| Error::Corrupt(format!("column {column} is NULL")))
}
