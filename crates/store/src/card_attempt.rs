//! Counters against card testing, shared by all nodes (DESIGN rule 8).

use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::retention::CARD_ATTEMPTS_KEPT;
use crate::tx::Tx;

/// The hour that counters for `at` belong to, counted from 1970.
#[must_use]
pub fn hour(at: Timestamp) -> i64 {
    at.as_seconds().div_euclid(3600)
}

/// Counts one attempt in `bucket` (such as `session:…`, `ip:…`, or a keyed digest of
/// a card; never a card number).
///
/// # Returns
/// The attempts of that bucket in that hour, this one included.
///
/// # Errors
/// What the database says.
pub fn count(tx: &mut Tx<'_>, bucket: &str, hour: i64) -> Result<i64, Error> {
    tx.query_one(
        "INSERT INTO card_attempt (bucket, hour, count) VALUES ($1, $2, 1) \
         ON CONFLICT (bucket, hour) DO UPDATE SET count = card_attempt.count + 1 \
         RETURNING count",
        args![bucket, hour],
        |row| row.int(0),
    )
}

/// Forgets counters that nobody looks at any more.
///
/// # Errors
/// What the database says.
pub fn forget_older(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM card_attempt WHERE hour < $1",
        args![hour(now.before(CARD_ATTEMPTS_KEPT))],
    )
}
