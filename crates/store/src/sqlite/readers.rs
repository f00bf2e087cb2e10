//! Reading from SQLite.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::tx::{self, Tx};
use crate::work::call;

/// Read-only connections, one per concurrent reader.
///
/// A read runs on the thread that asks: it takes microseconds from the page
/// cache, less than handing it to another thread and waiting for the answer.
pub(crate) struct Readers {
    free: Semaphore,
    connections: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        Self { free: Semaphore::new(connections.len()), connections: Mutex::new(connections) }
    }

    pub(crate) async fn read<T, E, F>(&self, closure: &F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        let _turn = self.free.acquire().await.map_err(|_| Error::STOPPED)?;
        let connection = self.lock().pop().ok_or(Error::STOPPED)?;
        // Panics of the closure are caught inside, so the connection comes back.
        let result = call(closure, &mut Tx::new(tx::Connection::Sqlite(&connection)));
        self.lock().push(connection);
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        // Push and pop cannot leave the list half changed.
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
