//! A payment and its state machine.
//!
//! A payment freezes what it charges when it is created; nothing that happens to
//! the session later touches it. Every call to a processor is an [`Attempt`],
//! committed before the call with the idempotency key that the call carries.
//! Answers, late answers and the reconciler's findings all enter through
//! [`Payment::settle_attempt`], so there is one place where money changes state.

mod attempt;
mod session_guard;
mod start;
mod status;

use serde::{Deserialize, Serialize};

pub use self::attempt::{Attempt, AttemptState, IdempotencyKey, Operation, Outcome};
pub use self::session_guard::{SessionPayment, Verdict, may_pay};
pub use self::start::{PaymentRequest, Seen, SeenTotal, Start, StartPayment, TOKEN_IS_NEEDED};
pub use self::status::PaymentStatus;
use crate::client_session::SessionContent;
use crate::error::Error;
use crate::event::ChainHead;
use crate::id::{AccountId, AttemptId, ClientSessionId, PaymentId, PaymentInstrumentId};
use crate::money::{Amount, Currency};
use crate::payment_instrument::InstrumentSummary;
use crate::status_reason::StatusReason;
use crate::time::Timestamp;

/// A payment with its stored document.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    /// Its id, opaque to merchants.
    pub id: PaymentId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The session it pays. Payments made with a saved method alone have none.
    pub client_session_id: Option<ClientSessionId>,
    /// What pays; nothing where a checkout completed a free order without a token.
    pub payment_instrument_id: Option<PaymentInstrumentId>,
    /// Where it stands.
    pub status: PaymentStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// End of its event chain.
    pub chain: ChainHead,
    /// The stored document.
    pub content: PaymentContent,
}

/// What a payment charges, frozen at its creation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Charge {
    /// The merchant's name for the order.
    pub order_id: String,
    /// Total in minor units, surcharge included.
    pub amount: Amount,
    /// The amount's currency; never changes.
    pub currency: Currency,
}

/// The stored document of a payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentContent {
    /// What is charged.
    pub charge: Charge,
    /// The session's data as it was, merged with the request's.
    pub frozen: SessionContent,
    /// The session's revision that was frozen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session_revision: Option<i64>,
    /// Whether the shopper saw the total.
    pub seen: Seen,
    /// The instrument as merchants and shoppers may see it, if one pays.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instrument: Option<InstrumentSummary>,
    /// Which processor acts, under which of its merchant accounts; none for a free order.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub processor: Option<ProcessorAccount>,
    /// Authorised so far, in minor units.
    pub amount_authorized: Amount,
    /// Captured so far, in minor units.
    pub amount_captured: Amount,
    /// Refunded so far, in minor units.
    pub amount_refunded: Amount,
    /// Why the payment stands where it stands, when that needs saying.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status_reason: Option<StatusReason>,
}

/// A merchant account at a processor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcessorAccount {
    /// Connector name, `SIMULATOR` for one.
    pub name: String,
    /// The processor's name for the merchant account.
    pub merchant_id: String,
}

crate::wire::wire_enum! {
    /// What a caller asks to be added to a payment's answer.
    pub enum Expand {
        /// The events of each transaction.
        TransactionsEvents = "transactions.events",
    }
}

/// What must happen beside saving a payment and its attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Delete the instrument's CVV in the same commit (DESIGN rule 7).
    ForgetCvv(PaymentInstrumentId),
    /// Ask the processor what became of the attempt, soon and until it is known.
    Reconcile(AttemptId),
    /// The attempt is decided for certain: nobody needs to ask any more.
    StopReconciling(AttemptId),
    /// The processor reserved money for an attempt that was decided otherwise, which was
    /// not known before. Nobody counts on that money, so people must be told to give it
    /// back.
    ReportLateApproval(AttemptId),
}

impl Payment {
    /// The attempt that authorises this payment, to be committed before the call.
    #[must_use]
    pub fn authorization(&self, id: AttemptId, ordinal: i64, now: Timestamp) -> Attempt {
        Attempt::start(id, self, Operation::Authorize, ordinal, now)
    }

    /// Applies what became of an attempt. Idempotent: an attempt that is decided
    /// stays decided, and repeating an outcome changes nothing and asks for nothing.
    ///
    /// # Errors
    /// [`Error::PaymentStatusInvalid`] when money would move in a status that
    /// forbids it; the caller must not commit then.
    pub fn settle_attempt(
        &mut self,
        attempt: &mut Attempt,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<Vec<Effect>, Error> {
        if attempt.state.is_decided() {
            return Ok(attempt.hear_late(&outcome, now));
        }
        if matches!((&attempt.state, &outcome),
            (AttemptState::Unknown { reason: known }, Outcome::Unknown { reason }) if known == reason)
        {
            return Ok(Vec::new());
        }
        if self.status != PaymentStatus::Pending {
            return Err(Error::PaymentStatusInvalid(self.status));
        }
        // Whatever comes of it, the CVV has served: an unknown attempt is never sent again.
        let mut effects: Vec<_> =
            self.payment_instrument_id.into_iter().map(Effect::ForgetCvv).collect();
        match &outcome {
            Outcome::Approved { .. } => {
                self.content.amount_authorized = self.content.charge.amount;
                self.move_to(PaymentStatus::Authorized, None);
            }
            Outcome::Declined { reason, .. } => {
                self.move_to(PaymentStatus::Declined, Some(reason.clone()));
            }
            Outcome::Failed { reason } | Outcome::NeverSeen { reason } => {
                self.move_to(PaymentStatus::Failed, Some(reason.clone()));
            }
            Outcome::Unknown { reason } => {
                self.content.status_reason = Some(reason.clone());
                effects.push(Effect::Reconcile(attempt.id));
            }
        }
        attempt.decide(outcome, now);
        if !attempt.state.is_open(now) {
            effects.push(Effect::StopReconciling(attempt.id));
        }
        self.updated_at = now;
        Ok(effects)
    }

    fn move_to(&mut self, status: PaymentStatus, reason: Option<StatusReason>) {
        self.status = status;
        self.content.status_reason = reason;
    }

    /// Checks what DESIGN rule 6 says of one payment's money. The store does it in
    /// every commit that saves one.
    ///
    /// # Errors
    /// The invariant that does not hold. A violation is a bug, never a caller's fault.
    pub fn check_invariants(&self) -> Result<(), &'static str> {
        let content = &self.content;
        if content.amount_captured > content.amount_authorized {
            return Err("captured more than authorised");
        }
        if content.amount_refunded > content.amount_captured {
            return Err("refunded more than captured");
        }
        let authorized = content.amount_authorized != Amount::ZERO;
        if authorized && content.amount_authorized != content.charge.amount {
            return Err("authorised another amount than the frozen one");
        }
        if authorized && !self.status.holds_money() {
            return Err("authorised, but in a status without money");
        }
        if self.status.holds_money() && content.amount_authorized != content.charge.amount {
            return Err("in a status with money, but not authorised");
        }
        Ok(())
    }
}
