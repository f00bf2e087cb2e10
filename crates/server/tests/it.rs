//! Tests through the real HTTP surface, one binary for all.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failing test says where")]

mod app;
mod books;
mod checkout;
mod client_api;
mod client_session;
mod crash;
mod database;
mod demo;
mod disk;
mod docs;
mod edge;
mod exchange;
mod frame;
mod gate;
mod newer_node;
mod openapi;
mod oracle;
mod payment;
mod process;
#[path = "../../store/tests/suite/proxy.rs"]
mod proxy;
mod readiness;
mod shop;
mod tidy;
mod web_sdk;
