//! Creating, updating and reading a client session, and what a checkout does to it.

use std::sync::Arc;

use tender_domain::account::Account;
use tender_domain::client_session::{
    Action, ClientSession, ClientSessionCreateRequest, SessionContent, SessionUpdate,
};
use tender_domain::error::Error as Refusal;
use tender_domain::event::{Actor, ChainHead};
use tender_domain::limits::CLIENT_TOKEN_LIFETIME;
use tender_domain::warning::{Warning, warnings};
use tender_store::client_token::ClientToken;
use tender_store::idempotency::KeyUse;
use tender_store::{Tx, checkout_view, client_session, client_token, idempotency, payment};

use super::{Error, Result, view};
use crate::app::App;
use crate::client_api::auth::ClientAuth;
use crate::client_token::{Intent, Issue, issue};
use crate::record::Record;

/// A new session with the token that opens it, ready to be stored.
pub struct NewSession {
    /// The session.
    pub session: ClientSession,
    /// The token, a secret.
    pub client_token: String,
    /// What is missing for the account's payment methods.
    pub warnings: Vec<Warning>,
    token: ClientToken,
}

/// Builds a session. Nothing is stored yet.
///
/// # Errors
/// The request's faults.
pub fn prepare(
    app: &App,
    account: &Account,
    request: ClientSessionCreateRequest,
) -> Result<NewSession> {
    let content = SessionContent::create(request)?;
    let now = app.env.now();
    let session = ClientSession {
        id: app.env.id(),
        account_id: account.id,
        revision: 1,
        created_at: now,
        updated_at: now,
        expires_at: now.after(CLIENT_TOKEN_LIFETIME),
        views_dropped: 0,
        chain: ChainHead::default(),
        content,
    };
    let wanted = Issue {
        session: &session,
        environment: account.environment,
        intent: Intent::Checkout,
        payment_id: None,
        action: None,
    };
    let (client_token, token) = issue(app, &wanted)?;
    let warnings = warnings(&session.content, &account.settings);
    Ok(NewSession { session, client_token, warnings, token })
}

/// Stores a session, with the use of an idempotency key if its answer is to be repeated.
///
/// # Errors
/// [`Refusal::IdempotencyKeyReused`] if another request used the key in the meantime.
pub async fn create(
    app: &App,
    actor: Actor,
    new: &NewSession,
    key_use: Option<(String, KeyUse)>,
) -> Result<()> {
    let record = Record::new(&app.env, actor);
    let (session, token) = (new.session.clone(), new.token.clone());
    let data = event_data(&session, &[])?;
    app.store
        .of(session.account_id)
        .insert(move |tx| {
            if let Some((key, key_use)) = &key_use
                && !idempotency::insert(tx, session.account_id, key, key_use)?
            {
                return Err(Refusal::IdempotencyKeyReused { payment: None }.into());
            }
            let mut session = session.clone();
            record.of_session(tx, &mut session, "client_session.created", data.clone())?;
            client_session::insert(tx, &session)?;
            Ok::<_, Error>(client_token::insert(tx, &token)?)
        })
        .await
}

/// A session after an update.
pub struct Updated {
    /// The session.
    pub session: ClientSession,
    /// What is missing, and whether a payment goes on with the older data.
    pub warnings: Vec<Warning>,
}

/// A merchant's update of a session.
pub struct UpdateRequest {
    /// SHA-256 of the access token of the client token that names the session.
    pub token_hash: [u8; 32],
    /// What changes.
    pub update: SessionUpdate,
    /// The revision that the merchant has seen, if it must still be the stored one.
    pub if_match: Option<i64>,
}

/// Updates the session that a client token opens. A change that changes nothing
/// leaves revision and log as they are.
///
/// # Errors
/// [`Refusal::ClientTokenInvalid`], [`Refusal::RevisionMismatch`], the update's faults.
pub async fn update(
    app: &App,
    account: &Arc<Account>,
    actor: Actor,
    request: UpdateRequest,
) -> Result<Updated> {
    let account = account.clone();
    let record = Record::new(&app.env, actor);
    let now = record.at();
    let UpdateRequest { token_hash, update, if_match } = request;
    app.store
        .of(account.id)
        .write(move |tx| {
            let token = client_token::load(tx, &token_hash)?.ok_or(Refusal::ClientTokenInvalid)?;
            let session = client_session::lock(tx, token.client_session_id)?
                .filter(|session| session.account_id == account.id && now < session.expires_at)
                .ok_or(Refusal::ClientTokenInvalid)?;
            if let Some(expected) = if_match
                && expected != session.revision
            {
                return Err(Refusal::RevisionMismatch { current: session.revision }.into());
            }
            let applied =
                session.content.apply(update.clone(), account.settings.options_on_patch)?;
            let mut warnings = warnings(&applied.content, &account.settings);
            warnings.extend(applied.warnings);
            let content = applied.content;
            let session = save(tx, session, content, ("client_session.updated", &record))?;
            if payment::of_session(tx, session.id)?.iter().any(|p| p.status.may_hold_money()) {
                warnings.push(Warning::payment_in_progress());
            }
            Ok::<_, Error>(Updated { session, warnings })
        })
        .await
}

/// What a checkout itself does to its session, all actions or none. The checkout is
/// answered with the result, so its view is part of the commit; or with the session as it
/// is then, if a newer revision was answered meanwhile.
///
/// # Errors
/// [`Refusal::ClientTokenInvalid`] if the session has ended, the actions' faults.
pub async fn act(
    app: &Arc<App>,
    client: &ClientAuth,
    actions: Vec<Action>,
) -> Result<ClientSession> {
    let (session_id, checkout) = (client.session.id, client.checkout.clone());
    let account = client.account.clone();
    let record = Record::new(&app.env, client.actor());
    let now = record.at();
    let (session, saved) = app
        .store
        .of(client.account.id)
        .write(move |tx| {
            let session = client_session::lock(tx, session_id)?
                .filter(|session| now < session.expires_at)
                .ok_or(Refusal::ClientTokenInvalid)?;
            let content = session.content.act(&actions, &account.settings)?;
            let session = save(tx, session, content, ("client_session.acted", &record))?;
            let saved = match &checkout {
                Some(checkout) => {
                    let view = view::of(&session)?;
                    Some(checkout_view::save(tx, session.id, checkout, &view, now)?)
                }
                None => None,
            };
            Ok::<_, Error>((session, saved))
        })
        .await?;
    match (&client.checkout, saved) {
        (Some(checkout), Some(saved)) => view::note_stored(app, checkout, session, saved).await,
        _ => Ok(session),
    }
}

/// Reads the session that a client token opens.
///
/// # Errors
/// [`Refusal::ClientTokenInvalid`].
pub async fn read(app: &App, account: &Account, token_hash: [u8; 32]) -> Result<ClientSession> {
    let now = app.env.now();
    let account_id = account.id;
    app.store
        .of(account_id)
        .read(move |tx| {
            let token = client_token::load(tx, &token_hash)?.ok_or(Refusal::ClientTokenInvalid)?;
            client_session::load(tx, token.client_session_id)?
                .filter(|session| session.account_id == account_id && now < session.expires_at)
                .ok_or_else(|| Refusal::ClientTokenInvalid.into())
        })
        .await
}

fn save(
    tx: &mut Tx<'_>,
    mut session: ClientSession,
    content: SessionContent,
    (kind, record): (&'static str, &Record),
) -> Result<ClientSession> {
    if content == session.content {
        return Ok(session);
    }
    let changed = session.content.changed_fields(&content);
    session.content = content;
    session.revision += 1;
    session.updated_at = record.at();
    let data = event_data(&session, &changed)?;
    record.of_session(tx, &mut session, kind, data)?;
    client_session::save(tx, &session)?;
    Ok(session)
}

/// Which fields changed, never their values: those are the shopper's.
fn event_data(session: &ClientSession, changed: &[&str]) -> Result<serde_json::Value> {
    Ok(serde_json::json!({
        "changed": changed,
        "amount": session.content.totals()?.amount,
        "currencyCode": session.content.currency_code,
    }))
}
