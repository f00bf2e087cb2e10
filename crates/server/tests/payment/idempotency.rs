//! `X-Idempotency-Key` (DESIGN, "Idempotency key used again").

use serde_json::json;

use tender_domain::limits::CLIENT_TOKEN_LIFETIME;

use crate::app::{Answer, Caller, both_engines};
use crate::checkout::{APPROVED, APPROVED_MASTERCARD, Checkout, DECLINED, line_item, order};

both_engines! {
    async fn a_checkout_is_refused_and_told_the_payment(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let first = checkout.token_of(DECLINED).await;
        let paid = pay(&checkout.client, &first, "key-1").await.ok();
        for token in [checkout.token_of(APPROVED).await, first] {
            let refused = pay(&checkout.client, &token, "key-1").await;
            let refused = refused.refused(409, "TransactionRequestIdempotencyKeyAlreadyExists");
            assert_eq!(refused["error"]["paymentId"], paid["id"]);
            assert_eq!(refused["error"]["paymentStatus"], "DECLINED");
        }
        let token = checkout.token_of(APPROVED).await;
        pay(&checkout.client, &token, "key-2").await.ok();
    }

    async fn a_merchant_is_refused_in_the_words_of_its_version(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(DECLINED).await;
        let paid = pay(&app.merchant(), &token, "key-1").await.ok();
        let token = checkout.token_of(APPROVED).await;
        for (version, status, error_id) in [
            ("2.1", 400, "TransactionRequestIdempotencyKeyAlreadyExists"),
            ("2.2", 400, "TransactionRequestIdempotencyKeyAlreadyExists"),
            ("2.3", 409, "IdempotencyKeyAlreadyExists"),
            ("2.4", 409, "IdempotencyKeyAlreadyExists"),
        ] {
            let merchant = app.merchant().with("x-api-version", version);
            let refused = pay(&merchant, &token, "key-1").await.refused(status, error_id);
            assert_eq!(refused["error"]["paymentId"], paid["id"]);
            assert_eq!(refused["error"]["paymentStatus"], "DECLINED");
        }
        assert_eq!(pay(&app.merchant(), &token, "key-2").await.ok()["status"], "AUTHORIZED");
    }

    async fn a_replay_answers_the_payment_again(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let other = Checkout::open(&app, &order()).await;
        for (caller, checkout, key) in [
            (checkout.client.clone(), &checkout, "key-1"),
            (app.merchant(), &other, "key-2"),
        ] {
            let caller = caller.with("idempotency-replay", "true");
            let token = checkout.token_of(APPROVED).await;
            let first = pay(&caller, &token, key).await.ok();
            let again = pay(&caller, &token, key).await.ok();
            assert_eq!(again.json, first.json);
            // Another request under the key is not a repetition.
            let token = checkout.token_of(APPROVED_MASTERCARD).await;
            assert_eq!(pay(&caller, &token, key).await.status, 409);
        }
    }

    async fn a_replay_is_answered_after_the_session_has_ended(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let caller = checkout.client.clone().with("idempotency-replay", "true");
        let (paying, unused) =
            (checkout.token_of(APPROVED).await, checkout.token_of(APPROVED_MASTERCARD).await);
        let first = pay(&caller, &paying, "key-1").await.ok();
        let other = Checkout::open(&app, &order()).await;
        let unpaid = other.token_of(APPROVED).await;
        app.clock.advance(CLIENT_TOKEN_LIFETIME);
        assert_eq!(pay(&caller, &paying, "key-1").await.ok().json, first.json);
        pay(&checkout.client, &paying, "key-1").await.refused(401, "Unauthorized");
        // Nothing new is paid, neither there nor in a session without a payment.
        pay(&caller, &unused, "key-2").await.refused(400, "PaymentError");
        let late = other.client.with("idempotency-replay", "true");
        pay(&late, &unpaid, "key-3").await.refused(400, "PaymentError");
    }

    async fn a_refused_payment_does_not_use_the_key_up(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let token = checkout.token_of(APPROVED).await;
        checkout.update(&app, json!({ "order": { "lineItems": [line_item(5999)] } })).await;
        let refused = pay(&checkout.client, &token, "key-1").await;
        refused.refused(409, "ClientSessionOutdated");
        checkout.configuration().await;
        let paid = pay(&checkout.client, &token, "key-1").await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(5999)));
    }

    async fn of_many_requests_at_once_one_pays(app: TestApp) {
        let mut requests = Vec::new();
        for _ in 0..10 {
            // A session of its own each, so that only the key keeps them apart.
            let token = Checkout::open(&app, &order()).await.token_of(APPROVED).await;
            let merchant = app.merchant();
            requests.push(tokio::spawn(async move { pay(&merchant, &token, "key-1").await }));
        }
        let mut paid = Vec::new();
        let mut refused = Vec::new();
        for request in requests {
            let answer = request.await.unwrap();
            if answer.status == 200 { paid.push(answer) } else { refused.push(answer) }
        }
        assert_eq!(paid.len(), 1);
        for answer in refused {
            let answer = answer.refused(409, "IdempotencyKeyAlreadyExists");
            assert_eq!(answer["error"]["paymentId"], paid[0]["id"]);
        }
    }

    async fn keys_of_a_merchant_and_of_each_session_never_meet(app: TestApp) {
        let first = Checkout::open(&app, &order()).await;
        pay(&first.client, &first.token_of(APPROVED).await, "key-1").await.ok();
        let other = Checkout::open(&app, &order()).await;
        let declined = other.token_of(DECLINED).await;
        assert_eq!(pay(&other.client, &declined, "key-1").await.ok()["status"], "FAILED");
        let token = other.token_of(APPROVED).await;
        assert_eq!(pay(&app.merchant(), &token, "key-1").await.ok()["status"], "AUTHORIZED");
    }

    async fn a_key_must_be_visible_text(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        for key in ["", " ", &"x".repeat(256)] {
            let refused = pay(&checkout.client, &token, key).await;
            refused.refused(422, "RequestValidationError");
            let refused = pay(&app.merchant(), &token, key).await;
            refused.refused(422, "RequestValidationError");
        }
        pay(&checkout.client, &token, &"x".repeat(255)).await.ok();
    }
}

async fn pay(caller: &Caller, token: &str, key: &str) -> Answer {
    let body = json!({ "paymentMethodToken": token });
    caller.clone().with("x-idempotency-key", key).post("/payments", &body).await
}
