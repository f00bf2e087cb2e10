//! The commit of what came of an attempt. Answers, late answers and the
//! reconciler's findings all come through here.

use serde_json::json;

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
) -> Result<Payment> {
    let now = app.env.now();
    let record = Record::new(&app.env, actor);
    let watch = reconcile::Watch::new(&app.env);
    app.store
        .write_outcome(move |tx| {
            let (mut payment, mut attempt) = lock(tx, attempt_id)?;
            let effects = payment.settle_attempt(&mut attempt, outcome.clone(), now)?;
            if effects.is_empty() {
                return Ok(payment);
            }
            payment.check_invariants().map_err(|broken| Error::Internal(broken.to_owned()))?;
            let status = json!({
                "attempt": attempt.id,
                "state": attempt.state,
                "status": payment.status,
            });
            record.of_payment(tx, 0, &mut payment, ("payment.authorization_answered", status))?;
            attempt::save(tx, &attempt)?;
            payment::save(tx, &payment)?;
            for effect in effects {
                perform(tx, effect, &watch)?;
            }
            Ok(payment)
        })
        .await
}

/// Locks session, payment and attempt, in this order.
fn lock(tx: &mut Tx<'_>, id: AttemptId) -> Result<(Payment, Attempt)> {
    let gone = || Error::Internal(format!("attempt {id} is not stored"));
    let payment_id = attempt::load(tx, id)?.ok_or_else(gone)?.payment_id;
    if let Some(session) = payment::load(tx, payment_id)?.ok_or_else(gone)?.client_session_id {
        client_session::lock(tx, session)?;
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
    }
    Ok(())
}
