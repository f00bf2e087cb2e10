//! `ETag` and `If-Match` (DESIGN, "What the shopper saw").

use serde_json::json;

use crate::app::both_engines;

both_engines! {
    async fn every_answer_carries_the_revision_as_etag(app: TestApp) {
        let session = app.created(json!({})).await;
        assert_eq!(session.answer.header("etag"), Some("\"1\""));
        assert_eq!(session.read().await.ok().header("etag"), Some("\"1\""));
        let patched = session.patch(json!({"orderId": "o"})).await.ok();
        assert_eq!(patched.header("etag"), Some("\"2\""));
        assert_eq!(session.read().await.ok().header("etag"), Some("\"2\""));
    }

    async fn if_match_lets_only_that_revision_change(app: TestApp) {
        let session = app.created(json!({})).await;
        let at = |etag: &str| session.merchant.clone().with("if-match", etag);
        session.patch_as(&at("\"1\""), json!({"orderId": "second"})).await.ok();
        let refused = session.patch_as(&at("\"1\""), json!({"orderId": "third"})).await;
        refused.refused(412, "RevisionMismatch");
        let refused = session.patch_as(&at("\"3\""), json!({"orderId": "third"})).await;
        refused.refused(412, "RevisionMismatch");
        assert_eq!(session.read().await.ok()["orderId"], "second");
        session.patch_as(&at("*"), json!({"orderId": "third"})).await.ok();
        session.patch_as(&at("\"3\""), json!({"orderId": "fourth"})).await.ok();
        // As a proxy that compresses writes it.
        session.patch_as(&at("W/\"4\""), json!({"orderId": "fifth"})).await.ok();
    }

    async fn an_if_match_that_is_no_etag_of_ours_is_400(app: TestApp) {
        let session = app.created(json!({})).await;
        for garbage in ["", "x", "\"x\"", "\"1\", \"2\"", "99999999999999999999", "1.0"]
        {
            let caller = session.merchant.clone().with("if-match", garbage);
            session.patch_as(&caller, json!({"orderId": "o"})).await.refused(400, "BadRequest");
        }
        assert_eq!(session.read().await.ok().json, json!({}));
    }

    async fn an_action_of_the_checkout_is_a_revision_too(app: TestApp) {
        let session = app.created(json!({})).await;
        let client = app.client(&session.access_token());
        let action =
            json!({"type": "SET_EMAIL_ADDRESS", "params": {"emailAddress": "a@b.example"}});
        client.post("/client-session/actions", &json!({"actions": [action]})).await.ok();
        let stale = session.merchant.clone().with("if-match", "\"1\"");
        session.patch_as(&stale, json!({"orderId": "o"})).await.refused(412, "RevisionMismatch");
        let patched = session.patch(json!({"orderId": "o"})).await.ok();
        assert_eq!(patched["customer"], json!({"emailAddress": "a@b.example"}));
        assert_eq!(patched.header("etag"), Some("\"3\""));
    }
}
