//! What is derived from a master key.

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use super::aead::Key;
use crate::master_key::MasterKey;

/// Length of a key id, in bytes.
pub(super) const KEY_ID_LEN: usize = 8;

/// Tells master keys apart without telling anything about them.
pub(super) type KeyId = [u8; KEY_ID_LEN];

/// A master key's part in sealing. The master key itself encrypts nothing: each purpose
/// has a key derived from it (HKDF-SHA-256, RFC 5869), and its id is derived as well.
pub(super) struct SealingKey {
    pub(super) id: KeyId,
    /// Wraps data keys.
    pub(super) wrapping: Key,
}

impl SealingKey {
    pub(super) fn new(master: &MasterKey) -> Self {
        Self {
            id: *derive(master, b"tender master key id v1"),
            wrapping: Key::new(derive(master, b"tender wrapping key v1")),
        }
    }
}

/// The key that recognises card numbers.
pub(super) fn fingerprint_key(master: &MasterKey) -> hmac::Key {
    let key: Zeroizing<[u8; 32]> = derive(master, b"tender fingerprint key v1");
    hmac::Key::new(hmac::HMAC_SHA256, key.as_slice())
}

#[expect(clippy::expect_used, reason = "fails only for lengths above 255 hashes")]
fn derive<const N: usize>(master: &MasterKey, purpose: &[u8]) -> Zeroizing<[u8; N]> {
    let mut derived = Zeroizing::new([0; N]);
    Salt::new(HKDF_SHA256, &[])
        .extract(master.as_bytes())
        .expand(&[purpose], Length(N))
        .and_then(|key| key.fill(derived.as_mut_slice()))
        .expect("the length is a few bytes");
    derived
}

/// How many bytes to derive.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}
