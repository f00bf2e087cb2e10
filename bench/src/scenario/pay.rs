//! Payments through the simulator: a card becomes a token, the token pays. The raw
//! baseline writes the rows of the four commits that this takes; what payments only read
//! is left out of it, which makes the limit harder to reach.

use anyhow::Result;
use serde_json::Value as Json;

use super::Setting;
use crate::bare;
use crate::http::{self, Connection};
use crate::load::{self, Bound, Load};
use crate::report::{Line, Round};
use crate::shop::{self, Session};
use crate::store::{Commits, Group, Source, Statement, Value};
use crate::tender::{Engine, Tender};

const BUDGET: f64 = 0.5;
/// Most payments per millisecond: a session is made for each beforehand.
const RATE_MAX: usize = 4;

pub(super) fn run(setting: &Setting, engine: Engine<'_>) -> Result<Vec<Line>> {
    let tender = Tender::start(&setting.tender, engine, 1)?;
    let bound = setting.bound(engine);
    let sample = shop::sessions(&tender, 1)?;
    let (replies, bare_requests) = exchange(&tender, &sample[0])?;
    let bare = bare::start(&replies)?;
    let mut seen = 0;
    let mut rounds = Vec::new();
    for _ in 0..setting.rounds {
        let http = load::run(&bare, bound, async |connection, _| {
            connection.send(&bare_requests[0]).await?;
            connection.send(&bare_requests[1]).await.map(drop)
        })?;
        let count = RATE_MAX * usize::try_from(setting.time.as_millis())?;
        let ours = payments(&tender, &shop::sessions(&tender, count)?, bound)?;
        let users = written(&tender, &mut seen)?;
        let store = tender.raw.write(&users, Group::Best, setting.time)?;
        rounds.push(Round { ours, http, store });
    }
    let what = format!("payments through the simulator, {}", engine.name());
    Ok(vec![Line::bounded(what, &rounds, BUDGET)])
}

/// Pays each session until the bound is reached.
fn payments(tender: &Tender, sessions: &[Session], bound: Bound) -> Result<Load> {
    let bound = Bound { steps: sessions.len(), ..bound };
    let load = load::run(&tender.server, bound, async |connection, number| {
        pay(connection, &sessions[number]).await
    })?;
    anyhow::ensure!(load.steps < sessions.len(), "there were too few sessions to pay");
    Ok(load)
}

async fn pay(connection: &mut Connection, session: &Session) -> Result<()> {
    let token = connection.send(&session.tokenize(shop::GOOD_CARD)).await?;
    let pay = session.pay(token)?;
    connection.send(&pay).await.map(drop)
}

/// One payment's two answers, and the requests that a bare server gets instead.
fn exchange(tender: &Tender, session: &Session) -> Result<([Json; 2], [Vec<u8>; 2])> {
    let tokenize = session.tokenize(shop::GOOD_CARD);
    let token = http::call(tender.server.address, &tokenize)?;
    let pay = session.pay(&token)?;
    let paid: Json = serde_json::from_slice(&http::call(tender.server.address, &pay)?)?;
    anyhow::ensure!(paid["status"] == "SUCCESS", "the simulator did not authorise");
    let to = |number: usize, request: &[u8]| {
        let body = request.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        http::request(&format!("POST /{number}"), &[], &String::from_utf8_lossy(body))
    };
    Ok(([serde_json::from_slice(&token)?, paid], [to(0, &tokenize), to(1, &pay)]))
}

/// The commits of every payment since the last call: tokenise, start, act, settle.
fn written(tender: &Tender, seen: &mut i64) -> Result<Vec<Commits>> {
    let read = |source: Source| tender.place.table(&source, *seen);
    let event = |filter| anyhow::Ok(read(Source::events(filter))?.inserts());
    let instruments = read(Source::all("payment_instrument"))?;
    let payments = read(Source::all("payment"))?;
    let attempts = read(Source { tie: "payment_id", ..Source::all("attempt") })?;
    let cvvs = instruments.values("id")?.into_iter().map(Passing::cvv);
    let jobs = attempts.values("id")?.into_iter().map(Passing::job);
    let mut users: Vec<Commits> = vec![vec![Vec::new(); 4]; instruments.inserts().len()];
    let mut add = |commit: usize, statements: Vec<Statement>| {
        anyhow::ensure!(users.len() == statements.len(), "not every payment has its rows");
        users.iter_mut().zip(statements).for_each(|(user, each)| user[commit].push(each));
        Ok(())
    };
    add(0, instruments.inserts())?;
    add(0, read(Source::all("card_data"))?.inserts())?;
    add(1, instruments.updates(&["state", "updated_at"])?)?;
    add(1, event("kind = 'payment.created'")?)?;
    add(1, event("kind = 'payment.authorization_started'")?)?;
    add(1, payments.inserts())?;
    add(1, attempts.inserts())?;
    let simulated = tender.place.simulator().table(&Source::all("simulator_operation"), *seen)?;
    add(2, simulated.inserts())?;
    let answered = read(Source::events("kind = 'payment.authorization_answered'"))?;
    add(3, answered.inserts())?;
    add(3, attempts.updates(&["state", "content", "updated_at"])?)?;
    let changed = ["status", "content", "updated_at", "event_sequence", "event_hash"];
    add(3, payments.updates(&changed)?)?;
    for (user, (cvv, job)) in users.iter_mut().zip(cvvs.zip(jobs)) {
        user[0].push(cvv.insert);
        user[1].push(job.insert);
        user[3].extend([cvv.delete, job.delete]);
    }
    // Nothing of a payment is later than this.
    *seen = answered.latest("at")?;
    Ok(users)
}

/// A row that is gone when a payment is settled, made up in its usual size.
struct Passing {
    insert: Statement,
    delete: Statement,
}

impl Passing {
    fn cvv(instrument: Value) -> Self {
        let insert = "INSERT INTO card_cvv (payment_instrument_id, sealed, expires_at) \
             VALUES ($1, $2, $3)";
        let delete = "DELETE FROM card_cvv WHERE payment_instrument_id = $1";
        let row = vec![instrument.clone(), Value::Blob(vec![7; 70]), Value::Int(i64::MAX)];
        Self {
            insert: Statement::new(insert, row),
            delete: Statement::new(delete, vec![instrument]),
        }
    }

    fn job(attempt: Value) -> Self {
        let insert = "INSERT INTO job (id, kind, dedupe_key, payload, run_at, wanted, attempts, \
             created_at) VALUES ($1, 'reconcile', $1, $2, $3, 1, 0, $3)";
        let delete = "DELETE FROM job WHERE id = $1";
        let payload = Value::Text("x".repeat(60));
        let row = vec![attempt.clone(), payload, Value::Int(i64::MAX)];
        Self { insert: Statement::new(insert, row), delete: Statement::new(delete, vec![attempt]) }
    }
}
