//! A database thread: takes closures of its lane, commits them, answers.

use std::iter;
use std::thread;
use std::time::Duration;

use super::failure::is_conflict;
use super::session::{Commit, Session};
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

/// The same when the server said nothing: each such run costs the whole patience.
const SILENT_TRIES: u32 = 2;

/// Most inserting closures of one commit.
const GROUP_SIZE: usize = 64;

/// Pause after the first failed connection attempt; doubled with each one.
const RECONNECT_PAUSE_MIN: Duration = Duration::from_millis(20);

/// Longest pause after a failed connection attempt.
const RECONNECT_PAUSE_MAX: Duration = Duration::from_secs(1);

/// Connection attempts for an outcome: with the pauses between them about three seconds.
const OUTCOME_CONNECT_TRIES: u32 = 8;

/// What an attempt counts for that was not answered at all.
const SILENT_ATTEMPT: u32 = 4;

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
        let mut tries = 1;
        loop {
            let mut tx = Tx::new(Connection::Postgres(&mut self.session));
            work.run(&mut tx);
            let lost = self.session.is_lost();
            if !lost || tries >= self.tries_max() || self.reconnect().is_err() {
                break;
            }
            tries += 1;
        }
        work.answer(Ok(()));
    }

    fn write(&mut self, mut work: Box<dyn Work>) {
        let mut tries = 1;
        let answer = loop {
            match self.transaction(std::slice::from_mut(&mut work)) {
                End::Committed | End::Refused => break Ok(()),
                End::Unknown => break Err(Error::OutcomeUnknown),
                End::Failed(error) => {
                    let again = self.session.is_lost() || is_conflict(&error);
                    if !again || tries >= self.tries_max() {
                        break Err(if is_conflict(&error) { Error::Busy } else { error });
                    }
                    if let Err(outage) = self.recover(tries) {
                        break Err(outage);
                    }
                }
            }
            tries += 1;
        };
        work.answer(answer);
    }

    fn tries_max(&self) -> u32 {
        if self.session.was_silent() { SILENT_TRIES } else { TRIES }
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
            let failure = tx.failure().cloned();
            if failure.is_some() || !keep {
                // Nothing is wrong with the work itself; else its own result stands.
                let of_database = failure.filter(|e| self.session.is_lost() || is_conflict(e));
                self.rollback();
                return of_database.map_or(End::Refused, End::Failed);
            }
        }
        match self.session.commit() {
            Commit::Failed(error) => return End::Failed(error),
            Commit::Unknown => return End::Unknown,
            Commit::Done => {}
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
    fn recover(&mut self, tries: u32) -> Result<(), Error> {
        metrics::counter!("tender_store_retries_total").increment(1);
        if self.session.is_lost() {
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
        let mut tries = if self.mode == Mode::Outcome { OUTCOME_CONNECT_TRIES } else { 1 };
        let mut pause = RECONNECT_PAUSE_MIN;
        loop {
            let Err(outage) = self.session.connect() else { return Ok(()) };
            let cost = if self.session.was_silent() { SILENT_ATTEMPT } else { 1 };
            tries = tries.saturating_sub(cost);
            if tries == 0 {
                return Err(outage);
            }
            thread::sleep(pause);
            pause = longer(pause);
        }
    }
}

fn longer(pause: Duration) -> Duration {
    (pause * 2).min(RECONNECT_PAUSE_MAX)
}
