//! Browsers call from the merchant's pages, and from the hosted pages of the npm client.

use reqwest::Method;
use serde_json::json;

use crate::app::{Answer, TestApp, both_engines};
use crate::checkout::{Checkout, order};

/// All that the clients send (spec/client-protocol.md §2.0), as a browser asks for them.
const HEADERS: &str = "content-type,idempotency-replay,primer-client-token,\
    primer-sdk-checkout-session-id,primer-sdk-client,primer-sdk-version,tender-shown,\
    x-api-version,x-idempotency-key,x-request-id";

const ORIGINS: [&str; 4] =
    ["https://sdk.primer.io", "https://shop.example.com", "http://localhost:3000", "null"];

both_engines! {
    async fn a_browser_may_send_every_header_from_everywhere(app: TestApp) {
        for origin in ORIGINS {
            for (method, path) in [
                ("GET", "/client-sdk/configuration"),
                ("POST", "/client-session/actions"),
                ("POST", "/payment-instruments"),
                ("POST", "/payments"),
                ("POST", "/payments/x/resume"),
                ("POST", "/client-token/validate"),
                ("GET", "/v1/bin-data/411111/networks"),
                ("POST", "/analytics"),
            ] {
                let answer = preflight(&app, origin, method, path).await;
                assert!(answer.status.is_success(), "{path}: {}", answer.status);
                assert_open_to(&answer, origin);
                let methods = answer.header("access-control-allow-methods").unwrap();
                assert!(methods == "*" || methods.contains(method), "{methods}");
                let allowed = answer.header("access-control-allow-headers").unwrap().to_lowercase();
                let allows = |name: &str| allowed == "*" || allowed.split(',').any(|a| a == name);
                assert!(HEADERS.split(',').all(allows), "{allowed}");
            }
        }
    }

    async fn a_browser_reads_every_answer(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for origin in ORIGINS {
            let client = checkout.client.clone().with("origin", origin);
            let nobody = client.clone().without("primer-client-token");
            let answers = [
                (200, client.get("/client-sdk/configuration").await),
                (200, client.post("/client-session/actions", &json!({ "actions": [] })).await),
                (401, nobody.get("/client-sdk/configuration").await),
                (422, client.post("/client-session/actions", &json!({})).await),
                (400, client.post("/payments", &json!({ "paymentMethodToken": "x" })).await),
                (405, client.delete("/payments").await),
                (404, client.get("/nothing-here").await),
                (431, client.clone().with("x-filler", &"x".repeat(20_000)).get("/payments").await),
                (413, client.post_raw("/payment-instruments", vec![b' '; 2_000_000]).await),
            ];
            for (status, answer) in answers {
                assert_eq!(answer.status, status, "{}", answer.text);
                assert_open_to(&answer, origin);
            }
        }
    }

    async fn the_merchant_api_is_not_for_browsers(app: TestApp) {
        let request = app.caller().request(Method::OPTIONS, "/client-session");
        let request = request
            .header("origin", "https://shop.example.com")
            .header("access-control-request-method", "POST");
        let answer = Answer::of(request).await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let merchant = app.merchant().with("origin", "https://shop.example.com");
        let answer = merchant.post("/client-session", &json!({})).await.ok();
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

async fn preflight(app: &TestApp, origin: &str, method: &str, path: &str) -> Answer {
    let request = app
        .caller()
        .request(Method::OPTIONS, &format!("/client{path}"))
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", HEADERS);
    Answer::of(request).await
}

#[track_caller]
fn assert_open_to(answer: &Answer, origin: &str) {
    let allowed = answer.header("access-control-allow-origin");
    assert!(matches!(allowed, Some(allowed) if allowed == "*" || allowed == origin), "{answer:?}");
    assert_eq!(answer.header("access-control-allow-credentials"), None);
}
