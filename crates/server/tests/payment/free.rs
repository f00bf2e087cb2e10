//! An order that costs nothing is completed without a processor.

use serde_json::{Value, json};

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::{Answer, TestApp, both_engines};
use crate::checkout::{APPROVED, Checkout, DECLINED, card, id, line_item, order, payment};

both_engines! {
    async fn a_checkout_completes_it_without_a_token(app: TestApp) {
        for body in [
            json!({}),
            json!({ "paymentMethodToken": null }),
            json!({ "paymentMethodToken": "" }),
        ] {
            let checkout = Checkout::open(&app, &free()).await;
            assert_eq!(checkout.configuration().await["clientSession"]["amount"], 0);
            let client = checkout.client.clone().with("tender-shown", "1;0;EUR");
            let paid = client.post("/payments", &body).await.ok();
            assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(0)));
            let told = payment(&app, &id(&paid)).await;
            assert_eq!(told["status"], "AUTHORIZED");
            assert_eq!(told["transactions"], json!([]));
            assert_eq!(told["processor"], json!({ "amountCaptured": 0, "amountRefunded": 0 }));
            for field in ["paymentMethodToken", "paymentMethodType", "paymentMethodData"] {
                assert!(told["paymentMethod"].get(field).is_none(), "{}", told.text);
            }
            assert!(told.get("cardTokenType").is_none(), "{}", told.text);
        }
        assert_eq!(count(&app, "simulator_operation").await, 0);
        assert_eq!(count(&app, "attempt").await, 0);
    }

    async fn a_card_that_is_sent_all_the_same_goes_nowhere(app: TestApp) {
        // Even one that every processor would decline.
        for number in [APPROVED, DECLINED] {
            let checkout = Checkout::open(&app, &free()).await;
            let paid = checkout.pay_by_card(number).await.ok();
            assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(0)));
            let told = payment(&app, &id(&paid)).await;
            assert_eq!(told["status"], "AUTHORIZED");
            assert_eq!(told["paymentMethod"]["paymentMethodType"], "PAYMENT_CARD");
            let last4 = &told["paymentMethod"]["paymentMethodData"]["last4Digits"];
            assert_eq!(last4, &number[12..]);
            assert_eq!(told["transactions"], json!([]));
        }
        assert_eq!(count(&app, "simulator_operation").await, 0);
        assert_eq!(count(&app, "card_cvv").await, 0);
    }

    async fn a_merchant_may_make_a_payment_free(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        let body = json!({ "paymentMethodToken": token, "amount": 0 });
        let paid = app.merchant().post("/payments", &body).await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("AUTHORIZED"), &json!(0)));
        assert_eq!(count(&app, "simulator_operation").await, 0);
        for without in [json!({ "amount": 0 }), json!({ "paymentMethodToken": null, "amount": 0 })] {
            app.merchant().post("/payments", &without).await.refused(422, "RequestValidationError");
        }
    }

    async fn what_costs_something_needs_a_token(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let refused = checkout.client.post("/payments", &json!({})).await;
        let refused = refused.refused(422, "RequestValidationError");
        assert!(refused.text.contains("$.paymentMethodToken"), "{}", refused.text);
        // Nor is a session free on which nothing has a price yet.
        let empty = Checkout::open(&app, &json!({ "orderId": "o", "currencyCode": "EUR" })).await;
        let refused = empty.client.post("/payments", &json!({})).await;
        refused.refused(422, "RequestValidationError");
        assert_eq!(count(&app, "payment").await, 0);
    }

    async fn an_order_that_is_free_no_longer_is_outdated(app: TestApp) {
        let checkout = Checkout::open(&app, &free()).await;
        checkout.configuration().await;
        let dearer = json!({ "order": { "lineItems": [line_item(100)] } });
        checkout.update(&app, dearer).await;
        let client = checkout.client.clone().with("tender-shown", "1;0;EUR");
        client.post("/payments", &json!({})).await.refused(409, "ClientSessionOutdated");
        checkout.client.post("/payments", &json!({})).await.refused(409, "ClientSessionOutdated");
        assert_eq!(count(&app, "payment").await, 0);
    }

    async fn it_is_the_sessions_one_payment(app: TestApp) {
        let checkout = Checkout::open(&app, &free()).await;
        checkout.configuration().await;
        let first = checkout.client.post("/payments", &json!({})).await.ok();
        // The same press once more answers the same payment.
        let again = checkout.client.post("/payments", &json!({})).await.ok();
        assert_eq!(id(&again), id(&first));
        let token = checkout.token_of(APPROVED).await;
        let refused = checkout.pay(&token).await.refused(400, "PaymentError");
        assert_eq!(refused["error"]["paymentId"], first["id"]);
        assert_eq!(count(&app, "payment").await, 1);
    }

    async fn presses_at_once_complete_it_once(app: TestApp) {
        let checkout = Checkout::open(&app, &free()).await;
        let nothing = json!({});
        let press = || checkout.client.post("/payments", &nothing);
        let (a, b, c) = tokio::join!(press(), press(), press());
        let ids = [a, b, c].map(|paid| id(&paid.ok()));
        assert!(ids.iter().all(|other| *other == ids[0]), "{ids:?}");
        assert_eq!(count(&app, "payment").await, 1);
    }

    async fn its_idempotency_key_works_as_any(app: TestApp) {
        let checkout = Checkout::open(&app, &free()).await;
        let client = checkout.client.clone().with("x-idempotency-key", "free-1");
        let paid = client.post("/payments", &json!({})).await.ok();
        let used = client.post("/payments", &json!({})).await;
        used.refused(409, "TransactionRequestIdempotencyKeyAlreadyExists");
        let replay = client.with("idempotency-replay", "true");
        assert_eq!(id(&replay.post("/payments", &json!({})).await.ok()), id(&paid));
    }

    async fn production_needs_no_processor_for_it(app: TestApp) {
        let registry = app.registry();
        let settings = AccountSettings::default();
        let live = registry.create_account("Live", Environment::Production, settings).await;
        let key = registry.create_api_key(&live.unwrap(), "live", Scope::ALL).await.unwrap();
        let merchant = app.merchant().with("x-api-key", &key.secret);
        let session = merchant.post("/client-session", &free()).await.ok();
        let checkout = Checkout::enter(&app, session["clientToken"].as_str().unwrap());
        let paid = checkout.client.post("/payments", &json!({})).await.ok();
        assert_eq!(paid["status"], "SUCCESS");
    }

    async fn a_surcharge_of_the_card_is_never_added(app: TestApp) {
        let mut session = free();
        session["paymentMethod"] = json!({ "options": { "PAYMENT_CARD": { "networks": {
            "VISA": { "surcharge": { "amount": 50 } },
        }}}});
        let checkout = Checkout::open(&app, &session).await;
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(0)));
        // Selected and shown, the surcharge is to be paid, and by a card.
        let checkout = Checkout::open(&app, &session).await;
        let select = json!([{ "type": "SELECT_PAYMENT_METHOD", "params": {
            "paymentMethodType": "PAYMENT_CARD", "binData": { "network": "VISA" } } }]);
        assert_eq!(checkout.act(&select).await.ok()["clientSession"]["amount"], 50);
        let refused: Answer = checkout.client.post("/payments", &json!({})).await;
        refused.refused(422, "RequestValidationError");
        assert_eq!(checkout.tokenize(&card(APPROVED)).await.status, 200);
    }
}

/// An order of one thing that costs nothing.
fn free() -> Value {
    json!({
        "orderId": "order-0", "currencyCode": "EUR", "order": { "lineItems": [line_item(0)] },
    })
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let sql: &'static str = format!("SELECT COUNT(*) FROM {table}").leak();
    app.app().store.read(move |tx| tx.query_all(sql, &[], |row| row.int(0))).await.unwrap()[0]
}
