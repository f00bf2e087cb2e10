//! PostgreSQL: a pool of threads, each with one connection, each serving one lane.

mod address;
mod failure;
mod fitness;
mod link;
mod session;
mod worker;

use std::thread;
use std::time::Duration;

use self::session::{Connections, Patience, Pool, Settings};
use self::worker::{Mode, Worker};
use crate::error::{Error, OpenError};
use crate::migration;
use crate::queue::{Exit, Lane, OutcomeLane};
use crate::signal::Signals;
use crate::tx::{Connection, Tx};

pub(crate) use self::failure::error;
pub(crate) use self::session::Session;

/// How PostgreSQL is used.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// Most connections at a time, at least [`Self::CONNECTIONS_MIN`]: one per lane
    /// (reads, writes, inserts, outcomes). Each is made when first needed.
    pub connections: usize,
    /// Whether opening brings the schema up to date.
    pub migrate: bool,
    /// How long an answer is waited for before the connection is given up as dead.
    pub patience: Duration,
}

/// Longer than any statement of ours may run (six seconds, see `session`), and short
/// enough that a call that meets two dead connections still answers in time.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long a connection may take to be ready.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// For a migration: it may rewrite tables. A dead server is noticed by keepalives.
const MIGRATION_PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for PostgresOptions {
    fn default() -> Self {
        Self { connections: 16, migrate: false, patience: PATIENCE }
    }
}

impl PostgresOptions {
    /// One connection per lane.
    pub const CONNECTIONS_MIN: usize = 4;
}

pub(crate) struct Postgres {
    pub(crate) general: Lane,
    pub(crate) insert: Lane,
    pub(crate) read: Lane,
    pub(crate) outcome: OutcomeLane,
}

impl Postgres {
    pub(crate) fn open(
        url: &str,
        options: &PostgresOptions,
        signals: &Signals,
    ) -> Result<Self, OpenError> {
        let connections = options.connections;
        let least = PostgresOptions::CONNECTIONS_MIN;
        if connections < least {
            return Err(OpenError::TooFewConnections { least, given: connections });
        }
        if options.migrate {
            migrate(url)?;
        } else {
            on_connection(url, options.patience, migration::require)?;
        }
        let settings = settings(url, options.patience)?;

        let (general, general_work) = Lane::new("general");
        let (insert, insert_work) = Lane::new("insert");
        let (read, read_work) = Lane::new("read");
        let (outcome, outcome_work) = OutcomeLane::new();
        let mut number = 0;
        let mut start = |count: usize, lane: &Exit, mode: Mode| {
            let connections = Connections::default();
            (0..count).try_for_each(|_| {
                number += 1;
                let (read_only, connections) = (mode == Mode::Read, connections.clone());
                let settings = Settings { read_only, connections, ..settings.clone() };
                let session = Session::new(settings)?;
                let worker = Worker { session, mode, signals: signals.clone(), number };
                let lane = lane.clone();
                thread::Builder::new()
                    .name(format!("tender-pg-{number}"))
                    .spawn(move || worker::run(worker, &lane))
                    .map(drop)
                    .map_err(OpenError::Thread)
            })
        };
        // An eighth is kept free for outcomes, so that waiting writers cannot hold
        // back what a processor has already done.
        let (outcomes, quarter) = ((connections / 8).max(1), connections / 4);
        start(outcomes, &outcome_work, Mode::Outcome)?;
        start(quarter, &insert_work, Mode::Insert)?;
        start(quarter, &read_work, Mode::Read)?;
        start(connections - outcomes - 2 * quarter, &general_work, Mode::Write)?;
        Ok(Self { general, insert, read, outcome })
    }
}

pub(crate) fn migrate(url: &str) -> Result<Vec<&'static str>, OpenError> {
    on_connection(url, MIGRATION_PATIENCE, migration::apply)
}

pub(crate) fn pending(url: &str) -> Result<Vec<&'static str>, OpenError> {
    on_connection(url, PATIENCE, migration::pending)
}

/// Runs `task` with a connection of its own to a server that was found fit, on a thread of
/// its own: waiting must not block a thread that serves async tasks.
fn on_connection<T: Send + 'static>(
    url: &str,
    patience: Duration,
    task: fn(&mut Tx<'_>) -> Result<T, OpenError>,
) -> Result<T, OpenError> {
    let settings = settings(url, patience)?;
    let thread = thread::Builder::new().name("tender-pg-open".to_owned()).spawn(move || {
        fitness::check(&settings)?;
        let mut session = Session::new(settings)?;
        session.connect()?;
        task(&mut Tx::new(Connection::Postgres(&mut session)))
    });
    thread.map_err(OpenError::Thread)?.join().unwrap_or(Err(OpenError::Database(Error::Panicked)))
}

fn settings(url: &str, answer: Duration) -> Result<Settings, OpenError> {
    let patience = Patience { connect: answer.min(CONNECT_PATIENCE), answer };
    Ok(Settings {
        config: address::config(url, patience)?,
        patience,
        read_only: false,
        pool: Pool::default(),
        connections: Connections::default(),
    })
}
