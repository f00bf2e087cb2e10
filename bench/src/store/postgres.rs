//! PostgreSQL through the `postgres` crate alone.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use postgres::types::{ToSql, Type};
use postgres::{Client, Config, NoTls, Row, Statement as Prepared};
use tokio::time::Instant;

use super::{Commits, PROCESSORS, Source, Statement, Table, Value};

/// Clients that write at the same time.
const CLIENTS: usize = 32;

/// Makes a new database on the server.
///
/// # Returns
/// Its address.
pub(crate) fn create_database(url: &str) -> Result<String> {
    create(url, "")
}

/// Makes a copy of a database that nobody is connected to.
pub(super) fn copy_database(url: &str) -> Result<String> {
    let name = Config::from_str(url)?.get_dbname().context("no database name")?.to_owned();
    create(&at(url, "postgres"), &format!("TEMPLATE {name}"))
}

fn create(url: &str, template: &str) -> Result<String> {
    let mut client = Client::connect(url, NoTls)?;
    let count: i64 = client.query_one("SELECT count(*) FROM pg_database", &[])?.get(0);
    let name = format!("bench_{count}");
    client.batch_execute(&format!("CREATE DATABASE {name} {template}"))?;
    Ok(at(url, &name))
}

/// The address of another database on the same server.
fn at(url: &str, database: &str) -> String {
    let server = url.rsplit_once('/').map_or(url, |(server, _)| server);
    format!("{server}/{database}")
}

pub(super) fn table(url: &str, source: &Source, since: i64) -> Result<Table> {
    let mut client = Client::connect(url, NoTls)?;
    let prepared = client.prepare(&source.select())?;
    let columns = prepared.columns().iter().map(|column| column.name().to_owned()).collect();
    let rows = client.query(&prepared, &[&since])?.iter().map(values).collect::<Result<_>>()?;
    Ok(Table { name: source.table, columns, rows })
}

fn values(row: &Row) -> Result<Vec<Value>> {
    let value = |(i, column): (usize, &postgres::Column)| {
        Ok(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(i)?.map(Value::Int),
            Type::TEXT => row.try_get::<_, Option<String>>(i)?.map(Value::Text),
            _ => row.try_get::<_, Option<Vec<u8>>>(i)?.map(Value::Blob),
        }
        .unwrap_or(Value::Null))
    };
    row.columns().iter().enumerate().map(value).collect()
}

pub(super) fn write(url: &str, users: &[Commits], time: Duration) -> Result<f64> {
    let share = users.len().div_ceil(CLIENTS);
    together(url, users.chunks(share), |session, users| {
        let start = Instant::now();
        let mut done = 0;
        for user in users.iter().take_while(|_| start.elapsed() < time) {
            for commit in user {
                session.client.batch_execute("BEGIN")?;
                commit.iter().try_for_each(|statement| session.run(statement))?;
                session.client.batch_execute("COMMIT")?;
            }
            done += 1;
        }
        Ok(done)
    })
}

pub(super) fn read(url: &str, users: &[Vec<Statement>], time: Duration) -> Result<f64> {
    // A client waits for the server most of the time, so more than there are processors.
    together(url, (0..4 * PROCESSORS).map(|_| users), |session, users| {
        let start = Instant::now();
        let mut done = 0;
        for user in users.iter().cycle().take_while(|_| start.elapsed() < time) {
            user.iter().try_for_each(|statement| session.run(statement))?;
            done += 1;
        }
        Ok(done)
    })
}

/// Runs `work` in a thread and session per share.
///
/// # Returns
/// Units done per second, all together.
fn together<'a, T: Sync + 'a>(
    url: &str,
    shares: impl Iterator<Item = &'a [T]>,
    work: impl Fn(&mut Session, &'a [T]) -> Result<usize> + Sync,
) -> Result<f64> {
    let mut sessions =
        shares.map(|share| Ok((Session::open(url)?, share))).collect::<Result<Vec<_>>>()?;
    let start = Instant::now();
    let done: usize = thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = sessions
            .iter_mut()
            .map(|(session, share)| scope.spawn(|| work(session, share)))
            .collect();
        threads.into_iter().map(super::join).sum::<Result<_>>()
    })?;
    Ok(done as f64 / start.elapsed().as_secs_f64())
}

struct Session {
    client: Client,
    prepared: HashMap<Arc<str>, Prepared>,
}

impl Session {
    fn open(url: &str) -> Result<Self> {
        Ok(Self { client: Client::connect(url, NoTls)?, prepared: HashMap::new() })
    }

    fn run(&mut self, statement: &Statement) -> Result<()> {
        let prepared = match self.prepared.get(&statement.sql) {
            Some(prepared) => prepared.clone(),
            None => {
                let prepared = self.client.prepare(&statement.sql)?;
                self.prepared.insert(statement.sql.clone(), prepared.clone());
                prepared
            }
        };
        let values: Vec<_> =
            statement.values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        std::hint::black_box(self.client.query(&prepared, &values)?);
        Ok(())
    }
}
