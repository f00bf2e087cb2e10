//! The short-lived keys that CVVs are sealed under, shared by all nodes through the
//! database, where the master key wraps them (DESIGN rule 7).

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tender_domain::card::Cvv;
use tender_store::{Store, cvv_key};

use crate::env::Env;
use crate::seal::{Context, CvvKey, DoesNotOpen, KeyRing};

/// A new key is made this long before the newest one stops sealing.
const OVERLAP: Duration = Duration::from_secs(10 * 60);

/// The keys at hand, newest first.
#[derive(Default)]
pub struct CvvKeys(RwLock<Arc<Vec<CvvKey>>>);

impl CvvKeys {
    /// Reads the keys of all nodes; makes one if none will seal for long.
    ///
    /// # Errors
    /// When the database refuses or a key does not open.
    pub async fn refresh(&self, store: &Store, ring: &KeyRing, env: &Env) -> anyhow::Result<()> {
        let now = env.now();
        let mut keys = self.load(store, ring, env).await?;
        if !keys.first().is_some_and(|key| key.is_sealing(now.after(OVERLAP))) {
            let key = CvvKey::generate(env.uuid().to_string(), now, env.random());
            let row = cvv_key::CvvKey {
                id: key.id().to_owned(),
                sealed: key.wrap(ring, env.random()),
                created_at: now,
                expires_at: key.expires_at(),
            };
            store.write(move |tx| cvv_key::insert(tx, &row)).await?;
            keys.insert(0, key);
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        Ok(())
    }

    /// Seals under the newest key; `None` if there is none at hand.
    #[must_use]
    pub fn seal(&self, cvv: &Cvv, context: Context<'_>, env: &Env) -> Option<Vec<u8>> {
        let keys = self.current();
        let key = keys.iter().find(|key| key.is_sealing(env.now()))?;
        let mut sealed = vec![u8::try_from(key.id().len()).ok()?];
        sealed.extend_from_slice(key.id().as_bytes());
        sealed.extend_from_slice(&key.seal(cvv, context, env.random()));
        Some(sealed)
    }

    /// Opens what [`Self::seal`] of any node sealed.
    ///
    /// # Errors
    /// [`DoesNotOpen`], also when the key is gone or not yet read.
    pub fn open(&self, sealed: &[u8], context: Context<'_>) -> Result<Cvv, DoesNotOpen> {
        let (&length, rest) = sealed.split_first().ok_or(DoesNotOpen)?;
        let (id, sealed) = rest.split_at_checked(usize::from(length)).ok_or(DoesNotOpen)?;
        let keys = self.current();
        let key = keys.iter().find(|key| key.id().as_bytes() == id).ok_or(DoesNotOpen)?;
        key.open(sealed, context)
    }

    async fn load(&self, store: &Store, ring: &KeyRing, env: &Env) -> anyhow::Result<Vec<CvvKey>> {
        let now = env.now();
        let rows = store.read(move |tx| cvv_key::list(tx, now)).await?;
        let open = |row: cvv_key::CvvKey| CvvKey::unwrap(row.id, row.created_at, &row.sealed, ring);
        Ok(rows.into_iter().map(open).collect::<Result<_, _>>()?)
    }

    fn current(&self) -> Arc<Vec<CvvKey>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
