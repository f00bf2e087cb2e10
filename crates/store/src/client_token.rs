//! Access tokens of client sessions. Each issued one has its row, found by the hash
//! of the secret that only the client holds.

use tender_domain::id::{ClientSessionId, ClientTokenId, PaymentId};
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::error::Error;
use crate::retention::SESSION_KEPT;
use crate::row::Row;
use crate::tx::Tx;

macro_rules! ended_sql {
    ($skip:literal) => {
        concat!(
            "SELECT hash, client_session_id FROM client_token WHERE expires_at <= $1 \
             AND client_session_id <> COALESCE( \
             (SELECT aggregate_id FROM event ORDER BY position DESC LIMIT 1), '') \
             ORDER BY expires_at LIMIT $2",
            $skip
        )
    };
}

/// An issued token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientToken {
    /// SHA-256 of the access token.
    pub hash: [u8; 32],
    /// Its id.
    pub id: ClientTokenId,
    /// The session that it opens.
    pub client_session_id: ClientSessionId,
    /// What it was issued for, such as `CHECKOUT`.
    pub intent: String,
    /// The payment whose required action it carries.
    pub payment_id: Option<PaymentId>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it stops opening the session.
    pub expires_at: Timestamp,
}

/// Adds a token.
///
/// # Errors
/// What the database says.
pub fn insert(tx: &mut Tx<'_>, token: &ClientToken) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO client_token (hash, id, client_session_id, intent, payment_id, created_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &values(token),
    )?;
    Ok(())
}

/// Adds a token, or lets the same one live until another time.
///
/// # Errors
/// What the database says.
pub fn renew(tx: &mut Tx<'_>, token: &ClientToken) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO client_token (hash, id, client_session_id, intent, payment_id, created_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at",
        &values(token),
    )?;
    Ok(())
}

/// The token with this hash, expired or not.
///
/// # Errors
/// What the database says.
pub fn load(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<ClientToken>, Error> {
    tx.query_opt(
        "SELECT hash, id, client_session_id, intent, payment_id, created_at, expires_at \
         FROM client_token WHERE hash = $1",
        args![hash],
        read,
    )
}

/// Tokens that ended long ago, at most `limit`, the oldest first, with their sessions;
/// locked, so that no other node takes them. Left out is the session of the newest event
/// of all: positions of events begin behind the last one that is there.
///
/// # Errors
/// What the database says.
pub fn lock_ended(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<([u8; 32], ClientSessionId)>, Error> {
    let sql = tx.dialect(ended_sql!(""), ended_sql!(" FOR UPDATE SKIP LOCKED"));
    tx.query_all(sql, args![now.before(SESSION_KEPT), limit], |row| Ok((row.bytes(0)?, row.id(1)?)))
}

/// Deletes a token.
///
/// # Errors
/// What the database says.
pub fn delete(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute("DELETE FROM client_token WHERE hash = $1", args![hash])?;
    Ok(())
}

fn values(token: &ClientToken) -> [Arg<'_>; 7] {
    [
        Arg::from(&token.hash),
        token.id.into(),
        token.client_session_id.into(),
        Arg::from(&token.intent),
        token.payment_id.into(),
        token.created_at.into(),
        token.expires_at.into(),
    ]
}

fn read(row: &Row<'_>) -> Result<ClientToken, Error> {
    Ok(ClientToken {
        hash: row.bytes(0)?,
        id: row.id(1)?,
        client_session_id: row.id(2)?,
        intent: row.text(3)?,
        payment_id: row.opt_id(4)?,
        created_at: row.time(5)?,
        expires_at: row.time(6)?,
    })
}
