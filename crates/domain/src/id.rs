//! Typed, time-ordered ids.
//!
//! An id is a UUIDv7 (RFC 9562): sorted by creation time, so that new rows land
//! at the end of their index. It is written as 22 base-62 digits in ASCII order,
//! which keeps that order as text, survives a URL and a double click.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text was not 22 base-62 digits of a 128-bit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an id of this server")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a fresh UUIDv7.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The same id as a UUID, for the fields whose schema says `format: uuid`.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_base62(self.0.as_u128(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_base62(text).map(|number| Self(Uuid::from_u128(number)))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    )+};
}

ids! {
    /// A merchant's account, SANDBOX or PRODUCTION.
    AccountId;
    /// An API key of an account (the id, never the secret).
    ApiKeyId;
    /// A client session. The client API calls it `clientSessionId`.
    ClientSessionId;
    /// One token issued for a client session.
    ClientTokenId;
    /// A key that signs client tokens (`kid`).
    SigningKeyId;
    /// A tokenised payment method.
    PaymentInstrumentId;
    /// A payment.
    PaymentId;
    /// One call of a payment to a processor.
    AttemptId;
    /// An entry of the event log.
    EventId;
    /// A unit of background work.
    JobId;
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const WIDTH: usize = 22;

fn write_base62(mut number: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [b'0'; WIDTH];
    for slot in text.iter_mut().rev() {
        *slot = DIGITS[(number % 62) as usize];
        number /= 62;
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn parse_base62(text: &str) -> Result<u128, InvalidId> {
    if text.len() != WIDTH {
        return Err(InvalidId);
    }
    text.bytes().try_fold(0u128, |number, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            b'a'..=b'z' => byte - b'a' + 36,
            _ => return Err(InvalidId),
        };
        number
            .checked_mul(62)
            .and_then(|number| number.checked_add(u128::from(digit)))
            .ok_or(InvalidId)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_keeps_identity_and_order(a: u128, b: u128) {
            let (left, right) = (PaymentId::new(Uuid::from_u128(a)), PaymentId::new(Uuid::from_u128(b)));
            prop_assert_eq!(left.to_string().parse::<PaymentId>().unwrap(), left);
            prop_assert_eq!(left.to_string().cmp(&right.to_string()), a.cmp(&b));
        }
    }

    #[test]
    fn foreign_text_is_refused() {
        for text in [
            "",
            "short",
            "zzzzzzzzzzzzzzzzzzzzzz",
            "0000000000000000000é0",
            "000000000000000000000-",
        ] {
            assert_eq!(text.parse::<PaymentId>(), Err(InvalidId), "{text}");
        }
    }
}
