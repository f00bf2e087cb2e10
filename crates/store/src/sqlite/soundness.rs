//! Whether a database is whole, looked at once, before anything relies on it.

use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use crate::error::OpenError;

/// Largest file whose pages are all looked at: about a second. Of a larger one only the
/// length is compared, which finds the common damage, a file that was cut.
const LOOKED_AT_MAX: u64 = 256 * 1024 * 1024;

/// Refuses a file that was cut or whose pages do not fit together.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let damaged = |what: String| OpenError::Damaged { path: path.to_owned(), what };
    match look(connection, path) {
        Ok(None) => Ok(()),
        Ok(Some(what)) => Err(damaged(what)),
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Err(damaged(error.to_string()))
            }
            _ => Err(OpenError::Database(super::error(error))),
        },
    }
}

/// What is wrong, if anything.
fn look(connection: &Connection, path: &Path) -> rusqlite::Result<Option<String>> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    // What the log holds goes into the file, which then must be as long as it says.
    number("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let said = number("PRAGMA page_count")?.saturating_mul(number("PRAGMA page_size")?);
    let length = path.metadata().map_or(0, |file| file.len());
    if said.unsigned_abs() > length {
        return Ok(Some(format!("it has {length} of its {said} bytes")));
    }
    if length > LOOKED_AT_MAX {
        return Ok(None);
    }
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    // Its message can run over several lines.
    Ok((found != "ok").then(|| found.split_whitespace().collect::<Vec<_>>().join(" ")))
}
