//! `POST /payments` and `GET /payments/{id}` (spec/merchant-api.md §4).

mod answer;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use deserr::Deserr;
use utoipa::ToSchema;

use tender_domain::api_key::Scope;
use tender_domain::api_version::ApiVersion;
use tender_domain::client_session::SessionUpdate;
use tender_domain::customer::CustomerUpdate;
use tender_domain::error::{Error as Refusal, Faults};
use tender_domain::field::Optional;
use tender_domain::id::PaymentId;
use tender_domain::metadata::Metadata;
use tender_domain::money::{Amount, Currency};
use tender_domain::order::OrderUpdate;
use tender_domain::patch::Patch;
use tender_domain::payment::{Expand, PaymentRequest};
use tender_domain::payment_method::PaymentMethodSettings;
use tender_domain::text::{Name, Text};

pub use self::answer::PaymentAnswer;
use super::error::{Context, envelope};
use super::version::Version;
use crate::app::App;
use crate::auth::MerchantAuth;
use crate::checkout::idempotency::{IdempotencyRequest, KeyOwner};
use crate::checkout::payment::{self as use_case, NewPayment};
use crate::envelope::{Envelope, ErrorBody};
use crate::http::body::BodyBytes;
use crate::http::json;

const CREATE: &str = "PaymentCreationAPIRequest";

/// What a payment is made of. What is absent comes from the client session in which the
/// token was made; unknown fields are refused.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = PaymentCreationAPIRequest, rename_all = "camelCase")]
#[serde(deny_unknown_fields)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
pub struct PaymentCreationRequest {
    /// The token from the checkout.
    pub payment_method_token: String,
    /// The merchant's name for the order.
    #[deserr(default, from(Optional<Name>) = Optional::into_option)]
    pub order_id: Option<Name>,
    /// The amount's currency.
    #[deserr(default, from(Optional<Currency>) = Optional::into_option)]
    pub currency_code: Option<Currency>,
    /// Total in minor units; overrides the order's and disables surcharges.
    #[deserr(default, from(Optional<Amount>) = Optional::into_option)]
    pub amount: Option<Amount>,
    /// What is bought; each key sent replaces the session's.
    #[deserr(default, from(Optional<OrderUpdate>) = Optional::into_option)]
    pub order: Option<OrderUpdate>,
    /// The merchant's name for the customer.
    #[deserr(default, from(Optional<Text<1, 255>>) = Optional::into_option)]
    pub customer_id: Option<Text<1, 255>>,
    /// Who buys; each key sent replaces the session's.
    #[deserr(default, from(Optional<CustomerUpdate>) = Optional::into_option)]
    pub customer: Option<CustomerUpdate>,
    /// The merchant's own data.
    #[deserr(default, from(Optional<Metadata>) = Optional::into_option)]
    pub metadata: Option<Metadata>,
    /// How it is paid; each key sent wins over the session's.
    #[deserr(default, from(Optional<PaymentMethodSettings>) = Optional::into_option)]
    pub payment_method: Option<PaymentMethodSettings>,
    /// `transactions.events` adds the events of each transaction.
    #[deserr(default, from(Optional<Vec<Expand>>) = Optional::into_option)]
    pub expand: Option<Vec<Expand>>,
}

impl PaymentCreationRequest {
    fn into_parts(self) -> (String, PaymentRequest) {
        let update = SessionUpdate {
            order_id: keep_or_set(self.order_id),
            currency_code: keep_or_set(self.currency_code),
            amount: keep_or_set(self.amount),
            customer_id: keep_or_set(self.customer_id),
            customer: keep_or_set(self.customer),
            order: keep_or_set(self.order),
            metadata: keep_or_set(self.metadata),
            payment_method: Patch::Keep,
        };
        let payment_method = self.payment_method.unwrap_or_default();
        (self.payment_method_token, PaymentRequest { update, payment_method })
    }
}

fn keep_or_set<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Keep, Patch::Set)
}

/// Create a payment
///
/// Authorises the payment method behind `paymentMethodToken`. Answers 200 for every
/// outcome, also a decline; 504 if the processor's answer is still awaited after 90
/// seconds (25 before version 2.4), with the id of the payment, which goes on.
#[utoipa::path(
    post, path = "/payments", tag = "Payments API",
    operation_id = "createPayment",
    security(("ApiKeyAuth" = [])),
    params(
        ("X-Api-Version" = Option<String>, Header, description = "2.1 to 2.4; the earliest if absent"),
        ("X-Idempotency-Key" = Option<String>, Header, description = "Refuses a second payment with the same key"),
    ),
    request_body = PaymentCreationRequest,
    responses(
        (status = 200, description = "The payment, whatever came of it", body = PaymentAnswer),
        (status = 400, description = "The payment could not be created", body = ErrorBody),
        (status = 401, description = "Unknown API key", body = ErrorBody),
        (status = 403, description = "The key lacks `transactions:authorize`", body = ErrorBody),
        (status = 409, description = "The idempotency key was used before", body = ErrorBody),
        (status = 422, description = "Faults in the body, or no amount to charge", body = ErrorBody),
        (status = 504, description = "The outcome is not known yet", body = ErrorBody),
    ),
)]
pub async fn create(
    State(app): State<Arc<App>>,
    auth: MerchantAuth,
    Version(version): Version,
    headers: HeaderMap,
    BodyBytes(body): BodyBytes,
) -> Result<Json<PaymentAnswer>, Envelope> {
    auth.require(Scope::TransactionsAuthorize)?;
    let request: PaymentCreationRequest = json::read(&body, CREATE)?;
    let refuse = envelope(Context { version, model: CREATE });
    let idempotency = IdempotencyRequest::from_headers(&headers, &body, KeyOwner::MerchantPayments)
        .map_err(&refuse)?;
    let with_events = request.expand.as_ref().is_some_and(|expand| !expand.is_empty());
    let (token, request) = request.into_parts();
    let new = NewPayment {
        token: Some(token),
        request: Some(request),
        checkout: None,
        idempotency,
        actor: auth.actor(),
    };
    let paid = use_case::create(&app, &auth.account, new, patience(version)).await;
    let paid = paid.map_err(&refuse)?;
    if paid.waiting {
        let (id, status) = (paid.payment.id, paid.payment.status.as_str());
        return Err(Envelope::of_status(StatusCode::GATEWAY_TIMEOUT).about_payment(id, status));
    }
    Ok(Json(PaymentAnswer::of(paid, version, with_events)))
}

/// Read a payment
///
/// As it is now, with its transactions.
#[utoipa::path(
    get, path = "/payments/{id}", tag = "Payments API",
    operation_id = "readPayment",
    security(("ApiKeyAuth" = [])),
    params(
        ("id" = String, Path, description = "The payment's id"),
        ("expand" = Option<String>, Query, description = "`transactions.events` adds the events of each transaction (2.4)"),
        ("X-Api-Version" = Option<String>, Header, description = "2.1 to 2.4; the earliest if absent"),
    ),
    responses(
        (status = 200, description = "The payment", body = PaymentAnswer),
        (status = 400, description = "No such payment", body = ErrorBody),
        (status = 401, description = "Unknown API key", body = ErrorBody),
        (status = 403, description = "The key lacks `transactions:retrieve`", body = ErrorBody),
    ),
)]
pub async fn read(
    State(app): State<Arc<App>>,
    auth: MerchantAuth,
    Version(version): Version,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<PaymentAnswer>, Envelope> {
    auth.require(Scope::TransactionsRetrieve)?;
    let refuse = envelope(Context { version, model: "path" });
    let with_events = query.get("expand").is_some_and(|expand| {
        expand.split(',').any(|name| Expand::parse(name) == Some(Expand::TransactionsEvents))
    });
    let id: PaymentId = id.parse().map_err(|_| refuse(Refusal::PaymentNotFound.into()))?;
    let paid = use_case::find(&app, auth.account.id, id).await.map_err(&refuse)?;
    Ok(Json(PaymentAnswer::of(paid, version, with_events)))
}

/// How long the merchant's call waits for the outcome (spec/merchant-api.md §1).
fn patience(version: ApiVersion) -> Duration {
    Duration::from_secs(if version >= ApiVersion::V2_4 { 90 } else { 25 })
}
