//! The address of the database: what it may be, and how it is named in errors, which
//! never show the password.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::session::Patience;
use crate::error::OpenError;

/// How long a silent connection is left alone, and then how often it is asked whether the
/// other end is still there: a firewall's forgotten connection is noticed while it is idle.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(10);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);
const KEEPALIVE_TRIES: u32 = 3;

/// What a connection is made with.
///
/// Only a server that takes writes will do: one that has become a standby would answer
/// reads with what it last knew.
pub(super) fn config(url: &str, patience: Patience) -> Result<Config, OpenError> {
    let mut config = Config::from_str(url).map_err(|error| unreadable(&error))?;
    if config.get_hosts().iter().any(holds_password) || has_two_passwords(url) {
        return Err(OpenError::Address(String::new()));
    }
    if !is_on_this_machine(&config) && config.get_ssl_mode() != SslMode::Disable {
        return Err(OpenError::Unencrypted);
    }
    config
        .application_name("tender")
        .target_session_attrs(TargetSessionAttrs::ReadWrite)
        .connect_timeout(patience.connect)
        .tcp_user_timeout(patience.answer)
        .keepalives_idle(KEEPALIVE_IDLE)
        .keepalives_interval(KEEPALIVE_INTERVAL)
        .keepalives_retries(KEEPALIVE_TRIES);
    Ok(config)
}

/// Where the server is: `db.example.com:5432`, or several of them.
pub(super) fn name(config: &Config) -> String {
    let ports = config.get_ports();
    let port = |index: usize| ports.get(index).or(ports.first()).copied().unwrap_or(5432);
    let with_port = |(index, host): (usize, String)| format!("{host}:{}", port(index));
    let addresses = config.get_hostaddrs().iter().map(|address| match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    });
    let mut names: Vec<_> = addresses.enumerate().map(with_port).collect();
    if names.is_empty() {
        let hosts = config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) if name.contains(':') => format!("[{name}]"),
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        names = hosts.enumerate().map(with_port).collect();
    }
    names.join(", ")
}

/// Names the parameter that is wrong, if the driver does. Of its other messages some quote
/// the address, which holds the password.
fn unreadable(error: &tokio_postgres::Error) -> OpenError {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let parameter = cause
        .strip_prefix("invalid value for option `")
        .or_else(|| cause.strip_prefix("unknown option `"))
        .and_then(|rest| rest.strip_suffix('`'))
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    OpenError::Address(parameter.map(|name| format!(" (at `{name}`)")).unwrap_or_default())
}

/// An `@` that is not written as `%40` ends the password early, and the rest of it is
/// taken for a part of the host.
fn holds_password(host: &Host) -> bool {
    matches!(host, Host::Tcp(name) if name.contains(['@', '/', '?', '#']))
}

/// The same, where the rest also has a slash and reaches into the name of the database.
fn has_two_passwords(url: &str) -> bool {
    let beginning = url.split('?').next().unwrap_or_default();
    beginning.contains("://") && beginning.matches('@').count() > 1
}

/// Whether no address leaves this machine. A `hostaddr` is connected to instead of its `host`.
fn is_on_this_machine(config: &Config) -> bool {
    let addresses = config.get_hostaddrs();
    if !addresses.is_empty() {
        return addresses.iter().all(IpAddr::is_loopback);
    }
    config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    })
}
