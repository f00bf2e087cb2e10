//! The keys as they are written, and where each came from.

use std::path::{Path, PathBuf};

use figment::error::Kind;
use figment::providers::{Env, Format, Serialized, Toml};
use figment::{Error, Figment};
use serde::{Deserialize, Serialize};

use tender_domain::limits;

use crate::telemetry::LogFormat;

use super::ConfigError;
use super::value::{Address, Count, LogLevel, Networks, PublicUrl, Secret};

/// Every key; unknown variables of the environment are not mistakes, since
/// Kubernetes makes some for a service called "tender".
const KEYS: [&str; 16] = [
    "listen",
    "admin_listen",
    "public_url",
    "data_dir",
    "database_url",
    "migrate",
    "master_key",
    "master_key_file",
    "trusted_proxies",
    "drain_delay",
    "connections_per_address",
    "client_rate_per_session",
    "client_rate_per_address",
    "merchant_rate_per_account",
    "log_format",
    "log_level",
];

/// The keys of `tender.toml`.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    pub(super) listen: Address,
    pub(super) admin_listen: Address,
    pub(super) public_url: Option<PublicUrl>,
    pub(super) data_dir: PathBuf,
    pub(super) database_url: Option<Secret>,
    pub(super) migrate: bool,
    pub(super) master_key: Option<Secret>,
    pub(super) master_key_file: Option<PathBuf>,
    pub(super) trusted_proxies: Networks,
    pub(super) drain_delay: Count,
    pub(super) connections_per_address: Count,
    pub(super) client_rate_per_session: Count,
    pub(super) client_rate_per_address: Count,
    pub(super) merchant_rate_per_account: Count,
    pub(super) log_format: LogFormat,
    pub(super) log_level: LogLevel,
}

/// The keys that can be given as flags. Secrets cannot: other users of the machine
/// see a process's arguments.
#[derive(Debug, Clone, Default, Serialize, clap::Args)]
pub struct Flags {
    /// Address and port of the merchant and client APIs [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// Address and port of health and metrics [default: 127.0.0.1:9090]
    #[arg(long, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_listen: Option<String>,
    /// How the outside reaches this server, such as https://pay.example.com
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Folder of the SQLite database [default: data]; not used with DATABASE_URL
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// Bring an older PostgreSQL schema up to date before starting
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub migrate: bool,
    /// Form of the log lines [default: text]
    #[arg(long, value_enum)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<LogFormat>,
    /// What to log: a level, or a list such as warn,tender::access=info [default: info]
    #[arg(long, value_name = "LEVEL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_level: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: Address(([127, 0, 0, 1], 8080).into()),
            admin_listen: Address(([127, 0, 0, 1], 9090).into()),
            public_url: None,
            data_dir: PathBuf::from("data"),
            database_url: None,
            migrate: false,
            master_key: None,
            master_key_file: None,
            trusted_proxies: Networks::default(),
            drain_delay: Count(5),
            connections_per_address: Count(limits::CONNECTIONS_PER_ADDRESS),
            client_rate_per_session: Count(limits::CLIENT_RATE_PER_SESSION),
            client_rate_per_address: Count(limits::CLIENT_RATE_PER_ADDRESS),
            merchant_rate_per_account: Count(limits::MERCHANT_RATE_PER_ACCOUNT),
            log_format: LogFormat::default(),
            log_level: LogLevel::default(),
        }
    }
}

impl Settings {
    pub(super) fn load(file: Option<&Path>, flags: &Flags) -> Result<Self, ConfigError> {
        let mut layers = Figment::new();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).map_err(|error| {
                ConfigError::new(format!("cannot read {}: {error}", path.display()))
            })?;
            layers = layers.merge(Toml::string(&text));
        }
        layers
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("TENDER_").only(&KEYS))
            .merge(Serialized::defaults(flags))
            .extract()
            .map_err(|error| explain(error, file))
    }
}

/// One line about the first mistake: its place, its key, what is right. Values are
/// left out, they can be secrets.
fn explain(error: Error, file: Option<&Path>) -> ConfigError {
    let place = error.metadata.as_ref().map_or_else(String::new, |source| match &*source.name {
        name if name.contains("environment") => "environment: ".to_owned(),
        name if name.contains("TOML") => file.map_or_else(String::new, in_file),
        _ => "command line: ".to_owned(),
    });
    let key = error.path.join(".");
    ConfigError::new(match error.kind {
        // A syntax error has no key and no source: only the file can have one.
        Kind::Message(text) if key.is_empty() => {
            let place = file.map_or_else(String::new, in_file);
            format!("{place}not valid TOML: {}", without_source(&text))
        }
        Kind::Message(text) => format!("{place}{key}: {text}"),
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
            format!("{place}{key}: must be {expected}")
        }
        Kind::UnknownVariant(_, known) => {
            format!("{place}{key}: must be one of {}", known.join(", "))
        }
        Kind::UnknownField(name, known) => unknown_key(&place, &name, known),
        other => format!("{place}{key}: {other}"),
    })
}

/// The parser's place and reason. Between them it quotes the broken line, behind a margin
/// of the line's number and a bar; that line can hold the master key or a password.
fn without_source(text: &str) -> String {
    let in_margin = |c: char| c == ' ' || c.is_ascii_digit();
    let is_quote = |line: &&str| line.trim_start_matches(in_margin).starts_with('|');
    let lines = text.lines().filter(|line| !is_quote(line)).map(str::trim);
    lines.collect::<Vec<_>>().join(": ")
}

fn in_file(path: &Path) -> String {
    format!("{}: ", path.display())
}

fn unknown_key(place: &str, name: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|key| (strsim::jaro_winkler(name, key), key))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .filter(|(likeness, _)| *likeness > 0.8);
    match nearest {
        Some((_, key)) => format!("{place}unknown key {name:?}; did you mean {key:?}?"),
        None => format!("{place}unknown key {name:?}; the keys are {}", known.join(", ")),
    }
}
