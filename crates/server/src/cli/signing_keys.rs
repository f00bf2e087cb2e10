//! `tender signing-keys`: the keys that sign client tokens.

use clap::{Args, Subcommand};

use crate::seal::KeyRing;
use crate::signing_key;

use super::target::Target;
use super::{Failure, block_on, print};

/// Rotate the keys that sign client tokens.
#[derive(Subcommand)]
pub(super) enum SigningKeys {
    Rotate(Rotate),
}

/// Make a new signing key; tokens signed by older ones stay valid until they expire.
#[derive(Args)]
#[command(after_help = "Examples:\n  tender signing-keys rotate")]
pub(super) struct Rotate {
    #[command(flatten)]
    target: Target,
}

impl SigningKeys {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Rotate(rotate) => block_on(rotate.run()),
        }
    }
}

impl Rotate {
    async fn run(self) -> Result<(), Failure> {
        let opened = self.target.open().await?;
        let keys = KeyRing::new(&opened.master_key, &[]);
        let id = signing_key::rotate((&opened.store, &opened.env), &keys).await?;
        print(&format!("{id}\n"))
    }
}
