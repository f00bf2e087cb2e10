//! API keys of accounts. The secret is shown once; only its hash is stored.

use tender_domain::api_key::Scope;
use tender_domain::id::{AccountId, ApiKeyId};
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

/// An API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// The account that it speaks for.
    pub account_id: AccountId,
    /// What people call it.
    pub name: String,
    /// SHA-256 of the secret, which is random and long enough to need no salt.
    pub hash: [u8; 32],
    /// The secret's last four characters, to tell keys apart.
    pub last4: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it opens nothing.
    pub revoked_at: Option<Timestamp>,
}

/// Adds a key.
///
/// # Errors
/// What the database says.
pub fn insert(tx: &mut Tx<'_>, key: &ApiKey) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO api_key (id, account_id, name, hash, last4, scopes, created_at, revoked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            key.id,
            key.account_id,
            &key.name,
            &key.hash,
            &key.last4,
            Arg::json(&key.scopes)?,
            key.created_at,
            key.revoked_at,
        ],
    )?;
    Ok(())
}

/// The key whose secret has this hash, revoked or not.
///
/// # Errors
/// What the database says.
pub fn find(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<ApiKey>, Error> {
    tx.query_opt(
        "SELECT id, account_id, name, hash, last4, scopes, created_at, revoked_at \
         FROM api_key WHERE hash = $1",
        args![hash],
        read,
    )
}

/// The keys of an account, oldest first.
///
/// # Errors
/// What the database says.
pub fn list(tx: &mut Tx<'_>, account_id: AccountId) -> Result<Vec<ApiKey>, Error> {
    tx.query_all(
        "SELECT id, account_id, name, hash, last4, scopes, created_at, revoked_at \
         FROM api_key WHERE account_id = $1 ORDER BY id",
        args![account_id],
        read,
    )
}

/// Ends a key and answers whose it is; `None` if there is no such key or it has
/// ended before.
///
/// # Errors
/// What the database says.
pub fn revoke(tx: &mut Tx<'_>, id: ApiKeyId, now: Timestamp) -> Result<Option<AccountId>, Error> {
    tx.query_opt(
        "UPDATE api_key SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL \
         RETURNING account_id",
        args![now, id],
        |row| row.id(0),
    )
}

fn read(row: &Row<'_>) -> Result<ApiKey, Error> {
    Ok(ApiKey {
        id: row.id(0)?,
        account_id: row.id(1)?,
        name: row.text(2)?,
        hash: row.bytes(3)?,
        last4: row.text(4)?,
        scopes: row.json(5)?,
        created_at: row.time(6)?,
        revoked_at: row.opt_time(7)?,
    })
}
