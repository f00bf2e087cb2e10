//! AES-256-GCM with a nonce in front of the ciphertext.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::DoesNotOpen;
use crate::env::Random;

/// Length of a key, in bytes.
pub(super) const KEY_LEN: usize = 32;
/// Length of a nonce, in bytes.
pub(super) const NONCE_LEN: usize = 12;
/// Length of the authentication tag behind each ciphertext, in bytes.
pub(super) const TAG_LEN: usize = 16;

/// A key of 256 bits, zeroed when dropped.
///
/// With random nonces it may seal 2³² messages (NIST SP 800-38D §8.3). Data keys seal
/// one; a wrapping key of a busy server takes years to get there.
pub(super) struct Key(Zeroizing<[u8; KEY_LEN]>);

impl Key {
    pub(super) fn new(bytes: Zeroizing<[u8; KEY_LEN]>) -> Self {
        Self(bytes)
    }

    pub(super) fn generate(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        random.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Result<Self, DoesNotOpen> {
        let mut key = Zeroizing::new([0; KEY_LEN]);
        if bytes.len() != KEY_LEN {
            return Err(DoesNotOpen);
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Appends nonce, ciphertext and tag to `sealed`.
    #[expect(clippy::expect_used, reason = "fails only for messages above 64 GiB")]
    pub(super) fn seal_into(
        &self,
        sealed: &mut Vec<u8>,
        plaintext: &[u8],
        aad: &[u8],
        random: &dyn Random,
    ) {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        sealed.extend_from_slice(&nonce);
        // Room for everything before the plaintext goes in: growing later would leave a
        // copy of it behind in freed memory.
        sealed.reserve(plaintext.len() + TAG_LEN);
        let start = sealed.len();
        sealed.extend_from_slice(plaintext);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .cipher()
            .seal_in_place_separate_tag(nonce, Aad::from(aad), &mut sealed[start..])
            .expect("the message is short");
        sealed.extend_from_slice(tag.as_ref());
    }

    /// Opens nonce, ciphertext and tag.
    pub(super) fn open(
        &self,
        sealed: &[u8],
        aad: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(DoesNotOpen)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let mut opened = Zeroizing::new(ciphertext.to_vec());
        let length = self
            .cipher()
            .open_in_place(nonce, Aad::from(aad), &mut opened)
            .map_err(|_| DoesNotOpen)?
            .len();
        opened.truncate(length);
        Ok(opened)
    }

    #[expect(clippy::expect_used, reason = "fails only for keys of another length")]
    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&AES_256_GCM, self.as_bytes()).expect("the key has 32 bytes");
        LessSafeKey::new(key)
    }
}
