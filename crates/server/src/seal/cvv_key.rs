//! Short-lived keys for CVVs.
//!
//! A CVV must be gone for good soon after its authorisation, from backups of the
//! database too. Deleting rows cannot do that; deleting the key can. Each key seals for
//! an hour and is deleted a CVV's lifetime later, when the last one sealed with it has
//! expired. Its material is stored sealed by the master key, in the table `cvv_key`,
//! which backups leave out.

use std::fmt;
use std::time::Duration;

use tender_domain::card::Cvv;
use tender_domain::limits::CVV_LIFETIME;
use tender_domain::time::Timestamp;

use super::aead::Key;
use super::{Context, DoesNotOpen, KeyRing};
use crate::env::Random;

/// How long a key seals.
const SEALING_TIME: Duration = Duration::from_secs(60 * 60);

/// Where keys are stored.
const KEY_TABLE: &str = "cvv_key";

const VERSION: u8 = 1;

/// A key that seals CVVs for an hour.
pub struct CvvKey {
    id: String,
    created_at: Timestamp,
    key: Key,
}

impl CvvKey {
    /// A fresh key. `id` names its row.
    #[must_use]
    pub fn generate(id: String, created_at: Timestamp, random: &dyn Random) -> Self {
        Self { id, created_at, key: Key::generate(random) }
    }

    /// The key's material, sealed for its row in `cvv_key`.
    #[must_use]
    pub fn wrap(&self, ring: &KeyRing, random: &dyn Random) -> Vec<u8> {
        ring.seal(self.key.as_bytes(), key_context(&self.id), random)
    }

    /// Reads a key from its row.
    ///
    /// # Errors
    /// [`DoesNotOpen`].
    pub fn unwrap(
        id: String,
        created_at: Timestamp,
        wrapped: &[u8],
        ring: &KeyRing,
    ) -> Result<Self, DoesNotOpen> {
        let key = Key::from_slice(&ring.open(wrapped, key_context(&id))?)?;
        Ok(Self { id, created_at, key })
    }

    /// The name of its row; stored beside each CVV that it sealed.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it still seals: not after its hour, and not before it began, which
    /// happens when the clock was set back.
    #[must_use]
    pub fn is_sealing(&self, now: Timestamp) -> bool {
        self.created_at <= now && now < self.created_at.after(SEALING_TIME)
    }

    /// Whether every CVV that it sealed has expired: time to delete it.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at() <= now
    }

    /// When it is to be deleted.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.created_at.after(SEALING_TIME).after(CVV_LIFETIME)
    }

    /// Seals a CVV for one place.
    #[must_use]
    pub fn seal(&self, cvv: &Cvv, context: Context<'_>, random: &dyn Random) -> Vec<u8> {
        let mut sealed = vec![VERSION];
        self.key.seal_into(&mut sealed, cvv.digits().as_bytes(), &self.aad(context), random);
        sealed
    }

    /// Opens what [`Self::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`DoesNotOpen`].
    pub fn open(&self, sealed: &[u8], context: Context<'_>) -> Result<Cvv, DoesNotOpen> {
        let sealed = match sealed.split_first() {
            Some((&VERSION, sealed)) => sealed,
            _ => return Err(DoesNotOpen),
        };
        let opened = self.key.open(sealed, &self.aad(context))?;
        let digits = std::str::from_utf8(&opened).map_err(|_| DoesNotOpen)?;
        Cvv::parse(digits, None).map_err(|_| DoesNotOpen)
    }

    fn aad(&self, context: Context<'_>) -> Vec<u8> {
        context.authenticated(self.id.as_bytes())
    }
}

fn key_context(id: &str) -> Context<'_> {
    Context { table: KEY_TABLE, record_id: id }
}

impl fmt::Debug for CvvKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CvvKey({})", self.id)
    }
}
