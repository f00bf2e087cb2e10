//! What every exchange of both APIs keeps to: paths with a slash at their end, compressed
//! bodies, answers that nobody keeps.

use reqwest::Method;
use serde_json::json;

use crate::app::{Answer, both_engines};
use crate::checkout::{APPROVED, Checkout, card, id, order};

both_engines! {
    async fn a_merchants_path_means_the_same_with_a_slash_at_its_end(app: TestApp) {
        let merchant = app.merchant();
        let created = merchant.post("/client-session/", &order()).await.ok();
        let token = created["clientToken"].as_str().unwrap();
        let read = merchant.get(&format!("/client-session/?clientToken={token}")).await.ok();
        assert_eq!(read["orderId"], "order-1");
        let patch = json!({ "clientToken": token, "orderId": "order-2" });
        assert_eq!(merchant.patch("/client-session/", &patch).await.ok()["orderId"], "order-2");
        let checkout = Checkout::enter(&app, token);
        let token = checkout.token_of(APPROVED).await;
        let body = json!({ "paymentMethodToken": token });
        let paid = merchant.post("/payments/", &body).await.ok();
        let path = format!("/payments/{}/?expand=transactions.events", id(&paid));
        assert_eq!(merchant.get(&path).await.ok()["status"], "AUTHORIZED");
        merchant.delete("/client-session/").await.refused(405, "MethodNotAllowed");
        // One route, under one name.
        let metrics = app.operator().get("/metrics").await.ok().text;
        for route in ["/client-session", "/payments", "/payments/{id}"] {
            assert!(metrics.contains(&format!("route=\"{route}\"")), "{metrics}");
            assert!(!metrics.contains(&format!("route=\"{route}/\"")), "{metrics}");
        }
        // The client API has its own.
        let client = app.caller();
        client.get("/client/client-sdk/configuration/").await.refused(401, "Unauthorized");
        client.post("/client/payments/", &json!({})).await.refused(404, "RouteNotFound");
        merchant.get("/nothing-here/").await.refused(404, "RouteNotFound");
    }

    async fn a_compressed_body_is_refused_with_the_reason(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for (caller, method, path) in [
            (app.merchant(), Method::POST, "/client-session"),
            (app.merchant(), Method::PATCH, "/client-session"),
            (app.merchant(), Method::POST, "/payments"),
            (checkout.client.clone(), Method::POST, "/payment-instruments"),
            (checkout.client.clone(), Method::POST, "/client-session/actions"),
        ] {
            for coding in ["gzip", "br", "identity, deflate"] {
                let caller = caller.clone().with("content-encoding", coding);
                let request = caller.request(method.clone(), path).body(&b"\x1f\x8b\x08\x00"[..]);
                let refused = Answer::of(request).await.refused(415, "UnsupportedContentEncoding");
                let advice = refused["error"]["recoverySuggestion"].as_str().unwrap();
                assert!(advice.contains("uncompressed"), "{advice}");
            }
        }
        let plain = app.merchant().with("content-encoding", "identity");
        plain.post("/client-session", &json!({})).await.ok();
        let client = checkout.client.clone().with("content-encoding", "gzip");
        let refused = client.post("/payments", &json!({})).await;
        assert_eq!(refused["error"]["validationErrors"], json!([]));
        assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    }

    async fn a_card_after_a_byte_order_mark_is_read(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let body = json!({ "paymentInstrument": card(APPROVED) }).to_string();
        let body = format!("\u{feff}{body}");
        checkout.client.post_raw("/payment-instruments", body).await.ok();
        let actions = "\u{feff}{\"actions\": []}";
        checkout.client.post_raw("/client-session/actions", actions).await.ok();
    }

    async fn nobody_keeps_an_answer(app: TestApp) {
        let merchant = app.merchant();
        let created = merchant.post("/client-session", &order()).await.ok();
        let token = created["clientToken"].as_str().unwrap();
        let checkout = Checkout::enter(&app, token);
        let configuration = checkout.configuration().await;
        let tokenized = checkout.tokenize(&card(APPROVED)).await.ok();
        let paid = checkout.pay(tokenized["token"].as_str().unwrap()).await.ok();
        for answer in [
            merchant.get(&format!("/client-session?clientToken={token}")).await.ok(),
            merchant.patch("/client-session", &json!({ "clientToken": token })).await.ok(),
            merchant.get(&format!("/payments/{}", id(&paid))).await.ok(),
            merchant.get("/payments/unknown").await.refused(400, "PaymentError"),
            app.caller().get("/client-session").await.refused(401, "Unauthorized"),
            checkout.act(&json!([])).await.ok(),
            app.client("unknown").get("/client-sdk/configuration").await,
            created,
            configuration,
            tokenized,
            paid,
        ] {
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{}", answer.text);
        }
        // What is the same for everybody may be kept.
        let table = app.caller().get("/client/assets/currency-information/v1/data.json").await;
        assert_eq!(table.header("cache-control"), Some("public, max-age=86400"));
    }
}
