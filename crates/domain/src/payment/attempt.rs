//! One call of a payment to a processor.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Effect, Payment};
use crate::id::{AttemptId, PaymentId};
use crate::status_reason::StatusReason;
use crate::time::Timestamp;

/// What a call asks of the processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Operation {
    /// Reserve the money.
    Authorize,
}

impl Operation {
    /// The stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "AUTHORIZE",
        }
    }
}

/// The key under which a processor recognises a call that it has seen before.
/// Derived, never drawn: after a crash the same attempt has the same key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The key of the `ordinal`-th `operation` of a payment.
    #[must_use]
    pub fn derive(payment: PaymentId, operation: Operation, ordinal: i64) -> Self {
        Self(format!("{payment}-{}-{ordinal}", operation.as_str()))
    }

    /// A key read back from storage.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The key as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An attempt, committed before its call.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The payment it serves.
    pub payment_id: PaymentId,
    /// Its place among the payment's attempts, from 1.
    pub ordinal: i64,
    /// What it asks.
    pub operation: Operation,
    /// The key it carries to the processor.
    pub key: IdempotencyKey,
    /// What is known of it.
    pub state: AttemptState,
    /// When it was committed.
    pub created_at: Timestamp,
    /// When its state last changed.
    pub updated_at: Timestamp,
    /// Transactions that the processor approved although the attempt was decided
    /// otherwise, each reported once: nobody counts on their money.
    pub late_approvals: Vec<String>,
}

/// How long after a decision for want of any trace the processor is still asked. A call
/// that was held up on its way, or that its node had yet to send, would show by then.
const DOUBTED_FOR: Duration = Duration::from_secs(6 * 60 * 60);

/// What is known of an attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum AttemptState {
    /// Committed; the call may be on its way.
    Started,
    /// The call ended without an answer: the processor may or may not have acted.
    Unknown {
        /// What is told meanwhile.
        reason: StatusReason,
    },
    /// The processor reserved the money.
    Approved {
        /// The processor's name for the transaction.
        transaction_id: String,
    },
    /// The processor or the issuer said no.
    Declined {
        /// Why.
        reason: StatusReason,
        /// The processor's name for the transaction, if it gave one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        transaction_id: Option<String>,
    },
    /// It was not carried out.
    Failed {
        /// Why.
        reason: StatusReason,
        /// Until when the processor is asked once more: it had no trace of the call,
        /// which is no proof that there is none.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        doubted_until: Option<Timestamp>,
    },
}

/// What came of a call, from its answer or from asking later.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The money is reserved.
    Approved {
        /// The processor's name for the transaction.
        transaction_id: String,
    },
    /// No, by the issuer or the processor.
    Declined {
        /// Why.
        reason: StatusReason,
        /// The processor's name for the transaction, if it gave one.
        transaction_id: Option<String>,
    },
    /// Certainly not carried out.
    Failed {
        /// Why.
        reason: StatusReason,
    },
    /// The processor has never seen it, and its key is closed.
    NeverSeen {
        /// Why.
        reason: StatusReason,
    },
    /// Nobody knows yet.
    Unknown {
        /// What is told meanwhile.
        reason: StatusReason,
    },
}

impl AttemptState {
    /// The stored name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Started => "STARTED",
            Self::Unknown { .. } => "UNKNOWN",
            Self::Approved { .. } => "APPROVED",
            Self::Declined { .. } => "DECLINED",
            Self::Failed { .. } => "FAILED",
        }
    }

    /// Nothing can change it any more.
    #[must_use]
    pub const fn is_decided(&self) -> bool {
        !matches!(self, Self::Started | Self::Unknown { .. })
    }

    /// Whether the processor is to be asked at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        match self {
            Self::Failed { doubted_until: Some(until), .. } => now < *until,
            state => !state.is_decided(),
        }
    }
}

impl Attempt {
    pub(super) fn start(
        id: AttemptId,
        payment: &Payment,
        operation: Operation,
        ordinal: i64,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            payment_id: payment.id,
            ordinal,
            operation,
            key: IdempotencyKey::derive(payment.id, operation, ordinal),
            state: AttemptState::Started,
            created_at: now,
            updated_at: now,
            late_approvals: Vec::new(),
        }
    }

    /// Hears of an attempt that is decided. The decision stands, whatever it is. An
    /// approval that it does not know is kept and reported, the first time it is heard
    /// of. Where the attempt was decided for want of a trace, a definite outcome ends the
    /// questions, and an unknown one begins them anew.
    pub(super) fn hear_late(&mut self, outcome: &Outcome, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Outcome::Approved { transaction_id } = outcome
            && !self.knows(transaction_id)
        {
            self.late_approvals.push(transaction_id.clone());
            self.updated_at = now;
            effects.push(Effect::ReportLateApproval(self.id));
        }
        if let AttemptState::Failed { doubted_until: doubted @ Some(_), .. } = &mut self.state {
            match outcome {
                Outcome::NeverSeen { .. } => {}
                Outcome::Unknown { .. } => {
                    *doubted = Some(now.after(DOUBTED_FOR));
                    effects.push(Effect::Reconcile(self.id));
                }
                Outcome::Approved { .. } | Outcome::Declined { .. } | Outcome::Failed { .. } => {
                    *doubted = None;
                    effects.push(Effect::StopReconciling(self.id));
                }
            }
        }
        effects
    }

    fn knows(&self, approved: &str) -> bool {
        self.late_approvals.iter().any(|known| known == approved)
            || matches!(&self.state,
                AttemptState::Approved { transaction_id } if transaction_id == approved)
    }

    pub(super) fn decide(&mut self, outcome: Outcome, now: Timestamp) {
        self.updated_at = now;
        self.state = match outcome {
            Outcome::Approved { transaction_id } => AttemptState::Approved { transaction_id },
            Outcome::Declined { reason, transaction_id } => {
                AttemptState::Declined { reason, transaction_id }
            }
            Outcome::Failed { reason } => AttemptState::Failed { reason, doubted_until: None },
            Outcome::NeverSeen { reason } => {
                AttemptState::Failed { reason, doubted_until: Some(now.after(DOUBTED_FOR)) }
            }
            Outcome::Unknown { reason } => AttemptState::Unknown { reason },
        };
    }
}
