//! What the operator chose: built-in defaults, below the file, below the
//! environment (`TENDER_LISTEN` for `listen`, and `DATABASE_URL`), below the flags.

mod settings;
mod value;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tracing_subscriber::filter::Targets;
use zeroize::Zeroizing;

use tender_processors::simulator::SimulatorOptions;
use tender_store::PostgresOptions;

use crate::telemetry::LogFormat;

use self::settings::Settings;

pub use self::settings::Flags;
pub use self::value::PublicUrl;

/// The database file of SQLite within the data folder.
const SQLITE_FILE: &str = "tender.db";

/// The simulated processor's own file beside it.
const SIMULATOR_FILE: &str = "simulator.db";

/// How long running requests may go on after the order to stop.
const DRAIN: Duration = Duration::from_secs(30);

/// A complete, checked configuration.
#[derive(Clone)]
pub struct Config {
    /// Where the merchant and client APIs listen.
    pub listen: SocketAddr,
    /// Where health and metrics listen.
    pub admin_listen: SocketAddr,
    /// How the outside reaches the server; without it, `http://` and the listener's address.
    pub public_url: Option<PublicUrl>,
    /// Where everything is kept.
    pub database: Database,
    /// Whether to go on without acknowledged changes that a SQLite database has lost.
    pub accept_loss: bool,
    /// How long PostgreSQL may be silent before its connection is given up.
    pub database_patience: Duration,
    /// Where the key comes from that wraps all others.
    pub master_key: MasterKeySource,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Arc<[IpNet]>,
    /// How often somebody may call, and from how many connections.
    pub rates: RateLimits,
    /// How long requests are still taken after the order to stop, while `/readyz` says no.
    pub drain_delay: Duration,
    /// Form of the log.
    pub log_format: LogFormat,
    /// What is logged.
    pub log_filter: Targets,
    /// How long running requests may go on after the order to stop.
    pub drain: Duration,
    /// How long the simulator takes over what.
    pub simulator: SimulatorOptions,
}

/// How much one caller may ask of a node. A rate is per second; 0 is any number.
#[derive(Debug, Clone, Copy)]
pub struct RateLimits {
    /// Connections of one address.
    pub connections_per_address: u32,
    /// Creating and changing calls of the client API, of one session.
    pub client_per_session: u32,
    /// The same of one address.
    pub client_per_address: u32,
    /// Calls of the merchant API, of one account.
    pub merchant_per_account: u32,
}

impl RateLimits {
    /// Calls as often as anybody likes.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            connections_per_address: 0,
            client_per_session: 0,
            client_per_address: 0,
            merchant_per_account: 0,
        }
    }
}

/// Where everything is kept.
#[derive(Clone)]
pub enum Database {
    /// In a folder of this machine, by this process alone.
    Sqlite {
        /// The folder.
        data_dir: PathBuf,
    },
    /// In PostgreSQL, with any number of nodes.
    Postgres {
        /// Its address, which holds a password.
        url: Zeroizing<String>,
        /// Whether to bring an older schema up to date at start.
        migrate: bool,
    },
}

/// Where the master key comes from: 32 bytes, in base64.
#[derive(Clone)]
pub enum MasterKeySource {
    /// The text itself.
    Text(Zeroizing<String>),
    /// A file that must exist.
    File(PathBuf),
    /// A file in the data folder, made at the first start.
    DataDir(PathBuf),
}

/// What is wrong with the configuration and what to do, in one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    /// `message` says what to do.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl Config {
    /// Reads the file, the environment and the flags.
    ///
    /// # Errors
    /// The first mistake found, with its place.
    pub fn load(file: Option<&Path>, flags: &Flags) -> Result<Self, ConfigError> {
        Self::from_settings(Settings::load(file, flags)?)
    }

    /// A development server on `port` of loopback, kept in `data_dir`: reads neither
    /// file nor environment.
    #[must_use]
    pub fn development(port: u16, data_dir: PathBuf) -> Self {
        let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
        Self {
            listen: loopback(port),
            admin_listen: loopback(0),
            public_url: None,
            master_key: MasterKeySource::DataDir(data_dir.clone()),
            database: Database::Sqlite { data_dir },
            accept_loss: false,
            database_patience: PostgresOptions::default().patience,
            trusted_proxies: Arc::default(),
            // Everybody on this machine has one address.
            rates: RateLimits::none(),
            drain_delay: Duration::ZERO,
            log_format: LogFormat::default(),
            log_filter: Targets::new().with_default(tracing::Level::INFO),
            drain: Duration::from_secs(5),
            simulator: SimulatorOptions::default(),
        }
    }

    fn from_settings(settings: Settings) -> Result<Self, ConfigError> {
        let database = match settings.database_url {
            Some(url) => Database::Postgres { url: url.0, migrate: settings.migrate },
            None => Database::Sqlite { data_dir: settings.data_dir },
        };
        let master_key = match (settings.master_key, settings.master_key_file, &database) {
            (Some(_), Some(_), _) => {
                return Err(ConfigError::new(
                    "master_key and master_key_file are both set; keep one of them",
                ));
            }
            (Some(text), None, _) => MasterKeySource::Text(text.0),
            (None, Some(file), _) => MasterKeySource::File(file),
            (None, None, Database::Sqlite { data_dir }) => {
                MasterKeySource::DataDir(data_dir.clone())
            }
            (None, None, Database::Postgres { .. }) => {
                return Err(ConfigError::new(
                    "no master key: set TENDER_MASTER_KEY or master_key_file to 32 random bytes \
                     in base64, such as `openssl rand -base64 32` makes",
                ));
            }
        };
        Ok(Self {
            listen: settings.listen.0,
            admin_listen: settings.admin_listen.0,
            public_url: settings.public_url,
            database,
            accept_loss: false,
            database_patience: PostgresOptions::default().patience,
            master_key,
            trusted_proxies: settings.trusted_proxies.0.into(),
            rates: RateLimits {
                connections_per_address: settings.connections_per_address.0,
                client_per_session: settings.client_rate_per_session.0,
                client_per_address: settings.client_rate_per_address.0,
                merchant_per_account: settings.merchant_rate_per_account.0,
            },
            drain_delay: Duration::from_secs(settings.drain_delay.0.into()),
            log_format: settings.log_format,
            log_filter: settings.log_level.0,
            drain: DRAIN,
            simulator: SimulatorOptions::default(),
        })
    }
}

/// The database file within a data folder.
#[must_use]
pub fn sqlite_file(data_dir: &Path) -> PathBuf {
    data_dir.join(SQLITE_FILE)
}

/// The file of the simulated processor's books within a data folder.
#[must_use]
pub fn simulator_file(data_dir: &Path) -> PathBuf {
    data_dir.join(SIMULATOR_FILE)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn load(toml: &str) -> Result<Config, String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(toml.as_bytes()).unwrap();
        let name = file.path().display().to_string();
        Config::load(Some(file.path()), &Flags::default())
            .map_err(|error| error.to_string().replace(&name, "tender.toml"))
    }

    fn error(toml: &str) -> String {
        load(toml).err().unwrap()
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_known_one() {
        assert_eq!(
            error("listn = \"127.0.0.1:1\""),
            "tender.toml: unknown key \"listn\"; did you mean \"listen\"?"
        );
        assert!(error("zzzzzz = 1").starts_with(
            "tender.toml: unknown key \"zzzzzz\"; the keys are listen, admin_listen, "
        ));
    }

    #[test]
    fn wrong_values_say_what_is_right() {
        for (toml, expected) in [
            (
                "listen = \"8080\"",
                "tender.toml: listen: must be an address with a port, such as 127.0.0.1:8080",
            ),
            ("listen = 8080", "tender.toml: listen: must be a string"),
            (
                "log_level = \"loud\"",
                "tender.toml: log_level: must be error, warn, info, debug, trace or a list such as info,tender_store=debug",
            ),
            (
                "public_url = \"http://pay.example.com\"",
                "tender.toml: public_url: must start with https:// unless it is on loopback",
            ),
            (
                "public_url = \"pay.example.com\"",
                "tender.toml: public_url: must be a URL such as https://pay.example.com",
            ),
            (
                "trusted_proxies = [\"10.0.0.0/40\"]",
                "tender.toml: trusted_proxies: must hold IP addresses or networks such as 10.0.0.0/8",
            ),
            ("drain_delay = -1", "tender.toml: drain_delay: must be a whole number from 0"),
            (
                "client_rate_per_session = \"many\"",
                "tender.toml: client_rate_per_session: must be a whole number from 0",
            ),
            ("master_key = 1234", "tender.toml: master_key: must be a string"),
            ("log_format = \"xml\"", "tender.toml: log_format: must be one of text, json"),
        ] {
            assert_eq!(error(toml), expected);
        }
        assert!(error("listen = ").starts_with("tender.toml: not valid TOML: "));
    }

    #[test]
    fn a_broken_line_is_not_quoted() {
        let secret = "c2VjcmV0IHNlY3JldCBzZWNyZXQ";
        for (toml, place) in [
            (format!("master_key = {secret}"), "line 1, column 14"),
            (format!("log_format = \"json\"\nmaster_key = \"{secret}"), "line 2, column"),
            (format!("database_url = \"postgres://u:{secret}@h/d\\q\""), "line 1, column"),
            (format!("master_key {secret}"), "line 1, column 12"),
            (format!("database_url = \"\"\"\n| {secret}\n\\q\"\"\""), "line 3, column 3"),
            (format!("master_key = \"{secret}\"\nmaster_key = \"{secret}\""), "line 2, column 1"),
        ] {
            let error = error(&toml);
            let expected = format!("tender.toml: not valid TOML: TOML parse error at {place}");
            assert!(error.starts_with(&expected), "{error}");
            assert!(!error.contains("c2Vj") && !error.contains('\n'), "{error}");
            let reason = error.rsplit(": ").next().unwrap();
            assert!(!reason.is_empty() && !reason.contains("column"), "{error}");
        }
    }

    #[test]
    fn a_whole_file() {
        let config = load(
            "listen = \"0.0.0.0:80\"\npublic_url = \"https://pay.example.com/\"\n\
             data_dir = \"/var/lib/tender\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n\
             log_format = \"json\"\nlog_level = \"warn,tender::access=info\"",
        )
        .unwrap();
        assert_eq!(config.listen.to_string(), "0.0.0.0:80");
        assert_eq!(config.public_url.unwrap().as_str(), "https://pay.example.com");
        assert_eq!(config.trusted_proxies.len(), 2);
        assert_eq!(config.log_format, LogFormat::Json);
        assert!(matches!(config.database, Database::Sqlite { .. }));
    }

    #[test]
    fn postgres_needs_a_master_key() {
        let error = error("database_url = \"postgres://u:hidden@h/d\"");
        assert!(error.starts_with("no master key: set TENDER_MASTER_KEY"), "{error}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let missing = Config::load(Some(Path::new("/nowhere/tender.toml")), &Flags::default());
        let error = missing.err().unwrap().to_string();
        assert!(error.starts_with("cannot read /nowhere/tender.toml: "), "{error}");
    }
}
