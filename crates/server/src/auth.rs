//! Who calls the merchant API: `X-Api-Key` to an account and what the key may do.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use tender_domain::account::Account;
use tender_domain::api_key::Scope;
use tender_domain::event::Actor;
use tender_domain::id::ApiKeyId;
use tender_domain::time::Timestamp;
use tender_store::api_key::ApiKey;

use crate::api_key_secret;
use crate::app::App;
use crate::envelope::Envelope;
use crate::failure;

/// How long a node goes on believing what it read about a key: the time within
/// which a revocation takes effect everywhere (DESIGN rule 11).
const CACHE_LIFETIME: Duration = Duration::from_secs(1);

/// Most keys remembered at one time; past it, all are forgotten and read again.
const CACHE_SIZE_MAX: usize = 10_000;

/// The caller of the merchant API.
#[derive(Debug, Clone)]
pub struct MerchantAuth {
    /// The account that the key belongs to.
    pub account: Arc<Account>,
    /// The key, for the event log.
    pub api_key_id: ApiKeyId,
    scopes: Arc<[Scope]>,
}

impl MerchantAuth {
    /// Who acts, for the event log.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Merchant { api_key: self.api_key_id }
    }

    /// Refuses a key without `scope`.
    ///
    /// # Errors
    /// 403 that names the missing scope.
    pub fn require(&self, scope: Scope) -> Result<(), Envelope> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        let description = format!("This API key does not have the scope {scope}.");
        Err(Envelope::new(StatusCode::FORBIDDEN, "Forbidden", description)
            .suggest("Use a key with this scope, or create one."))
    }
}

impl FromRequestParts<Arc<App>> for MerchantAuth {
    type Rejection = Envelope;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Envelope> {
        let key = parts
            .headers
            .get("x-api-key")
            .ok_or_else(|| unauthorized("The request has no X-Api-Key header."))?;
        let hash = api_key_secret::hash(key.as_bytes());
        let now = app.env.now();
        if let Some(known) = app.api_keys.get(&hash, now) {
            app.rates.count_account(known.account.id)?;
            return Ok(known);
        }
        let found = app
            .store
            .read(move |tx| {
                let Some(key) = tender_store::api_key::find(tx, &hash)? else { return Ok(None) };
                let account = tender_store::account::load(tx, key.account_id)?;
                Ok::<_, tender_store::Error>(account.map(|account| (key, account)))
            })
            .await
            .map_err(failure::unread)?;
        let (key, account) = found
            .filter(|(key, _)| key.revoked_at.is_none())
            .ok_or_else(|| unauthorized("The API key is not known or has been revoked."))?;
        app.rates.count_account(account.id)?;
        Ok(app.api_keys.put(hash, now, key, account))
    }
}

/// The keys read within the last second, by their hash. Unknown keys are not kept:
/// whoever tries many would fill the memory.
#[derive(Default)]
pub struct ApiKeys(RwLock<HashMap<[u8; 32], (Timestamp, MerchantAuth)>>);

impl ApiKeys {
    fn get(&self, hash: &[u8; 32], now: Timestamp) -> Option<MerchantAuth> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (read_at, auth) = known.get(hash)?;
        // A clock that stepped back must not keep a revoked key alive.
        let fresh = *read_at <= now && now < read_at.after(CACHE_LIFETIME);
        fresh.then(|| auth.clone())
    }

    fn put(&self, hash: [u8; 32], now: Timestamp, key: ApiKey, account: Account) -> MerchantAuth {
        let auth = MerchantAuth {
            account: Arc::new(account),
            api_key_id: key.id,
            scopes: key.scopes.into(),
        };
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CACHE_SIZE_MAX {
            known.clear();
        }
        known.insert(hash, (now, auth.clone()));
        auth
    }
}

fn unauthorized(description: &'static str) -> Envelope {
    Envelope::new(StatusCode::UNAUTHORIZED, "Unauthorized", description)
        .suggest("Send an API key of this server in the X-Api-Key header.")
}
