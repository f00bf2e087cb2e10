//! HTTP without knowledge of any API: accepting connections, and what every request
//! goes through before and after its handler.

pub mod body;
pub mod client_ip;
pub(crate) mod connections;
pub mod edge;
pub mod json;
pub mod rate;
pub(crate) mod serve;
pub(crate) mod socket;
pub mod within;
