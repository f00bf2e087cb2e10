//! A server that says nothing: after a failover, behind a firewall that forgot a
//! connection, on a host that was paused.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tender_store::{Error, OpenError, PostgresOptions, Store};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::database::{Database, put};
use crate::proxy::Proxy;

/// How long the store of these tests waits for an answer.
const PATIENCE: Duration = Duration::from_millis(400);

/// Far beyond what a node may need, and far below waiting for ever.
const SOON: Duration = Duration::from_secs(5);

fn options(patience: Duration) -> PostgresOptions {
    PostgresOptions { patience, ..PostgresOptions::default() }
}

fn behind_a_proxy(patience: Duration) -> (Database, Proxy, Store) {
    let database = Database::postgres();
    let proxy = Proxy::start(&database.place.url());
    let store = Store::postgres(proxy.url(), options(patience)).unwrap();
    (database, proxy, store)
}

/// Uses every connection of the node.
async fn use_all(store: &Store, name: &'static str) -> Vec<Result<(), Error>> {
    let mut work = JoinSet::new();
    for number in 0..40 {
        let (store, key) = (store.clone(), format!("{name} {number}"));
        work.spawn(async move {
            let (write, insert, outcome) = (key.clone(), key.clone() + "i", key + "o");
            store.write(move |tx| put(tx, &write)).await?;
            store.insert(move |tx| put(tx, &insert)).await?;
            store.write_outcome(move |tx| put(tx, &outcome)).await?;
            store.check().await
        });
    }
    work.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silent_connections_are_replaced_while_new_ones_work() {
    let (database, proxy, store) = behind_a_proxy(PATIENCE);
    assert!(use_all(&store, "before").await.iter().all(Result::is_ok));
    proxy.silence();
    // Nobody is told of an outage: what had not begun is done over a new connection.
    let answers = timeout(SOON, use_all(&store, "after")).await.expect("within bounds");
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(database.rows().await, 240);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_silent_connection_condemns_all_of_its_age() {
    // Long enough that a busy machine is not taken for a wait.
    let patience = 6 * PATIENCE;
    let (_database, proxy, store) = behind_a_proxy(patience);
    assert!(use_all(&store, "before").await.iter().all(Result::is_ok));
    proxy.silence();
    timeout(SOON, store.check()).await.expect("within bounds").unwrap();
    // The others are not waited for, one after the other.
    let before = proxy.made();
    timeout(patience, async {
        store.write(|tx| put(tx, "write")).await?;
        store.insert(|tx| put(tx, "insert")).await?;
        store.write_outcome(|tx| put(tx, "outcome")).await
    })
    .await
    .expect("at once")
    .unwrap();
    assert!(proxy.made() >= before + 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_accepts_and_says_nothing_is_an_outage() {
    let (_database, proxy, store) = behind_a_proxy(PATIENCE);
    proxy.mute(true);
    proxy.silence();
    for _ in 0..2 {
        let wrote = timeout(SOON, store.write(|tx| put(tx, "meanwhile"))).await;
        assert!(matches!(wrote.expect("within bounds"), Err(Error::Unavailable(_))));
        let read = timeout(SOON, store.check()).await;
        assert!(matches!(read.expect("within bounds"), Err(Error::Unavailable(_))));
        let proof = timeout(SOON, store.check_write()).await;
        assert!(matches!(proof.expect("within bounds"), Err(Error::Unavailable(_))));
    }
    let opened = tokio::task::spawn_blocking({
        let url = proxy.url().to_owned();
        move || Store::postgres(&url, options(PATIENCE))
    });
    let error = timeout(SOON, opened).await.expect("within bounds").unwrap().err().unwrap();
    assert!(matches!(error, OpenError::Database(Error::Unavailable(_))), "{error}");
    assert!(error.to_string().contains("127.0.0.1") && error.to_string().contains("no answer"));

    proxy.mute(false);
    timeout(SOON, async { while store.check_write().await.is_err() {} }).await.expect("recovers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_falls_silent_is_unknown_and_not_repeated() {
    let (database, proxy, store) = behind_a_proxy(PATIENCE);
    store.write(|tx| put(tx, "before")).await.unwrap();
    let proxy = Arc::new(proxy);
    let (runs, silencer) = (Arc::new(AtomicUsize::new(0)), Arc::clone(&proxy));
    let counted = Arc::clone(&runs);
    let written = store.write(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        put(tx, "key")?;
        silencer.silence();
        Ok(())
    });
    let written = timeout(SOON, written).await.expect("within bounds");
    assert_eq!(written, Err(Error::OutcomeUnknown));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    store.write(|tx| put(tx, "afterwards")).await.unwrap();
    assert!(database.rows().await >= 2);
}
