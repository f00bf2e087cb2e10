//! Outcomes that nobody knows yet (DESIGN rule 5, "Timeouts").

mod action;
mod shopper;

use std::time::Duration;

use serde_json::{Value, json};

use tender_server::jobs;

use crate::app::{TestApp, both_engines};
use crate::books::{approved, calls, decided, until_started};
use crate::checkout::{
    ANSWER_LONG_LOST, ANSWER_LOST, APPROVED, Checkout, DECLINE_LOST, REQUEST_LOST, id, order,
    payment,
};

both_engines! {
    async fn a_lost_answer_is_found_out(app: TestApp) {
        for (number, status) in [
            (ANSWER_LOST, "AUTHORIZED"),
            (ANSWER_LONG_LOST, "AUTHORIZED"),
            (DECLINE_LOST, "DECLINED"),
        ] {
            let checkout = Checkout::open(&app, &order()).await;
            let paid = checkout.pay_by_card(number).await.ok();
            let view = decided(&app, &id(&paid)).await;
            assert_eq!(view["status"], status, "{number}");
            assert_eq!(view["transactions"].as_array().unwrap().len(), 1);
            assert_eq!(view["transactions"][0]["processorStatus"], status);
        }
        assert_eq!(calls(&app).await, 3, "each was sent once");
    }

    async fn meanwhile_the_merchant_sees_a_timeout(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(ANSWER_LONG_LOST).await.ok();
        let path = format!("/payments/{}", id(&paid));
        for (version, reason) in [("2.4", "GATEWAY_TIMEOUT"), ("2.2", "APPLICATION_ERROR")] {
            let view = app.merchant().with("x-api-version", version).get(&path).await.ok();
            assert_eq!(view["status"], "PENDING");
            assert_eq!(view["statusReason"]["type"], reason);
            let transaction = &view["transactions"][0];
            assert_eq!(transaction["processorStatus"], "PENDING");
            assert_eq!(transaction["processorStatusReason"]["type"], reason);
            assert_eq!(transaction.get("processorTransactionId"), None);
        }
        let view = decided(&app, &id(&paid)).await;
        assert_eq!(view.get("statusReason"), None);
        assert!(view["transactions"][0]["processorTransactionId"].is_string());
    }

    async fn the_merchants_own_payment_is_pending_too(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(ANSWER_LONG_LOST).await;
        let body = json!({ "paymentMethodToken": token });
        let paid = app.merchant().post("/payments", &body).await.ok();
        assert_eq!(paid["status"], "PENDING");
        assert_eq!(paid["statusReason"]["type"], "GATEWAY_TIMEOUT");
        assert_eq!(decided(&app, &id(&paid)).await["status"], "AUTHORIZED");
    }

    async fn a_call_that_never_arrived_fails_once_it_cannot_arrive_any_more(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(REQUEST_LOST).await.ok();
        assert_eq!(paid["status"], "PENDING");
        let pending = async |app: &TestApp| {
            jobs::run_due(app.app()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(100)).await;
            payment(app, &id(&paid)).await["status"] == "PENDING"
        };
        for seconds in [1, 58, 60] {
            app.clock.advance(Duration::from_secs(seconds));
            assert!(pending(&app).await, "before 120 seconds are over");
        }
        let view = decided(&app, &id(&paid)).await;
        assert_eq!(view["status"], "FAILED");
        assert_eq!(view["statusReason"]["type"], "APPLICATION_ERROR");
        let approved = approved(&app.app().simulator_store).await;
        assert_eq!(approved, [""; 0], "nothing was ever charged");
        assert_eq!(checkout.pay_by_card(APPROVED).await.ok()["status"], "SUCCESS");
    }

    async fn a_second_payment_is_refused_after_a_short_wait(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let first = checkout.pay_by_card(REQUEST_LOST).await.ok();
        let token = checkout.token_of(APPROVED).await;
        let started = tokio::time::Instant::now();
        let refused = checkout.pay(&token).await.refused(400, "PaymentError");
        assert!(started.elapsed() >= Duration::from_secs(1));
        assert_eq!(refused["error"]["paymentId"], first["id"]);
        assert_eq!(refused["error"]["paymentStatus"], "PENDING");
        // It used nothing up.
        app.clock.advance(Duration::from_secs(120));
        assert_eq!(decided(&app, &id(&first)).await["status"], "FAILED");
        assert_eq!(checkout.pay(&token).await.ok()["status"], "SUCCESS");
    }

    async fn a_second_payment_waits_for_a_decline(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let lost = checkout.token_of(DECLINE_LOST).await;
        let token = checkout.token_of(APPROVED).await;
        let second = async {
            until_started(&app).await;
            checkout.pay(&token).await
        };
        let (first, second) = tokio::join!(checkout.pay(&lost), second);
        assert_eq!(second.ok()["status"], "SUCCESS");
        assert_eq!(payment(&app, &id(&first)).await["status"], "DECLINED");
    }
}

/// The path of an address of this server.
fn path_of(app: &TestApp, url: &Value) -> String {
    let base = format!("http://{}", app.server.addr);
    url.as_str().unwrap().strip_prefix(&base).unwrap().to_owned()
}
