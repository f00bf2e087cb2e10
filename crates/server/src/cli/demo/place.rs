//! Which server the demo speaks to: the one named, the one that runs here, or one
//! of its own.

use std::path::Path;

use tempfile::TempDir;
use zeroize::Zeroizing;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::config::Config;
use crate::data_dir::read_secret;
use crate::env::Env;
use crate::provision::Registry;
use crate::server::{self, RunningServer};

use super::super::dev::{API_KEY_FILE, URL_FILE};
use super::super::runtime;
use super::{Demo, Failure};

/// A server and a key for it.
pub(super) struct Place {
    pub(super) url: String,
    pub(super) api_key: Zeroizing<String>,
    own: Option<Own>,
}

/// A server that lives as long as the demo.
struct Own {
    server: RunningServer,
    folder: TempDir,
}

impl Place {
    pub(super) async fn find(demo: &Demo, env: &Env) -> Result<Self, Failure> {
        let kept = |file| read_secret(&demo.data.join(file)).map_err(runtime);
        let is_named = demo.url.is_some() || demo.api_key.is_some();
        let url = match &demo.url {
            Some(url) => Some(checked(url)?),
            None => kept(URL_FILE)?.map(|url| url.to_string()),
        };
        match url {
            Some(url) if env.http().get(&url).send().await.is_ok() => {
                let named = demo.api_key.clone().map(Zeroizing::new);
                let api_key = match named {
                    Some(key) => key,
                    None => kept(API_KEY_FILE)?.ok_or_else(|| no_api_key(&demo.data))?,
                };
                Ok(Self { url, api_key, own: None })
            }
            Some(url) if is_named => Err(Failure::Runtime(format!(
                "no server answers at {url}; start one with ./run, or leave out --url and --api-key"
            ))),
            None if is_named => Err(Failure::Usage(
                "--api-key needs a server: start it with ./run, or name it with --url".to_owned(),
            )),
            _ => Self::own(env).await,
        }
    }

    /// Starts a server on a free port, in a folder of its own.
    async fn own(env: &Env) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("tender-demo-").tempdir().map_err(runtime)?;
        let config = Config::development(0, folder.path().to_owned());
        let server = server::start(config, env.clone()).await?;
        let registry = Registry { store: &server.app.store, env };
        let settings = AccountSettings::default();
        let account = registry.create_account("Demo", Environment::Sandbox, settings).await?;
        let key = registry.create_api_key(&account, "demo", Scope::ALL).await?;
        let url = format!("http://{}", server.addr);
        Ok(Self { url, api_key: key.secret, own: Some(Own { server, folder }) })
    }

    /// Whether this server ends with the demo.
    pub(super) fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// Stops a server of its own and deletes its folder.
    pub(super) async fn leave(self) {
        if let Some(Own { server, folder }) = self.own {
            server.shutdown().await;
            if let Err(error) = folder.close() {
                tracing::warn!(%error, "the demo's folder was not deleted");
            }
        }
    }
}

fn checked(url: &str) -> Result<String, Failure> {
    if url.starts_with("http://") {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    Err(Failure::Usage(
        "--url must start with http://, such as http://127.0.0.1:8080; the demo speaks no TLS"
            .to_owned(),
    ))
}

fn no_api_key(data: &Path) -> Failure {
    Failure::Usage(format!(
        "there is no API key in {}; name the server's folder with --data, or a key with --api-key",
        data.display()
    ))
}
