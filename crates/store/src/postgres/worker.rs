//! A database thread: takes closures of its lane, commits them, answers.

use std::iter;
use std::thread;
use std::time::Duration;

use super::session::Session;
use crate::error::Error;
use crate::queue::Exit;
use crate::signal::{News, Signals};
use crate::tx::{Connection, Tx};
use crate::work::Work;

/// What the closures of a lane need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A transaction each.
    Write,
    /// A transaction each, and patience while the server is away: what a processor has
    /// done cannot be taken back.
    Outcome,
    /// A transaction for as many as wait.
    Insert,
    /// No transaction.
    Read,
}

/// Runs of a closure before its deadlock or broken connection is the caller's problem.
const TRIES: u32 = 5;

/// Most inserting closures of one commit.
const GROUP_SIZE: usize = 64;

/// Pause after the first failed connection attempt; doubled with each one.
const RECONNECT_PAUSE_MIN: Duration = Duration::from_millis(20);

/// Longest pause after a failed connection attempt.
const RECONNECT_PAUSE_MAX: Duration = Duration::from_secs(1);

/// Connection attempts for an outcome: with the pauses between them about three seconds.
const OUTCOME_CONNECT_TRIES: u32 = 8;

/// Serves the lane until it is closed and empty.
pub(super) fn run(mut worker: Worker, lane: &Exit) {
    let mut pause = RECONNECT_PAUSE_MIN;
    while let Some(first) = lane.next() {
        if let Err(error) = worker.connect() {
            tracing::warn!(%error, pause_ms = pause.as_millis(), "PostgreSQL is not reachable");
            first.work.answer(Err(error.clone()));
            // What waits is served by the lane's other threads; only if they have no
            // connection either, nobody waits for a server that is away.
            if worker.session.is_lane_down() {
                lane.waiting().for_each(|queued| queued.work.answer(Err(error.clone())));
            }
            thread::sleep(pause);
            pause = longer(pause);
            continue;
        }
        pause = RECONNECT_PAUSE_MIN;
        match worker.mode {
            Mode::Read => worker.read(first.work),
            Mode::Write | Mode::Outcome => worker.write(first.work),
            Mode::Insert => {
                let group = iter::once(first).chain(lane.waiting().take(GROUP_SIZE - 1));
                worker.insert(group.map(|queued| queued.work).collect());
            }
        }
    }
}

/// What a thread owns.
pub(super) struct Worker {
    pub(super) session: Session,
    pub(super) mode: Mode,
    pub(super) signals: Signals,
    /// Differs between the threads of a node.
    pub(super) number: u64,
}

/// How a transaction ended.
enum End {
    /// Committed.
    Committed,
    /// Rolled back because a closure refused or panicked; its result stands.
    Refused,
    /// Rolled back because the database failed, whatever the closures say.
    Failed(Error),
    /// COMMIT was sent and the connection lost before its answer.
    Unknown,
}

impl Worker {
    fn read(&mut self, mut work: Box<dyn Work>) {
        for _ in 0..TRIES {
            let mut tx = Tx::new(Connection::Postgres(&mut self.session));
            work.run(&mut tx);
            let lost = matches!(tx.failure(), Some(Error::Unavailable(_)));
            if !lost || self.reconnect().is_err() {
                break;
            }
        }
        work.answer(Ok(()));
    }

    fn write(&mut self, mut work: Box<dyn Work>) {
        let mut tries = 1;
        let answer = loop {
            match self.transaction(std::slice::from_mut(&mut work)) {
                End::Committed | End::Refused => break Ok(()),
                End::Unknown => break Err(Error::OutcomeUnknown),
                End::Failed(error) if !is_transient(&error) || tries == TRIES => break Err(error),
                End::Failed(error) => {
                    if let Err(outage) = self.recover(&error, tries) {
                        break Err(outage);
                    }
                }
            }
            tries += 1;
        };
        work.answer(answer);
    }

    /// Commits the group as one; if anything in it fails, each alone, so that one
    /// closure's fault is not the others'.
    fn insert(&mut self, mut group: Vec<Box<dyn Work>>) {
        metrics::histogram!("tender_store_batch_size", "engine" => "postgres")
            .record(u32::try_from(group.len()).unwrap_or(u32::MAX));
        let answer = match self.transaction(&mut group) {
            End::Committed => Ok(()),
            End::Unknown => Err(Error::OutcomeUnknown),
            End::Refused | End::Failed(_) => {
                return group.into_iter().for_each(|work| self.write(work));
            }
        };
        for work in group {
            work.answer(answer.clone());
        }
    }

    fn transaction(&mut self, group: &mut [Box<dyn Work>]) -> End {
        if let Err(error) = self.session.batch("BEGIN") {
            return End::Failed(error);
        }
        let mut news = News::default();
        for work in group {
            let mut tx = Tx::new(Connection::Postgres(&mut self.session));
            let keep = work.run(&mut tx);
            news.add(tx.news());
            let failure = tx.failure().filter(|failure| is_transient(failure)).cloned();
            if failure.is_some() || !keep {
                self.rollback();
                return failure.map_or(End::Refused, End::Failed);
            }
        }
        match self.session.batch("COMMIT") {
            Ok(()) => {}
            Err(Error::Unavailable(_)) => {
                self.session.disconnect();
                return End::Unknown;
            }
            Err(error) => return End::Failed(error),
        }
        self.signals.send(news);
        End::Committed
    }

    fn rollback(&mut self) {
        if self.session.batch("ROLLBACK").is_err() {
            // Closing the connection rolls back as well.
            self.session.disconnect();
        }
    }

    /// Makes another run worth trying.
    fn recover(&mut self, error: &Error, tries: u32) -> Result<(), Error> {
        metrics::counter!("tender_store_retries_total").increment(1);
        if matches!(error, Error::Unavailable(_)) {
            return self.reconnect();
        }
        // Whom this deadlocked with has another number, so the two do not meet again.
        thread::sleep(Duration::from_millis((1 << tries) + self.number % 7));
        Ok(())
    }

    fn reconnect(&mut self) -> Result<(), Error> {
        self.session.disconnect();
        self.connect()
    }

    /// Makes sure of a connection, with the patience that the lane deserves.
    fn connect(&mut self) -> Result<(), Error> {
        let tries = if self.mode == Mode::Outcome { OUTCOME_CONNECT_TRIES } else { 1 };
        let mut pause = RECONNECT_PAUSE_MIN;
        for _ in 1..tries {
            if self.session.connect().is_ok() {
                return Ok(());
            }
            thread::sleep(pause);
            pause = longer(pause);
        }
        self.session.connect()
    }
}

fn longer(pause: Duration) -> Duration {
    (pause * 2).min(RECONNECT_PAUSE_MAX)
}

/// Whether nothing is wrong with the work itself: serialisation failure, deadlock
/// (PostgreSQL's appendix A, class 40), lost connection.
fn is_transient(error: &Error) -> bool {
    match error {
        Error::Unavailable(_) => true,
        Error::Database { code, .. } => code == "40001" || code == "40P01",
        _ => false,
    }
}
