//! `tender dev`: everything on this machine, nothing to set up.

mod shop;

use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use demo_shop::Tender;
use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::App;
use crate::config::Config;
use crate::env::Env;
use crate::provision::Registry;
use crate::server::{self, RunningServer, StartError};
use crate::{api_key_secret, data_dir, web_sdk};

use self::shop::Shop;
use super::{Failure, StopSignals, block_on, init_logging, print, runtime};

/// The files within the data folder that `tender demo` reads.
pub(super) const API_KEY_FILE: &str = "api-key";
pub(super) const URL_FILE: &str = "url";

/// Where the shop listens, unless every port is left open.
const SHOP_PORT: u16 = 8081;

const HELP: &str = "\
Examples:
  tender dev                          on port 8080, the shop on 8081, data in ./data
  tender dev --port 9000 --shop-port 9001 --data /tmp/shop
  tender dev --json | head -1         for scripts: the line comes when it is ready

The first start makes a sandbox account with an API key, cards and the simulator; later
starts use them again. Delete the data folder to begin anew.";

/// Run for development: SQLite, a demo account, the simulator, a shop to buy from.
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Dev {
    /// The port, on loopback; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The shop's port [default: 8081 if it is free, else any; with --port 0 any]
    #[arg(long, value_name = "PORT")]
    shop_port: Option<u16>,
    /// The folder in which everything is kept
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
    /// Print one line {"url","apiKey","dataDir","sdkUrl","shopUrl"} when ready, instead of a
    /// welcome
    #[arg(long)]
    json: bool,
    /// Go on without acknowledged changes that the SQLite database has lost, or with an empty
    /// one in place of one that is gone; for one start, after you have looked for the files
    #[arg(long)]
    accept_loss: bool,
}

impl Dev {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut config = Config::development(self.port, self.data.clone());
        config.accept_loss = self.accept_loss;
        init_logging(&config)?;
        block_on(async {
            let started = server::start(config, Env::system()).await;
            let server = started.map_err(explain)?;
            web_sdk::warn_if_missing();
            let signals = StopSignals::install()?;
            let api_key = self.api_key(&server.app).await?;
            let url = format!("http://{}", server.addr);
            let shop = self.shop(&server.app, &url, &api_key).await?;
            data_dir::write_secret(&self.data.join(URL_FILE), &url).map_err(runtime)?;
            match self.json {
                true => print(&self.json_line(&url, &shop.url, &api_key)?)?,
                false => print(&welcome(&server, &shop.url, &api_key, &self.data))?,
            }
            signals.stop(server).await
        })
    }

    /// Opens the shop where the caller wants it; its default place is a wish only.
    async fn shop(&self, app: &App, url: &str, api_key: &str) -> Result<Shop, Failure> {
        let (http, url, api_key) = (app.env.http().clone(), url.to_owned(), api_key.to_owned());
        let tender = Tender { http, url, api_key };
        let port = self.shop_port.unwrap_or(if self.port == 0 { 0 } else { SHOP_PORT });
        let opened = match Shop::open(port, tender.clone()).await {
            Err(StartError::AddressInUse { .. }) if self.shop_port.is_none() => {
                tracing::warn!("port {port} is in use, so the shop takes one that is free");
                Shop::open(0, tender).await
            }
            opened => opened,
        };
        opened.map_err(explain)
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

    fn json_line(&self, url: &str, shop_url: &str, api_key: &str) -> Result<String, Failure> {
        let data_dir = std::path::absolute(&self.data).map_err(runtime)?;
        let line = serde_json::json!({
            "url": url,
            "apiKey": api_key,
            "dataDir": data_dir,
            "sdkUrl": format!("{url}/sdk/v1/primer.js"),
            "shopUrl": shop_url,
        });
        Ok(format!("{line}\n"))
    }
}

fn explain(error: StartError) -> Failure {
    runtime(match error {
        StartError::AddressInUse { address, flag } => format!(
            "port {} is in use; stop the other program or choose another with --{}",
            address.port(),
            if flag == "listen" { "port" } else { flag }
        ),
        other => other.to_string(),
    })
}

async fn is_active(app: &App, secret: &str) -> Result<bool, Failure> {
    let hash = api_key_secret::hash(secret.as_bytes());
    let key = app
        .store
        .read::<_, tender_store::Error, _>(move |tx| tender_store::api_key::find(tx, &hash))
        .await?;
    Ok(key.is_some_and(|key| key.revoked_at.is_none()))
}

fn welcome(server: &RunningServer, shop: &str, api_key: &str, data: &Path) -> String {
    let (url, admin) = (format!("http://{}", server.addr), server.admin_addr);
    let data = data.display();
    format!(
        r#"
Tender is running. Press Ctrl-C to stop it.

  Open the shop   {shop}

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
