//! The raw baseline: rows that the server wrote, read back from its database and written
//! again by nothing but the driver.

mod postgres;
mod row;
mod sqlite;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

pub(crate) use self::postgres::create_database;
pub(crate) use self::row::{Source, Statement, Table, Value};

/// A database.
#[derive(Clone)]
pub(crate) enum Place {
    /// The file.
    Sqlite(PathBuf),
    /// The address.
    Postgres(String),
}

/// What one user does: the statements of its commits, in order.
pub(crate) type Commits = Vec<Vec<Statement>>;

/// How a raw writer commits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// As the engine does best: 64 users per commit on SQLite, 32 clients on PostgreSQL.
    Best,
    /// SQLite, one commit after the other.
    One,
}

impl Place {
    /// A copy of a database that nobody uses just now.
    pub(crate) fn copy(&self) -> Result<Self> {
        Ok(match self {
            // Closing the last connection has moved the write-ahead log into the file.
            Self::Sqlite(file) => {
                let copy = file.with_file_name("raw.db");
                fs::copy(file, &copy)?;
                Self::Sqlite(copy)
            }
            Self::Postgres(url) => Self::Postgres(postgres::copy_database(url)?),
        })
    }

    /// Where the simulated processor keeps its books.
    pub(crate) fn simulator(&self) -> Self {
        match self {
            Self::Sqlite(file) => Self::Sqlite(file.with_file_name("simulator.db")),
            Self::Postgres(url) => Self::Postgres(url.clone()),
        }
    }

    /// What the server has written into a table after a time (µs since 1970), oldest first.
    pub(crate) fn table(&self, source: &Source, since: i64) -> Result<Table> {
        match self {
            Self::Sqlite(file) => sqlite::table(file, source, since),
            Self::Postgres(url) => postgres::table(url, source, since),
        }
    }

    /// Writes as fast as the driver can.
    ///
    /// # Returns
    /// How many users were served per second.
    pub(crate) fn write(&self, users: &[Commits], group: Group, time: Duration) -> Result<f64> {
        match self {
            Self::Sqlite(file) => sqlite::write(file, users, group, time),
            Self::Postgres(url) => postgres::write(url, users, time),
        }
    }

    /// Reads as fast as the driver can, with a reader per processor.
    ///
    /// # Returns
    /// How many users were served per second.
    pub(crate) fn read(&self, users: &[Vec<Statement>], time: Duration) -> Result<f64> {
        match self {
            Self::Sqlite(file) => sqlite::read(file, users, time),
            Self::Postgres(url) => postgres::read(url, users, time),
        }
    }
}

/// Processors of the machine that the budget speaks of.
const PROCESSORS: usize = 2;

fn join<T>(thread: std::thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|_| anyhow::bail!("a baseline thread panicked"))
}
