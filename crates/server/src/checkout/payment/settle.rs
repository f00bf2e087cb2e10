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

/// Commits an outcome. Idempotent: a decided attempt stays as it is, and what was heard
/// before is not recorded again.
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
            let before = attempt.clone();
            let effects = payment.settle_attempt(&mut attempt, outcome.clone(), now)?;
            if let Some(event) = event_of(&before, &attempt) {
                record.of_payment(tx, 0, &mut payment, event)?;
                payment::save(tx, &payment)?;
            }
            if attempt != before {
                attempt::save(tx, &attempt)?;
            }
            for effect in effects {
                perform(tx, effect, &watch)?;
            }
            Ok((payment, attempt))
        })
        .await
}

/// The timeline's entry: what came of the attempt, or that money was reserved for an
/// attempt on which nobody counts any more. Nothing if that was known before.
fn event_of(before: &Attempt, attempt: &Attempt) -> Option<(&'static str, Value)> {
    if attempt.late_approvals.len() > before.late_approvals.len() {
        let data = json!({ "attempt": attempt.id, "transactionId": attempt.late_approvals.last() });
        return Some(("payment.approved_too_late", data));
    }
    (!before.state.is_decided() && attempt.state != before.state).then(|| {
        let data = json!({ "attempt": attempt.id, "state": attempt.state });
        ("payment.authorization_answered", data)
    })
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
