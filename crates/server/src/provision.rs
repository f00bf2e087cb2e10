//! Making and changing accounts and their API keys: by the command line, by `dev`,
//! by tests. Each change is an event of the account.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use tender_domain::account::{Account, AccountSettings, Environment};
use tender_domain::api_key::Scope;
use tender_domain::event::{Actor, Aggregate, NewEvent};
use tender_domain::id::{AccountId, ApiKeyId, EventId};
use tender_domain::time::Timestamp;
use tender_store::api_key::ApiKey;
use tender_store::{Error, Store, Tx, account, api_key, event};

use crate::api_key_secret;
use crate::env::Env;

/// Where accounts are made.
#[derive(Clone, Copy)]
pub struct Registry<'a> {
    /// The database.
    pub store: &'a Store,
    /// Time, ids and secrets.
    pub env: &'a Env,
}

/// A new API key with its secret, which exists nowhere else.
pub struct NewApiKey {
    /// The key's id, by which it is listed and revoked.
    pub id: ApiKeyId,
    /// What the merchant sends as `X-Api-Key`.
    pub secret: Zeroizing<String>,
}

impl Registry<'_> {
    /// Makes an account without keys.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create_account(
        self,
        name: &str,
        environment: Environment,
        settings: AccountSettings,
    ) -> Result<Account, Error> {
        let id = self.env.id();
        let account = Account { id, name: name.to_owned(), environment, settings };
        let (row, stamp) = (account.clone(), self.stamp());
        self.store
            .write(move |tx| {
                account::insert(tx, &row, stamp.at)?;
                let data = json!({ "environment": row.environment, "settings": row.settings });
                stamp.append(tx, id, ("account.created", data))
            })
            .await?;
        Ok(account)
    }

    /// Replaces the settings of an account.
    ///
    /// # Errors
    /// [`Error::Missing`] without such an account; when the database refuses.
    pub async fn configure(self, id: AccountId, settings: AccountSettings) -> Result<(), Error> {
        let stamp = self.stamp();
        self.store
            .write(move |tx| {
                account::save_settings(tx, id, &settings)?;
                let data = json!({ "settings": settings });
                stamp.append(tx, id, ("account.configured", data))
            })
            .await
    }

    /// Makes an API key of an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create_api_key(
        self,
        account: &Account,
        name: &str,
        scopes: &[Scope],
    ) -> Result<NewApiKey, Error> {
        let secret = api_key_secret::generate(account.environment, self.env);
        let id = self.env.id();
        let stamp = self.stamp();
        let key = ApiKey {
            id,
            account_id: account.id,
            name: name.to_owned(),
            hash: api_key_secret::hash(secret.as_bytes()),
            last4: secret[secret.len() - 4..].to_owned(),
            scopes: scopes.to_vec(),
            created_at: stamp.at,
            revoked_at: None,
        };
        self.store
            .write(move |tx| {
                api_key::insert(tx, &key)?;
                let data = json!({ "apiKeyId": id, "name": key.name, "scopes": key.scopes });
                stamp.append(tx, key.account_id, ("api_key.created", data))
            })
            .await?;
        Ok(NewApiKey { id, secret })
    }

    /// Ends an API key; every node refuses it within a second.
    ///
    /// # Errors
    /// [`Error::Missing`] without such a key that is active; when the database refuses.
    pub async fn revoke_api_key(self, id: ApiKeyId) -> Result<(), Error> {
        let stamp = self.stamp();
        self.store
            .write(move |tx| {
                let account_id = api_key::revoke(tx, id, stamp.at)?.ok_or(Error::Missing)?;
                stamp.append(tx, account_id, ("api_key.revoked", json!({ "apiKeyId": id })))
            })
            .await
    }

    fn stamp(self) -> Stamp {
        Stamp { id: self.env.id(), salt: self.env.random_bytes(), at: self.env.now() }
    }
}

/// What the event of one commit needs from outside the transaction.
struct Stamp {
    id: EventId,
    salt: [u8; 16],
    at: Timestamp,
}

impl Stamp {
    fn append(
        &self,
        tx: &mut Tx<'_>,
        account_id: AccountId,
        (kind, data): (&'static str, Value),
    ) -> Result<(), Error> {
        let mut chain = account::lock_chain(tx, account_id)?;
        let event = NewEvent {
            id: self.id,
            account_id,
            aggregate: Aggregate::Account(account_id),
            revision: chain.sequence + 1,
            at: self.at,
            actor: Actor::System,
            kind,
            data,
            salt: self.salt,
        };
        event::append(tx, &mut chain, &event)?;
        account::save_chain(tx, account_id, &chain)
    }
}
