//! Background work. A runner claims due jobs, runs them outside any transaction and
//! says how they ended; what time alone makes due is in [`sweep`].

pub mod reconcile;
pub mod sweep;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

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

/// Most jobs that run side by side on a node.
const SLOTS: usize = 32;

/// How a job ended.
pub enum End {
    /// It is done.
    Done,
    /// Run it again at this time; the text is for people.
    Again(Timestamp, &'static str),
}

/// Runs jobs until `stop` turns true. Those that still run then are the shutdown's to
/// wait for, like every task of the app.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(SLOTS));
    let mut changed = app.store.jobs();
    while !*stop.borrow() {
        if let Err(error) = start_due(&app, &slots).await {
            tracing::warn!(%error, "jobs could not be claimed");
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
    let running = start_due(app, &Arc::new(Semaphore::new(SLOTS))).await?;
    let count = running.len();
    for job in running {
        let _ = job.await;
    }
    Ok(count)
}

/// Claims as many due jobs as there are free slots and starts them: one that waits for
/// a stalled processor holds its slot, not the others.
async fn start_due(
    app: &Arc<App>,
    slots: &Arc<Semaphore>,
) -> Result<Vec<JoinHandle<()>>, StoreError> {
    let now = app.env.now();
    let free = i64::try_from(slots.available_permits()).unwrap_or_default();
    let due = app.store.read(job::next_due).await?;
    if free == 0 || due.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    let jobs = app.store.write(move |tx| job::claim(tx, now, now.after(LEASE), free)).await?;
    let start = |job| {
        let (app, slot) = (app.clone(), slots.clone().try_acquire_owned());
        let tasks = app.tasks.clone();
        tasks.spawn(async move {
            run_one(app, job).await;
            drop(slot);
        })
    };
    Ok(jobs.into_iter().map(start).collect())
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
