//! Every table has an owner that empties it.

use std::time::Duration;

use serde_json::json;
use tender_domain::client_session::{ClientSession, SessionContent};
use tender_domain::event::{Actor, Aggregate, ChainHead, NewEvent};
use tender_domain::id::ClientSessionId;
use tender_domain::time::Timestamp;
use tender_store::client_token::{self, ClientToken};
use tender_store::idempotency::{self, KeyUse};
use tender_store::signing_key::{self, SigningKey};
use tender_store::{Arg, Error, Tx, card_data, client_session, event, retention, simulator};

use crate::database::{Database, id, on_both};

const END: Timestamp = Timestamp::from_micros(1_000_000);

/// The moment before rows of this retention are due, and the moment they are.
fn around(kept: Duration) -> (Timestamp, Timestamp) {
    let due = END.after(kept);
    (due.before(Duration::from_micros(1)), due)
}

on_both! {
    every_table_is_listed,
    ended_sessions_without_a_payment_are_deleted_whole,
    the_newest_event_stays,
    a_batch_is_limited,
    old_keys_and_calls_are_deleted,
}

async fn every_table_is_listed(database: Database) {
    let sql = match database.store.engine() {
        "sqlite" => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' \
                     AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        _ => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
              WHERE table_schema = 'public' ORDER BY table_name"
        }
    };
    let read =
        database.store.read::<_, Error, _>(move |tx| tx.query_all(sql, &[], |row| row.text(0)));
    let listed: Vec<_> = retention::tables().into_iter().map(|(name, _)| name).collect();
    assert_eq!(read.await.unwrap(), listed);
}

/// A session that ended at `expires_at`, with everything that hangs on one.
fn session(tx: &mut Tx<'_>, number: u64, expires_at: Timestamp) -> Result<(), Error> {
    let session_id: ClientSessionId = id(number);
    let mut chain = ChainHead::default();
    let happened = NewEvent {
        id: id(number),
        account_id: id(1),
        aggregate: Aggregate::ClientSession(session_id),
        revision: 1,
        at: END,
        actor: Actor::System,
        kind: "client_session.created",
        data: json!({}),
        salt: [7; 16],
    };
    event::append(tx, &mut chain, &happened)?;
    let session = ClientSession {
        id: session_id,
        account_id: id(1),
        revision: 1,
        created_at: END,
        updated_at: END,
        views_dropped: 0,
        expires_at,
        chain,
        content: SessionContent::default(),
    };
    client_session::insert(tx, &session)?;
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&number.to_be_bytes());
    let token = ClientToken {
        hash,
        id: id(number),
        client_session_id: session_id,
        intent: "CHECKOUT".to_owned(),
        payment_id: None,
        created_at: END,
        expires_at,
    };
    client_token::insert(tx, &token)
}

fn instrument(tx: &mut Tx<'_>, number: u64, session: u64, kind: &str) -> Result<(), Error> {
    let (own, session) = (format!("{number:022}"), format!("{session:022}"));
    let sql = "INSERT INTO payment_instrument (id, token, account_id, client_session_id, \
               token_type, content, fingerprint, state, created_at, updated_at, expires_at) \
               VALUES ($1, $1, 'a', $2, $3, '{}', $4, 'READY', 0, 0, 0)";
    let args = [Arg::from(&own), Arg::from(&session), Arg::from(kind), Arg::from(&[0; 32])];
    tx.execute(sql, &args)?;
    card_data::insert(tx, id(number), &[1], END, END)
}

fn payment(tx: &mut Tx<'_>, session: u64, instrument: u64) -> Result<(), Error> {
    let (session, instrument) = (format!("{session:022}"), format!("{instrument:022}"));
    let sql = "INSERT INTO payment (id, account_id, client_session_id, payment_instrument_id, \
               status, currency, amount, content, created_at, updated_at, event_sequence, \
               event_hash) VALUES ($1, 'a', $1, $2, 'DECLINED', 'EUR', 1, '{}', 0, 0, 0, $3)";
    tx.execute(sql, &[Arg::from(&session), Arg::from(&instrument), Arg::from(&[0; 32])])?;
    Ok(())
}

async fn ended_sessions_without_a_payment_are_deleted_whole(database: Database) {
    let (before, due) = around(retention::SESSION_KEPT);
    database
        .store
        .write(move |tx| {
            session(tx, 1, END)?;
            instrument(tx, 11, 1, "SINGLE_USE")?;
            instrument(tx, 12, 1, "MULTI_USE")?;
            session(tx, 2, END)?;
            instrument(tx, 21, 2, "SINGLE_USE")?;
            instrument(tx, 22, 2, "SINGLE_USE")?;
            payment(tx, 2, 21)?;
            session(tx, 3, END.after(Duration::from_secs(1)))?;
            assert_eq!(client_session::delete_ended(tx, before, 10)?, 0);
            assert_eq!(client_session::delete_ended(tx, due, 10)?, 2);
            assert_eq!(client_session::delete_ended(tx, due, 10)?, 0);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    for (sql, expected) in [
        ("SELECT COUNT(*) FROM client_session", 2),
        ("SELECT COUNT(*) FROM client_token", 1),
        // Sessions 2, which was paid, and 3, which has not ended for long enough.
        ("SELECT COUNT(*) FROM event", 2),
        // The saved one and the one that was paid with.
        ("SELECT COUNT(*) FROM payment_instrument", 2),
        ("SELECT COUNT(*) FROM card_data", 2),
        ("SELECT COUNT(*) FROM payment", 1),
    ] {
        assert_eq!(database.number(sql).await, expected, "{sql}");
    }
}

/// Else SQLite would give its position to another event, which followers have passed.
async fn the_newest_event_stays(database: Database) {
    let (_, due) = around(retention::SESSION_KEPT);
    database
        .store
        .write(move |tx| {
            session(tx, 1, END)?;
            session(tx, 2, END)?;
            assert_eq!(client_session::delete_ended(tx, due, 10)?, 1);
            session(tx, 3, due)?;
            assert_eq!(client_session::delete_ended(tx, due, 10)?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_batch_is_limited(database: Database) {
    let (_, due) = around(retention::SESSION_KEPT);
    database
        .store
        .write(move |tx| {
            for number in 1..=5 {
                session(tx, number, END)?;
            }
            session(tx, 6, due)?;
            let mut batches = Vec::new();
            for _ in 0..4 {
                batches.push(client_session::delete_ended(tx, due, 2)?);
            }
            assert_eq!(batches, [2, 2, 1, 0]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn old_keys_and_calls_are_deleted(database: Database) {
    let used = KeyUse {
        operation: "payment.create".to_owned(),
        request_digest: [6; 32],
        payment_id: None,
        answer: None,
        created_at: END,
    };
    let key = |number, retired_at| SigningKey {
        id: id(number),
        sealed: vec![1],
        created_at: END,
        retired_at,
    };
    database
        .store
        .write(move |tx| {
            idempotency::insert(tx, id(1), "key", &used)?;
            let (before, due) = around(retention::IDEMPOTENCY_KEY_KEPT);
            assert_eq!(idempotency::delete_old(tx, before, 10)?, 0);
            assert_eq!(idempotency::delete_old(tx, due, 10)?, 1);

            signing_key::insert(tx, &key(1, Some(END)))?;
            signing_key::insert(tx, &key(2, None))?;
            let (before, due) = around(retention::SIGNING_KEY_KEPT);
            assert_eq!(signing_key::delete_retired(tx, before)?, 0);
            assert_eq!(signing_key::delete_retired(tx, due)?, 1);

            for key in ["one", "two", "three"] {
                let sql = "INSERT INTO simulator_operation (idempotency_key, content, created_at) \
                           VALUES ($1, '{}', $2)";
                tx.execute(sql, &[Arg::from(key), Arg::from(END.as_micros())])?;
            }
            let (before, due) = around(retention::SIMULATOR_KEPT);
            assert_eq!(simulator::delete_old(tx, before, 10)?, 0);
            assert_eq!(simulator::delete_old(tx, due, 2)?, 2);
            assert_eq!(simulator::delete_old(tx, due, 2)?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}
