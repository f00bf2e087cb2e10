//! How long a token opens its session (DESIGN, "Expiry").

use std::time::Duration;

use serde_json::json;

use super::token::claims;
use crate::app::{START, both_engines};

const HOUR: Duration = Duration::from_secs(60 * 60);
const MICROSECOND: Duration = Duration::from_micros(1);

both_engines! {
    async fn expiry_24_hours_patch_does_not_extend(app: TestApp) {
        let session = app.created(json!({})).await;
        let end = "2026-01-16T10:00:00.000000";
        assert_eq!(session.answer["clientTokenExpirationDate"], end);
        assert_eq!(session.answer["clientExpirationDate"], end);
        assert_eq!(claims(&session.token)["exp"], START.as_seconds() + 24 * 60 * 60);

        app.clock.advance(23 * HOUR);
        session.patch(json!({"orderId": "late"})).await.ok();
        app.clock.advance(HOUR - MICROSECOND);
        session.patch(json!({"orderId": "last"})).await.ok();
        session.read().await.ok();

        app.clock.advance(MICROSECOND);
        session
            .patch(json!({"orderId": "too late"}))
            .await
            .refused(400, "ClientSessionValidationError");
        session.read().await.refused(400, "ClientSessionValidationError");
    }

    async fn an_expired_token_opens_no_checkout(app: TestApp) {
        let session = app.created(json!({})).await;
        let client = app.client(&session.access_token());
        client.get("/client-sdk/configuration").await.ok();
        app.clock.advance(24 * HOUR);
        assert_ne!(client.get("/client-sdk/configuration").await.status, 200);
        let actions = json!({"actions": [{"type": "UNSELECT_PAYMENT_METHOD"}]});
        assert_ne!(client.post("/client-session/actions", &actions).await.status, 200);
    }
}
