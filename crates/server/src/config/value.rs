//! Values of the configuration that check themselves while they are read.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use reqwest::Url;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use tracing_subscriber::filter::Targets;
use zeroize::Zeroizing;

/// An address to listen on.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Address(pub(super) SocketAddr);

impl TryFrom<String> for Address {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hint = "must be an address with a port, such as 127.0.0.1:8080";
        text.parse().map(Self).map_err(|_| hint)
    }
}

/// A text that must not be shown.
#[derive(Deserialize)]
#[serde(from = "String")]
pub(super) struct Secret(pub(super) Zeroizing<String>);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// IP networks: a list, or one string with commas as the environment can hold it.
#[derive(Default, Deserialize)]
#[serde(try_from = "ListOrText")]
pub(super) struct Networks(pub(super) Vec<IpNet>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a list of IP addresses or networks")]
enum ListOrText {
    List(Vec<String>),
    Text(String),
}

impl TryFrom<ListOrText> for Networks {
    type Error = &'static str;
    fn try_from(given: ListOrText) -> Result<Self, Self::Error> {
        let list = match given {
            ListOrText::List(list) => list,
            ListOrText::Text(text) => text.split(',').map(str::to_owned).collect(),
        };
        let network = |text: &String| {
            let text = text.trim();
            text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok()
        };
        list.iter()
            .map(network)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or("must hold IP addresses or networks such as 10.0.0.0/8")
    }
}

/// A whole number from 0.
#[derive(Clone, Copy)]
pub(super) struct Count(pub(super) u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;
        impl Visitor<'_> for Whole {
            type Value = Count;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 0")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Count, E> {
                let invalid = |_| E::invalid_value(de::Unexpected::Signed(number), &self);
                u32::try_from(number).map(Count).map_err(invalid)
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Count, E> {
                let invalid = |_| E::invalid_value(de::Unexpected::Unsigned(number), &self);
                u32::try_from(number).map(Count).map_err(invalid)
            }
        }
        deserializer.deserialize_u32(Whole)
    }
}

/// Which log lines are written.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct LogLevel(pub(super) Targets);

impl Default for LogLevel {
    fn default() -> Self {
        Self(Targets::new().with_default(tracing::Level::INFO))
    }
}

impl TryFrom<String> for LogLevel {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hint = "must be error, warn, info, debug, trace or a list such as \
                    info,tender_store=debug";
        // A word that is no level would otherwise be read as the name of a target.
        let is_list = |text: &str| text.split(',').all(|part| part.contains('=') || is_level(part));
        is_list(&text).then(|| text.parse().ok()).flatten().map(Self).ok_or(hint)
    }
}

fn is_level(text: &str) -> bool {
    text.trim().parse::<tracing::level_filters::LevelFilter>().is_ok()
}

/// How the outside reaches the server: `https://`, or on loopback `http://`, then
/// host, port and path, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The URL of a server on this machine.
    #[must_use]
    pub fn of_listener(address: SocketAddr) -> Self {
        let ip = address.ip();
        // The unspecified address is where to listen, not where to go.
        match ip.is_unspecified() {
            true => Self(format!("http://localhost:{}", address.port())),
            false => Self(format!("http://{address}")),
        }
    }

    /// The URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hint = "must be a URL such as https://pay.example.com";
        let url = Url::parse(text.trim()).map_err(|_| hint)?;
        let host = url.host_str().ok_or(hint)?;
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err("must have no user name, query or fragment");
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(host) => {}
            "http" => return Err("must start with https:// unless it is on loopback"),
            _ => return Err(hint),
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

fn is_loopback(host: &str) -> bool {
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}
