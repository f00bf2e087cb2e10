//! A running server for one test, and callers of its APIs.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

use tender_domain::account::{Account, AccountSettings, Environment};
use tender_domain::api_key::Scope;
use tender_domain::time::Timestamp;
use tender_processors::simulator::SimulatorOptions;
use tender_server::app::App;
use tender_server::config::{Config, Database};
use tender_server::env::{Env, ManualClock};
use tender_server::provision::Registry;
use tender_server::{RunningServer, start};

use crate::database::{Engine, Place};

/// Defines tests that run on both engines, each with a server and a database of its own:
/// `name::sqlite` and `name::postgres`.
macro_rules! both_engines {
    ($(async fn $name:ident($app:ident: TestApp) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "some need nothing of it")]
            use super::*;

            async fn test($app: $crate::app::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test($crate::app::TestApp::start($crate::database::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                test($crate::app::TestApp::start($crate::database::Engine::Postgres).await).await;
            }
        }
    )+};
}
pub(crate) use both_engines;

/// When a test begins: 2026-01-15T10:00:00Z.
pub(crate) const START: Timestamp = Timestamp::from_micros(1_768_471_200_000_000);

/// The simulator with waits that a test can afford.
const QUICK: SimulatorOptions = SimulatorOptions {
    timeout: Duration::from_millis(200),
    slow: Duration::from_millis(500),
    stall: Duration::from_secs(600),
};

/// A server with one sandbox account and an API key that may do everything. Its clock
/// stands until the test moves it.
pub(crate) struct TestApp {
    pub(crate) server: RunningServer,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) account: Account,
    pub(crate) api_key: String,
    // Last, since its end takes the database away.
    place: Arc<Place>,
}

impl TestApp {
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::start_with(engine, AccountSettings::default(), |_| {}).await
    }

    /// As `start`, for an account with these settings and a changed configuration.
    pub(crate) async fn start_with(
        engine: Engine,
        settings: AccountSettings,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let place = Arc::new(Place::fresh(engine));
        let mut config = config(&place);
        change(&mut config);
        let clock = Arc::new(ManualClock::new(START));
        let server = start(config, Env::with_clock(clock.clone())).await.unwrap();
        let registry = Registry { store: &server.app.store, env: &server.app.env };
        let account =
            registry.create_account("Shop", Environment::Sandbox, settings).await.unwrap();
        let key = registry.create_api_key(&account, "test", Scope::ALL).await.unwrap();
        Self { server, clock, account, api_key: key.secret.to_string(), place }
    }

    /// One more server on the same database.
    pub(crate) async fn another_node(&self) -> Self {
        self.another_node_with(self.clock.clone()).await
    }

    /// One more server on the same database, with a clock of its own.
    pub(crate) async fn another_node_with(&self, clock: Arc<ManualClock>) -> Self {
        let env = Env::with_clock(clock.clone());
        Self {
            server: start(config(&self.place), env).await.unwrap(),
            clock,
            account: self.account.clone(),
            api_key: self.api_key.clone(),
            place: self.place.clone(),
        }
    }

    /// The same server after a stop and a start: it knows what is stored.
    pub(crate) async fn restarted(self) -> Self {
        let Self { server, clock, account, api_key, place } = self;
        server.shutdown().await;
        let server = start(config(&place), Env::with_clock(clock.clone())).await.unwrap();
        Self { server, clock, account, api_key, place }
    }

    pub(crate) fn registry(&self) -> Registry<'_> {
        Registry { store: &self.server.app.store, env: &self.server.app.env }
    }

    /// Where its data is.
    pub(crate) fn database(&self) -> Database {
        self.place.database()
    }

    /// What the server's handlers share.
    pub(crate) fn app(&self) -> &Arc<App> {
        &self.server.app
    }

    /// The merchant's backend, speaking version 2.4.
    pub(crate) fn merchant(&self) -> Caller {
        self.caller().with("x-api-key", &self.api_key).with("x-api-version", "2.4")
    }

    /// A checkout that holds this access token (not the JWT around it).
    pub(crate) fn client(&self, access_token: &str) -> Caller {
        let mut caller = self.caller().with("primer-client-token", access_token);
        caller.base.push_str("/client");
        caller
    }

    /// Somebody without any credentials.
    pub(crate) fn caller(&self) -> Caller {
        self.caller_at(self.server.addr)
    }

    /// Somebody at the operator's listener.
    pub(crate) fn operator(&self) -> Caller {
        self.caller_at(self.server.admin_addr)
    }

    fn caller_at(&self, address: std::net::SocketAddr) -> Caller {
        Caller { http: self.app().env.http().clone(), ..Caller::at(&format!("http://{address}")) }
    }
}

fn config(place: &Place) -> Config {
    Config {
        database: place.database(),
        simulator: QUICK,
        ..Config::development(0, place.data_dir().to_owned())
    }
}

/// Sends requests with the same headers to the same place.
#[derive(Clone)]
pub(crate) struct Caller {
    http: reqwest::Client,
    base: String,
    headers: HeaderMap,
}

impl Caller {
    /// Somebody at a server that is not a [`TestApp`].
    pub(crate) fn at(base: &str) -> Self {
        let http = Env::system().http().clone();
        Self { http, base: base.to_owned(), headers: HeaderMap::new() }
    }

    /// The same caller with one header set.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }

    /// The same caller without one header.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    /// Posts bytes as they are, without a content type.
    pub(crate) async fn post_raw(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer::of(self.request(Method::POST, path).body(body.into())).await
    }

    /// A request for what the other methods cannot say; end it with [`Answer::of`].
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).headers(self.headers.clone())
    }
}

/// An answer that was read to its end. Dereferences to its JSON: `answer["amount"]`.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// `null` if the body is not JSON.
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, json }
    }

    /// The answer, which must be 200.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self
    }

    /// The answer, which must be an error envelope with this status and id.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, error_id: &str) -> Self {
        let found = (self.status.as_u16(), self.json["error"]["errorId"].as_str());
        assert_eq!(found, (status, Some(error_id)), "{}", self.text);
        assert!(!self.json["error"]["description"].as_str().unwrap().is_empty());
        let id = self.header("x-request-id");
        assert_eq!(self.json["error"]["diagnosticsId"].as_str(), id, "{}", self.text);
        self
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Deref for Answer {
    type Target = Value;
    fn deref(&self) -> &Value {
        &self.json
    }
}
