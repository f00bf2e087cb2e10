//! `tender dev`: everything on this machine, nothing to set up.

use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::App;
use crate::config::Config;
use crate::env::Env;
use crate::provision::Registry;
use crate::server::{self, RunningServer, StartError};
use crate::{api_key_secret, data_dir};

use super::{Failure, StopSignals, block_on, init_logging, print, runtime};

/// The files within the data folder that `tender demo` reads.
pub(super) const API_KEY_FILE: &str = "api-key";
pub(super) const URL_FILE: &str = "url";

const HELP: &str = "\
Examples:
  tender dev                          on port 8080, data in ./data
  tender dev --port 9000 --data /tmp/shop
  tender dev --json | head -1         for scripts: the line comes when it is ready

The first start makes a sandbox account with an API key, cards and the simulator; later
starts use them again. Delete the data folder to begin anew.";

/// Run for development: SQLite, a demo account, the simulator.
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Dev {
    /// The port, on loopback
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder in which everything is kept
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
    /// Print one line {"url","apiKey","dataDir"} when ready, instead of a welcome
    #[arg(long)]
    json: bool,
}

impl Dev {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = Config::development(self.port, self.data.clone());
        init_logging(&config);
        block_on(async {
            let started = server::start(config, Env::system()).await;
            let server = started.map_err(|error| self.explain(error))?;
            let signals = StopSignals::install()?;
            let api_key = self.api_key(&server.app).await?;
            let url = format!("http://{}", server.addr);
            data_dir::write_secret(&self.data.join(URL_FILE), &url).map_err(runtime)?;
            match self.json {
                true => print(&self.json_line(&url, &api_key)?)?,
                false => print(&welcome(&server, &url, &api_key, &self.data))?,
            }
            signals.stop(server).await
        })
    }

    fn explain(&self, error: StartError) -> Failure {
        runtime(match error {
            StartError::AddressInUse { address, .. } if address.port() == self.port => format!(
                "port {} is in use; stop the other program or choose another with --port",
                self.port
            ),
            other => other.to_string(),
        })
    }

    /// The key of the last start, or of a new demo account.
    async fn api_key(&self, app: &App) -> Result<Zeroizing<String>, Failure> {
        let file = self.data.join(API_KEY_FILE);
        if let Some(kept) = data_dir::read_secret(&file).map_err(runtime)?
            && is_active(app, &kept).await?
        {
            return Ok(kept);
        }
        let registry = Registry { store: &app.store, env: &app.env };
        let accounts =
            app.store.read::<_, tender_store::Error, _>(tender_store::account::list).await?;
        let account = match accounts.into_iter().find(|a| a.environment == Environment::Sandbox) {
            Some(account) => account,
            None => {
                let settings = AccountSettings::default();
                registry.create_account("Demo merchant", Environment::Sandbox, settings).await?
            }
        };
        let key = registry.create_api_key(&account, "dev", Scope::ALL).await?;
        data_dir::write_secret(&file, &key.secret).map_err(runtime)?;
        Ok(key.secret)
    }

    fn json_line(&self, url: &str, api_key: &str) -> Result<String, Failure> {
        let data_dir = std::path::absolute(&self.data).map_err(runtime)?;
        let line = serde_json::json!({ "url": url, "apiKey": api_key, "dataDir": data_dir });
        Ok(format!("{line}\n"))
    }
}

async fn is_active(app: &App, secret: &str) -> Result<bool, Failure> {
    let hash = api_key_secret::hash(secret.as_bytes());
    let key = app
        .store
        .read::<_, tender_store::Error, _>(move |tx| tender_store::api_key::find(tx, &hash))
        .await?;
    Ok(key.is_some_and(|key| key.revoked_at.is_none()))
}

fn welcome(server: &RunningServer, url: &str, api_key: &str, data: &Path) -> String {
    let admin = server.admin_addr;
    let data = data.display();
    format!(
        r#"
Tender is running. Press Ctrl-C to stop it.

  API       {url}
  Reference {url}/reference
  Metrics   http://{admin}/metrics   (and /healthz, /readyz)
  Data      {data}
  API key   {api_key}

Create a client session:

  curl {url}/client-session \
    -H 'X-Api-Key: {api_key}' -H 'X-Api-Version: 2.4' \
    -H 'Content-Type: application/json' \
    -d '{{"orderId":"order-1","currencyCode":"EUR","amount":1999}}'

"#
    )
}
