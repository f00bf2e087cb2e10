//! The `tender` server: merchant API, client API, payment use cases, jobs.

pub mod admin_api;
pub mod api_key_secret;
pub mod app;
pub mod auth;
pub mod card_gateway;
pub mod checkout;
pub mod cli;
pub mod client_api;
pub mod client_token;
pub mod config;
pub mod cvv_keys;
pub mod data_dir;
pub mod env;
pub mod envelope;
pub mod failure;
pub mod http;
pub mod jobs;
pub mod live;
pub mod master_key;
pub mod merchant_api;
pub mod process;
pub mod provision;
pub mod rates;
pub mod record;
pub mod router;
pub mod seal;
pub mod server;
pub mod signing_key;
pub mod simulator_ledger;
pub mod telemetry;
pub mod web_sdk;

pub use crate::server::{RunningServer, StartError, start};
