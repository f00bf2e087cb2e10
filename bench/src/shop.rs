//! What a merchant's backend and its checkouts send.

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::http;
use crate::load::{self, Bound};
use crate::tender::Tender;

const SESSION: &str = include_str!("session.json");

/// The simulator authorises it at once.
pub(crate) const GOOD_CARD: &str = "4242424242424242";
/// The simulator never answers for it.
pub(crate) const STALLING_CARD: &str = "4000000002006007";

/// Connections that prepare things.
const HELPERS: usize = 32;

/// A session as its merchant and its checkout know it.
pub(crate) struct Session {
    /// The JWT.
    pub(crate) client_token: String,
    /// The secret inside.
    pub(crate) access_token: String,
}

/// A session of an ordinary order, about 1.7 KB.
pub(crate) fn session_body() -> Result<String> {
    Ok(serde_json::from_str::<Value>(SESSION)?.to_string())
}

/// One request to create a session per account.
pub(crate) fn creates(tender: &Tender) -> Result<Vec<Vec<u8>>> {
    let body = session_body()?;
    let of = |key: &String| http::request("POST /client-session", &merchant(key), &body);
    Ok(tender.api_keys.iter().map(of).collect())
}

/// Creates sessions of the first account.
pub(crate) fn sessions(tender: &Tender, count: usize) -> Result<Vec<Session>> {
    let requests = creates(tender)?;
    let sessions = RefCell::new(Vec::with_capacity(count));
    load::run(&tender.server, preparing(count), async |connection, _| {
        let answer = serde_json::from_slice::<Value>(connection.send(&requests[0]).await?)?;
        sessions.borrow_mut().push(Session::of(&answer)?);
        Ok(())
    })?;
    Ok(sessions.into_inner())
}

/// As much load as it takes to do something `count` times.
pub(crate) fn preparing(count: usize) -> Bound {
    Bound { connections: HELPERS, time: Duration::from_secs(3600), steps: count }
}

impl Session {
    fn of(answer: &Value) -> Result<Self> {
        let client_token = answer["clientToken"].as_str().context("no clientToken")?.to_owned();
        let claims = client_token.split('.').nth(1).context("not a JWT")?;
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?;
        let access_token = claims["accessToken"].as_str().context("no accessToken")?.to_owned();
        Ok(Self { client_token, access_token })
    }

    /// The merchant reads it.
    pub(crate) fn read(&self, key: &str) -> Vec<u8> {
        let line = format!("GET /client-session?clientToken={}", self.client_token);
        http::request(&line, &merchant(key), "")
    }

    /// Its checkout reads its configuration.
    pub(crate) fn configuration(&self) -> Vec<u8> {
        http::request("GET /client/client-sdk/configuration", &self.client(), "")
    }

    /// Its checkout turns a card into a token.
    pub(crate) fn tokenize(&self, card: &str) -> Vec<u8> {
        let body = json!({ "paymentInstrument": {
            "number": card, "cvv": "123", "cardholderName": "Jane Doe",
            "expirationMonth": "03", "expirationYear": "2032",
        }});
        http::request("POST /client/payment-instruments", &self.client(), &body.to_string())
    }

    /// Its checkout pays with the token in that answer.
    pub(crate) fn pay(&self, token: &[u8]) -> Result<Vec<u8>> {
        let token: Value = serde_json::from_slice(token)?;
        let body = json!({ "paymentMethodToken": token["token"] }).to_string();
        Ok(http::request("POST /client/payments", &self.client(), &body))
    }

    fn client(&self) -> [(&str, &str); 4] {
        [
            ("content-type", "application/json"),
            ("x-api-version", "2.4"),
            ("primer-client-token", &self.access_token),
            ("primer-sdk-checkout-session-id", "7d5f2b1c-0f64-4a55-9d0e-1c2b3a4d5e6f"),
        ]
    }
}

fn merchant(key: &str) -> [(&str, &str); 3] {
    [("content-type", "application/json"), ("x-api-version", "2.4"), ("x-api-key", key)]
}
