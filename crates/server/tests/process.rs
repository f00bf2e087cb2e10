//! The executable as a person or a script starts it.

mod running;

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use serde_json::{Value, json};

use tender_store::{Arg, Error, SqliteOptions, Store};

use crate::app::Caller;

/// A started `tender dev`, killed when dropped.
struct Dev {
    child: Child,
    ready: Value,
}

impl Dev {
    fn start(data: &Path) -> Self {
        Self::start_with("0", data, Stdio::null())
    }

    fn start_on(port: &str, data: &Path) -> Self {
        Self::start_with(port, data, Stdio::null())
    }

    fn start_with(port: &str, data: &Path, log: Stdio) -> Self {
        let mut child = tender(&["dev", "--json", "--port", port, "--data", text(data)])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, ready: serde_json::from_str(&line).unwrap() }
    }

    /// Sends SIGTERM and waits for the end.
    fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn dev_says_in_one_line_where_it_is_and_keeps_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = Dev::start(&data);
    let (url, key) = (first.ready["url"].as_str().unwrap(), first.ready["apiKey"].clone());
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let secret = key.as_str().unwrap().strip_prefix("tender_sandbox_").unwrap();
    assert_eq!(secret.len(), 43);
    assert_eq!(first.ready["dataDir"].as_str().unwrap(), text(&data));
    assert_eq!(first.ready["sdkUrl"], format!("{url}/sdk/v1/primer.js"));
    let shop = first.ready["shopUrl"].as_str().unwrap();
    assert!(shop.starts_with("http://127.0.0.1:") && shop != url, "{shop}");
    assert_eq!(first.ready.as_object().unwrap().len(), 5);
    assert_eq!(mode(&data), 0o700);
    for secret in ["api-key", "master.key"] {
        assert_eq!(mode(&data.join(secret)), 0o600, "{secret}");
    }
    assert!(first.stop().success());

    let second = Dev::start(&data);
    assert_eq!(second.ready["apiKey"], key);
    assert!(second.stop().success());
    let (accounts, _) = run(&["accounts", "list", "--data", text(&data)], 0);
    assert_eq!(accounts.lines().count(), 1, "{accounts}");
}

#[test]
fn a_revoked_dev_key_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let first = Dev::start(folder.path());
    let key = first.ready["apiKey"].clone();
    first.stop();
    let (accounts, _) = run(&["accounts", "list", "--data", data], 0);
    let account = accounts.split_whitespace().next().unwrap();
    let (keys, _) = run(&["keys", "list", "--account", account, "--data", data], 0);
    let id = keys.split_whitespace().next().unwrap();
    run(&["keys", "revoke", id, "--data", data], 0);
    let (_, error) = run(&["keys", "revoke", id, "--data", data], 1);
    assert_eq!(error, format!("tender: there is no active API key {id}\n"));
    let second = Dev::start(folder.path());
    assert_ne!(second.ready["apiKey"], key);
}

#[test]
fn a_second_process_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Dev::start(folder.path());
    let (_, error) = run(&["dev", "--port", "0", "--data", text(folder.path())], 1);
    assert!(error.contains("is in use by another process; stop it first"), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[test]
fn run_starts_the_program_wherever_cargo_has_put_it() {
    let folder = tempfile::tempdir().unwrap();
    let script = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        path
    };
    let built = script("built", "#!/bin/sh\necho \"started: $*\"\n".to_owned());
    let artifacts = format!(
        "#!/bin/sh\necho '{{\"reason\":\"compiler-artifact\",\"executable\":null}}'\n\
         echo '{{\"reason\":\"compiler-artifact\",\"executable\":\"{}\",\"fresh\":true}}'\n",
        text(&built)
    );
    script("cargo", artifacts);
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../run");
    let with_our_cargo =
        format!("PATH={}:$PATH exec {} --port 9000", text(folder.path()), text(&run));
    let run = Command::new("bash").args(["-c", &with_our_cargo]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&run.stdout), "started: dev --port 9000\n");
}

#[test]
fn a_busy_port_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let (_, error) = run(&["dev", "--port", &port, "--data", text(folder.path())], 1);
    let expected = format!(
        "tender: port {port} is in use; stop the other program or choose another with --port\n"
    );
    assert_eq!(error, expected);
}

#[test]
fn a_busy_port_of_the_shop_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let ports = ["--port", "0", "--shop-port", &port];
    let (_, error) = run(&[&["dev", "--data", text(folder.path())], &ports[..]].concat(), 1);
    let expected = format!(
        "tender: port {port} is in use; stop the other program or choose another with \
         --shop-port\n"
    );
    assert_eq!(error.lines().last().unwrap(), expected.trim_end());
}

#[test]
fn the_shop_moves_on_when_its_default_port_is_taken() {
    // Taken by this test, or by somebody else already.
    let _taken = TcpListener::bind("127.0.0.1:8081");
    let folder = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let dev = Dev::start_on(&free.to_string(), folder.path());
    let shop = dev.ready["shopUrl"].as_str().unwrap();
    assert!(!shop.ends_with(":8081") && shop.starts_with("http://127.0.0.1:"), "{shop}");
    assert!(dev.stop().success());
}

#[tokio::test]
async fn the_shop_of_a_dev_server_sells_through_it() {
    let folder = tempfile::tempdir().unwrap();
    let dev = Dev::start(folder.path());
    let shop = Caller::at(dev.ready["shopUrl"].as_str().unwrap());
    let basket = json!([{ "id": "harbour-trainers", "quantity": 1 }]);
    let cart = json!({ "basket": basket, "currency": "EUR", "country": "FR" });
    let opened = shop.post("/api/checkout", &cart).await.ok();
    assert!(opened["clientToken"].is_string(), "{}", opened.text);
    assert_eq!(shop.get("/api/shop").await.ok()["sdkUrl"], dev.ready["sdkUrl"]);
    assert!(dev.stop().success());
}

#[test]
fn a_folder_that_cannot_be_written_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    // Below a file nobody can make a folder, not even root.
    let (_, error) = run(&["dev", "--port", "0", "--data", text(&file.join("data"))], 1);
    assert!(error.starts_with("tender: cannot create "), "{error}");
    assert!(error.ends_with("; choose another folder or change its permissions\n"), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    Dev::start(folder.path()).stop();
    let store = Store::sqlite(&folder.path().join("tender.db"), SqliteOptions::default()).unwrap();
    let sql = "INSERT INTO schema_migration (version, name) VALUES ($1, $2)";
    let newer = [Arg::from(9_999_i64), Arg::from("9999_newer")];
    store.write::<_, Error, _>(move |tx| tx.execute(sql, &newer)).await.unwrap();
    drop(store);
    let (_, error) = run(&["dev", "--port", "0", "--data", text(folder.path())], 1);
    assert!(error.contains("schema version 9999"), "{error}");
    assert!(error.ends_with("use the newer program\n"), "{error}");
}

#[test]
fn a_lost_master_key_is_not_silently_replaced() {
    let folder = tempfile::tempdir().unwrap();
    Dev::start(folder.path()).stop();
    fs::remove_file(folder.path().join("master.key")).unwrap();
    let (_, error) = run(&["dev", "--port", "0", "--data", text(folder.path())], 1);
    assert!(error.ends_with("restore it from your backup of keys\n"), "{error}");
    fs::write(folder.path().join("master.key"), "A".repeat(43) + "=").unwrap();
    let (_, error) = run(&["dev", "--port", "0", "--data", text(folder.path())], 1);
    assert!(error.contains("the master key is not the one of this database"), "{error}");
}

#[test]
fn serve_explains_what_its_configuration_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let (_, error) = run(&["serve", "--data-dir", text(folder.path())], 2);
    assert!(error.starts_with("tender: no public_url: set "), "{error}");
    let file = folder.path().join("tender.toml");
    fs::write(&file, "listn = 1").unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let (_, error) = run(&["serve", "--config", text(&file)], 2);
    assert!(error.ends_with("unknown key \"listn\"; did you mean \"listen\"?\n"), "{error}");
}

#[test]
fn accounts_and_keys_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let create = ["accounts", "create", "--name", "Shop", "--environment", "production"];
    let (id, _) = run(&[&create[..], &["--data", data]].concat(), 0);
    let id = id.trim();
    let settings = folder.path().join("settings.json");
    fs::write(&settings, r#"{"patchWarnings": true}"#).unwrap();
    let configure = ["accounts", "configure", id, "--settings", text(&settings), "--data", data];
    run(&configure, 0);
    fs::write(&settings, r#"{"patchWarning": true}"#).unwrap();
    run(&configure, 2);
    let create = ["keys", "create", "--account", id, "--name", "k", "--data", data];
    let (key, _) = run(&create, 0);
    assert!(key.starts_with("tender_production_"), "{key}");
    run(&[&create[..], &["--scopes", "everything"]].concat(), 2);
    let (listed, _) = run(&["keys", "list", "--account", id, "--data", data], 0);
    assert!(listed.contains(&key.trim()[key.trim().len() - 4..]), "{listed}");
    assert!(!listed.contains(key.trim()));
    run(&["signing-keys", "rotate", "--data", data], 0);
}

#[test]
fn help_version_and_openapi_go_to_standard_output() {
    let (version, _) = run(&["--version"], 0);
    assert_eq!(version, format!("tender {}\n", env!("CARGO_PKG_VERSION")));
    let (help, _) = run(&["serve", "--help"], 0);
    assert!(help.contains("Examples:") && help.contains("trusted_proxies"), "{help}");
    let (document, _) = run(&["openapi"], 0);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

/// Runs the command to its end, which must be this exit code, and answers what it
/// wrote to standard output and to standard error.
#[track_caller]
fn run(arguments: &[&str], code: i32) -> (String, String) {
    let mut child =
        tender(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut error) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}: {error}");
    (out, error)
}

/// The command in an environment without settings of its own.
fn tender(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tender"));
    command.args(arguments).env_clear();
    command
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
