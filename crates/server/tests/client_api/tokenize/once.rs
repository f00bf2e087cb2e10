//! A token pays once, in its own session.

use serde_json::json;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::both_engines;
use crate::checkout::{APPROVED, Checkout, DECLINED, id, order};

both_engines! {
    async fn a_second_payment_with_a_token_names_the_first(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for (number, status) in [(DECLINED, "DECLINED"), (APPROVED, "AUTHORIZED")] {
            let token = checkout.token_of(number).await;
            let first = checkout.pay(&token).await.ok();
            let refused = checkout.pay(&token).await.refused(400, "PaymentError");
            assert_eq!(refused["error"]["paymentId"], first["id"]);
            assert_eq!(refused["error"]["paymentStatus"], status);
            let body = json!({ "paymentMethodToken": token });
            let refused = app.merchant().post("/payments", &body).await;
            let refused = refused.refused(400, "PaymentError");
            assert_eq!(refused["error"]["paymentId"], id(&first));
        }
    }

    async fn at_once_it_pays_once_as_well(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let body = json!({ "paymentMethodToken": checkout.token_of(APPROVED).await });
        let mut payments = Vec::new();
        for number in 0..10 {
            let caller = if number % 2 == 0 { app.merchant() } else { checkout.client.clone() };
            let body = body.clone();
            payments.push(tokio::spawn(async move { caller.post("/payments", &body).await }));
        }
        let mut paid = Vec::new();
        let mut refused = Vec::new();
        for payment in payments {
            let answer = payment.await.unwrap();
            if answer.status == 200 { paid.push(answer) } else { refused.push(answer) }
        }
        assert_eq!(paid.len(), 1);
        for answer in refused {
            let answer = answer.refused(400, "PaymentError");
            assert_eq!(answer["error"]["paymentId"], paid[0]["id"]);
        }
    }

    async fn a_token_is_of_no_use_elsewhere(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        let other_session = Checkout::open(&app, &order()).await;
        let refused = other_session.pay(&token).await.refused(400, "PaymentError");
        assert_eq!(refused["error"].get("paymentId"), None);

        let settings = AccountSettings::default();
        let other = app.registry().create_account("Other", Environment::Sandbox, settings).await;
        let key = app.registry().create_api_key(&other.unwrap(), "key", Scope::ALL).await.unwrap();
        let other = app.merchant().with("x-api-key", &key.secret);
        let body = json!({ "paymentMethodToken": token });
        other.post("/payments", &body).await.refused(400, "PaymentError");

        checkout.pay(&token).await.ok();
        other.post("/payments", &body).await.refused(400, "PaymentError");
        let unknown = checkout.pay("unknown").await.refused(400, "PaymentError");
        assert_eq!(unknown["error"].get("paymentId"), None);
    }

    async fn a_token_of_the_session_pays_from_another_instance(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        let reloaded = Checkout::enter(&app, &checkout.token);
        assert_eq!(reloaded.pay(&token).await.ok()["status"], "SUCCESS");
    }
}
