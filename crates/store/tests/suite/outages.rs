//! What happens when the database itself fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tender_store::{Arg, Error, PostgresOptions, Tx};
use tokio::task::JoinSet;

use crate::database::{Database, Place, on_server, put};
use crate::gate::Gate;

fn limit_pages(tx: &mut Tx<'_>, sql: &'static str) -> Result<(), Error> {
    tx.query_one(sql, &[], |_| Ok(()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_acknowledges_nothing() {
    let database = Database::sqlite();
    // A limit below the file's size means "no more pages".
    database.store.write(|tx| limit_pages(tx, "PRAGMA max_page_count = 1")).await.unwrap();
    let gate = Gate::default();
    let (store, held) = (database.store.clone(), gate.clone());
    let first = tokio::spawn(async move { store.write(move |_| held.pass()).await });
    gate.reached_by(1).await;
    let mut writes = JoinSet::new();
    for number in 0..20 {
        let store = database.store.clone();
        writes.spawn(async move {
            store
                .write(move |tx| {
                    put(tx, &format!("small {number}"))?;
                    if number == 10 { put(tx, &"too large ".repeat(100_000)) } else { Ok(()) }
                })
                .await
        });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    gate.open();
    first.await.unwrap().unwrap();
    let answers = writes.join_all().await;
    let acknowledged = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(answers.iter().any(|answer| matches!(answer, Err(Error::Unavailable(_)))));
    assert_eq!(acknowledged as i64, database.rows().await, "all that is acknowledged is there");

    let unlimited = "PRAGMA max_page_count = 1000000";
    database.store.write(move |tx| limit_pages(tx, unlimited)).await.unwrap();
    database.store.write(|tx| put(tx, "afterwards")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_connections_are_replaced() {
    let database = Database::postgres();
    database.store.write(|tx| put(tx, "before")).await.unwrap();
    database.by_hand(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tender' \
         AND datname = current_database()",
    );
    for number in 0..50 {
        database.store.write(move |tx| put(tx, &format!("write {number}"))).await.unwrap();
        database.store.insert(move |tx| put(tx, &format!("insert {number}"))).await.unwrap();
        database.store.write_outcome(move |tx| put(tx, &format!("end {number}"))).await.unwrap();
    }
    assert_eq!(database.rows().await, 151);
}

/// Whether the server takes new connections; those that it has stay.
fn admit(database: &Database, whom: bool) {
    let Place::Postgres { name } = &database.place else { unreachable!() };
    let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {whom}");
    on_server("postgres", |client| client.batch_execute(&sql).unwrap());
}

/// Ends every connection and takes no new ones.
fn shut_out(database: &Database) {
    admit(database, false);
    let Place::Postgres { name } = &database.place else { unreachable!() };
    let sql =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    on_server("postgres", |client| client.batch_execute(&sql).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outcome_waits_for_the_server_to_come_back() {
    let database = Database::postgres();
    database.store.write_outcome(|tx| put(tx, "before")).await.unwrap();
    shut_out(&database);
    let mut outcomes = JoinSet::new();
    for number in 0..10 {
        let store = database.store.clone();
        outcomes.spawn(
            async move { store.write_outcome(move |tx| put(tx, &number.to_string())).await },
        );
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    admit(&database, true);
    assert!(outcomes.join_all().await.iter().all(Result::is_ok));
    assert_eq!(database.rows().await, 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_without_connection_leaves_the_lane_to_the_others() {
    // Three threads write.
    let database =
        Database::postgres_with(PostgresOptions { connections: 8, ..PostgresOptions::default() });
    let (gate, connections) = (Gate::default(), Arc::<Mutex<Vec<i64>>>::default());
    let mut held = JoinSet::new();
    for _ in 0..3 {
        let (store, gate, list) = (database.store.clone(), gate.clone(), Arc::clone(&connections));
        held.spawn(async move {
            let hold = move |tx: &mut Tx<'_>| {
                let sql = "SELECT CAST(pg_backend_pid() AS BIGINT)";
                list.lock().unwrap().push(tx.query_one(sql, &[], |row| row.int(0))?);
                gate.pass()
            };
            store.write(hold).await
        });
    }
    gate.reached_by(3).await;
    let mut writes = JoinSet::new();
    for number in 0..300 {
        let store = database.store.clone();
        writes.spawn(async move { store.write(move |tx| put(tx, &number.to_string())).await });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    admit(&database, false);
    let one = format!("SELECT pg_terminate_backend({}, 5000)", connections.lock().unwrap()[0]);
    on_server("postgres", |client| client.batch_execute(&one).unwrap());
    gate.open();
    let cut = held.join_all().await.into_iter().filter(Result::is_err).count();
    assert_eq!(cut, 1);
    let failed = writes.join_all().await.into_iter().filter(Result::is_err).count();
    // The third takes one after each pause, while the others work.
    assert!(failed < 30, "{failed} of 300 failed");
    admit(&database, true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_away_is_said_to_be() {
    let database = Database::postgres();
    shut_out(&database);
    for _ in 0..5 {
        let refused = database.store.write(|tx| put(tx, "meanwhile")).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        assert!(matches!(database.store.check().await, Err(Error::Unavailable(_))));
    }
    admit(&database, true);
    // A thread that has just failed says so once more.
    while database.store.write(|tx| put(tx, "afterwards")).await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(database.rows().await, 1);
}

/// Sets what sessions of the database begin with; those that exist keep what they have.
fn read_only(database: &Database, whether: &str) {
    let Place::Postgres { name } = &database.place else { unreachable!() };
    let sql = format!("ALTER DATABASE {name} SET default_transaction_read_only = {whether}");
    on_server("postgres", |client| client.batch_execute(&sql).unwrap());
}

/// Ends the node's connections, so that it makes new ones.
fn cut(database: &Database) {
    database.by_hand(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tender' \
         AND datname = current_database()",
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_takes_no_writes_is_an_outage_and_is_over_when_it_is_over() {
    let database = Database::postgres();
    let store = &database.store;
    store.write(|tx| put(tx, "before")).await.unwrap();
    read_only(&database, "on");
    cut(&database);
    for number in 0..2 {
        let key = format!("meanwhile {number}");
        let refused = store.write(move |tx| put(tx, &key)).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        assert!(matches!(store.check_write().await, Err(Error::Unavailable(_))));
    }
    read_only(&database, "off");
    while store.check_write().await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut writes = JoinSet::new();
    for number in 0..100 {
        let store = store.clone();
        writes.spawn(async move { store.write(move |tx| put(tx, &number.to_string())).await });
    }
    let failed = writes.join_all().await.into_iter().filter(Result::is_err).count();
    // A thread that rests after its last attempt says so once more.
    assert!(failed < 7, "{failed} of 100 failed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_turned_read_only_is_thrown_away() {
    let database = Database::postgres();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let written = database.store.write(move |tx| {
        // As if the session had been made while the database took no writes.
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", &[])?;
            tx.execute("SET TRANSACTION READ ONLY", &[])?;
        }
        put(tx, "key")
    });
    assert_eq!(written.await, Ok(()));
    assert_eq!(runs.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_server_says_decides_what_the_caller_hears() {
    let database = Database::postgres();
    database.by_hand(
        "CREATE FUNCTION refuse(code TEXT) RETURNS BIGINT LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'refused' USING ERRCODE = code; END $$",
    );
    for (code, runs_expected, expected) in [
        ("08006", 5, "unavailable"),
        ("25P03", 5, "unavailable"),
        ("57P01", 5, "unavailable"),
        ("53100", 1, "unavailable"),
        ("53200", 1, "unavailable"),
        ("58030", 1, "unavailable"),
        ("40001", 5, "too much to do"),
        ("40P01", 5, "too much to do"),
        ("55P03", 1, "too much to do"),
        ("57014", 1, "too much to do"),
        ("22003", 1, "refused a statement"),
    ] {
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let answer = database.store.write::<i64, Error, _>(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            tx.query_one("SELECT refuse($1)", &[Arg::from(code)], |row| row.int(0))
        });
        let error = answer.await.unwrap_err();
        assert!(error.to_string().contains(expected), "{code}: {error}");
        assert_eq!(error.is_busy(), code != "22003", "{code}: {error}");
        assert_eq!(runs.load(Ordering::SeqCst), runs_expected, "{code}");
    }
    database.store.write(|tx| put(tx, "afterwards")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_waited_too_long_is_begun_again() {
    let database = Database::postgres();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let written = database.store.write(move |tx| {
        put(tx, "key")?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.execute("SET idle_in_transaction_session_timeout = '1ms'", &[])?;
            // The server hangs up meanwhile.
            std::thread::sleep(Duration::from_millis(100));
        }
        put(tx, "another key")
    });
    assert_eq!(written.await, Ok(()));
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(database.rows().await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_inside_is_not_tried_for_ever() {
    let database = Database::postgres();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let result = database
        .store
        .write(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            put(tx, "key")?;
            tx.query_all("SELECT pg_terminate_backend(pg_backend_pid())", &[], |_| Ok(()))
        })
        .await;
    assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 5);
    assert_eq!(database.rows().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_without_an_answer_is_not_run_again() {
    let database = Database::postgres();
    database.by_hand(
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; \
         CREATE CONSTRAINT TRIGGER die_at_commit AFTER INSERT ON simulator_operation \
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.idempotency_key = 'deadly') \
         EXECUTE FUNCTION die()",
    );
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let result = database
        .store
        .write(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            put(tx, "deadly")
        })
        .await;
    assert_eq!(result, Err(Error::OutcomeUnknown));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    database.store.write(|tx| put(tx, "afterwards")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_message_quotes_a_value() {
    // Not a plain number, which SQLite would take for one.
    let secret = "4111 1111 1111 1111";
    for database in [Database::sqlite(), Database::postgres()] {
        database.store.write(move |tx| put(tx, secret)).await.unwrap();
        let conflict = database.store.write(move |tx| put(tx, secret)).await.unwrap_err();
        let wrong_type = database.store.write(move |tx| {
            let sql = "INSERT INTO card_attempt (bucket, hour, count) VALUES ($1, $2, 0)";
            tx.execute(sql, &[Arg::from("a"), Arg::from(secret)])
        });
        let not_null = database.store.write(move |tx| {
            let sql = "INSERT INTO card_attempt (bucket, hour, count) VALUES ($1, 0, $2)";
            tx.execute(sql, &[Arg::from(secret), Arg::Null])
        });
        for error in [conflict, wrong_type.await.unwrap_err(), not_null.await.unwrap_err()] {
            assert!(!format!("{error} {error:?}").contains(secret), "{}", database.store.engine());
        }
    }
}
