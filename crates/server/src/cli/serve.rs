//! `tender serve`: a node in production.

use std::path::PathBuf;

use clap::Args;

use crate::config::{Config, Flags};
use crate::env::Env;
use crate::{process, server, web_sdk};

use super::{Failure, StopSignals, block_on, init_logging};

const HELP: &str = "\
Settings come from the file, from the environment (TENDER_LISTEN for listen, and so on;
DATABASE_URL) and from flags; the later wins. Keys of the file, with their defaults:
  listen = \"127.0.0.1:8080\"         merchant and client APIs
  admin_listen = \"127.0.0.1:9090\"   /healthz /readyz /metrics
  public_url                        required: https://pay.example.com
  database_url                      postgres://user:password@host/name
  data_dir = \"data\"                 folder of the SQLite database, without database_url
  master_key_file                   32 bytes in base64; or TENDER_MASTER_KEY
  trusted_proxies = []              networks whose X-Forwarded-For is believed
  drain_delay = 5                   seconds from /readyz saying no to closing the listener
  connections_per_address = 1000    0: any number, here and below
  client_rate_per_session = 20      creating calls of the client API per second
  client_rate_per_address = 200     the same by address
  merchant_rate_per_account = 2000  calls of the merchant API per second
  log_format = \"text\"               or \"json\"
  log_level = \"info\"                or a list such as \"warn,tender::access=info\"

Examples:
  tender serve --config tender.toml --migrate
  DATABASE_URL=postgres://tender@localhost/tender TENDER_MASTER_KEY=... \\
    tender serve --public-url https://pay.example.com --listen 0.0.0.0:8080";

/// Run a node in production, on PostgreSQL or SQLite.
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Serve {
    /// The configuration file, in TOML
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Go on without acknowledged changes that the SQLite database has lost, or with an empty
    /// one in place of one that is gone; for one start, after you have looked for the files
    #[arg(long)]
    accept_loss: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut config = Config::load(self.config.as_deref(), &self.flags)?;
        config.accept_loss = self.accept_loss;
        if config.public_url.is_none() {
            return Err(Failure::Usage(
                "no public_url: set how the outside reaches this server, such as \
                 --public-url https://pay.example.com"
                    .to_owned(),
            ));
        }
        init_logging(&config)?;
        if let Err(error) = process::keep_memory_private() {
            tracing::warn!(%error, "the memory of this process can be read by others of its user");
        }
        if let Err(error) = process::allow_many_files() {
            tracing::warn!(%error, "the limit of open files stays as it is");
        }
        block_on(async {
            let server = server::start(config, Env::system()).await?;
            web_sdk::warn_if_missing();
            StopSignals::install()?.stop(server).await
        })
    }
}
