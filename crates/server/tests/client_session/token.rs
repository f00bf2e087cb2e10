//! Client tokens: their form, what is refused, and rotation of the key that signs them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use tender_server::signing_key;

use super::Session;
use crate::app::{TestApp, both_engines};

/// The claims of a token, unverified.
pub(super) fn claims(token: &str) -> Value {
    serde_json::from_str(&part(token, 1)).unwrap()
}

/// The decoded text of the header (0) or the claims (1).
fn part(token: &str, index: usize) -> String {
    let part = token.split('.').nth(index).unwrap();
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The token with other claims or another header under the same signature.
fn forged(token: &str, index: usize, change: impl FnOnce(&mut Value)) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut content: Value = serde_json::from_str(&part(token, index)).unwrap();
    change(&mut content);
    parts[index] = URL_SAFE_NO_PAD.encode(content.to_string());
    parts.join(".")
}

async fn refuses(app: &TestApp, token: &str) {
    let patch = json!({"clientToken": token, "orderId": "x"});
    let refused = app.merchant().patch("/client-session", &patch).await;
    refused.refused(400, "ClientSessionValidationError");
    let path = format!("/client-session?clientToken={token}");
    app.merchant().get(&path).await.refused(400, "ClientSessionValidationError");
}

async fn rotate(app: &TestApp) {
    let app = app.app();
    signing_key::rotate((&app.store, &app.env), &app.key_ring).await.unwrap();
    app.refresh_signing_keys().await.unwrap();
}

fn key_of(session: &Session) -> String {
    let header: Value = serde_json::from_str(&part(&session.token, 0)).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_token_is_a_compact_jwt_with_the_documented_claims(app: TestApp) {
        let session = app.created(json!({})).await;
        let header: Value = serde_json::from_str(&part(&session.token, 0)).unwrap();
        assert_eq!((&header["typ"], &header["alg"]), (&json!("JWT"), &json!("HS256")));
        assert!(!header["kid"].as_str().unwrap().is_empty());
        let text = part(&session.token, 1);
        assert!(text.contains("\"accessToken\":\""), "Android looks for this text");

        let mut found = claims(&session.token);
        let access_token = found.as_object_mut().unwrap().remove("accessToken").unwrap();
        assert_eq!(access_token.as_str().unwrap().len(), 43);
        let url = format!("http://{}/client", app.server.addr);
        let expected = json!({
            "exp": 1_768_557_600, "intent": "CHECKOUT", "env": "SANDBOX", "paymentFlow": "DEFAULT",
            "configurationUrl": format!("{url}/client-sdk/configuration"),
            "coreUrl": url, "pciUrl": url,
            "analyticsUrl": format!("{url}/analytics"),
            "analyticsUrlV2": format!("{url}/analytics"),
        });
        assert_eq!(found, expected);
    }

    async fn each_token_has_an_access_token_of_its_own(app: TestApp) {
        let (first, second) = (app.created(json!({})).await, app.created(json!({})).await);
        assert_ne!(first.access_token(), second.access_token());
        first.patch(json!({"orderId": "first"})).await.ok();
        assert_eq!(second.read().await.ok().json, json!({}));
    }

    async fn a_tampered_token_is_refused(app: TestApp) {
        let session = app.created(json!({})).await;
        let token = &session.token;
        let (content, signature) = token.rsplit_once('.').unwrap();
        let other = app.created(json!({})).await;
        let swapped = |claims: &mut Value| claims["accessToken"] = json!(other.access_token());
        let unsigned = forged(token, 0, |header| header["alg"] = json!("none"));
        let (unsigned, _) = unsigned.rsplit_once('.').unwrap();
        for token in [
            forged(token, 1, |claims| claims["exp"] = json!(4_000_000_000_i64)),
            forged(token, 1, swapped),
            forged(token, 0, |header| {
                header.as_object_mut().unwrap().remove("kid");
            }),
            forged(token, 0, |header| header["kid"] = json!("0000000000000000000000")),
            forged(token, 0, |header| header["alg"] = json!("HS512")),
            format!("{unsigned}."),
            format!("{content}.{}", signature.chars().rev().collect::<String>()),
            content.to_owned(),
            format!("{token}x"),
            session.access_token(),
            app.api_key.clone(),
            String::new(),
            "..".to_owned(),
        ] {
            refuses(&app, &token).await;
        }
        session.read().await.ok();
    }

    async fn missing_or_non_string_client_token_is_422(app: TestApp) {
        let merchant = app.merchant();
        merchant.patch("/client-session", &json!({})).await.faults_at(&["$.clientToken"]);
        for token in [json!(null), json!(1), json!(true), json!(["a"]), json!({})] {
            let patch = json!({"clientToken": token, "orderId": ""});
            let refused = merchant.patch("/client-session", &patch).await;
            let refused = refused.refused(422, "RequestValidationError");
            assert!(refused.text.contains("$.clientToken") && refused.text.contains("$.orderId"));
        }
        merchant.get("/client-session").await.faults_at(&["$.clientToken"]);
    }

    async fn signing_key_rotation_keeps_living_tokens(app: TestApp) {
        let before = app.created(json!({"orderId": "before"})).await;
        rotate(&app).await;
        let after = app.created(json!({"orderId": "after"})).await;
        assert_ne!(key_of(&before), key_of(&after));
        rotate(&app).await;
        for (session, order_id) in [(&before, "before"), (&after, "after")] {
            assert_eq!(session.read().await.ok()["orderId"], order_id);
            session.patch(json!({"customerId": "c"})).await.ok();
            let client = app.client(&session.access_token());
            client.get("/client-sdk/configuration").await.ok();
        }
    }
}
