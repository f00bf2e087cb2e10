//! A processor that may answer at once, late, twice or never.

use tender_domain::money::{Amount, Currency};
use tender_domain::payment::{IdempotencyKey, Outcome};
use tender_domain::status_reason::StatusReason;

/// What the processor did under one key. It outlives every crash of ours.
pub(crate) struct Entry {
    pub(crate) key: IdempotencyKey,
    pub(crate) amount: Amount,
    pub(crate) currency: Currency,
    pub(crate) decision: Decision,
    /// How many questions are still left without an answer.
    silent_asks: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Authorized,
    Declined,
    Failed,
}

/// What it says of an earlier call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Status {
    Found(Decision),
    NeverSeen,
    Unknown,
}

#[derive(Default)]
pub(crate) struct Processor {
    pub(crate) entries: Vec<Entry>,
}

impl Processor {
    /// A call arrives: the first with a key decides, later ones are told the same.
    pub(crate) fn authorize(
        &mut self,
        key: &IdempotencyKey,
        (amount, currency): (Amount, Currency),
        decision: Decision,
        silent_asks: usize,
    ) -> Decision {
        if let Some(entry) = self.entries.iter().find(|entry| entry.key == *key) {
            return entry.decision;
        }
        let key = key.clone();
        self.entries.push(Entry { key, amount, currency, decision, silent_asks });
        decision
    }

    /// Takes a key for good, so that its call finds it taken.
    ///
    /// # Returns
    /// What was done under it, if the call was there before.
    pub(crate) fn close(
        &mut self,
        key: &IdempotencyKey,
        (amount, currency): (Amount, Currency),
    ) -> Option<Decision> {
        if let Some(entry) = self.entries.iter().find(|entry| entry.key == *key) {
            return Some(entry.decision);
        }
        let (key, decision) = (key.clone(), Decision::Failed);
        self.entries.push(Entry { key, amount, currency, decision, silent_asks: 0 });
        None
    }

    pub(crate) fn status(&mut self, key: &IdempotencyKey) -> Status {
        match self.entries.iter_mut().find(|entry| entry.key == *key) {
            None => Status::NeverSeen,
            Some(entry) if entry.silent_asks > 0 => {
                entry.silent_asks -= 1;
                Status::Unknown
            }
            Some(entry) => Status::Found(entry.decision),
        }
    }

    pub(crate) fn authorized(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.decision == Decision::Authorized)
    }
}

impl Decision {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Authorized => Outcome::Approved { transaction_id: "t".to_owned() },
            Self::Declined => Outcome::Declined {
                reason: StatusReason::issuer_declined("05"),
                transaction_id: None,
            },
            Self::Failed => Outcome::Failed { reason: StatusReason::application_error("failed") },
        }
    }
}
