//! What the simulator remembers.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tender_domain::money::{Amount, Currency};
use tender_domain::payment::IdempotencyKey;
use tender_domain::status_reason::StatusReason;

use crate::{Answer, BoxFuture};

/// Where the simulator keeps what it did, by idempotency key.
pub trait Ledger: Send + Sync {
    /// What was done under a key.
    fn get<'a>(
        &'a self,
        key: &'a IdempotencyKey,
    ) -> BoxFuture<'a, Result<Option<Entry>, LedgerUnavailable>>;

    /// Records what is done under a key unless something was before, and returns what
    /// stands: the first entry wins.
    fn put<'a>(
        &'a self,
        key: &'a IdempotencyKey,
        entry: Entry,
    ) -> BoxFuture<'a, Result<Entry, LedgerUnavailable>>;
}

/// The ledger could not be read or written; what stands in it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the simulator's ledger is not available")]
pub struct LedgerUnavailable;

/// One call that the simulator carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// How much was asked for, in minor units.
    pub amount: Amount,
    /// The amount's currency.
    pub currency: Currency,
    /// What came of it.
    pub outcome: Outcome,
    /// How many questions after the outcome are left without an answer.
    #[serde(default)]
    pub unknown_asks: u32,
}

/// What the simulator did with a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "reason", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It reserved the money.
    Authorized,
    /// It said no.
    Declined(StatusReason),
    /// It could not carry it out.
    Failed(StatusReason),
}

impl Entry {
    /// The answer to the call, the same each time.
    pub(super) fn answer(self, key: &IdempotencyKey) -> Answer {
        let transaction_id = format!("sim-{key}");
        match self.outcome {
            Outcome::Authorized => {
                Answer::Authorized { transaction_id, amount: self.amount, currency: self.currency }
            }
            Outcome::Declined(reason) => Answer::Declined { reason, transaction_id },
            Outcome::Failed(reason) => Answer::Failed { reason },
        }
    }
}

/// A ledger that is gone with the process: for tests.
#[derive(Debug, Default)]
pub struct MemoryLedger(Mutex<HashMap<IdempotencyKey, Entry>>);

impl MemoryLedger {
    /// Everything in it.
    #[must_use]
    pub fn entries(&self) -> HashMap<IdempotencyKey, Entry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Ledger for MemoryLedger {
    fn get<'a>(
        &'a self,
        key: &'a IdempotencyKey,
    ) -> BoxFuture<'a, Result<Option<Entry>, LedgerUnavailable>> {
        Box::pin(async move {
            Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned())
        })
    }

    fn put<'a>(
        &'a self,
        key: &'a IdempotencyKey,
        entry: Entry,
    ) -> BoxFuture<'a, Result<Entry, LedgerUnavailable>> {
        Box::pin(async move {
            let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(entries.entry(key.clone()).or_insert(entry).clone())
        })
    }
}
