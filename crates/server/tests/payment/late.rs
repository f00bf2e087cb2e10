//! Outcomes that come twice, or after the decision.

use std::time::Duration;

use serde_json::{Value, json};

use tender_domain::event::{Actor, Aggregate};
use tender_domain::payment::{Attempt, AttemptState, Outcome};
use tender_domain::status_reason::StatusReason;
use tender_server::checkout::payment::settle;
use tender_server::jobs;
use tender_store::{Arg, Error, attempt, event};

use crate::app::{TestApp, both_engines};
use crate::books::decided;
use crate::checkout::{
    ANSWER_LONG_LOST, APPROVED, Checkout, DECLINED, FAILED, REQUEST_LOST, id, order, payment,
};

both_engines! {
    async fn the_same_outcome_again_changes_and_appends_nothing(app: TestApp) {
        for card in [APPROVED, DECLINED, FAILED, ANSWER_LONG_LOST] {
            let checkout = Checkout::open(&app, &order()).await;
            let paid = id(&checkout.pay_by_card(card).await.ok());
            let attempt = attempt_of(&app, &paid).await;
            let before = (payment(&app, &paid).await.json, kinds(&app, &paid).await, attempt);
            for _ in 0..2 {
                tell(&app, &before.2, outcome_of(&before.2.state)).await;
            }
            let attempt = attempt_of(&app, &paid).await;
            let after = (payment(&app, &paid).await.json, kinds(&app, &paid).await, attempt);
            assert_eq!(before, after, "{card}");
        }
    }

    async fn each_late_approval_is_reported_once(app: TestApp) {
        for (card, status) in [(DECLINED, "DECLINED"), (FAILED, "FAILED"), (APPROVED, "AUTHORIZED")]
        {
            let checkout = Checkout::open(&app, &order()).await;
            let paid = id(&checkout.pay_by_card(card).await.ok());
            let attempt = attempt_of(&app, &paid).await;
            for transaction in ["late-1", "late-1", "late-2", "late-1", "late-2"] {
                tell(&app, &attempt, approved(transaction)).await;
            }
            assert_eq!(reported(&app, &paid).await, ["late-1", "late-2"], "{card}");
            let view = payment(&app, &paid).await;
            assert_eq!(view["status"], status);
            assert_eq!(view["transactions"].as_array().unwrap().len(), 1);
        }
    }

    async fn a_lost_answer_to_a_call_that_was_given_up_is_looked_for(app: TestApp) {
        let (paid, attempt) = given_up(&app).await;
        forget(&app, &attempt).await;
        approve(&app, &attempt).await;
        let reason = StatusReason::gateway_timeout("no answer");
        tell(&app, &attempt, Outcome::Unknown { reason }).await;
        until_no_job_is_due(&app).await;
        assert_eq!(reported(&app, &paid).await, [format!("sim-{}", attempt.key)]);
        assert_eq!(payment(&app, &paid).await["status"], "FAILED");
        assert_eq!(jobs_left(&app).await, 0, "what is known is not asked for");
    }

    async fn never_seen_is_doubted_for_hours(app: TestApp) {
        let (paid, attempt) = given_up(&app).await;
        // A processor whose closed keys do not last.
        forget(&app, &attempt).await;
        for _ in 0..22 {
            pass(&app, Duration::from_secs(15 * 60)).await;
        }
        assert_eq!(jobs_left(&app).await, 1, "after more than five hours");
        approve(&app, &attempt).await;
        pass(&app, Duration::from_secs(15 * 60)).await;
        assert_eq!(reported(&app, &paid).await.len(), 1);

        let (paid, attempt) = given_up(&app).await;
        forget(&app, &attempt).await;
        for _ in 0..30 {
            pass(&app, Duration::from_secs(15 * 60)).await;
        }
        assert_eq!(jobs_left(&app).await, 0, "not for ever");
        assert_eq!(reported(&app, &paid).await, [""; 0]);
    }

    async fn a_closed_key_ends_the_questions(app: TestApp) {
        let (paid, attempt) = given_up(&app).await;
        assert_eq!(kinds(&app, &paid).await.len(), 4);
        pass(&app, Duration::from_secs(15 * 60)).await;
        assert_eq!(jobs_left(&app).await, 0);
        let found = attempt_of(&app, &paid).await;
        assert!(matches!(found.state, AttemptState::Failed { doubted_until: None, .. }));
        assert_eq!(found.id, attempt.id);
        assert_eq!(kinds(&app, &paid).await.len(), 4, "nothing new happened");
    }
}

/// A payment whose call never arrived and was given up.
async fn given_up(app: &TestApp) -> (String, Attempt) {
    let checkout = Checkout::open(app, &order()).await;
    let paid = id(&checkout.pay_by_card(REQUEST_LOST).await.ok());
    assert_eq!(decided(app, &paid).await["status"], "FAILED");
    let attempt = attempt_of(app, &paid).await;
    (paid, attempt)
}

async fn tell(app: &TestApp, attempt: &Attempt, outcome: Outcome) {
    settle(app.app(), attempt.id, outcome, Actor::System).await.unwrap();
}

fn approved(transaction: &str) -> Outcome {
    Outcome::Approved { transaction_id: transaction.to_owned() }
}

fn outcome_of(state: &AttemptState) -> Outcome {
    match state.clone() {
        AttemptState::Approved { transaction_id } => Outcome::Approved { transaction_id },
        AttemptState::Declined { reason, transaction_id } => {
            Outcome::Declined { reason, transaction_id }
        }
        AttemptState::Failed { reason, .. } => Outcome::Failed { reason },
        AttemptState::Unknown { reason } => Outcome::Unknown { reason },
        AttemptState::Started => panic!("nothing came of it yet"),
    }
}

async fn attempt_of(app: &TestApp, payment: &str) -> Attempt {
    let id = payment.parse().unwrap();
    let attempts = app.app().store.read(move |tx| attempt::of_payment(tx, id)).await;
    attempts.unwrap().remove(0)
}

async fn events(app: &TestApp, payment: &str) -> Vec<(String, Value)> {
    let aggregate = Aggregate::Payment(payment.parse().unwrap());
    let events = app.app().store.read(move |tx| event::list(tx, aggregate)).await.unwrap();
    events.into_iter().map(|event| (event.kind, event.data.unwrap_or_default())).collect()
}

async fn kinds(app: &TestApp, payment: &str) -> Vec<String> {
    events(app, payment).await.into_iter().map(|(kind, _)| kind).collect()
}

/// The late approvals that the timeline tells of.
async fn reported(app: &TestApp, payment: &str) -> Vec<String> {
    let events = events(app, payment).await.into_iter();
    let late = events.filter(|(kind, _)| kind == "payment.approved_too_late");
    late.map(|(_, data)| data["transactionId"].as_str().unwrap().to_owned()).collect()
}

/// Takes what stands under the attempt's key out of the processor's books.
async fn forget(app: &TestApp, attempt: &Attempt) {
    let key = attempt.key.as_str().to_owned();
    let sql = "DELETE FROM simulator_operation WHERE idempotency_key = $1";
    let books = &app.app().simulator_store;
    let gone = books.write::<_, Error, _>(move |tx| tx.execute(sql, &[Arg::from(&key)])).await;
    assert_eq!(gone, Ok(1));
}

/// Has the processor carry the attempt out after all.
async fn approve(app: &TestApp, attempt: &Attempt) {
    let key = attempt.key.as_str().to_owned();
    let content = json!({
        "amount": 4999, "currency": "EUR", "outcome": { "type": "AUTHORIZED" },
    });
    let content = content.to_string();
    let sql = "INSERT INTO simulator_operation (idempotency_key, content, created_at) \
        VALUES ($1, $2, $3)";
    let insert = app.app().simulator_store.write::<_, Error, _>(move |tx| {
        tx.execute(sql, &[Arg::from(&key), Arg::from(&content), Arg::from(0_i64)])
    });
    insert.await.unwrap();
}

async fn pass(app: &TestApp, time: Duration) {
    app.clock.advance(time);
    until_no_job_is_due(app).await;
}

/// Runs what is due, here or in the server's own runner, to its end.
async fn until_no_job_is_due(app: &TestApp) {
    let now = app.app().env.now();
    for _ in 0..500 {
        jobs::run_due(app.app()).await.unwrap();
        let sql = "SELECT COUNT(*) FROM job WHERE run_at <= $1 OR leased_until IS NOT NULL";
        let due = app
            .app()
            .store
            .read(move |tx| tx.query_one(sql, &[Arg::from(now.as_micros())], |row| row.int(0)));
        if due.await == Ok::<_, Error>(0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("a job does not end");
}

async fn jobs_left(app: &TestApp) -> i64 {
    let sql = "SELECT COUNT(*) FROM job";
    app.app().store.read(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await.unwrap()
}
