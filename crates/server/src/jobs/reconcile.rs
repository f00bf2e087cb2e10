//! The reconciler: finds out what became of an attempt whose answer was lost, by a
//! crash or a timeout. It asks by the attempt's key and never sends again
//! (DESIGN rule 5).

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use tender_domain::event::Actor;
use tender_domain::id::{AttemptId, JobId};
use tender_domain::payment::{Attempt, Charge, Outcome};
use tender_domain::status_reason::StatusReason;
use tender_domain::time::Timestamp;
use tender_store::job::{self, Job, NewJob};
use tender_store::{Tx, attempt, payment};

use super::End;
use crate::app::App;
use crate::card_gateway::{Closed, Finding};
use crate::checkout::payment::settle;
use crate::checkout::{Error, Result};
use crate::env::Env;

/// The jobs' kind.
pub const KIND: &str = "reconcile";

/// When an attempt is first asked about. Sooner, most calls would still be running;
/// asking meanwhile is harmless, for a settled attempt stays settled.
const FIRST_ASK: Duration = Duration::from_secs(10);

/// How long after its start a call is still given time to arrive at the processor. Then
/// its key is closed.
const ARRIVAL_MAX: Duration = Duration::from_secs(120);

/// Questions before the key is closed. Their doubling pauses add up to two minutes of
/// the asking node's own time, so a clock that is ahead decides nothing by itself.
const ASKS_BEFORE_NEVER_SEEN: i64 = 8;

/// Longest pause between two questions. They never end: money may hang on the answer.
const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);

/// The watch over one attempt, to be enqueued in its commit.
pub struct Watch {
    job_id: JobId,
    now: Timestamp,
}

impl Watch {
    /// Prepared before the transaction.
    #[must_use]
    pub fn new(env: &Env) -> Self {
        Self { job_id: env.id(), now: env.now() }
    }

    /// Asks about the attempt from a little later on.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn begin(&self, tx: &mut Tx<'_>, attempt: AttemptId) -> Result<()> {
        self.enqueue(tx, attempt, self.now.after(FIRST_ASK))
    }

    /// Asks about the attempt now.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn hasten(&self, tx: &mut Tx<'_>, attempt: AttemptId) -> Result<()> {
        self.enqueue(tx, attempt, self.now)
    }

    /// Asks no more: the attempt is decided.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn end(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<()> {
        Ok(job::cancel(tx, &dedupe_key(attempt))?)
    }

    fn enqueue(&self, tx: &mut Tx<'_>, attempt: AttemptId, run_at: Timestamp) -> Result<()> {
        let job = NewJob {
            id: self.job_id,
            kind: KIND,
            dedupe_key: Some(dedupe_key(attempt)),
            payload: json!({ "attempt": attempt }),
            run_at,
            created_at: self.now,
        };
        Ok(job::enqueue(tx, &job)?)
    }
}

fn dedupe_key(attempt: AttemptId) -> String {
    format!("{KIND}:{attempt}")
}

/// Asks once.
///
/// # Errors
/// When the database refuses; the job then runs again.
pub async fn run(app: &Arc<App>, job: &Job) -> Result<End> {
    let id: AttemptId = (job.payload.get("attempt").and_then(|id| id.as_str()))
        .and_then(|id| id.parse().ok())
        .ok_or_else(|| Error::Internal("a reconcile job names no attempt".to_owned()))?;
    let stored = app.store.read(move |tx| {
        let Some(attempt) = attempt::load(tx, id)? else { return Ok(None) };
        let payment = payment::load(tx, attempt.payment_id)?;
        Ok::<_, Error>(payment.map(|payment| (attempt, payment)))
    });
    let Some((attempt, payment)) = stored.await? else { return Ok(End::Done) };
    if !attempt.state.is_open(app.env.now()) {
        return Ok(End::Done);
    }
    let again = |app: &App| {
        End::Again(next_ask(app.env.now(), job.attempts), "the outcome is not known for certain")
    };
    let Some(outcome) = find_out(app, &attempt, &payment.content.charge, job.attempts).await else {
        return Ok(again(app));
    };
    let (payment, attempt) = settle(app, id, outcome, Actor::System).await?;
    tracing::info!(
        payment.id = %payment.id, attempt.id = %id, payment.status = payment.status.as_str(),
        "reconciled",
    );
    Ok(if attempt.state.is_open(app.env.now()) { again(app) } else { End::Done })
}

/// What became of the attempt; `None` while nothing is certain.
async fn find_out(app: &App, attempt: &Attempt, charge: &Charge, asks: i64) -> Option<Outcome> {
    let gateway = &app.card_gateway;
    let silent_for_long =
        app.env.now() >= attempt.created_at.after(ARRIVAL_MAX) && asks >= ASKS_BEFORE_NEVER_SEEN;
    let finding = match gateway.can_look_up() {
        true => gateway.look_up(attempt, charge).await,
        false => Finding::Unknown,
    };
    match finding {
        Finding::Decided(Outcome::Unknown { .. }) | Finding::Unknown => None,
        Finding::Decided(outcome) => Some(outcome),
        Finding::NeverSeen if attempt.state.is_decided() || !silent_for_long => None,
        Finding::NeverSeen => match gateway.close(attempt, charge).await {
            Closed::Now => {
                let reason = "The request never reached the processor.";
                Some(Outcome::NeverSeen { reason: StatusReason::application_error(reason) })
            }
            Closed::TooLate(Outcome::Unknown { .. }) | Closed::Unknown => None,
            Closed::TooLate(outcome) => Some(outcome),
            Closed::Impossible => {
                tracing::error!(
                    payment.id = %attempt.payment_id, attempt.id = %attempt.id,
                    "the processor has no trace of the call and cannot rule it out: ask there",
                );
                None
            }
        },
    }
}

/// Doubling pauses from one second.
fn next_ask(now: Timestamp, attempts: i64) -> Timestamp {
    let doublings = u32::try_from(attempts.clamp(1, 16) - 1).unwrap_or(0);
    now.after(Duration::from_secs(1 << doublings).min(PAUSE_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_limit_and_never_end() {
        let now = Timestamp::from_micros(0);
        let pause = |attempts| next_ask(now, attempts).as_seconds();
        assert_eq!([1, 2, 3, 10].map(pause), [1, 2, 4, 512]);
        assert_eq!([11, 12, 100, 1_000_000].map(pause), [900; 4]);
    }
}
