//! A database that grows: memory after 100,000 sessions, and throughput beside a server
//! that holds few.

use anyhow::Result;

use super::{Setting, create};
use crate::load::Bound;
use crate::report::Line;
use crate::shop;
use crate::tender::{Engine, Tender};

/// Sessions after which memory is measured.
const MEMORY_SESSIONS: usize = 100_000;
const MEMORY_MB: f64 = 100.0;
/// Sessions of the small database.
const FEW: usize = 10_000;
/// "Flat", with room for the noise of a shared machine.
const BUDGET: f64 = 0.9;

pub(super) fn run(setting: &Setting) -> Result<Vec<Line>> {
    let start = || Tender::start(&setting.tender, Engine::Sqlite, 1);
    let (small, large) = (start()?, start()?);
    let (small_creates, large_creates) = (shop::creates(&small)?, shop::creates(&large)?);
    let fill = |tender, requests, steps| {
        create::creates(tender, requests, Bound { connections: 64, ..shop::preparing(steps) })
    };
    fill(&large, &large_creates, MEMORY_SESSIONS)?;
    let memory = large.server.resident_mb()?;
    fill(&small, &small_creates, FEW)?;
    let many = setting.sessions.max(MEMORY_SESSIONS);
    if many > MEMORY_SESSIONS {
        fill(&large, &large_creates, many - MEMORY_SESSIONS)?;
    }

    let bound = setting.bound(Engine::Sqlite);
    let mut writes = Vec::new();
    for _ in 0..setting.rounds {
        let few = create::creates(&small, &small_creates, bound)?;
        writes.push((create::creates(&large, &large_creates, bound)?, few.rate));
    }
    let writes: Vec<_> = writes.iter().map(|(load, few)| (load, *few)).collect();
    let what = format!("session creates, SQLite, {many} sessions stored");
    Ok(vec![
        Line::size(
            format!("memory (RSS) after {MEMORY_SESSIONS} sessions, SQLite"),
            memory,
            MEMORY_MB,
        ),
        Line::against(what, &format!("with {FEW} stored"), &writes, BUDGET),
    ])
}
