//! A processor that moves no money: the card number decides what it answers, and how
//! badly it behaves ([`test_cards`]).
//!
//! It keeps what it did in a [`Ledger`], as a real processor does, so that a repeated
//! call or a later question finds the first outcome also after a restart.

mod cards;
mod ledger;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tender_domain::payment::IdempotencyKey;
use tender_domain::status_reason::StatusReason;
use tokio::time::sleep;

pub use self::cards::{Delivery, TestCard, Verdict, test_cards};
pub use self::ledger::{Entry, Ledger, LedgerUnavailable, MemoryLedger, Outcome};
use crate::{
    Answer, AuthorizeRequest, BoxFuture, Closing, Processor, Recovery, SentCall, StatusAnswer,
};

/// The simulator's name in payments.
pub const NAME: &str = "SIMULATOR";

/// The one merchant account that the simulator has.
pub const MERCHANT_ID: &str = "simulator-1";

/// How long the simulator takes over what.
#[derive(Debug, Clone)]
pub struct SimulatorOptions {
    /// How long the connector waits before it gives up on a lost answer.
    pub timeout: Duration,
    /// How long a slow answer takes.
    pub slow: Duration,
    /// How long a stalled call hangs, far beyond what any caller waits.
    pub stall: Duration,
}

impl Default for SimulatorOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            slow: Duration::from_secs(2),
            stall: Duration::from_secs(600),
        }
    }
}

/// The simulated processor.
pub struct Simulator {
    ledger: Arc<dyn Ledger>,
    options: SimulatorOptions,
    /// How often each call with a delayed status was asked about, since the start.
    asked: Mutex<HashMap<IdempotencyKey, u32>>,
}

impl Simulator {
    /// A simulator that remembers in `ledger`.
    #[must_use]
    pub fn new(ledger: Arc<dyn Ledger>, options: SimulatorOptions) -> Self {
        Self { ledger, options, asked: Mutex::default() }
    }

    async fn perform(&self, request: AuthorizeRequest) -> Result<Answer, LedgerUnavailable> {
        if let Some(entry) = self.ledger.get(&request.key).await? {
            return Ok(entry.answer(&request.key));
        }
        let (outcome, delivery) = match cards::find(&request.card.number) {
            Some(card) => (card.verdict.outcome(), card.delivery),
            None => (not_a_test_card(), Delivery::Prompt),
        };
        match delivery {
            Delivery::Prompt => self.act(&request, outcome, 0).await,
            Delivery::Slow => {
                sleep(self.options.slow).await;
                self.act(&request, outcome, 0).await
            }
            Delivery::AnswerLost { unknown_asks } => {
                self.act(&request, outcome, unknown_asks).await?;
                Ok(no_answer_within(self.options.timeout).await)
            }
            Delivery::RequestLost => Ok(no_answer_within(self.options.timeout).await),
            Delivery::Stalled => Ok(no_answer_within(self.options.stall).await),
        }
    }

    /// Records the outcome; of two calls with one key at the same time, one acts and
    /// both answer its outcome.
    async fn act(
        &self,
        request: &AuthorizeRequest,
        outcome: Outcome,
        unknown_asks: u32,
    ) -> Result<Answer, LedgerUnavailable> {
        let (amount, currency) = (request.amount, request.currency);
        let entry = Entry { amount, currency, outcome, unknown_asks };
        let entry = self.ledger.put(&request.key, entry).await?;
        Ok(entry.answer(&request.key))
    }

    async fn look_up(&self, key: &IdempotencyKey) -> Result<StatusAnswer, LedgerUnavailable> {
        Ok(match self.ledger.get(key).await? {
            None => StatusAnswer::NeverSeen,
            Some(entry) if self.is_still_unknown(key, entry.unknown_asks) => StatusAnswer::Unknown,
            Some(entry) => StatusAnswer::Found(entry.answer(key)),
        })
    }

    async fn take_key(&self, call: &SentCall) -> Result<Closing, LedgerUnavailable> {
        let tombstone = Entry {
            amount: call.amount,
            currency: call.currency,
            outcome: key_closed(),
            unknown_asks: 0,
        };
        let stands = self.ledger.put(&call.key, tombstone.clone()).await?;
        Ok(match stands == tombstone {
            true => Closing::Closed,
            false => Closing::Found(stands.answer(&call.key)),
        })
    }

    /// Counts this question, as long as it is among the first `unknown_asks`.
    fn is_still_unknown(&self, key: &IdempotencyKey, unknown_asks: u32) -> bool {
        if unknown_asks == 0 {
            return false;
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let count = asked.entry(key.clone()).or_default();
        let still_unknown = *count < unknown_asks;
        *count = count.saturating_add(1);
        still_unknown
    }
}

impl Processor for Simulator {
    fn name(&self) -> &'static str {
        NAME
    }

    fn merchant_id(&self) -> &str {
        MERCHANT_ID
    }

    fn authorize(&self, request: AuthorizeRequest) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            self.perform(request).await.unwrap_or_else(|LedgerUnavailable| Answer::Unknown {
                reason: StatusReason::application_error("The simulator cannot reach its ledger."),
            })
        })
    }

    fn recovery(&self) -> Recovery {
        Recovery::LookUp
    }

    fn status<'a>(&'a self, key: &'a IdempotencyKey) -> BoxFuture<'a, StatusAnswer> {
        Box::pin(async move { self.look_up(key).await.unwrap_or(StatusAnswer::Unknown) })
    }

    fn close<'a>(&'a self, call: &'a SentCall) -> BoxFuture<'a, Closing> {
        Box::pin(async move { self.take_key(call).await.unwrap_or(Closing::Unknown) })
    }
}

/// What stands under a key that was closed before its call arrived. A failure like
/// others, so that every program that reads the ledger knows what to answer.
fn key_closed() -> Outcome {
    Outcome::Failed(StatusReason::application_error(
        "The key was closed before this call arrived; nothing was charged.",
    ))
}

/// So that a real card never seems to have paid.
fn not_a_test_card() -> Outcome {
    Outcome::Failed(StatusReason::gateway_rejected(
        "The simulator accepts its test cards only. Pay with one of them; real cards need a real \
         processor.",
    ))
}

async fn no_answer_within(timeout: Duration) -> Answer {
    sleep(timeout).await;
    Answer::Unknown {
        reason: StatusReason::gateway_timeout(format!(
            "The processor did not answer within {} seconds.",
            timeout.as_secs()
        )),
    }
}

#[cfg(test)]
mod tests;
