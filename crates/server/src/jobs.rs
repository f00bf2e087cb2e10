//! Background work. A runner claims due jobs, runs them outside any transaction and
//! says how they ended; what runs on a timer alone is in [`sweep`].

pub mod reconcile;
pub mod sweep;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use tender_domain::time::Timestamp;
use tender_store::Error as StoreError;
use tender_store::job::{self, Job};

use crate::app::App;

/// How often the database is asked without being woken: another node's jobs, and leases
/// of a node that died (DESIGN rule 11).
const POLL: Duration = Duration::from_millis(250);

/// Commits of a busy node wake the runner at most this often.
const REST: Duration = Duration::from_millis(20);

/// How long a claimed job belongs to its runner: longer than any processor is waited for.
const LEASE: Duration = Duration::from_secs(60);

/// Jobs that run side by side.
const BATCH: i64 = 32;

/// How a job ended.
pub enum End {
    /// It is done.
    Done,
    /// Run it again at this time; the text is for people.
    Again(Timestamp, &'static str),
}

/// Runs jobs until `stop` turns true; a batch that is running is finished.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut changed = app.store.changed();
    let mut swept_at = None;
    while !*stop.borrow() {
        sweep::if_due(&app, &mut swept_at).await;
        match run_due(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "jobs could not be claimed"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = changed.changed() => tokio::time::sleep(REST).await,
        }
    }
}

/// Runs the jobs that are due now and waits for them. Returns how many there were.
///
/// # Errors
/// When the database refuses.
pub async fn run_due(app: &Arc<App>) -> Result<usize, StoreError> {
    let now = app.env.now();
    let due = app.store.read(job::next_due).await?;
    if due.is_none_or(|due| due > now) {
        return Ok(0);
    }
    let jobs = app.store.write(move |tx| job::claim(tx, now, now.after(LEASE), BATCH)).await?;
    let count = jobs.len();
    let running: Vec<_> =
        jobs.into_iter().map(|job| app.tasks.spawn(run_one(app.clone(), job))).collect();
    for job in running {
        let _ = job.await;
    }
    Ok(count)
}

/// Runs one job. A panic or an error leaves the lease to run out: it is claimed again.
async fn run_one(app: Arc<App>, job: Job) {
    let end = match job.kind.as_str() {
        reconcile::KIND => reconcile::run(&app, &job).await,
        kind => {
            tracing::error!(job.kind = kind, "there is no worker for this job");
            return;
        }
    };
    let lease = job.lease;
    let ended = match end {
        Ok(End::Done) => app.store.write_outcome(move |tx| job::finish(tx, lease)).await,
        Ok(End::Again(at, why)) => {
            app.store.write_outcome(move |tx| job::retry(tx, lease, at, why)).await
        }
        Err(error) => {
            tracing::error!(job.kind, job.attempts, %error, "a job failed and will run again");
            return;
        }
    };
    if let Err(error) = ended {
        tracing::warn!(job.kind, %error, "the end of a job was not stored; it will run again");
    }
}
