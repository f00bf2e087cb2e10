//! What the events of one commit need from outside the transaction.

use serde_json::Value;

use tender_domain::client_session::ClientSession;
use tender_domain::event::{Actor, Aggregate, NewEvent};
use tender_domain::id::EventId;
use tender_domain::payment::Payment;
use tender_domain::time::Timestamp;
use tender_store::{Tx, event};

use crate::env::Env;

/// Most events that one commit appends.
const EVENTS_MAX: usize = 2;

/// Ids, salts, time and actor of the events of one commit, made before it.
pub struct Record {
    actor: Actor,
    at: Timestamp,
    stamps: [(EventId, [u8; 16]); EVENTS_MAX],
}

impl Record {
    /// For a commit that happens now, by `actor`.
    #[must_use]
    pub fn new(env: &Env, actor: Actor) -> Self {
        let stamps = std::array::from_fn(|_| (env.id(), env.random_bytes()));
        Self { actor, at: env.now(), stamps }
    }

    /// When the commit happens.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Appends to a session's chain. `data` must hold nothing personal.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn of_session(
        &self,
        tx: &mut Tx<'_>,
        session: &mut ClientSession,
        kind: &'static str,
        data: Value,
    ) -> Result<(), tender_store::Error> {
        let [(id, salt), _] = self.stamps;
        let new = NewEvent {
            id,
            salt,
            account_id: session.account_id,
            aggregate: Aggregate::ClientSession(session.id),
            revision: session.revision,
            at: self.at,
            actor: self.actor.clone(),
            kind,
            data,
        };
        event::append(tx, &mut session.chain, &new)
    }

    /// Appends the commit's `nth` event (from 0) to a payment's chain. `data` must be masked.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn of_payment(
        &self,
        tx: &mut Tx<'_>,
        nth: usize,
        payment: &mut Payment,
        (kind, data): (&'static str, Value),
    ) -> Result<(), tender_store::Error> {
        let (id, salt) = self.stamps[nth];
        let new = NewEvent {
            id,
            salt,
            account_id: payment.account_id,
            aggregate: Aggregate::Payment(payment.id),
            revision: payment.chain.sequence + 1,
            at: self.at,
            actor: self.actor.clone(),
            kind,
            data,
        };
        event::append(tx, &mut payment.chain, &new)
    }
}
