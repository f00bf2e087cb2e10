//! The simulator's ledger, kept in a store of its own so that it survives the node, as a
//! real processor's does, and answers whatever the node's database does.

use tender_domain::payment::IdempotencyKey;
use tender_processors::BoxFuture;
use tender_processors::simulator::{Entry, Ledger, LedgerUnavailable};
use tender_store::{Store, simulator};

use crate::env::Env;

/// A [`Ledger`] over the store.
pub struct StoredLedger {
    /// Where it is kept.
    pub store: Store,
    /// Tells when entries are made.
    pub env: Env,
}

impl Ledger for StoredLedger {
    fn get<'a>(
        &'a self,
        key: &'a IdempotencyKey,
    ) -> BoxFuture<'a, Result<Option<Entry>, LedgerUnavailable>> {
        Box::pin(async move {
            let key = key.clone();
            let stored = self.store.read(move |tx| simulator::load(tx, &key)).await;
            match stored.map_err(unavailable)? {
                None => Ok(None),
                Some(text) => serde_json::from_str(&text).map(Some).map_err(unavailable),
            }
        })
    }

    fn put<'a>(
        &'a self,
        key: &'a IdempotencyKey,
        entry: Entry,
    ) -> BoxFuture<'a, Result<Entry, LedgerUnavailable>> {
        Box::pin(async move {
            let text = serde_json::to_string(&entry).map_err(unavailable)?;
            let (own, now) = (key.clone(), self.env.now());
            let first = self.store.insert(move |tx| simulator::insert(tx, &own, &text, now));
            if first.await.map_err(unavailable)? {
                return Ok(entry);
            }
            self.get(key).await?.ok_or(LedgerUnavailable)
        })
    }
}

fn unavailable(error: impl std::fmt::Display) -> LedgerUnavailable {
    tracing::error!(%error, "the simulator's ledger failed");
    LedgerUnavailable
}
