//! The chained log.

use serde_json::json;
use tender_domain::event::{Actor, Aggregate, ChainHead, NewEvent};
use tender_domain::id::PaymentId;
use tender_domain::time::Timestamp;
use tender_store::event::{self, Broken};
use tender_store::{Error, Store};

use crate::database::{Database, id, on_both};

fn payment(number: u64) -> Aggregate {
    Aggregate::Payment(id::<PaymentId>(number))
}

fn happened(aggregate: Aggregate, number: u64) -> NewEvent {
    NewEvent {
        id: id(number),
        account_id: id(1),
        aggregate,
        revision: 1,
        at: Timestamp::from_micros(1_613_921_776_367_687),
        actor: Actor::Client { checkout: Some("checkout 1".to_owned()) },
        kind: "payment.created",
        data: json!({ "amount": number, "name": "Zoë" }),
        salt: [7; 16],
    }
}

/// Appends `count` events in one commit.
async fn chain(store: &Store, aggregate: Aggregate, first: u64, count: u64) -> ChainHead {
    let append = move |tx: &mut tender_store::Tx<'_>| {
        let mut head = ChainHead::default();
        for number in first..first + count {
            event::append(tx, &mut head, &happened(aggregate, number))?;
        }
        Ok::<_, Error>(head)
    };
    store.write(append).await.unwrap()
}

async fn verdict(store: &Store, aggregate: Aggregate, head: ChainHead) -> Result<(), Broken> {
    let verify = move |tx: &mut tender_store::Tx<'_>| event::verify(tx, aggregate, &head);
    store.read::<_, Error, _>(verify).await.unwrap()
}

on_both! {
    events_come_back_in_order,
    every_change_of_history_is_found,
    erased_data_leaves_the_chain_whole,
    a_stale_head_cannot_append,
    commits_with_events_wake_the_node,
}

async fn events_come_back_in_order(database: Database) {
    let (aggregate, other) = (payment(1), payment(2));
    let head = chain(&database.store, aggregate, 10, 3).await;
    chain(&database.store, other, 20, 1).await;
    assert_eq!(head.sequence, 3);
    let events = database.store.read(move |tx| event::list(tx, aggregate)).await.unwrap();
    assert_eq!(events.iter().map(|event| event.sequence).collect::<Vec<_>>(), [1, 2, 3]);
    let (event, new) = (&events[1], happened(aggregate, 11));
    assert_eq!((event.id, event.aggregate, event.at), (new.id, new.aggregate, new.at));
    assert_eq!((event.kind.as_str(), &event.actor), (new.kind, &new.actor));
    assert_eq!(event.data.as_ref(), Some(&new.data));
    assert_eq!(verdict(&database.store, aggregate, head).await, Ok(()));
    assert_eq!(verdict(&database.store, payment(3), ChainHead::default()).await, Ok(()));
}

async fn every_change_of_history_is_found(database: Database) {
    let tampering = [
        ("UPDATE event SET data = '{\"amount\":1}' WHERE sequence = 2", 2),
        ("UPDATE event SET kind = 'payment.refunded' WHERE sequence = 2", 2),
        ("UPDATE event SET actor = 'system' WHERE sequence = 1", 1),
        ("UPDATE event SET at = at + 1 WHERE sequence = 3", 3),
        ("UPDATE event SET revision = 9 WHERE sequence = 2", 2),
        ("UPDATE event SET salt = NULL WHERE sequence = 2", 2),
        ("UPDATE event SET digest = hash WHERE sequence = 2", 2),
        ("DELETE FROM event WHERE sequence = 1", 1),
        ("DELETE FROM event WHERE sequence = 2", 2),
        ("DELETE FROM event WHERE sequence = 3", 3),
        ("UPDATE event SET sequence = 9 - sequence WHERE sequence > 1", 2),
    ];
    let aggregate = payment(1);
    for (sql, sequence) in tampering {
        database.by_hand("DELETE FROM event");
        let head = chain(&database.store, aggregate, 10, 3).await;
        assert_eq!(verdict(&database.store, aggregate, head).await, Ok(()));
        database.by_hand(sql);
        let found = verdict(&database.store, aggregate, head).await;
        assert_eq!(found, Err(Broken { sequence }), "{sql}");
    }
}

async fn erased_data_leaves_the_chain_whole(database: Database) {
    let aggregate = payment(1);
    let head = chain(&database.store, aggregate, 10, 3).await;
    database.by_hand("UPDATE event SET data = NULL, salt = NULL WHERE sequence = 2");
    assert_eq!(verdict(&database.store, aggregate, head).await, Ok(()));
    let events = database.store.read(move |tx| event::list(tx, aggregate)).await.unwrap();
    assert_eq!(events[1].data, None);
}

async fn a_stale_head_cannot_append(database: Database) {
    let aggregate = payment(1);
    chain(&database.store, aggregate, 10, 1).await;
    let stale = database
        .store
        .write(move |tx| event::append(tx, &mut ChainHead::default(), &happened(aggregate, 11)));
    assert_eq!(stale.await, Err(Error::Conflict { table: "event".to_owned() }));
}

async fn commits_with_events_wake_the_node(database: Database) {
    let mut changed = database.store.changed();
    changed.mark_unchanged();
    database.store.write(|_| Ok::<_, Error>(())).await.unwrap();
    let refused = database.store.write(|tx| {
        event::append(tx, &mut ChainHead::default(), &happened(payment(1), 1))?;
        Err::<(), _>(Error::Missing)
    });
    refused.await.unwrap_err();
    assert!(!changed.has_changed().unwrap(), "nothing was appended");
    chain(&database.store, payment(1), 10, 1).await;
    assert!(changed.has_changed().unwrap());
    assert!(!database.store.jobs().has_changed().unwrap(), "an event is no job");
}
