//! What is measured. Each scenario starts servers of its own.

mod create;
mod growth;
mod pay;
mod read;
mod stalled;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::load::Bound;
use crate::report::Line;
use crate::tender::Engine;

/// How it is measured.
pub(crate) struct Setting {
    /// The server's executable.
    pub(crate) tender: PathBuf,
    /// A throwaway PostgreSQL server.
    pub(crate) postgres: Option<String>,
    pub(crate) rounds: usize,
    /// Of each measurement of each round.
    pub(crate) time: Duration,
    /// Sessions that the larger database holds when throughput is compared.
    pub(crate) sessions: usize,
}

/// A scenario's name on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    CreateSqlite,
    CreatePostgres,
    CreateSlowFsync,
    ReadSqlite,
    ReadPostgres,
    PaySqlite,
    PayPostgres,
    StalledSqlite,
    StalledPostgres,
    Growth,
}

impl Scenario {
    pub(crate) fn run(self, setting: &Setting) -> Result<Vec<Line>> {
        use Engine::Sqlite;
        match self {
            Self::CreateSqlite => create::run(setting, Sqlite),
            Self::CreatePostgres => create::run(setting, setting.postgres()?),
            Self::CreateSlowFsync => create::under_slow_fsync(setting),
            Self::ReadSqlite => read::run(setting, Sqlite),
            Self::ReadPostgres => read::run(setting, setting.postgres()?),
            Self::PaySqlite => pay::run(setting, Sqlite),
            Self::PayPostgres => pay::run(setting, setting.postgres()?),
            Self::StalledSqlite => stalled::run(setting, Sqlite),
            Self::StalledPostgres => stalled::run(setting, setting.postgres()?),
            Self::Growth => growth::run(setting),
        }
    }

    pub(crate) fn needs_postgres(self) -> bool {
        matches!(
            self,
            Self::CreatePostgres | Self::ReadPostgres | Self::PayPostgres | Self::StalledPostgres
        )
    }
}

impl Setting {
    fn postgres(&self) -> Result<Engine<'_>> {
        Ok(Engine::Postgres(self.postgres.as_deref().context("needs --postgres")?))
    }

    /// One measurement with as many connections as the budget names for the engine.
    fn bound(&self, engine: Engine<'_>) -> Bound {
        let connections = match engine {
            Engine::Sqlite => 64,
            Engine::Postgres(_) => 32,
        };
        Bound { connections, time: self.time, steps: usize::MAX }
    }
}
