//! kill -9 under load, then a start on the same data: what was acknowledged is there,
//! once, and what was left open is decided.
//!
//! A killed process leaves its writes in the kernel's page cache, so this proves nothing
//! about fsync and a loss of power; for SQLite `power_cut` proves that. PostgreSQL itself
//! is not killed here, and the processor is the simulator, whose books are in the same
//! folder or database.
//!
//! `CRASH_ROUNDS` sets the number of kills.

mod books;
mod node;
mod orders;
#[cfg(target_os = "linux")]
mod power_cut;
mod stopped;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use tender_server::config::Config;
use tender_server::env::{Env, ManualClock};
use tender_server::start;

use self::node::Node;
use crate::database::{Engine, Place};

/// For SQLite. PostgreSQL, which does its own recovery, gets a fourth of them.
const ROUNDS: u64 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    survive(Engine::Sqlite, rounds()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    survive(Engine::Postgres, rounds() / 4).await;
}

async fn survive(engine: Engine, rounds: u64) {
    let place = Place::fresh(engine);
    let api_key = node::provision(&place).await;
    let mut acknowledged = Vec::new();
    let mut node = Node::start(&place, &api_key, &[]);
    for round in 0..rounds {
        let orders = orders::place(node.shop(), round, || node.kill()).await;
        node = Node::start(&place, &api_key, &[]);
        orders::verify(&node.shop(), &orders).await;
        acknowledged.extend(orders);
    }
    orders::verify(&node.shop(), &acknowledged).await;
    node.kill();
    reconcile_and_audit(&place, acknowledged.len()).await;
}

/// Runs the reconciler to its end and compares all books.
#[expect(clippy::print_stdout, reason = "says how much the run has seen")]
async fn reconcile_and_audit(place: &Place, orders: usize) {
    // Two minutes after its start, a call that did not reach the processor never will.
    let clock = Arc::new(ManualClock::new(Env::system().now().after(Duration::from_secs(600))));
    let config = Config {
        database: place.database(),
        ..Config::development(0, place.data_dir().to_owned())
    };
    let server = start(config, Env::with_clock(clock.clone())).await.unwrap();
    let store = &server.app.store;
    let open = books::undecided(store).await.len();
    let mut left = Vec::new();
    for _ in 0..600 {
        left = books::undecided(store).await;
        if left.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        clock.advance(Duration::from_secs(60));
    }
    assert!(left.is_empty(), "never decided: {left:?}");
    let paid = books::audit(store, &server.app.simulator_store).await;
    println!("{orders} acknowledged orders, {paid} paid, {open} payments left open");
    assert!(orders > 0 && paid > 0 && open > 0, "that is no load");
    server.shutdown().await;
}

/// A number from 0 to `below` − 1 that depends on nothing but `of`.
fn pick(of: impl Hash, below: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish() % below
}

#[expect(clippy::disallowed_methods, reason = "a test is configured by its environment")]
fn rounds() -> u64 {
    std::env::var("CRASH_ROUNDS").map_or(ROUNDS, |number| number.parse().unwrap())
}
