//! The steps of a payment: committed, sent, carried out, answered, asked for, settled.

use std::time::Duration;

use tender_domain::checkout_view::{CheckoutView, Shown};
use tender_domain::error::Error;
use tender_domain::payment::{IdempotencyKey, Operation, Outcome};
use tender_domain::status_reason::StatusReason;

use super::{ARRIVAL_MAX, Finding, Request, Sabotage, World};
use crate::clients::SDK;
use crate::database::{NewPayment, Start};
use crate::oracle::{Violation, ensure};
use crate::processor::{Decision, Status};
use crate::tally::{Seen, Tally};

impl World<'_> {
    /// Our SDK has a button to pay only once it has painted a total.
    pub(super) fn client_pays(
        &self,
        client: usize,
        token: usize,
        key: Option<usize>,
    ) -> Option<NewPayment> {
        let painted = |view: &CheckoutView| {
            Some(Shown {
                revision: view.revision,
                amount: view.amount?.minor(),
                currency: view.currency?.as_str().to_owned(),
            })
        };
        let shown = match client {
            SDK => Some(self.oracle.painted.as_ref().and_then(painted)?),
            _ => None,
        };
        let view = self.node.views[client].clone();
        Some(NewPayment { token, key, by: Some(client), request: None, shown, view })
    }

    pub(super) fn start(&mut self, new: &NewPayment, tally: &mut Tally) -> Result<(), Violation> {
        let before = self.database.used_up();
        let blind = self.sabotage == Sabotage::EarlierIgnored;
        let started = self.database.start(new, &self.settings, self.now, blind);
        if let Some(trace) = &mut self.trace {
            trace.push(format!("    {started:?}"));
        }
        tally.count_if(Seen::Outdated, started == Err(Error::SessionOutdated));
        tally.count_if(Seen::Waited, matches!(started, Ok(Start::Wait)));
        tally.count_if(Seen::Replayed, matches!(started, Ok(Start::Replay)));
        let index = match started {
            Ok(Start::Go(index)) => {
                self.node.queued.push(index);
                index
            }
            Ok(Start::Free(index)) => index,
            _ => return ensure(self.database.used_up() == before, Violation::RefusalUsedUp),
        };
        tally.count_if(Seen::Free, matches!(started, Ok(Start::Free(_))));
        tally.count_if(Seen::Started, true);
        self.oracle.started(new.by, &self.database.payments[index].content.charge)
    }

    pub(super) fn settle(&mut self, payment: usize, outcome: Outcome) -> Result<(), Violation> {
        self.database.settle(payment, outcome, self.now).map_err(Violation::Invariant)
    }

    /// However late: nothing is taken for granted of the network.
    pub(super) fn deliver(
        &mut self,
        index: usize,
        decision: Decision,
        silent_asks: usize,
        answers: usize,
    ) {
        let Request { payment, key } = self.network.swap_remove(index);
        let charge = &self.database.payments[payment].content.charge;
        let asked = (charge.amount, charge.currency);
        let decision = self.processor.authorize(&key, asked, decision, silent_asks);
        let heard = self.node.awaited.contains(&payment);
        self.node.answers.extend((0..answers).filter(|_| heard).map(|_| (payment, decision)));
    }

    pub(super) fn give_up(&mut self, index: usize, tally: &mut Tally) -> Result<(), Violation> {
        let payment = self.node.awaited.swap_remove(index);
        tally.count_if(Seen::Unknown, true);
        if self.sabotage == Sabotage::SentAgain {
            let id = self.database.payments[payment].id;
            let key = IdempotencyKey::derive(id, Operation::Authorize, 2);
            self.network.push(Request { payment, key });
        }
        let reason = StatusReason::gateway_timeout("no answer");
        self.settle(payment, Outcome::Unknown { reason })
    }

    pub(super) fn ask(&mut self, index: usize) {
        let (payment, _) = self.database.watches[index];
        let status = self.processor.status(&self.database.attempts[payment].key);
        self.node.findings.push(Finding { payment, status });
        self.database.watch(payment, self.now.after(Duration::from_secs(1)));
    }

    /// As the reconciler's `find_out`.
    pub(super) fn conclude(
        &mut self,
        finding: &Finding,
        tally: &mut Tally,
    ) -> Result<(), Violation> {
        let attempt = &self.database.attempts[finding.payment];
        let undecided = !attempt.state.is_decided();
        let too_late = self.now >= attempt.created_at.after(ARRIVAL_MAX)
            || self.sabotage == Sabotage::SilenceIsFailure;
        let reason = StatusReason::application_error("never seen");
        let outcome = match finding.status {
            Status::Found(decision) => decision.outcome(),
            Status::NeverSeen if !undecided || !too_late => return Ok(()),
            Status::NeverSeen => match self.close(finding.payment) {
                Some(decision) => decision.outcome(),
                None => Outcome::NeverSeen { reason },
            },
            Status::Unknown => return Ok(()),
        };
        tally.count_if(Seen::Reconciled, undecided);
        self.settle(finding.payment, outcome)
    }

    /// What was done under the payment's key, if it can no longer be closed.
    fn close(&mut self, payment: usize) -> Option<Decision> {
        if matches!(self.sabotage, Sabotage::SilenceIsFailure | Sabotage::NotClosed) {
            return None;
        }
        let charge = &self.database.payments[payment].content.charge;
        let key = &self.database.attempts[payment].key;
        self.processor.close(key, (charge.amount, charge.currency))
    }
}
