//! The bounded way to the database threads.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TryRecvError, TrySendError, bounded, select, unbounded};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;
use crate::work::Work;

/// Most closures that wait in one lane. At ten thousand commits a second this is
/// a wait of a tenth of a second; more waiting would only serve callers that have
/// given up.
const LANE_LENGTH: usize = 1024;

/// A closure in a lane, with the slot that it takes there.
pub(crate) struct Queued {
    pub(crate) work: Box<dyn Work>,
    _slot: Option<OwnedSemaphorePermit>,
}

/// A lane that refuses work when it is full.
#[derive(Clone)]
pub(crate) struct Lane {
    name: &'static str,
    sender: Sender<Queued>,
}

impl Lane {
    pub(crate) fn new(name: &'static str) -> (Self, Receiver<Queued>) {
        let (sender, receiver) = bounded(LANE_LENGTH);
        (Self { name, sender }, receiver)
    }

    pub(crate) fn offer(&self, work: Box<dyn Work>) -> Result<(), Error> {
        let sent = self.sender.try_send(Queued { work, _slot: None });
        gauge(self.name, self.sender.len());
        sent.map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::STOPPED,
        })
    }
}

/// The lane of processor outcomes: callers wait for a slot instead of being
/// refused, because what a processor has done cannot be taken back.
#[derive(Clone)]
pub(crate) struct OutcomeLane {
    sender: Sender<Queued>,
    slots: Arc<Semaphore>,
}

impl OutcomeLane {
    pub(crate) fn new() -> (Self, Receiver<Queued>) {
        // Bounded by the slots; the channel itself must never block an async thread.
        let (sender, receiver) = unbounded();
        (Self { sender, slots: Arc::new(Semaphore::new(LANE_LENGTH)) }, receiver)
    }

    pub(crate) async fn push(&self, work: Box<dyn Work>) -> Result<(), Error> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| Error::STOPPED)?;
        let queued = Queued { work, _slot: Some(slot) };
        gauge("outcome", self.sender.len() + 1);
        self.sender.send(queued).map_err(|_| Error::STOPPED)
    }
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

#[expect(clippy::cast_precision_loss, reason = "a lane is far shorter than 2^52")]
fn gauge(lane: &'static str, length: usize) {
    metrics::gauge!("tender_store_queue_length", "lane" => lane).set(length as f64);
}
