//! Load on a server: some connections, each doing one step after the other.

use std::cell::Cell;
use std::time::Duration;

use anyhow::{Result, ensure};
use futures_util::future::try_join_all;
use tokio::time::Instant;

use crate::http::Connection;
use crate::server::Server;

/// How much load.
#[derive(Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) connections: usize,
    pub(crate) time: Duration,
    /// Most steps, all connections together.
    pub(crate) steps: usize,
}

/// What a server did under load.
pub(crate) struct Load {
    /// Steps done.
    pub(crate) steps: usize,
    /// Steps per second.
    pub(crate) rate: f64,
    /// Processor time that the server used for a step.
    pub(crate) cpu: Duration,
    /// Half of the steps took no longer.
    pub(crate) p50: Duration,
    /// 99 of 100 steps took no longer.
    pub(crate) p99: Duration,
}

impl Load {
    pub(crate) fn cpu_us(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6
    }

    pub(crate) fn p50_ms(&self) -> f64 {
        self.p50.as_secs_f64() * 1e3
    }

    pub(crate) fn p99_ms(&self) -> f64 {
        self.p99.as_secs_f64() * 1e3
    }
}

/// Runs `step` on every connection, over and over, until the bound is reached. It is
/// given the number of the step, and one failure fails the whole.
pub(crate) fn run<F>(server: &Server, bound: Bound, step: F) -> Result<Load>
where
    F: AsyncFn(&mut Connection, usize) -> Result<()>,
{
    // One thread: what is measured shall have the processor, not this.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let open = (0..bound.connections).map(|_| Connection::open(server.address));
        let mut connections = try_join_all(open).await?;
        let next = Cell::new(0);
        let cpu = server.cpu()?;
        let start = Instant::now();
        let (next, step) = (&next, &step);
        let work = connections.iter_mut().map(|connection| async move {
            let mut took = Vec::new();
            while next.get() < bound.steps && start.elapsed() < bound.time {
                let number = next.replace(next.get() + 1);
                let begin = Instant::now();
                step(connection, number).await?;
                took.push(begin.elapsed());
            }
            anyhow::Ok(took)
        });
        let mut took = try_join_all(work).await?.concat();
        let elapsed = start.elapsed();
        ensure!(!took.is_empty(), "nothing was done");
        took.sort_unstable();
        let steps = took.len();
        let rate = steps as f64 / elapsed.as_secs_f64();
        let cpu = (server.cpu()? - cpu).div_f64(steps as f64);
        Ok(Load { steps, rate, cpu, p50: took[steps / 2], p99: took[steps * 99 / 100] })
    })
}
