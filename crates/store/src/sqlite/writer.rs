//! The writer thread: waiting closures share one commit.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ffi};

use super::file::Identity;
use super::mark::Mark;
use crate::error::Error;
use crate::queue::{Exit, Queued, next_of, try_next_of};
use crate::signal::{News, Signals};
use crate::tx::{self, Tx};

/// Most closures of one commit: beyond it the commit's fsync is no longer what
/// they wait for.
const GROUP_SIZE: usize = 64;

/// The writing connection, and what watches over its commits.
pub(super) struct Writer {
    path: PathBuf,
    /// `None` after the disk has failed, until the database can be opened again.
    connection: Option<Connection>,
    identity: Option<Identity>,
    /// `None` for a database whose commits are not counted.
    mark: Option<Mark>,
    signals: Signals,
}

/// What a commit has done.
#[derive(Default)]
struct Done {
    /// What it brings to others.
    news: News,
    /// How many commits there were, if it changed anything and they are counted.
    number: Option<i64>,
}

impl Writer {
    pub(super) fn new(
        path: &Path,
        connection: Connection,
        mark: Option<Mark>,
        signals: Signals,
    ) -> Self {
        let identity = Identity::of(path);
        Self { path: path.to_owned(), connection: Some(connection), identity, mark, signals }
    }

    /// Serves both lanes, outcomes first, until they are closed and empty.
    pub(super) fn run(mut self, outcome: &Exit, general: &Exit) {
        while let Some(first) = next_of(outcome, general) {
            let mut group = vec![first];
            while group.len() < GROUP_SIZE
                && let Some(next) = try_next_of(outcome, general)
            {
                group.push(next);
            }
            metrics::histogram!("tender_store_batch_size", "engine" => "sqlite")
                .record(u32::try_from(group.len()).unwrap_or(u32::MAX));
            self.commit_group(group);
        }
    }

    /// Runs the group in one transaction, and answers all of it after the commit.
    fn commit_group(&mut self, mut group: Vec<Queued>) {
        let counting = self.mark.is_some();
        let committed = self.ready().and_then(|connection| match &mut group[..] {
            [alone] => run_alone(connection, alone, counting),
            several => run_group(connection, several, counting),
        });
        match &committed {
            Ok(done) => {
                if let (Some(mark), Some(number)) = (&mut self.mark, done.number) {
                    mark.set(number);
                }
                self.signals.send(done.news);
            }
            Err(error) => {
                tracing::error!(%error, jobs = group.len(), "a group was not committed");
                self.recover(error);
            }
        }
        for queued in group {
            queued.work.answer(committed.as_ref().map(drop).map_err(Clone::clone));
        }
    }

    /// The connection, if what it writes can be found again after a restart: a file that
    /// was removed or replaced still takes writes, and keeps them from nobody but us.
    fn ready(&mut self) -> Result<&Connection, Error> {
        if self.connection.is_none() {
            let connection = super::open_writing(&self.path)?;
            // Its log may be a new file.
            let identity = Identity::of(&self.path);
            if !identity.as_ref().zip(self.identity.as_ref()).is_some_and(|(a, b)| a.is_same(b)) {
                return Err(moved(&self.path));
            }
            (self.connection, self.identity) = (Some(connection), identity);
        }
        match &self.connection {
            Some(connection) if Identity::of(&self.path) == self.identity => Ok(connection),
            _ => Err(moved(&self.path)),
        }
    }

    /// After a failure of the disk nothing that the connection remembers is to be trusted.
    fn recover(&mut self, error: &Error) {
        let Some(connection) = &self.connection else { return };
        // Fails harmlessly if SQLite has rolled back by itself.
        let _ = connection.execute_batch("ROLLBACK");
        let of_disk = matches!(error, Error::Unavailable(_) | Error::OutcomeUnknown);
        if of_disk && Identity::of(&self.path) == self.identity {
            self.connection = None;
        }
    }
}

fn moved(path: &Path) -> Error {
    let path = path.display();
    Error::Unavailable(format!("{path} or its log was removed or replaced while in use").into())
}

/// Needs no savepoint: what may have to be taken back is the whole transaction.
fn run_alone(connection: &Connection, alone: &mut Queued, counting: bool) -> Result<Done, Error> {
    statement(connection, "BEGIN IMMEDIATE")?;
    let before = connection.total_changes();
    match run_closure(connection, alone)? {
        Some(news) => commit(connection, news, counting && connection.total_changes() > before),
        None => statement(connection, "ROLLBACK").map(|()| Done::default()),
    }
}

fn run_group(connection: &Connection, group: &mut [Queued], counting: bool) -> Result<Done, Error> {
    match run_together(connection, group, counting)? {
        Some(done) => Ok(done),
        None => run_apart(connection, group, counting),
    }
}

/// Does without savepoints, which copy every page that the next closure changes.
///
/// # Returns
/// `None`, with nothing committed, if a closure has to be taken back alone. One that
/// refused before it wrote needs no taking back.
fn run_together(
    connection: &Connection,
    group: &mut [Queued],
    counting: bool,
) -> Result<Option<Done>, Error> {
    let mut news = News::default();
    statement(connection, "BEGIN IMMEDIATE")?;
    let begun = connection.total_changes();
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
    commit(connection, news, counting && connection.total_changes() > begun).map(Some)
}

/// Runs each closure in a savepoint of its own.
fn run_apart(connection: &Connection, group: &mut [Queued], counting: bool) -> Result<Done, Error> {
    let mut news = News::default();
    statement(connection, "BEGIN IMMEDIATE")?;
    let begun = connection.total_changes();
    for queued in group {
        statement(connection, "SAVEPOINT closure")?;
        match run_closure(connection, queued)? {
            Some(more) => news.add(more),
            None => statement(connection, "ROLLBACK TO closure")?,
        }
        statement(connection, "RELEASE closure")?;
    }
    commit(connection, news, counting && connection.total_changes() > begun)
}

/// Commits, and counts the commit within itself. One that changed nothing is not counted,
/// since counting would make it write.
fn commit(connection: &Connection, news: News, counting: bool) -> Result<Done, Error> {
    let number = counting.then(|| count(connection)).transpose()?;
    let mut statement = connection.prepare_cached("COMMIT").map_err(super::error)?;
    match statement.execute([]) {
        Ok(_) => Ok(Done { news, number }),
        // It is in the log, which the disk may or may not keep.
        Err(rusqlite::Error::SqliteFailure(code, _))
            if code.extended_code == ffi::SQLITE_IOERR_FSYNC =>
        {
            Err(Error::OutcomeUnknown)
        }
        Err(error) => Err(super::error(error)),
    }
}

fn count(connection: &Connection) -> Result<i64, Error> {
    let sql = "UPDATE commit_count SET number = number + 1 WHERE id = 1 RETURNING number";
    let mut statement = connection.prepare_cached(sql).map_err(super::error)?;
    statement.query_row([], |row| row.get(0)).map_err(super::error)
}

/// # Returns
/// What the closure brings to others; `None` if its changes are to be taken back.
///
/// # Errors
/// What has ended the transaction for all of the group.
fn run_closure(connection: &Connection, queued: &mut Queued) -> Result<Option<News>, Error> {
    let mut tx = Tx::new(tx::Connection::Sqlite(connection));
    let keep = queued.work.run(&mut tx);
    // A full disk or a failing one makes SQLite roll back everything, the
    // closures before this one too: none of them may be told it is done.
    match tx.failure() {
        Some(failure) if connection.is_autocommit() => return Err(failure.clone()),
        Some(failure @ Error::Unavailable(_)) => return Err(failure.clone()),
        None if connection.is_autocommit() => return Err(Error::STOPPED),
        _ => {}
    }
    Ok(keep.then(|| tx.news()))
}

fn statement(connection: &Connection, sql: &'static str) -> Result<(), Error> {
    super::execute(connection, sql, &[]).map(drop)
}
