//! Outgoing payment connectors behind one trait.
//!
//! A connector translates one call into one processor's language and its answer back.
//! It decides nothing and stores nothing: which processor is called, when a call is
//! repeated and what an answer does to a payment is settled elsewhere.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

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

    /// How the outcome of a call whose answer was lost is found out here.
    fn recovery(&self) -> Recovery;

    /// What became of the call with this key.
    fn status<'a>(&'a self, key: &'a IdempotencyKey) -> BoxFuture<'a, StatusAnswer>;

    /// Takes the key of a call that has not arrived, for good: one that is still on its
    /// way then finds it taken and is answered [`Answer::Failed`].
    fn close<'a>(&'a self, call: &'a SentCall) -> BoxFuture<'a, Closing>;
}

/// How the outcome of a call whose answer was lost is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// By asking under its key.
    LookUp,
    /// By repeating the identical call under its key, which lives for this long.
    RepeatSameKey(Duration),
    /// Not by asking: the processor tells by itself, or people find out.
    NoticeOnly,
}

/// A call that was sent, or was to be: enough to take its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCall {
    /// Its key.
    pub key: IdempotencyKey,
    /// How much it asks for, in minor units.
    pub amount: Amount,
    /// The amount's currency.
    pub currency: Currency,
}

/// What came of closing a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// Nothing was done under the key, and nothing will be.
    Closed,
    /// The call has arrived before; this came of it, never [`Answer::Unknown`].
    Found(Answer),
    /// This processor has no way to take a key.
    Impossible,
    /// The processor cannot say at present: ask again.
    Unknown,
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
