//! Model test: merchant, shoppers, processor, reconciler and crashes against one session,
//! their commits in a random order, the real rules in every commit.
//!
//! Steps interleave as commits do: a payment is committed, sent, carried out, answered
//! and settled in steps of its own, with anything in between. After every step the
//! [`oracle`] compares what is stored, what the processor did and what was told to the
//! outside.
//!
//! Not in the model: several nodes; two answers to one checkout that overtake each other.
//! A view that a crash takes before it was stored beside its answer is forgotten by the
//! oracle, too: [`world::Sabotage::LostViewCounts`] shows what that can cost.
//!
//! `TENDER_MODEL_SEED` and `TENDER_MODEL_RUNS` choose other interleavings:
//! a failure names the seed with which one run repeats it.

#![expect(clippy::unwrap_used, reason = "a failing test says where")]

mod clients;
mod database;
mod oracle;
mod order;
mod processor;
mod rng;
mod tally;
mod world;

use oracle::Violation;
use order::Fixtures;
use tally::Tally;
use world::{Sabotage, World};

/// The seed of the first interleaving; each next has the next seed.
const SEED: u64 = 0x7E4D_E500_0000_0000;
const RUNS: u64 = 1_000_000;

/// Far more interleavings than the model needs to find any of the mistakes.
const SABOTAGED_RUNS: u64 = 20_000;

#[test]
fn no_interleaving_breaks_a_promise() {
    let (first, runs) = (from_env("TENDER_MODEL_SEED", SEED), from_env("TENDER_MODEL_RUNS", RUNS));
    let fixtures = Fixtures::new();
    let mut tally = Tally::default();
    for seed in first..first + runs {
        if let Err(violation) = World::new(&fixtures, Sabotage::None, seed).run(&mut tally) {
            panic!(
                "{violation:?} with TENDER_MODEL_SEED={seed} TENDER_MODEL_RUNS=1\n{}",
                trace(&fixtures, Sabotage::None, seed)
            );
        }
    }
    println!("{runs} interleavings: {tally:?}");
    assert!(runs < 1_000 || tally.rare(runs).is_empty(), "too rare: {:?}", tally.rare(runs));
}

#[test]
fn every_mistake_is_found() {
    let fixtures = Fixtures::new();
    for (sabotage, expected) in [
        (Sabotage::GuardOff, Violation::ChargedMoreThanShown),
        (Sabotage::LostViewCounts, Violation::ChargedMoreThanShown),
        (Sabotage::EarlierIgnored, Violation::TwoPayingPayments),
        (Sabotage::SentAgain, Violation::AuthorizedTwice),
        (Sabotage::SilenceIsFailure, Violation::BooksDiffer),
        (Sabotage::NotClosed, Violation::BooksDiffer),
        (Sabotage::Unlocked, Violation::WriteLost),
    ] {
        let found = (SEED..SEED + SABOTAGED_RUNS).any(|seed| {
            let run = World::new(&fixtures, sabotage, seed).run(&mut Tally::default());
            run == Err(expected)
        });
        assert!(found, "{sabotage:?} went unnoticed");
    }
}

/// The steps of one interleaving up to its failure.
fn trace(fixtures: &Fixtures, sabotage: Sabotage, seed: u64) -> String {
    let mut world = World::new(fixtures, sabotage, seed);
    world.trace = Some(Vec::new());
    let _ = world.run(&mut Tally::default());
    world.trace.unwrap_or_default().join("\n")
}

#[expect(clippy::disallowed_methods, reason = "a test is configured by its environment")]
fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |number| number.parse().unwrap())
}
