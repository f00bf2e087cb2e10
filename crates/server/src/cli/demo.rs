//! `tender demo`: one paid order over HTTP, step by step.

mod http;
mod order;
mod place;
mod report;

use std::path::PathBuf;

use clap::Args;
use tracing::Level;
use tracing_subscriber::filter::Targets;

use crate::env::Env;
use crate::telemetry::{self, LogFormat};

use self::place::Place;
use self::report::Report;
use super::{Failure, block_on, runtime};

const HELP: &str = "\
Examples:
  tender demo                                 at the server that runs here, or at one of its own
  tender demo --url http://127.0.0.1:9000 --api-key KEY
  tender demo --json                          for scripts: one line per step

Without --url it looks for the server of ./run. If none runs, it starts one in a folder that
is deleted afterwards. It ends with code 0 only if every step gave what it must.";

/// Create a session, pay it by test card, and read the payment, printing each step.
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Demo {
    /// The server's address [default: the one that `tender dev` keeps in the data folder]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// An API key of a sandbox account [default: the one that `tender dev` keeps there]
    #[arg(long, value_name = "KEY")]
    api_key: Option<String>,
    /// The data folder of `tender dev`
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
    /// Print one JSON object per step
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), Failure> {
        let warnings = Targets::new().with_default(Level::WARN);
        telemetry::init_logging(LogFormat::Text, &warnings).map_err(runtime)?;
        block_on(async {
            let env = Env::system();
            let place = Place::find(&self, &env).await?;
            let mut report = Report::new(self.json);
            report.begin(&place)?;
            let paid = order::pay(&env, &place, &mut report).await;
            place.leave().await;
            report.end(&paid?)
        })
    }
}
