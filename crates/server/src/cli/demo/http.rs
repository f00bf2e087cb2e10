//! Calls of the demo and what must be in their answers.

use std::time::Duration;

use reqwest::header::{ETAG, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};
use serde_json::Value;

use crate::telemetry::Stopwatch;

use super::super::runtime;
use super::Failure;

/// Sends requests with the same headers.
#[derive(Clone)]
pub(super) struct Caller {
    http: Client,
    headers: HeaderMap,
}

impl Caller {
    pub(super) fn new(http: &Client, headers: &[(&'static str, &str)]) -> Result<Self, Failure> {
        let caller = Self { http: http.clone(), headers: HeaderMap::new() };
        headers.iter().try_fold(caller, |caller, (name, value)| caller.with(name, value))
    }

    /// The same caller with one header more.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Result<Self, Failure> {
        let mut value = HeaderValue::from_str(value).map_err(runtime)?;
        value.set_sensitive(true);
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(self)
    }

    /// Sends one request; anything but success is a failure that says what was answered.
    pub(super) async fn send(
        &self,
        method: Method,
        url: &str,
        body: Option<&Value>,
    ) -> Result<Answer, Failure> {
        let url: Url = url.parse().map_err(|_| Failure::Runtime(format!("{url} is no address")))?;
        let call = format!("{method} {}", url.path());
        let broken = |error: reqwest::Error| {
            Failure::Runtime(format!("{call} was not answered: {}", error.without_url()))
        };
        let mut request = self.http.request(method.clone(), url.clone());
        request = request.headers(self.headers.clone());
        if let Some(body) = body {
            request = request.json(body);
        }
        let stopwatch = Stopwatch::start();
        let response = request.send().await.map_err(broken)?;
        let status = response.status();
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok());
        let etag = etag.map(str::to_owned);
        let text = response.text().await.map_err(broken)?;
        let elapsed = stopwatch.elapsed();
        let body = serde_json::from_str(&text).unwrap_or_default();
        if !status.is_success() {
            return Err(refused(&call, status.as_u16(), &body));
        }
        let path = url.path().to_owned();
        Ok(Answer { method, path, status: status.as_u16(), elapsed, etag, body })
    }
}

fn refused(call: &str, status: u16, body: &Value) -> Failure {
    let part = |name: &str| body["error"][name].as_str().unwrap_or("without a description");
    let (id, description) = (part("errorId"), part("description"));
    Failure::Runtime(format!("{call} was answered {status} {id}: {description}"))
}

/// A successful answer.
pub(super) struct Answer {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) status: u16,
    pub(super) elapsed: Duration,
    pub(super) etag: Option<String>,
    body: Value,
}

impl Answer {
    /// What stands at a JSON pointer, `null` if nothing does.
    pub(super) fn get(&self, pointer: &str) -> Value {
        self.body.pointer(pointer).cloned().unwrap_or_default()
    }

    /// The text at a JSON pointer, which must be there.
    pub(super) fn text(&self, pointer: &str) -> Result<&str, Failure> {
        let text = self.body.pointer(pointer).and_then(Value::as_str);
        text.ok_or_else(|| self.wrong(&format!("has no text at {pointer}")))
    }

    /// Fails unless this stands at the JSON pointer.
    pub(super) fn must(&self, pointer: &str, expected: impl Into<Value>) -> Result<(), Failure> {
        let (found, expected) = (self.get(pointer), expected.into());
        if found == expected {
            return Ok(());
        }
        Err(self.wrong(&format!("has {found} at {pointer}, not {expected}")))
    }

    fn wrong(&self, what: &str) -> Failure {
        Failure::Runtime(format!("the answer to {} {} {what}", self.method, self.path))
    }
}
