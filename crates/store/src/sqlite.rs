//! SQLite inside the process: one writer thread, several read-only connections.

mod file;
mod mark;
mod readers;
mod soundness;
mod writer;

use std::path::Path;
use std::thread::{self, JoinHandle};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::arg::Arg;
use crate::error::{Error, OpenError};
use crate::queue::{Lane, OutcomeLane};
use crate::signal::Signals;
use crate::tx::{self, Tx};

/// How SQLite is used.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// Read-only connections, at least 1; each keeps a page cache of up to 2 MB.
    pub readers: usize,
    /// Whether there must be a database: what belongs to one is there.
    pub must_exist: bool,
    /// Whether to open a database that has lost acknowledged changes, or begin anew in
    /// place of one that is gone.
    pub accept_loss: bool,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { readers: 8, must_exist: false, accept_loss: false }
    }
}

/// Statements that a connection keeps prepared: more than there are in the program.
const STATEMENTS: usize = 256;

/// FULL: a commit that was answered survives a power cut (DESIGN rule 2).
///
/// secure_delete: what is deleted is overwritten, since CVVs, keys and card numbers must
/// not stay in free pages (DESIGN rule 7). Copies of their pages in the WAL live until
/// the next checkpoint lets later commits overwrite them.
///
/// cache_size: 16 MB, so that the upper pages of every index stay at hand.
const SETUP: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -16384";

pub(crate) struct Sqlite {
    // Dropped from first to last: closing both lanes ends the writer.
    pub(crate) general: Lane,
    pub(crate) outcome: OutcomeLane,
    pub(crate) readers: readers::Readers,
    _writer: Writer,
}

impl Sqlite {
    pub(crate) fn open(
        path: &Path,
        options: &SqliteOptions,
        signals: Signals,
        prepare: impl FnOnce(&mut Tx<'_>) -> Result<(), OpenError>,
    ) -> Result<Self, OpenError> {
        let lock = file::prepare(path, || may_create(path, options))?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        soundness::check(&connection, path)?;
        connection.execute_batch(SETUP).map_err(error)?;
        prepare(&mut Tx::new(tx::Connection::Sqlite(&connection)))?;
        let mark = match commits(&connection)? {
            Some(commits) => Some(compare(path, commits, options)?),
            None => None,
        };
        let readers = readers::Readers::open(path, options.readers.max(1))?;
        let (general, general_work) = Lane::new("general");
        let (outcome, outcome_work) = OutcomeLane::new();
        let writer = writer::Writer::new(path, connection, mark, signals);
        let writer = thread::Builder::new()
            .name("tender-sqlite".to_owned())
            .spawn(move || {
                writer.run(&outcome_work, &general_work);
                // Only now may another process have the file.
                drop(lock);
            })
            .map_err(OpenError::Thread)?;
        Ok(Self { general, outcome, readers, _writer: Writer(Some(writer)) })
    }
}

/// Refuses to begin anew where there was a database.
fn may_create(path: &Path, options: &SqliteOptions) -> Result<(), OpenError> {
    let was_there = options.must_exist || mark::path_beside(path).exists();
    match was_there && !options.accept_loss {
        true => Err(OpenError::Gone { path: path.to_owned() }),
        false => Ok(()),
    }
}

/// How many commits the database has; `None` if it does not count them.
fn commits(connection: &Connection) -> Result<Option<i64>, Error> {
    let counts = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'commit_count')";
    let number = "SELECT number FROM commit_count WHERE id = 1";
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(error);
    if ask(counts)? == 0 { Ok(None) } else { ask(number).map(Some) }
}

/// Refuses a database that has fewer commits than were acknowledged.
fn compare(path: &Path, commits: i64, options: &SqliteOptions) -> Result<mark::Mark, OpenError> {
    let mut mark = mark::Mark::open(path)?;
    let lost = mark.number() - commits;
    if lost > 0 && !options.accept_loss {
        return Err(OpenError::Behind { path: path.to_owned(), lost });
    }
    if lost > 0 {
        tracing::warn!(lost, "the database has lost acknowledged changes, and this is accepted");
    }
    mark.set(commits);
    Ok(mark)
}

/// The writer thread; dropping waits for it, so that a closed database is free.
struct Writer(Option<JoinHandle<()>>);

impl Drop for Writer {
    fn drop(&mut self) {
        let Some(thread) = self.0.take() else { return };
        // A closure may own the last handle; its thread cannot wait for itself.
        if thread.thread().id() != thread::current().id() && thread.join().is_err() {
            tracing::error!("the SQLite writer thread panicked");
        }
    }
}

fn open_writing(path: &Path) -> Result<Connection, Error> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch(SETUP).map_err(error)?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without it SQLite plans some statements anew for every value they are given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
    // Others that may hold the file for a moment: a backup, a person's sqlite3.
    connection.busy_timeout(std::time::Duration::from_secs(2)).map_err(error)?;
    Ok(connection)
}

pub(crate) fn execute(
    connection: &Connection,
    sql: &'static str,
    args: &[Arg<'_>],
) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached(sql).map_err(error)?;
    let changed = statement.execute(rusqlite::params_from_iter(args)).map_err(error)?;
    Ok(changed as u64)
}

/// What a failure of the driver means here.
pub(crate) fn error(error: rusqlite::Error) -> Error {
    let (code, message) = match error {
        rusqlite::Error::SqliteFailure(code, message) => (code, message),
        rusqlite::Error::SqlInputError { error, msg, .. } => (error, Some(msg)),
        rusqlite::Error::InvalidColumnType(column, ..) => {
            return Error::Corrupt(format!("column {column} has another type"));
        }
        other => {
            return Error::Database { code: "driver".to_owned(), message: other.to_string() };
        }
    };
    let message = message.unwrap_or_else(|| code.to_string());
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
        ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase
        | ErrorCode::FileLockingProtocolFailed => Error::Unavailable(message.into()),
        // The plain code is for a closure that only reads and asked to write.
        ErrorCode::ReadOnly if code.extended_code != ffi::SQLITE_READONLY => {
            Error::Unavailable(message.into())
        }
        ErrorCode::ConstraintViolation
            if matches!(
                code.extended_code,
                ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            ) =>
        {
            Error::Conflict { table: table_of(&message) }
        }
        _ => Error::Database { code: code.extended_code.to_string(), message },
    }
}

/// The table in `UNIQUE constraint failed: api_key.hash`.
fn table_of(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or_default();
    columns.split('.').next().unwrap_or_default().to_owned()
}
