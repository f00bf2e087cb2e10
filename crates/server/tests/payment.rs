//! Paying, through the client API and the merchant API.

mod cards;
mod free;
mod frozen;
mod guard;
mod idempotency;
mod late;
mod merchant;
mod nodes;
mod one_per_session;
mod outcome;
mod secrets;
mod stalls;
mod unknown;
mod views;
