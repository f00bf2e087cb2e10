//! A connection's stream. A write fails when the other end takes nothing for a time, so
//! that an answer which nobody reads is not held for ever; and what was read is wiped from
//! the reader's buffer, as it may have been a card.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// How long the other end may take nothing of an answer: what a phone needs to come back
/// from between two cells, twice.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The stream of one connection.
pub(crate) struct Socket {
    stream: TcpStream,
    sent: Arc<Sent>,
    write_timeout: Duration,
    /// Runs while a write waits.
    patience: Option<Pin<Box<Sleep>>>,
    /// The reader's buffer may hold what was read before.
    has_read: bool,
}

/// What the other end takes.
#[derive(Default)]
pub(crate) struct Sent {
    bytes: AtomicU64,
    waits: AtomicBool,
}

impl Sent {
    /// Whether an answer waits for the other end to take it.
    pub(crate) fn waits(&self) -> bool {
        self.waits.load(Ordering::Relaxed)
    }

    /// How many bytes were taken so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

impl Socket {
    pub(crate) fn new(stream: TcpStream) -> (Self, Arc<Sent>) {
        let sent = Arc::<Sent>::default();
        let socket = Self {
            stream,
            sent: sent.clone(),
            write_timeout: WRITE_TIMEOUT,
            patience: None,
            has_read: false,
        };
        (socket, sent)
    }

    /// The outcome of a write, which becomes an error when it has waited for too long.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        self.sent.waits.store(outcome.is_pending(), Ordering::Relaxed);
        if let Poll::Ready(outcome) = outcome {
            self.patience = None;
            let taken = *outcome.as_ref().unwrap_or(&0);
            self.sent.bytes.fetch_add(u64::try_from(taken).unwrap_or(0), Ordering::Relaxed);
            return Poll::Ready(outcome);
        }
        let start = || Box::pin(tokio::time::sleep(self.write_timeout));
        ready!(self.patience.get_or_insert_with(start).as_mut().poll(context));
        let text = "the answer was not read in time";
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, text)))
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if std::mem::take(&mut self.has_read) {
            buffer.initialize_unfilled();
        }
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.has_read = buffer.filled().len() > before;
        outcome
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.written(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    async fn pair() -> (Socket, Arc<Sent>, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let other = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (socket, sent) = Socket::new(listener.accept().await.unwrap().0);
        (socket, sent, other)
    }

    #[tokio::test]
    async fn an_answer_that_nobody_reads_fails() {
        let (mut socket, sent, _silent) = pair().await;
        socket.write_timeout = Duration::from_millis(50);
        let error = loop {
            if let Err(error) = socket.write(&[0; 100_000]).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(sent.waits() && sent.bytes() > 0);
    }

    #[tokio::test]
    async fn what_was_read_does_not_stay_in_the_buffer() {
        let (mut socket, _, mut other) = pair().await;
        let mut memory = [0; 32];
        other.write_all(b"4111111111111111").await.unwrap();
        let read = socket.read(&mut memory).await.unwrap();
        assert_eq!(&memory[..read], b"4111111111111111");
        let mut left = [std::mem::MaybeUninit::new(b'4'); 32];
        let mut buffer = ReadBuf::uninit(&mut left);
        let waits = std::future::poll_fn(|context| {
            Poll::Ready(Pin::new(&mut socket).poll_read(context, &mut buffer).is_pending())
        });
        assert!(waits.await);
        assert_eq!(buffer.initialize_unfilled(), [0; 32]);
    }
}
