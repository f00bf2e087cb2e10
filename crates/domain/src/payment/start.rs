//! Whether a payment may start, and what it will charge.

use super::{
    Attempt, Payment, PaymentContent, PaymentStatus, ProcessorAccount, SessionPayment, Verdict,
    may_pay,
};
use crate::account::{AccountSettings, StaleTotal};
use crate::checkout_view::{CheckoutView, Guard, Shown, guard};
use crate::client_session::{ClientSession, Selection, SessionContent, SessionUpdate};
use crate::error::{Error, Fault};
use crate::event::ChainHead;
use crate::id::{AttemptId, PaymentId};
use crate::money::Amount;
use crate::payment::Charge;
use crate::payment_instrument::{InstrumentState, PaymentInstrument};
use crate::payment_method::PaymentMethodSettings;
use crate::time::Timestamp;

/// Everything that decides whether a payment may start. The session is locked, so none
/// of it changes until the commit.
pub struct StartPayment<'a> {
    /// The payment's id.
    pub id: PaymentId,
    /// The id of its first attempt.
    pub attempt_id: AttemptId,
    /// Now.
    pub now: Timestamp,
    /// The account's settings.
    pub settings: &'a AccountSettings,
    /// The session that is paid.
    pub session: &'a ClientSession,
    /// What pays; `None` when a checkout completes a free order without a token.
    pub instrument: Option<&'a PaymentInstrument>,
    /// Where it is paid; `None` if no processor takes payments of this account.
    pub processor: Option<ProcessorAccount>,
    /// What the merchant's request says over the session's data.
    pub request: Option<&'a PaymentRequest>,
    /// What the paying checkout saw; `None` for the merchant's server.
    pub seen: Option<SeenTotal<'a>>,
    /// The session's earlier payments.
    pub earlier: &'a [SessionPayment],
}

/// The part of a merchant's request that goes over the session's data.
#[derive(Debug, Clone, Default)]
pub struct PaymentRequest {
    /// Everything but `paymentMethod`.
    pub update: SessionUpdate,
    /// `paymentMethod`: each field that is set wins.
    pub payment_method: PaymentMethodSettings,
}

/// What is known of what the shopper saw.
#[derive(Debug, Clone, Copy)]
pub struct SeenTotal<'a> {
    /// What the checkout says it had painted.
    pub shown: Option<&'a Shown>,
    /// What the server last answered that checkout with.
    pub view: Option<&'a CheckoutView>,
    /// If there is no view: that there may have been one, which was dropped to make room.
    pub may_be_dropped: bool,
}

/// What a start comes to.
#[derive(Debug)]
pub enum Start {
    /// Commit both, then call the processor.
    Go(Box<(Payment, Attempt)>),
    /// There is nothing to charge: commit the payment, which is complete. No processor
    /// hears of it.
    Free(Box<Payment>),
    /// Another payment of the session is undecided: wait a little, or refuse.
    Wait(SessionPayment),
}

impl StartPayment<'_> {
    /// Decides. A refusal uses nothing up: neither token, nor CVV, nor idempotency key.
    ///
    /// # Errors
    /// Why the payment may not start.
    pub fn decide(self) -> Result<Start, Error> {
        if self.now >= self.session.expires_at || !self.instrument_is_usable() {
            return Err(Error::PaymentTokenInvalid);
        }
        let frozen = self.frozen()?;
        let charge = charge(&frozen)?;
        let seen = self.check_seen(&charge)?;
        let free = charge.amount == Amount::ZERO;
        if !free && self.instrument.is_none() {
            return Err(Error::fault("$.paymentMethodToken", TOKEN_IS_NEEDED));
        }
        match may_pay(self.earlier) {
            Verdict::Go => {}
            Verdict::Wait(rival) => return Ok(Start::Wait(rival)),
            Verdict::Refuse(error) => return Err(error),
        }
        let payment = self.payment((charge, frozen), seen);
        if free {
            let content = PaymentContent { processor: None, ..payment.content };
            let paid = Payment { status: PaymentStatus::Authorized, content, ..payment };
            return Ok(Start::Free(Box::new(paid)));
        }
        self.network_is_allowed(&payment)?;
        if self.processor.is_none() {
            return Err(Error::LimitReached("no processor is connected that takes real cards"));
        }
        let attempt = payment.authorization(self.attempt_id, 1, self.now);
        Ok(Start::Go(Box::new((payment, attempt))))
    }

    fn instrument_is_usable(&self) -> bool {
        self.instrument.is_none_or(|instrument| {
            self.now < instrument.expires_at
                && instrument.state == InstrumentState::Ready
                && instrument.client_session_id == self.session.id
        })
    }

    /// The card was taken for a network that the session accepted then. The merchant may
    /// have narrowed the list since.
    fn network_is_allowed(&self, payment: &Payment) -> Result<(), Error> {
        let allowed = payment.content.frozen.allowed_card_networks();
        match self.instrument {
            Some(instrument) if !allowed.contains(&instrument.summary.card.network) => {
                Err(Error::fault("$.paymentMethodToken", NETWORK_NOT_ACCEPTED))
            }
            _ => Ok(()),
        }
    }

    fn payment(&self, (charge, frozen): (Charge, SessionContent), seen: Seen) -> Payment {
        Payment {
            id: self.id,
            account_id: self.session.account_id,
            client_session_id: Some(self.session.id),
            payment_instrument_id: self.instrument.map(|instrument| instrument.id),
            status: PaymentStatus::Pending,
            created_at: self.now,
            updated_at: self.now,
            chain: ChainHead::default(),
            content: PaymentContent {
                charge,
                frozen,
                session_revision: Some(self.session.revision),
                seen,
                instrument: self.instrument.map(|instrument| instrument.summary.clone()),
                processor: self.processor.clone(),
                amount_authorized: Amount::ZERO,
                amount_captured: Amount::ZERO,
                amount_refunded: Amount::ZERO,
                status_reason: None,
            },
        }
    }

    /// The session's data with the request's over it.
    fn frozen(&self) -> Result<SessionContent, Error> {
        let mut content = self.session.content.clone();
        if let Some(request) = self.request {
            content =
                content.apply(request.update.clone(), self.settings.options_on_patch)?.content;
            let merged = merge(content.payment_method.take(), &request.payment_method);
            content.payment_method = Some(merged).filter(|settings| !settings.is_empty());
        }
        let Some(instrument) = self.instrument else { return Ok(content) };
        let paying = Selection {
            payment_method_type: instrument.summary.payment_method_type.clone(),
            network: Some(instrument.summary.card.network),
        };
        // The surcharge of what pays never adds money over what was served.
        if content.amount_for(&paying)? < content.totals()?.amount {
            content.selection = Some(paying);
        }
        Ok(content)
    }

    fn check_seen(&self, charge: &Charge) -> Result<Seen, Error> {
        let (Some(seen), false) = (self.seen, self.settings.stale_total == StaleTotal::Off) else {
            return Ok(Seen::NotApplicable);
        };
        // What was painted is what was served; what is charged can be less (see `frozen`).
        let served = self.session.content.totals()?.amount.filter(|_| seen.shown.is_some());
        let total = served.unwrap_or(charge.amount);
        match guard((self.session.revision, total, charge.currency), seen.shown, seen.view) {
            Guard::Fresh => Ok(Seen::Seen),
            Guard::Unseen
                if seen.may_be_dropped && self.settings.stale_total == StaleTotal::Refuse =>
            {
                Err(Error::SessionOutdated)
            }
            Guard::Unseen => Ok(Seen::Unseen),
            Guard::Outdated if self.settings.stale_total == StaleTotal::Report => {
                Ok(Seen::Outdated)
            }
            Guard::Outdated => Err(Error::SessionOutdated),
        }
    }
}

const NETWORK_NOT_ACCEPTED: &str = "belongs to a card of a network that the client session \
    accepts no longer; refresh the client session and take the card again";

/// What is told when a payment has no token and its total is not 0.
pub const TOKEN_IS_NEEDED: &str =
    "is required and must be a string: only a total of 0 is completed without one";

crate::wire::wire_enum! {
    /// Whether the shopper saw what was charged, as the timeline notes it.
    pub enum Seen {
        /// They saw this total, or a higher one.
        Seen = "SEEN",
        /// Nothing is known of what they saw.
        Unseen = "UNSEEN",
        /// They saw another total; the account allows that.
        Outdated = "OUTDATED",
        /// No shopper took part, or the account does not ask.
        NotApplicable = "NOT_APPLICABLE",
    }
}

fn merge(
    own: Option<PaymentMethodSettings>,
    over: &PaymentMethodSettings,
) -> PaymentMethodSettings {
    let own = own.unwrap_or_default();
    PaymentMethodSettings {
        vault_on_success: over.vault_on_success.or(own.vault_on_success),
        vault_on_3ds: over.vault_on_3ds.or(own.vault_on_3ds),
        vault_on_agreement: over.vault_on_agreement.or(own.vault_on_agreement),
        descriptor: over.descriptor.clone().or(own.descriptor),
        payment_type: over.payment_type.or(own.payment_type),
        authorization_type: over.authorization_type.or(own.authorization_type),
        first_payment_reason: over.first_payment_reason.or(own.first_payment_reason),
        ..own
    }
}

/// The total to charge, or a fault for each part that neither session nor request names.
fn charge(frozen: &SessionContent) -> Result<Charge, Error> {
    let amount = frozen.totals()?.amount;
    match (&frozen.order_id, amount, frozen.currency_code) {
        (Some(order_id), Some(amount), Some(currency)) => {
            Ok(Charge { order_id: order_id.to_string(), amount, currency })
        }
        (order_id, amount, currency) => {
            let missing = [
                ("$.orderId", order_id.is_none()),
                ("$.amount", amount.is_none()),
                ("$.currencyCode", currency.is_none()),
            ];
            let sentence = "is needed to pay: set it in the client session or in this request";
            let missing = missing.into_iter().filter(|(_, is_missing)| *is_missing);
            Err(Error::Invalid(missing.map(|(path, _)| Fault::new(path, sentence)).collect()))
        }
    }
}
