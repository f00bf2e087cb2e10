//! What the handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio_util::task::TaskTracker;

use tender_domain::error::Error as Refusal;
use tender_processors::simulator::{Simulator, SimulatorOptions};
use tender_store::Store;

use crate::auth::ApiKeys;
use crate::card_gateway::CardGateway;
use crate::checkout::view::Views;
use crate::client_token::{Endpoints, SigningKeys};
use crate::config::{PublicUrl, RateLimits};
use crate::env::Env;
use crate::live::Live;
use crate::master_key::MasterKey;
use crate::rates::Rates;
use crate::seal::KeyRing;
use crate::signing_key;
use crate::simulator_ledger::StoredLedger;

/// What the handlers share, behind an `Arc`.
pub struct App {
    /// Everything that is kept.
    pub store: Store,
    /// Clock, randomness, ids, outgoing HTTP.
    pub env: Env,
    /// API keys read within the last second.
    pub api_keys: ApiKeys,
    /// The addresses that client tokens name.
    pub endpoints: Endpoints,
    /// The keys that sign client tokens.
    pub signing_keys: SigningKeys,
    signing_keys_read_at: AtomicI64,
    /// The keys that seal what is secret.
    pub key_ring: Arc<KeyRing>,
    /// The only way to plain card data.
    pub card_gateway: CardGateway,
    /// The simulated processor's books. Payments reach them through the gateway only.
    pub simulator_store: Store,
    /// What checkouts were answered with lately.
    pub views: Views,
    /// How often somebody may call.
    pub rates: Rates,
    /// Who is told of changed sessions.
    pub live: Arc<Live>,
    /// Work that goes on when its caller has hung up.
    pub tasks: TaskTracker,
}

/// What an [`App`] is made of.
pub struct Parts<'a> {
    /// The open database.
    pub store: Store,
    /// The outside world.
    pub env: Env,
    /// How the outside reaches the server.
    pub public_url: &'a PublicUrl,
    /// The key that wraps all others.
    pub master_key: &'a MasterKey,
    /// How long the simulator takes over what.
    pub simulator: SimulatorOptions,
    /// The simulator's books.
    pub simulator_store: Store,
    /// How often somebody may call.
    pub rates: RateLimits,
}

impl App {
    /// Reads what the handlers need from the database.
    ///
    /// # Errors
    /// The database does not answer, or what it holds cannot be opened by the master key.
    pub async fn new(parts: Parts<'_>) -> anyhow::Result<Self> {
        let Parts { store, env, public_url, master_key, simulator, simulator_store, rates } = parts;
        store.check().await?;
        let key_ring = Arc::new(KeyRing::new(master_key, &[]));
        let signing_keys = signing_key::load((&store, &env), &key_ring).await?;
        let ledger = StoredLedger { store: simulator_store.clone(), env: env.clone() };
        let simulator = Arc::new(Simulator::new(Arc::new(ledger), simulator));
        let card_gateway =
            CardGateway::new(store.clone(), env.clone(), key_ring.clone(), simulator);
        card_gateway.refresh_keys().await?;
        Ok(Self {
            store,
            env,
            api_keys: ApiKeys::default(),
            endpoints: Endpoints::new(&public_url.to_string()),
            signing_keys: SigningKeys::new(signing_keys),
            signing_keys_read_at: AtomicI64::default(),
            key_ring,
            card_gateway,
            simulator_store,
            views: Views::default(),
            rates: Rates::new(rates),
            live: Arc::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// The hash of the access token inside a client token of this server. A token that
    /// another node has signed with a key made since is understood, too; the keys are
    /// read again for it at most once a second.
    ///
    /// # Errors
    /// [`Refusal::ClientTokenInvalid`].
    pub async fn verify_client_token(&self, token: &str) -> Result<[u8; 32], Refusal> {
        let verified = self.signing_keys.verify(token);
        if verified.is_ok() || !self.signing_keys.lacks_key_of(token) {
            return verified;
        }
        let now = self.env.now().as_seconds();
        if self.signing_keys_read_at.swap(now, Ordering::Relaxed) != now
            && let Err(error) = self.refresh_signing_keys().await
        {
            tracing::warn!(%error, "the signing keys could not be read again");
        }
        self.signing_keys.verify(token)
    }

    /// Takes over signing keys that were made since, by another node or the command line.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub async fn refresh_signing_keys(&self) -> anyhow::Result<()> {
        let keys = signing_key::load((&self.store, &self.env), &self.key_ring).await?;
        self.signing_keys.replace(keys);
        Ok(())
    }
}
