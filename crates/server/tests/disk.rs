//! A disk that fails under a node on SQLite, and a data folder that is not what it was.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;
use tender_server::config::Config;
use tender_server::env::Env;
use tender_server::provision::Registry;

use crate::app::Caller;

/// Numbers of the errors that a disk gives: full, broken, remounted read-only.
const ERRORS: [(&str, &str); 3] = [("ENOSPC", "28"), ("EIO", "5"), ("EROFS", "30")];

/// A `tender serve` on SQLite, killed when dropped.
struct Node {
    child: Child,
    merchant: Caller,
    operator: Caller,
}

impl Node {
    async fn start(data: &Path, api_key: &str, environment: &[(&str, &Path)]) -> Self {
        let (api, admin) = (free_address(), free_address());
        let url = format!("http://{api}");
        let child = Command::new(env!("CARGO_BIN_EXE_tender"))
            .env_clear()
            .envs(environment.iter().copied())
            .args(["serve", "--listen", &api, "--admin-listen", &admin, "--public-url", &url])
            .arg("--data-dir")
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let merchant = Caller::at(&url).with("x-api-key", api_key).with("x-api-version", "2.4");
        let node = Self { child, merchant, operator: Caller::at(&format!("http://{admin}")) };
        // It listens first and opens its database then.
        while std::net::TcpStream::connect(&admin).is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        node
    }

    async fn is_ready(&self) -> bool {
        let asked = tokio::time::timeout(Duration::from_secs(2), self.operator.get("/readyz"));
        asked.await.expect("answers in time").status == StatusCode::OK
    }

    async fn recovered(&self) {
        let ready = async { while !self.is_ready().await {} };
        tokio::time::timeout(Duration::from_secs(10), ready).await.expect("recovers by itself");
    }

    async fn order(&self, id: &str) -> crate::app::Answer {
        let request = json!({ "orderId": id, "currencyCode": "EUR", "amount": 1_000 });
        self.merchant.post("/client-session", &request).await
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn provision(data: &Path) -> String {
    let config = Config::development(0, data.to_owned());
    let env = Env::system();
    let (store, _) = tender_server::server::open(&config, &env).await.unwrap();
    let registry = Registry { store: &store, env: &env };
    let settings = AccountSettings::default();
    let account = registry.create_account("Shop", Environment::Sandbox, settings).await.unwrap();
    registry.create_api_key(&account, "test", Scope::ALL).await.unwrap().secret.to_string()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_disk_is_an_outage_that_ends_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().canonicalize().unwrap().join("data");
    let api_key = provision(&data).await;
    let library = compile(folder.path());
    let fault = folder.path().join("fault");
    let environment = [
        ("LD_PRELOAD", library.as_path()),
        ("TENDER_SHIM_FOLDER", data.as_path()),
        ("TENDER_SHIM_FAULT", fault.as_path()),
    ];
    let mut node = Node::start(&data, &api_key, &environment).await;
    let mut acknowledged: Vec<Value> = Vec::new();
    for (name, number) in ERRORS {
        acknowledged.push(node.order(name).await.ok()["clientToken"].clone());
        assert!(node.is_ready().await, "{name}");
        fs::write(&fault, number).unwrap();
        for _ in 0..3 {
            node.order("refused").await.refused(503, "ServiceUnavailable");
            assert!(!node.is_ready().await, "{name}");
        }
        fs::remove_file(&fault).unwrap();
        node.recovered().await;
        acknowledged.push(node.order(name).await.ok()["clientToken"].clone());
    }
    // A crash in the middle of it.
    fs::write(&fault, "5").unwrap();
    node.order("refused").await.refused(503, "ServiceUnavailable");
    let _ = node.child.kill();
    let _ = node.child.wait();
    let node = Node::start(&data, &api_key, &[]).await;
    for token in acknowledged {
        let path = format!("/client-session?clientToken={}", token.as_str().unwrap());
        node.merchant.get(&path).await.ok();
    }
}

fn compile(folder: &Path) -> PathBuf {
    let library = folder.join("failing_disk.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/disk/failing_disk.c");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .status();
    assert!(compiled.unwrap().success(), "cc compiles the shim");
    library
}

/// How a command ends that is expected to refuse, and what it says.
fn refusal(data: &Path, command: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_tender"))
        .env_clear()
        .args(command)
        .arg(data)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1), "{out:?}");
    String::from_utf8(out.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_changes_are_accepted_only_when_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let api_key = provision(&data).await;
    let mut node = Node::start(&data, &api_key, &[]).await;
    node.order("acknowledged").await.ok();
    let _ = node.child.kill();
    let _ = node.child.wait();
    fs::remove_file(data.join("tender.db-wal")).unwrap();
    for command in [
        &["serve", "--public-url", "http://127.0.0.1:1", "--listen", "127.0.0.1:0", "--data-dir"][..],
        &["dev", "--port", "0", "--data"],
        &["accounts", "list", "--data"],
    ] {
        let error = refusal(&data, command);
        assert!(
            error.contains("acknowledged changes") && error.contains("--accept-loss"),
            "{error}"
        );
    }
    fs::remove_file(data.join("tender.db")).unwrap();
    let error = refusal(&data, &["dev", "--port", "0", "--data"]);
    assert!(error.contains("tender.db is gone"), "{error}");

    let mut dev = Command::new(env!("CARGO_BIN_EXE_tender"))
        .env_clear()
        .args(["dev", "--json", "--port", "0", "--accept-loss", "--data"])
        .arg(&data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    let out = dev.stdout.as_mut().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut ready).unwrap();
    let _ = dev.kill();
    let _ = dev.wait();
    assert!(ready.starts_with('{'), "{ready}");
}
