//! Two nodes on one database (DESIGN rule 11).

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::checkout::{APPROVED, Checkout, id, line_item, order, payment};
use crate::database::Engine;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_answered_by_another_node_counts() {
    let (one, other) = nodes().await;
    // Shown by the one, paid at the other.
    let checkout = Checkout::open(&one, &order()).await;
    checkout.configuration().await;
    until_views_are_stored(&one, &json!([1])).await;
    let moved = checkout.moved_to(&other);
    let token = moved.token_of(APPROVED).await;
    checkout.update(&other, costing(5000)).await;
    moved.pay(&token).await.refused(409, "ClientSessionOutdated");
    // Shown anew by the other, paid at the one, whose own view is older.
    moved.configuration().await;
    until_views_are_stored(&one, &json!([2])).await;
    assert_eq!(checkout.pay(&token).await.ok()["amount"], 5000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_collected_by_one_node_is_paid_at_another() {
    let (one, other) = nodes().await;
    let checkout = Checkout::open(&one, &order()).await;
    let token = checkout.token_of(APPROVED).await;
    let paid = checkout.moved_to(&other).pay(&token).await.ok();
    assert_eq!(paid["status"], "SUCCESS");
    // After an hour the keys of CVVs have changed at least once.
    one.clock.advance(Duration::from_secs(60 * 60));
    let checkout = Checkout::open(&other, &order()).await;
    let token = checkout.token_of(APPROVED).await;
    let paid = checkout.moved_to(&one).pay(&token).await.ok();
    assert_eq!(paid["status"], "SUCCESS");
    assert_eq!(payment(&other, &id(&paid)).await.json, payment(&one, &id(&paid)).await.json);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_let_one_payment_through() {
    let (one, other) = nodes().await;
    let checkout = Checkout::open(&one, &order()).await;
    let moved = checkout.moved_to(&other);
    let mut payments = Vec::new();
    for number in 0..10 {
        let token = checkout.token_of(APPROVED).await;
        let client = if number % 2 == 0 { checkout.client.clone() } else { moved.client.clone() };
        let body = json!({ "paymentMethodToken": token });
        payments.push(tokio::spawn(async move { client.post("/payments", &body).await }));
    }
    let mut paid = 0;
    for payment in payments {
        let answer = payment.await.unwrap();
        match answer.status.as_u16() {
            200 => paid += 1,
            _ => drop(answer.refused(400, "PaymentError")),
        }
    }
    assert_eq!(paid, 1);
}

async fn nodes() -> (TestApp, TestApp) {
    let one = TestApp::start(Engine::Postgres).await;
    let other = one.another_node().await;
    (one, other)
}

fn costing(amount: i64) -> Value {
    json!({ "order": { "lineItems": [line_item(amount)] } })
}

/// Views are written beside the answer, so a test waits for these revisions.
async fn until_views_are_stored(app: &TestApp, revisions: &Value) {
    let sql = "SELECT revision FROM checkout_view";
    for _ in 0..200 {
        let read = app.app().store.read(move |tx| tx.query_all(sql, &[], |row| row.int(0)));
        if json!(read.await.unwrap()) == *revisions {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the views were not stored");
}
