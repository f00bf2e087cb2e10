//! The caller's keys against doing a thing twice (DESIGN, "Idempotency key used again").

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::HeaderMap;
use zeroize::Zeroizing;

use tender_domain::error::Error as Refusal;
use tender_domain::id::{AccountId, ClientSessionId, PaymentId};
use tender_domain::limits::IDEMPOTENCY_KEY_LENGTH_MAX;
use tender_domain::time::Timestamp;
use tender_store::idempotency::{self, KeyUse};
use tender_store::{Tx, payment};

use super::{Error, Result};
use crate::app::App;
use crate::seal::Context;

/// Whose keys they are. Keys of different owners never meet: a shopper must not be able
/// to use up a merchant's key, nor learn of another session's payment by trying keys.
#[derive(Debug, Clone, Copy)]
pub enum KeyOwner {
    /// The merchant's payments.
    MerchantPayments,
    /// The merchant's sessions.
    MerchantSessions,
    /// One session's checkouts.
    Checkout(ClientSessionId),
}

/// A request with `X-Idempotency-Key`.
#[derive(Debug, Clone)]
pub struct IdempotencyRequest {
    /// The key, with its owner in front: the stored form.
    pub key: String,
    /// Digest of the request's body.
    pub digest: [u8; 32],
    /// `Idempotency-Replay: true`: answer a repetition as the first request was.
    pub replay: bool,
}

impl IdempotencyRequest {
    /// Reads the headers.
    ///
    /// # Errors
    /// A fault if the key is empty, too long or no visible ASCII.
    pub fn from_headers(headers: &HeaderMap, body: &[u8], owner: KeyOwner) -> Result<Option<Self>> {
        let Some(key) = headers.get("x-idempotency-key") else {
            return Ok(None);
        };
        let key = key.to_str().map(str::trim).unwrap_or_default();
        if key.is_empty() || key.len() > IDEMPOTENCY_KEY_LENGTH_MAX {
            let rule = format!(
                "the X-Idempotency-Key header must hold 1 to {IDEMPOTENCY_KEY_LENGTH_MAX} \
                 characters of visible ASCII"
            );
            return Err(Error::fault("$", rule));
        }
        let replay = asks_to_replay(headers);
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, body).as_ref());
        let key = match owner {
            KeyOwner::MerchantPayments => format!("payment:{key}"),
            KeyOwner::MerchantSessions => format!("client_session:{key}"),
            KeyOwner::Checkout(session) => format!("checkout:{session}:{key}"),
        };
        Ok(Some(Self { key, digest: hash, replay }))
    }

    /// Whether `first` was the same request, asking for its answer again.
    fn repeats(&self, first: &KeyUse, operation: &str) -> bool {
        self.replay && first.operation == operation && first.request_digest == self.digest
    }
}

/// Whether the caller asks for the stored answer of an earlier request. Only then does
/// `POST /client-session` look at a key at all.
#[must_use]
pub fn asks_to_replay(headers: &HeaderMap) -> bool {
    headers.get("idempotency-replay").is_some_and(|value| value == "true")
}

const CREATE_PAYMENT: &str = "payment.create";
const CREATE_SESSION: &str = "client_session.create";

/// The payment to answer with, if this repeats the request that made it.
///
/// # Errors
/// [`Refusal::IdempotencyKeyReused`] if the key was used otherwise.
pub fn earlier_payment(
    tx: &mut Tx<'_>,
    account: AccountId,
    request: &IdempotencyRequest,
) -> Result<Option<PaymentId>> {
    let Some(first) = idempotency::load(tx, account, &request.key)? else {
        return Ok(None);
    };
    if request.repeats(&first, CREATE_PAYMENT) {
        return Ok(first.payment_id);
    }
    let payment = match first.payment_id {
        Some(id) => payment::load(tx, id)?.map(|payment| (payment.id, payment.status)),
        None => None,
    };
    Err(Refusal::IdempotencyKeyReused { payment }.into())
}

/// Uses the key for a payment, in the commit that makes it.
///
/// # Errors
/// As [`earlier_payment`], for a request that used it in the meantime.
pub fn use_for_payment(
    tx: &mut Tx<'_>,
    account: AccountId,
    request: &IdempotencyRequest,
    payment_id: PaymentId,
    now: Timestamp,
) -> Result<()> {
    let first = KeyUse {
        operation: CREATE_PAYMENT.to_owned(),
        request_digest: request.digest,
        payment_id: Some(payment_id),
        answer: None,
        created_at: now,
    };
    if !idempotency::insert(tx, account, &request.key, &first)? {
        earlier_payment(tx, account, request)?;
        return Err(Refusal::IdempotencyKeyReused { payment: None }.into());
    }
    Ok(())
}

/// The stored answer of a `POST /client-session`, if this repeats it. It holds a client
/// token, so it is stored sealed.
///
/// # Errors
/// [`Refusal::IdempotencyKeyReused`] if the key was used otherwise.
pub async fn earlier_session(
    app: &App,
    account: AccountId,
    request: &IdempotencyRequest,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let key = request.key.clone();
    let first =
        app.store.read(move |tx| Ok::<_, Error>(idempotency::load(tx, account, &key)?)).await?;
    match first {
        None => Ok(None),
        Some(first) if request.repeats(&first, CREATE_SESSION) => {
            let sealed = first.answer.unwrap_or_default();
            let place = place(account, &request.key);
            let answer = app.key_ring.open(&sealed, context(&place));
            answer.map(Some).map_err(|error| Error::Internal(error.to_string()))
        }
        Some(_) => Err(Refusal::IdempotencyKeyReused { payment: None }.into()),
    }
}

/// The use of a key for a session, with the answer to repeat.
#[must_use]
pub fn session_use(
    app: &App,
    account: AccountId,
    request: &IdempotencyRequest,
    answer: &[u8],
) -> KeyUse {
    let place = place(account, &request.key);
    KeyUse {
        operation: CREATE_SESSION.to_owned(),
        request_digest: request.digest,
        payment_id: None,
        answer: Some(app.key_ring.seal(answer, context(&place), app.env.random())),
        created_at: app.env.now(),
    }
}

fn place(account: AccountId, key: &str) -> String {
    format!("{account}/{key}")
}

fn context(place: &str) -> Context<'_> {
    Context { table: "idempotency", record_id: place }
}
