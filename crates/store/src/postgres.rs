//! PostgreSQL: a pool of threads, each with one connection, each serving one lane.

mod session;
mod worker;

use std::str::FromStr;
use std::thread;

use ::postgres::Config;
use ::postgres::config::{Host, SslMode};
use ::postgres::error::SqlState;

use self::session::Connections;
use self::worker::{Mode, Worker};
use crate::error::{Error, OpenError};
use crate::migration;
use crate::queue::{Exit, Lane, OutcomeLane};
use crate::signal::Signals;
use crate::tx::{Connection, Tx};

pub(crate) use self::session::Session;

/// How PostgreSQL is used.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// Most connections at a time, at least [`Self::CONNECTIONS_MIN`]: one per lane
    /// (reads, writes, inserts, outcomes). Each is made when first needed.
    pub connections: usize,
    /// Whether opening brings the schema up to date.
    pub migrate: bool,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self { connections: 16, migrate: false }
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
        let config = config(url)?;
        if options.migrate {
            on_connection(config.clone(), migration::apply)?;
        } else {
            on_connection(config.clone(), migration::require)?;
        }

        let (general, general_work) = Lane::new("general");
        let (insert, insert_work) = Lane::new("insert");
        let (read, read_work) = Lane::new("read");
        let (outcome, outcome_work) = OutcomeLane::new();
        let mut number = 0;
        let mut start = |count: usize, lane: &Exit, mode: Mode| {
            let connections = Connections::default();
            (0..count).try_for_each(|_| {
                number += 1;
                let session = Session::new(config.clone(), mode == Mode::Read, connections.clone());
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
    on_connection(config(url)?, migration::apply)
}

pub(crate) fn pending(url: &str) -> Result<Vec<&'static str>, OpenError> {
    on_connection(config(url)?, migration::pending)
}

/// Runs `task` with a connection of its own, on a thread of its own: the driver
/// must not block a thread that serves async tasks.
fn on_connection<T: Send + 'static>(
    config: Config,
    task: fn(&mut Tx<'_>) -> Result<T, OpenError>,
) -> Result<T, OpenError> {
    let thread = thread::Builder::new().name("tender-pg-open".to_owned()).spawn(move || {
        let mut session = Session::new(config, false, Connections::default());
        session.connect()?;
        task(&mut Tx::new(Connection::Postgres(&mut session)))
    });
    thread.map_err(OpenError::Thread)?.join().unwrap_or(Err(OpenError::Database(Error::Panicked)))
}

fn config(url: &str) -> Result<Config, OpenError> {
    // The driver's message may quote the address, which holds the password.
    let mut config = Config::from_str(url).map_err(|_| OpenError::Address)?;
    if !is_on_this_machine(&config) && config.get_ssl_mode() != SslMode::Disable {
        return Err(OpenError::Unencrypted);
    }
    config.application_name("tender").connect_timeout(session::CONNECT_TIMEOUT);
    Ok(config)
}

/// Whether no address leaves this machine. A `hostaddr` is connected to instead of its `host`.
fn is_on_this_machine(config: &Config) -> bool {
    let addresses = config.get_hostaddrs();
    if !addresses.is_empty() {
        return addresses.iter().all(std::net::IpAddr::is_loopback);
    }
    config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    })
}

/// What a failure of the driver means here.
pub(crate) fn error(error: &::postgres::Error) -> Error {
    let Some(refusal) = error.as_db_error() else {
        return if error.is_closed() || is_io(error) {
            Error::Unavailable("the connection to PostgreSQL failed".into())
        } else {
            // The top message only: causes may quote values.
            Error::Database { code: "driver".to_owned(), message: error.to_string() }
        };
    };
    let code = refusal.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        Error::Conflict { table: refusal.table().unwrap_or_default().to_owned() }
    } else if *code == SqlState::LOCK_NOT_AVAILABLE || *code == SqlState::QUERY_CANCELED {
        Error::Busy
    } else if is_outage(code) {
        Error::Unavailable(format!("PostgreSQL says {}", code.code()).into())
    } else {
        Error::Database { code: code.code().to_owned(), message: refusal.message().to_owned() }
    }
}

fn is_io(error: &::postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
}

/// Classes 08 (connection), 53 (resources) and 57P (shutdown) of PostgreSQL's appendix A.
fn is_outage(code: &SqlState) -> bool {
    ["08", "53", "57P"].iter().any(|class| code.code().starts_with(class))
}
