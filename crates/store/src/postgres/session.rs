//! One connection with its prepared statements.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Row, SimpleQueryMessage, Statement};

use super::address;
use super::failure::{self, Fate, error};
use super::link::Link;
use crate::arg::Arg;
use crate::error::{Error, OpenError};

/// Waiting longer than two seconds for a row means that something holds it that
/// should not; the caller hears "busy" instead (DESIGN rule 2). A statement is given up by
/// the server before this side takes its silence for a dead connection.
macro_rules! setup {
    () => {
        "SET lock_timeout = '2s'; SET statement_timeout = '6s'; \
         SET idle_in_transaction_session_timeout = '30s'; \
         SET default_transaction_isolation = 'read committed'"
    };
}
const SETUP: &str = setup!();
const SETUP_READ: &str = concat!(setup!(), "; SET default_transaction_read_only = on");

/// How long a server may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// To take a connection, until it is ready for work.
    pub(super) connect: Duration,
    /// To answer a statement.
    pub(super) answer: Duration,
}

/// What the sessions of a node have in common.
#[derive(Clone, Default)]
pub(super) struct Pool {
    /// Raised when a connection has fallen silent: what silenced it (a failover, a
    /// firewall) has most likely silenced all that are as old, so none of them is used again.
    generation: Arc<AtomicU64>,
}

/// How many connections the threads of a lane have.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<AtomicUsize>);

/// How a session is made.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) config: Config,
    pub(super) patience: Patience,
    pub(super) read_only: bool,
    pub(super) pool: Pool,
    /// Counts the session's connection while it lasts.
    pub(super) connections: Connections,
}

/// A connection that is made when first needed and again after it broke.
pub(crate) struct Session {
    settings: Settings,
    /// Runs the socket and the timers, on this session's thread alone.
    runtime: Option<Runtime>,
    link: Option<Link>,
    generation: u64,
    /// The last connection was given up because the server did not answer.
    was_silent: bool,
    /// Statements by their text and whether they lock what they read.
    statements: HashMap<(&'static str, bool), Statement>,
}

/// How a COMMIT ended.
pub(super) enum Commit {
    Done,
    Failed(Error),
    /// The connection was lost before the answer.
    Unknown,
}

impl Session {
    pub(super) fn new(settings: Settings) -> Result<Self, OpenError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            settings,
            runtime: Some(runtime.map_err(OpenError::Thread)?),
            link: None,
            generation: 0,
            was_silent: false,
            statements: HashMap::new(),
        })
    }

    /// Makes sure of a connection, as far as one can know without asking.
    ///
    /// # Errors
    /// [`Error::Unavailable`], whatever the reason; it names the server.
    pub(super) fn connect(&mut self) -> Result<(), Error> {
        let generation = self.settings.pool.generation.load(Ordering::Relaxed);
        if generation == self.generation && self.link.as_ref().is_some_and(|link| !link.is_closed())
        {
            return Ok(());
        }
        self.disconnect();
        let link = self.open().map_err(|why| {
            let server = address::name(&self.settings.config);
            Error::Unavailable(format!("PostgreSQL at {server}: {why}").into())
        })?;
        self.link = Some(link);
        self.generation = generation;
        self.settings.connections.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Whether there is no connection, such as after a failure that cost it.
    pub(super) fn is_lost(&self) -> bool {
        self.link.is_none()
    }

    /// Whether the last connection was lost, or the last attempt failed, without a word
    /// from the other side.
    pub(super) fn was_silent(&self) -> bool {
        self.was_silent
    }

    /// Whether neither this thread nor another of its lane is connected, as far as they know.
    pub(super) fn is_lane_down(&self) -> bool {
        self.settings.connections.0.load(Ordering::Relaxed) == 0
    }

    /// # Errors
    /// Why not, for an operator.
    fn open(&mut self) -> Result<Link, String> {
        let Settings { config, patience, read_only, .. } = &self.settings;
        let opening = async {
            let mut link = Link::open(config).await?;
            let setup = if *read_only { SETUP_READ } else { SETUP };
            link.ask(async |client| client.batch_execute(setup).await).await?;
            Ok(link)
        };
        let runtime = self.runtime.as_ref().ok_or_else(|| "closed".to_owned())?;
        let opened = runtime.block_on(async { timeout(patience.connect, opening).await });
        self.was_silent = opened.is_err();
        match opened {
            Ok(opened) => opened.map_err(|error| failure::refused(&error)),
            Err(_) => Err(format!("no answer within {:?}", patience.connect)),
        }
    }

    pub(super) fn disconnect(&mut self) {
        if self.link.take().is_some() {
            self.settings.connections.0.fetch_sub(1, Ordering::Relaxed);
        }
        self.statements.clear();
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.ask(async |client| client.batch_execute(sql).await)
    }

    pub(super) fn commit(&mut self) -> Commit {
        let mut certain = false;
        let committed = self.ask(async |client| {
            let answer = client.batch_execute("COMMIT").await;
            certain = answer.as_ref().is_err_and(failure::is_certain);
            answer
        });
        match committed {
            Ok(()) => Commit::Done,
            Err(error) if certain => Commit::Failed(error),
            Err(_) => {
                self.disconnect();
                Commit::Unknown
            }
        }
    }

    pub(crate) fn execute(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, Error> {
        let statement = self.prepare(sql, false)?;
        self.ask(async |client| client.execute(&statement, &parameters(args)).await)
    }

    pub(crate) fn query(
        &mut self,
        sql: &'static str,
        lock: bool,
        args: &[Arg<'_>],
    ) -> Result<Vec<Row>, Error> {
        let statement = self.prepare(sql, lock)?;
        self.ask(async |client| client.query(&statement, &parameters(args)).await)
    }

    /// One value as text, without a prepared statement.
    pub(super) fn ask_text(&mut self, sql: &str) -> Result<String, Error> {
        let messages = self.ask(async |client| client.simple_query(sql).await)?;
        let text = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        text.ok_or(Error::Missing)
    }

    fn prepare(&mut self, sql: &'static str, lock: bool) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(&(sql, lock)) {
            return Ok(statement.clone());
        }
        let suffix = if lock { " FOR UPDATE" } else { "" };
        let text = format!("{sql}{suffix}");
        let statement = self.ask(async |client| client.prepare(&text).await)?;
        self.statements.insert((sql, lock), statement.clone());
        Ok(statement)
    }

    /// Waits for an answer, but not for ever: a connection whose other end is gone
    /// without a word is thrown away, as is one that the failure has made useless.
    fn ask<T>(
        &mut self,
        ask: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, Error> {
        let (Some(link), Some(runtime)) = (&mut self.link, &self.runtime) else {
            return Err(Error::Unavailable("not connected to PostgreSQL".into()));
        };
        let patience = self.settings.patience.answer;
        let answer = runtime.block_on(async { timeout(patience, link.ask(ask)).await });
        match answer {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(failure)) => {
                if self.settings.read_only
                    && let Some(own_fault) = failure::read_only(&failure)
                {
                    return Err(own_fault);
                }
                if failure::fate(&failure) == Fate::Drop {
                    self.was_silent = false;
                    self.disconnect();
                }
                Err(error(&failure))
            }
            Err(_) => {
                let server = address::name(&self.settings.config);
                tracing::warn!(server, ?patience, "PostgreSQL fell silent; connecting anew");
                metrics::counter!("tender_store_silences_total").increment(1);
                self.was_silent = true;
                self.settings.pool.generation.fetch_max(self.generation + 1, Ordering::Relaxed);
                self.disconnect();
                let why = format!("PostgreSQL at {server}: no answer within {patience:?}");
                Err(Error::Unavailable(why.into()))
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A look-up of the server's name may still run and must not be waited for.
            runtime.shutdown_background();
        }
    }
}

fn parameters<'a>(args: &'a [Arg<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}
