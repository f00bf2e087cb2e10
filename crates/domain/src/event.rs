//! The log of everything that changes.
//!
//! Each change of an account, a client session or a payment is an event in that
//! aggregate's own chain: every event's hash covers the one before it. The head of
//! the chain is kept with the aggregate, whose row a change locks anyway. What
//! happened (`data`) goes in as a salted digest, so that it can be erased later
//! without breaking the chain.

use std::fmt;
use std::str::FromStr;

use crate::id::{AccountId, ApiKeyId, ClientSessionId, EventId, PaymentId};
use crate::time::Timestamp;

/// SHA-256.
pub type Hash = [u8; 32];

/// The last event of an aggregate's chain. The default is an empty chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChainHead {
    /// Its number in the aggregate, from 1; 0 before the first.
    pub sequence: i64,
    /// Its hash; zeros before the first.
    pub hash: Hash,
}

/// What has a chain of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// An account with its settings and keys.
    Account(AccountId),
    /// A client session.
    ClientSession(ClientSessionId),
    /// A payment with its attempts.
    Payment(PaymentId),
}

impl Aggregate {
    /// The name of the kind, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::ClientSession(_) => "client_session",
            Self::Payment(_) => "payment",
        }
    }

    /// The id, as stored.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::Account(id) => id.to_string(),
            Self::ClientSession(id) => id.to_string(),
            Self::Payment(id) => id.to_string(),
        }
    }

    /// Reads what [`Aggregate::name`] and [`Aggregate::id`] wrote.
    #[must_use]
    pub fn parse(name: &str, id: &str) -> Option<Self> {
        match name {
            "account" => id.parse().ok().map(Self::Account),
            "client_session" => id.parse().ok().map(Self::ClientSession),
            "payment" => id.parse().ok().map(Self::Payment),
            _ => None,
        }
    }
}

/// Who caused an event. Written as `kind` or `kind:name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The merchant's backend, by API key.
    Merchant {
        /// The key used.
        api_key: ApiKeyId,
    },
    /// A shopper's checkout.
    Client {
        /// The checkout instance, if the client named one.
        checkout: Option<String>,
    },
    /// A payment processor.
    Processor {
        /// Its name.
        name: String,
    },
    /// Tender itself: timers, reconciliation, the command line.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Merchant { api_key } => write!(f, "merchant:{api_key}"),
            Self::Client { checkout: Some(checkout) } => write!(f, "client:{checkout}"),
            Self::Client { checkout: None } => f.write_str("client"),
            Self::Processor { name } => write!(f, "processor:{name}"),
            Self::System => f.write_str("system"),
        }
    }
}

/// The text names no actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an actor")]
pub struct InvalidActor;

impl FromStr for Actor {
    type Err = InvalidActor;

    fn from_str(text: &str) -> Result<Self, InvalidActor> {
        let (kind, name) = match text.split_once(':') {
            Some((kind, name)) => (kind, Some(name)),
            None => (text, None),
        };
        match (kind, name) {
            ("merchant", Some(key)) => {
                key.parse().map(|api_key| Self::Merchant { api_key }).map_err(|_| InvalidActor)
            }
            ("client", name) => Ok(Self::Client { checkout: name.map(str::to_owned) }),
            ("processor", Some(name)) => Ok(Self::Processor { name: name.to_owned() }),
            ("system", None) => Ok(Self::System),
            _ => Err(InvalidActor),
        }
    }
}

/// An event to append. The place in the chain comes from the aggregate's [`ChainHead`].
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// A fresh id.
    pub id: EventId,
    /// Whose event it is.
    pub account_id: AccountId,
    /// What changed.
    pub aggregate: Aggregate,
    /// The aggregate's revision after the change.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// What happened: noun and past participle, such as `client_session.created`.
    pub kind: &'static str,
    /// Details, masked: never card data or secrets.
    pub data: serde_json::Value,
    /// Random bytes that keep `data` from being guessed from its digest.
    pub salt: [u8; 16],
}

/// An event as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its place in the log of the whole database. Places are given before the
    /// commit, so that a lower one can become visible after a higher one.
    pub position: i64,
    /// Its id.
    pub id: EventId,
    /// Whose event it is.
    pub account_id: AccountId,
    /// What changed.
    pub aggregate: Aggregate,
    /// Its number in the aggregate, from 1.
    pub sequence: i64,
    /// The aggregate's revision after the change.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub kind: String,
    /// Details; `None` once erased.
    pub data: Option<serde_json::Value>,
}

/// What an event's hash covers, as stored.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// Hash of the event before.
    pub previous: &'a Hash,
    /// The aggregate's id.
    pub aggregate_id: &'a str,
    /// The event's number in the aggregate.
    pub sequence: i64,
    /// The aggregate's revision.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// Who, in its written form.
    pub actor: &'a str,
    /// What happened.
    pub kind: &'a str,
    /// Digest of salt and data.
    pub digest: &'a Hash,
}

impl Link<'_> {
    /// The bytes whose SHA-256 is the event's hash: every field in the order above,
    /// each after its length (eight bytes, big-endian), numbers as eight bytes
    /// big-endian. The lengths keep two different events from having the same bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let numbers = [self.sequence, self.revision, self.at.as_micros()].map(i64::to_be_bytes);
        let fields: [&[u8]; 8] = [
            self.previous,
            self.aggregate_id.as_bytes(),
            &numbers[0],
            &numbers[1],
            &numbers[2],
            self.actor.as_bytes(),
            self.kind.as_bytes(),
            self.digest,
        ];
        let mut bytes = Vec::with_capacity(256);
        for field in fields {
            bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        #[test]
        fn actors_survive_their_text(name in "[a-z0-9:-]{1,40}", key: u128, pick in 0..5) {
            let actor = match pick {
                0 => Actor::Merchant { api_key: ApiKeyId::new(Uuid::from_u128(key)) },
                1 => Actor::Client { checkout: Some(name) },
                2 => Actor::Client { checkout: None },
                3 => Actor::Processor { name },
                _ => Actor::System,
            };
            prop_assert_eq!(actor.to_string().parse::<Actor>(), Ok(actor));
        }

        #[test]
        fn a_moved_boundary_changes_the_bytes(text in "[a-z]{2,20}", at in 1usize..19) {
            let at = at.min(text.len() - 1);
            let link = |actor, kind| Link {
                previous: &[0; 32], aggregate_id: "a", sequence: 1, revision: 1,
                at: Timestamp::from_micros(0), actor, kind, digest: &[0; 32],
            }.bytes();
            prop_assert_ne!(link(&text[..at], &text[at..]), link(&text, ""));
        }
    }

    #[test]
    fn unknown_actors_are_refused() {
        for text in ["", "system:x", "merchant", "merchant:short", "processor", "someone"] {
            assert_eq!(text.parse::<Actor>(), Err(InvalidActor), "{text}");
        }
    }
}
