//! Calls of payments to processors.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use tender_domain::id::{AttemptId, ClientSessionId, PaymentId};
use tender_domain::payment::{Attempt, AttemptState, IdempotencyKey, Operation};

use crate::arg::{Arg, args};
use crate::{Error, Row, Tx};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, payment_id, ordinal, idempotency_key, content, created_at, updated_at ",
            "FROM attempt WHERE ",
            $condition
        )
    };
}

/// Reads an attempt.
///
/// # Errors
/// When the database refuses.
pub fn load(tx: &mut Tx<'_>, id: AttemptId) -> Result<Option<Attempt>, Error> {
    tx.query_opt(select!("id = $1"), args![id], from_row)
}

/// Reads an attempt and keeps others from changing it until the commit. Its payment
/// must be locked before.
///
/// # Errors
/// When the database refuses, or the lock is not free in time.
pub fn lock(tx: &mut Tx<'_>, id: AttemptId) -> Result<Option<Attempt>, Error> {
    tx.lock_opt(select!("id = $1"), args![id], from_row)
}

/// The payment of an attempt and that payment's session: what must be locked before.
/// They never change.
///
/// # Errors
/// When the database refuses.
pub fn owners(
    tx: &mut Tx<'_>,
    id: AttemptId,
) -> Result<Option<(PaymentId, Option<ClientSessionId>)>, Error> {
    tx.query_opt(
        "SELECT payment.id, payment.client_session_id FROM attempt \
         JOIN payment ON payment.id = attempt.payment_id WHERE attempt.id = $1",
        args![id],
        |row| Ok((row.id(0)?, row.opt_id(1)?)),
    )
}

/// All attempts of a payment, oldest first.
///
/// # Errors
/// When the database refuses.
pub fn of_payment(tx: &mut Tx<'_>, id: PaymentId) -> Result<Vec<Attempt>, Error> {
    tx.query_all(select!("payment_id = $1 ORDER BY ordinal"), args![id], from_row)
}

/// Stores a new attempt, before its call.
///
/// # Errors
/// [`Error::Conflict`] if the payment has an attempt with this ordinal or key.
pub fn insert(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO attempt (id, payment_id, ordinal, operation, idempotency_key, state, content,
            created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            attempt.id,
            attempt.payment_id,
            attempt.ordinal,
            attempt.operation.as_str(),
            attempt.key.as_str(),
            attempt.state.as_str(),
            Arg::json(&Content::of(attempt))?,
            attempt.created_at,
            attempt.updated_at,
        ],
    )?;
    Ok(())
}

/// Stores what is known of an attempt.
///
/// # Errors
/// When the database refuses.
pub fn save(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), Error> {
    tx.execute(
        "UPDATE attempt SET state = $1, content = $2, updated_at = $3 WHERE id = $4",
        args![
            attempt.state.as_str(),
            Arg::json(&Content::of(attempt))?,
            attempt.updated_at,
            attempt.id,
        ],
    )?;
    Ok(())
}

/// The stored document.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content<'a> {
    #[serde(flatten)]
    state: Cow<'a, AttemptState>,
    #[serde(skip_serializing_if = "<[String]>::is_empty", default)]
    late_approvals: Cow<'a, [String]>,
}

impl<'a> Content<'a> {
    fn of(attempt: &'a Attempt) -> Self {
        Self {
            state: Cow::Borrowed(&attempt.state),
            late_approvals: Cow::Borrowed(&attempt.late_approvals),
        }
    }
}

fn from_row(row: &Row<'_>) -> Result<Attempt, Error> {
    let Content { state, late_approvals } = row.json(4)?;
    Ok(Attempt {
        id: row.id(0)?,
        payment_id: row.id(1)?,
        ordinal: row.int(2)?,
        operation: Operation::Authorize,
        key: IdempotencyKey::from_stored(row.text(3)?),
        state: state.into_owned(),
        created_at: row.time(5)?,
        updated_at: row.time(6)?,
        late_approvals: late_approvals.into_owned(),
    })
}
