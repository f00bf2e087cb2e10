//! The simulator's own books: what it was asked under which key, and what it did.
//! A real processor keeps these outside; kept in a store of their own they survive a
//! crash of the node, and neither waits when the other's database stalls.

use std::path::Path;

use tender_domain::payment::IdempotencyKey;
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::retention::SIMULATOR_KEPT;
use crate::{Error, OpenError, Tx};

/// Makes the table in a SQLite file of its own, and takes over what `node_file` still
/// holds: until the books had a file, they were a table of the node's database.
pub(crate) fn prepare(tx: &mut Tx<'_>, node_file: &Path) -> Result<(), OpenError> {
    tx.batch(
        "CREATE TABLE IF NOT EXISTS simulator_operation (
            idempotency_key TEXT PRIMARY KEY,
            content TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS simulator_operation_age ON simulator_operation (created_at)",
    )?;
    let node_file = node_file.to_string_lossy();
    tx.execute("ATTACH DATABASE $1 AS node", &[Arg::from(&*node_file)])?;
    tx.execute(
        "INSERT INTO simulator_operation
         SELECT idempotency_key, content, created_at FROM node.simulator_operation
         WHERE true ON CONFLICT DO NOTHING",
        &[],
    )?;
    tx.batch("DETACH DATABASE node")?;
    Ok(())
}

/// What the simulator did under a key, in its own JSON.
///
/// # Errors
/// When the database refuses.
pub fn load(tx: &mut Tx<'_>, key: &IdempotencyKey) -> Result<Option<String>, Error> {
    tx.query_opt(
        "SELECT content FROM simulator_operation WHERE idempotency_key = $1",
        args![key.as_str()],
        |row| row.text(0),
    )
}

/// Notes what the simulator does under a key. The first note of a key stays.
///
/// # Returns
/// Whether this was the first.
///
/// # Errors
/// When the database refuses.
pub fn insert(
    tx: &mut Tx<'_>,
    key: &IdempotencyKey,
    content: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let rows = tx.execute(
        "INSERT INTO simulator_operation (idempotency_key, content, created_at)
         VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        args![key.as_str(), content, now],
    )?;
    Ok(rows == 1)
}

/// Forgets calls that nobody asks about any more, at most `limit`. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn delete_old(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM simulator_operation WHERE idempotency_key IN (
            SELECT idempotency_key FROM simulator_operation WHERE created_at <= $1 LIMIT $2)",
        args![now.before(SIMULATOR_KEPT), limit],
    )
}
