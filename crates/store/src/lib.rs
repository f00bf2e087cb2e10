//! Persistence of Tender.
//!
//! One interface, [`Tx`], over two engines: SQLite inside the process (one
//! writer thread that commits in groups) and PostgreSQL (a pool of threads,
//! each with one connection). The SQL of a noun is written once, in its module,
//! and runs on both; only the table definitions differ (`migrations/`).
//!
//! A use case is one synchronous closure given to [`Store::write`]. It may be
//! run again, so it has no side effects: ids, times, random bytes and sealed
//! data are made before. Its result leaves only after the commit.
//!
//! What does not exist here: rules (they live in `tender_domain`), the clock,
//! randomness, plain card data, and any statement outside a noun's module.

pub mod account;
pub mod api_key;
mod arg;
pub mod attempt;
pub mod card_attempt;
pub mod card_data;
pub mod checkout_view;
pub mod client_session;
pub mod client_token;
pub mod cvv_key;
mod document;
mod error;
pub mod event;
pub mod event_feed;
pub mod idempotency;
pub mod job;
mod migration;
pub mod payment;
pub mod payment_instrument;
mod postgres;
mod queue;
pub mod retention;
mod row;
mod signal;
pub mod signing_key;
pub mod simulator;
mod sqlite;
mod store;
mod turns;
mod tx;
mod work;

pub use crate::arg::Arg;
pub use crate::error::{Error, OpenError};
pub use crate::postgres::PostgresOptions;
pub use crate::row::Row;
pub use crate::sqlite::SqliteOptions;
pub use crate::store::Store;
pub use crate::tx::Tx;
