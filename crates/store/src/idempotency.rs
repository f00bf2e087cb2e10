//! Idempotency keys that merchants and clients send.
//!
//! A key is inserted in the commit that does the work: a second request with it waits
//! for that commit and then finds the row.

use tender_domain::id::{AccountId, PaymentId};
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::retention::IDEMPOTENCY_KEY_KEPT;
use crate::tx::Tx;

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The operation, such as `payment.create`.
    pub operation: String,
    /// Digest of the request, to tell a repetition from another request.
    pub request_digest: [u8; 32],
    /// The payment that it made.
    pub payment_id: Option<PaymentId>,
    /// The answer, sealed, where answers are kept.
    pub answer: Option<Vec<u8>>,
    /// When it was used.
    pub created_at: Timestamp,
}

/// Uses `key`, unless it was used before.
///
/// # Returns
/// Whether this was the first use.
///
/// # Errors
/// What the database says.
pub fn insert(
    tx: &mut Tx<'_>,
    account_id: AccountId,
    key: &str,
    first: &KeyUse,
) -> Result<bool, Error> {
    let inserted = tx.execute(
        "INSERT INTO idempotency \
         (account_id, key, operation, request_digest, payment_id, answer, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, key) DO NOTHING",
        args![
            account_id,
            key,
            &first.operation,
            &first.request_digest,
            first.payment_id,
            first.answer.as_ref(),
            first.created_at,
        ],
    )?;
    Ok(inserted == 1)
}

/// The first use of `key`, if there was one.
///
/// # Errors
/// What the database says.
pub fn load(tx: &mut Tx<'_>, account_id: AccountId, key: &str) -> Result<Option<KeyUse>, Error> {
    tx.query_opt(
        "SELECT operation, request_digest, payment_id, answer, created_at FROM idempotency \
         WHERE account_id = $1 AND key = $2",
        args![account_id, key],
        |row| {
            Ok(KeyUse {
                operation: row.text(0)?,
                request_digest: row.bytes(1)?,
                payment_id: row.opt_id(2)?,
                answer: row.opt_blob(3)?,
                created_at: row.time(4)?,
            })
        },
    )
}

/// Deletes keys that nobody repeats any more, at most `limit`. Returns how many.
///
/// # Errors
/// What the database says.
pub fn delete_old(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM idempotency WHERE (account_id, key) IN ( \
         SELECT account_id, key FROM idempotency WHERE created_at <= $1 LIMIT $2)",
        args![now.before(IDEMPOTENCY_KEY_KEPT), limit],
    )
}
