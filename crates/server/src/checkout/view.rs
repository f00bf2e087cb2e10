//! What each checkout instance was last answered with.
//!
//! The row is written beside the answer, not before it, and only when it differs
//! from the last one known here, so configuration reads stay reads.

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
        self.put((session.id, checkout.clone()), &of(session)?);
        Ok(())
    }

    /// Whether this checkout was answered with this revision, hence with this content.
    fn knows(&self, key: &(ClientSessionId, CheckoutId), revision: i64) -> bool {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.get(key).is_some_and(|view| view.revision == revision)
    }

    /// Forgets a view that could not be stored, so that the next answer stores it.
    fn forget(&self, key: &(ClientSessionId, CheckoutId)) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn put(&self, key: (ClientSessionId, CheckoutId), view: &CheckoutView) {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if views.len() >= VIEWS_MAX {
            views.clear();
        }
        views.insert(key, view.clone());
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
/// # Errors
/// As [`of`].
pub fn note(app: &Arc<App>, checkout: &CheckoutId, session: &ClientSession) -> Result<()> {
    let key = (session.id, checkout.clone());
    if app.views.knows(&key, session.revision) {
        return Ok(());
    }
    let view = of(session)?;
    app.views.put(key.clone(), &view);
    let (app_in, now) = (app.clone(), app.env.now());
    app.tasks.spawn(async move {
        let (session, checkout) = key.clone();
        let save = move |tx: &mut Tx<'_>| checkout_view::save(tx, session, &checkout, &view, now);
        if let Err(error) = app_in.store.write(save).await {
            tracing::warn!(%error, session.id = %session, "a checkout's view was not stored");
            app_in.views.forget(&key);
        }
    });
    Ok(())
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
