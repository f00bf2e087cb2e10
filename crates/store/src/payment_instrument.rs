//! Tokenised payment methods, without their card data.

use tender_domain::id::PaymentInstrumentId;
use tender_domain::payment_instrument::{InstrumentState, PaymentInstrument, TokenType};
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::{Error, Row, Tx};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, account_id, client_session_id, state, fingerprint, created_at, ",
            "expires_at, content FROM payment_instrument WHERE ",
            $condition
        )
    };
}

/// Reads an instrument.
///
/// # Errors
/// When the database refuses.
pub fn load(tx: &mut Tx<'_>, id: PaymentInstrumentId) -> Result<Option<PaymentInstrument>, Error> {
    tx.query_opt(select!("id = $1"), args![id], from_row)
}

/// Reads the instrument that a token names.
///
/// # Errors
/// When the database refuses.
pub fn by_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<PaymentInstrument>, Error> {
    tx.query_opt(select!("token = $1"), args![token], from_row)
}

/// Stores a new instrument.
///
/// # Errors
/// When the database refuses.
pub fn insert(tx: &mut Tx<'_>, instrument: &PaymentInstrument) -> Result<(), Error> {
    let token_type = match instrument.summary.token_type {
        TokenType::SingleUse => "SINGLE_USE",
        TokenType::MultiUse => "MULTI_USE",
    };
    tx.execute(
        "INSERT INTO payment_instrument (id, token, account_id, client_session_id, token_type,
            content, fingerprint, state, created_at, updated_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            instrument.id,
            &instrument.summary.token,
            instrument.account_id,
            instrument.client_session_id,
            token_type,
            Arg::json(&instrument.summary)?,
            &instrument.fingerprint,
            instrument.state.as_str(),
            instrument.created_at,
            instrument.created_at,
            instrument.expires_at,
        ],
    )?;
    Ok(())
}

/// Changes whether an instrument can pay. Its session must be locked.
///
/// # Errors
/// When the database refuses.
pub fn set_state(
    tx: &mut Tx<'_>,
    id: PaymentInstrumentId,
    state: InstrumentState,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE payment_instrument SET state = $1, updated_at = $2 WHERE id = $3",
        args![state.as_str(), now, id],
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<PaymentInstrument, Error> {
    Ok(PaymentInstrument {
        id: row.id(0)?,
        account_id: row.id(1)?,
        client_session_id: row.id(2)?,
        state: row.parse(3)?,
        fingerprint: row.bytes(4)?,
        created_at: row.time(5)?,
        expires_at: row.time(6)?,
        summary: row.json(7)?,
    })
}
