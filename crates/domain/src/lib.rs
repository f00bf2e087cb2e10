//! The pure rules of Tender. Everything here takes values and returns values:
//! no IO, no clock, no randomness, no async, no SQL. Time, ids and random
//! bytes come in as arguments.
//!
//! The types describe themselves to the outside: they read themselves from
//! JSON collecting every fault ([`deserr`]), write themselves in the form that
//! is stored (serde, camelCase), and carry their OpenAPI schema (utoipa).

pub mod account;
pub mod api_key;
pub mod api_version;
pub mod card;
pub mod card_network;
pub mod checkout_view;
pub mod client_session;
pub mod country;
pub mod customer;
pub mod error;
pub mod event;
pub mod field;
pub mod id;
pub mod limits;
pub mod metadata;
pub mod money;
pub mod order;
pub mod patch;
pub mod payment;
pub mod payment_instrument;
pub mod payment_method;
pub mod status_reason;
pub mod text;
pub mod time;
pub mod warning;

mod wire;
