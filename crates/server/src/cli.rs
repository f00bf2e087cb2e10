//! The command line: one subcommand, one module.

mod accounts;
mod demo;
mod dev;
mod keys;
mod migrate;
mod openapi;
mod serve;
mod signing_keys;
mod target;

use std::future::Future;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{Signal, SignalKind, signal};

use tender_domain::id::AccountId;

use crate::config::{Config, ConfigError};
use crate::server::{RunningServer, StartError};
use crate::{process, telemetry};

const EXAMPLES: &str = "\
Examples:
  tender dev                                     try it on this machine, nothing to set up
  tender demo                                    pay a test order at the running dev server
  tender serve --config tender.toml --migrate    run in production
  tender keys create --account ID --name shop    make an API key

Every command explains itself: tender serve --help";

/// Self-hosted checkout and payment orchestration.
#[derive(Parser)]
#[command(name = "tender", version, about, after_help = EXAMPLES, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Dev(dev::Dev),
    Demo(demo::Demo),
    Migrate(migrate::Migrate),
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    #[command(subcommand)]
    Keys(keys::Keys),
    #[command(subcommand)]
    SigningKeys(signing_keys::SigningKeys),
    Openapi(openapi::Openapi),
}

/// How a command ends when it does not succeed.
pub(crate) enum Failure {
    /// The command line or the configuration is wrong: exit code 2.
    Usage(String),
    /// It was right and did not work: exit code 1.
    Runtime(String),
    /// The user would not wait for the end: exit code 130, as after an interrupt.
    Interrupted,
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are such errors, too, with code 0.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = run(cli.command);
    telemetry::flush_log();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => fail(&message, 2),
        Err(Failure::Runtime(message)) => fail(&message, 1),
        Err(Failure::Interrupted) => ExitCode::from(130),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(serve) => serve.run(),
        Command::Dev(dev) => dev.run(),
        Command::Demo(demo) => demo.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Accounts(accounts) => accounts.run(),
        Command::Keys(keys) => keys.run(),
        Command::SigningKeys(signing_keys) => signing_keys.run(),
        Command::Openapi(openapi) => openapi.run(),
    }
}

fn fail(message: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "tender: {message}");
    ExitCode::from(code)
}

/// Prints what the command was asked for. A closed pipe (`| head`) is no failure.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(runtime(error)),
        _ => Ok(()),
    }
}

fn runtime(error: impl std::fmt::Display) -> Failure {
    Failure::Runtime(error.to_string())
}

/// Runs asynchronous work to its end, and does not wait for what it leaves behind. A panic
/// becomes a failure with a reason: the runtime panics when it gets no threads.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    process::expect_threads().map_err(|error| lack(&error))?;
    let run = AssertUnwindSafe(|| {
        let executor =
            tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(runtime)?;
        let result = executor.block_on(work);
        executor.shutdown_background();
        result
    });
    catch_unwind(run).unwrap_or_else(|panic| {
        Err(match telemetry::lack_of_the_system(&*panic) {
            Some(missing) => lack(&missing),
            None => Failure::Runtime("a fault of Tender's own; the log says where".to_owned()),
        })
    })
}

fn lack(missing: &dyn std::fmt::Display) -> Failure {
    Failure::Runtime(format!(
        "the system gives too few threads or too little memory ({missing}); allow more, or end \
         other programs"
    ))
}

fn no_account(id: AccountId) -> Failure {
    Failure::Runtime(format!("there is no account {id}; see `tender accounts list`"))
}

/// Starts logging as configured.
fn init_logging(config: &Config) -> Result<(), Failure> {
    telemetry::init_logging(config.log_format, &config.log_filter)
        .map_err(|error| Failure::Runtime(format!("cannot start a thread for the log: {error}")))
}

/// Ctrl-C and SIGTERM. From `install` on they no longer end the process by themselves,
/// so install before anyone is told that the server is ready.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    fn install() -> Result<Self, Failure> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(runtime)?,
            terminate: signal(SignalKind::terminate()).map_err(runtime)?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Lets `server` run until the first signal; a second one ends its shutdown at once.
    async fn stop(mut self, server: RunningServer) -> Result<(), Failure> {
        self.next().await;
        tracing::info!("shutting down; a second signal ends at once");
        tokio::select! {
            () = server.shutdown() => Ok(()),
            () = self.next() => Err(Failure::Interrupted),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        runtime(error)
    }
}

impl From<tender_store::Error> for Failure {
    fn from(error: tender_store::Error) -> Self {
        runtime(error)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
