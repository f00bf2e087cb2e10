//! What is new in the log of the whole database, for those who follow it.
//!
//! PostgreSQL gives positions out before the commit, so a lower position can become
//! visible after a higher one. A [`Cursor`] therefore remembers the positions that it
//! has passed over and asks for them again for a while. Most are of transactions that
//! were rolled back and never come.

use std::collections::BTreeMap;
use std::time::Duration;

use tender_domain::event::Aggregate;
use tender_domain::time::Timestamp;

use crate::arg::args;
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

/// Most new changes in one answer: a few milliseconds of reading.
const BATCH: i64 = 1_000;

/// How far before its end a cursor begins: further than all the transactions that run
/// at one time could have taken positions.
const LOOKBACK: i64 = 1_000;

/// How long a position is asked for after it was passed over: longer than a transaction
/// that appends takes, whose statements wait two seconds for a lock at most.
const GAP_LIFETIME: Duration = Duration::from_secs(10);

/// Most gaps asked for at one time. Beyond it the lowest are given up.
const GAPS_MAX: usize = 1_000;

/// One event, as far as the feed tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The event's place in the log.
    pub position: i64,
    /// What changed; `None` for a kind that only a newer version knows.
    pub aggregate: Option<Aggregate>,
    /// The aggregate's revision after the change.
    pub revision: i64,
}

/// How far a reader of the log has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Every position up to here was read or is a gap.
    after: i64,
    /// Positions passed over, with the time at which they were.
    gaps: BTreeMap<i64, Timestamp>,
}

impl Cursor {
    /// Moves past `found`, which [`read`] answered for this cursor at the time `now`.
    ///
    /// # Returns
    /// Whether there may be more to read at once.
    pub fn advance(&mut self, found: &[Change], now: Timestamp) -> bool {
        let mut new = 0;
        for change in found {
            if self.gaps.remove(&change.position).is_none() {
                self.gaps.extend((self.after + 1..change.position).map(|gap| (gap, now)));
                self.after = change.position;
                new += 1;
            }
        }
        // Each was asked for once more after its time, so none is given up unread.
        self.gaps.retain(|_, passed_at| now < passed_at.after(GAP_LIFETIME));
        while self.gaps.len() > GAPS_MAX {
            self.gaps.pop_first();
        }
        new >= BATCH
    }

    /// The gaps as text: `3,7,8`.
    fn gaps(&self) -> String {
        self.gaps.keys().map(i64::to_string).collect::<Vec<_>>().join(",")
    }
}

/// A cursor at the end of the log. It begins a little before it, so that transactions
/// which run now and took lower positions are not missed.
///
/// # Errors
/// What the database says.
pub fn end(tx: &mut Tx<'_>) -> Result<Cursor, Error> {
    let sql = "SELECT COALESCE(MAX(position), 0) FROM event";
    let last = tx.query_one(sql, &[], |row| row.int(0))?;
    Ok(Cursor { after: (last - LOOKBACK).max(0), gaps: BTreeMap::new() })
}

/// What `cursor` has not seen: gaps that were filled, then what is new, each in the
/// order of positions.
///
/// # Errors
/// What the database says.
pub fn read(tx: &mut Tx<'_>, cursor: &Cursor) -> Result<Vec<Change>, Error> {
    let mut found = Vec::new();
    if !cursor.gaps.is_empty() {
        let sql = tx.dialect(
            "SELECT position, aggregate, aggregate_id, revision FROM event \
             WHERE position IN (SELECT value FROM json_each('[' || $1 || ']')) ORDER BY position",
            "SELECT position, aggregate, aggregate_id, revision FROM event \
             WHERE position = ANY(string_to_array($1, ',')::BIGINT[]) ORDER BY position",
        );
        found = tx.query_all(sql, args![cursor.gaps()], change)?;
    }
    let sql = "SELECT position, aggregate, aggregate_id, revision FROM event \
               WHERE position > $1 ORDER BY position LIMIT $2";
    found.extend(tx.query_all(sql, args![cursor.after, BATCH], change)?);
    Ok(found)
}

fn change(row: &Row<'_>) -> Result<Change, Error> {
    Ok(Change {
        position: row.int(0)?,
        aggregate: Aggregate::parse(&row.text(1)?, &row.text(2)?),
        revision: row.int(3)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::from_micros(1_768_471_200_000_000);

    fn at(position: i64) -> Change {
        Change { position, aggregate: None, revision: 1 }
    }

    fn cursor(after: i64) -> Cursor {
        Cursor { after, gaps: BTreeMap::new() }
    }

    /// What [`read`] would answer if these positions were visible.
    fn visible(cursor: &Cursor, positions: &[i64]) -> Vec<Change> {
        let gaps = positions.iter().filter(|position| cursor.gaps.contains_key(position));
        let new = positions.iter().filter(|position| **position > cursor.after);
        gaps.chain(new).copied().map(at).collect()
    }

    #[test]
    fn a_gap_is_asked_for_until_it_is_filled_or_old() {
        let mut cursor = cursor(4);
        cursor.advance(&[at(5), at(8)], START);
        assert_eq!((cursor.after, cursor.gaps().as_str()), (8, "6,7"));
        cursor.advance(&[at(7), at(9)], START.after(Duration::from_secs(1)));
        assert_eq!((cursor.after, cursor.gaps().as_str()), (9, "6"));
        cursor.advance(&[], START.after(GAP_LIFETIME - Duration::from_micros(1)));
        assert_eq!(cursor.gaps(), "6");
        cursor.advance(&[], START.after(GAP_LIFETIME));
        assert_eq!(cursor.gaps(), "");
    }

    #[test]
    fn a_leap_of_positions_fills_no_memory() {
        let mut cursor = cursor(0);
        cursor.advance(&[at(5_000)], START);
        assert_eq!(cursor.gaps.len(), GAPS_MAX);
        assert_eq!(cursor.gaps.first_key_value(), Some((&4_000, &START)));
    }

    #[test]
    fn a_full_answer_says_that_there_may_be_more() {
        let all: Vec<_> = (1..=BATCH).map(at).collect();
        assert!(cursor(0).advance(&all, START));
        assert!(!cursor(0).advance(&all[1..], START));
    }

    proptest! {
        #[test]
        fn every_position_is_seen_once_in_whatever_order_it_appears(
            order in Just((1..=60).collect::<Vec<i64>>()).prop_shuffle(),
            steps in prop::collection::vec(1usize..9, 60),
        ) {
            let mut cursor = cursor(0);
            let (mut shown, mut seen) = (0, Vec::new());
            for step in steps {
                shown = (shown + step).min(order.len());
                let mut positions = order[..shown].to_vec();
                positions.sort_unstable();
                let found = visible(&cursor, &positions);
                seen.extend(found.iter().map(|change| change.position));
                cursor.advance(&found, START);
            }
            seen.sort_unstable();
            prop_assert_eq!(seen, (1..=60).collect::<Vec<i64>>());
            prop_assert_eq!(cursor.gaps(), "");
        }
    }
}
