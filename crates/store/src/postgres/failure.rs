//! What a failure of PostgreSQL means: for the connection, for the work, for the caller.

use std::error::Error as _;
use std::io;

use tokio_postgres::error::{DbError, Severity, SqlState};

use crate::error::Error;

/// What becomes of the connection that a failure came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It goes on being used.
    Keep,
    /// It is thrown away. The work it was for is done again over a new one.
    Drop,
}

/// What the caller hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// [`Error::Unavailable`].
    Unavailable,
    /// [`Error::Busy`].
    Busy,
    /// [`Error::Database`], which the worker runs again and then calls busy.
    Again,
}

/// Codes and classes of PostgreSQL's appendix A, the longer before the shorter. Every
/// other code is a fault of ours: the connection stays, and the caller hears 500.
const TABLE: &[(&str, Fate, Answer)] = &[
    // The connection, or a pooler in the way of it.
    ("08", Fate::Drop, Answer::Unavailable),
    // The session was made while the database took no writes, or its server became a
    // standby: a new one may find a server that writes.
    ("25006", Fate::Drop, Answer::Unavailable),
    // Waited too long inside a transaction, such as after this process was paused; the
    // server has hung up.
    ("25P03", Fate::Drop, Answer::Unavailable),
    ("25P04", Fate::Drop, Answer::Unavailable),
    // The server forgot a prepared statement, or has one by its name from another client.
    ("26000", Fate::Drop, Answer::Unavailable),
    ("42P05", Fate::Drop, Answer::Unavailable),
    // Deadlock and serialisation: nothing is wrong with the work itself.
    ("40001", Fate::Keep, Answer::Again),
    ("40P01", Fate::Keep, Answer::Again),
    // Too many connections: none of them is ours yet.
    ("53300", Fate::Drop, Answer::Unavailable),
    // Disk full, out of memory, a configured limit: another connection changes nothing.
    ("53", Fate::Keep, Answer::Unavailable),
    // A lock or an answer took too long.
    ("55P03", Fate::Keep, Answer::Busy),
    ("57014", Fate::Keep, Answer::Busy),
    // Shut down, crashed, starting, database dropped, idle for too long.
    ("57P", Fate::Drop, Answer::Unavailable),
    // The server cannot read or write its files.
    ("58", Fate::Keep, Answer::Unavailable),
];

fn judge(code: &str) -> Option<(Fate, Answer)> {
    let row = TABLE.iter().find(|(class, ..)| code.starts_with(class));
    row.map(|(_, fate, answer)| (*fate, *answer))
}

/// What a failure of the driver means here.
pub(crate) fn error(failure: &tokio_postgres::Error) -> Error {
    let Some(refusal) = failure.as_db_error() else {
        return if is_lost(failure) {
            Error::Unavailable("the connection to PostgreSQL failed".into())
        } else {
            // The top message only: causes may quote values.
            Error::Database { code: "driver".to_owned(), message: failure.to_string() }
        };
    };
    let code = refusal.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return Error::Conflict { table: refusal.table().unwrap_or_default().to_owned() };
    }
    match judge(code.code()) {
        Some((_, Answer::Busy)) => Error::Busy,
        Some((_, Answer::Unavailable)) => Error::Unavailable(said(refusal).into()),
        Some((_, Answer::Again)) | None => statement(refusal),
    }
}

/// For a closure that only reads and asked to write: no other connection helps it.
pub(super) fn read_only(failure: &tokio_postgres::Error) -> Option<Error> {
    let refusal = failure.as_db_error()?;
    (*refusal.code() == SqlState::READ_ONLY_SQL_TRANSACTION).then(|| statement(refusal))
}

fn statement(refusal: &DbError) -> Error {
    let message = refusal.message().to_owned();
    Error::Database { code: refusal.code().code().to_owned(), message }
}

/// What becomes of the connection.
pub(super) fn fate(failure: &tokio_postgres::Error) -> Fate {
    match failure.as_db_error() {
        // After FATAL and PANIC the server hangs up, whatever the code.
        Some(refusal) if !is_survived(refusal) => Fate::Drop,
        Some(refusal) => judge(refusal.code().code()).map_or(Fate::Keep, |(fate, _)| fate),
        None if is_lost(failure) => Fate::Drop,
        None => Fate::Keep,
    }
}

/// Whether a failed COMMIT certainly committed nothing: the server itself said so, and
/// lived to say it.
pub(super) fn is_certain(failure: &tokio_postgres::Error) -> bool {
    failure.as_db_error().is_some_and(is_survived)
}

/// Whether the same work may succeed when it is simply run again.
pub(super) fn is_conflict(error: &Error) -> bool {
    let Error::Database { code, .. } = error else { return false };
    matches!(judge(code), Some((_, Answer::Again)))
}

/// Why no connection could be made, in words for an operator. The server's messages name
/// users and databases, never passwords.
pub(super) fn refused(failure: &tokio_postgres::Error) -> String {
    if let Some(refusal) = failure.as_db_error() {
        return said(refusal);
    }
    let Some(cause) = failure.source() else { return failure.to_string() };
    let Some(io) = cause.downcast_ref::<io::Error>() else { return cause.to_string() };
    match io.kind() {
        io::ErrorKind::ConnectionRefused => "the connection was refused".to_owned(),
        io::ErrorKind::TimedOut => "no answer in time".to_owned(),
        io::ErrorKind::PermissionDenied if io.raw_os_error().is_none() => {
            "the database takes no writes (a standby, or set to read-only)".to_owned()
        }
        _ => io.to_string(),
    }
}

fn said(refusal: &DbError) -> String {
    format!("PostgreSQL says: {} ({})", refusal.message(), refusal.code().code())
}

fn is_survived(refusal: &DbError) -> bool {
    refusal.parsed_severity() == Some(Severity::Error)
}

fn is_lost(failure: &tokio_postgres::Error) -> bool {
    failure.is_closed() || failure.source().is_some_and(|source| source.is::<io::Error>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_fate() {
        let unavailable = |fate| Some((fate, Answer::Unavailable));
        for code in ["08003", "08006", "25006", "25P03", "25P04", "26000", "42P05", "53300"] {
            assert_eq!(judge(code), unavailable(Fate::Drop), "{code}");
        }
        for code in ["57P01", "57P02", "57P03", "57P04", "57P05"] {
            assert_eq!(judge(code), unavailable(Fate::Drop), "{code}");
        }
        for code in ["53000", "53100", "53200", "53400", "58000", "58030"] {
            assert_eq!(judge(code), unavailable(Fate::Keep), "{code}");
        }
        for code in ["55P03", "57014"] {
            assert_eq!(judge(code), Some((Fate::Keep, Answer::Busy)), "{code}");
        }
        for code in ["40001", "40P01"] {
            assert_eq!(judge(code), Some((Fate::Keep, Answer::Again)), "{code}");
        }
        // Faults of ours, and refusals that the domain's rules prevent.
        for code in ["22003", "23503", "25P02", "42601", "42P01", "40002", "XX000"] {
            assert_eq!(judge(code), None, "{code}");
        }
    }

    #[test]
    fn a_longer_code_is_found_before_its_class() {
        for (row, (code, ..)) in TABLE.iter().enumerate() {
            let hidden = TABLE[..row].iter().find(|(before, ..)| code.starts_with(before));
            assert!(hidden.is_none(), "{code} is never reached");
        }
    }
}
