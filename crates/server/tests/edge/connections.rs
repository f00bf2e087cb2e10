//! Connections: shares of an address, idle ones, answers that nobody reads, the end.

use std::time::Duration;

use crate::app::TestApp;

use super::raw::{Connection, status};
use super::{metrics, start_with};

const REQUEST: &[u8] = b"GET /client-session HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_with_its_share_gives_up_its_oldest_idle_connection() {
    let app = start_with(|config| config.rates.connections_per_address = 3).await;
    let address = app.server.addr;
    let mut first = Connection::open(address).await;
    let mut second = Connection::open(address).await;
    for connection in [&mut first, &mut second] {
        connection.send(REQUEST).await;
        assert_eq!(status(&connection.head().await), 401);
    }
    // It has sent nothing, then half a request: it is idle, too.
    let mut third = Connection::open(address).await;
    third.send(&REQUEST[..10]).await;
    let mut fourth = Connection::open(address).await;
    fourth.send(REQUEST).await;
    assert_eq!(status(&fourth.head().await), 401);
    let mut fifth = Connection::open(address).await;
    fifth.send(REQUEST).await;
    assert_eq!(status(&fifth.head().await), 401);
    for mut closed in [first, second] {
        while !closed.is_closed().await {}
    }
    third.send(&REQUEST[10..]).await;
    assert_eq!(status(&third.head().await), 401, "the youngest ones stay");
    assert!(metrics(&app).await.contains(r#"limit="address",outcome="shed"} 2"#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_is_trusted_has_any_number_of_connections() {
    let app = start_with(|config| {
        config.rates.connections_per_address = 1;
        config.trusted_proxies = ["127.0.0.1/32".parse().unwrap()].into();
    });
    let app = app.await;
    let mut all = Vec::new();
    for _ in 0..10 {
        all.push(Connection::open(app.server.addr).await);
    }
    for connection in &mut all {
        connection.send(REQUEST).await;
        assert_eq!(status(&connection.head().await), 401);
    }
}

/// The drain is longer than anybody waits: a shutdown that waits for it fails the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_nobody_reads_holds_up_no_shutdown() {
    let app = start_with(|config| config.drain = Duration::from_secs(60 * 60)).await;
    let mut deaf = Connection::open(app.server.addr).await;
    let _silent = Connection::open(app.server.addr).await;
    // Far more answers than the buffers between both ends take.
    deaf.send(&b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2_000)).await;
    let mut answered = (None, String::new());
    while answered.0.as_ref() != Some(&answered.1) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        answered = (Some(answered.1), documents_answered(&app).await);
    }
    let TestApp { server, .. } = app;
    tokio::time::timeout(Duration::from_secs(30), server.shutdown()).await.unwrap();
}

async fn documents_answered(app: &TestApp) -> String {
    let metrics = metrics(app).await;
    let counts = metrics.lines().filter(|line| line.contains("duration_seconds_count"));
    counts.filter(|line| line.contains("/openapi.json")).collect()
}
