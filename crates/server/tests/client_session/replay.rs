//! `X-Idempotency-Key` with our `Idempotency-Replay` on `POST /client-session`.

use futures_util::future::join_all;
use serde_json::json;

use crate::app::{Caller, TestApp, both_engines};

/// A merchant whose requests repeat each other.
fn repeating(app: &TestApp, key: &str) -> Caller {
    app.merchant().with("x-idempotency-key", key).with("idempotency-replay", "true")
}

both_engines! {
    async fn the_same_request_gets_the_same_answer_byte_for_byte(app: TestApp) {
        let merchant = repeating(&app, "order-1");
        let session = json!({"orderId": "o", "metadata": {"a": 1}});
        let first = merchant.post("/client-session", &session).await.ok();
        app.clock.advance(std::time::Duration::from_secs(60));
        let second = merchant.post("/client-session", &session).await.ok();
        assert_eq!(first.text, second.text);
        for header in ["content-type", "etag"] {
            assert_eq!(first.header(header), second.header(header), "{header}");
        }
        let other = repeating(&app, "order-2").post("/client-session", &session).await.ok();
        assert_ne!(first["clientToken"], other["clientToken"]);
    }

    async fn the_same_key_with_another_body_is_refused(app: TestApp) {
        let merchant = repeating(&app, "order-1");
        merchant.post("/client-session", &json!({"orderId": "o"})).await.ok();
        let other = json!({"orderId": "p"});
        merchant.post("/client-session", &other).await.refused(409, "IdempotencyKeyAlreadyExists");
        let older = merchant.with("x-api-version", "2.2");
        let refused = older.post("/client-session", &other).await;
        refused.refused(400, "TransactionRequestIdempotencyKeyAlreadyExists");
    }

    async fn without_the_replay_header_there_are_two_sessions(app: TestApp) {
        let merchant = app.merchant().with("x-idempotency-key", "order-1");
        let first = merchant.post("/client-session", &json!({})).await.ok();
        let second = merchant.post("/client-session", &json!({})).await.ok();
        assert_ne!(first["clientToken"], second["clientToken"]);
    }

    async fn a_refused_request_does_not_use_the_key(app: TestApp) {
        let merchant = repeating(&app, "order-1");
        merchant
            .post("/client-session", &json!({"amount": 1}))
            .await
            .faults_at(&["$.currencyCode"]);
        merchant.post("/client-session", &json!({"amount": 1, "currencyCode": "EUR"})).await.ok();
    }

    async fn simultaneous_repetitions_are_one_session(app: TestApp) {
        let merchant = repeating(&app, "order-1");
        let session = json!({"orderId": "o"});
        let answers = join_all((0..8).map(|_| merchant.post("/client-session", &session))).await;
        let first = answers[0].text.clone();
        for answer in answers {
            assert_eq!(answer.ok().text, first);
        }
    }

    async fn a_key_has_1_to_255_characters(app: TestApp) {
        for key in ["", &"k".repeat(256)] {
            let refused = repeating(&app, key).post("/client-session", &json!({})).await;
            refused.faults_at(&["$"]);
        }
        repeating(&app, &"k".repeat(255)).post("/client-session", &json!({})).await.ok();
    }
}
