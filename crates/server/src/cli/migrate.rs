//! `tender migrate`: bring the schema up to date before the new version starts.

use clap::Args;

use tender_store::Store;

use crate::config::Database;
use crate::env::Env;
use crate::server;

use super::target::Target;
use super::{Failure, block_on, print, runtime};

/// Bring the database's schema up to date; nodes of one version back go on working.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  DATABASE_URL=postgres://tender@localhost/tender tender migrate"
)]
pub(super) struct Migrate {
    /// Only list what would be applied
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    target: Target,
}

impl Migrate {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = self.target.config()?;
        let Database::Postgres { url, .. } = &config.database else {
            if self.dry_run {
                return Err(Failure::Usage(
                    "--dry-run is for PostgreSQL; SQLite is brought up to date when it is opened"
                        .to_owned(),
                ));
            }
            block_on(async { Ok(server::open(&config, &Env::system()).await?) })?;
            return print("The database is up to date.\n");
        };
        let names = match self.dry_run {
            true => Store::pending(url),
            false => Store::migrate(url),
        };
        let names = names.map_err(runtime)?;
        if names.is_empty() {
            return print("The database is up to date.\n");
        }
        print(&names.iter().map(|name| format!("{name}\n")).collect::<String>())
    }
}
