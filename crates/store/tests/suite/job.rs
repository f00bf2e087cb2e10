//! Background work.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::json;
use tender_domain::time::Timestamp;
use tender_store::job::{self, Job, Lease, NewJob};
use tender_store::{Error, Store};
use tokio::task::JoinSet;

use crate::database::{Database, id, on_both};

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000)
}

fn new_job(number: u64, key: Option<&str>, run_at: i64) -> NewJob {
    NewJob {
        id: id(number),
        kind: "deliver",
        dedupe_key: key.map(str::to_owned),
        payload: json!({ "number": number }),
        run_at: at(run_at),
        created_at: at(0),
    }
}

async fn enqueue(store: &Store, job: NewJob) {
    store.write(move |tx| job::enqueue(tx, &job)).await.unwrap();
}

/// Claims for ten seconds.
async fn claim(store: &Store, now: i64, limit: i64) -> Vec<Job> {
    store.write(move |tx| job::claim(tx, at(now), at(now + 10), limit)).await.unwrap()
}

async fn finish(store: &Store, lease: Lease) -> bool {
    store.write(move |tx| job::finish(tx, lease)).await.unwrap()
}

async fn retry(store: &Store, lease: Lease, run_at: i64) -> bool {
    store.write(move |tx| job::retry(tx, lease, at(run_at), "no answer")).await.unwrap()
}

async fn next_due(store: &Store) -> Option<Timestamp> {
    store.read::<_, Error, _>(job::next_due).await.unwrap()
}

on_both! {
    jobs_run_when_due_longest_due_first,
    a_lease_that_ran_out_goes_to_another,
    a_failed_job_runs_again_later,
    jobs_with_one_key_are_one_job,
    a_job_enqueued_while_it_runs_runs_once_more,
    no_job_goes_to_two_claimers,
    commits_with_jobs_wake_those_who_run_them,
}

async fn jobs_run_when_due_longest_due_first(database: Database) {
    let store = &database.store;
    assert_eq!(next_due(store).await, None);
    for (number, run_at) in [(1, 30), (2, 10), (3, 20)] {
        enqueue(store, new_job(number, None, run_at)).await;
    }
    assert_eq!(next_due(store).await, Some(at(10)));
    assert_eq!(claim(store, 9, 10).await, []);
    let due = claim(store, 20, 10).await;
    assert_eq!(due.iter().map(|job| job.lease.job).collect::<Vec<_>>(), [id(2), id(3)]);
    assert_eq!((due[0].kind.as_str(), due[0].attempts), ("deliver", 1));
    assert_eq!(due[0].payload, json!({ "number": 2 }));
    assert_eq!(claim(store, 20, 10).await, [], "they are claimed");
    for job in &due {
        assert!(finish(store, job.lease).await);
    }
    assert_eq!(next_due(store).await, Some(at(30)));
    assert_eq!(claim(store, 100, 0).await, []);
    assert_eq!(claim(store, 100, 10).await.len(), 1);
}

async fn a_lease_that_ran_out_goes_to_another(database: Database) {
    let store = &database.store;
    enqueue(store, new_job(1, None, 0)).await;
    let first = claim(store, 0, 1).await.remove(0);
    assert_eq!(next_due(store).await, Some(at(10)), "the end of the lease");
    assert_eq!(claim(store, 9, 1).await, []);
    let second = claim(store, 10, 1).await.remove(0);
    assert_eq!((second.lease.job, second.attempts), (first.lease.job, 2));
    assert!(!finish(store, first.lease).await);
    assert!(!retry(store, first.lease, 0).await);
    assert!(finish(store, second.lease).await);
    assert!(!finish(store, second.lease).await, "it is gone");
    assert_eq!(next_due(store).await, None);
}

async fn a_failed_job_runs_again_later(database: Database) {
    let store = &database.store;
    enqueue(store, new_job(1, Some("key"), 0)).await;
    let first = claim(store, 0, 1).await.remove(0);
    assert!(retry(store, first.lease, 60).await);
    assert_eq!(next_due(store).await, Some(at(60)));
    assert!(!finish(store, first.lease).await, "it was given back");
    assert_eq!(claim(store, 59, 1).await, []);
    assert_eq!(claim(store, 60, 1).await.remove(0).attempts, 2);
}

async fn jobs_with_one_key_are_one_job(database: Database) {
    let store = &database.store;
    enqueue(store, new_job(1, Some("key"), 20)).await;
    enqueue(store, new_job(2, Some("key"), 10)).await;
    enqueue(store, new_job(3, Some("key"), 30)).await;
    enqueue(store, new_job(4, Some("other"), 40)).await;
    let due = claim(store, 100, 10).await;
    assert_eq!(
        due.iter().map(|job| (job.lease.job, job.run_at)).collect::<Vec<_>>(),
        [(id(1), at(10)), (id(4), at(40))]
    );
}

async fn a_job_enqueued_while_it_runs_runs_once_more(database: Database) {
    let store = &database.store;
    enqueue(store, new_job(1, Some("key"), 0)).await;
    let first = claim(store, 0, 1).await.remove(0);
    enqueue(store, new_job(2, Some("key"), 0)).await;
    assert_eq!(claim(store, 0, 1).await, [], "not beside the running one");
    assert!(finish(store, first.lease).await);
    let again = claim(store, 0, 1).await.remove(0);

    enqueue(store, new_job(3, Some("key"), 5)).await;
    assert!(retry(store, again.lease, 60).await);
    let third = claim(store, 5, 1).await.remove(0);
    assert!(finish(store, third.lease).await);
    assert_eq!(next_due(store).await, None);
}

async fn no_job_goes_to_two_claimers(database: Database) {
    for number in 0..200 {
        enqueue(&database.store, new_job(number, None, 0)).await;
    }
    let mut claimers = JoinSet::new();
    for _ in 0..8 {
        let store = database.store.clone();
        claimers.spawn(async move {
            let mut mine = Vec::new();
            for _ in 0..1000 {
                let jobs = claim(&store, 0, 7).await;
                if jobs.is_empty() && next_due(&store).await != Some(at(0)) {
                    break;
                }
                mine.extend(jobs.into_iter().map(|job| job.lease.job));
            }
            mine
        });
    }
    let claimed = claimers.join_all().await.concat();
    assert_eq!(claimed.len(), 200);
    assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 200);
}

async fn commits_with_jobs_wake_those_who_run_them(database: Database) {
    let store = &database.store;
    let (mut jobs, events) = (store.jobs(), store.changed());
    let mut woken = async || {
        tokio::time::timeout(Duration::from_secs(5), jobs.changed()).await.unwrap().unwrap();
    };
    enqueue(store, new_job(1, Some("key"), 0)).await;
    woken().await;
    let first = claim(store, 0, 1).await.remove(0);
    assert!(retry(store, first.lease, 0).await);
    woken().await;
    let second = claim(store, 0, 1).await.remove(0);
    enqueue(store, new_job(2, Some("key"), 0)).await;
    woken().await;
    assert!(finish(store, second.lease).await, "given back, since it is wanted again");
    woken().await;
    let last = claim(store, 0, 1).await.remove(0);
    assert!(finish(store, last.lease).await);
    assert!(!jobs.has_changed().unwrap() && !events.has_changed().unwrap());
}
