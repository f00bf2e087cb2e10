//! Outgoing payment connectors behind one trait.
//!
//! A connector translates one call into one processor's language and its answer back.
//! It decides nothing and stores nothing: which processor is called, when a call is
//! repeated and what an answer does to a payment is settled elsewhere.

use std::future::Future;
use std::pin::Pin;

use tender_domain::card::Card;
use tender_domain::money::{Amount, Currency};
use tender_domain::payment::IdempotencyKey;
use tender_domain::status_reason::StatusReason;

pub mod simulator;

/// A future that a trait object can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A payment processor.
pub trait Processor: Send + Sync {
    /// The connector's name in payments and settings, such as `SIMULATOR`.
    fn name(&self) -> &'static str;

    /// The processor's name for the merchant account that this connector acts for.
    fn merchant_id(&self) -> &str;

    /// Reserves money. Repeated with the same key it never reserves twice.
    ///
    /// The caller bounds its wait: a processor may stall for longer than a shopper does.
    /// A dropped future is an unknown outcome.
    fn authorize(&self, request: AuthorizeRequest) -> BoxFuture<'_, Answer>;

    /// What became of the call with this key.
    fn status<'a>(&'a self, key: &'a IdempotencyKey) -> BoxFuture<'a, StatusAnswer>;
}

/// What an authorisation needs. The card's secrets are zeroed when this is dropped.
#[derive(Debug)]
pub struct AuthorizeRequest {
    /// Under which the processor recognises a repeated call.
    pub key: IdempotencyKey,
    /// How much, in minor units.
    pub amount: Amount,
    /// The amount's currency.
    pub currency: Currency,
    /// The card to charge.
    pub card: Card,
    /// The merchant's name for the order.
    pub order_id: String,
    /// What the shopper's statement says, if the merchant chose.
    pub descriptor: Option<String>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The money is reserved.
    Authorized {
        /// The processor's name for the transaction.
        transaction_id: String,
        /// How much is reserved, in minor units.
        amount: Amount,
        /// The amount's currency.
        currency: Currency,
    },
    /// No, by the issuer or the processor.
    Declined {
        /// Why.
        reason: StatusReason,
        /// The processor's name for the transaction.
        transaction_id: String,
    },
    /// Certainly not carried out.
    Failed {
        /// Why.
        reason: StatusReason,
    },
    /// No answer: a timeout or a broken connection. The processor may have acted.
    Unknown {
        /// What is told meanwhile.
        reason: StatusReason,
    },
}

/// What a processor says of an earlier call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusAnswer {
    /// What came of it; never [`Answer::Unknown`].
    Found(Answer),
    /// The call has not reached the processor. One that is still on its way may yet.
    NeverSeen,
    /// The processor cannot say at present: ask again.
    Unknown,
}
