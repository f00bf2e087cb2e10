//! The simulated processor's books, and waiting for what comes of a payment.

use std::time::Duration;

use tender_server::jobs;
use tender_store::Store;

use crate::app::{Answer, TestApp};
use crate::checkout::payment;

/// The keys under which the simulated processor has reserved money.
pub(crate) async fn approved(books: &Store) -> Vec<String> {
    let sql = "SELECT idempotency_key FROM simulator_operation \
        WHERE content LIKE '%\"AUTHORIZED\"%' ORDER BY idempotency_key";
    books.read(move |tx| tx.query_all(sql, &[], |row| row.text(0))).await.unwrap()
}

/// How many calls the simulated processor has carried out.
pub(crate) async fn calls(app: &TestApp) -> i64 {
    let sql = "SELECT COUNT(*) FROM simulator_operation";
    let books = &app.app().simulator_store;
    books.read(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await.unwrap()
}

/// The payment, once the reconciler has found out; time goes on meanwhile.
pub(crate) async fn decided(app: &TestApp, payment_id: &str) -> Answer {
    for _ in 0..100 {
        let view = payment(app, payment_id).await;
        if view["status"] != "PENDING" {
            return view;
        }
        app.clock.advance(Duration::from_secs(5));
        jobs::run_due(app.app()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("payment {payment_id} is still undecided");
}

/// Waits for the commit of a payment's first step.
pub(crate) async fn until_started(app: &TestApp) {
    let sql = "SELECT COUNT(*) FROM payment";
    for _ in 0..500 {
        let count = app.app().store.read(move |tx| tx.query_one(sql, &[], |row| row.int(0)));
        if count.await.unwrap() > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("there is no payment");
}
