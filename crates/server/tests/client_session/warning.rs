//! Warnings (DESIGN, "Warnings"): what the account's active methods and modules miss.

use serde_json::{Value, json};

use super::order;
use crate::app::{TestApp, both_engines};

async fn warnings(app: &TestApp, settings: Value, session: Value) -> Value {
    app.configured(settings).await;
    app.created(session).await.answer["warnings"].clone()
}

fn only(method: &str) -> Value {
    json!({"paymentMethods": [{"type": method}]})
}

both_engines! {
    async fn a_warning_reads_as_the_guide_shows(app: TestApp) {
        let session = json!({"currencyCode": "GBP", "order": order()});
        let expected = json!(["Apple Pay is missing 'order.countryCode'"]);
        assert_eq!(warnings(&app, only("APPLE_PAY"), session).await, expected);
    }

    async fn each_method_says_what_an_empty_session_lacks(app: TestApp) {
        let wallet = |name: &str| {
            json!([
                format!("{name} is missing 'currencyCode'"),
                format!("{name} is missing 'order.lineItems'"),
                format!("{name} is missing 'order.countryCode'"),
            ])
        };
        let card = json!([
            "Card is missing 'orderId'",
            "Card is missing 'currencyCode'",
            "Card is missing 'amount' or 'order.lineItems'",
        ]);
        for (method, expected) in [
            ("PAYMENT_CARD", card),
            ("APPLE_PAY", wallet("Apple Pay")),
            ("GOOGLE_PAY", wallet("Google Pay")),
            ("PAYPAL", wallet("PayPal")),
            ("KLARNA", wallet("Klarna")),
            ("ADYEN_IDEAL", json!([])),
        ] {
            assert_eq!(warnings(&app, only(method), json!({})).await, expected, "{method}");
        }
    }

    async fn klarna_wants_a_description_of_each_line(app: TestApp) {
        let session = json!({"currencyCode": "SEK", "order": {
            "countryCode": "SE", "lineItems": [{"amount": 1, "description": "d"}, {"amount": 1}],
        }});
        let expected = json!(["Klarna is missing 'order.lineItems[].description'"]);
        assert_eq!(warnings(&app, only("KLARNA"), session).await, expected);
    }

    async fn only_active_methods_and_modules_speak_and_a_complete_session_has_none(app: TestApp) {
        assert_eq!(warnings(&app, json!({"paymentMethods": []}), json!({})).await, json!([]));
        let all = json!({
            "paymentMethods": [
                {"type": "PAYMENT_CARD"}, {"type": "APPLE_PAY"}, {"type": "GOOGLE_PAY"},
                {"type": "PAYPAL"}, {"type": "KLARNA"},
            ],
            "checkoutModules": {
                "BILLING_ADDRESS": {}, "CARD_INFORMATION": {"saveCardCheckbox": true},
                "SHIPPING": {"shippingMethods": []},
            },
        });
        let count = warnings(&app, all.clone(), json!({})).await.as_array().unwrap().len();
        assert_eq!(count, 3 + 4 * 3 + 2);
        let mut complete = json!({
            "orderId": "o", "currencyCode": "SEK", "customerId": "c", "order": order(),
            "customer": {"shippingAddress": {"city": "Malmö"}},
        });
        complete["order"]["countryCode"] = json!("SE");
        assert_eq!(warnings(&app, all, complete).await, json!([]));
    }

    async fn checkout_modules_speak(app: TestApp) {
        let settings = json!({"paymentMethods": [], "checkoutModules": {
            "CARD_INFORMATION": {"saveCardCheckbox": true}, "SHIPPING": {"shippingMethods": []},
        }});
        let expected = json!([
            "Card information is missing 'customerId'",
            "Shipping is missing 'customer.shippingAddress'",
        ]);
        assert_eq!(warnings(&app, settings, json!({})).await, expected);
    }

    async fn an_account_may_ask_for_objects(app: TestApp) {
        let settings = json!({"paymentMethods": [{"type": "PAYPAL"}], "warningsFormat": "OBJECTS"});
        let session = json!({"currencyCode": "EUR", "order": order()});
        let expected = json!([{
            "type": "PAYPAL", "code": "MISSING_DATA",
            "message": "PayPal is missing 'order.countryCode'",
        }]);
        assert_eq!(warnings(&app, settings, session).await, expected);
    }

    async fn patch_answers_warnings_only_if_the_account_asks_and_get_never(app: TestApp) {
        let session = app.created(json!({})).await;
        assert_eq!(session.patch(json!({"orderId": "o"})).await.ok().get("warnings"), None);
        app.configured(json!({"patchWarnings": true})).await;
        let missing = json!([
            "Card is missing 'currencyCode'",
            "Card is missing 'amount' or 'order.lineItems'"
        ]);
        assert_eq!(session.patch(json!({})).await.ok()["warnings"], missing);
        let complete = json!({"currencyCode": "EUR", "amount": 1});
        assert_eq!(session.patch(complete).await.ok()["warnings"], json!([]));
        assert_eq!(session.read().await.ok().get("warnings"), None);
    }
}
