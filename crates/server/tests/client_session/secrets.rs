//! Secrets are handed out once: neither the database nor the log holds them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

use tender_domain::account::AccountSettings;
use tender_server::config::Database;

use crate::app::TestApp;
use crate::database::Engine;

const CARD_NUMBER: &str = "4242424242424242";
const ORDER_ID: &str = "an order that is not secret";

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything the server logs, down to the finest level.
fn start_log() -> Log {
    let log = Log::default();
    let writer = log.clone();
    let ours = ["tender", "tender_server", "tender_store", "tender_domain", "tender_processors"];
    let filter = Targets::new().with_targets(ours.map(|target| (target, LevelFilter::TRACE)));
    let lines =
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone());
    tracing_subscriber::registry().with(lines.with_filter(filter)).try_init().unwrap();
    log
}

/// Whether a part of `secret` is in `bytes`. Parts, since a database splits long values.
fn holds(bytes: &[u8], secret: &str) -> bool {
    let parts = secret.as_bytes().chunks_exact(16);
    parts.into_iter().any(|part| bytes.windows(part.len()).any(|window| window == part))
}

/// Sessions and a payment, and requests refused for their secrets; answers the secrets.
async fn use_every_secret(app: &TestApp) -> Vec<(&'static str, String)> {
    let merchant = app.merchant().with("x-idempotency-key", "k").with("idempotency-replay", "true");
    let body = json!({"orderId": ORDER_ID, "currencyCode": "EUR", "amount": 5});
    let replayed = merchant.post("/client-session", &body).await.ok();
    let session = app.created(body).await;
    session.read().await.ok();
    session.patch(json!({"customerId": "c"})).await.ok();
    session.patch(json!({"orderId": ""})).await.faults_at(&["$.orderId"]);
    let forged = format!("{}x", session.token);
    app.merchant()
        .get(&format!("/client-session?clientToken={forged}"))
        .await
        .refused(400, "ClientSessionValidationError");
    let unknown = format!("{}x", app.api_key);
    app.merchant()
        .with("x-api-key", &unknown)
        .post("/client-session", &json!({}))
        .await
        .refused(401, "Unauthorized");

    let access_token = session.access_token();
    let client = app.client(&access_token);
    client.get("/client-sdk/configuration").await.ok();
    let card = json!({"paymentInstrument": {
        "number": CARD_NUMBER, "cvv": "737", "expirationMonth": "03", "expirationYear": "2030",
        "cardholderName": "Ann Lee",
    }});
    let token = client.post("/payment-instruments", &card).await.ok();
    let payment = json!({"paymentMethodToken": token["token"]});
    app.merchant().post("/payments", &payment).await.ok();
    // The signature alone would not open anything, so the claims are what to look for.
    let claims_of = |token: &str| token.split('.').nth(1).unwrap().to_owned();
    vec![
        ("API key", app.api_key.strip_prefix("tender_sandbox_").unwrap().to_owned()),
        ("client token", claims_of(&session.token)),
        ("replayed client token", claims_of(replayed["clientToken"].as_str().unwrap())),
        ("access token", access_token),
        ("card number", CARD_NUMBER.to_owned()),
    ]
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_are_neither_in_the_database_nor_in_the_log() {
    let log = start_log();
    let mut data_dir = PathBuf::new();
    let app = TestApp::start_with(Engine::Sqlite, AccountSettings::default(), |config| {
        if let Database::Sqlite { data_dir: place } = &config.database {
            data_dir.clone_from(place);
        }
    })
    .await;
    let secrets = use_every_secret(&app).await;

    let log = log.0.lock().unwrap().clone();
    let files: Vec<_> =
        files_in(&data_dir).iter().map(|file| std::fs::read(file).unwrap()).collect();
    // Would a secret be found? What is no secret is.
    assert!(files.iter().any(|file| holds(file, ORDER_ID)), "no session in {}", data_dir.display());
    assert!(holds(&log, "http.route=\"/client-session\""), "{}", String::from_utf8_lossy(&log));
    for (name, secret) in &secrets {
        assert!(!files.iter().any(|file| holds(file, secret)), "the database holds the {name}");
        assert!(!holds(&log, secret), "the log holds the {name}");
    }
}
