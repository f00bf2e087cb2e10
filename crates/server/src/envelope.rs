//! The one shape of an error answer, shared by every API: `{"error": {…}}`
//! (spec/merchant-api.md §2). Each API maps its errors to an [`Envelope`]; the
//! edge writes the body, because only there is the request's id at hand, and logs
//! the cause beside it.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use tender_domain::error::Fault;

/// An error on its way to the caller. Use it as the `Err` of a handler.
#[derive(Debug, Clone)]
pub struct Envelope {
    status: StatusCode,
    error_id: &'static str,
    description: Cow<'static, str>,
    recovery_suggestion: Option<&'static str>,
    validation_errors: Option<Vec<ValidationErrors>>,
    payment: Option<Box<PaymentReference>>,
    cause: Option<Box<str>>,
    /// Seconds.
    retry_after: Option<u32>,
}

impl Envelope {
    /// An error with an id that clients can match on and a sentence for people.
    #[must_use]
    pub fn new(
        status: StatusCode,
        error_id: &'static str,
        description: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            error_id,
            description: description.into(),
            recovery_suggestion: None,
            validation_errors: None,
            payment: None,
            cause: None,
            retry_after: None,
        }
    }

    /// The general error of a status, for answers that say no more than that.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let (error_id, description) = general_error(status);
        Self::new(status, error_id, description)
    }

    /// A 500 that tells the caller nothing and the log everything.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR).caused_by(cause)
    }

    /// Adds what the caller can do about it.
    #[must_use]
    pub fn suggest(mut self, recovery: &'static str) -> Self {
        self.recovery_suggestion = Some(recovery);
        self
    }

    /// Adds the faults of a body that should have been a `model`; none at all
    /// writes `validationErrors: []`.
    #[must_use]
    pub fn with_faults(mut self, model: &'static str, faults: Vec<Fault>) -> Self {
        let errors: Vec<_> = faults.into_iter().map(FieldError::from).collect();
        let found = (!errors.is_empty()).then_some(ValidationErrors { model, errors });
        self.validation_errors = Some(found.into_iter().collect());
        self
    }

    /// Adds the payment that the error is about.
    #[must_use]
    pub fn about_payment(mut self, id: impl ToString, status: &'static str) -> Self {
        self.payment = Some(Box::new(PaymentReference { id: id.to_string(), status }));
        self
    }

    /// Adds the inner cause, which only the log shows.
    #[must_use]
    pub fn caused_by(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string().into_boxed_str());
        self
    }

    /// Adds when to try again, in seconds. Every 503 says a second by itself.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Writes `validationErrors` also when there are none, for an API whose clients need it.
    #[must_use]
    pub fn listing_faults(mut self) -> Self {
        self.validation_errors.get_or_insert_default();
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The id that clients match on.
    #[must_use]
    pub fn error_id(&self) -> &'static str {
        self.error_id
    }

    /// What only the log shows.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// Writes the body of `response`, which came from [`Self::into_response`].
    pub(crate) fn write(&self, response: &mut Response, diagnostics_id: &str) {
        let body = ErrorBody {
            error: ErrorObject {
                error_id: self.error_id,
                description: &self.description,
                recovery_suggestion: self.recovery_suggestion,
                diagnostics_id,
                validation_errors: self.validation_errors.as_deref(),
                payment_id: self.payment.as_ref().map(|payment| payment.id.as_str()),
                payment_status: self.payment.as_ref().map(|payment| payment.status),
            },
        };
        *response.body_mut() = Body::from(serde_json::to_vec(&body).unwrap_or_default());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let busy = (self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(1);
        if let Some(seconds) = self.retry_after.or(busy) {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

/// Leaves the body to the edge.
impl IntoResponse for Envelope {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// An error answer.
#[derive(Serialize, ToSchema)]
pub struct ErrorBody<'a> {
    error: ErrorObject<'a>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ErrorObject<'a> {
    /// What happened, for programs.
    error_id: &'a str,
    /// What happened, for people.
    description: &'a str,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_suggestion: Option<&'a str>,
    /// The request's id: quote it to find the request in the server's log.
    diagnostics_id: &'a str,
    /// The faults of the request's body, by field.
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_errors: Option<&'a [ValidationErrors]>,
    /// The payment that the error is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_id: Option<&'a str>,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_status: Option<&'a str>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct ValidationErrors {
    /// The schema that the body should have followed.
    model: &'static str,
    errors: Vec<FieldError>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct FieldError {
    /// JSONPath of the field.
    path: String,
    description: String,
}

impl From<Fault> for FieldError {
    fn from(fault: Fault) -> Self {
        Self { path: fault.path, description: fault.description }
    }
}

#[derive(Debug, Clone)]
struct PaymentReference {
    id: String,
    status: &'static str,
}

fn general_error(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::UNAUTHORIZED => ("Unauthorized", "The request is not authenticated."),
        StatusCode::FORBIDDEN => ("Forbidden", "The request is not permitted."),
        StatusCode::NOT_FOUND => ("RouteNotFound", "There is nothing at this path."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("MethodNotAllowed", "This path does not answer this method; see the Allow header.")
        }
        StatusCode::REQUEST_TIMEOUT => {
            ("RequestTimeout", "The request's body did not arrive in time.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => ("RequestTooLarge", "The request's body is too large."),
        StatusCode::TOO_MANY_REQUESTS => ("TooManyRequests", "Too many requests; try again later."),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            ("RequestHeadersTooLarge", "The request has too many or too large headers.")
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            ("ServiceUnavailable", "The server is too busy; nothing was changed. Try again soon.")
        }
        StatusCode::GATEWAY_TIMEOUT => {
            ("Timeout", "The request was not finished in time; its outcome is not known yet.")
        }
        status if status.is_client_error() => ("BadRequest", "The request cannot be read."),
        _ => ("InternalError", "Something went wrong in the server; the log has the details."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn body(envelope: Envelope) -> serde_json::Value {
        let mut response = Response::default();
        envelope.write(&mut response, "d-1");
        let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[tokio::test]
    async fn only_what_is_set_is_written() {
        let envelope = Envelope::new(StatusCode::BAD_REQUEST, "PaymentError", "No such payment.");
        let expected = serde_json::json!({"error": {
            "errorId": "PaymentError", "description": "No such payment.", "diagnosticsId": "d-1"
        }});
        assert_eq!(body(envelope).await, expected);
    }

    #[tokio::test]
    async fn everything_that_can_be_set() {
        let envelope = Envelope::new(StatusCode::CONFLICT, "Id", "Text.")
            .suggest("Do that.")
            .with_faults("Model", vec![Fault::new("$.a", "must be a string")])
            .about_payment("p1", "PENDING")
            .caused_by("secret");
        let expected = serde_json::json!({"error": {
            "errorId": "Id", "description": "Text.", "recoverySuggestion": "Do that.",
            "diagnosticsId": "d-1",
            "validationErrors": [
                {"model": "Model", "errors": [{"path": "$.a", "description": "must be a string"}]}
            ],
            "paymentId": "p1", "paymentStatus": "PENDING"
        }});
        assert_eq!(body(envelope).await, expected);
        let none = Envelope::of_status(StatusCode::NOT_FOUND).with_faults("Model", Vec::new());
        assert_eq!(body(none).await["error"]["validationErrors"], serde_json::json!([]));
    }
}
