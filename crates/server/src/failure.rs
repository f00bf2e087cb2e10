//! What goes wrong inside, in the same words for every API. The rules' refusals are
//! each API's own to word.

use axum::http::StatusCode;

use tender_domain::error::Error as Refusal;
use tender_domain::payment::PaymentStatus;
use tender_store::Error as StoreError;

use crate::checkout::Error;
use crate::envelope::Envelope;

/// The refusal, or the answer for what is nobody's fault outside.
///
/// # Errors
/// The answer: as [`unread`]; 504 when it is not known what was done.
pub fn refusal(error: Error) -> Result<Refusal, Envelope> {
    Err(match error {
        Error::Refused(refusal) => return Ok(refusal),
        Error::AfterPayment { payment, cause } => Envelope::of_status(StatusCode::GATEWAY_TIMEOUT)
            .about_payment(payment, PaymentStatus::Pending.as_str())
            .caused_by(cause),
        Error::Store(error @ StoreError::OutcomeUnknown) => {
            Envelope::of_status(StatusCode::GATEWAY_TIMEOUT).caused_by(error)
        }
        Error::Store(error) => unread(error),
        Error::Internal(cause) => Envelope::internal(cause),
    })
}

/// The answer when the database did not do what it was asked, and nothing was changed:
/// 503 if trying again can help, else 500.
#[must_use]
pub fn unread(error: StoreError) -> Envelope {
    if error.is_busy() {
        Envelope::of_status(StatusCode::SERVICE_UNAVAILABLE).caused_by(error)
    } else {
        Envelope::internal(error)
    }
}
