//! What each checkout instance was last answered with. A row is written only when it
//! differs from the last one known here, so configuration reads stay reads.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use tender_domain::checkout_view::CheckoutView;
use tender_domain::client_session::{ClientSession, SessionContent};
use tender_domain::id::ClientSessionId;
use tender_store::{Tx, checkout_view};

use super::{Error, Result};
use crate::app::App;

/// Names a checkout instance: `Primer-SDK-Checkout-Session-ID`.
pub type CheckoutId = Arc<str>;

/// Longest checkout id that is kept; clients send UUIDs.
const CHECKOUT_ID_LENGTH_MAX: usize = 64;

/// Views that this node keeps at hand. Past it the oldest knowledge is dropped whole:
/// the rows are in the database.
const VIEWS_MAX: usize = 50_000;

/// The views that this node answered with lately.
#[derive(Default)]
pub struct Views(Mutex<HashMap<(ClientSessionId, CheckoutId), CheckoutView>>);

impl Views {
    fn get(&self, key: &(ClientSessionId, CheckoutId)) -> Option<CheckoutView> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps what a checkout was answered with, when it is stored already.
    ///
    /// # Errors
    /// As [`of`].
    pub fn keep(&self, checkout: &CheckoutId, session: &ClientSession) -> Result<()> {
        self.put((session.id, checkout.clone()), of(session)?);
        Ok(())
    }

    /// Forgets a view that could not be stored, so that the next answer stores it.
    fn forget(&self, key: &(ClientSessionId, CheckoutId)) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn put(&self, key: (ClientSessionId, CheckoutId), view: CheckoutView) {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if views.len() >= VIEWS_MAX {
            views.clear();
        }
        views.insert(key, view);
    }
}

/// The id as sent, if it can be one.
#[must_use]
pub fn checkout_id(text: &str) -> Option<CheckoutId> {
    let sane = !text.is_empty()
        && text.len() <= CHECKOUT_ID_LENGTH_MAX
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    sane.then(|| text.into())
}

/// The view that an answer with this session gives.
///
/// # Errors
/// When the stored totals no longer add up, which saving prevents.
pub fn of(session: &ClientSession) -> Result<CheckoutView> {
    Ok(CheckoutView {
        revision: session.revision,
        amount: session.content.totals()?.amount,
        currency: session.content.currency_code,
        items_hash: items_hash(&session.content),
    })
}

fn items_hash(content: &SessionContent) -> String {
    let items = content.order.as_ref().and_then(|order| order.line_items.as_ref());
    let text = items.and_then(|items| serde_json::to_vec(items).ok()).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(digest(&SHA256, &text))
}

/// Notes that a checkout is being answered with `session`.
///
/// A view that promises less than the one before, or another currency, or is the first
/// that this node knows of, is stored before the answer: lost in a crash, a higher one
/// or none would stand in its place, and the shopper could be charged more than they
/// saw. One that promises more can be stored beside the answer, since losing it only
/// refuses.
///
/// # Errors
/// As [`of`]; when the database refuses.
pub async fn note(app: &Arc<App>, checkout: &CheckoutId, session: &ClientSession) -> Result<()> {
    let key = (session.id, checkout.clone());
    let known = app.views.get(&key);
    if known.as_ref().is_some_and(|known| known.revision == session.revision) {
        return Ok(());
    }
    let (view, now) = (of(session)?, app.env.now());
    let stored = view.clone();
    let (id, name) = key.clone();
    let store = app.store.of(session.account_id);
    let save = move |tx: &mut Tx<'_>| checkout_view::save(tx, id, &name, &stored, now);
    if known.is_some_and(|known| promises_more(&view, &known)) {
        app.views.put(key.clone(), view);
        let app_in = app.clone();
        app.tasks.spawn(async move {
            if let Err(error) = store.write(save).await {
                tracing::warn!(%error, session.id = %key.0, "a checkout's view was not stored");
                app_in.views.forget(&key);
            }
        });
    } else {
        store.write(save).await?;
        app.views.put(key, view);
    }
    Ok(())
}

/// Whether losing `view` could only refuse a payment that `known` would allow as well.
fn promises_more(view: &CheckoutView, known: &CheckoutView) -> bool {
    view.currency == known.currency && known.amount.is_some() && view.amount >= known.amount
}

/// The newest view of a checkout: this node's own, or the stored one if another node
/// answered since. Revisions only grow.
///
/// # Errors
/// When the database cannot be read.
pub fn newest(
    tx: &mut Tx<'_>,
    views: &Views,
    session: ClientSessionId,
    checkout: &CheckoutId,
) -> std::result::Result<Option<CheckoutView>, Error> {
    let own = views.get(&(session, checkout.clone()));
    let stored = checkout_view::load(tx, session, checkout)?;
    Ok(own.into_iter().chain(stored).max_by_key(|view| view.revision))
}
