//! No card number and no CVV leaves the vault: neither into the database, nor into
//! the log, nor into an answer (DESIGN, the third promise).

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::app::{Caller, TestApp};
use crate::checkout::{card, claims, order};
use crate::database::Engine;

/// What the shoppers type: paid, declined, failed, lost, refused, real.
const CARDS: [(&str, &str); 8] = [
    ("4111111111111111", "859"),
    ("4000000000000002", "860"),
    ("4000000000000010", "861"),
    ("4000000002001008", "862"),
    ("5555555555554444", "863"),
    ("378282246310005", "8402"),
    ("371449635398431", "8403"),
    ("4242424242424241", "8404"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_file_log_and_answers_hold_no_card() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let create = ["accounts", "create", "--name", "Shop", "--environment", "sandbox"];
    let account = output(&[&create[..], &["--data", data]].concat());
    let key = output(&["keys", "create", "--account", &account, "--name", "k", "--data", data]);
    let server = Serve::start(data);
    let answers = shop(&server.merchant(&key), &server.base).await;
    // While it runs there is a log of writes beside the database, afterwards there is none.
    let mut files = contents(folder.path());
    let log = server.stop();
    files.extend(contents(folder.path()));
    for kind in ["tender.db", "tender.db-wal"] {
        let size = |(name, bytes): &(String, Vec<u8>)| name.ends_with(kind).then_some(bytes.len());
        assert!(files.iter().filter_map(size).max() > Some(10_000), "{kind} holds nothing");
    }
    assert!(log.windows(8).filter(|text| text == b"answered").count() > 50, "no log");
    for (name, bytes) in &files {
        assert_no_card(name, bytes);
    }
    assert_no_card("the log", texts_of(&log).as_bytes());
    assert_no_card("the answers", answers.as_bytes());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_tables_hold_no_card() {
    let app = TestApp::start(Engine::Postgres).await;
    shop(&app.merchant(), &format!("http://{}", app.server.addr)).await;
    let tables = app.app().store.read(|tx| {
        let sql = "SELECT table_name::text FROM information_schema.tables \
            WHERE table_schema = 'public'";
        tx.query_all(sql, &[], |row| row.text(0))
    });
    let tables = tables.await.unwrap();
    assert!(tables.len() > 10, "{tables:?}");
    for table in tables {
        let sql: &str = format!("SELECT row_to_json({table})::text FROM {table}").leak();
        let rows = app.app().store.read(move |tx| tx.query_all(sql, &[], |row| row.text(0)));
        let dump = rows.await.unwrap().join("\n");
        assert_no_card(&table, dump.as_bytes());
        for (number, _) in CARDS {
            let hex: String = number.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!dump.contains(&hex), "{table} holds a card number in hexadecimal");
        }
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let found = |text: &[u8]| std::panic::catch_unwind(|| assert_no_card("x", text)).is_err();
    assert!(found(b"..4111111111111111.."));
    assert!(found(b"cvv: \"859\""));
    assert!(found(b"cvv 8402\0"));
    assert!(!found(b"1859 x8402 \"85\" 411111 859"));
}

/// Pays by every card, and sends each in forms that are refused. Answers every answer.
async fn shop(merchant: &Caller, base: &str) -> String {
    let mut answers = String::new();
    for (number, cvv) in CARDS {
        let created = merchant.post("/client-session", &order()).await.ok();
        let token = created["clientToken"].as_str().unwrap();
        let client = Caller::at(&format!("{base}/client"))
            .with("primer-client-token", claims(token)["accessToken"].as_str().unwrap())
            .with("primer-sdk-checkout-session-id", "checkout-1");
        let mut sent = card(number);
        sent["cvv"] = cvv.into();
        for refused in refused_forms(&sent) {
            answers += &client.post("/payment-instruments", &refused).await.text;
        }
        let cut_off =
            format!("{{\"paymentInstrument\":{{\"number\":\"{number}\",\"cvv\":\"{cvv}\"");
        answers += &client.post_raw("/payment-instruments", cut_off).await.text;
        answers += &client.get("/client-sdk/configuration").await.text;
        let body = json!({ "paymentInstrument": sent });
        let collected = client.post("/payment-instruments", &body).await;
        answers += &collected.text;
        let Some(token) = collected["token"].as_str() else { continue };
        let body = json!({ "paymentMethodToken": token });
        let paid = client.post("/payments", &body).await.ok();
        answers += &paid.text;
        let path = format!("/payments/{}", paid["id"].as_str().unwrap());
        answers += &merchant.get(&path).await.ok().text;
        answers += &client.post("/payments", &body).await.text;
    }
    assert_eq!(answers.matches("\"SINGLE_USE\"").count(), CARDS.len() - 1);
    answers
}

fn refused_forms(sent: &Value) -> Vec<Value> {
    let (number, cvv) = (sent["number"].as_str().unwrap(), sent["cvv"].as_str().unwrap());
    let with = |field: &str, value: Value| {
        let mut changed = sent.clone();
        changed[field] = value;
        json!({ "paymentInstrument": changed })
    };
    vec![
        with("expirationMonth", "13".into()),
        with("cardholderName", number.into()),
        with("preferredNetwork", cvv.into()),
        with("number", json!(number.parse::<i64>().unwrap())),
        with("cvv", json!([cvv])),
        with("type", number.into()),
        json!({ "paymentInstrument": number }),
        json!(number),
    ]
}

/// A card number anywhere, or a CVV that stands alone: three digits in quotes, four
/// between other things than letters and digits. Fewer would turn up by chance.
fn assert_no_card(place: &str, bytes: &[u8]) {
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    let outside = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    for (number, cvv) in CARDS {
        assert!(!holds(number), "{place} holds a card number");
        assert!(!holds(&format!("\"{cvv}\"")), "{place} holds a CVV");
        let alone = bytes.windows(cvv.len()).enumerate().any(|(at, part)| {
            part == cvv.as_bytes()
                && outside(at.checked_sub(1).and_then(|at| bytes.get(at)))
                && outside(bytes.get(at + cvv.len()))
        });
        assert!(cvv.len() < 4 || !alone, "{place} holds a CVV");
    }
}

/// The texts in a log, without its numbers: a duration may be any.
fn texts_of(log: &[u8]) -> String {
    let lines = serde_json::Deserializer::from_slice(log).into_iter::<Value>();
    lines.map(|line| texts_in(&line.unwrap())).collect()
}

fn texts_in(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text}\n"),
        Value::Array(values) => values.iter().map(texts_in).collect(),
        Value::Object(fields) => fields.values().map(texts_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

/// A started `tender serve` with everything in its log, killed when dropped.
struct Serve {
    child: Child,
    base: String,
    log: Option<JoinHandle<Vec<u8>>>,
}

impl Serve {
    fn start(data: &str) -> Self {
        let mut child = tender()
            .args(["serve", "--data-dir", data, "--public-url", "http://127.0.0.1"])
            .args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"])
            .args(["--log-level", "trace", "--log-format", "json"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut log = Vec::new();
        let base = loop {
            let mut line = String::new();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended: {log:?}");
            log.extend(line.as_bytes());
            let line: Value = serde_json::from_str(&line).unwrap();
            if let Some(address) = line["server.address"].as_str() {
                break format!("http://{address}");
            }
        };
        let log = std::thread::spawn(move || {
            lines.read_to_end(&mut log).unwrap();
            log
        });
        Self { child, base, log: Some(log) }
    }

    fn merchant(&self, key: &str) -> Caller {
        Caller::at(&self.base).with("x-api-key", key).with("x-api-version", "2.4")
    }

    /// Ends it and answers its log.
    fn stop(mut self) -> Vec<u8> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a command of the executable writes.
fn output(arguments: &[&str]) -> String {
    let output = tender().args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The executable in an environment without settings of its own.
fn tender() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tender"));
    command.env_clear();
    command
}
