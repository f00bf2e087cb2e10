//! Session creates while payments wait on a processor that does not answer, beside a
//! server of the same kind without them.

use std::io::Write;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Setting, create};
use crate::report::Line;
use crate::store::Source;
use crate::tender::{Engine, Tender};
use crate::{http, shop};

const BUDGET: f64 = 0.9;
const PAYMENTS: usize = 200;
/// How long the payments take to reach the processor, at most.
const SETTLING: Duration = Duration::from_secs(2);

pub(super) fn run(setting: &Setting, engine: Engine<'_>) -> Result<Vec<Line>> {
    let (calm, busy) = (start(setting, engine)?, start(setting, engine)?);
    let (calm_creates, busy_creates) = (shop::creates(&calm)?, shop::creates(&busy)?);
    let bound = setting.bound(engine);
    let stalled = stall(&busy)?;
    let mut rounds = Vec::new();
    for _ in 0..setting.rounds {
        let alone = create::creates(&calm, &calm_creates, bound)?;
        rounds.push((create::creates(&busy, &busy_creates, bound)?, alone.rate));
    }
    ensure!(waiting(&busy)? == PAYMENTS, "the payments ended before the measurement");
    drop(stalled);
    let rounds: Vec<_> = rounds.iter().map(|(load, alone)| (load, *alone)).collect();
    let what = format!("session creates, {}, {PAYMENTS} stalled payments", engine.name());
    Ok(vec![Line::against(what, "without them", &rounds, BUDGET)])
}

/// A server with as many cards tokenised as are to be stalled.
fn start(setting: &Setting, engine: Engine<'_>) -> Result<Tender> {
    Tender::start(&setting.tender, engine, 1)
}

/// Sends the payments and leaves their connections open.
fn stall(tender: &Tender) -> Result<Vec<TcpStream>> {
    let sessions = shop::sessions(tender, PAYMENTS)?;
    let pay = |session: &shop::Session| {
        let token = http::call(tender.server.address, &session.tokenize(shop::STALLING_CARD))?;
        let mut stream = TcpStream::connect(tender.server.address)?;
        stream.write_all(&session.pay(&token)?)?;
        Ok(stream)
    };
    let streams = sessions.iter().map(pay).collect::<Result<Vec<_>>>()?;
    sleep(SETTLING);
    ensure!(waiting(tender)? == PAYMENTS, "not all payments reached the processor");
    Ok(streams)
}

/// Attempts that have been sent and not answered.
fn waiting(tender: &Tender) -> Result<usize> {
    let pending = Source { filter: "status = 'PENDING'", ..Source::all("payment") };
    Ok(tender.place.table(&pending, 0)?.values("id")?.len())
}
