//! What is committed, and the commits: each as the use case of its name does it, with
//! the session locked from its first line to its last.

use tender_domain::account::AccountSettings;
use tender_domain::checkout_view::{CheckoutView, Shown};
use tender_domain::client_session::{Action, ClientSession, SessionContent, SessionUpdate};
use tender_domain::error::Error;
use tender_domain::event::ChainHead;
use tender_domain::id::{AccountId, AttemptId, ClientSessionId, PaymentId, PaymentInstrumentId};
use tender_domain::limits::CLIENT_TOKEN_LIFETIME;
use tender_domain::payment::{
    Attempt, AttemptState, Effect, Outcome, Payment, PaymentRequest, ProcessorAccount, SeenTotal,
    SessionPayment, Start as Decision, StartPayment,
};
use tender_domain::payment_instrument::{InstrumentState, InstrumentSummary, PaymentInstrument};
use tender_domain::time::Timestamp;
use uuid::Uuid;

use crate::clients::CLIENTS;

/// One session and all that belongs to it. The attempt of a payment has its index; that
/// of a free order stands for the call that is not made.
pub(crate) struct Database {
    pub(crate) session: ClientSession,
    pub(crate) views: [Option<CheckoutView>; CLIENTS],
    pub(crate) instruments: Vec<PaymentInstrument>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) attempts: Vec<Attempt>,
    /// The attempts that the reconciler asks about, and from when on.
    pub(crate) watches: Vec<(usize, Timestamp)>,
    pub(crate) keys: Vec<KeyUse>,
    ids: u128,
}

/// The first use of an idempotency key.
pub(crate) struct KeyUse {
    key: usize,
    by: Option<usize>,
    token: usize,
    payment: usize,
}

/// A request to pay.
pub(crate) struct NewPayment {
    pub(crate) token: usize,
    pub(crate) key: Option<usize>,
    /// The paying client; `None` for the merchant's server.
    pub(crate) by: Option<usize>,
    pub(crate) request: Option<PaymentRequest>,
    pub(crate) shown: Option<Shown>,
    /// The view that this node remembers.
    pub(crate) view: Option<CheckoutView>,
}

/// What a start comes to.
#[derive(Debug, PartialEq)]
pub(crate) enum Start {
    Go(usize),
    /// Complete, without a call.
    Free(usize),
    Replay,
    Wait,
}

impl Database {
    pub(crate) fn new(content: SessionContent, now: Timestamp) -> Self {
        let session = ClientSession {
            id: ClientSessionId::new(Uuid::from_u128(1)),
            account_id: AccountId::new(Uuid::from_u128(2)),
            revision: 1,
            created_at: now,
            updated_at: now,
            expires_at: now.after(CLIENT_TOKEN_LIFETIME),
            views_dropped: 0,
            chain: ChainHead::default(),
            content,
        };
        Self {
            session,
            views: Default::default(),
            instruments: Vec::new(),
            payments: Vec::new(),
            attempts: Vec::new(),
            watches: Vec::new(),
            keys: Vec::new(),
            ids: 2,
        }
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub(crate) fn update(
        &mut self,
        update: &SessionUpdate,
        settings: &AccountSettings,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.check_open(now)?;
        let applied = self.session.content.apply(update.clone(), settings.options_on_patch)?;
        self.save_content(applied.content, now);
        Ok(())
    }

    pub(crate) fn act(
        &mut self,
        actions: &[Action],
        settings: &AccountSettings,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.check_open(now)?;
        let content = self.session.content.act(actions, settings)?;
        self.save_content(content, now);
        Ok(())
    }

    pub(crate) fn check_open(&self, now: Timestamp) -> Result<(), Error> {
        if now < self.session.expires_at { Ok(()) } else { Err(Error::ClientTokenInvalid) }
    }

    /// Saves what an update made of the session.
    pub(crate) fn save_content(&mut self, content: SessionContent, now: Timestamp) {
        if content != self.session.content {
            self.session.content = content;
            self.session.revision += 1;
            self.session.updated_at = now;
        }
    }

    pub(crate) fn view(&self) -> CheckoutView {
        CheckoutView {
            revision: self.session.revision,
            amount: self.session.content.totals().unwrap().amount,
            currency: self.session.content.currency_code,
            items_hash: String::new(),
        }
    }

    pub(crate) fn save_view(&mut self, client: usize, view: CheckoutView) {
        let stored = &mut self.views[client];
        if stored.as_ref().is_none_or(|stored| stored.revision <= view.revision) {
            *stored = Some(view);
        }
    }

    pub(crate) fn tokenize(&mut self, summary: &InstrumentSummary, now: Timestamp) {
        let id = PaymentInstrumentId::new(self.id());
        self.instruments.push(PaymentInstrument {
            id,
            account_id: self.session.account_id,
            client_session_id: self.session.id,
            state: InstrumentState::Ready,
            fingerprint: [0; 32],
            created_at: now,
            expires_at: self.session.expires_at,
            summary: summary.clone(),
        });
    }

    /// `blind` starts without looking at the session's earlier payments.
    pub(crate) fn start(
        &mut self,
        new: &NewPayment,
        settings: &AccountSettings,
        now: Timestamp,
        blind: bool,
    ) -> Result<Start, Error> {
        if let Some(used) = self.keys.iter().find(|used| Some(used.key) == new.key) {
            if (used.by, used.token) == (new.by, new.token) {
                return Ok(Start::Replay);
            }
            return Err(Error::IdempotencyKeyReused { payment: Some(self.brief(used.payment)) });
        }
        let instrument = &self.instruments[new.token];
        if let Some(index) = self.used_by(instrument.id) {
            return Err(Error::PaymentTokenUsed(self.brief(index)));
        }
        let stored = new.by.and_then(|client| self.views[client].as_ref());
        let view = new.view.as_ref().into_iter().chain(stored).max_by_key(|view| view.revision);
        let (id, attempt_id) = (self.ids + 1, self.ids + 2);
        let request = StartPayment {
            id: PaymentId::new(Uuid::from_u128(id)),
            attempt_id: AttemptId::new(Uuid::from_u128(attempt_id)),
            now,
            settings,
            session: &self.session,
            instrument: Some(instrument),
            processor: Some(ProcessorAccount { name: "P".to_owned(), merchant_id: "m".to_owned() }),
            request: new.request.as_ref(),
            seen: new.by.map(|_| SeenTotal {
                shown: new.shown.as_ref(),
                view,
                may_be_dropped: false,
            }),
            earlier: &if blind { Vec::new() } else { self.earlier() },
        };
        let (payment, attempt, free) = match request.decide()? {
            Decision::Wait(_) => return Ok(Start::Wait),
            Decision::Go(go) => (go.0, go.1, false),
            Decision::Free(payment) => {
                let mut attempt =
                    payment.authorization(AttemptId::new(Uuid::from_u128(attempt_id)), 1, now);
                attempt.state = AttemptState::Approved { transaction_id: "none".to_owned() };
                (*payment, attempt, true)
            }
        };
        self.ids = attempt_id;
        let index = self.payments.len();
        if let Some(key) = new.key {
            self.keys.push(KeyUse { key, by: new.by, token: new.token, payment: index });
        }
        self.instruments[new.token].state = InstrumentState::Used;
        self.payments.push(payment);
        self.attempts.push(attempt);
        if free {
            return Ok(Start::Free(index));
        }
        self.watches.push((index, now.after(crate::world::FIRST_ASK)));
        Ok(Start::Go(index))
    }

    pub(crate) fn settle(
        &mut self,
        index: usize,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), &'static str> {
        let (payment, attempt) = (&mut self.payments[index], &mut self.attempts[index]);
        let effects = payment.settle_attempt(attempt, outcome, now);
        for effect in effects.map_err(|_| "an outcome contradicts the payment's status")? {
            match effect {
                Effect::ForgetCvv(_) => {}
                Effect::Reconcile(_) => self.watch(index, now),
                Effect::StopReconciling(_) => self.watches.retain(|(watched, _)| *watched != index),
                Effect::ReportLateApproval(_) => {
                    return Err("money was reserved after the attempt was decided otherwise");
                }
            }
        }
        Ok(())
    }

    /// Asks about the attempt from `run_at` on.
    pub(crate) fn watch(&mut self, index: usize, run_at: Timestamp) {
        match self.watches.iter_mut().find(|(watched, _)| *watched == index) {
            Some((_, at)) => *at = run_at,
            None => self.watches.push((index, run_at)),
        }
    }

    pub(crate) fn earlier(&self) -> Vec<SessionPayment> {
        self.payments.iter().map(|p| SessionPayment { id: p.id, status: p.status }).collect()
    }

    /// How much tokens, keys and payments are used up.
    pub(crate) fn used_up(&self) -> [usize; 3] {
        let used = self.instruments.iter().filter(|i| i.state == InstrumentState::Used);
        [used.count(), self.keys.len(), self.payments.len()]
    }

    fn used_by(&self, instrument: PaymentInstrumentId) -> Option<usize> {
        self.payments.iter().position(|payment| payment.payment_instrument_id == Some(instrument))
    }

    fn brief(&self, index: usize) -> (PaymentId, tender_domain::payment::PaymentStatus) {
        (self.payments[index].id, self.payments[index].status)
    }
}
