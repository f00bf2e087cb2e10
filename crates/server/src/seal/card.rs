//! The one place where a card number is written and read in plain, for sealing.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tender_domain::card::CardNumber;
use zeroize::Zeroize;

use super::{Context, DoesNotOpen, KeyRing};
use crate::env::Random;

/// Several times what a digest uses of the stack, in bytes.
const WIPED_STACK: usize = 16 * 1024;

impl KeyRing {
    /// Seals a card number for one place.
    #[must_use]
    pub fn seal_card_number(
        &self,
        number: &CardNumber,
        context: Context<'_>,
        random: &dyn Random,
    ) -> Vec<u8> {
        self.seal(number.digits().as_bytes(), context, random)
    }

    /// Opens what [`Self::seal_card_number`] sealed for the same place.
    ///
    /// # Errors
    /// [`DoesNotOpen`].
    pub fn open_card_number(
        &self,
        sealed: &[u8],
        context: Context<'_>,
    ) -> Result<CardNumber, DoesNotOpen> {
        let opened = self.open(sealed, context)?;
        let digits = std::str::from_utf8(&opened).map_err(|_| DoesNotOpen)?;
        CardNumber::parse(digits).map_err(|_| DoesNotOpen)
    }

    /// A tag that only this installation can make, for keys in addresses. The label keeps
    /// purposes apart, and all of them from [`Self::fingerprint`], whose input is digits.
    #[must_use]
    pub fn tag(&self, label: &'static str, text: &str) -> String {
        let tag = hmac::sign(&self.fingerprint, format!("{label}|{text}").as_bytes());
        URL_SAFE_NO_PAD.encode(tag)
    }

    /// Whether a caller's text is [`Self::tag`] of these; takes as long for every wrong one.
    #[must_use]
    pub fn is_tag(&self, tag: &str, label: &'static str, text: &str) -> bool {
        verify_slices_are_equal(self.tag(label, text).as_bytes(), tag.as_bytes()).is_ok()
    }

    /// The same for the same number, and of no use without the key: to find duplicates
    /// and count attempts (HMAC-SHA-256).
    #[must_use]
    pub fn fingerprint(&self, number: &CardNumber) -> [u8; 32] {
        let tag = hmac::sign(&self.fingerprint, number.digits().as_bytes());
        wipe_stack();
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(tag.as_ref());
        fingerprint
    }
}

/// Overwrites what the call before has left below this one's frame: a digest keeps its
/// input in a block that is moved about on the stack, and wipes only the last place.
#[inline(never)]
fn wipe_stack() {
    let mut below = [0_u8; WIPED_STACK];
    below.zeroize();
    std::hint::black_box(&below);
}
