//! The merchant's own `POST /payments` and `GET /payments/{id}`.

use serde_json::{Value, json};

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::{Answer, TestApp, both_engines};
use crate::checkout::{APPROVED, Checkout, DECLINED, id, line_item, order, payment};

both_engines! {
    async fn a_payment_from_the_sessions_data(app: TestApp) {
        let (_, token) = collected(&app, APPROVED).await;
        let paid = pay(&app, &token, &json!({})).await.ok();
        assert_eq!(paid["status"], "AUTHORIZED");
        assert_eq!(paid["amount"], 4999);
        assert_eq!(paid["orderId"], "order-1");
        assert_eq!(paid.json, payment(&app, &id(&paid)).await.json);
    }

    async fn a_decline_is_no_error(app: TestApp) {
        let (_, token) = collected(&app, DECLINED).await;
        let paid = pay(&app, &token, &json!({})).await.ok();
        assert_eq!(paid["status"], "DECLINED");
        assert_eq!(paid["statusReason"]["type"], "ISSUER_DECLINED");
    }

    async fn what_the_request_says_wins(app: TestApp) {
        let session = json!({
            "orderId": "order-1", "currencyCode": "EUR",
            "order": { "lineItems": [line_item(4999)] },
            "customerId": "customer-1",
            "customer": { "firstName": "Ada", "emailAddress": "ada@example.com" },
            "metadata": { "from": "session", "kept": false },
            "paymentMethod": { "descriptor": "SESSION", "vaultOnSuccess": false },
        });
        let checkout = Checkout::open(&app, &session).await;
        let token = checkout.token_of(APPROVED).await;
        let request = json!({
            "orderId": "order-9", "amount": 700, "currencyCode": "USD",
            "customerId": "customer-9",
            "customer": { "emailAddress": "other@example.com" },
            "metadata": { "from": "request" },
            "paymentMethod": { "descriptor": "REQUEST" },
        });
        let paid = pay(&app, &token, &request).await.ok();
        assert_eq!(paid["status"], "AUTHORIZED");
        assert_eq!(paid["orderId"], "order-9");
        assert_eq!(paid["amount"], 700);
        assert_eq!(paid["currencyCode"], "USD");
        assert_eq!(paid["customerId"], "customer-9");
        let customer = json!({ "firstName": "Ada", "emailAddress": "other@example.com" });
        assert_eq!(paid["customer"], customer);
        assert_eq!(paid["metadata"], json!({ "from": "request" }));
        assert_eq!(paid["paymentMethod"]["descriptor"], "REQUEST");
        assert_eq!(paid["order"]["lineItems"][0]["itemId"], "shirt");
        // The session stays as it was.
        let kept = checkout.session(&app).await;
        assert_eq!((&kept["orderId"], &kept["amount"]), (&json!("order-1"), &json!(4999)));
    }

    async fn a_session_without_a_total_is_completed_by_the_request(app: TestApp) {
        let checkout = Checkout::open(&app, &json!({})).await;
        let token = checkout.token_of(APPROVED).await;
        let refused = pay(&app, &token, &json!({})).await.refused(422, "RequestValidationError");
        let errors = refused["error"]["validationErrors"][0]["errors"].as_array().unwrap().clone();
        let paths: Vec<_> = errors.iter().map(|error| error["path"].as_str().unwrap()).collect();
        assert_eq!(paths, ["$.orderId", "$.amount", "$.currencyCode"]);
        let request = json!({ "orderId": "o", "amount": 5, "currencyCode": "EUR" });
        assert_eq!(pay(&app, &token, &request).await.ok()["status"], "AUTHORIZED");
    }

    async fn faults_of_the_request_are_listed(app: TestApp) {
        let (_, token) = collected(&app, APPROVED).await;
        for (change, path) in [
            (json!({ "colour": "red" }), "$.colour"),
            (json!({ "amount": -1 }), "$.amount"),
            (json!({ "amount": "700" }), "$.amount"),
            (json!({ "currencyCode": "euro" }), "$.currencyCode"),
            (json!({ "paymentMethodToken": 7 }), "$.paymentMethodToken"),
        ] {
            let refused = pay(&app, &token, &change).await.refused(422, "RequestValidationError");
            let faults = &refused["error"]["validationErrors"][0];
            assert_eq!(faults["model"], "PaymentCreationAPIRequest");
            assert_eq!(faults["errors"][0]["path"], path, "{}", refused.text);
        }
        let refused = app.merchant().post("/payments", &json!({})).await;
        refused.refused(422, "RequestValidationError");
        assert_eq!(pay(&app, &token, &json!({})).await.ok()["status"], "AUTHORIZED");
    }

    async fn unknown_tokens_and_payments(app: TestApp) {
        pay(&app, "unknown", &json!({})).await.refused(400, "PaymentError");
        for id in ["unknown", "0000000000000000000000", "x'y"] {
            let answer = app.merchant().get(&format!("/payments/{id}")).await;
            answer.refused(400, "PaymentError");
        }
        let (_, token) = collected(&app, APPROVED).await;
        let paid = pay(&app, &token, &json!({})).await.ok();
        let settings = AccountSettings::default();
        let other = app.registry().create_account("Other", Environment::Sandbox, settings).await;
        let key = app.registry().create_api_key(&other.unwrap(), "key", Scope::ALL).await.unwrap();
        let other = app.merchant().with("x-api-key", &key.secret);
        other.get(&format!("/payments/{}", id(&paid))).await.refused(400, "PaymentError");
    }

    async fn scopes_are_needed(app: TestApp) {
        let (_, token) = collected(&app, APPROVED).await;
        let paid = pay(&app, &token, &json!({})).await.ok();
        let path = format!("/payments/{}", id(&paid));
        for (scope, may_read, missing) in [
            (Scope::TransactionsAuthorize, false, "transactions:retrieve"),
            (Scope::TransactionsRetrieve, true, "transactions:authorize"),
        ] {
            let key = app.registry().create_api_key(&app.account, "one", &[scope]).await.unwrap();
            let caller = app.merchant().with("x-api-key", &key.secret);
            let (read, create) = (
                caller.get(&path).await,
                caller.post("/payments", &json!({ "paymentMethodToken": "x" })).await,
            );
            let (done, refused) = if may_read { (read, create) } else { (create, read) };
            assert_ne!(done.status, 403);
            let refused = refused.refused(403, "Forbidden");
            assert!(refused.text.contains(missing), "{}", refused.text);
        }
    }

    async fn production_refuses_the_simulator(app: TestApp) {
        let settings = AccountSettings::default();
        let registry = app.registry();
        let live = registry.create_account("Live", Environment::Production, settings).await;
        let key = registry.create_api_key(&live.unwrap(), "key", Scope::ALL).await.unwrap();
        let merchant = app.merchant().with("x-api-key", &key.secret);
        let created = merchant.post("/client-session", &order()).await.ok();
        let checkout = Checkout::enter(&app, created["clientToken"].as_str().unwrap());
        assert_eq!(checkout.configuration().await["env"], "PRODUCTION");
        let token = checkout.token_of(APPROVED).await;
        let refused = checkout.pay(&token).await.refused(400, "PaymentError");
        assert!(refused.text.contains("real cards"), "{}", refused.text);
        let body = json!({ "paymentMethodToken": token });
        merchant.post("/payments", &body).await.refused(400, "PaymentError");
    }

    async fn what_the_shopper_saw_does_not_bind_the_merchant(app: TestApp) {
        let (checkout, token) = collected(&app, APPROVED).await;
        checkout.configuration().await;
        checkout.update(&app, json!({ "order": { "lineItems": [line_item(9999)] } })).await;
        let paid = pay(&app, &token, &json!({})).await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("AUTHORIZED"), &json!(9999)));
    }
}

/// A checkout that has collected this card.
async fn collected(app: &TestApp, number: &str) -> (Checkout, String) {
    let checkout = Checkout::open(app, &order()).await;
    let token = checkout.token_of(number).await;
    (checkout, token)
}

async fn pay(app: &TestApp, token: &str, request: &Value) -> Answer {
    let mut body = json!({ "paymentMethodToken": token });
    body.as_object_mut().unwrap().extend(request.as_object().unwrap().clone());
    app.merchant().post("/payments", &body).await
}
