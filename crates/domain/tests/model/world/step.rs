//! What the actors may do next.

use super::World;
use crate::clients::CLIENTS;
use crate::order::Fixtures;
use crate::processor::Decision;
use crate::rng::Rng;

/// Keys that the callers use and use again.
const KEYS: usize = 3;

/// One step of an actor; numbers are indices.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Patch(usize),
    MerchantPays { token: usize, request: usize, key: Option<usize> },
    Read { client: usize, arrives: bool },
    Act { client: usize, actions: usize, arrives: bool },
    Tokenize { card: usize },
    Pay { client: usize, token: usize, key: Option<usize> },
    StoreView(usize),
    Send(usize),
    LoseRequest(usize),
    Deliver { request: usize, decision: Decision, silent_asks: usize, answers: usize },
    Answer(usize),
    GiveUp(usize),
    Ask(usize),
    Conclude(usize),
    Pass { seconds: u64 },
    Crash,
}

impl World<'_> {
    /// A step that somebody could take now; `None` if that actor has nothing to do.
    pub(super) fn draw(&mut self) -> Option<Step> {
        let rng = &mut self.rng;
        let key = |rng: &mut Rng| rng.one_in(2).then(|| rng.below(KEYS));
        Some(match rng.below(72) {
            0..8 => Step::Patch(rng.index(&self.fixtures.patches)?),
            8..10 => Step::MerchantPays {
                token: rng.index(&self.database.instruments)?,
                request: rng.index(&self.fixtures.requests)?,
                key: key(rng),
            },
            10..18 => Step::Read { client: rng.below(CLIENTS), arrives: !rng.one_in(8) },
            18..22 => Step::Act {
                client: rng.below(CLIENTS),
                actions: rng.index(&self.fixtures.actions)?,
                arrives: !rng.one_in(8),
            },
            22..24 => Step::Tokenize { card: rng.index(&self.fixtures.cards)? },
            24..36 => Step::Pay {
                client: rng.below(CLIENTS),
                token: rng.index(&self.database.instruments)?,
                key: key(rng),
            },
            36..40 => Step::StoreView(rng.index(&self.node.unsaved_views)?),
            40..47 => Step::Send(rng.index(&self.node.queued)?),
            47 => Step::LoseRequest(rng.index(&self.network)?),
            48..54 => Step::Deliver {
                request: rng.index(&self.network)?,
                decision: [Decision::Authorized, Decision::Declined, Decision::Failed]
                    [rng.below(5).saturating_sub(2)],
                silent_asks: rng.below(4).saturating_sub(2),
                answers: [0, 1, 1, 2][rng.below(4)],
            },
            54..58 => Step::Answer(rng.index(&self.node.answers)?),
            58..60 => Step::GiveUp(rng.index(&self.node.awaited)?),
            60..64 => {
                let watch = rng.index(&self.database.watches)?;
                (self.database.watches[watch].1 <= self.now).then_some(Step::Ask(watch))?
            }
            64..67 => Step::Conclude(rng.index(&self.node.findings)?),
            67..71 => Step::Pass { seconds: [1, 11, 40, 121, 90_000][rng.below(17) / 4] },
            _ => Step::Crash,
        })
    }
}

/// The step for people.
pub(super) fn describe(step: Step, fixtures: &Fixtures) -> String {
    match step {
        Step::Patch(index) => format!("Patch {}", fixtures.patches[index].name),
        Step::Act { client, actions, .. } => {
            format!("Act {{ client: {client} }} {}", fixtures.actions[actions].name)
        }
        other => format!("{other:?}"),
    }
}
