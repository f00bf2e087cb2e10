//! Background work, enqueued in the commit that makes it necessary.
//!
//! A worker claims a job for the length of a lease and works outside of any
//! transaction. If it dies, the lease runs out and another claims the job again, so
//! jobs must be idempotent. What the first one says afterwards has no effect.

use serde_json::Value;
use tender_domain::id::JobId;
use tender_domain::time::Timestamp;

use crate::arg::{Arg, args};
use crate::error::Error;
use crate::row::Row;
use crate::tx::Tx;

// MATERIALIZED, so that the limited choice is made once. Several nodes claim side by
// side: each skips what another is just claiming.
macro_rules! claim_sql {
    ($skip:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT id FROM job \
             WHERE leased_until IS NULL AND run_at <= $1 ORDER BY run_at LIMIT $2 ",
            $skip,
            ") UPDATE job SET leased_until = $3, attempts = attempts + 1 \
             WHERE id IN (SELECT id FROM due) \
             RETURNING id, kind, payload, attempts, wanted, run_at"
        )
    };
}

/// A job to enqueue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// A fresh id.
    pub id: JobId,
    /// Which worker it is for.
    pub kind: &'static str,
    /// Jobs with the same key are one job.
    pub dedupe_key: Option<String>,
    /// What to do; ids rather than data, never card data.
    pub payload: Value,
    /// Not before this time.
    pub run_at: Timestamp,
    /// Now.
    pub created_at: Timestamp,
}

/// A claimed job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The right to say how it ended.
    pub lease: Lease,
    /// Which worker it is for.
    pub kind: String,
    /// What to do.
    pub payload: Value,
    /// How often it was claimed, this time included.
    pub attempts: i64,
    /// When it was due.
    pub run_at: Timestamp,
}

/// One claim of a job. Numbers rather than times tell claims apart, because the
/// clocks of nodes differ and a sandbox clock can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: JobId,
    attempt: i64,
    wanted: i64,
}

/// Adds a job. If one with the same key waits, its earlier time wins; if it is
/// running, it runs once more afterwards, since it may have missed what is new.
///
/// # Errors
/// What the database says.
pub fn enqueue(tx: &mut Tx<'_>, job: &NewJob) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO job (id, kind, dedupe_key, payload, run_at, wanted, attempts, created_at) \
         VALUES ($1, $2, $3, $4, $5, 1, 0, $6) \
         ON CONFLICT (dedupe_key) DO UPDATE SET wanted = job.wanted + 1, run_at = \
         CASE WHEN excluded.run_at < job.run_at THEN excluded.run_at ELSE job.run_at END",
        args![
            job.id,
            job.kind,
            job.dedupe_key.as_ref(),
            Arg::json(&job.payload)?,
            job.run_at,
            job.created_at,
        ],
    )?;
    tx.mark_jobs();
    Ok(())
}

/// Claims up to `limit` due jobs until `leased_until`, the longest due first. It
/// writes even if nothing is due: ask [`next_due`] in a read before.
///
/// # Errors
/// What the database says.
pub fn claim(
    tx: &mut Tx<'_>,
    now: Timestamp,
    leased_until: Timestamp,
    limit: i64,
) -> Result<Vec<Job>, Error> {
    tx.execute("UPDATE job SET leased_until = NULL WHERE leased_until <= $1", args![now])?;
    let sql = tx.dialect(claim_sql!(""), claim_sql!("FOR UPDATE SKIP LOCKED"));
    let mut jobs = tx.query_all(sql, args![now, limit, leased_until], read)?;
    // RETURNING keeps no order.
    jobs.sort_by_key(|job| (job.run_at, job.lease.job));
    Ok(jobs)
}

/// Ends a job that is done; one that was enqueued meanwhile becomes due again.
///
/// # Returns
/// Whether the lease was still good. If not, another has the job.
///
/// # Errors
/// What the database says.
pub fn finish(tx: &mut Tx<'_>, lease: Lease) -> Result<bool, Error> {
    let Lease { job, attempt, wanted } = lease;
    let sql = "DELETE FROM job WHERE id = $1 AND attempts = $2 AND wanted = $3 \
               AND leased_until IS NOT NULL";
    if tx.execute(sql, args![job, attempt, wanted])? == 1 {
        return Ok(true);
    }
    let sql = "UPDATE job SET leased_until = NULL WHERE id = $1 AND attempts = $2 \
               AND leased_until IS NOT NULL";
    let released = tx.execute(sql, args![job, attempt])? == 1;
    if released {
        tx.mark_jobs();
    }
    Ok(released)
}

/// Gives a job back, to be run again at `run_at`, or at once if it was enqueued
/// meanwhile. `error` is for people and must not hold card data or secrets.
///
/// # Returns
/// Whether the lease was still good. If not, another has the job.
///
/// # Errors
/// What the database says.
pub fn retry(tx: &mut Tx<'_>, lease: Lease, run_at: Timestamp, error: &str) -> Result<bool, Error> {
    let updated = tx.execute(
        "UPDATE job SET leased_until = NULL, last_error = $1, \
         run_at = CASE WHEN wanted = $2 THEN $3 ELSE run_at END \
         WHERE id = $4 AND attempts = $5 AND leased_until IS NOT NULL",
        args![error, lease.wanted, run_at, lease.job, lease.attempt],
    )?;
    let released = updated == 1;
    if released {
        tx.mark_jobs();
    }
    Ok(released)
}

/// Removes the waiting job with this key: what it was for has happened. A running one
/// is left to find that out itself.
///
/// # Errors
/// What the database says.
pub fn cancel(tx: &mut Tx<'_>, dedupe_key: &str) -> Result<(), Error> {
    let sql = "DELETE FROM job WHERE dedupe_key = $1 AND leased_until IS NULL";
    tx.execute(sql, args![dedupe_key])?;
    Ok(())
}

/// When the next job is due or the next lease runs out; `None` if there is no job.
///
/// # Errors
/// What the database says.
pub fn next_due(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, Error> {
    let free = "SELECT MIN(run_at) FROM job WHERE leased_until IS NULL";
    let leased = "SELECT MIN(leased_until) FROM job WHERE leased_until IS NOT NULL";
    let free = tx.query_one(free, &[], |row| row.opt_time(0))?;
    let leased = tx.query_one(leased, &[], |row| row.opt_time(0))?;
    Ok([free, leased].into_iter().flatten().min())
}

fn read(row: &Row<'_>) -> Result<Job, Error> {
    let attempts = row.int(3)?;
    Ok(Job {
        lease: Lease { job: row.id(0)?, attempt: attempts, wanted: row.int(4)? },
        kind: row.text(1)?,
        payload: row.json(2)?,
        attempts,
        run_at: row.time(5)?,
    })
}
