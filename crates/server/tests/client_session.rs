//! The merchant's Client Session API: one test per decision, named after it.

mod amount;
mod answer;
mod body;
mod concurrency;
mod empty_text;
mod expiry;
mod fault;
mod metadata;
mod patch;
mod replay;
mod revision;
mod secrets;
mod surcharge;
mod token;
mod version;
mod warning;

use serde_json::{Value, json};

use tender_domain::account::AccountSettings;

use crate::app::{Answer, Caller, TestApp};

impl TestApp {
    /// Creates a session, which must be accepted.
    async fn created(&self, session: Value) -> Session {
        let answer = self.merchant().post("/client-session", &session).await.ok();
        let token = answer["clientToken"].as_str().unwrap().to_owned();
        Session { merchant: self.merchant(), token, answer }
    }

    /// Replaces the account's settings and lets the server see them.
    async fn configured(&self, settings: Value) {
        let settings: AccountSettings = serde_json::from_value(settings).unwrap();
        self.registry().configure(self.account.id, settings).await.unwrap();
        self.clock.advance(std::time::Duration::from_secs(1));
    }
}

/// A session as its merchant holds it.
struct Session {
    merchant: Caller,
    /// The client token.
    token: String,
    /// What creating it answered.
    answer: Answer,
}

impl Session {
    /// Sends a PATCH as it is, but for the token.
    async fn patch(&self, changes: Value) -> Answer {
        self.patch_as(&self.merchant, changes).await
    }

    /// As `patch`, by another caller.
    async fn patch_as(&self, caller: &Caller, mut changes: Value) -> Answer {
        changes["clientToken"] = json!(self.token);
        caller.patch("/client-session", &changes).await
    }

    async fn read(&self) -> Answer {
        self.read_as(&self.merchant).await
    }

    /// As `read`, by another caller.
    async fn read_as(&self, caller: &Caller) -> Answer {
        caller.get(&format!("/client-session?clientToken={}", self.token)).await
    }

    /// What opens the client API.
    fn access_token(&self) -> String {
        access_token(&self.token)
    }
}

/// What is inside a client token and opens the client API.
pub(crate) fn access_token(client_token: &str) -> String {
    token::claims(client_token)["accessToken"].as_str().unwrap().to_owned()
}

impl Answer {
    /// The answer, which must be a 422 with faults at exactly these paths.
    #[track_caller]
    fn faults_at(self, paths: &[&str]) -> Self {
        let refused = self.refused(422, "RequestValidationError");
        let groups = refused["error"]["validationErrors"].as_array().unwrap();
        let faults = groups.iter().flat_map(|group| group["errors"].as_array().unwrap());
        let found: Vec<_> = faults.map(|fault| fault["path"].as_str().unwrap()).collect();
        assert_eq!(found, paths, "{}", refused.text);
        refused
    }
}

/// An order that costs 100.
fn order() -> Value {
    let item = json!({
        "itemId": "shoe", "description": "Blue shoe", "amount": 50, "quantity": 2,
    });
    json!({"lineItems": [item]})
}
