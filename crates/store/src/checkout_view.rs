//! What each checkout instance was last answered with.

use tender_domain::checkout_view::CheckoutView;
use tender_domain::id::ClientSessionId;
use tender_domain::money::{Amount, Currency};
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::retention::VIEW_KEPT;
use crate::row::Row;
use crate::tx::Tx;

/// Most views of one session. A shopper has a few tabs and devices; a client that makes
/// up more checkouts than this gets none of them remembered.
const VIEWS_MAX: i64 = 20;

/// Remembers a view. An answer of an older revision that arrives late does not
/// replace a newer one. A new checkout of a session with 20 of them is not remembered.
///
/// # Errors
/// What the database says.
pub fn save(
    tx: &mut Tx<'_>,
    client_session_id: ClientSessionId,
    checkout_id: &str,
    view: &CheckoutView,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO checkout_view (client_session_id, checkout_id, revision, amount, currency, \
         items_hash, updated_at) \
         SELECT $1, $2, CAST($3 AS BIGINT), CAST($4 AS BIGINT), $5, $6, CAST($7 AS BIGINT) \
         WHERE EXISTS (SELECT 1 FROM checkout_view \
         WHERE client_session_id = $1 AND checkout_id = $2) \
         OR (SELECT COUNT(*) FROM checkout_view WHERE client_session_id = $1) < $8 \
         ON CONFLICT (client_session_id, checkout_id) DO UPDATE SET \
         revision = excluded.revision, amount = excluded.amount, currency = excluded.currency, \
         items_hash = excluded.items_hash, updated_at = excluded.updated_at \
         WHERE checkout_view.revision <= excluded.revision",
        args![
            client_session_id,
            checkout_id,
            view.revision,
            view.amount.map(Amount::minor),
            view.currency.as_ref().map(Currency::as_str),
            &view.items_hash,
            now,
            VIEWS_MAX,
        ],
    )?;
    Ok(())
}

/// The view of a checkout instance, if it has one.
///
/// # Errors
/// What the database says.
pub fn load(
    tx: &mut Tx<'_>,
    client_session_id: ClientSessionId,
    checkout_id: &str,
) -> Result<Option<CheckoutView>, Error> {
    tx.query_opt(
        "SELECT revision, amount, currency, items_hash FROM checkout_view \
         WHERE client_session_id = $1 AND checkout_id = $2",
        args![client_session_id, checkout_id],
        read,
    )
}

/// Deletes views that have not changed for 48 hours, so that their sessions have ended;
/// at most `limit`. Returns how many.
///
/// # Errors
/// What the database says.
pub fn delete_ended(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM checkout_view WHERE (client_session_id, checkout_id) IN ( \
         SELECT client_session_id, checkout_id FROM checkout_view \
         WHERE updated_at <= $1 LIMIT $2)",
        args![now.before(VIEW_KEPT), limit],
    )
}

fn read(row: &Row<'_>) -> Result<CheckoutView, Error> {
    let amount = row.opt_int(1)?.map(|minor| Amount::new(minor).ok_or_else(corrupt)).transpose()?;
    let code = row.opt_text(2)?;
    let currency = code.map(|code| Currency::parse(&code).map_err(|_| corrupt())).transpose()?;
    Ok(CheckoutView { revision: row.int(0)?, amount, currency, items_hash: row.text(3)? })
}

fn corrupt() -> Error {
    Error::Corrupt("a checkout view's total".to_owned())
}
