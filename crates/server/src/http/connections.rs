//! Which connections are open, from where, and which are idle. One address has a share of
//! the slots; when none is free, the connection that has been idle longest makes room.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;
use tokio::sync::Notify;

use super::client_ip::Origin;

/// Most connections of a listener at one time.
const CONNECTIONS_MAX: usize = 10_000;

/// How many connections a listener has.
#[derive(Clone)]
pub(crate) struct ConnectionLimits {
    /// In all; the next ones wait in the listener's backlog if none is idle.
    total: usize,
    /// From one address.
    per_address: usize,
    /// Who may have any number: these speak for many others.
    trusted_proxies: Arc<[IpNet]>,
}

impl ConnectionLimits {
    /// All connections may be from one address.
    pub(crate) fn of_anybody() -> Self {
        Self::new(0, Arc::default())
    }

    /// So many connections of one address that is no trusted proxy; 0 is any number.
    pub(crate) fn new(per_address: u32, trusted_proxies: Arc<[IpNet]>) -> Self {
        let per_address = match usize::try_from(per_address) {
            Ok(limit @ 1..) => limit,
            _ => CONNECTIONS_MAX,
        };
        Self { total: CONNECTIONS_MAX, per_address, trusted_proxies }
    }
}

/// The open connections of a listener.
pub(crate) struct Connections {
    limits: ConnectionLimits,
    state: Mutex<State>,
    /// A connection has closed or fallen idle.
    room: Notify,
}

/// Numbers of connections and turns count up from 0; neither is used twice.
#[derive(Default)]
struct State {
    next: u64,
    open: HashMap<u64, Open>,
    /// The turn at which each idle connection fell idle, to its number: the oldest first.
    idle: BTreeMap<u64, u64>,
    origins: HashMap<Origin, OfOrigin>,
}

struct Open {
    origin: Option<Origin>,
    idle_since: Option<u64>,
    close: Arc<Notify>,
}

#[derive(Default)]
struct OfOrigin {
    open: usize,
    idle: BTreeMap<u64, u64>,
}

/// One connection's place, given up when dropped.
pub(crate) struct Slot {
    connections: Arc<Connections>,
    number: u64,
    close: Arc<Notify>,
}

/// A connection that serves a request; idle again when dropped.
pub(crate) struct Busy(Arc<Slot>);

impl Connections {
    pub(crate) fn new(limits: ConnectionLimits) -> Arc<Self> {
        Arc::new(Self { limits, state: Mutex::default(), room: Notify::new() })
    }

    /// Waits until another connection can be taken.
    pub(crate) async fn room(&self) {
        loop {
            let room = self.room.notified();
            {
                let state = self.state();
                if state.open.len() < self.limits.total || !state.idle.is_empty() {
                    return;
                }
            }
            room.await;
        }
    }

    /// A place for a connection from `peer`, which begins idle. If its address has its
    /// share, or no slot is free, the oldest idle connection there closes; `None` if all
    /// are busy.
    pub(crate) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Slot> {
        let peer = peer.to_canonical();
        let trusted = self.limits.trusted_proxies.iter().any(|network| network.contains(&peer));
        let origin = (!trusted).then(|| Origin::of(peer));
        let mut state = self.state();
        if let Some(of_origin) = origin.as_ref().and_then(|origin| state.origins.get(origin))
            && of_origin.open >= self.limits.per_address
        {
            let oldest = of_origin.idle.first_key_value().map(|(_, &number)| number);
            state.shed(oldest, "address")?;
        }
        if state.open.len() >= self.limits.total {
            let oldest = state.idle.first_key_value().map(|(_, &number)| number);
            state.shed(oldest, "total")?;
        }
        let (number, close) = (state.turn(), Arc::new(Notify::new()));
        let open = Open { origin, idle_since: None, close: close.clone() };
        state.open.insert(number, open);
        if let Some(origin) = origin {
            state.origins.entry(origin).or_default().open += 1;
        }
        state.rest(number);
        Some(Slot { connections: self.clone(), number, close })
    }

    /// Closes the oldest idle connection, for the file that it holds open.
    pub(crate) fn shed_one(&self) {
        let mut state = self.state();
        let oldest = state.idle.first_key_value().map(|(_, &number)| number);
        let _ = state.shed(oldest, "files");
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn turn(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Notes that a connection is idle from now on.
    fn rest(&mut self, number: u64) {
        let turn = self.turn();
        let Some(open) = self.open.get_mut(&number) else { return };
        open.idle_since = Some(turn);
        self.idle.insert(turn, number);
        if let Some(of_origin) = open.origin.and_then(|origin| self.origins.get_mut(&origin)) {
            of_origin.idle.insert(turn, number);
        }
    }

    /// Notes that a connection serves a request; `false` if it was told to close.
    fn wake(&mut self, number: u64) -> bool {
        let Some(open) = self.open.get_mut(&number) else { return false };
        if let Some(turn) = open.idle_since.take() {
            self.idle.remove(&turn);
            if let Some(of_origin) = open.origin.and_then(|origin| self.origins.get_mut(&origin)) {
                of_origin.idle.remove(&turn);
            }
        }
        true
    }

    /// Tells a connection to close, and forgets it at once; `None` if there is none.
    fn shed(&mut self, number: Option<u64>, reason: &'static str) -> Option<()> {
        let open = number.and_then(|number| self.remove(number));
        let outcome = if open.is_some() { "shed" } else { "refused" };
        metrics::counter!(
            "tender_http_connections_over_limit_total",
            "limit" => reason,
            "outcome" => outcome,
        )
        .increment(1);
        open?.close.notify_one();
        Some(())
    }

    fn remove(&mut self, number: u64) -> Option<Open> {
        self.wake(number);
        let open = self.open.remove(&number)?;
        if let Some(origin) = open.origin
            && let Some(of_origin) = self.origins.get_mut(&origin)
        {
            of_origin.open -= 1;
            if of_origin.open == 0 {
                self.origins.remove(&origin);
            }
        }
        Some(open)
    }
}

impl Slot {
    /// The connection serves a request from now on; `None` if it has to close instead.
    pub(crate) fn begin(self: &Arc<Self>) -> Option<Busy> {
        self.connections.state().wake(self.number).then(|| Busy(self.clone()))
    }

    /// Whether no request is being served.
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.connections.state();
        state.open.get(&self.number).is_none_or(|open| open.idle_since.is_some())
    }

    /// Ends when the connection has to make room for another.
    pub(crate) async fn shed(&self) {
        self.close.notified().await;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.connections.state().remove(self.number);
        self.connections.room.notify_one();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.connections.state().rest(self.0.number);
        self.0.connections.room.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn connections(total: usize, per_address: usize) -> Arc<Connections> {
        let trusted_proxies = Arc::from(["10.0.0.0/8".parse().unwrap()]);
        Connections::new(ConnectionLimits { total, per_address, trusted_proxies })
    }

    fn admit(connections: &Arc<Connections>, peer: &str) -> Option<Arc<Slot>> {
        connections.admit(peer.parse().unwrap()).map(Arc::new)
    }

    fn is_shed(slot: &Slot) -> bool {
        slot.shed().now_or_never().is_some()
    }

    #[test]
    fn the_oldest_idle_connection_makes_room() {
        let connections = connections(3, 3);
        let [first, second, third] =
            ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|peer| admit(&connections, peer).unwrap());
        // Serving a request makes it the youngest.
        drop(first.begin().unwrap());
        let _busy = second.begin().unwrap();
        let _fourth = admit(&connections, "192.0.2.4").unwrap();
        assert!(is_shed(&third) && !is_shed(&first) && !is_shed(&second));
        assert!(third.begin().is_none(), "it serves nothing any more");
        drop(third);
        assert_eq!(connections.state().open.len(), 3);
    }

    #[test]
    fn an_address_has_its_share_and_closes_only_its_own() {
        let connections = connections(10, 2);
        let other = admit(&connections, "192.0.2.9").unwrap();
        let first = admit(&connections, "2001:db8::1").unwrap();
        let second = admit(&connections, "2001:db8::2").unwrap();
        let third = admit(&connections, "2001:db8::ffff:1").unwrap();
        assert!(is_shed(&first) && !is_shed(&second) && !is_shed(&other), "one /64 is one address");
        let _busy = (second.begin().unwrap(), third.begin().unwrap());
        assert!(admit(&connections, "2001:db8::3").is_none());
        assert!(admit(&connections, "2001:db8:0:1::3").is_some());
        let of_proxy: Vec<_> = (0..5).map(|_| admit(&connections, "10.1.1.1").unwrap()).collect();
        assert!(of_proxy.iter().all(|slot| !is_shed(slot)));
    }

    #[test]
    fn without_an_idle_one_the_next_waits() {
        let connections = connections(1, 1);
        let slot = admit(&connections, "192.0.2.1").unwrap();
        assert!(connections.room().now_or_never().is_some(), "it is idle");
        let busy = slot.begin().unwrap();
        assert!(connections.room().now_or_never().is_none());
        assert!(admit(&connections, "192.0.2.2").is_none());
        drop(busy);
        assert!(connections.room().now_or_never().is_some());
        drop(slot);
        let state = connections.state();
        assert!(state.open.is_empty() && state.idle.is_empty() && state.origins.is_empty());
    }
}
