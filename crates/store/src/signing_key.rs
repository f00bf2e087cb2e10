//! Keys that sign client tokens. The newest that is not retired signs; all of them
//! verify, so that rotating one does not end running checkouts.

use tender_domain::id::SigningKeyId;
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::retention::SIGNING_KEY_KEPT;
use crate::row::Row;
use crate::tx::Tx;

/// A signing key, sealed under the master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The token header's `kid`.
    pub id: SigningKeyId,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it signs no more.
    pub retired_at: Option<Timestamp>,
}

/// Adds a key.
///
/// # Errors
/// What the database says.
pub fn insert(tx: &mut Tx<'_>, key: &SigningKey) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO signing_key (id, sealed, created_at, retired_at) VALUES ($1, $2, $3, $4)",
        args![key.id, &key.sealed, key.created_at, key.retired_at],
    )?;
    Ok(())
}

/// Every key, newest first.
///
/// # Errors
/// What the database says.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<SigningKey>, Error> {
    let sql = "SELECT id, sealed, created_at, retired_at FROM signing_key ORDER BY id DESC";
    tx.query_all(sql, &[], read)
}

/// Ends the signing of every key but `id`.
///
/// # Errors
/// What the database says.
pub fn retire_others(tx: &mut Tx<'_>, id: SigningKeyId, now: Timestamp) -> Result<u64, Error> {
    let sql = "UPDATE signing_key SET retired_at = $1 WHERE retired_at IS NULL AND id <> $2";
    tx.execute(sql, args![now, id])
}

/// Deletes keys that were retired so long ago that no token of theirs is valid.
///
/// # Errors
/// What the database says.
pub fn delete_retired(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, Error> {
    let sql = "DELETE FROM signing_key WHERE retired_at <= $1";
    tx.execute(sql, args![now.before(SIGNING_KEY_KEPT)])
}

fn read(row: &Row<'_>) -> Result<SigningKey, Error> {
    Ok(SigningKey {
        id: row.id(0)?,
        sealed: row.blob(1)?,
        created_at: row.time(2)?,
        retired_at: row.opt_time(3)?,
    })
}
