//! Queues: what is refused, what waits, what goes first.

use tender_store::{Error, PostgresOptions, Store};
use tokio::task::{JoinHandle, JoinSet};

use crate::database::{Database, id, on_both, put};
use crate::gate::Gate;

/// Closures that a lane holds.
const LANE_LENGTH: usize = 1024;

/// Both engines with a single thread per lane, so that one closure holds it.
fn narrow(database: Database) -> Database {
    match database.store.engine() {
        "sqlite" => database,
        _ => Database::postgres_with(PostgresOptions {
            connections: 4,
            ..PostgresOptions::default()
        }),
    }
}

async fn hold(
    gate: &Gate,
    run: impl FnOnce(Gate) -> JoinHandle<Result<(), Error>>,
) -> JoinHandle<Result<(), Error>> {
    let held = run(gate.clone());
    gate.reached_by(1).await;
    held
}

fn spawn_write(store: &Store, gate: Gate) -> JoinHandle<Result<(), Error>> {
    let store = store.clone();
    tokio::spawn(async move { store.write(move |_| gate.pass()).await })
}

on_both! {
    a_full_lane_refuses_and_outcomes_pass_it,
    an_account_is_not_delayed_by_the_load_of_another,
    outcomes_wait_instead_of_being_refused,
    one_bad_insert_does_not_spoil_its_group,
}

async fn a_full_lane_refuses_and_outcomes_pass_it(database: Database) {
    let database = narrow(database);
    let gate = Gate::default();
    let held = hold(&gate, |gate| spawn_write(&database.store, gate)).await;
    let mut writes = JoinSet::new();
    for number in 0..LANE_LENGTH + 50 {
        let store = database.store.clone();
        writes.spawn(async move { store.write(move |tx| put(tx, &number.to_string())).await });
    }
    // Those that the lane cannot hold are refused while it is still blocked.
    for _ in 0..50 {
        assert_eq!(writes.join_next().await.unwrap().unwrap(), Err(Error::Busy));
    }
    let store = database.store.clone();
    let outcome = tokio::spawn(async move {
        store
            .write_outcome(|tx| {
                let sql = "SELECT COUNT(*) FROM simulator_operation";
                tx.query_one(sql, &[], |row| row.int(0))
            })
            .await
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    gate.open();
    let waiting_before_it: Result<i64, Error> = outcome.await.unwrap();
    assert_eq!(waiting_before_it, Ok(0), "the outcome went first");
    held.await.unwrap().unwrap();
    assert!(writes.join_all().await.iter().all(Result::is_ok));
    assert_eq!(database.rows().await, LANE_LENGTH as i64);
}

async fn an_account_is_not_delayed_by_the_load_of_another(database: Database) {
    let database = narrow(database);
    let gate = Gate::default();
    let held = hold(&gate, |gate| spawn_write(&database.store, gate)).await;
    let [busy, quiet] = [1, 2].map(|number| database.store.of(id(number)));
    let mut load = JoinSet::new();
    for number in 0..LANE_LENGTH + 1 {
        let store = busy.clone();
        load.spawn(async move { store.write(move |tx| put(tx, &number.to_string())).await });
    }
    // The lane is full.
    assert_eq!(load.join_next().await.unwrap().unwrap(), Err(Error::Busy));
    let order = tokio::spawn(async move {
        quiet
            .write(|tx| {
                let sql = "SELECT COUNT(*) FROM simulator_operation";
                tx.query_one(sql, &[], |row| row.int(0))
            })
            .await
    });
    // A place is made for it among those of the busy account.
    assert_eq!(load.join_next().await.unwrap().unwrap(), Err(Error::Busy));
    gate.open();
    let before_it: Result<i64, Error> = order.await.unwrap();
    assert!(before_it.as_ref().is_ok_and(|count| *count <= 1), "{before_it:?} went first");
    held.await.unwrap().unwrap();
    assert!(load.join_all().await.iter().all(Result::is_ok));
    assert_eq!(database.rows().await, LANE_LENGTH as i64 - 1);
}

async fn outcomes_wait_instead_of_being_refused(database: Database) {
    let database = narrow(database);
    let gate = Gate::default();
    let store = database.store.clone();
    let held = hold(&gate, |gate| {
        tokio::spawn(async move { store.write_outcome(move |_| gate.pass()).await })
    })
    .await;
    let mut outcomes = JoinSet::new();
    for number in 0..LANE_LENGTH + 50 {
        let store = database.store.clone();
        outcomes.spawn(
            async move { store.write_outcome(move |tx| put(tx, &number.to_string())).await },
        );
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(outcomes.try_join_next().is_none(), "nobody was refused");
    gate.open();
    held.await.unwrap().unwrap();
    assert!(outcomes.join_all().await.iter().all(Result::is_ok));
    assert_eq!(database.rows().await, (LANE_LENGTH + 50) as i64);
}

async fn one_bad_insert_does_not_spoil_its_group(database: Database) {
    let database = narrow(database);
    database.store.write(|tx| put(tx, "3")).await.unwrap();
    let gate = Gate::default();
    let store = database.store.clone();
    let held =
        hold(&gate, |gate| tokio::spawn(async move { store.insert(move |_| gate.pass()).await }))
            .await;
    let mut inserts = JoinSet::new();
    for number in 0..20 {
        let store = database.store.clone();
        inserts.spawn(async move {
            let result = store.insert(move |tx| {
                put(tx, &number.to_string())?;
                assert_ne!(number, 7, "a bug in a use case");
                if number == 11 { Err(Error::Missing) } else { Ok(()) }
            });
            (number, result.await)
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    gate.open();
    held.await.unwrap().unwrap();
    for (number, result) in inserts.join_all().await {
        match number {
            3 => assert!(matches!(result, Err(Error::Conflict { .. }))),
            7 => assert_eq!(result, Err(Error::Panicked)),
            11 => assert_eq!(result, Err(Error::Missing)),
            _ => assert_eq!(result, Ok(()), "insert {number}"),
        }
    }
    assert_eq!(database.rows().await, 18, "17 of the group and the one before");
}
