//! A node that is stopped while its calls are on their way and goes on later, as on a
//! machine that was paused. Its timers then say that no time has passed, and its clock
//! says so too here: only the processor can keep it from charging.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use tender_server::config::Config;
use tender_server::env::{Env, ManualClock};
use tender_server::{jobs, start};
use tender_store::Store;

use super::books;
use super::node::{self, Node};
use crate::app::{Answer, Caller};
use crate::books::approved;
use crate::checkout::{APPROVED, SLOW, card, claims, order};
use crate::database::{Engine, Place};

const SESSIONS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_node_charges_nobody_twice() {
    let place = Place::fresh(Engine::Postgres);
    let api_key = node::provision(&place).await;
    let stopped = Node::start(&place, &api_key, &[]);
    let clock = Arc::new(ManualClock::new(Env::system().now()));
    let config = Config {
        database: place.database(),
        ..Config::development(0, place.data_dir().to_owned())
    };
    let other = start(config, Env::with_clock(clock.clone())).await.unwrap();
    let other_base = format!("http://{}", other.addr);
    let store = &other.app.store;

    let mut tokens = Vec::new();
    for _ in 0..SESSIONS {
        tokens.push(session(stopped.base(), &api_key).await);
    }
    let paying: Vec<_> = tokens
        .iter()
        .map(|token| tokio::spawn(pay(stopped.base().to_owned(), token.clone(), SLOW)))
        .collect();
    while books::undecided(store).await.len() < SESSIONS {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    signal(&stopped, "-STOP");
    let in_flight = books::undecided(store).await.len();
    while !books::undecided(store).await.is_empty() {
        clock.advance(Duration::from_secs(5));
        jobs::run_due(&other.app).await.unwrap();
    }
    for token in &tokens {
        let paid = pay(other_base.clone(), token.clone(), APPROVED).await.ok();
        assert_eq!(paid["status"], "SUCCESS");
    }

    signal(&stopped, "-CONT");
    for payment in paying {
        assert_eq!(payment.await.unwrap().ok()["status"], "FAILED");
    }
    assert_eq!(in_flight, SESSIONS);
    let simulator = &other.app.simulator_store;
    assert_eq!(books::audit(store, simulator).await, SESSIONS);
    assert_eq!(approved(simulator).await.len(), SESSIONS + late(store).await);
    other.shutdown().await;
}

/// A new session's access token.
async fn session(base: &str, api_key: &str) -> String {
    let merchant = Caller::at(base).with("x-api-key", api_key).with("x-api-version", "2.4");
    let created = merchant.post("/client-session", &order()).await.ok();
    claims(created["clientToken"].as_str().unwrap())["accessToken"].as_str().unwrap().to_owned()
}

async fn pay(base: String, access_token: String, number: &'static str) -> Answer {
    let checkout = Caller::at(&format!("{base}/client")).with("primer-client-token", &access_token);
    let card = json!({ "paymentInstrument": card(number) });
    let token: Value = checkout.post("/payment-instruments", &card).await.ok()["token"].clone();
    checkout.post("/payments", &json!({ "paymentMethodToken": token })).await
}

fn signal(node: &Node, signal: &str) {
    let id = node.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
}

/// The late approvals that timelines tell of.
async fn late(store: &Store) -> usize {
    let sql = "SELECT COUNT(*) FROM event WHERE kind = 'payment.approved_too_late'";
    let count = store.read(move |tx| tx.query_one(sql, &[], |row| row.int(0)));
    usize::try_from(count.await.unwrap()).unwrap()
}
