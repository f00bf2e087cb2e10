//! A database that stalls: the node's and the simulated processor's do not wait for each
//! other, as with a real processor.

use std::sync::Arc;
use std::time::Duration;

use tender_domain::event::Actor;
use tender_domain::payment::PaymentStatus;
use tender_server::checkout::payment::{NewPayment, create as pay};
use tender_server::env::ManualClock;

use crate::app::{START, TestApp, both_engines};
use crate::books::{approved, decided, until_started};
use crate::checkout::{APPROVED, Checkout, SLOW, card, order};
use crate::database::Engine;
use crate::gate::{stall_reads, stall_writes};

both_engines! {
    async fn the_processor_acts_while_the_nodes_database_stalls(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let token = checkout.token_of(SLOW).await;
        let stalled_meanwhile = async {
            until_started(&app).await;
            let gate = stall_writes(&app.app().store);
            until_approved(&app).await;
            drop(gate);
        };
        let (paid, ()) = tokio::join!(checkout.pay(&token), stalled_meanwhile);
        assert_eq!(paid.ok()["status"], "SUCCESS");
    }

    async fn the_node_works_while_the_processors_database_stalls(app: TestApp) {
        let paying = Checkout::open(&app, &order()).await;
        let token = paying.token_of(APPROVED).await;
        let gate = stall_writes(&app.app().simulator_store);
        let others = async {
            until_started(&app).await;
            let checkout = Checkout::open(&app, &order()).await;
            checkout.configuration().await;
            checkout.tokenize(&card(APPROVED)).await.ok();
            assert_eq!(approved(&app.app().simulator_store).await, [""; 0]);
            drop(gate);
        };
        let (paid, ()) = tokio::join!(paying.pay(&token), others);
        assert_eq!(paid.ok()["status"], "SUCCESS");
    }
}

/// The node has to read the key of a CVV that another node sealed, and its database
/// stalls; meanwhile the other gives the call up and the shopper pays again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_opens_too_late_is_not_charged() {
    let stalled = TestApp::start(Engine::Postgres).await;
    let other = stalled.another_node_with(Arc::new(ManualClock::new(START))).await;
    // An hour later the other has made another key, of which the first does not know.
    other.clock.advance(Duration::from_secs(60 * 60));
    other.app().card_gateway.refresh_keys().await.unwrap();
    let checkout = Checkout::open(&other, &order()).await;
    let again = checkout.token_of(APPROVED).await;
    let new = NewPayment {
        token: Some(checkout.token_of(APPROVED).await),
        request: None,
        checkout: None,
        idempotency: None,
        actor: Actor::System,
    };
    let gate = stall_reads(&stalled.app().store).await;
    let (app, account) = (stalled.app().clone(), Arc::new(stalled.account.clone()));
    let patience = Duration::from_secs(60);
    let paying = tokio::spawn(async move { pay(&app, &account, new, patience).await });
    until_started(&other).await;
    let first = payments(&other).await.remove(0);
    assert_eq!(decided(&other, &first).await["status"], "FAILED");
    assert_eq!(checkout.pay(&again).await.ok()["status"], "SUCCESS");

    stalled.clock.set(other.app().env.now());
    drop(gate);
    let paid = paying.await.unwrap().unwrap();
    assert_eq!((paid.payment.id.to_string(), paid.payment.status), (first, PaymentStatus::Failed));
    let approved = approved(&other.app().simulator_store).await;
    assert_eq!(approved.len(), 1, "one of the session's payments: {approved:?}");
}

async fn payments(app: &TestApp) -> Vec<String> {
    let sql = "SELECT id FROM payment ORDER BY id";
    app.app().store.read(move |tx| tx.query_all(sql, &[], |row| row.text(0))).await.unwrap()
}

async fn until_approved(app: &TestApp) {
    for _ in 0..500 {
        if approved(&app.app().simulator_store).await.len() == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the processor did not act");
}
