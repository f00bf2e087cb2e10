//! Accounts.

use tender_domain::account::{Account, AccountSettings, Environment};
use tender_domain::event::ChainHead;
use tender_domain::id::AccountId;
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

/// Adds an account, with an empty event chain.
///
/// # Errors
/// What the database says.
pub fn insert(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> Result<(), Error> {
    let chain = ChainHead::default();
    tx.execute(
        "INSERT INTO account (id, name, environment, settings, created_at, event_sequence, \
         event_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            account.id,
            &account.name,
            account.environment.as_str(),
            Arg::json(&account.settings)?,
            now,
            chain.sequence,
            &chain.hash,
        ],
    )?;
    Ok(())
}

/// The account, if it exists.
///
/// # Errors
/// What the database says.
pub fn load(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, Error> {
    let sql = "SELECT id, name, environment, settings FROM account WHERE id = $1";
    tx.query_opt(sql, args![id], read)
}

/// Every account, oldest first.
///
/// # Errors
/// What the database says.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Account>, Error> {
    tx.query_all("SELECT id, name, environment, settings FROM account ORDER BY id", &[], read)
}

/// Replaces the settings.
///
/// # Errors
/// [`Error::Missing`] if there is no such account.
pub fn save_settings(
    tx: &mut Tx<'_>,
    id: AccountId,
    settings: &AccountSettings,
) -> Result<(), Error> {
    let sql = "UPDATE account SET settings = $1 WHERE id = $2";
    tx.execute_one(sql, args![Arg::json(settings)?, id])
}

/// Locks the account and answers the end of its event chain.
///
/// # Errors
/// [`Error::Missing`] if there is no such account.
pub fn lock_chain(tx: &mut Tx<'_>, id: AccountId) -> Result<ChainHead, Error> {
    let sql = "SELECT event_sequence, event_hash FROM account WHERE id = $1";
    tx.lock_one(sql, args![id], |row| Ok(ChainHead { sequence: row.int(0)?, hash: row.bytes(1)? }))
}

/// Saves the end of the account's event chain.
///
/// # Errors
/// [`Error::Missing`] if there is no such account.
pub fn save_chain(tx: &mut Tx<'_>, id: AccountId, chain: &ChainHead) -> Result<(), Error> {
    let sql = "UPDATE account SET event_sequence = $1, event_hash = $2 WHERE id = $3";
    tx.execute_one(sql, args![chain.sequence, &chain.hash, id])
}

fn read(row: &Row<'_>) -> Result<Account, Error> {
    Ok(Account {
        id: row.id(0)?,
        name: row.text(1)?,
        environment: row.named(2, Environment::parse)?,
        settings: row.json(3)?,
    })
}
