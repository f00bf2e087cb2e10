//! The writer thread: waiting closures share one commit.

use crossbeam_channel::Receiver;
use rusqlite::Connection;
use tokio::sync::watch;

use crate::error::Error;
use crate::queue::{Queued, next_of, try_next_of};
use crate::tx::{self, Tx};

/// Most closures of one commit: beyond it the commit's fsync is no longer what
/// they wait for.
const GROUP_SIZE: usize = 64;

/// Serves both lanes, outcomes first, until they are closed and empty.
pub(super) fn run(
    connection: &Connection,
    outcome: &Receiver<Queued>,
    general: &Receiver<Queued>,
    changed: &watch::Sender<()>,
) {
    while let Some(first) = next_of(outcome, general) {
        let mut group = vec![first];
        while group.len() < GROUP_SIZE
            && let Some(next) = try_next_of(outcome, general)
        {
            group.push(next);
        }
        metrics::histogram!("tender_store_batch_size", "engine" => "sqlite")
            .record(u32::try_from(group.len()).unwrap_or(u32::MAX));
        commit_group(connection, group, changed);
    }
}

/// Runs the group in one transaction, and answers all of it after the commit.
fn commit_group(connection: &Connection, mut group: Vec<Queued>, changed: &watch::Sender<()>) {
    let committed = run_group(connection, &mut group);
    if let Err(error) = &committed {
        tracing::error!(error = %error, jobs = group.len(), "a group was not committed");
        // Fails harmlessly if SQLite has rolled back by itself.
        let _ = connection.execute_batch("ROLLBACK");
    }
    if committed == Ok(true) {
        changed.send_replace(());
    }
    for queued in group {
        queued.work.answer(committed.clone().map(|_| ()));
    }
}

/// # Returns
/// Whether a kept closure has appended events or enqueued jobs.
fn run_group(connection: &Connection, group: &mut [Queued]) -> Result<bool, Error> {
    let statement = |sql| super::execute(connection, sql, &[]);
    let mut changed = false;
    statement("BEGIN IMMEDIATE")?;
    for queued in group {
        statement("SAVEPOINT closure")?;
        let mut tx = Tx::new(tx::Connection::Sqlite(connection));
        let keep = queued.work.run(&mut tx);
        if connection.is_autocommit() {
            // A full disk or a failing one makes SQLite roll back everything, the
            // closures before this one too: none of them may be told it is done.
            return Err(tx.failure().cloned().unwrap_or(Error::STOPPED));
        }
        if keep {
            changed |= tx.changed();
        } else {
            statement("ROLLBACK TO closure")?;
        }
        statement("RELEASE closure")?;
    }
    statement("COMMIT")?;
    Ok(changed)
}
