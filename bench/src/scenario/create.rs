//! Durable session creates, beside a bare HTTP server and raw inserts of the same rows.

use anyhow::{Result, ensure};
use serde_json::Value;

use super::Setting;
use crate::bare;
use crate::load::{self, Bound, Load};
use crate::report::{Line, Round};
use crate::server::Server;
use crate::store::{Commits, Group, Source};
use crate::tender::{Engine, Tender};
use crate::{http, shop};

const BUDGET: f64 = 0.6;
/// Under a slow fsync, times one commit per row.
const BUDGET_OVER_ONE: f64 = 10.0;
/// More than can be committed one by one in a round.
const MOST_ONES: usize = 2000;

pub(super) fn run(setting: &Setting, engine: Engine<'_>) -> Result<Vec<Line>> {
    let name = engine.name();
    let lines = [(1, "one account"), (100, "100 accounts")].map(|(count, accounts)| {
        let mut pair = Pair::start(setting, engine, count)?;
        let rounds = (0..setting.rounds).map(|_| Ok(pair.round(0)?.0));
        let rounds = rounds.collect::<Result<Vec<_>>>()?;
        Ok(Line::bounded(format!("session creates, {name}, {accounts}"), &rounds, BUDGET))
    });
    lines.into_iter().collect()
}

pub(super) fn under_slow_fsync(setting: &Setting) -> Result<Vec<Line>> {
    let mut pair = Pair::start(setting, Engine::Sqlite, 1)?;
    let mut rounds = Vec::new();
    let mut ones = Vec::new();
    for _ in 0..setting.rounds {
        let (round, users) = pair.round(MOST_ONES)?;
        rounds.push(round);
        ones.push(pair.tender.raw.write(&users, Group::One, setting.time)?);
    }
    let what = "session creates, SQLite, fsync 2 ms slower";
    let over_one: Vec<_> = rounds.iter().zip(ones).map(|(round, one)| (&round.ours, one)).collect();
    Ok(vec![
        Line::bounded(what.to_owned(), &rounds, BUDGET),
        Line::against(what.to_owned(), "one commit per row", &over_one, BUDGET_OVER_ONE),
    ])
}

/// Ours and the bare server, ready to be measured in turns.
struct Pair {
    tender: Tender,
    bare: Server,
    bound: Bound,
    creates: Vec<Vec<u8>>,
    bare_create: Vec<u8>,
    seen: i64,
}

impl Pair {
    fn start(setting: &Setting, engine: Engine<'_>, accounts: usize) -> Result<Self> {
        let tender = Tender::start(&setting.tender, engine, accounts)?;
        let creates = shop::creates(&tender)?;
        let answer: Value =
            serde_json::from_slice(&http::call(tender.server.address, &creates[0])?)?;
        let headers = [("content-type", "application/json")];
        let bare_create = http::request("POST /0", &headers, &shop::session_body()?);
        let (bare, bound) = (bare::start(&[answer])?, setting.bound(engine));
        Ok(Self { tender, bare, bound, creates, bare_create, seen: 0 })
    }

    /// Measures each once. Of the raw writes of what ours has done, `kept` are left out
    /// and given back.
    fn round(&mut self, kept: usize) -> Result<(Round, Vec<Commits>)> {
        let http = load::run(&self.bare, self.bound, async |connection, _| {
            connection.send(&self.bare_create).await.map(drop)
        })?;
        let ours = creates(&self.tender, &self.creates, self.bound)?;
        let mut users = self.written()?;
        let kept = users.split_off(users.len().saturating_sub(kept));
        let store = self.tender.raw.write(&users, Group::Best, self.bound.time)?;
        Ok((Round { ours, http, store }, kept))
    }

    /// The rows of every session since the last call.
    fn written(&mut self) -> Result<Vec<Commits>> {
        let read = |source: Source| self.tender.place.table(&source, self.seen);
        let events = read(Source::events("kind = 'client_session.created'"))?;
        let sessions = read(Source::all("client_session"))?.inserts();
        let tokens = read(Source::all("client_token"))?.inserts();
        let created = events.inserts();
        let counts = [created.len(), sessions.len(), tokens.len()];
        ensure!(counts.iter().all(|count| *count == counts[0]), "not every session has its rows");
        let users = created.into_iter().zip(sessions).zip(tokens);
        let users = users.map(|((event, session), token)| vec![vec![event, session, token]]);
        self.seen = events.latest("at")?;
        Ok(users.collect())
    }
}

/// Loads a server with creates, of one account after the other.
pub(super) fn creates(tender: &Tender, requests: &[Vec<u8>], bound: Bound) -> Result<Load> {
    load::run(&tender.server, bound, async |connection, number| {
        connection.send(&requests[number % requests.len()]).await.map(drop)
    })
}
