//! Reads by the merchant and by the checkout, beside a bare HTTP server and raw reads of
//! the same rows.

use anyhow::Result;
use serde_json::Value;

use super::Setting;
use crate::bare;
use crate::load::{self, Bound, Load};
use crate::report::{Line, Round};
use crate::store::{Source, Statement};
use crate::tender::{Engine, Tender};
use crate::{http, shop};

const BUDGET: f64 = 0.7;
/// Sessions that are read in turn.
const SESSIONS: usize = 2000;

pub(super) fn run(setting: &Setting, engine: Engine<'_>) -> Result<Vec<Line>> {
    let tender = Tender::start(&setting.tender, engine, 1)?;
    let sessions = shop::sessions(&tender, SESSIONS)?;
    let reads: Vec<_> = sessions.iter().map(|session| session.read(&tender.api_keys[0])).collect();
    let configurations: Vec<_> = sessions.iter().map(shop::Session::configuration).collect();
    // The first read of each configuration writes down what the checkout was shown.
    let once = shop::preparing(SESSIONS);
    requests(&tender, &configurations, once)?;

    let (rows, account) = (session_rows(&tender)?, account_row(&tender)?);
    let with_account = rows.iter().map(|row| [row.clone(), account.clone()].concat()).collect();
    let bound = setting.bound(engine);
    [("GET /client-session", reads, rows), ("GET configuration", configurations, with_account)]
        .into_iter()
        .map(|(name, ours, raw)| {
            let answer: Value =
                serde_json::from_slice(&http::call(tender.server.address, &ours[0])?)?;
            let bare = bare::start(&[answer])?;
            let bare_read = http::request("GET /0", &[], "");
            let round = |_| {
                let http = load::run(&bare, bound, async |connection, _| {
                    connection.send(&bare_read).await.map(drop)
                })?;
                let store = tender.place.read(&raw, setting.time)?;
                Ok(Round { http, store, ours: requests(&tender, &ours, bound)? })
            };
            let rounds = (0..setting.rounds).map(round).collect::<Result<Vec<_>>>()?;
            Ok(Line::bounded(format!("{name}, {}", engine.name()), &rounds, BUDGET))
        })
        .collect()
}

fn requests(tender: &Tender, requests: &[Vec<u8>], bound: Bound) -> Result<Load> {
    load::run(&tender.server, bound, async |connection, number| {
        connection.send(&requests[number % requests.len()]).await.map(drop)
    })
}

/// For each session: its token and the session, by their keys.
fn session_rows(tender: &Tender) -> Result<Vec<Vec<Statement>>> {
    let tokens = tender.place.table(&Source::all("client_token"), 0)?.selects("hash")?;
    let sessions = tender.place.table(&Source::all("client_session"), 0)?.selects("id")?;
    Ok(tokens.into_iter().zip(sessions).map(|(token, session)| vec![token, session]).collect())
}

fn account_row(tender: &Tender) -> Result<Vec<Statement>> {
    tender.place.table(&Source::all("account"), 0)?.selects("id")
}
