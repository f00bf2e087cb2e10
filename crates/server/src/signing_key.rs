//! The keys that sign client tokens: made, rotated, and read back from the database,
//! where they lie sealed.

use anyhow::Context as _;
use zeroize::Zeroizing;

use tender_domain::id::SigningKeyId;
use tender_store::signing_key::{self, SigningKey as SealedKey};
use tender_store::{Error, Store};

use crate::client_token::SigningKey;
use crate::env::Env;
use crate::seal::{Context, KeyRing};

/// Makes a key that signs from now on; the older ones go on verifying.
///
/// # Errors
/// When the database refuses.
pub async fn rotate((store, env): (&Store, &Env), keys: &KeyRing) -> Result<SigningKeyId, Error> {
    let (id, now) = (env.id::<SigningKeyId>(), env.now());
    let secret = Zeroizing::new(env.random_bytes::<32>());
    let record_id = id.to_string();
    let sealed = keys.seal(secret.as_slice(), context(&record_id), env.random());
    let key = SealedKey { id, sealed, created_at: now, retired_at: None };
    store
        .write(move |tx| {
            signing_key::insert(tx, &key)?;
            signing_key::retire_others(tx, id, now)
        })
        .await?;
    Ok(id)
}

/// Every key, oldest first, as [`SigningKeys`](crate::client_token::SigningKeys) takes
/// them. Makes one if there is none.
///
/// # Errors
/// When the database refuses, or holds keys of another master key.
pub async fn load(place: (&Store, &Env), keys: &KeyRing) -> anyhow::Result<Vec<SigningKey>> {
    let mut sealed = place.0.read::<_, Error, _>(signing_key::list).await?;
    if sealed.is_empty() {
        rotate(place, keys).await?;
        sealed = place.0.read::<_, Error, _>(signing_key::list).await?;
    }
    let open = |key: &SealedKey| {
        let secret = keys
            .open(&key.sealed, context(&key.id.to_string()))
            .context("the master key is not the one of this database; restore that one")?;
        Ok(SigningKey::new(key.id, &secret))
    };
    sealed.iter().rev().map(open).collect()
}

fn context(record_id: &str) -> Context<'_> {
    Context { table: "signing_key", record_id }
}
