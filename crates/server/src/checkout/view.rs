//! What each checkout instance was last answered with. A row is written only when it
//! differs from the last one known here, so configuration reads stay reads.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use tender_domain::checkout_view::CheckoutView;
use tender_domain::client_session::{ClientSession, SessionContent};
use tender_domain::error::Error as Refusal;
use tender_domain::id::ClientSessionId;
use tender_store::checkout_view::{self, Saved};
use tender_store::{Tx, client_session};

use super::{Error, Result};
use crate::app::App;

/// Names a checkout instance: `Primer-SDK-Checkout-Session-ID`.
pub type CheckoutId = Arc<str>;

/// Longest checkout id that is kept as it is; clients send UUIDs.
const CHECKOUT_ID_LENGTH_MAX: usize = 64;

/// Views that this node keeps at hand. Past it the oldest knowledge is dropped whole:
/// the rows are in the database.
const VIEWS_MAX: usize = 50_000;

/// The views that this node answered with lately.
#[derive(Default)]
pub struct Views(Mutex<HashMap<(ClientSessionId, CheckoutId), Kept>>);

/// A view with the number of views that its session had dropped then: if that has
/// changed, the row of this one may be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    view: CheckoutView,
    views_dropped: i64,
}

impl Views {
    fn get(&self, key: &(ClientSessionId, CheckoutId)) -> Option<Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Forgets a view that could not be stored, so that the next answer stores it.
    fn forget(&self, key: &(ClientSessionId, CheckoutId)) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Keeps a view, unless a newer one is kept already.
    ///
    /// # Returns
    /// Whether it is the newest.
    fn put(&self, key: (ClientSessionId, CheckoutId), kept: Kept) -> bool {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if views.get(&key).is_some_and(|newer| newer.view.revision > kept.view.revision) {
            return false;
        }
        if views.len() >= VIEWS_MAX {
            views.clear();
        }
        views.insert(key, kept);
        true
    }
}

/// The id under which a checkout is kept: what it sent, or a digest of that where it is
/// longer or odder than any client's. `None` if it sent nothing.
#[must_use]
pub fn checkout_id(sent: &[u8]) -> Option<CheckoutId> {
    if sent.is_empty() {
        return None;
    }
    let plain = std::str::from_utf8(sent).ok().filter(|text| {
        text.len() <= CHECKOUT_ID_LENGTH_MAX && text.bytes().all(|byte| byte.is_ascii_graphic())
    });
    Some(match plain {
        Some(text) => text.into(),
        None => format!("sha256:{}", URL_SAFE_NO_PAD.encode(digest(&SHA256, sent))).into(),
    })
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

/// Notes that a checkout is being answered with `session`, and says with what to answer
/// it: with the session as it is now, if a newer revision of it was answered before.
///
/// # Errors
/// As [`of`]; [`Refusal::ClientTokenInvalid`] if the session is gone; when the database
/// refuses.
pub async fn note(
    app: &Arc<App>,
    checkout: &CheckoutId,
    mut session: ClientSession,
) -> Result<ClientSession> {
    let id = session.id;
    // Each round sees a newer revision than the last.
    while !remember(app, checkout, &session).await? {
        let store = app.store.of(session.account_id);
        let read = store.read(move |tx| client_session::load(tx, id)).await;
        session = read?.ok_or(Refusal::ClientTokenInvalid)?;
    }
    Ok(session)
}

/// As [`note`], for a view that a commit has stored.
///
/// # Errors
/// As [`note`].
pub async fn note_stored(
    app: &Arc<App>,
    checkout: &CheckoutId,
    session: ClientSession,
    saved: Saved,
) -> Result<ClientSession> {
    let views_dropped = saved.views_dropped.unwrap_or(session.views_dropped);
    let kept = Kept { view: of(&session)?, views_dropped };
    match app.views.put((session.id, checkout.clone()), kept) {
        true => Ok(session),
        false => note(app, checkout, session).await,
    }
}

/// Remembers that a checkout is being answered with `session`.
///
/// A view that promises less than the one before, or another currency, or is the first
/// that this node knows of, is stored before the answer: lost in a crash, a higher one
/// or none would stand in its place, and the shopper could be charged more than they
/// saw. One that promises more can be stored beside the answer, since losing it only
/// refuses.
///
/// # Returns
/// Whether that is right: `false` if a newer revision was answered before.
async fn remember(app: &Arc<App>, checkout: &CheckoutId, session: &ClientSession) -> Result<bool> {
    let key = (session.id, checkout.clone());
    let kept = Kept { view: of(session)?, views_dropped: session.views_dropped };
    let known = app.views.get(&key);
    if let Some(known) = &known {
        match known.view.revision.cmp(&session.revision) {
            Ordering::Greater => return Ok(false),
            Ordering::Equal if known.views_dropped == session.views_dropped => return Ok(true),
            Ordering::Equal | Ordering::Less => {}
        }
    }
    let (stored, now) = (kept.view.clone(), app.env.now());
    let (id, name) = key.clone();
    let store = app.store.of(session.account_id);
    let save = move |tx: &mut Tx<'_>| checkout_view::save(tx, id, &name, &stored, now);
    let beside = known.is_some_and(|known| {
        known.views_dropped == session.views_dropped && promises_more(&kept.view, &known.view)
    });
    if !beside {
        let saved = store.write(save).await?;
        let views_dropped = saved.views_dropped.unwrap_or(session.views_dropped);
        return Ok(saved.revision <= session.revision
            && app.views.put(key, Kept { views_dropped, ..kept }));
    }
    if !app.views.put(key.clone(), kept) {
        return Ok(false);
    }
    let app_in = app.clone();
    app.tasks.spawn(async move {
        if let Err(error) = store.write(save).await {
            tracing::warn!(%error, session.id = %key.0, "a checkout's view was not stored");
            app_in.views.forget(&key);
        }
    });
    Ok(true)
}

/// Whether losing `view` could only refuse a payment that `known` would allow as well.
fn promises_more(view: &CheckoutView, known: &CheckoutView) -> bool {
    view.currency == known.currency && known.amount.is_some() && view.amount >= known.amount
}

/// The newest view of a checkout: this node's own, or the stored one if another node
/// answered since. Revisions only grow. If the session has dropped views meanwhile and
/// none is stored, a newer one may have been dropped: then this node's own counts no more.
///
/// # Errors
/// When the database cannot be read.
pub fn newest(
    tx: &mut Tx<'_>,
    views: &Views,
    session: &ClientSession,
    checkout: &CheckoutId,
) -> std::result::Result<Option<CheckoutView>, Error> {
    let stored = checkout_view::load(tx, session.id, checkout)?;
    let own = views
        .get(&(session.id, checkout.clone()))
        .filter(|own| stored.is_some() || own.views_dropped == session.views_dropped);
    Ok(own.map(|own| own.view).into_iter().chain(stored).max_by_key(|view| view.revision))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_id_is_digested_never_ignored() {
        let id = |sent: &[u8]| checkout_id(sent).map(|id| id.to_string());
        assert_eq!(id(b""), None);
        assert_eq!(id(&[b'a'; 64]), Some("a".repeat(64)));
        let odd = [&[b'a'; 65][..], &[b'a'; 66], b"my tab", "t\u{e4}b".as_bytes(), b"t\xe4b"];
        let digests: std::collections::HashSet<_> = odd.iter().map(|sent| id(sent)).collect();
        assert_eq!(digests.len(), odd.len());
        for digest in digests {
            assert!(digest.is_some_and(|digest| digest.len() == 50), "a digest in base64");
        }
    }

    #[test]
    fn a_kept_view_is_not_replaced_by_an_older_one() {
        let kept = |revision| Kept {
            view: CheckoutView {
                revision,
                amount: None,
                currency: None,
                items_hash: String::new(),
            },
            views_dropped: 0,
        };
        let views = Views::default();
        let key = || ("0".repeat(22).parse().unwrap(), CheckoutId::from("a"));
        assert!(views.put(key(), kept(2)));
        assert!(!views.put(key(), kept(1)));
        assert_eq!(views.get(&key()), Some(kept(2)));
        assert!(views.put(key(), kept(2)) && views.put(key(), kept(3)));
    }
}
