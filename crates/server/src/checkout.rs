//! The use cases. Each loads, asks the domain, saves and records in one commit;
//! what a commit needs from outside (time, ids, random bytes, sealed data) is made
//! before it, and what must happen after it is done after it.

pub mod client_session;
pub mod idempotency;
pub mod payment;
pub mod payment_instrument;
pub mod view;

use tender_domain::error::{Error as Refusal, Faults};
use tender_domain::id::PaymentId;

/// Why a use case did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; the caller can act on it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database could not do it now.
    #[error(transparent)]
    Store(#[from] tender_store::Error),
    /// The payment exists; what came of it could not be read.
    #[error("payment {payment} was made, but not read back: {cause}")]
    AfterPayment {
        /// The payment.
        payment: PaymentId,
        /// What went wrong, for the log only.
        cause: Box<Error>,
    },
    /// A bug or a broken installation. The text is for the log only.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// A refusal for a single fault of the request.
    #[must_use]
    pub fn fault(path: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Refused(Refusal::fault(path, description))
    }

    /// An error after the payment was made: its caller must learn of the payment.
    #[must_use]
    pub fn after_payment(payment: PaymentId, cause: Self) -> Self {
        Self::AfterPayment { payment, cause: Box::new(cause) }
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Refused(Refusal::Invalid(faults.into()))
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(format!("{error:#}"))
    }
}

/// A result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;
