//! The bounded way to the database threads.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TryRecvError, TrySendError, bounded, select, unbounded};
use metrics::Gauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;
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

/// A lane that refuses work when it is full.
pub(crate) struct Lane {
    name: &'static str,
    sender: Sender<Queued>,
    length: Gauge,
}

impl Lane {
    pub(crate) fn new(name: &'static str) -> (Self, Receiver<Queued>) {
        let (sender, receiver) = bounded(LANE_LENGTH);
        (Self { name, sender, length: length_of(name) }, receiver)
    }

    pub(crate) fn offer(&self, work: Box<dyn Work>) -> Result<(), Error> {
        let queued = Queued { work, _slot: None, _counted: Counted::new(&self.length) };
        self.sender.try_send(queued).map_err(|refused| match refused {
            TrySendError::Full(_) => {
                metrics::counter!("tender_store_refused_total", "lane" => self.name).increment(1);
                Error::Busy
            }
            TrySendError::Disconnected(_) => Error::STOPPED,
        })
    }
}

/// The lane of processor outcomes: callers wait for a slot instead of being
/// refused, because what a processor has done cannot be taken back.
pub(crate) struct OutcomeLane {
    sender: Sender<Queued>,
    slots: Arc<Semaphore>,
    length: Gauge,
}

impl OutcomeLane {
    pub(crate) fn new() -> (Self, Receiver<Queued>) {
        // Bounded by the slots; the channel itself must never block an async thread.
        let (sender, receiver) = unbounded();
        let slots = Arc::new(Semaphore::new(LANE_LENGTH));
        (Self { sender, slots, length: length_of("outcome") }, receiver)
    }

    pub(crate) async fn push(&self, work: Box<dyn Work>) -> Result<(), Error> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| Error::STOPPED)?;
        let queued = Queued { work, _slot: Some(slot), _counted: Counted::new(&self.length) };
        self.sender.send(queued).map_err(|_| Error::STOPPED)
    }
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
pub(crate) fn next_of(first: &Receiver<Queued>, second: &Receiver<Queued>) -> Option<Queued> {
    match try_next_of(first, second) {
        Some(queued) => Some(queued),
        None => select! {
            recv(first) -> queued => queued.or_else(|_| second.recv()).ok(),
            recv(second) -> queued => queued.or_else(|_| first.recv()).ok(),
        },
    }
}

/// Takes waiting work of two lanes, `first` before `second`.
pub(crate) fn try_next_of(first: &Receiver<Queued>, second: &Receiver<Queued>) -> Option<Queued> {
    first.try_recv().or_else(|_: TryRecvError| second.try_recv()).ok()
}
