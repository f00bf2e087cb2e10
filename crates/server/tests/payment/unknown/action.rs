//! The required action of an undecided payment: page, status, resume.

use std::time::Duration;

use serde_json::{Value, json};

use super::{decided, path_of};
use crate::app::{TestApp, both_engines};
use crate::checkout::{
    ANSWER_LONG_LOST, APPROVED, Checkout, REQUEST_LOST, claims, id, order, payment,
};

both_engines! {
    async fn the_checkout_gets_a_page_to_wait_on(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(ANSWER_LONG_LOST).await.ok();
        assert_eq!(paid["status"], "PENDING");
        assert_eq!(paid.get("paymentFailureReason"), None);
        let action = &paid["requiredAction"];
        assert_eq!(action["name"], "PROCESSOR_3DS");
        assert!(!action["description"].as_str().unwrap().is_empty());
        let claims = claims(action["clientToken"].as_str().unwrap());
        assert_eq!(claims["intent"], "PROCESSOR_3DS");
        for claim in ["accessToken", "configurationUrl", "coreUrl", "pciUrl", "env", "analyticsUrl",
            "analyticsUrlV2", "statusUrl", "redirectUrl", "paymentFlow"] {
            assert!(claims[claim].is_string(), "{claim}");
        }
        let first = crate::checkout::claims(&checkout.token);
        for claim in ["exp", "configurationUrl", "coreUrl", "pciUrl", "env"] {
            assert_eq!(claims[claim], first[claim], "{claim}");
        }
    }

    async fn wait_then_resume(app: TestApp) {
        let Waiting { checkout, payment_id, claims } = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let status = path_of(&app, &claims["statusUrl"]);
        let pending = app.caller().get(&status).await.ok();
        assert_eq!(pending.header("cache-control"), Some("no-store"));
        assert_eq!(pending["status"], "PENDING");
        assert!(pending["source"].is_string());
        decided(&app, &payment_id).await;
        let complete = app.caller().get(&status).await.ok();
        assert_eq!(complete["status"], "COMPLETE");
        let resume_token = complete["id"].as_str().unwrap();
        assert_eq!(pending["id"], resume_token);

        let resumed = checkout.resume(&payment_id, resume_token).await.ok();
        assert_eq!(resumed["status"], "SUCCESS");
        assert_eq!(resumed["id"], *payment_id);
        for field in ["date", "orderId", "currencyCode", "amount"] {
            assert!(resumed.get(field).is_some(), "{field}");
        }
        let again = checkout.resume(&payment_id, resume_token).await.ok();
        assert_eq!(again.json, resumed.json);
        app.clock.advance(Duration::from_secs(25 * 60 * 60));
        let late = checkout.resume(&payment_id, resume_token).await.ok();
        assert_eq!(late.json, resumed.json);
        assert_eq!(app.caller().get(&status).await.ok()["status"], "COMPLETE");
    }

    async fn the_same_action_is_handed_out_again(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let card = checkout.token_of(ANSWER_LONG_LOST).await;
        let again = checkout.client.clone().with("x-idempotency-key", "once");
        let again = again.with("idempotency-replay", "true");
        let body = json!({ "paymentMethodToken": card });
        let pay = async || again.post("/payments", &body).await.ok();
        let first = pay().await;
        let action = &first["requiredAction"];
        let rows = async || {
            let sql = "SELECT COUNT(*) FROM client_token WHERE payment_id IS NOT NULL";
            app.app().store.read(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await.unwrap()
        };
        for _ in 0..3 {
            assert_eq!(pay().await["requiredAction"], *action);
        }
        assert_eq!(rows().await, 1);

        // Past its time it lives on, for what was begun can be finished.
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        let later = pay().await;
        let token = later["requiredAction"]["clientToken"].as_str().unwrap();
        let (old, new) = (claims(action["clientToken"].as_str().unwrap()), claims(token));
        assert_eq!(new["accessToken"], old["accessToken"]);
        assert!(new["exp"].as_i64() > old["exp"].as_i64());
        assert_eq!(rows().await, 1);
        let status = app.caller().get(&path_of(&app, &new["statusUrl"])).await.ok();
        let resume_token = status["id"].as_str().unwrap().to_owned();
        decided(&app, &id(&first)).await;
        let continued = checkout.continued(&app, token);
        let resumed = continued.resume(&id(&first), &resume_token).await.ok();
        assert_eq!(resumed["status"], "SUCCESS");
    }

    async fn the_actions_token_opens_the_session_as_well(app: TestApp) {
        let waiting = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        waiting.checkout.configuration().await;
        waiting.checkout.act(&json!([])).await.ok();
    }

    async fn resume_waits_for_the_outcome(app: TestApp) {
        let Waiting { checkout, payment_id, claims } = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let status = app.caller().get(&path_of(&app, &claims["statusUrl"])).await.ok();
        let resume_token = status["id"].as_str().unwrap();
        let (resumed, _) =
            tokio::join!(checkout.resume(&payment_id, resume_token), decided(&app, &payment_id));
        assert_eq!(resumed.ok()["status"], "SUCCESS");
    }

    async fn a_failure_found_out_later_resumes_as_failed(app: TestApp) {
        let Waiting { checkout, payment_id, claims } = Waiting::begin(&app, REQUEST_LOST).await;
        app.clock.advance(Duration::from_secs(120));
        decided(&app, &payment_id).await;
        let status = app.caller().get(&path_of(&app, &claims["statusUrl"])).await.ok();
        let resumed = checkout.resume(&payment_id, status["id"].as_str().unwrap()).await.ok();
        assert_eq!(resumed["status"], "FAILED");
        assert_eq!(resumed["paymentFailureReason"], "payment-failed");
    }

    async fn only_its_own_resume_token_resumes_a_payment(app: TestApp) {
        let one = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let other = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let token = async |waiting: &Waiting| {
            let path = path_of(&app, &waiting.claims["statusUrl"]);
            app.caller().get(&path).await.ok()["id"].as_str().unwrap().to_owned()
        };
        let (own, foreign) = (token(&one).await, token(&other).await);
        for wrong in ["", "wrong", &foreign, &own[1..]] {
            let refused = one.checkout.resume(&one.payment_id, wrong).await;
            refused.refused(400, "NoActionsToHandle");
        }
        // Another session's payment does not exist here, whatever is known of it.
        let refused = one.checkout.resume(&other.payment_id, &foreign).await;
        refused.refused(400, "PaymentError");
        for unknown in ["x", "0000000000000000000000"] {
            one.checkout.resume(unknown, &own).await.refused(400, "PaymentError");
        }
        let body = json!({ "resumeToken": 1 });
        let path = format!("/payments/{}/resume", one.payment_id);
        let refused = one.checkout.client.post(&path, &body).await;
        refused.refused(422, "RequestValidationError");
        let nobody = one.checkout.client.clone().without("primer-client-token");
        nobody.post(&path, &json!({ "resumeToken": own })).await.refused(401, "Unauthorized");
    }

    async fn page_and_status_open_by_their_key_only(app: TestApp) {
        let Waiting { claims, .. } = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let other = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let foreign_key = path_of(&app, &other.claims["statusUrl"]);
        let foreign_key = foreign_key.rsplit('/').next().unwrap();
        for url in ["statusUrl", "redirectUrl"] {
            let path = path_of(&app, &claims[url]);
            app.caller().get(&path).await.ok();
            let (base, key) = path.rsplit_once('/').unwrap();
            for wrong in [foreign_key, "wrong", &key[1..]] {
                let refused = app.caller().get(&format!("{base}/{wrong}")).await;
                refused.refused(400, "PaymentError");
            }
        }
    }

    async fn the_page_runs_nothing_but_its_own(app: TestApp) {
        let Waiting { claims, .. } = Waiting::begin(&app, ANSWER_LONG_LOST).await;
        let path = path_of(&app, &claims["redirectUrl"]);
        let page = app.caller().get(&path).await.ok();
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 22, "{nonce}");
        assert_eq!(page.text.matches(&format!("nonce=\"{nonce}\"")).count(), 2);
        assert!(!page.text.contains("{{"), "a placeholder is left");
        let again = app.caller().get(&path).await.ok();
        assert_ne!(again.header("content-security-policy"), Some(policy));
    }

    async fn a_decided_payment_needs_no_action(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        assert_eq!(paid.get("requiredAction"), None);
        assert_eq!(payment(&app, &id(&paid)).await.get("requiredAction"), None);
    }
}

/// An undecided payment with its required action, which the checkout has accepted.
struct Waiting {
    checkout: Checkout,
    payment_id: String,
    claims: Value,
}

impl Waiting {
    async fn begin(app: &TestApp, number: &str) -> Self {
        let checkout = Checkout::open(app, &order()).await;
        let paid = checkout.pay_by_card(number).await.ok();
        let token = paid["requiredAction"]["clientToken"].as_str().unwrap();
        let checkout = checkout.continued(app, token);
        Self { checkout, payment_id: id(&paid), claims: claims(token) }
    }
}
