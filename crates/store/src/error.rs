//! What can go wrong in the store. No message quotes a stored or given value:
//! PostgreSQL's DETAIL lines would, so they are dropped.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

/// A failure of a read or a write. The work it belongs to is not committed; after
/// [`Error::OutcomeUnknown`] alone it may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The queue is full, or a lock was not free in time. Trying again later can help.
    #[error("the database has too much to do; try again in a moment")]
    Busy,
    /// A unique value exists already.
    #[error("table {table} has a row with the same unique value")]
    Conflict {
        /// The table that refused the row; the same name on both engines.
        table: String,
    },
    /// A row that must exist is missing.
    #[error("a row that must exist is missing")]
    Missing,
    /// A stored value is not what its column must hold.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// The database cannot be reached or cannot write (disk full, connection lost).
    #[error("the database is unavailable: {0}")]
    Unavailable(Cow<'static, str>),
    /// COMMIT was sent and the connection lost before its answer: the work may be done.
    #[error("the connection was lost during the commit; its outcome is not known")]
    OutcomeUnknown,
    /// The database refused a statement.
    #[error("the database refused a statement: {message} ({code})")]
    Database {
        /// SQLSTATE on PostgreSQL, extended result code on SQLite.
        code: String,
        /// The engine's message without its detail.
        message: String,
    },
    /// What was to be stored breaks a rule about money. A bug, never a caller's fault.
    #[error("a payment was not stored: {0}")]
    Broken(&'static str),
    /// The closure panicked; its work was rolled back.
    #[error("a storage closure panicked")]
    Panicked,
}

impl Error {
    /// Whether nothing was done and trying again later can help.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable(_))
    }

    /// The engine's threads have ended.
    pub(crate) const STOPPED: Self = Self::Unavailable(Cow::Borrowed("the store is closed"));

    /// Whether the database itself failed, as opposed to a mapping that did not
    /// like what it found. The former ends the transaction.
    pub(crate) fn ends_transaction(&self) -> bool {
        !matches!(self, Self::Missing | Self::Corrupt(_) | Self::Broken(_))
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has the SQLite file open.
    #[error(
        "{path} is in use by another process; stop it first, or use PostgreSQL for several nodes"
    )]
    InUse {
        /// The database file.
        path: PathBuf,
    },
    /// The file or its folder cannot be created or written.
    #[error("cannot write {path}: {source}")]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// There is no database where there was one.
    #[error(
        "{path} is gone, and what belongs to it is still there: restore it from a backup, or \
         choose another folder; to begin anew with an empty one, start `tender serve` or \
         `tender dev` once with --accept-loss"
    )]
    Gone {
        /// The database file.
        path: PathBuf,
    },
    /// The database lacks its last changes.
    #[error(
        "{path} lacks its last {lost} acknowledged changes: its -wal file was cut or removed, or \
         an old copy was put in its place. Put the files back as they were, or, to go on without \
         those changes, start `tender serve` or `tender dev` once with --accept-loss"
    )]
    Behind {
        /// The database file.
        path: PathBuf,
        /// How many commits are missing.
        lost: i64,
    },
    /// The file is not whole.
    #[error("{path} is damaged ({what}); restore it from a backup")]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A later version of this program has written the database.
    #[error(
        "the database has schema version {found}, this program knows up to {known}; \
         use the newer program"
    )]
    NewerSchema {
        /// Version of the database.
        found: i64,
        /// Newest version that this program knows.
        known: i64,
    },
    /// The database lacks migrations (PostgreSQL without `migrate`).
    #[error(
        "the database has schema version {found}, this program needs {known}; \
         run `tender migrate` or start with --migrate"
    )]
    OlderSchema {
        /// Version of the database; 0 if it is empty.
        found: i64,
        /// Version that this program needs.
        known: i64,
    },
    /// The address would send data unencrypted over a network, and does not say so.
    #[error(
        "PostgreSQL on another machine would be reached without encryption, since Tender has no \
         TLS to it yet: use a local socket, a TLS tunnel on loopback, or on a network that you \
         trust sslmode=disable in the address"
    )]
    Unencrypted,
    /// The address of the database cannot be understood. What is held names the parameter
    /// that is wrong, if one is.
    #[error(
        "database_url cannot be read{0}: it looks like postgres://user:password@host:5432/name, \
         and in the user or the password @ is written %40, : %3A, / %2F, ? %3F, # %23 and % %25"
    )]
    Address(String),
    /// The database holds its texts in an encoding that lacks most of the world's letters.
    #[error(
        "the database is in {found}, and Tender needs UTF8: make one with CREATE DATABASE tender \
         ENCODING 'UTF8' TEMPLATE template0, and move the data over with pg_dump if there is any"
    )]
    Encoding {
        /// Its encoding.
        found: String,
    },
    /// Between this program and PostgreSQL is a pooler that shares server connections.
    #[error(
        "database_url leads to a pooler that changes the server connection between transactions, \
         which loses time limits and prepared statements: set PgBouncer's pool_mode to session \
         for this database, or connect to PostgreSQL directly (a node opens up to 20 connections)"
    )]
    Pooler,
    /// The number of connections is too small.
    #[error("PostgreSQL needs at least {least} connections, {given} are configured")]
    TooFewConnections {
        /// The smallest number that serves every lane.
        least: usize,
        /// What the options say.
        given: usize,
    },
    /// A thread could not be started.
    #[error("cannot start a database thread: {0}")]
    Thread(io::Error),
    /// The database answered with an error.
    #[error(transparent)]
    Database(#[from] Error),
}
