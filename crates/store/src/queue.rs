//! The bounded way to the database threads.

use std::iter;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use metrics::Gauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;
use crate::turns::{Owner, Turns};
use crate::work::Work;

/// Most closures that wait in one lane. At ten thousand commits a second this is
/// a wait of a tenth of a second; more waiting would only serve callers that have
/// given up.
const LANE_LENGTH: usize = 1024;

/// A closure in a lane.
pub(crate) struct Queued {
    pub(crate) work: Box<dyn Work>,
    /// Taken until the closure is answered, in the lane that counts its places.
    _slot: Option<OwnedSemaphorePermit>,
    _counted: Counted,
}

/// A lane that refuses work when it is full, first that of whoever has most waiting.
pub(crate) struct Lane {
    name: &'static str,
    entry: Entry,
    length: Gauge,
}

impl Lane {
    pub(crate) fn new(name: &'static str) -> (Self, Exit) {
        let (entry, exit) = passage();
        (Self { name, entry, length: length_of(name) }, exit)
    }

    /// # Errors
    /// [`Error::Busy`] if the lane is full and nobody in it has more waiting than `owner`.
    pub(crate) fn offer(&self, owner: Owner, work: Box<dyn Work>) -> Result<(), Error> {
        let queued = Queued { work, _slot: None, _counted: Counted::new(&self.length) };
        let mut turns = lock(&self.entry.turns);
        if turns.len() < LANE_LENGTH {
            turns.push(owner, queued);
            drop(turns);
            return self.entry.arrivals.send(()).map_err(|_| Error::STOPPED);
        }
        metrics::counter!("tender_store_refused_total", "lane" => self.name).increment(1);
        let Some(displaced) = turns.displace(owner) else { return Err(Error::Busy) };
        // In the place of the other, whose arrival was told already.
        turns.push(owner, queued);
        drop(turns);
        displaced.work.answer(Err(Error::Busy));
        Ok(())
    }
}

/// The lane of processor outcomes: callers wait for a slot instead of being
/// refused, because what a processor has done cannot be taken back.
pub(crate) struct OutcomeLane {
    entry: Entry,
    slots: Arc<Semaphore>,
    length: Gauge,
}

impl OutcomeLane {
    pub(crate) fn new() -> (Self, Exit) {
        let (entry, exit) = passage();
        let slots = Arc::new(Semaphore::new(LANE_LENGTH));
        (Self { entry, slots, length: length_of("outcome") }, exit)
    }

    pub(crate) async fn push(&self, owner: Owner, work: Box<dyn Work>) -> Result<(), Error> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| Error::STOPPED)?;
        let queued = Queued { work, _slot: Some(slot), _counted: Counted::new(&self.length) };
        lock(&self.entry.turns).push(owner, queued);
        self.entry.arrivals.send(()).map_err(|_| Error::STOPPED)
    }
}

/// A lane's two ends share what waits; a message tells of each arrival. The messages are
/// not bounded themselves, since sending must never block an async thread.
fn passage() -> (Entry, Exit) {
    let (arrivals, arrived) = unbounded();
    let turns = Arc::<Mutex<Turns<Queued>>>::default();
    (Entry { turns: turns.clone(), arrivals }, Exit { turns, arrived })
}

struct Entry {
    turns: Arc<Mutex<Turns<Queued>>>,
    arrivals: Sender<()>,
}

/// Where a database thread takes its work.
#[derive(Clone)]
pub(crate) struct Exit {
    turns: Arc<Mutex<Turns<Queued>>>,
    arrived: Receiver<()>,
}

impl Exit {
    /// Waits for work; `None` when the lane is closed and empty.
    pub(crate) fn next(&self) -> Option<Queued> {
        self.arrived.recv().ok().and_then(|()| self.take())
    }

    /// Work that waits already.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = Queued> {
        iter::from_fn(|| self.try_next())
    }

    fn try_next(&self) -> Option<Queued> {
        self.arrived.try_recv().ok().and_then(|()| self.take())
    }

    /// One for each arrival: there is always one.
    fn take(&self) -> Option<Queued> {
        lock(&self.turns).pop()
    }
}

fn lock(turns: &Mutex<Turns<Queued>>) -> MutexGuard<'_, Turns<Queued>> {
    turns.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One closure in the gauge of its lane, until dropped.
struct Counted(Gauge);

impl Counted {
    fn new(length: &Gauge) -> Self {
        length.increment(1);
        Self(length.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

fn length_of(lane: &'static str) -> Gauge {
    metrics::gauge!("tender_store_queue_length", "lane" => lane)
}

/// Waits for work of two lanes, `first` before `second`; `None` when both are closed.
pub(crate) fn next_of(first: &Exit, second: &Exit) -> Option<Queued> {
    match try_next_of(first, second) {
        Some(queued) => Some(queued),
        None => select! {
            recv(first.arrived) -> arrived => match arrived {
                Ok(()) => first.take(),
                Err(_closed) => second.next(),
            },
            recv(second.arrived) -> arrived => match arrived {
                Ok(()) => second.take(),
                Err(_closed) => first.next(),
            },
        },
    }
}

/// Takes waiting work of two lanes, `first` before `second`.
pub(crate) fn try_next_of(first: &Exit, second: &Exit) -> Option<Queued> {
    first.try_next().or_else(|| second.try_next())
}
