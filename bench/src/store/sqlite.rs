//! SQLite through rusqlite alone.

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use tokio::time::Instant;

use super::{Commits, Group, PROCESSORS, Source, Statement, Table, Value};

/// As many as share a commit in the server at most.
const BATCH: usize = 64;

pub(super) fn table(file: &Path, source: &Source, since: i64) -> Result<Table> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(&source.select())?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let width = columns.len();
    let rows = statement
        .query_map([since], |row| (0..width).map(|i| row.get_ref(i).map(value)).collect())?
        .collect::<Result<_, _>>()?;
    Ok(Table { name: source.table, columns, rows })
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Null | ValueRef::Real(_) => Value::Null,
    }
}

pub(super) fn write(file: &Path, users: &[Commits], group: Group, time: Duration) -> Result<f64> {
    let connection = open(file)?;
    let size = match group {
        Group::Best => BATCH,
        Group::One => 1,
    };
    let start = Instant::now();
    let mut done = 0;
    for batch in users.chunks(size).take_while(|_| start.elapsed() < time) {
        for commit in 0..batch[0].len() {
            connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            for statement in batch.iter().flat_map(|user| &user[commit]) {
                run(&connection, statement)?;
            }
            connection.prepare_cached("COMMIT")?.execute([])?;
        }
        done += batch.len();
    }
    Ok(done as f64 / start.elapsed().as_secs_f64())
}

pub(super) fn read(file: &Path, users: &[Vec<Statement>], time: Duration) -> Result<f64> {
    let reader = || -> Result<usize> {
        let connection = open(file)?;
        let start = Instant::now();
        let mut done = 0;
        for user in users.iter().cycle().take_while(|_| start.elapsed() < time) {
            for statement in user {
                run(&connection, statement)?;
            }
            done += 1;
        }
        Ok(done)
    };
    let done = thread::scope(|scope| -> Result<usize> {
        let readers: Vec<_> = (0..PROCESSORS).map(|_| scope.spawn(reader)).collect();
        readers.into_iter().map(super::join).sum()
    })?;
    Ok(done as f64 / time.as_secs_f64())
}

fn open(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
    )?;
    Ok(connection)
}

/// Runs a statement and looks at every column of every row that it yields.
fn run(connection: &Connection, statement: &Statement) -> Result<()> {
    let mut prepared = connection.prepare_cached(&statement.sql)?;
    let width = prepared.column_count();
    let mut rows = prepared.query(rusqlite::params_from_iter(&statement.values))?;
    while let Some(row) = rows.next()? {
        for column in 0..width {
            std::hint::black_box(row.get_ref(column)?);
        }
    }
    Ok(())
}
