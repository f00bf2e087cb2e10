//! `POST`, `GET` and `PATCH /client-session` (spec/merchant-api.md §3).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_TYPE, ETAG, IF_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use tender_domain::account::{Account, WarningsFormat};
use tender_domain::api_key::Scope;
use tender_domain::client_session::{
    ClientSessionCreateRequest, ClientSessionUpdateRequest, SessionContent,
};
use tender_domain::customer::Customer;
use tender_domain::error::Error as Refusal;
use tender_domain::metadata::Metadata;
use tender_domain::money::{Amount, Currency};
use tender_domain::order::Order;
use tender_domain::payment_method::{AllowedCardNetworks, PaymentMethodSettings};
use tender_domain::time::Timestamp;
use tender_domain::warning::Warning;

use super::error::{Context, envelope};
use super::version::Version;
use crate::app::App;
use crate::auth::MerchantAuth;
use crate::checkout::client_session as use_case;
use crate::checkout::client_session::{NewSession, UpdateRequest, Updated};
use crate::checkout::idempotency::{IdempotencyRequest, KeyOwner};
use crate::checkout::{Error, idempotency};
use crate::envelope::{Envelope, ErrorBody};
use crate::http::body::BodyBytes;
use crate::http::json;

const CREATE: &str = "ClientSessionAPIRequest";
const UPDATE: &str = "ClientSessionUpdateAPIRequest";

/// Create a client session
///
/// Nothing is required; what is missing may come with an update or with the payment.
/// The answer's `clientToken` opens the checkout for 24 hours. `warnings` name what the
/// account's payment methods will miss.
///
/// With `X-Idempotency-Key` and `Idempotency-Replay: true`, repeating a request returns
/// the stored answer instead of a second session.
#[utoipa::path(
    post, path = "/client-session", tag = "Client Session API",
    operation_id = "createClientSession",
    security(("ApiKeyAuth" = [])),
    params(
        ("X-Api-Version" = Option<String>, Header, description = "2.1 to 2.4; the earliest if absent"),
        ("X-Idempotency-Key" = Option<String>, Header, description = "Names the request, for `Idempotency-Replay`"),
        ("Idempotency-Replay" = Option<bool>, Header, description = "`true`: a repeated request gets the stored answer"),
    ),
    request_body = ClientSessionCreateRequest,
    responses(
        (status = 200, description = "The session with its token", body = ClientSessionWithToken),
        (status = 400, description = "Empty metadata key or unknown version", body = ErrorBody),
        (status = 401, description = "Unknown API key", body = ErrorBody),
        (status = 403, description = "The key lacks `client_tokens:write`", body = ErrorBody),
        (status = 409, description = "The idempotency key was used for another request", body = ErrorBody),
        (status = 422, description = "Faults in the body", body = ErrorBody),
    ),
)]
pub async fn create(
    State(app): State<Arc<App>>,
    auth: MerchantAuth,
    Version(version): Version,
    headers: HeaderMap,
    BodyBytes(body): BodyBytes,
) -> Result<Response, Envelope> {
    auth.require(Scope::ClientTokensWrite)?;
    let request: ClientSessionCreateRequest = json::read(&body, CREATE)?;
    let refuse = envelope(Context { version, model: CREATE });
    let repeatable = match idempotency::asks_to_replay(&headers) {
        true => IdempotencyRequest::from_headers(&headers, &body, KeyOwner::MerchantSessions)
            .map_err(&refuse)?,
        false => None,
    };
    if let Some(answer) =
        earlier(&app, &auth.account, repeatable.as_ref()).await.map_err(&refuse)?
    {
        return Ok(answer);
    }
    let new = use_case::prepare(&app, &auth.account, request).map_err(&refuse)?;
    let answer = with_token(&auth.account, &new).map_err(&refuse)?;
    let answer = serde_json::to_vec(&answer).map_err(Envelope::internal)?;
    let key_use = repeatable.as_ref().map(|request| {
        let key_use = idempotency::session_use(&app, auth.account.id, request, &answer);
        (request.key.clone(), key_use)
    });
    let stored = use_case::create(&app, auth.actor(), &new, key_use).await;
    // The key was used since: by the same request, which is repeated, or by another.
    if let Err(Error::Refused(Refusal::IdempotencyKeyReused { .. })) = &stored
        && let Some(answer) =
            earlier(&app, &auth.account, repeatable.as_ref()).await.map_err(&refuse)?
    {
        return Ok(answer);
    }
    stored.map_err(&refuse)?;
    Ok(created(answer))
}

/// Read a client session
///
/// Unset fields are absent. The `ETag` is the session's revision.
#[utoipa::path(
    get, path = "/client-session", tag = "Client Session API",
    operation_id = "readClientSession",
    security(("ApiKeyAuth" = [])),
    params(
        ("clientToken" = String, Query, description = "The session's token"),
        ("X-Api-Version" = Option<String>, Header, description = "2.1 to 2.4; the earliest if absent"),
    ),
    responses(
        (status = 200, description = "The session", body = ClientSessionAnswer),
        (status = 400, description = "The token is unknown or has expired", body = ErrorBody),
        (status = 401, description = "Unknown API key", body = ErrorBody),
        (status = 403, description = "The key lacks `client_tokens:write`", body = ErrorBody),
        (status = 422, description = "No token", body = ErrorBody),
    ),
)]
pub async fn read(
    State(app): State<Arc<App>>,
    auth: MerchantAuth,
    Version(version): Version,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Envelope> {
    auth.require(Scope::ClientTokensWrite)?;
    let refuse = envelope(Context { version, model: "query" });
    let missing = || refuse(Error::fault("$.clientToken", "is required in the query"));
    let token = query.get("clientToken").ok_or_else(missing)?;
    let hash = app.verify_client_token(token).await.map_err(|error| refuse(error.into()))?;
    let session = use_case::read(&app, &auth.account, hash).await.map_err(&refuse)?;
    let answer = ClientSessionAnswer::of(&session.content).map_err(&refuse)?;
    Ok(with_etag(Json(answer).into_response(), session.revision))
}

/// Update a client session
///
/// An absent field keeps what is stored, `null` clears it. `customer` and `order` merge
/// one level deep; every other value, and every array, is replaced whole.
/// `paymentMethod.options` stays as new.
///
/// With `If-Match: <ETag>` the update applies only to that revision.
#[utoipa::path(
    patch, path = "/client-session", tag = "Client Session API",
    operation_id = "updateClientSession",
    security(("ApiKeyAuth" = [])),
    params(
        ("If-Match" = Option<String>, Header, description = "The revision that the change builds on"),
        ("X-Api-Version" = Option<String>, Header, description = "2.1 to 2.4; the earliest if absent"),
    ),
    request_body = ClientSessionUpdateRequest,
    responses(
        (status = 200, description = "The whole session after the update; `warnings` if the account asks for them", body = UpdatedAnswer),
        (status = 400, description = "The token is unknown or has expired", body = ErrorBody),
        (status = 401, description = "Unknown API key", body = ErrorBody),
        (status = 403, description = "The key lacks `client_tokens:write`", body = ErrorBody),
        (status = 412, description = "The session has another revision", body = ErrorBody),
        (status = 422, description = "Faults in the body", body = ErrorBody),
    ),
)]
pub async fn update(
    State(app): State<Arc<App>>,
    auth: MerchantAuth,
    Version(version): Version,
    headers: HeaderMap,
    BodyBytes(body): BodyBytes,
) -> Result<Response, Envelope> {
    auth.require(Scope::ClientTokensWrite)?;
    let request: ClientSessionUpdateRequest = json::read(&body, UPDATE)?;
    let refuse = envelope(Context { version, model: UPDATE });
    let if_match = if_match(&headers)?;
    let (token, update) = request.into_parts();
    let token_hash = app.verify_client_token(&token).await.map_err(|error| refuse(error.into()))?;
    let request = UpdateRequest { token_hash, update, if_match };
    let updated =
        use_case::update(&app, &auth.account, auth.actor(), request).await.map_err(&refuse)?;
    let Updated { session, warnings } = updated;
    let asked = auth.account.settings.patch_warnings;
    let answer = UpdatedAnswer {
        session: ClientSessionAnswer::of(&session.content).map_err(&refuse)?,
        warnings: asked.then(|| Warnings::of(&auth.account, &warnings)),
    };
    Ok(with_etag(Json(answer).into_response(), session.revision))
}

/// A client session.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClientSession)]
pub struct ClientSessionAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_code: Option<Currency>,
    /// What will be charged: the override, or the computed total.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a Customer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<Order>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method: Option<PaymentMethodSettings>,
}

impl<'a> ClientSessionAnswer<'a> {
    fn of(content: &'a SessionContent) -> Result<Self, Error> {
        Ok(Self {
            customer_id: content.customer_id.as_deref(),
            order_id: content.order_id.as_deref(),
            currency_code: content.currency_code,
            amount: content.totals()?.amount,
            metadata: Some(&content.metadata).filter(|metadata| !metadata.is_empty()),
            customer: content.customer.as_ref(),
            order: content.order_on_output(),
            payment_method: content.payment_method.clone().map(with_networks),
        })
    }
}

/// A new client session with the token that opens it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientSessionWithToken<'a> {
    client_token: &'a str,
    /// When the token ends, in UTC without zone suffix.
    #[schema(value_type = String)]
    client_token_expiration_date: String,
    /// The same under the name that older examples use.
    #[schema(value_type = String)]
    client_expiration_date: String,
    #[serde(flatten)]
    session: ClientSessionAnswer<'a>,
    warnings: Warnings<'a>,
}

/// A client session after an update.
#[derive(Serialize, ToSchema)]
#[schema(as = UpdatedClientSession)]
struct UpdatedAnswer<'a> {
    #[serde(flatten)]
    session: ClientSessionAnswer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Warnings<'a>>,
}

/// Sentences as the guide shows them, or objects if the account asks for them.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum Warnings<'a> {
    /// `warningsFormat: STRINGS`.
    #[schema(value_type = Vec<String>)]
    Strings(Vec<&'a str>),
    /// `warningsFormat: OBJECTS`.
    #[schema(value_type = Vec<Warning>)]
    Objects(&'a [Warning]),
}

impl<'a> Warnings<'a> {
    fn of(account: &Account, warnings: &'a [Warning]) -> Self {
        match account.settings.warnings_format {
            WarningsFormat::Strings => {
                Self::Strings(warnings.iter().map(|warning| warning.message.as_str()).collect())
            }
            WarningsFormat::Objects => Self::Objects(warnings),
        }
    }
}

/// An answer always says which card networks are accepted (spec/merchant-api.md §3.1).
fn with_networks(mut settings: PaymentMethodSettings) -> PaymentMethodSettings {
    let networks = &mut settings.ordered_allowed_card_networks;
    networks.take_if(|networks| networks.is_empty());
    networks.get_or_insert_with(AllowedCardNetworks::all);
    settings
}

fn with_token<'a>(
    account: &Account,
    new: &'a NewSession,
) -> Result<ClientSessionWithToken<'a>, Error> {
    let mut session = ClientSessionAnswer::of(&new.session.content)?;
    session.metadata = Some(&new.session.content.metadata);
    let expires_at: Timestamp = new.session.expires_at;
    Ok(ClientSessionWithToken {
        client_token: &new.client_token,
        client_token_expiration_date: expires_at.to_string(),
        client_expiration_date: expires_at.to_string(),
        session,
        warnings: Warnings::of(account, &new.warnings),
    })
}

/// The stored answer of an earlier `POST` that this one repeats.
async fn earlier(
    app: &App,
    account: &Account,
    repeatable: Option<&IdempotencyRequest>,
) -> Result<Option<Response>, Error> {
    let Some(request) = repeatable else { return Ok(None) };
    let answer = idempotency::earlier_session(app, account.id, request).await?;
    Ok(answer.map(|body| created(body.to_vec())))
}

/// The answer of a `POST`, at the first revision.
fn created(body: Vec<u8>) -> Response {
    let content_type = (CONTENT_TYPE, "application/json");
    with_etag(([content_type], body).into_response(), 1)
}

fn with_etag(mut response: Response, revision: i64) -> Response {
    if let Ok(etag) = HeaderValue::from_str(&format!("\"{revision}\"")) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}

/// The revision in `If-Match` (RFC 9110 §13.1.1); `*` and an absent header match any.
fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Envelope> {
    let Some(header) = headers.get(IF_MATCH) else {
        return Ok(None);
    };
    let text = header.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    // A proxy that compresses weakens our tag.
    let text = text.strip_prefix("W/").unwrap_or(text);
    text.trim_matches('"').parse().map(Some).map_err(|_| {
        Envelope::new(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            "If-Match must hold one ETag of this session, such as \"3\".",
        )
    })
}
