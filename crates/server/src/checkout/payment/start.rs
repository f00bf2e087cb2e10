//! The first commit of a payment.

use std::sync::Arc;

use serde_json::{Value, json};

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
use tender_store::{Tx, attempt, card_data, client_session, payment, payment_instrument};

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
    /// The payment exists and is complete: there was nothing to charge, or an earlier
    /// call made it.
    Made(PaymentId),
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
    let store = app.store.of(account.id);
    store.write(move |tx| start_in(tx, &inner, &account, &new, &prepared)).await
}

fn start_in(
    tx: &mut Tx<'_>,
    app: &App,
    account: &Account,
    new: &NewPayment,
    prepared: &Prepared,
) -> Result<Start> {
    let known = named_instrument(tx, account, new)?;
    let session_id = match (&known, &new.checkout) {
        (Some(instrument), _) => instrument.client_session_id,
        (None, Some(claim)) => claim.session_id,
        (None, None) => return Err(Refusal::PaymentTokenInvalid.into()),
    };
    let session = client_session::lock(tx, session_id)?.ok_or(Refusal::PaymentTokenInvalid)?;
    if let Some(request) = &new.idempotency
        && let Some(id) = idempotency::earlier_payment(tx, account.id, request)?
    {
        return Ok(Start::Made(id));
    }
    // Read again, now that the session is locked: another call may have used it up.
    let instrument = match known {
        Some(known) => Some(unused_instrument(tx, known.id)?),
        // Without a token there is nothing to tell two calls apart by: one free order.
        None => match payment::without_instrument(tx, session.id)? {
            Some(made) if made.status.may_hold_money() => return Ok(Start::Made(made.id)),
            _ => None,
        },
    };
    let view = last_view(tx, app, new, &session)?;
    let claim = new.checkout.as_ref();
    let request = StartPayment {
        id: prepared.payment_id,
        attempt_id: prepared.attempt_id,
        now: prepared.now,
        settings: &account.settings,
        session: &session,
        instrument: instrument.as_ref(),
        processor: app.card_gateway.processor_account(account.environment),
        request: new.request.as_ref(),
        seen: claim.map(|claim| SeenTotal {
            shown: claim.shown.as_ref(),
            view: view.as_ref(),
            // A checkout that has no name never had a view.
            may_be_dropped: claim.checkout.is_some() && session.views_dropped > 0,
        }),
        earlier: &payment::of_session(tx, session.id)?,
    };
    let decision = match request.decide()? {
        Decision::Wait(rival) => return Ok(Start::Wait(rival)),
        decision => decision,
    };
    if let Some(request) = &new.idempotency {
        let (id, now) = (prepared.payment_id, prepared.now);
        idempotency::use_for_payment(tx, account.id, request, id, now)?;
    }
    if let Some(instrument) = &instrument {
        payment_instrument::set_state(tx, instrument.id, InstrumentState::Used, prepared.now)?;
    }
    match decision {
        Decision::Wait(rival) => Ok(Start::Wait(rival)),
        Decision::Free(payment) => save_free(tx, *payment, prepared),
        Decision::Go(go) => {
            let instrument = instrument.ok_or(Refusal::PaymentTokenInvalid)?;
            save(tx, *go, &instrument, prepared)
        }
    }
}

/// Stores a payment of nothing, complete. Its card goes nowhere, so its CVV has served.
fn save_free(tx: &mut Tx<'_>, mut payment: Payment, prepared: &Prepared) -> Result<Start> {
    if let Some(instrument) = payment.payment_instrument_id {
        card_data::delete_cvv(tx, instrument)?;
    }
    let created = created(&payment);
    prepared.record.of_payment(tx, 0, &mut payment, created)?;
    prepared.record.of_payment(tx, 1, &mut payment, ("payment.nothing_to_charge", json!({})))?;
    payment::insert(tx, &payment)?;
    Ok(Start::Made(payment.id))
}

/// The timeline's first entry.
fn created(payment: &Payment) -> (&'static str, Value) {
    let content = &payment.content;
    let data = json!({
        "amount": content.charge.amount,
        "currencyCode": content.charge.currency,
        "sessionRevision": content.session_revision,
        "seen": content.seen,
    });
    ("payment.created", data)
}

fn save(
    tx: &mut Tx<'_>,
    (mut payment, attempt): (Payment, Attempt),
    instrument: &PaymentInstrument,
    prepared: &Prepared,
) -> Result<Start> {
    let card =
        SealedCard::load(tx, instrument, prepared.now)?.ok_or(Refusal::PaymentTokenInvalid)?;
    let created = created(&payment);
    prepared.record.of_payment(tx, 0, &mut payment, created)?;
    let sent = json!({ "attempt": attempt.id, "processor": payment.content.processor });
    prepared.record.of_payment(tx, 1, &mut payment, ("payment.authorization_started", sent))?;
    payment::insert(tx, &payment)?;
    attempt::insert(tx, &attempt)?;
    prepared.watch.begin(tx, attempt.id)?;
    Ok(Start::Go(Box::new(Started { payment, attempt, card })))
}

/// The instrument that the token names, if the caller may pay with it; `None` without one.
fn named_instrument(
    tx: &mut Tx<'_>,
    account: &Account,
    new: &NewPayment,
) -> Result<Option<PaymentInstrument>> {
    let Some(token) = &new.token else { return Ok(None) };
    let of_caller = |instrument: &PaymentInstrument| {
        instrument.account_id == account.id
            && (new.checkout.as_ref())
                .is_none_or(|claim| claim.session_id == instrument.client_session_id)
    };
    if !is_token(token) {
        return Err(Refusal::PaymentTokenInvalid.into());
    }
    let named = payment_instrument::by_token(tx, token)?.filter(of_caller);
    Ok(Some(named.ok_or(Refusal::PaymentTokenInvalid)?))
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
        Some(checkout) => view::newest(tx, &app.views, session, checkout),
        None => Ok(None),
    }
}
