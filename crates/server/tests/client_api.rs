//! The client API, as the published clients call it.

mod actions;
mod bin_data;
mod card_in_text;
mod configuration;
mod cors;
mod decoders;
mod platform;
mod revisions;
mod tokenize;
mod validate;
