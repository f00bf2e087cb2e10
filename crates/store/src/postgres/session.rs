//! One connection with its prepared statements.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::postgres::types::ToSql;
use ::postgres::{Client, Config, NoTls, Row, Statement};

use super::error;
use crate::arg::Arg;
use crate::error::Error;

pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Waiting longer than two seconds for a row means that something holds it that
/// should not; the caller hears "busy" instead (DESIGN rule 2).
const SETUP: &str = "SET lock_timeout = '2s'; SET statement_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '30s'; \
     SET default_transaction_isolation = 'read committed'";

/// How many connections the threads of a lane have.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<AtomicUsize>);

/// A connection that is made when first needed and again after it broke.
pub(crate) struct Session {
    config: Config,
    read_only: bool,
    connections: Connections,
    client: Option<Client>,
    /// Statements by their text and whether they lock what they read.
    statements: HashMap<(&'static str, bool), Statement>,
}

impl Session {
    /// `connections` counts this one while it lasts.
    pub(super) fn new(config: Config, read_only: bool, connections: Connections) -> Self {
        Self { config, read_only, connections, client: None, statements: HashMap::new() }
    }

    /// Makes sure of a connection, as far as one can know without asking.
    ///
    /// # Errors
    /// [`Error::Unavailable`], whatever the reason.
    pub(super) fn connect(&mut self) -> Result<(), Error> {
        if self.client.as_ref().is_some_and(|client| !client.is_closed()) {
            return Ok(());
        }
        self.disconnect();
        let client = self.open().map_err(|refusal| match error(&refusal) {
            Error::Database { code, message } => {
                Error::Unavailable(format!("{message} ({code})").into())
            }
            other => other,
        })?;
        self.client = Some(client);
        self.connections.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Whether neither this thread nor another of its lane is connected, as far as they know.
    pub(super) fn is_lane_down(&self) -> bool {
        self.connections.0.load(Ordering::Relaxed) == 0
    }

    fn open(&self) -> Result<Client, ::postgres::Error> {
        let mut client = self.config.connect(NoTls)?;
        client.batch_execute(SETUP)?;
        if self.read_only {
            client.batch_execute("SET default_transaction_read_only = on")?;
        }
        Ok(client)
    }

    pub(super) fn disconnect(&mut self) {
        if self.client.take().is_some() {
            self.connections.0.fetch_sub(1, Ordering::Relaxed);
        }
        self.statements.clear();
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.client()?.batch_execute(sql).map_err(|e| error(&e))
    }

    pub(crate) fn execute(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, Error> {
        let statement = self.prepare(sql, false)?;
        self.client()?.execute(&statement, &parameters(args)).map_err(|e| error(&e))
    }

    pub(crate) fn query(
        &mut self,
        sql: &'static str,
        lock: bool,
        args: &[Arg<'_>],
    ) -> Result<Vec<Row>, Error> {
        let statement = self.prepare(sql, lock)?;
        self.client()?.query(&statement, &parameters(args)).map_err(|e| error(&e))
    }

    fn prepare(&mut self, sql: &'static str, lock: bool) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(&(sql, lock)) {
            return Ok(statement.clone());
        }
        let suffix = if lock { " FOR UPDATE" } else { "" };
        let statement = self.client()?.prepare(&format!("{sql}{suffix}")).map_err(|e| error(&e))?;
        self.statements.insert((sql, lock), statement.clone());
        Ok(statement)
    }

    fn client(&mut self) -> Result<&mut Client, Error> {
        self.client.as_mut().ok_or(Error::Unavailable("not connected to PostgreSQL".into()))
    }
}

fn parameters<'a>(args: &'a [Arg<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}
