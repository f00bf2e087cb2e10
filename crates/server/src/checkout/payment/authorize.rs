//! The call to the processor, outside any transaction.

use tender_domain::event::Actor;
use tender_domain::payment::Outcome;
use tender_domain::status_reason::StatusReason;

use super::Paid;
use super::settle::settle;
use super::start::Started;
use crate::app::App;
use crate::jobs::reconcile::SEND_WITHIN;

const NOT_SENT: &str = "The card data could not be read; nothing was sent.";

/// Calls, then commits the outcome and returns the payment with it. Whatever goes wrong
/// here, the attempt stays recorded as started and the reconciler asks for it.
pub(super) async fn authorize(app: &App, started: Started) -> Option<Paid> {
    let Started { payment, attempt, card } = started;
    if app.env.now() >= attempt.created_at.after(SEND_WITHIN) {
        tracing::warn!(payment.id = %payment.id, "too late to send; the reconciler decides");
        return None;
    }
    let outcome = match app.card_gateway.authorize(&payment, &attempt, card).await {
        Ok(outcome) => outcome,
        Err(error) => {
            // Nothing was sent: the card could not even be opened.
            tracing::error!(payment.id = %payment.id, %error, "the card data could not be read");
            Outcome::Failed { reason: StatusReason::application_error(NOT_SENT) }
        }
    };
    let processor = payment.content.processor.as_ref();
    let actor = processor
        .map_or(Actor::System, |processor| Actor::Processor { name: processor.name.clone() });
    match settle(app, attempt.id, outcome, actor).await {
        Ok((payment, attempt)) => Some(Paid { payment, attempts: vec![attempt], waiting: false }),
        Err(error) => {
            tracing::error!(
                payment.id = %payment.id, attempt.id = %attempt.id, %error,
                "the outcome could not be stored; the reconciler will ask again",
            );
            None
        }
    }
}
