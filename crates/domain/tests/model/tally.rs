//! What the interleavings went through: a model that never gets there proves nothing.

/// Something that must happen often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    Started,
    Free,
    Outdated,
    Waited,
    Replayed,
    Unknown,
    LateAnswer,
    Reconciled,
    Paid,
    Crash,
    LastPayment,
}

const ALL: [Seen; 11] = [
    Seen::Started,
    Seen::Free,
    Seen::Outdated,
    Seen::Waited,
    Seen::Replayed,
    Seen::Unknown,
    Seen::LateAnswer,
    Seen::Reconciled,
    Seen::Paid,
    Seen::Crash,
    Seen::LastPayment,
];

#[derive(Debug, Default)]
pub(crate) struct Tally([u64; ALL.len()]);

impl Tally {
    pub(crate) fn count_if(&mut self, seen: Seen, really: bool) {
        self.0[seen as usize] += u64::from(really);
    }

    /// What happened in fewer than one of a hundred interleavings.
    pub(crate) fn rare(&self, interleavings: u64) -> Vec<(Seen, u64)> {
        let counted = ALL.into_iter().zip(self.0);
        counted.filter(|(_, count)| count * 100 < interleavings).collect()
    }
}
