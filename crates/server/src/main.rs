//! The `tender` executable.

use std::process::ExitCode;

fn main() -> ExitCode {
    tender_server::cli::main()
}
