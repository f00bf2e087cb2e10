//! A request that was really sent, with its real answer.

use reqwest::Method;
use serde_json::{Value, json};

use super::schema::Operation;
use crate::app::{Answer, Caller, TestApp};

pub(super) const CREATE_SESSION: Operation = Operation { path: "/client-session", method: "post" };
pub(super) const READ_SESSION: Operation = Operation { path: "/client-session", method: "get" };
pub(super) const UPDATE_SESSION: Operation = Operation { path: "/client-session", method: "patch" };
pub(super) const CREATE_PAYMENT: Operation = Operation { path: "/payments", method: "post" };
pub(super) const READ_PAYMENT: Operation = Operation { path: "/payments/{id}", method: "get" };

pub(super) const OPERATIONS: [Operation; 5] =
    [CREATE_SESSION, READ_SESSION, UPDATE_SESSION, CREATE_PAYMENT, READ_PAYMENT];

pub(super) struct Case {
    pub(super) operation: Operation,
    /// The body, of a call that has one.
    pub(super) request: Option<Value>,
    pub(super) answer: Answer,
}

/// What the server made of a request's body.
pub(super) enum Verdict {
    Accepted,
    Refused(Vec<Fault>),
}

/// Why a body was refused.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) path: String,
    pub(super) description: String,
}

impl Case {
    /// Sends a body.
    pub(super) async fn send(caller: &Caller, operation: Operation, body: Value) -> Self {
        let method: Method = operation.method.to_uppercase().parse().unwrap();
        let answer = Answer::of(caller.request(method, operation.path).json(&body)).await;
        Self { operation, request: Some(body), answer }
    }

    /// Reads at a path.
    pub(super) async fn read(caller: &Caller, operation: Operation, path: &str) -> Self {
        Self { operation, request: None, answer: caller.get(path).await }
    }

    pub(super) fn verdict(&self) -> Verdict {
        let error = &self.answer["error"];
        let id = error["errorId"].as_str();
        if let Some(groups) = error["validationErrors"].as_array() {
            let faults = groups.iter().flat_map(|group| group["errors"].as_array().unwrap());
            let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
            let fault = |fault| Fault {
                path: text(fault, "path"),
                description: text(fault, "description"),
            };
            return Verdict::Refused(faults.map(fault).collect());
        }
        match id {
            Some("MetadataContainsEmptyKey") => Verdict::Refused(vec![Fault {
                path: "$.metadata['']".to_owned(),
                description: "empty key".to_owned(),
            }]),
            // Whatever else is refused is not about the form of the body.
            _ => Verdict::Accepted,
        }
    }
}

/// Sends a body to POST, and, without what only POST takes, as a PATCH of a session
/// that has a currency already; reads the session after each.
pub(super) async fn session_both_ways(app: &TestApp, session: Value) -> Vec<Case> {
    let merchant = app.merchant();
    let created = Case::send(&merchant, CREATE_SESSION, session.clone()).await;
    let mut cases = Vec::new();
    if let Some(token) = created.answer["clientToken"].as_str() {
        cases.push(read(&merchant, token).await);
    }
    cases.push(created);

    let target = merchant.post("/client-session", &json!({"currencyCode": "EUR"})).await.ok();
    let token = target["clientToken"].as_str().unwrap();
    let mut patch = session;
    if let Some(patch) = patch.as_object_mut() {
        patch.insert("clientToken".to_owned(), json!(token));
    }
    cases.push(Case::send(&merchant, UPDATE_SESSION, patch).await);
    cases.push(read(&merchant, token).await);
    cases
}

async fn read(merchant: &Caller, token: &str) -> Case {
    Case::read(merchant, READ_SESSION, &format!("/client-session?clientToken={token}")).await
}
