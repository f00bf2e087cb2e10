//! The operator's listener, on loopback unless configured otherwise: is the process
//! alive, does it want requests, how is it doing.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::{Semaphore, watch};

use tender_store::Error as StoreError;

use crate::app::App;

/// How long the database may take to prove itself. `/readyz` answers within two seconds,
/// which is what those who ask it wait.
const PROOF_PATIENCE: Duration = Duration::from_millis(1_500);

/// What the operator's handlers read.
#[derive(Clone)]
pub(crate) struct Admin {
    pub(crate) app: Arc<App>,
    pub(crate) metrics: PrometheusHandle,
    /// The order to stop has come; requests are still taken for a while.
    pub(crate) draining: watch::Receiver<bool>,
    /// One proof at a time: those who ask must not fill the lanes of a database that hangs.
    pub(crate) proving: Arc<Semaphore>,
}

/// The routes of the operator's listener.
pub(crate) fn router(admin: Admin) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(admin)
}

/// 200 while requests are welcome: the database reads and writes, and no shutdown has
/// begun. The reason is for the operator; this listener is private.
async fn ready(State(admin): State<Admin>) -> (StatusCode, String) {
    if *admin.draining.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n".to_owned());
    }
    let why = match tokio::time::timeout(PROOF_PATIENCE, prove(&admin)).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready\n".to_owned()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("the database does not answer within {PROOF_PATIENCE:?}"),
    };
    tracing::warn!(why, "not ready");
    (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n"))
}

/// Reads and writes, in a task of its own: it ends with the database's answer, whether or
/// not anybody still waits.
async fn prove(admin: &Admin) -> Result<(), StoreError> {
    let stopped = |_| StoreError::Unavailable("the proof was not made".into());
    let turn = admin.proving.clone().acquire_owned().await.map_err(|_| stopped(()))?;
    let store = admin.app.store.clone();
    let proof = tokio::spawn(async move {
        let proof = async {
            store.check().await?;
            store.check_write().await
        };
        let proof = proof.await;
        drop(turn);
        proof
    });
    proof.await.unwrap_or_else(|_| Err(stopped(())))
}

async fn metrics(State(admin): State<Admin>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], admin.metrics.render())
}
