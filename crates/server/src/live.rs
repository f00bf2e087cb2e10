//! Tells open checkouts at once that their session has changed, on whichever node.
//!
//! One task per node follows the log of events, only while somebody listens. It is
//! woken by the commits of its own node and asks for those of others (DESIGN rule 11).
//! Each session that is listened to has one value, its latest revision: a reader that is
//! slow misses the revisions in between and keeps no memory.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{Notify, watch};

use tender_domain::event::Aggregate;
use tender_domain::id::ClientSessionId;
use tender_domain::time::Timestamp;
use tender_store::event_feed::{self, Change, Cursor};
use tender_store::{Error as StoreError, Store, client_session};

use crate::app::App;
use crate::http::client_ip::Origin;

/// How often the log is read without being woken: for another node's commits.
const POLL: Duration = Duration::from_millis(250);

/// The log is read at most this often, however many commits there are.
const REST: Duration = Duration::from_millis(20);

/// Pause after the database refused: trying at once would not help it.
const BACKOFF: Duration = Duration::from_secs(1);

/// How long a new stream waits until the log is followed, before its client is told to
/// try again.
const START_TIMEOUT: Duration = Duration::from_secs(5);

/// Most streams of a node: half its connections, so that there is always room for those
/// who pay.
pub const STREAMS_MAX: usize = 5_000;

/// Most streams of one session on a node: a shopper's tabs, not somebody who wants to
/// use up the node's.
pub const STREAMS_PER_SESSION_MAX: usize = 16;

/// Most streams of one address on a node, an IPv6 /64 counting as one: a large office.
pub const STREAMS_PER_ADDRESS_MAX: usize = 500;

/// Who listens on this node.
#[derive(Default)]
pub struct Live(watch::Sender<State>);

#[derive(Default)]
struct State {
    sessions: HashMap<ClientSessionId, Listened>,
    streams: usize,
    /// Each address's streams by their number, the oldest first.
    origins: HashMap<Option<Origin>, BTreeMap<u64, Arc<Notify>>>,
    next: u64,
    /// Every event committed from now on will be heard of.
    following: bool,
    /// The server stops.
    closed: bool,
}

/// A session that is listened to.
struct Listened {
    latest: watch::Sender<Latest>,
    streams: usize,
    expires_at: Timestamp,
}

/// The latest that is known of a session. What is greater is later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Latest {
    Nothing,
    Revision(i64),
    Ended,
}

/// One stream's place among the listeners, given up when dropped.
pub struct Subscription {
    live: Arc<Live>,
    session: ClientSessionId,
    latest: watch::Receiver<Latest>,
    place: Place,
}

/// Where a stream stands among those of its address.
#[derive(Clone)]
struct Place {
    origin: Option<Origin>,
    number: u64,
    /// It has to make room for another.
    leave: Arc<Notify>,
}

/// Tells listeners what changes, until `stop` turns true; then their streams end.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        () = follow(&app) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    app.live.close();
}

async fn follow(app: &App) {
    let mut changed = app.store.changed();
    let mut cursor = None;
    loop {
        if app.live.rests() {
            cursor = None;
            app.live.somebody_listens().await;
        }
        app.live.end_expired(app.env.now());
        // What was not told because of a panic or an error is told by the next turn.
        match AssertUnwindSafe(turn(app, &mut cursor)).catch_unwind().await {
            Ok(Ok(true)) => tokio::time::sleep(REST).await,
            Ok(Ok(false)) => {
                tokio::time::sleep(REST).await;
                let _ = tokio::time::timeout(POLL, changed.changed()).await;
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "live streams wait: the log could not be read");
                tokio::time::sleep(BACKOFF).await;
            }
            // The panic hook has logged where.
            Err(_) => tokio::time::sleep(BACKOFF).await,
        }
    }
}

/// Tells what is new. Returns whether there may be more.
async fn turn(app: &App, cursor: &mut Option<Cursor>) -> Result<bool, StoreError> {
    let cursor = match cursor {
        Some(cursor) => cursor,
        None => cursor.insert(app.store.read(event_feed::end).await?),
    };
    app.live.follows();
    let asked = cursor.clone();
    let found = app.store.read(move |tx| event_feed::read(tx, &asked)).await?;
    app.live.tell(&found);
    Ok(cursor.advance(&found, app.env.now()))
}

impl Live {
    /// A place among the listeners of a session that ends at `expires_at`; `None` if there
    /// are too many. When the node is full, the address with the most streams gives up its
    /// oldest for one with fewer.
    #[must_use]
    pub fn subscribe(
        self: &Arc<Self>,
        session: ClientSessionId,
        expires_at: Timestamp,
        origin: Option<Origin>,
    ) -> Option<Subscription> {
        let mut added = None;
        self.0.send_if_modified(|state| {
            added = state.add(session, expires_at, origin);
            added.is_some()
        });
        let (latest, place) = added?;
        metrics::gauge!("tender_live_streams").increment(1);
        Some(Subscription { live: self.clone(), session, latest, place })
    }

    /// Whether nobody listens any more, so that the log need not be followed.
    fn rests(&self) -> bool {
        let mut rests = false;
        self.0.send_if_modified(|state| {
            rests = state.sessions.is_empty();
            state.following &= !rests;
            false
        });
        rests
    }

    async fn somebody_listens(&self) {
        let _ = self.0.subscribe().wait_for(|state| !state.sessions.is_empty()).await;
    }

    fn follows(&self) {
        self.0.send_if_modified(|state| !std::mem::replace(&mut state.following, true));
    }

    fn tell(&self, found: &[Change]) {
        let state = self.0.borrow();
        for change in found {
            if let Some(Aggregate::ClientSession(id)) = change.aggregate
                && let Some(listened) = state.sessions.get(&id)
            {
                listened.raise(Latest::Revision(change.revision));
            }
        }
    }

    fn end_expired(&self, now: Timestamp) {
        let state = self.0.borrow();
        for expired in state.sessions.values().filter(|session| session.expires_at <= now) {
            expired.raise(Latest::Ended);
        }
    }

    fn close(&self) {
        self.0.send_modify(|state| {
            state.closed = true;
            state.sessions.values().for_each(|listened| listened.raise(Latest::Ended));
        });
    }
}

impl State {
    fn add(
        &mut self,
        session: ClientSessionId,
        expires_at: Timestamp,
        origin: Option<Origin>,
    ) -> Option<(watch::Receiver<Latest>, Place)> {
        let of_session = self.sessions.get(&session).map_or(0, |listened| listened.streams);
        let of_origin = self.origins.get(&origin).map_or(0, BTreeMap::len);
        let too_many = origin.is_some() && of_origin >= STREAMS_PER_ADDRESS_MAX;
        if too_many || of_session >= STREAMS_PER_SESSION_MAX {
            return None;
        }
        if self.streams >= STREAMS_MAX {
            self.make_room_for_one_more_than(of_origin)?;
        }
        let listened = self.sessions.entry(session).or_insert_with(|| Listened {
            latest: watch::Sender::new(if self.closed { Latest::Ended } else { Latest::Nothing }),
            streams: 0,
            expires_at,
        });
        listened.streams += 1;
        let latest = listened.latest.subscribe();
        self.streams += 1;
        self.next += 1;
        let place = Place { origin, number: self.next, leave: Arc::default() };
        self.origins.entry(origin).or_default().insert(place.number, place.leave.clone());
        Some((latest, place))
    }

    /// Ends the oldest stream of the address with the most, if it has more than an address
    /// would have that now has `streams` and gets one more.
    fn make_room_for_one_more_than(&mut self, streams: usize) -> Option<()> {
        let (&origin, most) = self.origins.iter().max_by_key(|(_, streams)| streams.len())?;
        let (&number, leave) = most.first_key_value().filter(|_| most.len() > streams + 1)?;
        leave.notify_one();
        self.vacate(origin, number);
        Some(())
    }

    /// Frees a place, once.
    fn vacate(&mut self, origin: Option<Origin>, number: u64) {
        let Some(of_origin) = self.origins.get_mut(&origin) else { return };
        if of_origin.remove(&number).is_some() {
            self.streams -= 1;
        }
        if of_origin.is_empty() {
            self.origins.remove(&origin);
        }
    }

    fn remove(&mut self, session: ClientSessionId, place: &Place) {
        self.vacate(place.origin, place.number);
        if let Some(listened) = self.sessions.get_mut(&session) {
            listened.streams -= 1;
            if listened.streams == 0 {
                self.sessions.remove(&session);
            }
        }
    }
}

impl Listened {
    /// Events can be heard of out of order, so only what is later counts.
    fn raise(&self, news: Latest) {
        self.latest.send_if_modified(|latest| {
            let is_later = news > *latest;
            *latest = news.max(*latest);
            is_later
        });
    }
}

impl Subscription {
    /// Takes in the session's revision as it is now. No later one is missed: from before
    /// this read on, the log is followed.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if the log cannot be followed yet; what the database says.
    pub async fn begin(&mut self, store: &Store) -> Result<(), StoreError> {
        let mut state = self.live.0.subscribe();
        let followed = state.wait_for(|state| state.following || state.closed);
        if tokio::time::timeout(START_TIMEOUT, followed).await.is_err() {
            return Err(StoreError::Busy);
        }
        let id = self.session;
        let session = store.read(move |tx| client_session::load(tx, id)).await?;
        let revision = session.ok_or(StoreError::Missing)?.revision;
        if let Some(listened) = self.live.0.borrow().sessions.get(&id) {
            listened.raise(Latest::Revision(revision));
        }
        // Another stream of the session may have brought it here before.
        self.latest.mark_changed();
        Ok(())
    }

    /// The latest revision, as soon as there is one that was not told yet; `None` when
    /// the session has expired, the server stops, or another stream needs the place. Nothing
    /// is lost if the wait is given up.
    pub async fn next(&mut self) -> Option<i64> {
        loop {
            tokio::select! {
                changed = self.latest.changed() => changed.ok()?,
                () = self.place.leave.notified() => return None,
            }
            match *self.latest.borrow_and_update() {
                Latest::Nothing => {}
                Latest::Revision(revision) => return Some(revision),
                Latest::Ended => return None,
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        metrics::gauge!("tender_live_streams").decrement(1);
        self.live.0.send_if_modified(|state| {
            state.remove(self.session, &self.place);
            false
        });
    }
}
