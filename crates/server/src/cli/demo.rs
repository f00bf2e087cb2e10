//! `tender demo`: one paid order over HTTP, step by step.

use std::path::PathBuf;

use clap::Args;

use super::Failure;

/// Create a session, pay it by test card, and read the payment, printing each step.
#[derive(Args)]
#[command(after_help = "Examples:\n  tender demo\n  tender demo --url http://127.0.0.1:9000")]
pub(super) struct Demo {
    /// The server's address [default: the one that `tender dev` keeps in the data folder]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// An API key [default: the one that `tender dev` keeps in the data folder]
    #[arg(long, value_name = "KEY")]
    api_key: Option<String>,
    /// The data folder of `tender dev`
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), Failure> {
        Err(Failure::Runtime(format!(
            "demo is not written yet: {:?} {:?} {:?}",
            self.url, self.api_key, self.data
        )))
    }
}
