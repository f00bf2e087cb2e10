//! Following the log.

use tender_domain::event::{Actor, Aggregate, ChainHead, NewEvent};
use tender_domain::id::ClientSessionId;
use tender_domain::time::Timestamp;
use tender_store::event_feed::{self, Change, Cursor};
use tender_store::{Arg, Error, Store, Tx, event};

use crate::database::{Database, id, on_both};
use crate::gate::Gate;

const NOW: Timestamp = Timestamp::from_micros(1_613_921_776_367_687);

fn session(number: u64) -> Aggregate {
    Aggregate::ClientSession(id::<ClientSessionId>(number))
}

/// Appends the first event of this session, which is its revision `number`.
fn append(tx: &mut Tx<'_>, number: u64) -> Result<(), Error> {
    let created = NewEvent {
        id: id(number),
        account_id: id(1),
        aggregate: session(number),
        revision: i64::try_from(number).unwrap(),
        at: NOW,
        actor: Actor::System,
        kind: "client_session.created",
        data: serde_json::Value::Null,
        salt: [7; 16],
    };
    event::append(tx, &mut ChainHead::default(), &created)
}

async fn happens(store: &Store, number: u64) {
    store.write(move |tx| append(tx, number)).await.unwrap();
}

async fn end(store: &Store) -> Cursor {
    store.read(event_feed::end).await.unwrap()
}

/// What is new, and whether there may be more.
async fn next(store: &Store, cursor: &mut Cursor) -> (Vec<Change>, bool) {
    let asked = cursor.clone();
    let found = store.read(move |tx| event_feed::read(tx, &asked)).await.unwrap();
    let more = cursor.advance(&found, NOW);
    (found, more)
}

/// The revisions of what is new.
async fn news(store: &Store, cursor: &mut Cursor) -> Vec<i64> {
    next(store, cursor).await.0.iter().map(|change| change.revision).collect()
}

on_both! {
    what_happens_is_told_once,
    a_long_log_is_told_in_parts,
    positions_that_come_late_are_told,
    a_kind_from_a_newer_version_is_no_obstacle,
    an_index_serves_the_feed,
}

async fn what_happens_is_told_once(database: Database) {
    let store = &database.store;
    let mut cursor = end(store).await;
    assert!(news(store, &mut cursor).await.is_empty());
    happens(store, 5).await;
    let (found, more) = next(store, &mut cursor).await;
    assert_eq!((found[0].aggregate, found[0].revision), (Some(session(5)), 5));
    assert_eq!((found.len(), more), (1, false));
    happens(store, 6).await;
    happens(store, 7).await;
    assert_eq!(news(store, &mut cursor).await, [6, 7]);
    assert!(news(store, &mut cursor).await.is_empty());
}

async fn a_long_log_is_told_in_parts(database: Database) {
    let store = &database.store;
    let mut cursor = end(store).await;
    let many = |tx: &mut Tx<'_>| (1..=1_500).try_for_each(|number| append(tx, number));
    store.write(many).await.unwrap();
    let (found, more) = next(store, &mut cursor).await;
    assert_eq!((found.len(), more), (1_000, true));
    let (found, more) = next(store, &mut cursor).await;
    assert_eq!((found.len(), more), (500, false));
    // A cursor at the end begins a little before it.
    let mut cursor = end(store).await;
    assert_eq!(news(store, &mut cursor).await, (501..=1_500).collect::<Vec<_>>());
}

async fn positions_that_come_late_are_told(database: Database) {
    let store = &database.store;
    let mut cursor = end(store).await;
    for number in 1..=5 {
        happens(store, number).await;
    }
    database.by_hand(
        "UPDATE event SET aggregate = 'other' WHERE revision IN (2, 4); \
         CREATE TABLE later AS SELECT * FROM event WHERE aggregate = 'other'; \
         DELETE FROM event WHERE aggregate = 'other'",
    );
    assert_eq!(news(store, &mut cursor).await, [1, 3, 5]);
    let postgres = "INSERT INTO event OVERRIDING SYSTEM VALUE SELECT * FROM later";
    let sqlite = "INSERT INTO event SELECT * FROM later";
    let late = if store.engine() == "sqlite" { sqlite } else { postgres };
    database.by_hand(late);
    happens(store, 6).await;
    assert_eq!(news(store, &mut cursor).await, [2, 4, 6]);
    assert!(news(store, &mut cursor).await.is_empty());
}

async fn a_kind_from_a_newer_version_is_no_obstacle(database: Database) {
    let store = &database.store;
    let mut cursor = end(store).await;
    happens(store, 5).await;
    happens(store, 6).await;
    database.by_hand("UPDATE event SET aggregate = 'unheard_of' WHERE revision = 5");
    let (found, _) = next(store, &mut cursor).await;
    assert_eq!(found[0].aggregate, None);
    assert_eq!(found[1].aggregate, Some(session(6)));
}

/// The plans of both statements of the feed, which are private: as it writes them.
async fn an_index_serves_the_feed(database: Database) {
    let store = &database.store;
    let many = |tx: &mut Tx<'_>| (1..=5_000).try_for_each(|number| append(tx, number));
    store.write(many).await.unwrap();
    database.by_hand("ANALYZE event");
    let plans = if store.engine() == "sqlite" {
        [
            "EXPLAIN QUERY PLAN SELECT revision FROM event WHERE position > $1 \
             ORDER BY position LIMIT 1000",
            "EXPLAIN QUERY PLAN SELECT revision FROM event \
             WHERE position IN (SELECT value FROM json_each('[' || $1 || ']')) ORDER BY position",
        ]
    } else {
        [
            "EXPLAIN SELECT revision FROM event WHERE position > $1::BIGINT \
             ORDER BY position LIMIT 1000",
            "EXPLAIN SELECT revision FROM event \
             WHERE position = ANY(string_to_array($1::BIGINT::TEXT, ',')::BIGINT[]) \
             ORDER BY position",
        ]
    };
    let column = if store.engine() == "sqlite" { 3 } else { 0 };
    for sql in plans {
        let explain =
            move |tx: &mut Tx<'_>| tx.query_all(sql, &[Arg::from(4_990)], |row| row.text(column));
        let plan = store.read::<_, Error, _>(explain).await.unwrap().join("\n");
        let by_index = ["USING INTEGER PRIMARY KEY", "using event_pkey"];
        assert!(by_index.iter().any(|index| plan.contains(index)), "{plan}");
    }
}

/// Only PostgreSQL has transactions side by side.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commits_out_of_order_are_all_told() {
    let database = Database::postgres();
    let store = &database.store;
    let mut cursor = end(store).await;
    let gate = Gate::default();
    let slow = tokio::spawn({
        let (store, gate) = (store.clone(), gate.clone());
        async move {
            let append_and_wait = move |tx: &mut Tx<'_>| {
                append(tx, 1)?;
                gate.pass()
            };
            store.write(append_and_wait).await.unwrap();
        }
    });
    gate.reached_by(1).await;
    happens(store, 2).await;
    // One that was there before is told, and so is one that begins to listen only now.
    let mut late = end(store).await;
    assert_eq!(news(store, &mut cursor).await, [2]);
    assert_eq!(news(store, &mut late).await, [2]);
    gate.open();
    slow.await.unwrap();
    assert_eq!(news(store, &mut cursor).await, [1]);
    assert_eq!(news(store, &mut late).await, [1]);
}
