//! The one place where the merchant API turns an error into its answer
//! (spec/merchant-api.md §2).

use axum::http::StatusCode;

use tender_domain::api_version::ApiVersion;
use tender_domain::error::Error as Refusal;
use tender_domain::id::PaymentId;
use tender_domain::payment::PaymentStatus;

use crate::checkout::Error;
use crate::envelope::Envelope;
use crate::failure::refusal;
use crate::http::json::invalid;

/// What the answer depends on beside the error.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The caller's version.
    pub version: ApiVersion,
    /// The schema of the request's body.
    pub model: &'static str,
}

/// For `map_err`.
pub fn envelope(context: Context) -> impl Fn(Error) -> Envelope {
    move |error| refusal(error).map_or_else(|inner| inner, |refusal| refused(refusal, context))
}

fn refused(refusal: Refusal, context: Context) -> Envelope {
    let bad = |id, text: &'static str| Envelope::new(StatusCode::BAD_REQUEST, id, text);
    match refusal {
        Refusal::Invalid(faults) => invalid(context.model, faults),
        Refusal::MetadataEmptyKey => bad("MetadataContainsEmptyKey", "A key of metadata is empty.")
            .suggest("Name the key or leave it out."),
        Refusal::ClientTokenInvalid => bad(
            "ClientSessionValidationError",
            "The client token is unknown, was changed on its way or has expired.",
        )
        .suggest("Create a new client session and use its clientToken."),
        Refusal::RevisionMismatch { current } => Envelope::new(
            StatusCode::PRECONDITION_FAILED,
            "RevisionMismatch",
            format!("The session is at revision {current}, not at the one in If-Match."),
        )
        .suggest("Read the session again and repeat the change on what you find."),
        Refusal::IdempotencyKeyReused { payment } => key_reused(context.version, payment),
        Refusal::SessionHasPayment(payment) => about(
            bad("PaymentError", "Another payment of this client session takes or may take money."),
            payment,
        ),
        Refusal::PaymentTokenUsed(payment) => {
            about(bad("PaymentError", "The paymentMethodToken was used up by a payment."), payment)
                .suggest("Collect the payment method again; a single-use token pays once.")
        }
        Refusal::PaymentTokenInvalid => {
            bad("PaymentError", "The paymentMethodToken is unknown or has expired.")
                .suggest("Collect the payment method again.")
        }
        Refusal::PaymentNotFound => bad("PaymentError", "There is no payment with this id."),
        Refusal::PaymentStatusInvalid(status) => Envelope::new(
            StatusCode::BAD_REQUEST,
            "InvalidPaymentStatus",
            format!("A payment in status {} does not allow this.", status.as_str()),
        ),
        Refusal::NoActionToHandle => Envelope::new(
            StatusCode::ACCEPTED,
            "NoActionsToHandle",
            "The payment is still being processed; read it again in a moment.",
        ),
        Refusal::SessionOutdated => Envelope::new(
            StatusCode::CONFLICT,
            "ClientSessionOutdated",
            "The session's total is not the one that was shown.",
        ),
        Refusal::TooManyCardAttempts => Envelope::of_status(StatusCode::TOO_MANY_REQUESTS),
        Refusal::LimitReached(text) => bad("PaymentError", text),
    }
}

/// Version 2.3 moved the refusal of a used key from 400 to 409 (spec/merchant-api.md §7).
fn key_reused(version: ApiVersion, payment: Option<(PaymentId, PaymentStatus)>) -> Envelope {
    let text = "This idempotency key was used before; nothing was done.";
    let envelope = if version < ApiVersion::V2_3 {
        let id = "TransactionRequestIdempotencyKeyAlreadyExists";
        Envelope::new(StatusCode::BAD_REQUEST, id, text)
    } else {
        Envelope::new(StatusCode::CONFLICT, "IdempotencyKeyAlreadyExists", text)
    };
    let envelope = envelope.suggest("Use a new key for a new payment.");
    match payment {
        Some(payment) => about(envelope, payment),
        None => envelope,
    }
}

fn about(envelope: Envelope, (id, status): (PaymentId, PaymentStatus)) -> Envelope {
    envelope.about_payment(id, status.as_str())
}
