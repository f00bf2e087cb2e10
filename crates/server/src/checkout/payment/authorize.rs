//! The call to the processor, outside any transaction.

use std::time::Duration;

use tender_domain::event::Actor;
use tender_domain::id::AttemptId;
use tender_domain::payment::{Attempt, Outcome, Payment};
use tender_domain::status_reason::StatusReason;

use super::Paid;
use super::settle::settle;
use super::start::Started;
use crate::app::App;
use crate::checkout::Error;

const NOT_SENT: &str = "The card data could not be read; nothing was sent.";

/// How often an outcome is stored again when the database refuses: with doubling pauses
/// from one second, half a minute.
const STORE_TRIES: u32 = 6;

/// Calls, then commits the outcome and returns the payment with it. Whatever goes wrong
/// here, the attempt stays recorded as started and the reconciler asks for it.
pub(super) async fn authorize(app: &App, started: Started) -> Option<Paid> {
    let Started { payment, attempt, card } = started;
    let outcome = match app.card_gateway.open(card).await {
        Ok(card) => app.card_gateway.authorize(&payment, &attempt, card).await,
        Err(error) => {
            tracing::error!(payment.id = %payment.id, %error, "the card data could not be read");
            Outcome::Failed { reason: StatusReason::application_error(NOT_SENT) }
        }
    };
    let processor = payment.content.processor.as_ref();
    let actor = processor
        .map_or(Actor::System, |processor| Actor::Processor { name: processor.name.clone() });
    let (payment, attempt) = store(app, attempt.id, outcome, actor).await?;
    Some(Paid { payment, attempts: vec![attempt], waiting: false })
}

/// Commits the outcome, if need be in several tries. What cannot be stored is asked for:
/// the attempt has a watch until it is decided, and for hours after a decision that was
/// made for want of a trace.
async fn store(
    app: &App,
    id: AttemptId,
    outcome: Outcome,
    actor: Actor,
) -> Option<(Payment, Attempt)> {
    let mut tries = 0;
    loop {
        let error = match settle(app, id, outcome.clone(), actor.clone()).await {
            Ok(settled) => return Some(settled),
            Err(error) => error,
        };
        tries += 1;
        tracing::error!(attempt.id = %id, tries, %error, "an outcome could not be stored");
        if tries == STORE_TRIES || !matches!(error, Error::Store(_)) {
            return None;
        }
        tokio::time::sleep(Duration::from_secs(1 << (tries - 1))).await;
    }
}
