//! Callers that do not wait for the outcome.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use tender_domain::event::Actor;
use tender_domain::payment::{PaymentRequest, PaymentStatus};
use tender_server::checkout::payment::{NewPayment, create};

use super::until_started;
use crate::app::{TestApp, both_engines};
use crate::checkout::{Checkout, SLOW, STALLED, order};

both_engines! {
    async fn a_shopper_who_hangs_up_has_paid_all_the_same(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let token = checkout.token_of(SLOW).await;
        let (client, body) = (checkout.client.clone(), json!({ "paymentMethodToken": token }));
        let request = tokio::spawn(async move { client.post("/payments", &body).await });
        until_started(&app).await;
        assert!(!request.is_finished(), "the simulator was not slow");
        // Closes the connection.
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
        for _ in 0..200 {
            let (id, status) = only_payment(&app).await;
            if status == PaymentStatus::Authorized {
                let refused = checkout.pay(&token).await.refused(400, "PaymentError");
                assert_eq!(refused["error"]["paymentId"], json!(id));
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the outcome was not committed");
    }

    async fn a_caller_whose_patience_ends_learns_the_payment(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let new = NewPayment {
            token: Some(checkout.token_of(STALLED).await),
            request: Some(PaymentRequest::default()),
            checkout: None,
            idempotency: None,
            actor: Actor::System,
        };
        let account = Arc::new(app.account.clone());
        let patience = Duration::from_millis(100);
        let paid = create(app.app(), &account, new, patience).await.unwrap();
        assert!(paid.waiting);
        assert_eq!(paid.payment.status, PaymentStatus::Pending);
        assert_eq!(only_payment(&app).await.0, paid.payment.id.to_string());
    }
}

async fn only_payment(app: &TestApp) -> (String, PaymentStatus) {
    let sql = "SELECT id, status FROM payment";
    let read = move |row: &tender_store::Row<'_>| Ok((row.text(0)?, row.parse(1)?));
    app.app().store.read(move |tx| tx.query_one(sql, &[], read)).await.unwrap()
}
