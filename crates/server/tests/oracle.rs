//! Comparison with the published schema of the protocol (openapi-v2.4.yaml), which
//! lies beside the project, not in it, for want of a licence. Where it is not found this
//! compares nothing; `./test` and API.md say so, and where it is expected. Every difference
//! is on a list with its reason, and every entry of the list must be met, so that none goes
//! stale.

mod case;
mod corpus;
mod difference;
mod random;
mod schema;

use self::case::{Case, Verdict};
use self::difference::{DIFFERENCES, Difference, Tally};
use self::schema::Published;
use crate::app::TestApp;
use crate::database::Engine;

/// How many random sessions are sent: each to POST, then as a PATCH.
const RANDOM_SESSIONS: usize = 600;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_and_answers_follow_the_published_schema_but_for_the_listed_differences() {
    let published = match Published::load() {
        Ok(published) => published,
        Err(file) => {
            let file = file.display();
            eprintln!("NOT RUN: the comparison with the published schema; {file} not found");
            return;
        }
    };
    let app = TestApp::start(Engine::Sqlite).await;
    let mut tally = Tally::default();
    for case in corpus::cases(&app).await {
        compare(&published, &case, &mut tally);
    }
    let mut accepted = 0;
    for session in random::sessions(&published, RANDOM_SESSIONS) {
        for case in case::session_both_ways(&app, session).await {
            accepted += usize::from(case.request.is_some() && case.answer.status == 200);
            compare(&published, &case, &mut tally);
        }
    }
    // Neither all noise nor all harmless: each verdict is put to the test.
    assert!((RANDOM_SESSIONS / 2..RANDOM_SESSIONS * 3 / 2).contains(&accepted), "{accepted}");
    tally.assert_every_difference_was_met();
}

/// Compares one request and its answer with the schema.
fn compare(published: &Published, case: &Case, tally: &mut Tally) {
    if let Some(body) = &case.request {
        let violations = published.request_violations(case.operation, body);
        match (case.verdict(), violations.is_empty()) {
            (Verdict::Accepted, _) => {
                for violation in &violations {
                    tally.explain_violation(case, violation, body);
                }
            }
            (Verdict::Refused(faults), true) => {
                for fault in &faults {
                    tally.explain_fault(case, fault);
                }
            }
            // Both refuse: they agree, whatever each says.
            (Verdict::Refused(_), false) => {}
        }
    }
    let answer = &case.answer.json;
    match published.answer_violations(case.operation, case.answer.status.as_u16(), answer) {
        None => tally.explain_status(case),
        Some(violations) => {
            for violation in violations {
                tally.explain_answer(case, &violation, answer);
            }
        }
    }
}

#[test]
fn the_differences_are_those_of_the_documentation() {
    let document = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../API.md"));
    let (_, section) = document.split_once("\n## Differences from the published schema\n").unwrap();
    let table = section.split("\n\n").find(|part| part.starts_with("| What | Published |"));
    let rows: Vec<_> = table.unwrap().lines().skip(2).collect();
    let expected: Vec<_> = DIFFERENCES.iter().map(Difference::row).collect();
    let stale: Vec<_> = rows.iter().filter(|row| !expected.iter().any(|e| e == *row)).collect();
    let missing: Vec<_> = expected.iter().filter(|row| !rows.contains(&row.as_str())).collect();
    assert!(stale.is_empty() && missing.is_empty(), "stale: {stale:#?}, missing: {missing:#?}");
}
