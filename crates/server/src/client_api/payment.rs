//! A checkout pays. Clients know three outcomes: PENDING, SUCCESS, FAILED
//! (spec/client-protocol.md §2.5). A decline is an outcome, not an error.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Serialize;
use serde_json::Value;

use tender_domain::checkout_view::Shown;
use tender_domain::error::Error as Refusal;
use tender_domain::id::PaymentId;
use tender_domain::money::{Amount, Currency};
use tender_domain::payment::{PaymentStatus, TOKEN_IS_NEEDED};

use super::auth::{ClientAuth, EndedClientAuth};
use super::error::envelope;
use super::required_action::{self, RequiredAction};
use crate::app::App;
use crate::checkout::idempotency::{IdempotencyRequest, KeyOwner, asks_to_replay};
use crate::checkout::payment::{self as use_case, CheckoutClaim, NewPayment, Paid};
use crate::checkout::{Error, Result};
use crate::envelope::Envelope;
use crate::http::body::BodyBytes;
use crate::http::json;

/// How long a checkout waits for an outcome; clients give up after 60 s, the answer is
/// promised within 45 (DESIGN, "Timeouts").
const PATIENCE: Duration = Duration::from_secs(42);

/// How often a resumed payment is looked at.
const PAUSE: Duration = Duration::from_millis(250);

/// `POST /payments`. A checkout whose session has ended makes no new payment, but it may
/// ask what became of the one whose answer it lost.
pub async fn create(
    State(app): State<Arc<App>>,
    client: EndedClientAuth,
    headers: HeaderMap,
    BodyBytes(body): BodyBytes,
) -> Result<Json<PaymentAnswer>, Envelope> {
    let client = match asks_to_replay(&headers) {
        true => client.0,
        false => client.living(app.env.now())?,
    };
    let new = new_payment(&client, &headers, &body).map_err(envelope)?;
    let paid = use_case::create(&app, &client.account, new, PATIENCE).await.map_err(envelope)?;
    PaymentAnswer::of(&app, &client, &paid).await.map(Json).map_err(envelope)
}

/// `POST /payments/{id}/resume`: after a required action. Idempotent by its token, and
/// possible after the session has ended.
pub async fn resume(
    State(app): State<Arc<App>>,
    EndedClientAuth(client): EndedClientAuth,
    Path(id): Path<String>,
    BodyBytes(body): BodyBytes,
) -> Result<Json<PaymentAnswer>, Envelope> {
    let token = required_string(&body, "resumeToken").map_err(envelope)?;
    let paid = resumed(&app, &client, &id, &token).await.map_err(envelope)?;
    PaymentAnswer::of(&app, &client, &paid).await.map(Json).map_err(envelope)
}

async fn resumed(app: &Arc<App>, client: &ClientAuth, id: &str, token: &str) -> Result<Paid> {
    let id: PaymentId = id.parse().map_err(|_| Refusal::PaymentNotFound)?;
    let mut waited = Duration::ZERO;
    loop {
        let paid = use_case::find(app, client.account.id, id).await?;
        if paid.payment.client_session_id != Some(client.session.id) {
            return Err(Refusal::PaymentNotFound.into());
        }
        if !required_action::resumes(app, id, token) {
            return Err(Refusal::NoActionToHandle.into());
        }
        if paid.payment.status != PaymentStatus::Pending || waited >= PATIENCE {
            return Ok(paid);
        }
        tokio::time::sleep(PAUSE).await;
        waited += PAUSE;
    }
}

fn new_payment(client: &ClientAuth, headers: &HeaderMap, body: &[u8]) -> Result<NewPayment> {
    let shown = match headers.get("tender-shown") {
        None => None,
        Some(text) => Some(text.to_str().ok().and_then(Shown::parse).ok_or_else(|| {
            Error::fault("$", "the Tender-Shown header must be <revision>;<amount>;<currency>")
        })?),
    };
    Ok(NewPayment {
        token: optional_token(body)?,
        request: None,
        checkout: Some(CheckoutClaim {
            session_id: client.session.id,
            checkout: client.checkout.clone(),
            shown,
        }),
        idempotency: IdempotencyRequest::from_headers(
            headers,
            body,
            KeyOwner::Checkout(client.session.id),
        )?,
        actor: client.actor(),
    })
}

/// The token; `None` if it is absent, `null` or empty, as for a free order.
fn optional_token(body: &[u8]) -> Result<Option<String>> {
    let request = json::parse(body).map_err(|fault| Refusal::Invalid(vec![fault]))?;
    match request.get("paymentMethodToken") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(token)) => Ok(Some(token.clone()).filter(|token| !token.is_empty())),
        Some(_) => Err(Error::fault("$.paymentMethodToken", TOKEN_IS_NEEDED)),
    }
}

fn required_string(body: &[u8], field: &'static str) -> Result<String> {
    let request = json::parse(body).map_err(|fault| Refusal::Invalid(vec![fault]))?;
    let text = request.get(field).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| Error::fault(format!("$.{field}"), "is required and must be a string"))
}

/// A payment, as its checkout sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentAnswer {
    id: PaymentId,
    date: String,
    status: &'static str,
    order_id: String,
    currency_code: Currency,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_failure_reason: Option<&'static str>,
    /// Ours, of a failed payment: whether the issuer said no, rather than a fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    declined: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required_action: Option<RequiredAction>,
}

impl PaymentAnswer {
    async fn of(app: &Arc<App>, client: &ClientAuth, paid: &Paid) -> Result<Self> {
        let payment = &paid.payment;
        let (status, failure) = outcome(payment.status);
        let undecided = payment.status == PaymentStatus::Pending;
        let required_action = match undecided {
            true => Some(
                required_action::issue(app, client, payment.id)
                    .await
                    .map_err(|error| Error::after_payment(payment.id, error))?,
            ),
            false => None,
        };
        let content = &payment.content;
        Ok(Self {
            id: payment.id,
            date: payment.created_at.to_string(),
            status,
            order_id: content.charge.order_id.clone(),
            currency_code: content.charge.currency,
            amount: content.charge.amount,
            customer_id: content.frozen.customer_id.as_deref().map(str::to_owned),
            payment_failure_reason: failure,
            declined: failure.map(|_| payment.status == PaymentStatus::Declined),
            required_action,
        })
    }
}

fn outcome(status: PaymentStatus) -> (&'static str, Option<&'static str>) {
    match status {
        PaymentStatus::Pending => ("PENDING", None),
        PaymentStatus::Declined | PaymentStatus::Failed => ("FAILED", Some("payment-failed")),
        PaymentStatus::Cancelled => ("FAILED", Some("cancelled-by-customer")),
        PaymentStatus::Authorized
        | PaymentStatus::Settling
        | PaymentStatus::PartiallySettled
        | PaymentStatus::Settled => ("SUCCESS", None),
    }
}
