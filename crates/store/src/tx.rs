//! The one interface to both engines.

use crate::arg::Arg;
use crate::error::Error;
use crate::postgres::Session;
use crate::row::{EngineRow, Row};
use crate::signal::News;
use crate::sqlite;

/// An open transaction, or the single statements of a read.
///
/// A statement that fails ends the transaction on both engines, as PostgreSQL
/// does it: every later statement answers with the same error, and nothing is
/// committed even if the closure returns `Ok`. To insert unless it exists, write
/// `ON CONFLICT DO NOTHING` and look at the number of rows.
///
/// Parameters `$1…` must first appear in order: SQLite numbers them by appearance.
pub struct Tx<'a> {
    connection: Connection<'a>,
    failure: Option<Error>,
    news: News,
}

pub(crate) enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut Session),
}

impl<'a> Tx<'a> {
    pub(crate) fn new(connection: Connection<'a>) -> Self {
        Self { connection, failure: None, news: News::default() }
    }

    /// Runs a statement that answers no rows.
    ///
    /// # Returns
    /// The number of rows it changed.
    ///
    /// # Errors
    /// [`Error::Conflict`] for a unique value that exists; else what the engine says.
    pub fn execute(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, Error> {
        self.guarded(sql, args, |connection| match connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, sql, args),
            Connection::Postgres(session) => session.execute(sql, args),
        })
    }

    /// Runs a statement that changes the one row it names.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is no such row; else as [`Tx::execute`].
    pub fn execute_one(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<(), Error> {
        match self.execute(sql, args)? {
            0 => Err(Error::Missing),
            _ => Ok(()),
        }
    }

    /// Reads every row of the answer.
    ///
    /// # Errors
    /// What the engine or `map` says.
    pub fn query_all<T>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.select(sql, args, false, map)
    }

    /// Reads one row, if there is one.
    ///
    /// # Errors
    /// What the engine or `map` says.
    pub fn query_opt<T>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.select(sql, args, false, map).map(at_most_one)
    }

    /// Reads one row.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none; else what the engine or `map` says.
    pub fn query_one<T>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.query_opt(sql, args, map)?.ok_or(Error::Missing)
    }

    /// Reads one row, if there is one, and keeps others from changing it until the
    /// commit. Adds `FOR UPDATE` on PostgreSQL; SQLite has one writer anyway.
    ///
    /// # Errors
    /// [`Error::Busy`] if the lock is not free in time; else as [`Tx::query_opt`].
    pub fn lock_opt<T>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.select(sql, args, true, map).map(at_most_one)
    }

    /// Reads and locks one row.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none; else as [`Tx::lock_opt`].
    pub fn lock_one<T>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.lock_opt(sql, args, map)?.ok_or(Error::Missing)
    }

    /// Runs several statements without parameters (migrations, BEGIN, COMMIT).
    pub(crate) fn batch(&mut self, sql: &'static str) -> Result<(), Error> {
        self.guarded("", &[], |connection| match connection {
            Connection::Sqlite(connection) => connection.execute_batch(sql).map_err(sqlite::error),
            Connection::Postgres(session) => session.batch(sql),
        })
    }

    /// The text for this engine, where one text cannot do.
    pub(crate) fn dialect<T>(&self, sqlite: T, postgres: T) -> T {
        match self.connection {
            Connection::Sqlite(_) => sqlite,
            Connection::Postgres(_) => postgres,
        }
    }

    /// Wakes [`crate::Store::changed`] after the commit.
    pub(crate) fn mark_events(&mut self) {
        self.news.events = true;
    }

    /// Wakes [`crate::Store::jobs`] after the commit.
    pub(crate) fn mark_jobs(&mut self) {
        self.news.jobs = true;
    }

    pub(crate) fn news(&self) -> News {
        self.news
    }

    /// What ended the transaction.
    pub(crate) fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    fn select<T>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
        lock: bool,
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.guarded(sql, args, |connection| match connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql).map_err(sqlite::error)?;
                let mut rows =
                    statement.query(rusqlite::params_from_iter(args)).map_err(sqlite::error)?;
                let mut values = Vec::new();
                while let Some(row) = rows.next().map_err(sqlite::error)? {
                    values.push(map(&Row(EngineRow::Sqlite(row)))?);
                }
                Ok(values)
            }
            Connection::Postgres(session) => {
                let rows = session.query(sql, lock, args)?;
                rows.iter().map(|row| map(&Row(EngineRow::Postgres(row)))).collect()
            }
        })
    }

    fn guarded<T>(
        &mut self,
        sql: &str,
        args: &[Arg<'_>],
        run: impl FnOnce(&mut Connection<'a>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        debug_assert!(in_order(sql, args.len()), "parameters out of order or miscounted: {sql}");
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        run(&mut self.connection).inspect_err(|error| {
            if error.ends_transaction() {
                self.failure = Some(error.clone());
            }
        })
    }
}

fn at_most_one<T>(mut rows: Vec<T>) -> Option<T> {
    debug_assert!(rows.len() <= 1, "one row was expected, the answer has more");
    rows.pop()
}

/// Whether `$1` to `$count` all appear, each for the first time after its predecessor.
fn in_order(sql: &str, count: usize) -> bool {
    let mut seen = 0;
    for part in sql.split('$').skip(1) {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match part[..digits].parse::<usize>() {
            Ok(number) if number > seen + 1 => return false,
            Ok(number) => seen = seen.max(number),
            Err(_) => {}
        }
    }
    seen == count
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn parameters_must_first_appear_in_order() {
        assert!(in_order("SELECT $1, $2, $1", 2));
        assert!(in_order("SELECT 1", 0));
        assert!(!in_order("SELECT $2, $1", 2));
        assert!(!in_order("SELECT $1, $3", 2));
        assert!(!in_order("SELECT $1", 2), "an argument without a parameter");
        assert!(!in_order("SELECT $1, $2", 1), "a parameter without an argument");
    }
}
