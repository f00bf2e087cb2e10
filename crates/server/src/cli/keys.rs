//! `tender keys`: the API keys of merchants.

use clap::{Args, Subcommand};

use tender_domain::api_key::Scope;
use tender_domain::id::{AccountId, ApiKeyId};
use tender_store::Error;

use super::target::Target;
use super::{Failure, block_on, print};

const CREATE_HELP: &str = "\
Examples:
  tender keys create --account ID --name shop
  tender keys create --account ID --name report --scopes transactions:retrieve

Prints the key once; only its hash is kept.";

/// Make, list and revoke API keys.
#[derive(Subcommand)]
pub(super) enum Keys {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Make an API key and print it.
#[derive(Args)]
#[command(after_help = CREATE_HELP)]
pub(super) struct Create {
    /// The account that it belongs to
    #[arg(long, value_name = "ID")]
    account: AccountId,
    /// What people call it
    #[arg(long)]
    name: String,
    /// What it may do, separated by commas [default: everything]
    #[arg(long, value_delimiter = ',', value_name = "SCOPES", value_parser = scope)]
    scopes: Vec<Scope>,
    #[command(flatten)]
    target: Target,
}

/// List the keys of an account: id, last characters, name, scopes.
#[derive(Args)]
pub(super) struct List {
    /// The account
    #[arg(long, value_name = "ID")]
    account: AccountId,
    #[command(flatten)]
    target: Target,
}

/// Revoke an API key; running nodes refuse it within a second.
#[derive(Args)]
#[command(after_help = "Examples:\n  tender keys revoke ID")]
pub(super) struct Revoke {
    /// The key's id, as `tender keys list` shows it
    id: ApiKeyId,
    #[command(flatten)]
    target: Target,
}

impl Keys {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => block_on(create.run()),
            Self::List(list) => block_on(list.run()),
            Self::Revoke(revoke) => block_on(revoke.run()),
        }
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let opened = self.target.open().await?;
        let id = self.account;
        let account = opened
            .store
            .read::<_, Error, _>(move |tx| tender_store::account::load(tx, id))
            .await?
            .ok_or_else(|| super::no_account(id))?;
        let scopes = match self.scopes.as_slice() {
            [] => Scope::ALL,
            some => some,
        };
        let key = opened.registry().create_api_key(&account, &self.name, scopes).await?;
        print(&format!("{}\n", key.secret.as_str()))
    }
}

impl List {
    async fn run(self) -> Result<(), Failure> {
        let opened = self.target.open().await?;
        let account = self.account;
        let keys = opened
            .store
            .read::<_, Error, _>(move |tx| tender_store::api_key::list(tx, account))
            .await?;
        let lines = keys.iter().map(|key| {
            let scopes =
                key.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",");
            let state = if key.revoked_at.is_some() { "revoked" } else { "active" };
            format!("{}  ...{}  {state:<7}  {}  {scopes}\n", key.id, key.last4, key.name)
        });
        print(&lines.collect::<String>())
    }
}

impl Revoke {
    async fn run(self) -> Result<(), Failure> {
        let opened = self.target.open().await?;
        opened.registry().revoke_api_key(self.id).await.map_err(|error| match error {
            Error::Missing => Failure::Runtime(format!("there is no active API key {}", self.id)),
            other => other.into(),
        })
    }
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text).ok_or_else(|| {
        let known: Vec<_> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        format!("the scopes are {}", known.join(", "))
    })
}
