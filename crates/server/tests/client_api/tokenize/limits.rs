//! The limits against card testing (DESIGN rule 8).

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::{Answer, TestApp, both_engines};
use crate::checkout::{APPROVED, Checkout, card, configure, order};
use crate::database::Engine;

const HOUR: Duration = Duration::from_secs(60 * 60);

both_engines! {
    async fn a_sandbox_does_not_count(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for _ in 0..35 {
            checkout.tokenize(&card(APPROVED)).await.ok();
        }
    }

    async fn production_always_counts(app: TestApp) {
        let registry = app.registry();
        let settings = AccountSettings::default();
        let live = registry.create_account("Live", Environment::Production, settings).await;
        let key = registry.create_api_key(&live.unwrap(), "key", Scope::ALL).await.unwrap();
        let merchant = app.merchant().with("x-api-key", &key.secret);
        let created = merchant.post("/client-session", &order()).await.ok();
        let checkout = Checkout::enter(&app, created["clientToken"].as_str().unwrap());
        for attempt in 0..10 {
            checkout.tokenize(&card(&number(attempt))).await.ok();
        }
        refused(checkout.tokenize(&card(&number(10))).await);
    }

    async fn a_session_tries_ten_cards(app: TestApp) {
        configure(&app, &json!({ "cardAttemptLimits": true })).await;
        let checkout = Checkout::open(&app, &order()).await;
        for attempt in 0..10 {
            checkout.tokenize(&card(&number(attempt))).await.ok();
        }
        refused(checkout.tokenize(&card(&number(10))).await);
        // Its own limit does not end with the hour.
        app.clock.advance(HOUR);
        refused(checkout.tokenize(&card(&number(11))).await);
        Checkout::open(&app, &order()).await.tokenize(&card(&number(12))).await.ok();
    }

    async fn a_faulty_card_is_not_an_attempt(app: TestApp) {
        configure(&app, &json!({ "cardAttemptLimits": true })).await;
        let checkout = Checkout::open(&app, &order()).await;
        for _ in 0..11 {
            let faulty = checkout.tokenize(&card("4242424242424241")).await;
            faulty.refused(422, "RequestValidationError");
        }
        checkout.tokenize(&card(APPROVED)).await.ok();
    }

    async fn an_address_tries_thirty_cards_an_hour(app: TestApp) {
        configure(&app, &json!({ "cardAttemptLimits": true })).await;
        let session = tries(&app, 30).await;
        refused(session.tokenize(&card(&number(30))).await);
        app.clock.advance(HOUR);
        session.tokenize(&card(&number(31))).await.ok();
    }
}

mod a_card_is_tried_thirty_times_an_hour {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        test(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn postgres() {
        test(Engine::Postgres).await;
    }

    async fn test(engine: Engine) {
        let settings = AccountSettings { card_attempt_limits: true, ..AccountSettings::default() };
        let app = TestApp::start_with(engine, settings, |config| {
            config.trusted_proxies = Arc::new(["127.0.0.1/32".parse().unwrap()]);
        })
        .await;
        for attempt in 0..30 {
            tokenize_from(&app, attempt, APPROVED).await.ok();
        }
        refused(tokenize_from(&app, 30, APPROVED).await);
        tokenize_from(&app, 31, &number(1)).await.ok();
        app.clock.advance(HOUR);
        tokenize_from(&app, 32, APPROVED).await.ok();
    }

    /// In a session of its own, from an address of its own.
    async fn tokenize_from(app: &TestApp, address: u32, number: &str) -> Answer {
        let mut checkout = Checkout::open(app, &order()).await;
        let address = format!("203.0.113.{address}");
        checkout.client = checkout.client.with("x-forwarded-for", &address);
        checkout.tokenize(&card(number)).await
    }
}

/// Tokenises in as many sessions as it takes; answers an unused one.
async fn tries(app: &TestApp, count: u32) -> Checkout {
    let mut checkout = Checkout::open(app, &order()).await;
    for attempt in 0..count {
        if attempt % 10 == 9 {
            checkout = Checkout::open(app, &order()).await;
        }
        checkout.tokenize(&card(&number(attempt))).await.ok();
    }
    Checkout::open(app, &order()).await
}

/// A valid Visa number of its own for each attempt.
fn number(attempt: u32) -> String {
    let digits = format!("45321{attempt:010}");
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match place % 2 {
                0 if digit > 4 => digit * 2 - 9,
                0 => digit * 2,
                _ => digit,
            }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[track_caller]
fn refused(answer: Answer) {
    let refused = answer.refused(429, "TooManyCardAttempts");
    assert_eq!(refused["error"]["validationErrors"], json!([]));
}
