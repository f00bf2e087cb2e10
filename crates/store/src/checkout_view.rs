//! What each checkout instance was last answered with.

use tender_domain::checkout_view::CheckoutView;
use tender_domain::id::ClientSessionId;
use tender_domain::limits::CLIENT_TOKEN_LIFETIME;
use tender_domain::money::{Amount, Currency};
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::client_session;
use crate::error::Error;
use crate::retention::VIEW_KEPT;
use crate::row::Row;
use crate::tx::Tx;

/// Most views of one session: a shopper has a few tabs and devices, but each reload is a
/// checkout of its own. The oldest goes, and the session counts it: what a checkout
/// without a view was shown is not known there any more.
const VIEWS_MAX: i64 = 20;

// A view of a session that can be paid is never deleted for its age.
const _: () = assert!(VIEW_KEPT.as_secs() > CLIENT_TOKEN_LIFETIME.as_secs());

/// What stands after a view was given to [`save`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The revision of the view that is stored now: a newer one is not replaced.
    pub revision: i64,
    /// How many views the session has dropped by now, if one was dropped for this one.
    pub views_dropped: Option<i64>,
}

/// Remembers a view. An answer of an older revision that arrives late does not replace a
/// newer one. Of a session with 20 views the oldest goes to make room.
///
/// # Errors
/// What the database says.
pub fn save(
    tx: &mut Tx<'_>,
    client_session_id: ClientSessionId,
    checkout_id: &str,
    view: &CheckoutView,
    now: Timestamp,
) -> Result<Saved, Error> {
    let key = (client_session_id, checkout_id);
    if put(tx, key, (view, now), VIEWS_MAX)? {
        return Ok(Saved { revision: view.revision, views_dropped: None });
    }
    if let Some(newer) = load(tx, client_session_id, checkout_id)? {
        return Ok(Saved { revision: newer.revision, views_dropped: None });
    }
    let views_dropped = Some(make_room(tx, client_session_id)?);
    let revision = match put(tx, key, (view, now), i64::MAX)? {
        true => view.revision,
        // The same checkout was faster with a newer one.
        false => load(tx, client_session_id, checkout_id)?.ok_or(Error::Missing)?.revision,
    };
    Ok(Saved { revision, views_dropped })
}

/// Stores a view, if the session has fewer than `limit` or one of this checkout, which is
/// not newer.
///
/// # Returns
/// Whether it did.
fn put(
    tx: &mut Tx<'_>,
    (client_session_id, checkout_id): (ClientSessionId, &str),
    (view, now): (&CheckoutView, Timestamp),
    limit: i64,
) -> Result<bool, Error> {
    let rows = tx.execute(
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
            limit,
        ],
    )?;
    Ok(rows == 1)
}

/// Deletes the oldest views, so that one more has room, and counts it. The session is
/// locked for that: of two that come at once, each makes room for its own, and a payment
/// sees the view or that it was dropped.
fn make_room(tx: &mut Tx<'_>, client_session_id: ClientSessionId) -> Result<i64, Error> {
    let dropped = client_session::drop_view(tx, client_session_id)?;
    tx.execute(
        "DELETE FROM checkout_view WHERE client_session_id = $1 AND checkout_id IN ( \
         SELECT checkout_id FROM checkout_view WHERE client_session_id = $1 \
         ORDER BY updated_at DESC, revision DESC, checkout_id LIMIT 1000000 OFFSET $2)",
        args![client_session_id, VIEWS_MAX - 1],
    )?;
    Ok(dropped)
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

/// Deletes views that have not changed for 48 hours, so that their sessions have ended:
/// never sooner, since a payment without a view may pay what was not shown; at most `limit`. Returns how many.
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
