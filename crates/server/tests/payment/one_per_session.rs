//! At most one payment of a session takes money (DESIGN rule 6).

use serde_json::json;

use crate::app::{Answer, TestApp, both_engines};
use crate::checkout::{
    APPROVED, APPROVED_MASTERCARD, Checkout, DECLINED, FAILED, id, order, payment,
};

both_engines! {
    async fn of_twenty_at_once_one_pays(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let mut payments = Vec::new();
        for number in 0..20 {
            let token = checkout.token_of(APPROVED).await;
            let body = json!({ "paymentMethodToken": token });
            // The shopper in two tabs, and the merchant's server.
            let caller = if number % 3 == 0 { app.merchant() } else { checkout.client.clone() };
            payments.push(tokio::spawn(async move { caller.post("/payments", &body).await }));
        }
        let mut answers = Vec::new();
        for payment in payments {
            answers.push(payment.await.unwrap());
        }
        let (paid, refused): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!(paid.len(), 1);
        assert_eq!(payment(&app, &id(&paid[0])).await["status"], "AUTHORIZED");
        for answer in refused {
            names(&answer.refused(400, "PaymentError"), &paid[0]);
        }
        assert_eq!(statuses(&app).await, ["AUTHORIZED"]);
    }

    async fn another_card_pays_after_a_decline(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for number in [DECLINED, FAILED, DECLINED] {
            assert_eq!(checkout.pay_by_card(number).await.ok()["status"], "FAILED");
        }
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        assert_eq!(paid["status"], "SUCCESS");
        assert_eq!(statuses(&app).await, ["DECLINED", "FAILED", "DECLINED", "AUTHORIZED"]);
    }

    async fn a_paid_session_is_not_paid_again(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        let token = checkout.token_of(APPROVED_MASTERCARD).await;
        for _ in 0..2 {
            let refused = checkout.pay(&token).await.refused(400, "PaymentError");
            names(&refused, &paid);
            assert_eq!(refused["error"]["paymentStatus"], "AUTHORIZED");
        }
        let body = json!({ "paymentMethodToken": token });
        let refused = app.merchant().post("/payments", &body).await.refused(400, "PaymentError");
        names(&refused, &paid);
    }

    async fn a_session_is_tried_fifty_times_at_most(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for _ in 0..50 {
            checkout.pay_by_card(DECLINED).await.ok();
        }
        let refused = checkout.pay_by_card(APPROVED).await.refused(400, "PaymentError");
        assert!(refused.text.contains("too many payments"), "{}", refused.text);
    }
}

#[track_caller]
fn names(refused: &Answer, paid: &Answer) {
    assert_eq!(refused["error"]["paymentId"], paid["id"], "{}", refused.text);
}

/// Of all payments, oldest first.
async fn statuses(app: &TestApp) -> Vec<String> {
    let sql = "SELECT status FROM payment ORDER BY id";
    let read = app.app().store.read(move |tx| tx.query_all(sql, &[], |row| row.text(0)));
    read.await.unwrap()
}
