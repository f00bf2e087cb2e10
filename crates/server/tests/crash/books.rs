//! Our books against the processor's, and the event log against itself.

use tender_domain::event::{Aggregate, ChainHead};
use tender_store::{Error, Row, Store, event};

/// The payments that nothing is known of yet.
pub(super) async fn undecided(store: &Store) -> Vec<String> {
    rows(store, "SELECT payment_id FROM attempt WHERE state IN ('STARTED', 'UNKNOWN')").await
}

/// Checks what must hold when every attempt is decided, and counts the payments.
pub(super) async fn audit(store: &Store) -> usize {
    for (wrong, sql) in [
        (
            "a session with two payments that take money",
            "SELECT client_session_id FROM payment WHERE status IN ('PENDING', 'AUTHORIZED') \
             GROUP BY client_session_id HAVING COUNT(*) > 1",
        ),
        (
            "a session whose processor reserved money twice",
            "SELECT p.client_session_id FROM payment p JOIN attempt a ON a.payment_id = p.id \
             JOIN simulator_operation o ON o.idempotency_key = a.idempotency_key \
             WHERE o.content LIKE '%\"AUTHORIZED\"%' \
             GROUP BY p.client_session_id HAVING COUNT(*) > 1",
        ),
        (
            "a call that no attempt made",
            "SELECT o.idempotency_key FROM simulator_operation o LEFT JOIN attempt a \
             ON a.idempotency_key = o.idempotency_key WHERE a.id IS NULL",
        ),
        (
            "a payment that says another thing than the processor",
            "SELECT p.id FROM payment p JOIN attempt a ON a.payment_id = p.id \
             LEFT JOIN simulator_operation o ON o.idempotency_key = a.idempotency_key \
             WHERE (p.status = 'AUTHORIZED') <> \
             (o.content IS NOT NULL AND o.content LIKE '%\"AUTHORIZED\"%')",
        ),
        (
            "a payment without exactly one attempt",
            "SELECT p.id FROM payment p LEFT JOIN attempt a ON a.payment_id = p.id \
             GROUP BY p.id HAVING COUNT(a.id) <> 1",
        ),
    ] {
        assert_eq!(rows(store, sql).await, [""; 0], "{wrong}");
    }
    verify_chains(store).await;
    rows(store, "SELECT id FROM payment WHERE status = 'AUTHORIZED'").await.len()
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
