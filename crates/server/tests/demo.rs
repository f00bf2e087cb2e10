//! `tender demo` as a newcomer and a script start it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const STEPS: [(&str, &str); 7] = [
    ("POST", "/client-session"),
    ("GET", "/client/client-sdk/configuration"),
    ("PATCH", "/client-session"),
    ("GET", "/client/client-sdk/configuration"),
    ("POST", "/client/payment-instruments"),
    ("POST", "/client/payments"),
    ("GET", "/payments/"),
];

#[test]
fn without_a_server_the_demo_starts_one_of_its_own_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let out = demo(folder.path(), &["--data", "nothing-here"]);
    let text = success(&out);
    assert!(text.contains("No server runs here"), "{text}");
    let mut rest = text.as_str();
    for (method, path) in STEPS {
        let call = format!("   {method:<6} {path}");
        let (_, after) = rest.split_once(&call).unwrap_or_else(|| panic!("{call}: {text}"));
        rest = after;
    }
    assert!(rest.contains("AUTHORIZED"), "{text}");
    assert!(rest.contains("\nPaid. 64.00 EUR is authorised"), "{text}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "the folder is deleted");
}

#[test]
fn nothing_secret_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--data", "d"][..], &["--data", "d", "--json"]] {
        let text = success(&demo(folder.path(), arguments));
        assert!(!text.contains("4242424242424242") && !text.contains("cvv"), "{text}");
        assert!(!text.contains("tender_sandbox_"), "{text}");
        // The start of a token may be shown, a whole one has two dots.
        let is_jwt = |word: &str| word.starts_with("eyJ") && word.len() > 20;
        assert!(!text.split([' ', '"', '\n']).any(is_jwt), "{text}");
    }
}

#[test]
fn a_running_server_is_found_by_its_data_folder_and_json_tells_each_step() {
    let folder = tempfile::tempdir().unwrap();
    let server = Dev::start(&folder.path().join("data"));
    let text = success(&demo(folder.path(), &["--json"]));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), STEPS.len());
    for (line, (number, (method, path))) in lines.iter().zip((1..).zip(STEPS)) {
        assert_eq!((&line["step"], &line["status"]), (&number.into(), &200.into()), "{line}");
        assert_eq!(line["method"], method);
        assert!(line["path"].as_str().unwrap().starts_with(path), "{line}");
        assert!(line["elapsedUs"].as_u64().unwrap() > 0);
    }
    let amounts = [0, 1, 2, 3, 5, 6].map(|step: usize| lines[step]["answer"]["amount"].clone());
    assert_eq!(amounts, [4900, 4900, 6400, 6400, 6400, 6400].map(Value::from));
    assert_eq!(lines[6]["answer"]["status"], "AUTHORIZED");

    let text = success(&demo(folder.path(), &[]));
    assert!(text.contains(&format!("paid at {}\n", server.url)), "{text}");
    assert!(text.contains("This is the server that runs there."), "{text}");
}

#[test]
fn a_step_that_fails_ends_the_demo_with_what_the_server_said() {
    let folder = tempfile::tempdir().unwrap();
    let server = Dev::start(&folder.path().join("data"));
    let out = demo(folder.path(), &["--url", &server.url, "--api-key", "wrong"]);
    let error = failure(&out, 1);
    assert!(error.starts_with("tender: POST /client-session was answered 401 Unauthorized: "));
}

#[test]
fn a_server_that_does_not_answer_is_named() {
    let folder = tempfile::tempdir().unwrap();
    // Port 9 is "discard", which nobody runs.
    let out = demo(folder.path(), &["--url", "http://127.0.0.1:9"]);
    let error = failure(&out, 1);
    assert!(error.contains("no server answers at http://127.0.0.1:9; start one with ./run"));
    let out = demo(folder.path(), &["--url", "https://pay.example.com"]);
    assert!(failure(&out, 2).contains("--url must start with http://"));
    let out = demo(folder.path(), &["--api-key", "any"]);
    assert!(failure(&out, 2).contains("--api-key needs a server"));
}

/// Runs `tender demo` in `folder`, with its temporary files there as well.
fn demo(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tender"))
        .arg("demo")
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("TMPDIR", folder)
        .output()
        .unwrap()
}

#[track_caller]
fn success(out: &Output) -> String {
    let error = String::from_utf8_lossy(&out.stderr);
    assert_eq!((out.status.code(), &*error), (Some(0), ""));
    String::from_utf8(out.stdout.clone()).unwrap()
}

#[track_caller]
fn failure(out: &Output, code: i32) -> String {
    let error = String::from_utf8(out.stderr.clone()).unwrap();
    assert_eq!((out.status.code(), error.lines().count()), (Some(code), 1), "{error}");
    error
}

/// A started `tender dev`, killed when dropped.
struct Dev {
    child: Child,
    url: String,
}

impl Dev {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tender"))
            .args(["dev", "--json", "--port", "0", "--data"])
            .arg(data)
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        Self { child, url: ready["url"].as_str().unwrap().to_owned() }
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
