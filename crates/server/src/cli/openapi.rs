//! `tender openapi`: the description of the APIs.

use clap::Args;

use crate::router;

use super::{Failure, print, runtime};

/// Print the OpenAPI description of the APIs as JSON.
#[derive(Args)]
#[command(after_help = "Examples:\n  tender openapi > openapi.json")]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(self) -> Result<(), Failure> {
        print(&(router::openapi().to_pretty_json().map_err(runtime)? + "\n"))
    }
}
