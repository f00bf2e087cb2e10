//! What must hold after every step, reckoned apart from the code under test.

use tender_domain::checkout_view::CheckoutView;
use tender_domain::money::Amount;
use tender_domain::payment::{AttemptState, Charge, PaymentStatus};

use crate::clients::{CLIENTS, SDK};
use crate::database::Database;
use crate::order::Expected;
use crate::processor::{Decision, Processor};

/// A promise that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Violation {
    /// A payment charges more than its checkout was shown, or in another currency.
    ChargedMoreThanShown,
    /// Two payments of the session hold or may come to hold money.
    TwoPayingPayments,
    /// The processor reserved money twice for the session.
    AuthorizedTwice,
    /// An acknowledged write is not there, or one that nobody made is.
    WriteLost,
    /// What a payment charges changed after it was frozen.
    ChargeChanged,
    /// A decided attempt was decided again.
    DecisionChanged,
    /// Our books say another thing than the processor's.
    BooksDiffer,
    /// Nobody asks any more what became of an undecided attempt.
    Unwatched,
    /// The reconciler could not find out.
    NeverDecided,
    /// A refusal used something up.
    RefusalUsedUp,
    /// A refreshed checkout cannot pay although nothing is in its way.
    CannotPay,
    /// The payment's own check.
    Invariant(&'static str),
}

/// What was told to the outside, and what must therefore be so.
pub(crate) struct Oracle {
    pub(crate) expected: Expected,
    /// What each client was last answered with, unless a crash took the knowledge.
    pub(crate) answered: [Option<CheckoutView>; CLIENTS],
    /// What our SDK has painted.
    pub(crate) painted: Option<CheckoutView>,
    charges: Vec<Charge>,
    decided: Vec<Option<AttemptState>>,
}

impl Oracle {
    pub(crate) fn new(expected: Expected) -> Self {
        Self {
            expected,
            answered: Default::default(),
            painted: None,
            charges: Vec::new(),
            decided: Vec::new(),
        }
    }

    /// A payment was committed.
    pub(crate) fn started(&mut self, by: Option<usize>, charge: &Charge) -> Result<(), Violation> {
        self.charges.push(charge.clone());
        self.decided.push(None);
        let bound = match by {
            Some(SDK) => self.painted.as_ref(),
            Some(client) => self.answered[client].as_ref(),
            None => None,
        };
        let within = bound.is_none_or(|bound| {
            bound.currency == Some(charge.currency) && bound.amount >= Some(charge.amount)
        });
        // A served total that is charged in part, for the sake of a spared surcharge, was
        // still painted exactly.
        let painted = bound.and_then(|bound| bound.amount).map(Amount::minor);
        let exact = by != Some(SDK) || painted == self.expected.total();
        ensure(within && exact, Violation::ChargedMoreThanShown)
    }

    /// Checks everything that is committed.
    pub(crate) fn check(&mut self, db: &Database, at: &Processor) -> Result<(), Violation> {
        ensure(self.expected.is(&db.session.content), Violation::WriteLost)?;
        ensure(db.payments.len() == self.charges.len(), Violation::WriteLost)?;
        let paying = db.payments.iter().filter(|payment| payment.status.may_hold_money());
        ensure(paying.count() <= 1, Violation::TwoPayingPayments)?;
        ensure(at.authorized().count() <= 1, Violation::AuthorizedTwice)?;
        for (index, (payment, attempt)) in db.payments.iter().zip(&db.attempts).enumerate() {
            payment.check_invariants().map_err(Violation::Invariant)?;
            ensure(payment.content.charge == self.charges[index], Violation::ChargeChanged)?;
            let watched = db.watches.iter().any(|(watched, _)| *watched == index);
            if !attempt.state.is_decided() {
                ensure(payment.status == PaymentStatus::Pending, Violation::BooksDiffer)?;
                ensure(watched, Violation::Unwatched)?;
                ensure(self.decided[index].is_none(), Violation::DecisionChanged)?;
                continue;
            }
            let first = self.decided[index].get_or_insert_with(|| attempt.state.clone());
            ensure(same_decision(first, &attempt.state), Violation::DecisionChanged)?;
            ensure(agree(payment.status, index, db, at), Violation::BooksDiffer)?;
        }
        Ok(())
    }
}

/// Whether it is still decided, apart from whether the processor is still asked.
fn same_decision(first: &AttemptState, now: &AttemptState) -> bool {
    match (first, now) {
        (AttemptState::Failed { reason: first, .. }, AttemptState::Failed { reason: now, .. }) => {
            first == now
        }
        (first, now) => first == now,
    }
}

/// Whether the processor did what a decided payment says.
fn agree(status: PaymentStatus, index: usize, db: &Database, at: &Processor) -> bool {
    let charge = &db.payments[index].content.charge;
    let entry = at.entries.iter().find(|entry| entry.key == db.attempts[index].key);
    match (status, entry.map(|entry| entry.decision)) {
        (PaymentStatus::Authorized, None) => charge.amount == Amount::ZERO,
        (PaymentStatus::Authorized, Some(Decision::Authorized)) => entry.is_some_and(|entry| {
            charge.amount != Amount::ZERO
                && (entry.amount, entry.currency) == (charge.amount, charge.currency)
        }),
        (PaymentStatus::Declined, Some(Decision::Declined))
        | (PaymentStatus::Failed, Some(Decision::Failed) | None) => true,
        _ => false,
    }
}

pub(crate) fn ensure(holds: bool, otherwise: Violation) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(otherwise) }
}
