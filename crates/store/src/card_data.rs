//! Sealed card numbers, and CVVs in a table of their own (DESIGN rule 7). Nothing
//! here can open them.

use tender_domain::id::PaymentInstrumentId;
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::{Error, Tx};

/// Stores a sealed card number with the time of its end.
///
/// # Errors
/// When the database refuses.
pub fn insert(
    tx: &mut Tx<'_>,
    id: PaymentInstrumentId,
    sealed: &[u8],
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO card_data (payment_instrument_id, sealed, created_at, expires_at) \
         VALUES ($1, $2, $3, $4)",
        args![id, sealed, now, expires_at],
    )?;
    Ok(())
}

/// Stores a sealed CVV with the time of its end.
///
/// # Errors
/// When the database refuses.
pub fn insert_cvv(
    tx: &mut Tx<'_>,
    id: PaymentInstrumentId,
    sealed: &[u8],
    expires_at: Timestamp,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO card_cvv (payment_instrument_id, sealed, expires_at) VALUES ($1, $2, $3)",
        args![id, sealed, expires_at],
    )?;
    Ok(())
}

/// The sealed card number, until it is deleted.
///
/// # Errors
/// When the database refuses.
pub fn load(tx: &mut Tx<'_>, id: PaymentInstrumentId) -> Result<Option<Vec<u8>>, Error> {
    tx.query_opt(
        "SELECT sealed FROM card_data WHERE payment_instrument_id = $1",
        args![id],
        |row| row.blob(0),
    )
}

/// The sealed CVV, until it is deleted or its time is over.
///
/// # Errors
/// When the database refuses.
pub fn load_cvv(
    tx: &mut Tx<'_>,
    id: PaymentInstrumentId,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, Error> {
    tx.query_opt(
        "SELECT sealed FROM card_cvv WHERE payment_instrument_id = $1 AND expires_at > $2",
        args![id, now],
        |row| row.blob(0),
    )
}

/// Deletes a CVV: its authorisation has ended.
///
/// # Errors
/// When the database refuses.
pub fn delete_cvv(tx: &mut Tx<'_>, id: PaymentInstrumentId) -> Result<(), Error> {
    tx.execute("DELETE FROM card_cvv WHERE payment_instrument_id = $1", args![id])?;
    Ok(())
}

/// Deletes every CVV whose time is over. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn delete_expired_cvvs(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, Error> {
    tx.execute("DELETE FROM card_cvv WHERE expires_at <= $1", args![now])
}

/// Deletes the numbers whose time is over, unless the card was saved or an undecided
/// payment needs it; at most `limit`. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn delete_ended(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM card_data WHERE payment_instrument_id IN (
            SELECT i.id FROM card_data d
            JOIN payment_instrument i ON i.id = d.payment_instrument_id
            WHERE d.expires_at <= $1 AND i.token_type = 'SINGLE_USE'
              AND NOT EXISTS (SELECT 1 FROM payment p
                WHERE p.payment_instrument_id = i.id AND p.status = 'PENDING')
            LIMIT $2)",
        args![now, limit],
    )
}
