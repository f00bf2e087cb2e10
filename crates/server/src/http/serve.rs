//! The accept loop: one listener, many connections, each within limits.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::Service;

use super::client_ip::Peer;

/// Most connections at one time; the next ones wait in the listener's backlog.
const CONNECTIONS_MAX: usize = 10_000;

/// How long a request's head may take to arrive, and an idle connection may stay
/// open. Longer than the 60 s after which usual load balancers drop theirs, so that
/// it is never we who close one that is about to be used.
const HEAD_TIMEOUT: Duration = Duration::from_secs(75);

/// Largest head that is read at all. The edge refuses smaller ones with a readable
/// answer; this bound only protects memory.
const BUFFER_SIZE_MAX: usize = 64 * 1024;

/// Pause after a failed accept (no file descriptor left): retrying at once would
/// only burn the processor that could free one.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves `router` until `stop` turns true, then lets running requests finish for
/// at most `drain`.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
    drain: Duration,
) {
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    tokio::select! {
        () = accept(&listener, &router, &graceful, &slots) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    drop(listener);
    if tokio::time::timeout(drain, graceful.shutdown()).await.is_err() {
        tracing::warn!(drain_ms = drain.as_millis(), "requests were cut off by the shutdown");
    }
}

async fn accept(
    listener: &TcpListener,
    router: &Router,
    graceful: &GracefulShutdown,
    slots: &Arc<Semaphore>,
) {
    while let Ok(slot) = slots.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let connection =
                    connection(stream, Peer(peer), router.clone(), graceful.watcher(), slot);
                tokio::spawn(connection);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    watcher: Watcher,
    _slot: OwnedSemaphorePermit,
) {
    let open = metrics::gauge!("tender_http_connections");
    open.increment(1);
    // Answers are small: waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(BUFFER_SIZE_MAX)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection broke");
    }
    open.decrement(1);
}
