//! A server process that does not end well.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;
use tender_server::config::{Config, Database};
use tender_server::env::Env;
use tender_server::provision::Registry;

use super::orders::Shop;
use crate::database::Place;

/// The process, killed when dropped.
pub(super) struct Node {
    child: Child,
    shop: Shop,
}

/// Makes an account in a fresh place and answers its API key.
pub(super) async fn provision(place: &Place) -> String {
    let data_dir = place.data_dir().to_owned();
    let config = Config { database: place.database(), ..Config::development(0, data_dir) };
    let env = Env::system();
    let (store, _) = tender_server::server::open(&config, &env).await.unwrap();
    let registry = Registry { store: &store, env: &env };
    let settings = AccountSettings::default();
    let account = registry.create_account("Shop", Environment::Sandbox, settings).await.unwrap();
    registry.create_api_key(&account, "test", Scope::ALL).await.unwrap().secret.to_string()
}

impl Node {
    /// Starts the executable and waits until it answers.
    pub(super) fn start(place: &Place, api_key: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tender"));
        command.env_clear().envs(environment.iter().copied()).stderr(Stdio::null());
        match place.database() {
            Database::Sqlite { data_dir } => {
                command.args(["dev", "--json", "--port", "0", "--data"]).arg(data_dir);
                let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
                let mut line = String::new();
                BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
                let ready: Value = serde_json::from_str(&line).expect("the server starts");
                let url = ready["url"].as_str().unwrap();
                Self { child, shop: Shop::new(url, api_key) }
            }
            Database::Postgres { url, .. } => {
                let address = free_address();
                let base = format!("http://{address}");
                command
                    .args(["serve", "--listen", &address, "--admin-listen", "127.0.0.1:0"])
                    .args(["--public-url", &base])
                    // All orders come from one address.
                    .env("TENDER_CLIENT_RATE_PER_ADDRESS", "0")
                    .env("DATABASE_URL", url.as_str())
                    .env("TENDER_MASTER_KEY_FILE", place.data_dir().join("master.key"));
                let child = command.stdout(Stdio::null()).spawn().unwrap();
                await_answer(&address);
                Self { child, shop: Shop::new(&base, api_key) }
            }
        }
    }

    pub(super) fn shop(&self) -> Shop {
        self.shop.clone()
    }

    pub(super) fn base(&self) -> &str {
        self.shop.base()
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends by itself.
    pub(super) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// SIGKILL: the process does not get to say or write anything more.
    pub(super) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// The server listens first and opens its database then, so only an answer tells that it
/// is ready.
fn await_answer(address: &str) {
    let answers = || -> std::io::Result<usize> {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET / HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
        stream.read(&mut [0; 1])
    };
    let answered = (0..1_000).find(|_| {
        std::thread::sleep(Duration::from_millis(10));
        answers().is_ok_and(|length| length > 0)
    });
    assert!(answered.is_some(), "nothing answers at {address}");
}
