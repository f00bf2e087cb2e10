//! Paying: three steps (DESIGN rule 5). [`start`] commits the payment and its first
//! attempt; [`authorize`] calls the processor outside any transaction; [`settle`]
//! commits what came of it. The call runs in a task of its own, so a client that
//! hangs up does not take the outcome along.

mod authorize;
mod settle;
mod start;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use tender_domain::account::Account;
use tender_domain::checkout_view::Shown;
use tender_domain::error::Error as Refusal;
use tender_domain::event::Actor;
use tender_domain::id::{AccountId, ClientSessionId, PaymentId};
use tender_domain::payment::{Attempt, Payment, PaymentRequest};
use tender_store::{Error as StoreError, attempt, payment};

pub use self::settle::settle;
use self::start::Start;
use super::idempotency::IdempotencyRequest;
use super::view::CheckoutId;
use super::{Error, Result};
use crate::app::App;

/// How long a new payment waits for an undecided one of its session, in all.
const RIVAL_PATIENCE: Duration = Duration::from_secs(2);
/// How often it looks meanwhile.
const RIVAL_PAUSE: Duration = Duration::from_millis(100);

/// How long a payment is read for once its caller's patience has ended: a caller is
/// told of its payment in time, even if the database has fallen silent.
const READ_BACK_PATIENCE: Duration = Duration::from_secs(2);

/// A request to pay.
pub struct NewPayment {
    /// The payment method token; a checkout completes a free order without one.
    pub token: Option<String>,
    /// What the merchant's request says over the session's data.
    pub request: Option<PaymentRequest>,
    /// The checkout that pays; `None` for the merchant's server.
    pub checkout: Option<CheckoutClaim>,
    /// The caller's key against paying twice.
    pub idempotency: Option<IdempotencyRequest>,
    /// Who pays.
    pub actor: Actor,
}

/// What a paying checkout says of itself.
#[derive(Clone)]
pub struct CheckoutClaim {
    /// The session its client token opens.
    pub session_id: ClientSessionId,
    /// Its instance id.
    pub checkout: Option<CheckoutId>,
    /// The total it had painted.
    pub shown: Option<Shown>,
}

/// A payment with its attempts, oldest first.
#[derive(Debug, Clone)]
pub struct Paid {
    /// The payment as stored.
    pub payment: Payment,
    /// Its attempts.
    pub attempts: Vec<Attempt>,
    /// The processor's answer is still awaited.
    pub waiting: bool,
}

/// Pays, and waits up to `patience` for the outcome. All of it runs in a task of its
/// own: a caller that hangs up between the commit and the call must not leave a payment
/// that nobody carries out.
///
/// # Errors
/// Why the payment could not be created. Declines and failures are payments, not errors.
pub async fn create(
    app: &Arc<App>,
    account: &Arc<Account>,
    new: NewPayment,
    patience: Duration,
) -> Result<Paid> {
    let (created, answer) = oneshot::channel();
    let task = app.tasks.spawn(carry_out(app.clone(), account.clone(), new, created));
    let id = answer.await.map_err(|_| Error::Internal("a payment's task ended".to_owned()))??;
    let ended = tokio::time::timeout(patience, task).await;
    let waiting = ended.is_err();
    if let Ok(Ok(Some(paid))) = ended {
        return Ok(paid);
    }
    // From here on there is a payment: no error may sound as if there were none.
    let found = tokio::time::timeout(READ_BACK_PATIENCE, find(app, account.id, id)).await;
    let silent = |_| Err(StoreError::Unavailable("it did not answer in time".into()).into());
    let paid = found.unwrap_or_else(silent).map_err(|error| Error::after_payment(id, error))?;
    Ok(Paid { waiting, ..paid })
}

/// Starts the payment, tells its id, and sees it through.
async fn carry_out(
    app: Arc<App>,
    account: Arc<Account>,
    new: NewPayment,
    created: oneshot::Sender<Result<PaymentId>>,
) -> Option<Paid> {
    // Whoever waits for the id may have gone: the payment goes on without them.
    let tell = |id| drop(created.send(id));
    match start_after_rival(&app, &account, new).await {
        Ok(Start::Go(started)) => {
            tell(Ok(started.payment.id));
            return authorize::authorize(&app, *started).await;
        }
        Ok(Start::Made(id)) => tell(Ok(id)),
        Ok(Start::Wait(rival)) => {
            tell(Err(Refusal::SessionHasPayment((rival.id, rival.status)).into()));
        }
        Err(error) => tell(Err(error)),
    }
    None
}

/// Starts, or waits briefly for an undecided payment of the same session.
async fn start_after_rival(
    app: &Arc<App>,
    account: &Arc<Account>,
    new: NewPayment,
) -> Result<Start> {
    let new = Arc::new(new);
    let mut waited = Duration::ZERO;
    loop {
        let start = start::start(app, account, &new).await?;
        if !matches!(start, Start::Wait(_)) || waited >= RIVAL_PATIENCE {
            return Ok(start);
        }
        tokio::time::sleep(RIVAL_PAUSE).await;
        waited += RIVAL_PAUSE;
    }
}

/// Reads a payment of an account.
///
/// # Errors
/// [`Refusal::PaymentNotFound`].
pub async fn find(app: &App, account: AccountId, id: PaymentId) -> Result<Paid> {
    app.store
        .of(account)
        .read(move |tx| {
            let payment = payment::load(tx, id)?
                .filter(|payment| payment.account_id == account)
                .ok_or(Refusal::PaymentNotFound)?;
            let attempts = attempt::of_payment(tx, id)?;
            Ok::<_, Error>(Paid { payment, attempts, waiting: false })
        })
        .await
}
