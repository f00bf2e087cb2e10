//! The bare HTTP server that ours is compared with: axum, a body that is parsed, an
//! answer that is written as JSON, nothing in between. It runs in a process of its own, as
//! the server does.

use std::io::{BufRead, BufReader, Read, Write, stdin, stdout};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::any;
use serde_json::Value;

use crate::server::Server;

/// Starts a bare server: `/0` answers with the first of the replies, and so on.
pub(crate) fn start(replies: &[Value]) -> Result<Server> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("bare")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let input = child.stdin.take().context("no stdin")?;
    serde_json::to_writer(input, replies)?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no stdout")?).read_line(&mut line)?;
    Ok(Server { child, address: line.trim().parse()? })
}

/// Serves until killed: reads the replies from standard input, writes its address to
/// standard output.
#[tokio::main]
pub(crate) async fn serve() -> Result<()> {
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let replies: Arc<[Value]> = serde_json::from_str::<Vec<Value>>(&text)?.into();
    let router = Router::new().route("/{number}", any(answer)).with_state(replies);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    writeln!(stdout(), "{}", listener.local_addr()?)?;
    Ok(axum::serve(listener, router).await?)
}

async fn answer(
    State(replies): State<Arc<[Value]>>,
    Path(number): Path<usize>,
    body: Bytes,
) -> Result<Vec<u8>, StatusCode> {
    if !body.is_empty() {
        serde_json::from_slice::<Value>(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    }
    let reply = replies.get(number).ok_or(StatusCode::NOT_FOUND)?;
    serde_json::to_vec(reply).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
