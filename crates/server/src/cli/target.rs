//! Which database a command works on.

use std::path::PathBuf;

use clap::Args;

use tender_store::Store;

use crate::config::{Config, Flags};
use crate::env::Env;
use crate::master_key::MasterKey;
use crate::provision::Registry;
use crate::server;

use super::{Failure, init_logging};

/// Where the database is: as `tender serve` reads it.
#[derive(Args)]
pub(super) struct Target {
    /// The configuration file, in TOML
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the SQLite database [default: data]; not used with DATABASE_URL
    #[arg(long, value_name = "FOLDER", alias = "data-dir")]
    data: Option<PathBuf>,
}

/// An open database and what is needed to write to it.
pub(super) struct Opened {
    pub(super) store: Store,
    pub(super) env: Env,
    pub(super) master_key: MasterKey,
}

impl Opened {
    pub(super) fn registry(&self) -> Registry<'_> {
        Registry { store: &self.store, env: &self.env }
    }
}

impl Target {
    /// The configuration, without what only listening needs.
    pub(super) fn config(&self) -> Result<Config, Failure> {
        let flags = Flags { data_dir: self.data.clone(), ..Flags::default() };
        let mut config = Config::load(self.config.as_deref(), &flags)?;
        config.log_filter =
            tracing_subscriber::filter::Targets::new().with_default(tracing::Level::WARN);
        init_logging(&config)?;
        Ok(config)
    }

    /// Opens the database, which for SQLite no running server may hold.
    pub(super) async fn open(&self) -> Result<Opened, Failure> {
        let env = Env::system();
        let (store, master_key) = server::open(&self.config()?, &env).await?;
        Ok(Opened { store, env, master_key })
    }
}
