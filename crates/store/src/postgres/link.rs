//! An open connection, driven by the thread that waits for its answers.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Config, Connection, Error, NoTls, Socket};

/// A client and the socket that works for it.
pub(super) struct Link {
    client: Client,
    /// `None` once it has ended.
    connection: Option<Connection<Socket, NoTlsStream>>,
}

impl Link {
    pub(super) async fn open(config: &Config) -> Result<Self, Error> {
        let (client, connection) = config.connect(NoTls).await?;
        Ok(Self { client, connection: Some(connection) })
    }

    pub(super) fn is_closed(&self) -> bool {
        self.connection.is_none() || self.client.is_closed()
    }

    /// Waits for what `ask` asks of the client, and moves the socket's bytes meanwhile.
    pub(super) async fn ask<T>(
        &mut self,
        ask: impl AsyncFnOnce(&Client) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Self { client, connection } = self;
        let mut answer = pin!(ask(client));
        let mut broken = None;
        poll_fn(|context| {
            if let Some(running) = connection
                && let Poll::Ready(ended) = Pin::new(running).poll(context)
            {
                broken = ended.err();
                *connection = None;
            }
            match answer.as_mut().poll(context) {
                // How the connection ended says more than that it has.
                Poll::Ready(Err(error)) if error.is_closed() => {
                    Poll::Ready(Err(broken.take().unwrap_or(error)))
                }
                other => other,
            }
        })
        .await
    }
}
