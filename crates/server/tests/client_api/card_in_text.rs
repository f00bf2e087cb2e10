//! A card number that a shopper typed into another field is neither stored nor shown.

use serde_json::{Value, json};

use crate::app::{TestApp, both_engines};
use crate::checkout::{Checkout, card, order};

const NUMBER: &str = "4242424242424242";

both_engines! {
    async fn it_is_refused_in_every_text_that_a_shopper_types(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let texts = ["firstName", "lastName", "addressLine1", "addressLine2", "city", "state", "postalCode"];
        let mut actions = Vec::new();
        for typed in [NUMBER, "4242 4242 4242 4242", "my card: 4242-4242-4242-4242 12/30"] {
            for text in texts {
                for (kind, address) in [
                    ("SET_BILLING_ADDRESS", "billingAddress"),
                    ("SET_SHIPPING_ADDRESS", "shippingAddress"),
                ] {
                    let params = json!({ address: { text: typed, "countryCode": "FR" } });
                    actions.push((kind, params, format!("{address}.{text}")));
                }
            }
            for (kind, param) in [
                ("SET_CUSTOMER_FIRST_NAME", "firstName"),
                ("SET_CUSTOMER_LAST_NAME", "lastName"),
                ("SET_MOBILE_NUMBER", "mobileNumber"),
            ] {
                actions.push((kind, json!({ param: typed }), param.to_owned()));
            }
        }
        let email = json!({ "emailAddress": format!("{NUMBER}@example.com") });
        actions.push(("SET_EMAIL_ADDRESS", email, "emailAddress".to_owned()));
        for (kind, params, field) in actions {
            let refused = checkout.act(&json!([{ "type": kind, "params": params }])).await;
            let refused = refused.refused(422, "RequestValidationError");
            let path = format!("$.actions[0].params.{field} must not hold a card number");
            assert!(refused.text.contains(&path), "{}", refused.text);
            assert!(!refused.text.contains("4242"), "{}", refused.text);
        }
        assert_eq!(checkout.session(&app).await.header("etag"), Some("\"1\""));
        assert_stored_nowhere(&app).await;
    }

    async fn phone_numbers_and_addresses_are_none(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let address = json!({ "addressLine1": "221b Baker Street", "postalCode": "12345-6789" });
        let actions = json!([
            // Fifteen digits with a valid check digit: as long as a phone number gets.
            { "type": "SET_MOBILE_NUMBER", "params": { "mobileNumber": "+378282246310005" } },
            { "type": "SET_BILLING_ADDRESS", "params": { "billingAddress": address } },
        ]);
        checkout.act(&actions).await.ok();
    }

    async fn a_shopper_may_leave_a_text_empty(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let set = json!([{ "type": "SET_EMAIL_ADDRESS", "params": { "emailAddress": "a@b.example" } }]);
        checkout.act(&set).await.ok();
        let empty = json!([
            { "type": "SET_EMAIL_ADDRESS", "params": { "emailAddress": "" } },
            { "type": "SET_MOBILE_NUMBER", "params": { "mobileNumber": "" } },
            { "type": "SET_CUSTOMER_FIRST_NAME", "params": { "firstName": "" } },
            { "type": "SET_CUSTOMER_LAST_NAME", "params": { "lastName": "" } },
            { "type": "SET_BILLING_ADDRESS", "params": { "billingAddress": {
                "city": "Paris", "state": "", "countryCode": "" } } },
        ]);
        let answer = checkout.act(&empty).await.ok();
        let customer = json!({
            "emailAddress": "a@b.example", "billingAddress": { "city": "Paris" },
        });
        assert_eq!(answer["clientSession"]["customer"], customer);
    }

    async fn a_name_of_digits_is_no_name(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for name in [NUMBER, "4242 4242 4242", "424242424242", "123", "12/30"] {
            let mut sent = card(NUMBER);
            sent["cardholderName"] = json!(name);
            let refused = checkout.tokenize(&sent).await.refused(422, "RequestValidationError");
            let told = refused["error"]["description"].as_str().unwrap();
            assert!(told.contains("$.paymentInstrument.cardholderName must be the name"), "{told}");
            assert!(!told.contains(name), "{told}");
        }
        assert_stored_nowhere(&app).await;
    }
}

async fn assert_stored_nowhere(app: &TestApp) {
    for sql in [
        "SELECT content FROM client_session",
        "SELECT content FROM payment_instrument",
        "SELECT data FROM event WHERE data IS NOT NULL",
    ] {
        let rows = app.app().store.read(move |tx| tx.query_all(sql, &[], |row| row.text(0)));
        let text: Value = rows.await.unwrap().join("\n").into();
        assert!(!text.to_string().contains("42424242"), "{sql}");
    }
}
