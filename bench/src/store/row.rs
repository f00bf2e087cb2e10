//! Rows as both drivers know them: text, numbers, bytes.

use std::error::Error as StdError;
use std::sync::Arc;

use anyhow::{Context, Result};
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};

/// One column of a row.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// A statement with its parameters.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: Arc<str>,
    pub(crate) values: Vec<Value>,
}

/// Which rows are meant.
pub(crate) struct Source {
    pub(crate) table: &'static str,
    /// The column that says when a row was made.
    pub(crate) time: &'static str,
    /// The column that tells apart what was made in the same microsecond.
    pub(crate) tie: &'static str,
    /// A condition on them.
    pub(crate) filter: &'static str,
}

impl Source {
    /// All rows of a table that has `created_at`.
    pub(crate) fn all(table: &'static str) -> Self {
        Self { table, time: "created_at", tie: "1", filter: "1 = 1" }
    }

    /// The events that a condition chooses.
    pub(crate) fn events(filter: &'static str) -> Self {
        Self { table: "event", time: "at", tie: "1", filter }
    }

    pub(super) fn select(&self) -> String {
        let Self { table, time, tie, filter } = self;
        format!("SELECT * FROM {table} WHERE {time} > $1 AND {filter} ORDER BY {time}, {tie}")
    }
}

/// What was found.
pub(crate) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Table {
    /// Statements that write the rows again. Positions in the log are given by the engine.
    pub(crate) fn inserts(&self) -> Vec<Statement> {
        let kept = |column: &str| column != "position";
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let names: Vec<&str> = columns.iter().copied().filter(|name| kept(name)).collect();
        let marks: Vec<String> = (1..=names.len()).map(|number| format!("${number}")).collect();
        let (names, marks) = (names.join(", "), marks.join(", "));
        let sql = format!("INSERT INTO {} ({names}) VALUES ({marks})", self.name);
        let wanted: Vec<usize> = (0..columns.len()).filter(|i| kept(columns[*i])).collect();
        self.statements(&sql, &wanted)
    }

    /// Statements that write some columns of each row once more.
    pub(crate) fn updates(&self, changed: &[&str]) -> Result<Vec<Statement>> {
        let sets: Vec<String> =
            changed.iter().zip(1..).map(|(name, number)| format!("{name} = ${number}")).collect();
        let key = changed.len() + 1;
        let sql = format!("UPDATE {} SET {} WHERE id = ${key}", self.name, sets.join(", "));
        let wanted = changed.iter().chain(&["id"]).map(|name| self.column(name));
        Ok(self.statements(&sql, &wanted.collect::<Result<Vec<_>>>()?))
    }

    /// Statements that read each row whole.
    pub(crate) fn selects(&self, key: &str) -> Result<Vec<Statement>> {
        let sql = format!("SELECT * FROM {} WHERE {key} = $1", self.name);
        Ok(self.statements(&sql, &[self.column(key)?]))
    }

    /// One column of all rows.
    pub(crate) fn values(&self, column: &str) -> Result<Vec<Value>> {
        let column = self.column(column)?;
        Ok(self.rows.iter().map(|row| row[column].clone()).collect())
    }

    /// The latest of a column of times; 0 without rows.
    pub(crate) fn latest(&self, column: &str) -> Result<i64> {
        let times = self.values(column)?.into_iter().filter_map(|value| match value {
            Value::Int(time) => Some(time),
            _ => None,
        });
        Ok(times.max().unwrap_or_default())
    }

    fn column(&self, name: &str) -> Result<usize> {
        let found = self.columns.iter().position(|column| column == name);
        found.with_context(|| format!("{} has no column {name}", self.name))
    }

    fn statements(&self, sql: &str, wanted: &[usize]) -> Vec<Statement> {
        let sql: Arc<str> = sql.into();
        let values = |row: &Vec<Value>| wanted.iter().map(|i| row[*i].clone()).collect();
        self.rows.iter().map(|row| Statement { sql: sql.clone(), values: values(row) }).collect()
    }
}

impl Statement {
    pub(crate) fn new(sql: &str, values: Vec<Value>) -> Self {
        Self { sql: sql.into(), values }
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(SqliteValue::Null),
            Self::Int(number) => ToSqlOutput::Owned(SqliteValue::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
