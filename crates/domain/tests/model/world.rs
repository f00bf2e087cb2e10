//! The actors against one session, and what each step does.

mod payment;
mod step;

use std::time::Duration;

use tender_domain::account::{AccountSettings, StaleTotal};
use tender_domain::checkout_view::CheckoutView;
use tender_domain::client_session::SessionContent;
use tender_domain::payment::{IdempotencyKey, PaymentRequest};
use tender_domain::payment_instrument::InstrumentState;
use tender_domain::payment_method::PaymentMethodSettings;
use tender_domain::time::Timestamp;

use self::step::{Step, describe};
use crate::clients::{CLIENTS, NAMELESS, NEVER_REFRESHES, SDK};
use crate::database::{Database, NewPayment};
use crate::oracle::{Oracle, Violation, ensure};
use crate::order::Fixtures;
use crate::processor::{Decision, Processor, Status};
use crate::rng::Rng;
use crate::tally::{Seen, Tally};

/// As the reconciler's constants of these names.
pub(crate) const FIRST_ASK: Duration = Duration::from_secs(10);
const ARRIVAL_MAX: Duration = Duration::from_secs(120);

/// What is done wrong on purpose, to see that the model notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sabotage {
    None,
    /// The account lets any total pass.
    GuardOff,
    /// A payment starts without a look at the earlier ones.
    EarlierIgnored,
    /// A call that nobody answered is sent again under another key.
    SentAgain,
    /// What the processor has not seen yet counts as failed at once.
    SilenceIsFailure,
    /// "Never seen" is believed although the key was not closed.
    NotClosed,
    /// An update saves what it made of the session as it was some steps ago.
    Unlocked,
    /// A view that is lost with the node counts as shown all the same.
    LostViewCounts,
}

/// A call on its way to the processor.
struct Request {
    payment: usize,
    key: IdempotencyKey,
}

/// What the processor said to the reconciler.
struct Finding {
    payment: usize,
    status: Status,
}

/// What the process knows and a crash takes.
#[derive(Default)]
struct Node {
    views: [Option<CheckoutView>; CLIENTS],
    unsaved_views: Vec<(usize, CheckoutView)>,
    /// Committed, not sent yet.
    queued: Vec<usize>,
    /// Sent, not answered.
    awaited: Vec<usize>,
    answers: Vec<(usize, Decision)>,
    findings: Vec<Finding>,
    /// What [`Sabotage::Unlocked`] has loaded.
    loaded: Option<SessionContent>,
}

pub(crate) struct World<'a> {
    fixtures: &'a Fixtures,
    settings: AccountSettings,
    sabotage: Sabotage,
    rng: Rng,
    now: Timestamp,
    database: Database,
    processor: Processor,
    oracle: Oracle,
    node: Node,
    network: Vec<Request>,
    read_once: bool,
    pub(crate) trace: Option<Vec<String>>,
}

impl<'a> World<'a> {
    pub(crate) fn new(fixtures: &'a Fixtures, sabotage: Sabotage, seed: u64) -> Self {
        let now = Timestamp::from_micros(1_768_471_200_000_000);
        let mut settings = fixtures.settings.clone();
        if sabotage == Sabotage::GuardOff {
            settings.stale_total = StaleTotal::Off;
        }
        let mut database = Database::new(fixtures.content.clone(), now);
        fixtures.cards.iter().for_each(|card| database.tokenize(card, now));
        Self {
            fixtures,
            settings,
            sabotage,
            rng: Rng::new(seed),
            now,
            database,
            processor: Processor::default(),
            oracle: Oracle::new(fixtures.expected),
            node: Node::default(),
            network: Vec::new(),
            read_once: false,
            trace: None,
        }
    }

    /// Some steps in a random order, then the end of all things.
    pub(crate) fn run(&mut self, tally: &mut Tally) -> Result<(), Violation> {
        let mut steps = 10 + self.rng.below(16);
        while steps > 0 {
            if let Some(step) = self.draw() {
                self.perform(step, tally)?;
                self.oracle.check(&self.database, &self.processor)?;
                steps -= 1;
            }
        }
        self.finish(tally)
    }

    fn perform(&mut self, step: Step, tally: &mut Tally) -> Result<(), Violation> {
        if let Some(trace) = &mut self.trace {
            trace.push(describe(step, self.fixtures));
        }
        match step {
            Step::Patch(index) => self.patch(index),
            Step::MerchantPays { token, request, key } => {
                let request = PaymentRequest {
                    update: self.fixtures.requests[request].clone(),
                    payment_method: PaymentMethodSettings::default(),
                };
                let request = Some(request);
                let new = NewPayment { token, key, by: None, request, shown: None, view: None };
                self.start(&new, tally)?;
            }
            Step::Read { client, arrives } => self.read(client, arrives),
            Step::Act { client, actions, arrives } => self.act(client, actions, arrives),
            Step::Tokenize { card } => {
                self.database.tokenize(&self.fixtures.cards[card], self.now);
            }
            Step::Pay { client, token, key } => {
                if let Some(new) = self.client_pays(client, token, key) {
                    self.start(&new, tally)?;
                }
            }
            Step::StoreView(index) => {
                let (client, view) = self.node.unsaved_views.swap_remove(index);
                self.database.save_view(client, view);
            }
            Step::Send(index) => {
                let payment = self.node.queued.swap_remove(index);
                let key = self.database.attempts[payment].key.clone();
                self.node.awaited.push(payment);
                self.network.push(Request { payment, key });
            }
            Step::LoseRequest(index) => drop(self.network.swap_remove(index)),
            Step::Deliver { request, decision, silent_asks, answers } => {
                self.deliver(request, decision, silent_asks, answers);
            }
            Step::Answer(index) => {
                let (payment, decision) = self.node.answers.swap_remove(index);
                tally.count_if(Seen::LateAnswer, !self.node.awaited.contains(&payment));
                self.node.awaited.retain(|awaited| *awaited != payment);
                self.settle(payment, decision.outcome())?;
            }
            Step::GiveUp(index) => self.give_up(index, tally)?,
            Step::Ask(index) => self.ask(index),
            Step::Conclude(index) => {
                let finding = self.node.findings.swap_remove(index);
                self.conclude(&finding, tally)?;
            }
            Step::Pass { seconds } => self.now = self.now.after(Duration::from_secs(seconds)),
            Step::Crash => self.crash(tally),
        }
        Ok(())
    }

    fn patch(&mut self, index: usize) {
        let patch = &self.fixtures.patches[index];
        if self.sabotage == Sabotage::Unlocked
            && let Some(stale) = self.node.loaded.replace(self.database.session.content.clone())
        {
            self.database.save_content(stale, self.now);
        }
        if self.database.update(&patch.change, &self.settings, self.now).is_ok() {
            (patch.effect)(&mut self.oracle.expected);
        }
    }

    /// The view is kept at once and stored beside the answer.
    fn read(&mut self, client: usize, arrives: bool) {
        let again = client == NEVER_REFRESHES && std::mem::replace(&mut self.read_once, true);
        if again || self.database.check_open(self.now).is_err() {
            return;
        }
        let view = self.database.view();
        if client != NAMELESS && self.node.views[client].replace(view.clone()) != Some(view.clone())
        {
            self.node.unsaved_views.push((client, view.clone()));
        }
        self.answered(client, view, arrives);
    }

    /// The view is part of the commit.
    fn act(&mut self, client: usize, actions: usize, arrives: bool) {
        let actions = &self.fixtures.actions[actions];
        if self.database.act(&actions.change, &self.settings, self.now).is_err() {
            return;
        }
        (actions.effect)(&mut self.oracle.expected);
        let view = self.database.view();
        if client != NAMELESS {
            self.database.save_view(client, view.clone());
            self.node.views[client] = Some(view.clone());
        }
        self.answered(client, view, arrives);
    }

    fn answered(&mut self, client: usize, view: CheckoutView, arrives: bool) {
        if client == SDK && arrives {
            self.oracle.painted = Some(view.clone());
        }
        if client != NAMELESS {
            self.oracle.answered[client] = Some(view);
        }
    }

    /// The node's memory is gone; what is committed or on the wire stays. A view that was
    /// not stored yet is forgotten: it is written beside the answer, not before it.
    fn crash(&mut self, tally: &mut Tally) {
        tally.count_if(Seen::Crash, true);
        let node = std::mem::take(&mut self.node);
        for (client, view) in node.unsaved_views {
            let (answered, stored) = (&self.oracle.answered[client], &self.database.views[client]);
            let lost = answered.as_ref() == Some(&view) && *stored != Some(view);
            if lost && self.sabotage != Sabotage::LostViewCounts {
                self.oracle.answered[client] = None;
            }
        }
    }

    /// The process starts once more and lives; all that can still happen happens.
    fn finish(&mut self, tally: &mut Tally) -> Result<(), Violation> {
        self.perform(Step::Crash, tally)?;
        while !self.network.is_empty() {
            self.deliver(0, Decision::Authorized, 0, 0);
        }
        self.perform(Step::Pass { seconds: ARRIVAL_MAX.as_secs() }, tally)?;
        for _ in 0..3 {
            for watch in 0..self.database.watches.len() {
                self.perform(Step::Ask(watch), tally)?;
            }
            while !self.node.findings.is_empty() {
                self.perform(Step::Conclude(0), tally)?;
            }
            self.oracle.check(&self.database, &self.processor)?;
        }
        ensure(self.database.watches.is_empty(), Violation::NeverDecided)?;
        for payment in &self.database.payments {
            tally.count_if(Seen::Paid, payment.status.holds_money());
        }
        self.last_payment(tally)
    }

    /// A checkout that has just been refreshed can pay, unless the session is paid.
    fn last_payment(&mut self, tally: &mut Tally) -> Result<(), Violation> {
        let session = &self.database.session;
        let ready =
            self.database.instruments.iter().position(|i| i.state == InstrumentState::Ready);
        let payable = self.now < session.expires_at
            && self.oracle.expected.total().is_some()
            && !self.database.payments.iter().any(|payment| payment.status.may_hold_money());
        let (Some(token), true) = (ready, payable) else { return Ok(()) };
        let before = self.database.payments.len();
        self.perform(Step::Read { client: SDK, arrives: true }, tally)?;
        self.perform(Step::Pay { client: SDK, token, key: None }, tally)?;
        tally.count_if(Seen::LastPayment, true);
        ensure(self.database.payments.len() > before, Violation::CannotPay)
    }
}
