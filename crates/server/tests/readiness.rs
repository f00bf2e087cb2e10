//! `/readyz` tells the truth, and in time; what callers hear while the database is silent.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::time::timeout;
use zeroize::Zeroizing;

use tender_domain::account::AccountSettings;
use tender_domain::event::Actor;
use tender_server::checkout::Error;
use tender_server::checkout::payment::{self, NewPayment};
use tender_server::config::{Config, Database};

use crate::app::TestApp;
use crate::books::until_started;
use crate::checkout::{Checkout, STALLED, order};
use crate::database::{Engine, on_server};
use crate::proxy::Proxy;

/// What those who ask `/readyz` wait.
const IN_TIME: Duration = Duration::from_secs(2);

/// A node whose way to PostgreSQL can be silenced.
async fn behind_a_proxy(patience: Duration) -> (TestApp, Proxy) {
    let mut proxy = None;
    let change = |config: &mut Config| {
        let Database::Postgres { url, .. } = &mut config.database else { unreachable!() };
        let started = Proxy::start(url);
        *url = Zeroizing::new(started.url().to_owned());
        config.database_patience = patience;
        proxy = Some(started);
    };
    let app = TestApp::start_with(Engine::Postgres, AccountSettings::default(), change).await;
    (app, proxy.unwrap())
}

async fn readyz(app: &TestApp) -> (StatusCode, String) {
    let operator = app.operator();
    let answer = timeout(IN_TIME, operator.get("/readyz")).await.expect("answers in time");
    (answer.status, answer.text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_database_is_silent_is_not_ready_and_recovers() {
    let (app, proxy) = behind_a_proxy(Duration::from_millis(400)).await;
    assert_eq!(readyz(&app).await.0, StatusCode::OK);
    proxy.mute(true);
    proxy.silence();
    for _ in 0..3 {
        assert_eq!(readyz(&app).await.0, StatusCode::SERVICE_UNAVAILABLE);
        let refused = app.merchant().post("/client-session", &order()).await;
        refused.refused(503, "ServiceUnavailable");
    }
    proxy.mute(false);
    let healed = async { while readyz(&app).await.0 != StatusCode::OK {} };
    timeout(Duration::from_secs(10), healed).await.expect("recovers by itself");
    app.merchant().post("/client-session", &order()).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_lost_its_connections_without_a_word_goes_on_over_new_ones() {
    let (app, proxy) = behind_a_proxy(Duration::from_millis(400)).await;
    app.merchant().post("/client-session", &order()).await.ok();
    let before = proxy.made();
    proxy.silence();
    app.merchant().post("/client-session", &order()).await.ok();
    assert_eq!(readyz(&app).await.0, StatusCode::OK);
    assert!(proxy.made() > before);
}

/// The card is taken and hangs, and meanwhile the database falls silent for longer than
/// its caller waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payer_hears_of_the_payment_in_time() {
    let (app, proxy) = behind_a_proxy(Duration::from_secs(60)).await;
    let checkout = Checkout::open(&app, &order()).await;
    let token = checkout.token_of(STALLED).await;
    let new = NewPayment {
        token: Some(token),
        request: None,
        checkout: None,
        idempotency: None,
        actor: Actor::System,
    };
    let account = Arc::new(app.account.clone());
    let patience = Duration::from_secs(1);
    let silenced = async {
        until_started(&app).await;
        proxy.mute(true);
        proxy.silence();
    };
    let paying = timeout(patience + IN_TIME * 2, async {
        tokio::join!(payment::create(app.app(), &account, new, patience), silenced).0
    });
    let error = paying.await.expect("answers in time").err().unwrap();
    assert!(matches!(error, Error::AfterPayment { .. }), "{error}");
}

/// Sets what sessions of the node's database begin with, and ends those that exist.
fn read_only(app: &TestApp, whether: &str) {
    let Database::Postgres { url, .. } = app.database() else { unreachable!() };
    let name = url.rsplit('/').next().unwrap();
    let sql = format!(
        "ALTER DATABASE {name} SET default_transaction_read_only = {whether}; \
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    on_server(|client| client.batch_execute(&sql).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_database_takes_no_writes_is_not_ready() {
    let app = TestApp::start(Engine::Postgres).await;
    app.merchant().post("/client-session", &order()).await.ok();
    read_only(&app, "on");
    assert_eq!(readyz(&app).await.0, StatusCode::SERVICE_UNAVAILABLE);
    app.merchant().post("/client-session", &order()).await.refused(503, "ServiceUnavailable");
    read_only(&app, "off");
    let healed = async { while readyz(&app).await.0 != StatusCode::OK {} };
    timeout(Duration::from_secs(10), healed).await.expect("recovers by itself");
    app.merchant().post("/client-session", &order()).await.ok();
}
