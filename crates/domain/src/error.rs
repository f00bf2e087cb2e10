//! The one error of the rules. Each API maps it to its own envelope, last and in
//! one place.

mod faults;

pub use self::faults::{Faults, from_json};
use crate::id::PaymentId;
use crate::payment::PaymentStatus;

/// Why a use case refuses. Every variant is the caller's to act on; what went
/// wrong inside (storage, a bug) is not one of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The request breaks the rules of its schema, once per fault.
    #[error("the request has {} fault(s)", .0.len())]
    Invalid(Vec<Fault>),
    /// `metadata` has `""` as a key.
    #[error("metadata has an empty key")]
    MetadataEmptyKey,
    /// The client token is unknown, tampered with or expired.
    #[error("the client token does not open a session")]
    ClientTokenInvalid,
    /// `If-Match` names another revision than the stored one.
    #[error("the session is at revision {current}")]
    RevisionMismatch {
        /// The stored revision.
        current: i64,
    },
    /// The shopper would pay another total than the one last shown to them.
    #[error("the session changed since it was shown")]
    SessionOutdated,
    /// The idempotency key was used before.
    #[error("the idempotency key was used before")]
    IdempotencyKeyReused {
        /// The payment of the first use, where there is one.
        payment: Option<(PaymentId, PaymentStatus)>,
    },
    /// Another payment of the session takes or may take money.
    #[error("another payment of the session is {}", .0.1.as_str())]
    SessionHasPayment((PaymentId, PaymentStatus)),
    /// The payment method token was used up by a payment.
    #[error("the payment method token was used")]
    PaymentTokenUsed((PaymentId, PaymentStatus)),
    /// The payment method token is unknown, expired or another session's.
    #[error("the payment method token cannot be used")]
    PaymentTokenInvalid,
    /// No payment of this account has that id.
    #[error("there is no such payment")]
    PaymentNotFound,
    /// The call does not fit the payment's status.
    #[error("the payment is {}", .0.as_str())]
    PaymentStatusInvalid(PaymentStatus),
    /// The payment waits for no one: nothing to resume yet.
    #[error("the payment has no action to handle")]
    NoActionToHandle,
    /// Too many cards were tried.
    #[error("too many card attempts")]
    TooManyCardAttempts,
    /// A named limit other than a field's is reached.
    #[error("{0}")]
    LimitReached(&'static str),
}

impl Error {
    /// A single fault.
    #[must_use]
    pub fn fault(path: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault::new(path, description)])
    }
}

/// One fault of a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as JSONPath from the body's root: `$.order.lineItems[0].amount`.
    pub path: String,
    /// What is wrong there, as a sentence for the caller. Never quotes the value.
    pub description: String,
}

impl Fault {
    /// A fault at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, description: impl Into<String>) -> Self {
        Self { path: path.into(), description: description.into() }
    }
}
