//! Keys that wrap CVVs. They live for hours and are left out of backups, so that a
//! backup holds no CVV that anyone could open (DESIGN rule 7).

use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

/// A wrapping key, sealed under the master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CvvKey {
    /// Its name in the sealed records; sorts by age.
    pub id: String,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it is deleted.
    pub expires_at: Timestamp,
}

/// Adds a key.
///
/// # Errors
/// What the database says.
pub fn insert(tx: &mut Tx<'_>, key: &CvvKey) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO cvv_key (id, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        args![&key.id, &key.sealed, key.created_at, key.expires_at],
    )?;
    Ok(())
}

/// The keys that have not expired, newest first.
///
/// # Errors
/// What the database says.
pub fn list(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<CvvKey>, Error> {
    tx.query_all(
        "SELECT id, sealed, created_at, expires_at FROM cvv_key WHERE expires_at > $1 \
         ORDER BY created_at DESC, id DESC",
        args![now],
        read,
    )
}

/// Deletes the keys that have expired.
///
/// # Errors
/// What the database says.
pub fn delete_expired(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, Error> {
    tx.execute("DELETE FROM cvv_key WHERE expires_at <= $1", args![now])
}

fn read(row: &Row<'_>) -> Result<CvvKey, Error> {
    Ok(CvvKey {
        id: row.text(0)?,
        sealed: row.blob(1)?,
        created_at: row.time(2)?,
        expires_at: row.time(3)?,
    })
}
