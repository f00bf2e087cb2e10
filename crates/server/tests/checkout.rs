//! A shopper's checkout, played by the test.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use tender_domain::account::AccountSettings;

use crate::app::{Answer, Caller, TestApp};

pub(crate) const APPROVED: &str = "4111111111111111";
pub(crate) const APPROVED_MASTERCARD: &str = "5555555555554444";
pub(crate) const DECLINED: &str = "4000000000000002";
pub(crate) const FAILED: &str = "4000000000000010";
/// Approved, but the answer is lost.
pub(crate) const ANSWER_LOST: &str = "4000000002001008";
/// Approved, but the answer is lost, and three questions for it as well.
pub(crate) const ANSWER_LONG_LOST: &str = "4000000002002006";
pub(crate) const DECLINE_LOST: &str = "4000000002003004";
pub(crate) const REQUEST_LOST: &str = "4000000002004002";
pub(crate) const SLOW: &str = "4000000002005009";
pub(crate) const STALLED: &str = "4000000002006007";

/// An order of 49.99 EUR.
pub(crate) fn order() -> Value {
    json!({
        "orderId": "order-1",
        "currencyCode": "EUR",
        "order": { "lineItems": [line_item(4999)] },
    })
}

pub(crate) fn line_item(amount: i64) -> Value {
    json!({ "itemId": "shirt", "description": "A shirt", "amount": amount, "quantity": 1 })
}

/// A card that is good until the end of 2030.
pub(crate) fn card(number: &str) -> Value {
    json!({
        "number": number,
        "cvv": "123",
        "expirationMonth": "03",
        "expirationYear": "2030",
        "cardholderName": "Ada Lovelace",
    })
}

/// A checkout instance on a client session.
pub(crate) struct Checkout {
    /// The token that it was started with.
    pub(crate) token: String,
    pub(crate) client: Caller,
    instance: String,
}

impl Checkout {
    /// The checkout of a new session, which has not read its configuration yet.
    pub(crate) async fn open(app: &TestApp, session: &Value) -> Self {
        let created = app.merchant().post("/client-session", session).await.ok();
        Self::enter(app, created["clientToken"].as_str().unwrap())
    }

    /// One more checkout instance, by a token of its session.
    pub(crate) fn enter(app: &TestApp, token: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let instance = format!("checkout-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        Self::instance_of(app, token, instance)
    }

    /// The same checkout instance, which reaches another node from now on.
    pub(crate) fn moved_to(&self, app: &TestApp) -> Self {
        Self::instance_of(app, &self.token, self.instance.clone())
    }

    /// A checkout instance of the same session that calls itself so.
    pub(crate) fn named(&self, app: &TestApp, instance: &str) -> Self {
        Self::instance_of(app, &self.token, instance.to_owned())
    }

    /// What it calls itself.
    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    /// The same checkout instance with the token of a required action.
    pub(crate) fn continued(&self, app: &TestApp, token: &str) -> Self {
        Self::instance_of(app, token, self.instance.clone())
    }

    fn instance_of(app: &TestApp, token: &str, instance: String) -> Self {
        let access_token = claims(token)["accessToken"].as_str().unwrap().to_owned();
        let client = app.client(&access_token).with("primer-sdk-checkout-session-id", &instance);
        Self { token: token.to_owned(), client, instance }
    }

    pub(crate) async fn configuration(&self) -> Answer {
        self.client.get("/client-sdk/configuration").await.ok()
    }

    pub(crate) async fn act(&self, actions: &Value) -> Answer {
        self.client.post("/client-session/actions", &json!({ "actions": actions })).await
    }

    pub(crate) async fn tokenize(&self, card: &Value) -> Answer {
        self.client.post("/payment-instruments", &json!({ "paymentInstrument": card })).await
    }

    /// A token for the card with this number.
    pub(crate) async fn token_of(&self, number: &str) -> String {
        let answer = self.tokenize(&card(number)).await.ok();
        answer["token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn pay(&self, token: &str) -> Answer {
        self.client.post("/payments", &json!({ "paymentMethodToken": token })).await
    }

    /// Pays as clients do: reads what there is to pay, tokenises, pays.
    pub(crate) async fn pay_by_card(&self, number: &str) -> Answer {
        self.configuration().await;
        let token = self.token_of(number).await;
        self.pay(&token).await
    }

    pub(crate) async fn resume(&self, payment: &str, resume_token: &str) -> Answer {
        let body = json!({ "resumeToken": resume_token });
        self.client.post(&format!("/payments/{payment}/resume"), &body).await
    }

    /// The session, as its merchant reads it.
    pub(crate) async fn session(&self, app: &TestApp) -> Answer {
        app.merchant().get(&format!("/client-session?clientToken={}", self.token)).await.ok()
    }

    /// Changes the session, as its merchant.
    pub(crate) async fn update(&self, app: &TestApp, mut change: Value) -> Answer {
        change["clientToken"] = self.token.as_str().into();
        app.merchant().patch("/client-session", &change).await.ok()
    }
}

/// The payment's id.
pub(crate) fn id(payment: &Answer) -> String {
    payment["id"].as_str().unwrap().to_owned()
}

/// The payment, as its merchant reads it.
pub(crate) async fn payment(app: &TestApp, id: &str) -> Answer {
    app.merchant().get(&format!("/payments/{id}")).await.ok()
}

/// What a client token says.
pub(crate) fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// Gives the test's account these settings.
pub(crate) async fn configure(app: &TestApp, settings: &Value) {
    let settings: AccountSettings = serde_json::from_value(settings.clone()).unwrap();
    app.registry().configure(app.account.id, settings).await.unwrap();
    // For as long nodes believe what they know of an API key and its account.
    app.clock.advance(std::time::Duration::from_secs(1));
}
