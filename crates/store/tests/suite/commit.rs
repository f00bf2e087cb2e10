//! What is kept, what is not, and who hears of it.

use tender_domain::time::Timestamp;
use tender_store::{Arg, Error};
use tokio::task::JoinSet;

use crate::database::{Database, on_both, put};
use crate::gate::Gate;

/// An error of the caller's own.
#[derive(Debug, PartialEq)]
enum Refusal {
    Store(Error),
    NotToday,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

on_both! {
    an_answered_write_is_visible,
    a_refusing_or_panicking_closure_takes_back_only_its_own,
    a_closure_alone_takes_back_its_own,
    a_unique_value_that_exists_is_a_conflict,
    a_failed_statement_cannot_be_swallowed,
    parameters_out_of_order_are_a_bug,
    a_read_cannot_write,
    every_type_comes_back_as_it_went_in,
    a_missing_row_is_told_from_a_failure,
    the_database_answers_a_check,
}

async fn an_answered_write_is_visible(database: Database) {
    for number in 0..20 {
        database.store.write(move |tx| put(tx, &format!("key {number}"))).await.unwrap();
        assert_eq!(database.rows().await, number + 1);
    }
}

async fn a_refusing_or_panicking_closure_takes_back_only_its_own(database: Database) {
    // Held back first, so that SQLite runs all others in one group.
    let gate = Gate::default();
    let (store, held) = (database.store.clone(), gate.clone());
    let first = tokio::spawn(async move { store.write(move |_| held.pass()).await });
    gate.reached_by(1).await;
    let mut writes = JoinSet::new();
    for number in 0..30 {
        let store = database.store.clone();
        writes.spawn(async move {
            let result = store.write(move |tx| {
                put(tx, &format!("key {number}"))?;
                match number % 3 {
                    0 => Ok(number),
                    1 => Err(Refusal::NotToday),
                    _ => panic!("a bug in a use case"),
                }
            });
            (number, result.await)
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    gate.open();
    first.await.unwrap().unwrap();
    for (number, result) in writes.join_all().await {
        let expected = match number % 3 {
            0 => Ok(number),
            1 => Err(Refusal::NotToday),
            _ => Err(Refusal::Store(Error::Panicked)),
        };
        assert_eq!(result, expected, "closure {number}");
    }
    assert_eq!(database.rows().await, 10);
}

async fn a_closure_alone_takes_back_its_own(database: Database) {
    let refused = database.store.write(|tx| {
        put(tx, "refused")?;
        Err::<(), _>(Refusal::NotToday)
    });
    assert_eq!(refused.await, Err(Refusal::NotToday));
    let panicked = database.store.write(|tx| {
        put(tx, "panicked")?;
        panic!("a bug in a use case");
        #[expect(unreachable_code, reason = "gives the closure its type")]
        Ok::<(), Error>(())
    });
    assert_eq!(panicked.await, Err(Error::Panicked));
    assert_eq!(database.rows().await, 0);
    database.store.write(|tx| put(tx, "kept")).await.unwrap();
    assert_eq!(database.rows().await, 1);
}

async fn a_unique_value_that_exists_is_a_conflict(database: Database) {
    database.store.write(|tx| put(tx, "same")).await.unwrap();
    let again = database.store.write(|tx| put(tx, "same")).await;
    assert_eq!(again, Err(Error::Conflict { table: "simulator_operation".to_owned() }));
}

async fn a_failed_statement_cannot_be_swallowed(database: Database) {
    database.store.write(|tx| put(tx, "same")).await.unwrap();
    let swallowed = database.store.write(|tx| {
        put(tx, "other")?;
        let conflict = put(tx, "same").unwrap_err();
        assert_eq!(put(tx, "third"), Err(conflict), "nothing works after it");
        Ok::<_, Error>(())
    });
    assert!(matches!(swallowed.await, Err(Error::Conflict { .. })));
    assert_eq!(database.rows().await, 1);
}

async fn parameters_out_of_order_are_a_bug(database: Database) {
    let swapped = database.store.read(|tx| {
        tx.query_one("SELECT $2, $1", &[Arg::from("a"), Arg::from("b")], |row| row.text(0))
    });
    assert_eq!(swapped.await, Err(Error::Panicked));
}

async fn a_read_cannot_write(database: Database) {
    let written = database.store.read(|tx| put(tx, "key")).await;
    assert!(matches!(written, Err(Error::Database { .. })), "{written:?}");
    assert_eq!(database.rows().await, 0);
}

async fn every_type_comes_back_as_it_went_in(database: Database) {
    database
        .store
        .write(|tx| {
            let sql = "INSERT INTO client_token (hash, id, client_session_id, intent, \
                   payment_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
            tx.execute(
                sql,
                &[
                    Arg::from(&[0, 159, 255]),
                    Arg::from("ünï\u{1F4B3}"),
                    Arg::json(&vec![1, 2])?,
                    Arg::from(""),
                    Arg::Null,
                    Arg::from(true),
                    Arg::from(Timestamp::from_micros(i64::MIN)),
                ],
            )
        })
        .await
        .unwrap();
    database
        .store
        .read(|tx| {
            let sql = "SELECT hash, id, client_session_id, intent, payment_id, created_at, \
                   expires_at FROM client_token";
            tx.query_one(sql, &[], |row| {
                assert_eq!(row.blob(0)?, [0, 159, 255]);
                assert_eq!(row.bytes(0)?, [0, 159, 255]);
                assert!(matches!(row.bytes::<4>(0), Err(Error::Corrupt(_))));
                assert_eq!(row.text(1)?, "ünï\u{1F4B3}");
                assert_eq!(row.json::<Vec<u8>>(2)?, [1, 2]);
                assert!(matches!(row.json::<String>(2), Err(Error::Corrupt(_))));
                assert_eq!(row.opt_text(3)?, Some(String::new()));
                assert_eq!(row.opt_text(4)?, None);
                assert_eq!(row.opt_int(4).ok().flatten(), None);
                assert!(matches!(row.text(4), Err(Error::Corrupt(_))), "NULL is no text");
                assert!(row.flag(5)?);
                assert_eq!(row.time(6)?, Timestamp::from_micros(i64::MIN));
                assert!(row.text(5).is_err(), "a number is no text");
                assert!(row.int(1).is_err(), "a text is no number");
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn a_missing_row_is_told_from_a_failure(database: Database) {
    let sql = "SELECT content FROM simulator_operation WHERE idempotency_key = $1";
    let one = move |tx: &mut tender_store::Tx<'_>| {
        tx.query_one(sql, &[Arg::from("none")], |row| row.text(0))
    };
    assert_eq!(database.store.read(one).await, Err(Error::Missing));
    // Not a failure of the database, so the transaction may go on.
    database
        .store
        .write(move |tx| {
            assert_eq!(one(tx), Err(Error::Missing));
            put(tx, "key")
        })
        .await
        .unwrap();
    assert_eq!(database.rows().await, 1);
}

async fn the_database_answers_a_check(database: Database) {
    database.store.check().await.unwrap();
    assert!(["sqlite", "postgres"].contains(&database.store.engine()));
}
