//! The schema's versions.
//!
//! A migration is a pair of files with the same name, one per engine. Files that
//! have been released never change. On PostgreSQL the previous program version
//! still runs during an upgrade, so a migration first only adds; what it replaces
//! goes in a later one.

use crate::arg::args;
use crate::error::{Error, OpenError};
use crate::tx::Tx;

struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal;)+) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// In order of version, from 1 without gaps.
const MIGRATIONS: &[Migration] = migrations! {
    1 "0001_first";
    2 "0002_views_dropped";
    3 "0003_upkeep";
};

/// Applies what the database lacks, in one transaction, one process at a time.
///
/// # Returns
/// The names of the migrations applied.
pub(crate) fn apply(tx: &mut Tx<'_>) -> Result<Vec<&'static str>, OpenError> {
    tx.batch(tx.dialect("BEGIN IMMEDIATE", POSTGRES_BEGIN))?;
    // On an error the connection is dropped, which rolls back.
    if !has_table(tx)? {
        tx.batch(tx.dialect(SQLITE_TABLE, POSTGRES_TABLE))?;
    }
    let lacking = lacking(tx)?;
    for migration in lacking {
        tx.batch(tx.dialect(migration.sqlite, migration.postgres))?;
        let sql = "INSERT INTO schema_migration (version, name) VALUES ($1, $2)";
        tx.execute(sql, args![migration.version, migration.name])?;
    }
    tx.batch("COMMIT")?;
    Ok(names(lacking))
}

/// The names of the migrations that the database lacks.
pub(crate) fn pending(tx: &mut Tx<'_>) -> Result<Vec<&'static str>, OpenError> {
    Ok(names(if has_table(tx)? { lacking(tx)? } else { MIGRATIONS }))
}

/// Refuses a database that lacks migrations.
pub(crate) fn require(tx: &mut Tx<'_>) -> Result<(), OpenError> {
    let (applied, pending) = MIGRATIONS.split_at(MIGRATIONS.len() - pending(tx)?.len());
    if pending.is_empty() {
        return Ok(());
    }
    Err(OpenError::OlderSchema { found: newest(applied), known: newest(MIGRATIONS) })
}

fn lacking(tx: &mut Tx<'_>) -> Result<&'static [Migration], OpenError> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM schema_migration";
    let found = tx.query_one(sql, &[], |row| row.int(0))?;
    let known = newest(MIGRATIONS);
    if found > known {
        return Err(OpenError::NewerSchema { found, known });
    }
    let applied = MIGRATIONS.partition_point(|migration| migration.version <= found);
    Ok(&MIGRATIONS[applied..])
}

fn has_table(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let sql = tx.dialect(
        "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_migration'",
        "SELECT COUNT(*) FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_name = 'schema_migration'",
    );
    tx.query_one(sql, &[], |row| row.flag(0))
}

fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |migration| migration.version)
}

fn names(migrations: &[Migration]) -> Vec<&'static str> {
    migrations.iter().map(|migration| migration.name).collect()
}

/// The number names the lock ("tender" in ASCII). A migration may take its time, and
/// wait for another node's.
const POSTGRES_BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = '60s'; \
     SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(127978992592242)";

const POSTGRES_TABLE: &str = "CREATE TABLE schema_migration (
    version BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at BIGINT NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::BIGINT
)";

const SQLITE_TABLE: &str = "CREATE TABLE schema_migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER))
) STRICT";
