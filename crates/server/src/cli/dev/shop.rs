//! The demo shop beside the development server.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::watch;

use demo_shop::Tender;

use crate::http::connections::ConnectionLimits;
use crate::http::serve::serve;
use crate::server::{self, StartError};

/// A shop that is open until it is dropped.
pub(super) struct Shop {
    pub(super) url: String,
    _open: watch::Sender<bool>,
}

impl Shop {
    /// Opens it on a port of its own, so that its origin is not Tender's: the frames refuse
    /// to be embedded by their own.
    pub(super) async fn open(port: u16, tender: Tender) -> Result<Self, StartError> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let (listener, address) = server::bind(address, "shop-port").await?;
        let (open, closing) = watch::channel(false);
        tokio::spawn(serve(
            listener,
            demo_shop::router(tender),
            ConnectionLimits::of_anybody(),
            closing,
            Duration::ZERO,
        ));
        Ok(Self { url: format!("http://{address}"), _open: open })
    }
}
