//! The one place where the client API turns an error into its answer. iOS and Android
//! disagree about the form of `validationErrors`, so it is always `[]` and the
//! description carries the details (DESIGN, "Client API errors").

use axum::http::StatusCode;

use tender_domain::error::{Error as Refusal, Fault};
use tender_domain::id::PaymentId;
use tender_domain::payment::PaymentStatus;

use crate::checkout::Error;
use crate::envelope::Envelope;
use crate::failure::refusal;

/// For `map_err`.
#[must_use]
pub fn envelope(error: Error) -> Envelope {
    let envelope = refusal(error).map_or_else(|inner| inner, refused);
    envelope.with_faults("", Vec::new())
}

fn refused(refusal: Refusal) -> Envelope {
    let answer = |status, id, text: &'static str| Envelope::new(status, id, text);
    let bad = |id, text| answer(StatusCode::BAD_REQUEST, id, text);
    match refusal {
        Refusal::Invalid(faults) => Envelope::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "RequestValidationError",
            faults.iter().map(sentence).collect::<Vec<_>>().join(" "),
        ),
        Refusal::MetadataEmptyKey => bad("MetadataContainsEmptyKey", "A key of metadata is empty."),
        Refusal::ClientTokenInvalid => {
            answer(StatusCode::UNAUTHORIZED, "Unauthorized", "The client session has expired.")
                .suggest("Start again with the clientToken of a new client session.")
        }
        Refusal::SessionOutdated => answer(
            StatusCode::CONFLICT,
            "ClientSessionOutdated",
            "The total has changed since it was shown. Nothing was charged.",
        )
        .suggest("Refresh the client session, show the new total and let the shopper pay again."),
        Refusal::IdempotencyKeyReused { payment } => {
            let envelope = answer(
                StatusCode::CONFLICT,
                "TransactionRequestIdempotencyKeyAlreadyExists",
                "This idempotency key was used before; nothing was done.",
            );
            about(envelope, payment)
        }
        Refusal::SessionHasPayment(payment) => about(
            bad("PaymentError", "Another payment of this session takes or may take money."),
            Some(payment),
        ),
        Refusal::PaymentTokenUsed(payment) => about(
            bad("PaymentError", "The paymentMethodToken was used up by a payment."),
            Some(payment),
        ),
        Refusal::PaymentTokenInvalid => {
            bad("PaymentError", "The paymentMethodToken is unknown or has expired.")
        }
        Refusal::PaymentNotFound => bad("PaymentError", "There is no payment with this id."),
        Refusal::PaymentStatusInvalid(_) => {
            bad("InvalidPaymentStatus", "The payment's status does not allow this.")
        }
        Refusal::NoActionToHandle => {
            bad("NoActionsToHandle", "The resumeToken belongs to no open action of this payment.")
        }
        Refusal::RevisionMismatch { .. } => {
            answer(StatusCode::PRECONDITION_FAILED, "RevisionMismatch", "The session has changed.")
        }
        Refusal::TooManyCardAttempts => answer(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyCardAttempts",
            "Too many cards were tried. Wait an hour, or start a new checkout.",
        ),
        Refusal::LimitReached(text) => bad("PaymentError", text),
    }
}

fn sentence(fault: &Fault) -> String {
    format!("{} {}.", fault.path, fault.description)
}

fn about(envelope: Envelope, payment: Option<(PaymentId, PaymentStatus)>) -> Envelope {
    match payment {
        Some((id, status)) => envelope.about_payment(id, status.as_str()),
        None => envelope,
    }
}
