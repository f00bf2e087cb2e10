//! The writer thread: waiting closures share one commit.

use rusqlite::Connection;

use crate::error::Error;
use crate::queue::{Exit, Queued, next_of, try_next_of};
use crate::signal::{News, Signals};
use crate::tx::{self, Tx};

/// Most closures of one commit: beyond it the commit's fsync is no longer what
/// they wait for.
const GROUP_SIZE: usize = 64;

/// Serves both lanes, outcomes first, until they are closed and empty.
pub(super) fn run(connection: &Connection, outcome: &Exit, general: &Exit, signals: &Signals) {
    while let Some(first) = next_of(outcome, general) {
        let mut group = vec![first];
        while group.len() < GROUP_SIZE
            && let Some(next) = try_next_of(outcome, general)
        {
            group.push(next);
        }
        metrics::histogram!("tender_store_batch_size", "engine" => "sqlite")
            .record(u32::try_from(group.len()).unwrap_or(u32::MAX));
        commit_group(connection, group, signals);
    }
}

/// Runs the group in one transaction, and answers all of it after the commit.
fn commit_group(connection: &Connection, mut group: Vec<Queued>, signals: &Signals) {
    let committed = match &mut group[..] {
        [alone] => run_alone(connection, alone),
        several => run_group(connection, several),
    };
    match &committed {
        Ok(news) => signals.send(*news),
        Err(error) => {
            tracing::error!(error = %error, jobs = group.len(), "a group was not committed");
            // Fails harmlessly if SQLite has rolled back by itself.
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
    for queued in group {
        queued.work.answer(committed.clone().map(|_| ()));
    }
}

/// Needs no savepoint: what may have to be taken back is the whole transaction.
///
/// # Returns
/// What the closure brings to others, if it is kept.
fn run_alone(connection: &Connection, alone: &mut Queued) -> Result<News, Error> {
    statement(connection, "BEGIN IMMEDIATE")?;
    let kept = run_closure(connection, alone)?;
    statement(connection, if kept.is_some() { "COMMIT" } else { "ROLLBACK" })?;
    Ok(kept.unwrap_or_default())
}

/// # Returns
/// What the kept closures bring to others.
fn run_group(connection: &Connection, group: &mut [Queued]) -> Result<News, Error> {
    match run_together(connection, group)? {
        Some(news) => Ok(news),
        None => run_apart(connection, group),
    }
}

/// Does without savepoints, which copy every page that the next closure changes.
///
/// # Returns
/// What the kept closures bring to others; `None`, with nothing committed, if one has to
/// be taken back alone. One that refused before it wrote needs no taking back.
fn run_together(connection: &Connection, group: &mut [Queued]) -> Result<Option<News>, Error> {
    let mut news = News::default();
    statement(connection, "BEGIN IMMEDIATE")?;
    for queued in group {
        let before = connection.total_changes();
        match run_closure(connection, queued)? {
            Some(more) => news.add(more),
            None if connection.total_changes() == before => {}
            None => {
                statement(connection, "ROLLBACK")?;
                return Ok(None);
            }
        }
    }
    statement(connection, "COMMIT")?;
    Ok(Some(news))
}

/// Runs each closure in a savepoint of its own.
///
/// # Returns
/// What the kept closures bring to others.
fn run_apart(connection: &Connection, group: &mut [Queued]) -> Result<News, Error> {
    let mut news = News::default();
    statement(connection, "BEGIN IMMEDIATE")?;
    for queued in group {
        statement(connection, "SAVEPOINT closure")?;
        match run_closure(connection, queued)? {
            Some(more) => news.add(more),
            None => statement(connection, "ROLLBACK TO closure")?,
        }
        statement(connection, "RELEASE closure")?;
    }
    statement(connection, "COMMIT")?;
    Ok(news)
}

/// # Returns
/// What the closure brings to others; `None` if its changes are to be taken back.
///
/// # Errors
/// What has ended the transaction for all of the group.
fn run_closure(connection: &Connection, queued: &mut Queued) -> Result<Option<News>, Error> {
    let mut tx = Tx::new(tx::Connection::Sqlite(connection));
    let keep = queued.work.run(&mut tx);
    if connection.is_autocommit() {
        // A full disk or a failing one makes SQLite roll back everything, the
        // closures before this one too: none of them may be told it is done.
        return Err(tx.failure().cloned().unwrap_or(Error::STOPPED));
    }
    Ok(keep.then(|| tx.news()))
}

fn statement(connection: &Connection, sql: &'static str) -> Result<(), Error> {
    super::execute(connection, sql, &[]).map(drop)
}
