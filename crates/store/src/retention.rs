//! How long the rows of each table live (DESIGN rule 8). Every table has its line in
//! [`tables`]; README shows the same list.

use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// After its end: a client session without a payment, its events, tokens, views and
/// single-use instruments. Long enough to answer a shopper's question about last month.
pub const SESSION_KEPT: Duration = DAY.saturating_mul(30);

/// After its first use: an idempotency key. Whoever repeats a request does so within days.
pub const IDEMPOTENCY_KEY_KEPT: Duration = DAY.saturating_mul(30);

/// After it was retired: a key that signs client tokens, which live for a day.
pub const SIGNING_KEY_KEPT: Duration = DAY.saturating_mul(30);

/// After the call: what the simulated processor knows of it. Far longer than anybody asks
/// what became of one, so that it never forgets a call that is still asked about.
pub const SIMULATOR_KEPT: Duration = DAY.saturating_mul(90);

/// After its last change: what a checkout was shown; longer than any session lives.
pub const VIEW_KEPT: Duration = DAY.saturating_mul(2);

/// After their hour: the counters against card testing, which look back one hour.
pub const CARD_ATTEMPTS_KEPT: Duration = Duration::from_secs(2 * 60 * 60);

/// Each table, with how long its rows live.
#[must_use]
pub fn tables() -> Vec<(&'static str, String)> {
    let days = |kept: Duration| format!("{} days", kept.as_secs() / DAY.as_secs());
    let hours = |kept: Duration| format!("{} hours", kept.as_secs() / 3_600);
    let session = days(SESSION_KEPT);
    let (for_ever, books) = ("for ever", "for ever: the books of what was paid");
    let rows = [
        ("account", format!("{for_ever}: everything else belongs to one")),
        ("api_key", format!("{for_ever}, revoked ones too: events name them")),
        ("attempt", books.to_owned()),
        ("card_attempt", hours(CARD_ATTEMPTS_KEPT)),
        ("card_cvv", "until its authorisation has ended, at most 15 minutes".to_owned()),
        (
            "card_data",
            "until its session has ended and no payment with it is undecided; of a saved card \
             as long as the card"
                .to_owned(),
        ),
        ("checkout_view", format!("{} after its last change", days(VIEW_KEPT))),
        ("client_session", format!("{session} after its end; {for_ever} once there is a payment")),
        ("client_token", format!("{session} after its end")),
        ("commit_count", "one row".to_owned()),
        ("cvv_key", "a few hours".to_owned()),
        ("event", "as long as the account, session or payment that it is about".to_owned()),
        ("idempotency", format!("{} after its first use", days(IDEMPOTENCY_KEY_KEPT))),
        ("job", "until it is done".to_owned()),
        ("payment", books.to_owned()),
        (
            "payment_instrument",
            format!(
                "{session} after the end of its session; {for_ever} once there is a payment with \
                 it, or if it was saved"
            ),
        ),
        ("schema_migration", format!("{for_ever}: one row per version of the schema")),
        ("signing_key", format!("{} after it was retired", days(SIGNING_KEY_KEPT))),
        ("simulator_operation", format!("{} after the call", days(SIMULATOR_KEPT))),
    ];
    rows.into()
}
