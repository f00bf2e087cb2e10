//! The front of the store.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use tender_domain::id::AccountId;

use crate::error::{Error, OpenError};
use crate::migration;
use crate::postgres::{Postgres, PostgresOptions};
use crate::signal::{Listeners, Signals};
use crate::simulator;
use crate::sqlite::{Sqlite, SqliteOptions};
use crate::turns::Owner;
use crate::tx::Tx;
use crate::work::pack;

/// The simulator's books are read by key alone, a few microseconds each.
const SIMULATOR_READERS: usize = 2;

/// An open database. Clones share it; dropping the last one closes it.
#[derive(Clone)]
pub struct Store {
    engine: Arc<Engine>,
    listeners: Listeners,
    /// For whom this clone works.
    owner: Owner,
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the SQLite database at `path`, creates it if missing, brings its
    /// schema up to date. One process at a time.
    ///
    /// # Errors
    /// [`OpenError`]: in use, not writable, written by a newer version.
    pub fn sqlite(path: &Path, options: SqliteOptions) -> Result<Self, OpenError> {
        let (signals, listeners) = Signals::new();
        let migrate = |tx: &mut Tx<'_>| migration::apply(tx).map(drop);
        let engine = Engine::Sqlite(Sqlite::open(path, &options, signals, migrate)?);
        Ok(Self { engine: Arc::new(engine), listeners, owner: None })
    }

    /// Opens the simulator's books in a SQLite file of their own, beside the node's
    /// database at `node_file`, which must be open. On PostgreSQL its books are a table
    /// like others, reached over connections of their own: another [`Store::postgres`].
    ///
    /// # Errors
    /// As [`Store::sqlite`].
    pub fn simulator(path: &Path, node_file: &Path) -> Result<Self, OpenError> {
        let (signals, listeners) = Signals::new();
        let options = SqliteOptions { readers: SIMULATOR_READERS, ..SqliteOptions::default() };
        let prepare = |tx: &mut Tx<'_>| simulator::prepare(tx, node_file);
        let engine = Engine::Sqlite(Sqlite::open(path, &options, signals, prepare)?);
        Ok(Self { engine: Arc::new(engine), listeners, owner: None })
    }

    /// Connects to the PostgreSQL database at `url` (`postgres://user:password@host/name`).
    /// Blocks until the schema is checked.
    ///
    /// # Errors
    /// [`OpenError`]: not reachable, or a schema that is older (unless
    /// [`PostgresOptions::migrate`]) or newer than this program's.
    pub fn postgres(url: &str, options: PostgresOptions) -> Result<Self, OpenError> {
        let (signals, listeners) = Signals::new();
        let engine = Engine::Postgres(Postgres::open(url, &options, &signals)?);
        Ok(Self { engine: Arc::new(engine), listeners, owner: None })
    }

    /// The same store, working for an account: where work has to wait, accounts take
    /// turns, so that the load of one does not delay the others.
    #[must_use]
    pub fn of(&self, account: AccountId) -> Self {
        Self { owner: Some(account), ..self.clone() }
    }

    /// Brings the schema of a PostgreSQL database up to date, under a lock that
    /// keeps other nodes from doing the same.
    ///
    /// # Returns
    /// The names of the migrations applied.
    ///
    /// # Errors
    /// [`OpenError`], with nothing changed.
    pub fn migrate(url: &str) -> Result<Vec<&'static str>, OpenError> {
        crate::postgres::migrate(url)
    }

    /// The migrations that a PostgreSQL database lacks.
    ///
    /// # Errors
    /// [`OpenError`] if it cannot be read or is newer than this program.
    pub fn pending(url: &str) -> Result<Vec<&'static str>, OpenError> {
        crate::postgres::pending(url)
    }

    /// Runs `closure` in a transaction and answers after its commit. An `Err` or a
    /// panic rolls back its own work only. It may run more than once, so it must
    /// not have side effects.
    ///
    /// # Errors
    /// The closure's own, or a [`Error`]: `Busy` if too much work waits.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (work, answer) = pack(closure);
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.general.offer(self.owner, work),
            Engine::Postgres(postgres) => postgres.general.offer(self.owner, work),
        }?;
        received(answer).await
    }

    /// As [`Store::write`], for closures that merely insert: PostgreSQL puts several
    /// into one commit. Rows must not be locked in it, since a group holds its locks
    /// until its end.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn insert<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (work, answer) = pack(closure);
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.general.offer(self.owner, work),
            Engine::Postgres(postgres) => postgres.insert.offer(self.owner, work),
        }?;
        received(answer).await
    }

    /// As [`Store::write`], for the outcome of a processor call: goes first and waits
    /// for a place instead of being refused. Run it in a task of its own, so that a
    /// caller that disconnects does not take it along.
    ///
    /// # Errors
    /// As [`Store::write`], but never for a full queue.
    pub async fn write_outcome<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (work, answer) = pack(closure);
        let outcome = match &*self.engine {
            Engine::Sqlite(sqlite) => &sqlite.outcome,
            Engine::Postgres(postgres) => &postgres.outcome,
        };
        outcome.push(self.owner, work).await?;
        received(answer).await
    }

    /// Runs `closure` over committed data. Each statement sees its own snapshot.
    ///
    /// # Errors
    /// The closure's own, or a [`Error`]; a statement that writes is refused.
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.readers.read(&closure).await,
            Engine::Postgres(postgres) => {
                let (work, answer) = pack(closure);
                postgres.read.offer(self.owner, work)?;
                received(answer).await
            }
        }
    }

    /// Wakes after each commit of this process that appended events.
    #[must_use]
    pub fn changed(&self) -> watch::Receiver<()> {
        self.listeners.events.clone()
    }

    /// Wakes after each commit of this process that enqueued jobs or gave some back.
    #[must_use]
    pub fn jobs(&self) -> watch::Receiver<()> {
        self.listeners.jobs.clone()
    }

    /// Asks the database for a sign of life, without writing.
    ///
    /// # Errors
    /// What keeps it from answering.
    pub async fn check(&self) -> Result<(), Error> {
        self.read(|tx| tx.query_one("SELECT CAST(1 AS BIGINT)", &[], |row| row.int(0))).await?;
        Ok(())
    }

    /// Has the database prove that it keeps what it is given: a small commit, ahead of
    /// everything that waits.
    ///
    /// # Errors
    /// What keeps it from it: away, read-only, its disk full or gone.
    pub async fn check_write(&self) -> Result<(), Error> {
        let sql = "UPDATE commit_count SET number = number + 1 WHERE id = 1";
        self.write_outcome(move |tx| tx.execute_one(sql, &[])).await
    }

    /// The engine's name, for logs and metrics.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match &*self.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgres",
        }
    }
}

async fn received<T, E: From<Error>>(answer: oneshot::Receiver<Result<T, E>>) -> Result<T, E> {
    // The sender is dropped unused only when the database thread has ended.
    answer.await.unwrap_or_else(|_| Err(E::from(Error::STOPPED)))
}
