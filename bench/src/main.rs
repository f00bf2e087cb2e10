//! Load scenarios: Tender beside its physical limits, as ratios. See bench/README.md.

mod bare;
mod http;
mod load;
mod report;
mod scenario;
mod server;
mod shop;
mod slow_fsync;
mod store;
mod tender;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::Line;
use crate::scenario::{Scenario, Setting};

/// Measures Tender beside its physical limits.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Run scenarios, each in a process of its own, and print a Markdown table
    Run {
        /// The scenarios; all unless given
        scenarios: Vec<Scenario>,
        #[command(flatten)]
        options: Options,
    },
    /// Run one scenario in this process and print its lines as JSON
    #[command(hide = true)]
    One {
        scenario: Scenario,
        #[command(flatten)]
        options: Options,
    },
    /// Be the bare HTTP server
    #[command(hide = true)]
    Bare,
}

#[derive(Args)]
struct Options {
    /// Rounds; what is printed is their median
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Length of each measurement in a round
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Sessions of the larger database when throughput is compared
    #[arg(long, default_value_t = 200_000)]
    sessions: usize,
    /// The server's executable; beside this one unless given
    #[arg(long)]
    tender: Option<PathBuf>,
    /// A throwaway PostgreSQL server; without it, its scenarios are left out
    #[arg(long, env = "TENDER_TEST_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Action::Bare => bare::serve(),
        Action::One { scenario, options } => {
            let lines = scenario.run(&options.setting()?)?;
            Ok(serde_json::to_writer(io::stdout(), &lines)?)
        }
        Action::Run { scenarios, options } => run(scenarios, &options),
    }
}

fn run(scenarios: Vec<Scenario>, options: &Options) -> Result<()> {
    let all = Scenario::value_variants().iter().copied();
    let wanted = all
        .filter(|scenario| scenarios.is_empty() || scenarios.contains(scenario))
        .filter(|scenario| options.postgres.is_some() || !scenario.needs_postgres());
    let mut out = io::stdout().lock();
    write!(out, "{}", report::HEAD)?;
    let mut failed = false;
    for scenario in wanted {
        match in_own_process(scenario, options) {
            Ok(lines) => lines.iter().try_for_each(|line| write!(out, "{line}"))?,
            // The others are still worth knowing.
            Err(error) => {
                failed = true;
                writeln!(io::stderr(), "bench: {error}")?;
            }
        }
    }
    ensure!(!failed, "the table is not complete");
    Ok(())
}

/// So that no scenario inherits another's memory, and one can run under a slow fsync.
fn in_own_process(scenario: Scenario, options: &Options) -> Result<Vec<Line>> {
    let name = scenario.to_possible_value().context("no name")?.get_name().to_owned();
    writeln!(io::stderr(), "bench: {name}")?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["one", &name]).stdout(Stdio::piped());
    command.args(["--rounds", &options.rounds.to_string()]);
    command.args(["--seconds", &options.seconds.to_string()]);
    command.args(["--sessions", &options.sessions.to_string()]);
    if let Some(tender) = &options.tender {
        command.arg("--tender").arg(tender);
    }
    if let Some(url) = &options.postgres {
        command.args(["--postgres", url]);
    }
    let slow = (scenario == Scenario::CreateSlowFsync).then(slow_fsync::library).transpose()?;
    if let Some(library) = &slow {
        command.env("LD_PRELOAD", library.path());
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "scenario {name} failed");
    Ok(serde_json::from_slice(&output.stdout)?)
}

impl Options {
    fn setting(&self) -> Result<Setting> {
        let beside = || Ok::<_, io::Error>(std::env::current_exe()?.with_file_name("tender"));
        Ok(Setting {
            tender: self.tender.clone().map_or_else(beside, Ok)?,
            postgres: self.postgres.clone(),
            rounds: self.rounds,
            time: Duration::from_secs_f64(self.seconds),
            sessions: self.sessions,
        })
    }
}
