//! The merchant's own data: any JSON object, kept as sent.

use serde_json::{Value, json};

use crate::app::both_engines;
use crate::checkout::{APPROVED, Checkout, id, order, payment};

/// As the mobile samples of the protocol's vendor send it, and more.
fn nested() -> Value {
    json!({
        "deviceInfo": {"ipAddress": "127.0.0.1", "userAgent": "App/1.0"},
        "scenario": "TEST", "price": 12.5, "tags": ["a", {"b": [1, 2.25]}], "blank": "",
    })
}

both_engines! {
    async fn it_is_kept_as_sent_by_every_call(app: TestApp) {
        let mut session = order();
        session["metadata"] = nested();
        session["metadata"]["nothing"] = Value::Null;
        session["metadata"]["deviceInfo"]["nothing"] = Value::Null;
        let created = app.created(session).await;
        assert_eq!(created.answer["metadata"], nested());
        assert_eq!(created.read().await.ok()["metadata"], nested());
        let changed = json!({"cart": {"id": 7, "lines": [{"sku": "s"}]}});
        let patched = created.patch(json!({"metadata": changed})).await.ok();
        assert_eq!(patched["metadata"], changed);
        // The same once more changes nothing.
        let again = created.patch(json!({"metadata": changed})).await.ok();
        assert_eq!(again.header("etag"), patched.header("etag"));
    }

    async fn the_checkout_and_payments_carry_it_along(app: TestApp) {
        let mut session = order();
        session["metadata"] = nested();
        let checkout = Checkout::open(&app, &session).await;
        let email = json!([
            {"type": "SET_EMAIL_ADDRESS", "params": {"emailAddress": "a@b.example"}},
        ]);
        checkout.act(&email).await.ok();
        assert_eq!(checkout.session(&app).await["metadata"], nested());
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        assert_eq!(payment(&app, &id(&paid)).await["metadata"], nested());
    }

    async fn a_payments_own_replaces_the_sessions(app: TestApp) {
        let mut session = order();
        session["metadata"] = nested();
        let checkout = Checkout::open(&app, &session).await;
        let token = checkout.token_of(APPROVED).await;
        let own = json!({"run": {"id": 1, "steps": [0.5, "x"]}});
        let body = json!({"paymentMethodToken": token, "metadata": own});
        let paid = app.merchant().post("/payments", &body).await.ok();
        assert_eq!(paid["metadata"], own);
    }
}
