//! The storage suite. Every test of [`database::on_both`] runs on SQLite and on
//! PostgreSQL; the others are about one of them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test fails")]

mod checkout_view;
mod commit;
mod database;
mod event;
mod event_feed;
mod gate;
mod job;
mod lanes;
mod locks;
mod loss;
mod nouns;
mod opening;
mod outages;
mod payment;
mod proxy;
mod reaching;
mod retention;
mod silence;
mod simulator;
