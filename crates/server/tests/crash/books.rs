//! Our books against the processor's, and the event log against itself.

use std::collections::{HashMap, HashSet};

use tender_domain::event::{Aggregate, ChainHead};
use tender_store::{Error, Row, Store, event};

use crate::books::approved;

/// The payments that nothing is known of yet.
pub(super) async fn undecided(store: &Store) -> Vec<String> {
    rows(store, "SELECT payment_id FROM attempt WHERE state IN ('STARTED', 'UNKNOWN')").await
}

/// Checks what must hold when every attempt is decided, and counts the payments.
pub(super) async fn audit(store: &Store, simulator: &Store) -> usize {
    for (wrong, sql) in [
        (
            "a session with two payments that take money",
            "SELECT client_session_id FROM payment WHERE status IN ('PENDING', 'AUTHORIZED') \
             GROUP BY client_session_id HAVING COUNT(*) > 1",
        ),
        (
            "a payment without exactly one attempt",
            "SELECT p.id FROM payment p LEFT JOIN attempt a ON a.payment_id = p.id \
             GROUP BY p.id HAVING COUNT(a.id) <> 1",
        ),
    ] {
        assert_eq!(rows(store, sql).await, [""; 0], "{wrong}");
    }
    compare(store, simulator).await;
    verify_chains(store).await;
    rows(store, "SELECT id FROM payment WHERE status = 'AUTHORIZED'").await.len()
}

/// The payments against what the simulated processor says it has done.
async fn compare(store: &Store, simulator: &Store) {
    let sql = "SELECT a.idempotency_key, p.client_session_id, p.status FROM payment p \
        JOIN attempt a ON a.payment_id = p.id";
    let attempts = store.read(move |tx| {
        tx.query_all(sql, &[], |row| Ok((row.text(0)?, (row.text(1)?, row.text(2)?))))
    });
    let attempts: HashMap<_, _> = attempts.await.unwrap().into_iter().collect();
    let approved: HashSet<_> = approved(simulator).await.into_iter().collect();
    let mut paid = HashSet::new();
    for key in &approved {
        let (session, _) = attempts.get(key).expect("a call that no attempt made");
        assert!(paid.insert(session), "a session whose processor reserved money twice");
    }
    for (key, (_, status)) in &attempts {
        assert_eq!(status == "AUTHORIZED", approved.contains(key), "{key} is {status}");
    }
}

async fn verify_chains(store: &Store) {
    let head = |row: &Row<'_>| Ok(ChainHead { sequence: row.int(1)?, hash: row.bytes(2)? });
    let chains = store.read(move |tx| {
        let sessions = tx.query_all(
            "SELECT id, event_sequence, event_hash FROM client_session",
            &[],
            |row| Ok((Aggregate::ClientSession(row.id(0)?), head(row)?)),
        )?;
        let payments =
            tx.query_all("SELECT id, event_sequence, event_hash FROM payment", &[], |row| {
                Ok((Aggregate::Payment(row.id(0)?), head(row)?))
            })?;
        let chains: Vec<_> = sessions.into_iter().chain(payments).collect();
        for (aggregate, head) in &chains {
            assert_eq!(event::verify(tx, *aggregate, head)?, Ok(()), "{aggregate:?}");
        }
        Ok::<_, Error>(chains.len())
    });
    assert!(chains.await.unwrap() > 0);
}

async fn rows(store: &Store, sql: &'static str) -> Vec<String> {
    store.read(move |tx| tx.query_all(sql, &[], |row| row.text(0))).await.unwrap()
}
