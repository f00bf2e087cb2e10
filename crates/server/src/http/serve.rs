//! The accept loop: one listener, many connections, each within limits.

use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::Response;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::TaskTracker;
use tower::Service;

use super::client_ip::Peer;
use super::connections::{Busy, ConnectionLimits, Connections, Slot};
use super::socket::{Sent, Socket};

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

/// When the server stops: how long the other end may take nothing of its answer, or leave
/// a request half sent.
const STOP_PATIENCE: Duration = Duration::from_secs(1);

/// Serves `router` until `stop` turns true, then lets running requests finish for
/// at most `drain`.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    mut stop: watch::Receiver<bool>,
    drain: Duration,
) {
    let open = TaskTracker::new();
    let server = Server { router, connections: Connections::new(limits), stop: stop.clone() };
    tokio::select! {
        () = server.accept(&listener, &open) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    drop(listener);
    open.close();
    if tokio::time::timeout(drain, open.wait()).await.is_err() {
        tracing::warn!(drain_ms = drain.as_millis(), "requests were cut off by the shutdown");
    }
}

struct Server {
    router: Router,
    connections: Arc<Connections>,
    stop: watch::Receiver<bool>,
}

impl Server {
    async fn accept(&self, listener: &TcpListener, open: &TaskTracker) {
        loop {
            self.connections.room().await;
            match listener.accept().await {
                Ok((stream, peer)) => {
                    // Without a place the connection closes at once.
                    if let Some(slot) = self.connections.admit(peer.ip()) {
                        let (router, stop) = (self.router.clone(), self.stop.clone());
                        open.spawn(connection(stream, Peer(peer), router, slot, stop));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    self.connections.shed_one();
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    slot: Slot,
    stop: watch::Receiver<bool>,
) {
    let open = metrics::gauge!("tender_http_connections");
    open.increment(1);
    // Answers are small: waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let slot = Arc::new(slot);
    let (socket, sent) = Socket::new(stream);
    let serving = slot.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let answer = serving.begin().map(|busy| (busy, router.clone().call(request)));
        async move {
            // It is just being closed to make room: as if the request had come too late.
            let (busy, answer) = answer.ok_or(io::Error::from(io::ErrorKind::ConnectionAborted))?;
            let response: Result<Response, Infallible> = answer.await;
            let Ok(response) = response;
            Ok::<_, io::Error>(response.map(|body| Answer { body, _busy: busy }))
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(BUFFER_SIZE_MAX)
        .serve_connection(TokioIo::new(socket), service);
    if let Err(error) =
        until_its_end(serving, http1::Connection::graceful_shutdown, (&slot, &sent), stop).await
    {
        tracing::debug!(%error, "a connection broke");
    }
    open.decrement(1);
}

/// Serves until the other end hangs up, another connection needs the place, or the server
/// stops and what was asked for is answered.
async fn until_its_end<C: Future<Output = hyper::Result<()>>>(
    serving: C,
    finish: fn(Pin<&mut C>),
    (slot, sent): (&Slot, &Sent),
    mut stop: watch::Receiver<bool>,
) -> hyper::Result<()> {
    let mut serving = pin!(serving);
    tokio::select! {
        outcome = serving.as_mut() => return outcome,
        () = slot.shed() => return Ok(()),
        _ = stop.wait_for(|stop| *stop) => finish(serving.as_mut()),
    }
    loop {
        let taken = sent.bytes();
        tokio::select! {
            outcome = serving.as_mut() => return outcome,
            () = tokio::time::sleep(STOP_PATIENCE) => {}
        }
        let stuck = sent.waits() && sent.bytes() == taken;
        if stuck || (slot.is_idle() && !sent.waits()) {
            return Ok(());
        }
    }
}

/// An answer's body; while there is something of it to send, its connection is busy.
struct Answer {
    body: Body,
    _busy: Busy,
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
