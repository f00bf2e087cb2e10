//! A connection on which a test says and reads what it likes.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// More than anything takes, so that a test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct Connection(TcpStream);

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// The head of the next answer; empty if the connection was closed.
    pub(super) async fn head(&mut self) -> String {
        let mut head = Vec::new();
        let read = async {
            while !head.ends_with(b"\r\n\r\n") {
                match self.0.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
        };
        tokio::time::timeout(PATIENCE, read).await.expect("nothing comes");
        String::from_utf8(head).unwrap().to_lowercase()
    }

    /// Whether the other end has closed it, now or soon.
    pub(super) async fn is_closed(&mut self) -> bool {
        let read = tokio::time::timeout(PATIENCE, self.0.read_u8());
        read.await.expect("it stays open").is_err()
    }
}

pub(super) fn status(head: &str) -> u16 {
    let status = head.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {head:?}"));
    status.parse().unwrap()
}
