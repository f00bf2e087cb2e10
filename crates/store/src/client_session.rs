//! Client sessions.

use tender_domain::client_session::ClientSession;
use tender_domain::event::ChainHead;
use tender_domain::id::ClientSessionId;
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::client_token;
use crate::error::Error;
use crate::retention::SESSION_KEPT;
use crate::row::Row;
use crate::tx::Tx;

/// Adds a session.
///
/// # Errors
/// What the database says.
pub fn insert(tx: &mut Tx<'_>, session: &ClientSession) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO client_session (id, account_id, revision, content, created_at, updated_at, \
         expires_at, event_sequence, event_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            session.id,
            session.account_id,
            session.revision,
            Arg::json(&session.content)?,
            session.created_at,
            session.updated_at,
            session.expires_at,
            session.chain.sequence,
            &session.chain.hash,
        ],
    )?;
    Ok(())
}

/// The session, if it exists.
///
/// # Errors
/// What the database says.
pub fn load(tx: &mut Tx<'_>, id: ClientSessionId) -> Result<Option<ClientSession>, Error> {
    tx.query_opt(SELECT, args![id], read)
}

/// The session, if it exists, locked until the commit: before its payments and their
/// attempts (the order of locks).
///
/// # Errors
/// What the database says.
pub fn lock(tx: &mut Tx<'_>, id: ClientSessionId) -> Result<Option<ClientSession>, Error> {
    tx.lock_opt(SELECT, args![id], read)
}

/// Locks the session without reading it, for what happens to its payments.
///
/// # Errors
/// What the database says.
pub fn hold(tx: &mut Tx<'_>, id: ClientSessionId) -> Result<(), Error> {
    tx.lock_opt("SELECT revision FROM client_session WHERE id = $1", args![id], |row| row.int(0))?;
    Ok(())
}

/// Counts a view that is dropped, and locks the session until the commit.
///
/// # Returns
/// How many were dropped by now.
///
/// # Errors
/// What the database says.
pub(crate) fn drop_view(tx: &mut Tx<'_>, id: ClientSessionId) -> Result<i64, Error> {
    let sql = "UPDATE client_session SET views_dropped = views_dropped + 1 WHERE id = $1 \
               RETURNING views_dropped";
    tx.query_one(sql, args![id], |row| row.int(0))
}

/// Saves what can change of a locked session.
///
/// # Errors
/// [`Error::Missing`] if there is no such session.
pub fn save(tx: &mut Tx<'_>, session: &ClientSession) -> Result<(), Error> {
    tx.execute_one(
        "UPDATE client_session SET revision = $1, content = $2, updated_at = $3, \
         expires_at = $4, event_sequence = $5, event_hash = $6 WHERE id = $7",
        args![
            session.revision,
            Arg::json(&session.content)?,
            session.updated_at,
            session.expires_at,
            session.chain.sequence,
            &session.chain.hash,
            session.id,
        ],
    )
}

/// Deletes sessions that ended long ago without a payment, and what hangs on them; of
/// those with a payment only tokens and instruments that were not paid with. Looks at
/// `limit` tokens, since each session has at least one.
///
/// # Returns
/// How many tokens it deleted.
///
/// # Errors
/// What the database says.
pub fn delete_ended(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64, Error> {
    let mut deleted = 0;
    for (hash, id) in client_token::lock_ended(tx, now, limit)? {
        if delete_one(tx, id, now)? {
            client_token::delete(tx, &hash)?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

/// # Returns
/// Whether the session is done with.
fn delete_one(tx: &mut Tx<'_>, id: ClientSessionId, now: Timestamp) -> Result<bool, Error> {
    let expires_at = "SELECT expires_at FROM client_session WHERE id = $1";
    let expires_at = tx.lock_opt(expires_at, args![id], |row| row.time(0))?;
    if expires_at.is_some_and(|at| at > now.before(SESSION_KEPT)) {
        return Ok(false);
    }
    tx.execute(
        "DELETE FROM payment_instrument WHERE client_session_id = $1 \
         AND token_type = 'SINGLE_USE' AND NOT EXISTS (SELECT 1 FROM payment \
         WHERE payment.payment_instrument_id = payment_instrument.id)",
        args![id],
    )?;
    let payments = "SELECT COUNT(*) FROM payment WHERE client_session_id = $1";
    if tx.query_one(payments, args![id], |row| row.int(0))? == 0 {
        tx.execute("DELETE FROM checkout_view WHERE client_session_id = $1", args![id])?;
        tx.execute("DELETE FROM event WHERE aggregate_id = $1", args![id])?;
        tx.execute("DELETE FROM client_session WHERE id = $1", args![id])?;
    }
    Ok(true)
}

const SELECT: &str = "SELECT id, account_id, revision, content, created_at, updated_at, \
     expires_at, event_sequence, event_hash, views_dropped FROM client_session WHERE id = $1";

fn read(row: &Row<'_>) -> Result<ClientSession, Error> {
    Ok(ClientSession {
        id: row.id(0)?,
        account_id: row.id(1)?,
        revision: row.int(2)?,
        content: row.json(3)?,
        created_at: row.time(4)?,
        updated_at: row.time(5)?,
        expires_at: row.time(6)?,
        chain: ChainHead { sequence: row.int(7)?, hash: row.bytes(8)? },
        views_dropped: row.int(9)?,
    })
}
