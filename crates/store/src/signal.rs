//! Waking those who wait for what a commit brings.

use tokio::sync::watch;

/// What a transaction brings to others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// It appended events.
    pub(crate) events: bool,
    /// It enqueued jobs or gave some back.
    pub(crate) jobs: bool,
}

impl News {
    pub(crate) fn add(&mut self, other: Self) {
        self.events |= other.events;
        self.jobs |= other.jobs;
    }
}

/// Wakes the listeners of this process.
#[derive(Clone)]
pub(crate) struct Signals {
    events: watch::Sender<()>,
    jobs: watch::Sender<()>,
}

/// What listeners are made from.
#[derive(Clone)]
pub(crate) struct Listeners {
    pub(crate) events: watch::Receiver<()>,
    pub(crate) jobs: watch::Receiver<()>,
}

impl Signals {
    pub(crate) fn new() -> (Self, Listeners) {
        let (events, on_events) = watch::channel(());
        let (jobs, on_jobs) = watch::channel(());
        (Self { events, jobs }, Listeners { events: on_events, jobs: on_jobs })
    }

    /// Tells the news of a transaction that is committed.
    pub(crate) fn send(&self, news: News) {
        if news.events {
            self.events.send_replace(());
        }
        if news.jobs {
            self.jobs.send_replace(());
        }
    }
}
