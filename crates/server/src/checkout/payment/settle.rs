//! The commit of what came of an attempt. Answers, late answers and the
//! reconciler's findings all come through here.

use serde_json::{Value, json};

use tender_domain::event::Actor;
use tender_domain::id::AttemptId;
use tender_domain::payment::{Attempt, Effect, Outcome, Payment};
use tender_store::{Tx, attempt, card_data, client_session, payment};

use super::super::{Error, Result};
use crate::app::App;
use crate::jobs::reconcile;
use crate::record::Record;

/// Commits an outcome. Idempotent: a decided attempt stays as it is.
///
/// # Errors
/// When the database refuses, or the outcome contradicts the payment's state.
pub async fn settle(
    app: &App,
    attempt_id: AttemptId,
    outcome: Outcome,
    actor: Actor,
) -> Result<(Payment, Attempt)> {
    let now = app.env.now();
    let record = Record::new(&app.env, actor);
    let watch = reconcile::Watch::new(&app.env);
    app.store
        .write_outcome(move |tx| {
            let (mut payment, mut attempt) = lock(tx, attempt_id)?;
            let effects = payment.settle_attempt(&mut attempt, outcome.clone(), now)?;
            if effects.is_empty() {
                return Ok((payment, attempt));
            }
            payment.check_invariants().map_err(|broken| Error::Internal(broken.to_owned()))?;
            record.of_payment(tx, 0, &mut payment, event_of(&effects, &attempt, &outcome))?;
            attempt::save(tx, &attempt)?;
            payment::save(tx, &payment)?;
            for effect in effects {
                perform(tx, effect, &watch)?;
            }
            Ok((payment, attempt))
        })
        .await
}

/// The timeline's entry: what came of the attempt, or that money was reserved for an
/// attempt on which nobody counts any more.
fn event_of(effects: &[Effect], attempt: &Attempt, outcome: &Outcome) -> (&'static str, Value) {
    match (effects, outcome) {
        ([Effect::ReportLateApproval(_)], Outcome::Approved { transaction_id }) => {
            let data = json!({ "attempt": attempt.id, "transactionId": transaction_id });
            ("payment.approved_too_late", data)
        }
        _ => {
            let data = json!({ "attempt": attempt.id, "state": attempt.state });
            ("payment.authorization_answered", data)
        }
    }
}

/// Locks session, payment and attempt, in this order.
fn lock(tx: &mut Tx<'_>, id: AttemptId) -> Result<(Payment, Attempt)> {
    let gone = || Error::Internal(format!("attempt {id} is not stored"));
    let (payment_id, session_id) = attempt::owners(tx, id)?.ok_or_else(gone)?;
    if let Some(session_id) = session_id {
        client_session::hold(tx, session_id)?;
    }
    let payment = payment::lock(tx, payment_id)?.ok_or_else(gone)?;
    let attempt = attempt::lock(tx, id)?.ok_or_else(gone)?;
    Ok((payment, attempt))
}

fn perform(tx: &mut Tx<'_>, effect: Effect, watch: &reconcile::Watch) -> Result<()> {
    match effect {
        Effect::ForgetCvv(instrument) => card_data::delete_cvv(tx, instrument)?,
        Effect::Reconcile(attempt) => watch.hasten(tx, attempt)?,
        Effect::StopReconciling(attempt) => reconcile::Watch::end(tx, attempt)?,
        Effect::ReportLateApproval(attempt) => {
            tracing::error!(
                attempt.id = %attempt,
                "the processor approved an attempt that was decided otherwise: void it there",
            );
        }
    }
    Ok(())
}
