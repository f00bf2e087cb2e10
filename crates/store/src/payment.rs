//! Payments.

use tender_domain::event::ChainHead;
use tender_domain::id::{ClientSessionId, PaymentId, PaymentInstrumentId};
use tender_domain::payment::{Payment, SessionPayment};

use crate::arg::{Arg, args};
use crate::{Error, Row, Tx};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, account_id, client_session_id, payment_instrument_id, status, content, ",
            "created_at, updated_at, event_sequence, event_hash FROM payment WHERE ",
            $condition
        )
    };
}

/// Reads a payment.
///
/// # Errors
/// When the database refuses.
pub fn load(tx: &mut Tx<'_>, id: PaymentId) -> Result<Option<Payment>, Error> {
    tx.query_opt(select!("id = $1"), args![id], from_row)
}

/// Reads a payment and keeps others from changing it until the commit. The session,
/// if there is one, must be locked before.
///
/// # Errors
/// When the database refuses, or the lock is not free in time.
pub fn lock(tx: &mut Tx<'_>, id: PaymentId) -> Result<Option<Payment>, Error> {
    tx.lock_opt(select!("id = $1"), args![id], from_row)
}

/// All payments of a session, oldest first. Stable only while the session is locked.
///
/// # Errors
/// When the database refuses.
pub fn of_session(tx: &mut Tx<'_>, id: ClientSessionId) -> Result<Vec<SessionPayment>, Error> {
    tx.query_all(
        "SELECT id, status FROM payment WHERE client_session_id = $1 ORDER BY id",
        args![id],
        brief_from_row,
    )
}

/// The payment that an instrument made, the newest if there are several.
///
/// # Errors
/// When the database refuses.
pub fn of_instrument(
    tx: &mut Tx<'_>,
    id: PaymentInstrumentId,
) -> Result<Option<SessionPayment>, Error> {
    tx.query_opt(
        "SELECT id, status FROM payment WHERE payment_instrument_id = $1 ORDER BY id DESC LIMIT 1",
        args![id],
        brief_from_row,
    )
}

/// The payment that completed a free order of the session without an instrument.
///
/// # Errors
/// When the database refuses.
pub fn without_instrument(
    tx: &mut Tx<'_>,
    id: ClientSessionId,
) -> Result<Option<SessionPayment>, Error> {
    tx.query_opt(
        "SELECT id, status FROM payment WHERE client_session_id = $1 \
         AND payment_instrument_id IS NULL ORDER BY id DESC LIMIT 1",
        args![id],
        brief_from_row,
    )
}

/// Stores a new payment.
///
/// # Errors
/// [`Error::Conflict`] if another payment of the session takes or may take money;
/// [`Error::Broken`] if it breaks another rule about money.
pub fn insert(tx: &mut Tx<'_>, payment: &Payment) -> Result<(), Error> {
    payment.check_invariants().map_err(Error::Broken)?;
    let charge = &payment.content.charge;
    tx.execute(
        "INSERT INTO payment (id, account_id, client_session_id, payment_instrument_id, status,
            order_id, currency, amount, content, created_at, updated_at, event_sequence, event_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            payment.id,
            payment.account_id,
            payment.client_session_id,
            payment.payment_instrument_id,
            payment.status.as_str(),
            &charge.order_id,
            charge.currency.as_str(),
            charge.amount.minor(),
            Arg::json(&payment.content)?,
            payment.created_at,
            payment.updated_at,
            payment.chain.sequence,
            &payment.chain.hash,
        ],
    )?;
    Ok(())
}

/// Stores a changed payment. What it charges never changes.
///
/// # Errors
/// As [`insert`].
pub fn save(tx: &mut Tx<'_>, payment: &Payment) -> Result<(), Error> {
    payment.check_invariants().map_err(Error::Broken)?;
    let charge = &payment.content.charge;
    let saved = tx.execute(
        "UPDATE payment SET status = $1, content = $2, updated_at = $3, event_sequence = $4,
            event_hash = $5 WHERE id = $6 AND amount = $7 AND currency = $8",
        args![
            payment.status.as_str(),
            Arg::json(&payment.content)?,
            payment.updated_at,
            payment.chain.sequence,
            &payment.chain.hash,
            payment.id,
            charge.amount.minor(),
            charge.currency.as_str(),
        ],
    )?;
    match saved {
        1 => Ok(()),
        _ => Err(Error::Broken("its amount or currency has changed, or it was never stored")),
    }
}

fn from_row(row: &Row<'_>) -> Result<Payment, Error> {
    Ok(Payment {
        id: row.id(0)?,
        account_id: row.id(1)?,
        client_session_id: row.opt_id(2)?,
        payment_instrument_id: row.opt_id(3)?,
        status: row.parse(4)?,
        content: row.json(5)?,
        created_at: row.time(6)?,
        updated_at: row.time(7)?,
        chain: ChainHead { sequence: row.int(8)?, hash: row.bytes(9)? },
    })
}

fn brief_from_row(row: &Row<'_>) -> Result<SessionPayment, Error> {
    Ok(SessionPayment { id: row.id(0)?, status: row.parse(1)? })
}
