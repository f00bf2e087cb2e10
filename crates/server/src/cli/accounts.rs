//! `tender accounts`: the merchants of this installation.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::id::AccountId;
use tender_store::Error;

use super::target::Target;
use super::{Failure, block_on, print};

const CREATE_HELP: &str = "\
Examples:
  tender accounts create --name \"Shop\" --environment sandbox
  tender accounts create --name \"Shop\" --environment production --settings shop.json

Prints the account's id. Make a key for it with: tender keys create --account ID --name NAME";

const CONFIGURE_HELP: &str = "\
Examples:
  tender accounts configure ID --settings shop.json

The file replaces all settings of the account. Running nodes follow within a second.";

/// Make, list and configure merchant accounts.
#[derive(Subcommand)]
pub(super) enum Accounts {
    Create(Create),
    List(List),
    Configure(Configure),
}

/// Make a merchant account.
#[derive(Args)]
#[command(after_help = CREATE_HELP)]
pub(super) struct Create {
    /// What people call it
    #[arg(long)]
    name: String,
    /// Whether money is real in it; it stays so
    #[arg(long, value_enum)]
    environment: EnvironmentArg,
    /// Its settings, as a JSON file
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
}

/// List the accounts: id, environment, name.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    target: Target,
}

/// Replace an account's settings.
#[derive(Args)]
#[command(after_help = CONFIGURE_HELP)]
pub(super) struct Configure {
    /// The account's id
    id: AccountId,
    /// Its new settings, as a JSON file
    #[arg(long, value_name = "FILE")]
    settings: PathBuf,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, ValueEnum)]
enum EnvironmentArg {
    Sandbox,
    Production,
}

impl Accounts {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => block_on(create.run()),
            Self::List(list) => block_on(list.run()),
            Self::Configure(configure) => block_on(configure.run()),
        }
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let settings = self.settings.as_deref().map(read_settings).transpose()?;
        let environment = match self.environment {
            EnvironmentArg::Sandbox => Environment::Sandbox,
            EnvironmentArg::Production => Environment::Production,
        };
        let opened = self.target.open().await?;
        let settings = settings.unwrap_or_default();
        let account = opened.registry().create_account(&self.name, environment, settings).await?;
        print(&format!("{}\n", account.id))
    }
}

impl List {
    async fn run(self) -> Result<(), Failure> {
        let opened = self.target.open().await?;
        let accounts = opened.store.read::<_, Error, _>(tender_store::account::list).await?;
        let lines = accounts.iter().map(|account| {
            format!("{}  {:<10}  {}\n", account.id, account.environment.as_str(), account.name)
        });
        print(&lines.collect::<String>())
    }
}

impl Configure {
    async fn run(self) -> Result<(), Failure> {
        let settings = read_settings(&self.settings)?;
        let opened = self.target.open().await?;
        opened.registry().configure(self.id, settings).await.map_err(|error| match error {
            Error::Missing => super::no_account(self.id),
            other => other.into(),
        })
    }
}

fn read_settings(path: &Path) -> Result<AccountSettings, Failure> {
    let wrong = |what: &str, error: &dyn std::fmt::Display| {
        Failure::Usage(format!("{what} {}: {error}", path.display()))
    };
    let text = std::fs::read_to_string(path).map_err(|error| wrong("cannot read", &error))?;
    serde_json::from_str(&text).map_err(|error| wrong("these are not account settings:", &error))
}
