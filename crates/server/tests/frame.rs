//! What holds for every route: envelope, request id, limits, API keys, health.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use tender_domain::api_key::Scope;

use crate::app::{Answer, both_engines};

both_engines! {
    async fn health_and_metrics(app: TestApp) {
        assert_eq!(app.operator().get("/healthz").await.ok().text, "alive\n");
        assert_eq!(app.operator().get("/readyz").await.ok().text, "ready\n");
        app.merchant().post("/client-session", &json!({})).await.ok();
        let metrics = app.operator().get("/metrics").await.ok().text;
        let line = "tender_http_request_duration_seconds_count\
                    {method=\"POST\",route=\"/client-session\",status=\"200\"} 1";
        assert!(metrics.contains(line), "{metrics}");
    }

    async fn health_is_not_for_the_public(app: TestApp) {
        for path in ["/healthz", "/readyz", "/metrics"] {
            app.caller().get(path).await.refused(404, "RouteNotFound");
        }
    }

    async fn an_unknown_path_and_an_unknown_method_answer_in_the_envelope(app: TestApp) {
        app.merchant().get("/nothing-here").await.refused(404, "RouteNotFound");
        app.client("no token").get("/nothing-here").await.refused(404, "RouteNotFound");
        let refused = app.merchant().delete("/client-session").await;
        let refused = refused.refused(405, "MethodNotAllowed");
        assert!(refused.header("allow").unwrap().contains("POST"));
    }

    async fn a_request_id_is_taken_over_or_made(app: TestApp) {
        let echoed = app.caller().with("x-request-id", "order-7").get("/nothing-here").await;
        assert_eq!(echoed.refused(404, "RouteNotFound").header("x-request-id"), Some("order-7"));
        let made = app.caller().with("x-request-id", "not sane").get("/nothing-here").await;
        assert_eq!(made.refused(404, "RouteNotFound").header("x-request-id").unwrap().len(), 36);
        let ok = app.merchant().post("/client-session", &json!({})).await.ok();
        assert!(ok.header("x-request-id").is_some());
    }

    async fn too_large_a_body_is_refused_and_the_server_goes_on(app: TestApp) {
        for size in [1024 * 1024 + 1, 3 * 1024 * 1024] {
            let body = vec![b' '; size];
            let refused = app.merchant().post_raw("/client-session", body).await;
            refused.refused(413, "RequestTooLarge");
        }
        app.merchant().post("/client-session", &json!({})).await.ok();
    }

    async fn too_large_headers_are_refused(app: TestApp) {
        let caller = app.merchant().with("x-filler", &"x".repeat(20_000));
        caller.get("/client-session").await.refused(431, "RequestHeadersTooLarge");
    }

    async fn an_api_key_is_needed(app: TestApp) {
        let caller = app.merchant().without("x-api-key");
        let none = caller.post("/client-session", &json!({})).await.refused(401, "Unauthorized");
        assert_eq!(none["error"]["description"], "The request has no X-Api-Key header.");
        let wrong = caller.with("x-api-key", "tender_sandbox_wrong");
        wrong.post("/client-session", &json!({})).await.refused(401, "Unauthorized");
        wrong.patch("/client-session", &json!({})).await.refused(401, "Unauthorized");
        wrong.get("/client-session").await.refused(401, "Unauthorized");
    }

    async fn a_missing_scope_is_named(app: TestApp) {
        let scopes = [Scope::TransactionsRetrieve];
        let key = app.registry().create_api_key(&app.account, "report", &scopes).await.unwrap();
        let caller = app.merchant().with("x-api-key", &key.secret);
        let refused = caller.post("/client-session", &json!({})).await.refused(403, "Forbidden");
        let description = refused["error"]["description"].as_str().unwrap().to_owned();
        assert!(description.contains("client_tokens:write"), "{description}");
    }

    async fn a_revoked_key_is_refused_after_a_second_at_the_latest(app: TestApp) {
        let key = app.registry().create_api_key(&app.account, "old", Scope::ALL).await.unwrap();
        let caller = app.merchant().with("x-api-key", &key.secret);
        caller.post("/client-session", &json!({})).await.ok();
        app.registry().revoke_api_key(key.id).await.unwrap();
        app.clock.advance(Duration::from_secs(1));
        caller.post("/client-session", &json!({})).await.refused(401, "Unauthorized");
        app.merchant().post("/client-session", &json!({})).await.ok();
    }

    async fn an_invented_method_invents_no_metric(app: TestApp) {
        let method = Method::from_bytes(b"BREW").unwrap();
        Answer::of(app.caller().request(method, "/coffee")).await.refused(404, "RouteNotFound");
        let metrics = app.operator().get("/metrics").await.text;
        assert!(metrics.contains("method=\"OTHER\",route=\"unmatched\""), "{metrics}");
        assert!(!metrics.contains("BREW") && !metrics.contains("coffee"));
    }
}
