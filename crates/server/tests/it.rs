//! Tests through the real HTTP surface, one binary for all.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failing test says where")]

mod app;
mod database;
mod demo;
mod frame;
mod process;
mod tidy;
