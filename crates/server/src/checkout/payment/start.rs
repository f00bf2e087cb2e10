//! The first commit of a payment.

use std::sync::Arc;

use serde_json::json;

use tender_domain::account::Account;
use tender_domain::checkout_view::CheckoutView;
use tender_domain::client_session::ClientSession;
use tender_domain::error::Error as Refusal;
use tender_domain::id::{AttemptId, PaymentId, PaymentInstrumentId};
use tender_domain::payment::{
    Attempt, Payment, SeenTotal, SessionPayment, Start as Decision, StartPayment,
};
use tender_domain::payment_instrument::{InstrumentState, PaymentInstrument};
use tender_domain::time::Timestamp;
use tender_store::{Tx, attempt, client_session, payment, payment_instrument};

use super::super::{Result, idempotency, view};
use super::NewPayment;
use crate::app::App;
use crate::card_gateway::SealedCard;
use crate::jobs::reconcile;
use crate::record::Record;

/// What a start comes to.
pub(super) enum Start {
    /// The payment exists; its processor is to be called.
    Go(Box<Started>),
    /// An earlier call with the same key made this payment.
    Replay(PaymentId),
    /// Another payment of the session is undecided.
    Wait(SessionPayment),
}

/// A committed payment whose processor is to be called.
pub(super) struct Started {
    pub(super) payment: Payment,
    pub(super) attempt: Attempt,
    pub(super) card: SealedCard,
}

/// Ids, time and salts, made before the transaction.
struct Prepared {
    payment_id: PaymentId,
    attempt_id: AttemptId,
    now: Timestamp,
    record: Record,
    watch: reconcile::Watch,
}

/// Commits the payment and its first attempt, or nothing.
pub(super) async fn start(
    app: &Arc<App>,
    account: &Arc<Account>,
    new: &Arc<NewPayment>,
) -> Result<Start> {
    let prepared = Prepared {
        payment_id: app.env.id(),
        attempt_id: app.env.id(),
        now: app.env.now(),
        record: Record::new(&app.env, new.actor.clone()),
        watch: reconcile::Watch::new(&app.env),
    };
    let (inner, account, new) = (app.clone(), account.clone(), new.clone());
    app.store.write(move |tx| start_in(tx, &inner, &account, &new, &prepared)).await
}

fn start_in(
    tx: &mut Tx<'_>,
    app: &App,
    account: &Account,
    new: &NewPayment,
    prepared: &Prepared,
) -> Result<Start> {
    let known = named_instrument(tx, account, new)?;
    let session =
        client_session::lock(tx, known.client_session_id)?.ok_or(Refusal::PaymentTokenInvalid)?;
    if let Some(request) = &new.idempotency
        && let Some(id) = idempotency::earlier_payment(tx, account.id, request)?
    {
        return Ok(Start::Replay(id));
    }
    // Read again, now that the session is locked: another call may have used it up.
    let instrument = unused_instrument(tx, known.id)?;
    let view = last_view(tx, app, new, &session)?;
    let claim = new.checkout.as_ref();
    let request = StartPayment {
        id: prepared.payment_id,
        attempt_id: prepared.attempt_id,
        now: prepared.now,
        settings: &account.settings,
        session: &session,
        instrument: &instrument,
        processor: app
            .card_gateway
            .processor_account(account.environment)
            .ok_or(Refusal::LimitReached("no processor is connected that takes real cards"))?,
        request: new.request.as_ref(),
        seen: claim.map(|claim| SeenTotal { shown: claim.shown.as_ref(), view: view.as_ref() }),
        earlier: &payment::of_session(tx, session.id)?,
    };
    match request.decide()? {
        Decision::Wait(rival) => Ok(Start::Wait(rival)),
        Decision::Go(go) => {
            if let Some(request) = &new.idempotency {
                let (id, now) = (prepared.payment_id, prepared.now);
                idempotency::use_for_payment(tx, account.id, request, id, now)?;
            }
            save(tx, *go, &instrument, prepared)
        }
    }
}

fn save(
    tx: &mut Tx<'_>,
    (mut payment, attempt): (Payment, Attempt),
    instrument: &PaymentInstrument,
    prepared: &Prepared,
) -> Result<Start> {
    let card =
        SealedCard::load(tx, instrument, prepared.now)?.ok_or(Refusal::PaymentTokenInvalid)?;
    payment_instrument::set_state(tx, instrument.id, InstrumentState::Used, prepared.now)?;
    let created = json!({
        "amount": payment.content.charge.amount,
        "currencyCode": payment.content.charge.currency,
        "sessionRevision": payment.content.session_revision,
        "seen": payment.content.seen,
    });
    prepared.record.of_payment(tx, 0, &mut payment, ("payment.created", created))?;
    let sent = json!({ "attempt": attempt.id, "processor": payment.content.processor });
    prepared.record.of_payment(tx, 1, &mut payment, ("payment.authorization_started", sent))?;
    payment::insert(tx, &payment)?;
    attempt::insert(tx, &attempt)?;
    prepared.watch.begin(tx, attempt.id)?;
    Ok(Start::Go(Box::new(Started { payment, attempt, card })))
}

/// The instrument that the token names, if the caller may pay with it.
fn named_instrument(
    tx: &mut Tx<'_>,
    account: &Account,
    new: &NewPayment,
) -> Result<PaymentInstrument> {
    let of_caller = |instrument: &PaymentInstrument| {
        instrument.account_id == account.id
            && (new.checkout.as_ref())
                .is_none_or(|claim| claim.session_id == instrument.client_session_id)
    };
    if !is_token(&new.token) {
        return Err(Refusal::PaymentTokenInvalid.into());
    }
    payment_instrument::by_token(tx, &new.token)?
        .filter(of_caller)
        .ok_or_else(|| Refusal::PaymentTokenInvalid.into())
}

/// Tokens are base64url; other text need not trouble the database, which might refuse it.
fn is_token(text: &str) -> bool {
    let base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() <= 64 && text.bytes().all(base64url)
}

/// The instrument, unless a payment has used it up: then that payment is named.
fn unused_instrument(tx: &mut Tx<'_>, id: PaymentInstrumentId) -> Result<PaymentInstrument> {
    let instrument = payment_instrument::load(tx, id)?.ok_or(Refusal::PaymentTokenInvalid)?;
    if instrument.state == InstrumentState::Used
        && let Some(used_by) = payment::of_instrument(tx, id)?
    {
        return Err(Refusal::PaymentTokenUsed((used_by.id, used_by.status)).into());
    }
    Ok(instrument)
}

/// What the paying checkout was last answered with.
fn last_view(
    tx: &mut Tx<'_>,
    app: &App,
    new: &NewPayment,
    session: &ClientSession,
) -> Result<Option<CheckoutView>> {
    match new.checkout.as_ref().and_then(|claim| claim.checkout.as_ref()) {
        Some(checkout) => view::newest(tx, &app.views, session.id, checkout),
        None => Ok(None),
    }
}
