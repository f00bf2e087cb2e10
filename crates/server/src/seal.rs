//! Sealing: how secrets are stored.
//!
//! Each record has its own 256-bit data key, wrapped by a master key (envelope
//! encryption). Both steps are AES-256-GCM with random nonces and are bound to the
//! table, the record and the master key, so that a sealed value opens nowhere but where
//! it was put. A sealed value is
//!
//! ```text
//! version 1 ‖ master key id 8 ‖ nonce 12 ‖ wrapped data key 48 ‖ nonce 12 ‖ ciphertext
//! ```
//!
//! Card numbers are written and read in plain by `seal/card.rs` only. CVVs have keys
//! of their own, which seal for an hour ([`CvvKey`]).

mod aead;
mod card;
mod cvv_key;
mod sealing_key;

use std::{fmt, iter};

use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use self::aead::{KEY_LEN, Key, NONCE_LEN, TAG_LEN};
pub use self::cvv_key::CvvKey;
use self::sealing_key::{KEY_ID_LEN, SealingKey, fingerprint_key};
use crate::env::Random;
use crate::master_key::MasterKey;

const VERSION: u8 = 1;
const WRAPPED_KEY_LEN: usize = NONCE_LEN + KEY_LEN + TAG_LEN;
const HEADER_LEN: usize = 1 + KEY_ID_LEN + WRAPPED_KEY_LEN;

/// Where a sealed value lives. It opens there only.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The table's name.
    pub table: &'static str,
    /// The row's id.
    pub record_id: &'a str,
}

/// The master keys at work: the newest seals, every one opens.
pub struct KeyRing {
    newest: SealingKey,
    older: Vec<SealingKey>,
    fingerprint: hmac::Key,
}

/// A sealed value does not open: it is cut short, was changed, belongs to another
/// record, or its master key is gone. Which of these it is, the value cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed value does not open with the keys at hand")]
pub struct DoesNotOpen;

impl KeyRing {
    /// A ring of the `newest` key and the `older` ones, oldest first.
    #[must_use]
    pub fn new(newest: &MasterKey, older: &[MasterKey]) -> Self {
        Self {
            newest: SealingKey::new(newest),
            older: older.iter().map(SealingKey::new).collect(),
            // The oldest key's, so that a card keeps its fingerprint when a key is added.
            fingerprint: fingerprint_key(older.first().unwrap_or(newest)),
        }
    }

    /// Seals `plaintext` for one place.
    #[must_use]
    pub fn seal(&self, plaintext: &[u8], context: Context<'_>, random: &dyn Random) -> Vec<u8> {
        let aad = context.authenticated(&self.newest.id);
        let data_key = Key::generate(random);
        let mut sealed = Vec::with_capacity(HEADER_LEN + NONCE_LEN + plaintext.len() + TAG_LEN);
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.newest.id);
        self.newest.wrapping.seal_into(&mut sealed, data_key.as_bytes(), &aad, random);
        data_key.seal_into(&mut sealed, plaintext, &aad, random);
        sealed
    }

    /// Opens what [`Self::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`DoesNotOpen`].
    pub fn open(
        &self,
        sealed: &[u8],
        context: Context<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
        let (&version, rest) = sealed.split_first().ok_or(DoesNotOpen)?;
        let (id, rest) = rest.split_first_chunk::<KEY_ID_LEN>().ok_or(DoesNotOpen)?;
        let (wrapped, ciphertext) = rest.split_at_checked(WRAPPED_KEY_LEN).ok_or(DoesNotOpen)?;
        if version != VERSION {
            return Err(DoesNotOpen);
        }
        let mut keys = iter::once(&self.newest).chain(&self.older);
        let key = keys.find(|key| key.id == *id).ok_or(DoesNotOpen)?;
        let aad = context.authenticated(id);
        let data_key = Key::from_slice(&key.wrapping.open(wrapped, &aad)?)?;
        data_key.open(ciphertext, &aad)
    }

    /// Whether the newest key sealed this value; if not, sealing it anew moves it on.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        sealed.get(1..=KEY_ID_LEN) == Some(self.newest.id.as_slice())
    }
}

impl Context<'_> {
    /// The data that is authenticated but not encrypted. Table names have no `|` and
    /// the ids of one kind of key are equally long, so that no two places read the same.
    fn authenticated(&self, key_id: &[u8]) -> Vec<u8> {
        let mut aad = format!("{}|{}|", self.table, self.record_id).into_bytes();
        aad.extend_from_slice(key_id);
        aad
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({} keys)", 1 + self.older.len())
    }
}

#[cfg(test)]
mod tests;
