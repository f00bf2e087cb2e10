//! Access tokens of client sessions. Each issued one has its row, found by the hash
//! of the secret that only the client holds.

use tender_domain::id::{ClientSessionId, ClientTokenId, PaymentId};
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

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
        args![
            &token.hash,
            token.id,
            token.client_session_id,
            &token.intent,
            token.payment_id,
            token.created_at,
            token.expires_at,
        ],
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
