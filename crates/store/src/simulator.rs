//! The simulator's own books: what it was asked under which key, and what it did.
//! A real processor keeps these outside; kept here they survive a crash of the node.

use tender_domain::payment::IdempotencyKey;
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::{Error, Tx};

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
