//! Several closures and the same rows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use tender_store::{Arg, Error, Tx};
use tokio::task::JoinSet;

use crate::database::{Database, on_both};
use crate::gate::Gate;

fn counter(tx: &mut Tx<'_>, bucket: &str) -> Result<(), Error> {
    let sql = "INSERT INTO card_attempt (bucket, hour, count) VALUES ($1, 0, 0)";
    tx.execute(sql, &[Arg::from(bucket)]).map(drop)
}

fn lock(tx: &mut Tx<'_>, bucket: &str) -> Result<i64, Error> {
    let sql = "SELECT count FROM card_attempt WHERE bucket = $1";
    tx.lock_one(sql, &[Arg::from(bucket)], |row| row.int(0))
}

fn increment(tx: &mut Tx<'_>, bucket: &str) -> Result<(), Error> {
    let count = lock(tx, bucket)?;
    let sql = "UPDATE card_attempt SET count = $1 WHERE bucket = $2";
    tx.execute_one(sql, &[Arg::from(count + 1), Arg::from(bucket)])
}

on_both! {
    locked_rows_lose_no_update,
}

async fn locked_rows_lose_no_update(database: Database) {
    database.store.write(|tx| counter(tx, "a")).await.unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let store = database.store.clone();
        tasks.spawn(async move {
            for _ in 0..10 {
                store.write(|tx| increment(tx, "a")).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(database.number("SELECT count FROM card_attempt").await, 640);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_resolved_by_running_one_again() {
    let database = Database::postgres();
    database.store.write(|tx| counter(tx, "a")).await.unwrap();
    database.store.write(|tx| counter(tx, "b")).await.unwrap();
    let (both_hold_one, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for (first, second) in [("a", "b"), ("b", "a")] {
        let (store, barrier, runs) =
            (database.store.clone(), Arc::clone(&both_hold_one), Arc::clone(&runs));
        tasks.spawn(async move {
            store
                .write(move |tx| {
                    increment(tx, first)?;
                    if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                        barrier.wait();
                    }
                    increment(tx, second)
                })
                .await
        });
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    assert!(runs.load(Ordering::SeqCst) > 2, "there was a deadlock to resolve");
    assert_eq!(database.number("SELECT CAST(SUM(count) AS BIGINT) FROM card_attempt").await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_stays_taken_is_busy() {
    let database = Database::postgres();
    database.store.write(|tx| counter(tx, "a")).await.unwrap();
    let gate = Gate::default();
    let (store, held) = (database.store.clone(), gate.clone());
    let holder = tokio::spawn(async move {
        store
            .write(move |tx| {
                lock(tx, "a")?;
                held.pass()
            })
            .await
    });
    gate.reached_by(1).await;
    let result = database.store.write(|tx| increment(tx, "a")).await;
    gate.open();
    assert_eq!(result, Err(Error::Busy));
    holder.await.unwrap().unwrap();
    database.store.write(|tx| increment(tx, "a")).await.unwrap();
}
