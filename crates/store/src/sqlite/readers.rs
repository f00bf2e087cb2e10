//! Reading from SQLite.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::tx::{self, Tx};
use crate::work::call;

/// Read-only connections, one per concurrent reader.
///
/// A read runs on the thread that asks: it takes microseconds from the page
/// cache, less than handing it to another thread and waiting for the answer.
pub(crate) struct Readers {
    path: PathBuf,
    turns: Semaphore,
    /// Those that nobody reads with.
    connections: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn open(path: &Path, number: usize) -> Result<Self, Error> {
        let connections = (0..number).map(|_| connect(path)).collect::<Result<_, _>>()?;
        Ok(Self {
            path: path.to_owned(),
            turns: Semaphore::new(number),
            connections: Mutex::new(connections),
        })
    }

    pub(crate) async fn read<T, E, F>(&self, closure: &F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        let _turn = self.turns.acquire().await.map_err(|_| Error::STOPPED)?;
        let free = self.lock().pop();
        let connection = match free {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let mut tx = Tx::new(tx::Connection::Sqlite(&connection));
        // Panics of the closure are caught inside, so the connection comes back.
        let result = call(closure, &mut tx);
        // One that met a failing disk is opened again for the next reader.
        if !matches!(tx.failure(), Some(Error::Unavailable(_))) {
            self.lock().push(connection);
        }
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        // Push and pop cannot leave the list half changed.
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    super::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}
