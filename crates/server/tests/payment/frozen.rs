//! A payment charges a frozen copy of its session.

use serde_json::json;

use crate::app::both_engines;
use crate::checkout::{
    ANSWER_LONG_LOST, APPROVED, Checkout, configure, id, line_item, order, payment,
};

both_engines! {
    async fn a_later_update_does_not_change_it(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        let before = payment(&app, &id(&paid)).await;
        checkout.update(&app, json!({
            "orderId": "order-2",
            "customerId": "somebody-else",
            "metadata": { "changed": true },
            "order": { "lineItems": [line_item(1)] },
        })).await;
        assert_eq!(payment(&app, &id(&paid)).await.json, before.json);
    }

    async fn an_update_meanwhile_is_accepted_with_a_warning(app: TestApp) {
        configure(&app, &json!({ "patchWarnings": true })).await;
        let checkout = Checkout::open(&app, &order()).await;
        let change = |amount| json!({ "order": { "lineItems": [line_item(amount)] } });
        let unpaid = checkout.update(&app, change(4998)).await;
        let pending = checkout.pay_by_card(ANSWER_LONG_LOST).await.ok();
        assert_eq!(pending["status"], "PENDING");
        let updated = checkout.update(&app, change(1)).await;
        let warned = |answer: &serde_json::Value| {
            answer["warnings"].as_array().unwrap().iter()
                .any(|warning| warning.as_str().unwrap().contains("payment"))
        };
        assert!(!warned(&unpaid) && warned(&updated), "{}", updated.text);
        assert_eq!(updated["amount"], 1);
        assert_eq!(payment(&app, &id(&pending)).await["amount"], 4998);
    }
}
