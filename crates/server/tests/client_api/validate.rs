//! `POST /client-token/validate`, which Android calls before it follows a required action.

use serde_json::json;

use crate::app::{Answer, both_engines};
use crate::checkout::{ANSWER_LONG_LOST, Checkout, claims, order};

both_engines! {
    async fn a_token_of_the_session_is_valid(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let answer = validate(&checkout, &checkout.token).await.ok();
        assert_eq!(answer.json, json!({ "success": true }));
    }

    async fn so_is_the_token_of_a_required_action(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let payment = checkout.pay_by_card(ANSWER_LONG_LOST).await.ok();
        let token = payment["requiredAction"]["clientToken"].as_str().unwrap().to_owned();
        assert_ne!(claims(&token)["accessToken"], claims(&checkout.token)["accessToken"]);
        // Android still sends the old access token here, iOS the new one.
        for asking in [&checkout.token, &token] {
            let checkout = Checkout::enter(&app, asking);
            assert_eq!(validate(&checkout, &token).await.ok().json, json!({ "success": true }));
        }
    }

    async fn other_tokens_are_not(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let foreign = Checkout::open(&app, &order()).await.token;
        let (head, signature) = checkout.token.rsplit_once('.').unwrap();
        let turned: String = signature.chars().rev().collect();
        let (header, payload) = head.split_once('.').unwrap();
        let foreign_payload = foreign.split('.').nth(1).unwrap();
        for token in [
            foreign.clone(),
            format!("{head}.{turned}"),
            format!("{head}."),
            format!("{header}.{foreign_payload}.{signature}"),
            format!("eyJhbGciOiJub25lIn0.{payload}."),
            claims(&checkout.token)["accessToken"].as_str().unwrap().to_owned(),
            String::new(),
        ] {
            validate(&checkout, &token).await.refused(401, "Unauthorized");
        }
    }

    async fn the_body_must_name_one(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for body in [json!({}), json!({ "clientToken": 1 }), json!([])] {
            let refused = checkout.client.post("/client-token/validate", &body).await;
            refused.refused(422, "RequestValidationError");
        }
        let nobody = checkout.client.clone().without("primer-client-token");
        let body = json!({ "clientToken": checkout.token });
        nobody.post("/client-token/validate", &body).await.refused(401, "Unauthorized");
    }
}

async fn validate(checkout: &Checkout, token: &str) -> Answer {
    checkout.client.post("/client-token/validate", &json!({ "clientToken": token })).await
}
