//! What a session costs (DESIGN, "Amount").

use serde_json::{Value, json};

use super::order;
use crate::app::{TestApp, both_engines};

const LARGEST: i64 = 9_007_199_254_740_991;

/// The `amount` that a session with this order is answered with.
async fn amount_of(app: &TestApp, order: Value) -> Value {
    app.created(json!({"currencyCode": "GBP", "order": order})).await.answer["amount"].clone()
}

both_engines! {
    async fn answers_4999_for_the_guides_request(app: TestApp) {
        let session = app.created(json!({
            "customerId": "customer-123", "orderId": "order-123", "currencyCode": "GBP",
            "amount": 4999,
            "order": {
                "lineItems": [{
                    "itemId": "item-123", "description": "My item", "amount": 2500, "quantity": 2,
                }],
                "countryCode": "GB",
            },
            "customer": {"emailAddress": "john@example.com"},
        })).await;
        assert_eq!(session.answer["amount"], 4999);
        assert_eq!(session.read().await.ok()["amount"], 4999);
    }

    async fn a_line_is_amount_times_quantity_minus_discount_plus_tax(app: TestApp) {
        let item = json!({"amount": 100, "quantity": 3, "discountAmount": 50, "taxAmount": 7});
        assert_eq!(amount_of(&app, json!({"lineItems": [item, {"amount": 1}]})).await, 258);
    }

    async fn an_order_is_its_lines_fees_and_shipping(app: TestApp) {
        let order = json!({
            "lineItems": [{"amount": 500, "quantity": 1}],
            "fees": [{"type": "HANDLING", "amount": 100}],
            "shipping": {"amount": 50},
        });
        assert_eq!(amount_of(&app, order).await, 650);
    }

    async fn without_anything_priced_there_is_no_amount(app: TestApp) {
        for order in [json!({}), json!({"countryCode": "FR"}), json!({"lineItems": []})] {
            assert_eq!(amount_of(&app, order).await, Value::Null);
        }
        let free = app.created(json!({"currencyCode": "GBP", "amount": 0})).await;
        assert_eq!(free.answer["amount"], 0);
    }

    async fn intermediate_sums_may_leave_the_range_that_results_may_not(app: TestApp) {
        let order = |quantity, discount| {
            json!({"lineItems": [
                {"amount": LARGEST, "quantity": quantity, "discountAmount": discount},
            ]})
        };
        assert_eq!(amount_of(&app, order(2, LARGEST)).await, LARGEST);
        let session = |order| json!({"currencyCode": "GBP", "order": order});
        let create = async |order| app.merchant().post("/client-session", &session(order)).await;
        create(order(1_000_000, 0)).await.faults_at(&["$.order.lineItems[0]"]);
        create(json!({"lineItems": [{"amount": LARGEST}, {"amount": 1}]}))
            .await
            .faults_at(&["$.order"]);
        create(json!({"lineItems": [{"amount": LARGEST}], "shipping": {"amount": 1}}))
            .await
            .faults_at(&["$.order"]);
    }

    async fn a_line_never_costs_less_than_nothing(app: TestApp) {
        let session = json!({"currencyCode": "GBP", "order": {"lineItems": [
            {"amount": 10},
            {"amount": 10, "discountAmount": 11},
            {"amount": 1, "discountAmount": 9},
        ]}});
        let refused = app.merchant().post("/client-session", &session).await;
        refused.faults_at(&["$.order.lineItems[1]", "$.order.lineItems[2]"]);
        assert_eq!(
            amount_of(&app, json!({"lineItems": [{"amount": 10, "discountAmount": 10}]})).await,
            0
        );
    }

    async fn an_amount_anywhere_needs_a_currency(app: TestApp) {
        let surcharge = json!({"surcharge": {"amount": 1}});
        let url = "https://shop.example/manage";
        for session in [
            json!({"amount": 0}),
            json!({"order": {"lineItems": [{"amount": 1}]}}),
            json!({"order": {"fees": [{"amount": 1}]}}),
            json!({"order": {"shipping": {"amount": 1}}}),
            json!({"paymentMethod": {"options": {"PAYPAL": surcharge}}}),
            json!({"paymentMethod": {"options": {"APPLE_PAY": surcharge}}}),
            json!({"paymentMethod": {"options": {
                "PAYMENT_CARD": {"networks": {"VISA": surcharge}},
            }}}),
            json!({"paymentMethod": {"options": {"APPLE_PAY": {"automaticReloadRequest": {
                "managementUrl": url,
                "automaticReloadBilling": {"label": "l", "automaticReloadThresholdAmount": 1},
            }}}}}),
        ] {
            let refused = app.merchant().post("/client-session", &session).await;
            refused.faults_at(&["$.currencyCode"]);
        }
    }

    async fn a_currency_is_judged_on_the_merged_session(app: TestApp) {
        let session = app.created(json!({"currencyCode": "GBP"})).await;
        session.patch(json!({"order": order()})).await.ok();
        session.patch(json!({"currencyCode": null})).await.faults_at(&["$.currencyCode"]);
        assert_eq!(session.patch(json!({"currencyCode": "EUR"})).await.ok()["amount"], 100);
        session.patch(json!({"currencyCode": null, "order": null})).await.ok();
        session.patch(json!({"amount": 1})).await.faults_at(&["$.currencyCode"]);
        session.patch(json!({"amount": 1, "currencyCode": "JPY"})).await.ok();
    }

    async fn amount_override_stays_until_null(app: TestApp) {
        let session =
            app.created(json!({"currencyCode": "GBP", "amount": 70, "order": order()})).await;
        let dearer = json!({"order": {"lineItems": [{"amount": 900}]}});
        assert_eq!(session.patch(dearer).await.ok()["amount"], 70);
        assert_eq!(session.patch(json!({"amount": null})).await.ok()["amount"], 900);
        assert_eq!(session.patch(json!({"amount": 0})).await.ok()["amount"], 0);
        assert_eq!(session.read().await.ok()["amount"], 0);
    }
}
