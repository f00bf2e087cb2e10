//! The first commit of a payment.

use std::sync::Arc;

use serde_json::json;

use tender_domain::account::{Account, StaleTotal};
use tender_domain::checkout_view::{Guard, guard};
use tender_domain::client_session::ClientSession;
use tender_domain::error::Error as Refusal;
use tender_domain::event::ChainHead;
use tender_domain::id::{AttemptId, PaymentId, PaymentInstrumentId};
use tender_domain::money::Amount;
use tender_domain::payment::{
    Attempt, Payment, PaymentContent, PaymentStatus, ProcessorAccount, SessionPayment, Verdict,
    may_pay,
};
use tender_domain::payment_instrument::{InstrumentState, PaymentInstrument};
use tender_domain::time::Timestamp;
use tender_store::{Tx, attempt, client_session, payment, payment_instrument};

use super::super::{Result, idempotency, view};
use super::NewPayment;
use super::charge::{Frozen, freeze};
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
    account: &Account,
    new: Arc<NewPayment>,
) -> Result<Start> {
    let prepared = Prepared {
        payment_id: app.env.id(),
        attempt_id: app.env.id(),
        now: app.env.now(),
        record: Record::new(&app.env, new.actor.clone()),
        watch: reconcile::Watch::new(&app.env),
    };
    let (app_in, account) = (app.clone(), account.clone());
    app.store.write(move |tx| start_in(tx, &app_in, &account, &new, &prepared)).await
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
    let instrument = ready_instrument(tx, known.id, prepared.now)?;
    if prepared.now >= session.expires_at {
        return Err(Refusal::ClientTokenInvalid.into());
    }
    let processor = app
        .card_gateway
        .processor_account(account.environment)
        .ok_or(Refusal::LimitReached("no processor is connected that takes real cards"))?;
    let frozen = freeze(account, &session, new.request.as_ref(), &instrument.summary)?;
    let seen = check_seen(tx, app, account, new, (&session, &frozen))?;
    match may_pay(&payment::of_session(tx, session.id)?) {
        Verdict::Go => {}
        Verdict::Wait(rival) => return Ok(Start::Wait(rival)),
        Verdict::Refuse(error) => return Err(error.into()),
    }
    let card =
        SealedCard::load(tx, &instrument, prepared.now)?.ok_or(Refusal::PaymentTokenInvalid)?;
    if let Some(request) = &new.idempotency {
        idempotency::use_for_payment(tx, account.id, request, prepared.payment_id, prepared.now)?;
    }
    payment_instrument::set_state(tx, instrument.id, InstrumentState::Used, prepared.now)?;
    let mut payment = build(&session, instrument, processor, (frozen, prepared));
    let attempt = payment.authorization(prepared.attempt_id, 1, prepared.now);
    let created = json!({
        "amount": payment.content.charge.amount,
        "currencyCode": payment.content.charge.currency,
        "sessionRevision": session.revision,
        "seen": seen,
    });
    prepared.record.of_payment(tx, 0, &mut payment, ("PAYMENT.CREATED", created))?;
    let sent = json!({ "attempt": attempt.id, "processor": payment.content.processor });
    prepared.record.of_payment(tx, 1, &mut payment, ("PAYMENT.AUTHORIZATION_STARTED", sent))?;
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
    payment_instrument::by_token(tx, &new.token)?
        .filter(of_caller)
        .ok_or_else(|| Refusal::PaymentTokenInvalid.into())
}

/// The instrument, if it can still pay; else the payment that used it up.
fn ready_instrument(
    tx: &mut Tx<'_>,
    id: PaymentInstrumentId,
    now: Timestamp,
) -> Result<PaymentInstrument> {
    let instrument = payment_instrument::load(tx, id)?
        .filter(|instrument| now < instrument.expires_at)
        .ok_or(Refusal::PaymentTokenInvalid)?;
    match instrument.state {
        InstrumentState::Ready => Ok(instrument),
        InstrumentState::Used => Err(match payment::of_instrument(tx, id)? {
            Some(used_by) => Refusal::PaymentTokenUsed((used_by.id, used_by.status)),
            None => Refusal::PaymentTokenInvalid,
        }
        .into()),
    }
}

/// Compares with what the checkout showed. Returns what the timeline notes.
fn check_seen(
    tx: &mut Tx<'_>,
    app: &App,
    account: &Account,
    new: &NewPayment,
    (session, frozen): (&ClientSession, &Frozen),
) -> Result<&'static str> {
    let (Some(claim), false) = (&new.checkout, account.settings.stale_total == StaleTotal::Off)
    else {
        return Ok("NOT_APPLICABLE");
    };
    let view = match &claim.checkout {
        Some(checkout) => view::newest(tx, &app.views, session.id, checkout)?,
        None => None,
    };
    let charged = (session.revision, frozen.charge.amount, frozen.charge.currency);
    match guard(charged, claim.shown.as_ref(), view.as_ref()) {
        Guard::Fresh => Ok("SEEN"),
        Guard::Unseen => Ok("UNSEEN"),
        Guard::Outdated if account.settings.stale_total == StaleTotal::Report => Ok("OUTDATED"),
        Guard::Outdated => Err(Refusal::SessionOutdated.into()),
    }
}

fn build(
    session: &ClientSession,
    instrument: PaymentInstrument,
    processor: ProcessorAccount,
    (frozen, prepared): (Frozen, &Prepared),
) -> Payment {
    Payment {
        id: prepared.payment_id,
        account_id: session.account_id,
        client_session_id: Some(session.id),
        payment_instrument_id: instrument.id,
        status: PaymentStatus::Pending,
        created_at: prepared.now,
        updated_at: prepared.now,
        chain: ChainHead::default(),
        content: PaymentContent {
            charge: frozen.charge,
            frozen: frozen.content,
            session_revision: Some(session.revision),
            instrument: instrument.summary,
            processor,
            amount_authorized: Amount::ZERO,
            amount_captured: Amount::ZERO,
            amount_refunded: Amount::ZERO,
            status_reason: None,
        },
    }
}
