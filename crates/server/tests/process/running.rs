//! The process while it runs and when it is told to end: its log, its memory, its health.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::{Dev, tender, text};
use crate::app::Caller;
use crate::checkout::{card, claims, order};

/// Bytes of memory that are read at once.
const PART: usize = 1024 * 1024;

/// More than anything takes, so that a test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_log_that_nobody_reads_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut dev = Dev::start_with("0", folder.path(), Stdio::piped());
    let caller = Caller::at(dev.ready["url"].as_str().unwrap());
    // Ten times what a pipe takes.
    let requests = async {
        for _ in 0..3_000 {
            caller.get("/payments/x").await.refused(401, "Unauthorized");
        }
    };
    tokio::time::timeout(PATIENCE, requests).await.expect("the server stands still");
    let log = dev.child.stderr.take().unwrap();
    let first = BufReader::new(log).lines().next().unwrap().unwrap();
    assert!(first.contains("listening"), "{first}");
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_told_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let dev = Dev::start_with("0", folder.path(), File::create(&log).unwrap().into());
    let caller = Caller::at(dev.ready["url"].as_str().unwrap());
    for _ in 0..5 {
        caller.clone().with("x-forwarded-for", "192.0.2.1").get("/payments/x").await;
    }
    assert!(dev.stop().success());
    let log = fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("trusted_proxies").count(), 1, "{log}");
    assert_eq!(log.matches("answered").count(), 5, "{log}");
}

#[tokio::test]
async fn no_card_stays_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let dev = Dev::start(folder.path());
    let url = dev.ready["url"].as_str().unwrap();
    let merchant = Caller::at(url).with("x-api-key", dev.ready["apiKey"].as_str().unwrap());
    let session = merchant.post("/client-session", &order()).await.ok();
    let token = claims(session["clientToken"].as_str().unwrap())["accessToken"].clone();
    let shopper =
        Caller::at(&format!("{url}/client")).with("primer-client-token", token.as_str().unwrap());
    let numbers: Vec<_> = (0..100).map(card_number).collect();
    for number in &numbers {
        let body = json!({ "paymentInstrument": card(number) });
        let card = shopper.post("/payment-instruments", &body).await.ok();
        let pay = json!({ "paymentMethodToken": card["token"] });
        shopper.post("/payments", &pay).await;
    }
    // The connection is still open, with the buffers that it has.
    let memory = memory_of(dev.child.id());
    assert!(!places(&memory, b"client_session").is_empty(), "this is not the server's memory");
    let starts = places(&memory, &numbers[0].as_bytes()[..8]).into_iter();
    let found: Vec<_> = starts.filter(|place| is_known(&memory[*place..], &numbers)).collect();
    assert_eq!(found.len(), 0, "of {} numbers", numbers.len());
    assert!(places(&memory, br#""cvv":"123""#).is_empty());
    drop(dev);
}

/// Different numbers of a network, with their check digit.
fn card_number(number: u32) -> String {
    let digits = format!("42424242{number:07}");
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = (digits.chars().rev().enumerate())
        .map(|(place, digit)| (place, digit.to_digit(10).unwrap()))
        .map(|(place, digit)| if place % 2 == 0 { double(digit) } else { digit })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn is_known(memory: &[u8], numbers: &[String]) -> bool {
    numbers.iter().any(|number| memory.starts_with(number.as_bytes()))
}

/// Everything that a process has written to memory.
fn memory_of(process: u32) -> Vec<u8> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let (mut all, mut part, untouched) = (Vec::new(), vec![0; PART], vec![0; PART]);
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [mut from, to] = [from, to].map(|end| u64::from_str_radix(end, 16).unwrap());
        memory.seek(SeekFrom::Start(from)).unwrap();
        while from < to {
            let part = &mut part[..PART.min(usize::try_from(to - from).unwrap())];
            // Some of the kernel's own pages cannot be read.
            let Ok(()) = memory.read_exact(part) else { break };
            if *part != untouched[..part.len()] {
                all.extend_from_slice(part);
            }
            from += u64::try_from(part.len()).unwrap();
        }
    }
    all
}

/// Where a text begins.
fn places(memory: &[u8], text: &[u8]) -> Vec<usize> {
    let first = memory.iter().enumerate().filter(|(_, byte)| **byte == text[0]);
    first.map(|(place, _)| place).filter(|place| memory[*place..].starts_with(text)).collect()
}

#[tokio::test]
async fn the_end_is_announced_before_the_listener_closes() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(folder.path(), &["TENDER_DRAIN_DELAY=3600"]);
    let (api, operator) = (Caller::at(&serve.url), Caller::at(&serve.admin));
    let ready = async |status: u16| {
        let until = async { while operator.get("/readyz").await.status != status {} };
        tokio::time::timeout(PATIENCE, until).await.unwrap();
    };
    ready(200).await;
    serve.signal();
    ready(503).await;
    assert_eq!(operator.get("/readyz").await.text, "shutting down\n");
    assert_eq!(operator.get("/healthz").await.status, 200);
    api.get("/payments/x").await.refused(401, "Unauthorized");
    serve.signal();
    let mut child = serve.child;
    assert_eq!(child.wait().unwrap().code(), Some(130), "a second signal ends at once");
}

/// Less and less memory for addresses. Somewhere in between it cannot start, and says why.
#[test]
fn a_start_without_memory_has_a_reason() {
    let mut failed = 0;
    for kilobytes in (36..100).step_by(4).map(|mb| mb * 1_000) {
        let folder = tempfile::tempdir().unwrap();
        let limited = format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\"");
        let mut child = Command::new("sh")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_tender"), "dev", "--json", "--port", "0"])
            .args(["--data", text(folder.path())])
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut ready).unwrap();
        let _ = child.kill();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        for panic in said.lines().filter(|line| line.contains("the server panicked")) {
            assert!(panic.contains("reason="), "{kilobytes} kB: {said}");
        }
        if ready.is_empty() && ended.status.code() == Some(1) {
            failed += 1;
            let last = said.lines().last().unwrap();
            assert!(last.starts_with("tender: ") && !last.contains("fault"), "{said}");
        }
    }
    assert!(failed > 0, "it always started");
}

#[test]
fn serve_leaves_no_core() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(folder.path(), &[]);
    let limits = fs::read_to_string(format!("/proc/{}/limits", serve.child.id())).unwrap();
    let limit = |name: &str| -> Vec<String> {
        let line = limits.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().take(2).map(str::to_owned).collect()
    };
    assert_eq!(limit("Max core file size"), ["0", "0"]);
    let files = limit("Max open files");
    assert_eq!(files[0], files[1]);
    serve.child.kill().unwrap();
    serve.child.wait().unwrap();
}

/// A started `tender serve` on SQLite.
struct Serve {
    child: Child,
    url: String,
    admin: String,
}

impl Serve {
    fn start(data: &Path, environment: &[&str]) -> Self {
        let mut child =
            tender(&["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"])
                .args(["--public-url", "http://127.0.0.1", "--log-format", "json"])
                .args(["--data-dir", text(data)])
                .envs(environment.iter().map(|setting| setting.split_once('=').unwrap()))
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("listening") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it did not start");
        }
        // Whatever it says from now on: a closed pipe stops nothing.
        let line: Value = serde_json::from_str(&line).unwrap();
        let url = |name: &str| format!("http://{}", line[name].as_str().unwrap());
        Self { child, url: url("server.address"), admin: url("admin.address") }
    }

    fn signal(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
}
