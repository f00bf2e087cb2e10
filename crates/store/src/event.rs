//! The log of everything that changes; see [`tender_domain::event`] for the chain.

use aws_lc_rs::digest::{SHA256, digest};
use tender_domain::event::{Aggregate, ChainHead, Event, Hash, Link, NewEvent};
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

/// Appends `event` and moves `head`, which the caller saves with the aggregate: its
/// row is locked, so the log itself need not be read.
///
/// # Errors
/// [`Error::Conflict`] if `head` is not the chain's last; nothing is committed then.
pub fn append(tx: &mut Tx<'_>, head: &mut ChainHead, event: &NewEvent) -> Result<(), Error> {
    let data = event.data.to_string();
    let data_digest = salted(&event.salt, &data);
    let aggregate_id = event.aggregate.id();
    let actor = event.actor.to_string();
    let link = Link {
        previous: &head.hash,
        aggregate_id: &aggregate_id,
        sequence: head.sequence + 1,
        revision: event.revision,
        at: event.at,
        actor: &actor,
        kind: event.kind,
        digest: &data_digest,
    };
    let hash = sha256(&link.bytes());
    tx.execute(
        "INSERT INTO event (id, account_id, aggregate, aggregate_id, sequence, revision, at, \
         actor, kind, data, salt, digest, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            event.id,
            event.account_id,
            event.aggregate.name(),
            &aggregate_id,
            link.sequence,
            event.revision,
            event.at,
            &actor,
            event.kind,
            data,
            &event.salt,
            &data_digest,
            &hash,
        ],
    )?;
    *head = ChainHead { sequence: head.sequence + 1, hash };
    tx.mark_events();
    Ok(())
}

/// The events of one aggregate, oldest first.
///
/// # Errors
/// What the database says.
pub fn list(tx: &mut Tx<'_>, aggregate: Aggregate) -> Result<Vec<Event>, Error> {
    tx.query_all(
        "SELECT position, id, account_id, aggregate, aggregate_id, sequence, revision, at, \
         actor, kind, data FROM event WHERE aggregate_id = $1 ORDER BY sequence",
        args![aggregate.id()],
        read,
    )
}

/// The first event of a chain that is not what was once written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event chain is broken at event {sequence}")]
pub struct Broken {
    /// Its number in the aggregate.
    pub sequence: i64,
}

/// Checks every link of an aggregate's chain, and that it ends at `head`, without
/// which removed last events would not be noticed. Erased data is no fault.
///
/// # Errors
/// What the database says; the inner error is the chain's.
pub fn verify(
    tx: &mut Tx<'_>,
    aggregate: Aggregate,
    head: &ChainHead,
) -> Result<Result<(), Broken>, Error> {
    let aggregate_id = aggregate.id();
    let stored = tx.query_all(
        "SELECT sequence, revision, at, actor, kind, data, salt, digest, hash \
         FROM event WHERE aggregate_id = $1 ORDER BY sequence",
        args![&aggregate_id],
        Stored::read,
    )?;
    let mut reached = ChainHead::default();
    for event in &stored {
        let sequence = reached.sequence + 1;
        if event.sequence != sequence || !event.follows(&reached, &aggregate_id) {
            return Ok(Err(Broken { sequence }));
        }
        reached = ChainHead { sequence, hash: event.hash };
    }
    Ok(if reached == *head { Ok(()) } else { Err(Broken { sequence: reached.sequence + 1 }) })
}

/// The columns that a hash covers.
struct Stored {
    sequence: i64,
    revision: i64,
    at: Timestamp,
    actor: String,
    kind: String,
    data: Option<String>,
    salt: Option<Vec<u8>>,
    digest: Hash,
    hash: Hash,
}

impl Stored {
    fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            sequence: row.int(0)?,
            revision: row.int(1)?,
            at: row.time(2)?,
            actor: row.text(3)?,
            kind: row.text(4)?,
            data: row.opt_text(5)?,
            salt: row.opt_blob(6)?,
            digest: row.bytes(7)?,
            hash: row.bytes(8)?,
        })
    }

    fn follows(&self, previous: &ChainHead, aggregate_id: &str) -> bool {
        let link = Link {
            previous: &previous.hash,
            aggregate_id,
            sequence: self.sequence,
            revision: self.revision,
            at: self.at,
            actor: &self.actor,
            kind: &self.kind,
            digest: &self.digest,
        };
        // Erasing clears both, never one.
        let data_matches = match (&self.salt, &self.data) {
            (Some(salt), Some(data)) => salted(salt, data) == self.digest,
            (None, None) => true,
            _ => false,
        };
        data_matches && sha256(&link.bytes()) == self.hash
    }
}

fn read(row: &Row<'_>) -> Result<Event, Error> {
    let aggregate = Aggregate::parse(&row.text(3)?, &row.text(4)?)
        .ok_or_else(|| Error::Corrupt("an event names no aggregate".to_owned()))?;
    Ok(Event {
        position: row.int(0)?,
        id: row.id(1)?,
        account_id: row.id(2)?,
        aggregate,
        sequence: row.int(5)?,
        revision: row.int(6)?,
        at: row.time(7)?,
        actor: row.parse(8)?,
        kind: row.text(9)?,
        data: row.opt_json(10)?,
    })
}

/// The digest covers the text exactly as stored, so that no second JSON writer has
/// to agree with the first.
fn salted(salt: &[u8], data: &str) -> Hash {
    sha256(&[salt, data.as_bytes()].concat())
}

fn sha256(bytes: &[u8]) -> Hash {
    let mut hash = Hash::default();
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}
