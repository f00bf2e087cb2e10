//! `POST /client-session/actions`: what a checkout does to its session by itself.

use std::time::Duration;

use serde_json::{Value, json};

use super::decoders::every_client_reads;
use crate::app::both_engines;
use crate::checkout::{Checkout, configure, line_item, order};

both_engines! {
    async fn several_actions_in_order_reach_the_merchant(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let address = json!({
            "firstName": "Ada", "lastName": "Lovelace", "addressLine1": "12 St James's Square",
            "city": "London", "postalCode": "SW1Y 4JH", "countryCode": "GB",
        });
        let actions = json!([
            { "type": "SET_EMAIL_ADDRESS", "params": { "emailAddress": "first@example.com" } },
            { "type": "SET_EMAIL_ADDRESS", "params": { "emailAddress": "ada@example.com" } },
            { "type": "SET_MOBILE_NUMBER", "params": { "mobileNumber": "+442079460000" } },
            { "type": "SET_CUSTOMER_FIRST_NAME", "params": { "firstName": "Ada" } },
            { "type": "SET_CUSTOMER_LAST_NAME", "params": { "lastName": "Lovelace" } },
            { "type": "SET_BILLING_ADDRESS", "params": { "billingAddress": address } },
            { "type": "SET_SHIPPING_ADDRESS", "params": { "shippingAddress": address } },
            { "type": "SET_SURCHARGE_FEE", "params": { "amount": 0 } },
        ]);
        let answer = checkout.act(&actions).await.ok();
        every_client_reads(&answer);
        let customer = json!({
            "emailAddress": "ada@example.com", "mobileNumber": "+442079460000",
            "firstName": "Ada", "lastName": "Lovelace",
            "billingAddress": address, "shippingAddress": address,
        });
        assert_eq!(answer["clientSession"]["customer"], customer);
        assert_eq!(answer.json, checkout.configuration().await.json);
        assert_eq!(checkout.session(&app).await["customer"], customer);
    }

    async fn a_selected_method_adds_its_surcharge_and_leaves_with_it(app: TestApp) {
        let checkout = Checkout::open(&app, &with_surcharges()).await;
        for (select, fee) in [
            (select_card(&json!({ "network": "VISA" })), Some(50)),
            (select_card(&json!({ "network": "MASTERCARD" })), None),
            // As the web client sends it.
            (select_card(&json!({ "network": "AMEX", "issuer_name": null,
                "product_code": "A", "account_funding_type": "CREDIT" })), Some(120)),
            (select_card(&json!({ "network": "NEW_NETWORK" })), None),
            (select(&json!({ "paymentMethodType": "PAYPAL" })), Some(60)),
            (select(&json!({ "paymentMethodType": "PAYMENT_CARD" })), None),
        ] {
            let session = act_on_session(&checkout, &json!([select])).await;
            let fees: Vec<_> =
                fee.iter().map(|fee| json!({ "type": "SURCHARGE", "amount": fee })).collect();
            assert_eq!(session["order"]["fees"], json!(fees), "{select}");
            assert_eq!(session["order"]["totalOrderAmount"], 4999 + fee.unwrap_or(0));
        }
        for unselect in [
            json!({ "type": "UNSELECT_PAYMENT_METHOD" }),
            json!({ "type": "UNSELECT_PAYMENT_METHOD", "params": {} }),
            json!({ "type": "UNSELECT_PAYMENT_METHOD", "params": null }),
        ] {
            let visa = select_card(&json!({ "network": "VISA" }));
            let session = act_on_session(&checkout, &json!([visa])).await;
            assert_eq!(session["order"]["totalOrderAmount"], 5049);
            let session = act_on_session(&checkout, &json!([unselect])).await;
            assert_eq!(session["order"]["totalOrderAmount"], 4999, "{unselect}");
        }
    }

    async fn the_merchant_sees_the_surcharge(app: TestApp) {
        let checkout = Checkout::open(&app, &with_surcharges()).await;
        checkout.act(&json!([select_card(&json!({ "network": "VISA" }))])).await.ok();
        let session = checkout.session(&app).await;
        assert_eq!(session["amount"], 5049);
        assert_eq!(session["order"]["fees"], json!([{ "type": "SURCHARGE", "amount": 50 }]));
    }

    async fn a_shipping_method_is_chosen_in_either_spelling(app: TestApp) {
        configure(&app, &shipping()).await;
        let checkout = Checkout::open(&app, &order()).await;
        for (params, id, total) in [
            (json!({ "shippingMethodId": "express" }), "express", 5899),
            (json!({ "shipping_method_id": "standard" }), "standard", 4999),
        ] {
            let choose = json!([{ "type": "SELECT_SHIPPING_METHOD", "params": params }]);
            let answer = checkout.act(&choose).await.ok();
            assert_eq!(answer["clientSession"]["order"]["shipping"]["methodId"], id);
            assert_eq!(answer["clientSession"]["order"]["totalOrderAmount"], total);
            let modules = answer["checkoutModules"].as_array().unwrap();
            let module = modules.iter().find(|module| module["type"] == "SHIPPING").unwrap();
            assert_eq!(module["options"]["selectedShippingMethod"], id);
            assert_eq!(checkout.session(&app).await["order"]["shipping"]["methodId"], id);
        }
        let unknown = json!([{ "type": "SELECT_SHIPPING_METHOD",
            "params": { "shippingMethodId": "drone" } }]);
        checkout.act(&unknown).await.refused(422, "RequestValidationError");
    }

    async fn all_actions_are_done_or_none(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let good = json!({ "type": "SET_CUSTOMER_FIRST_NAME", "params": { "firstName": "Ada" } });
        for bad in [
            json!({ "type": "SET_ON_FIRE" }),
            json!({ "type": "SET_EMAIL_ADDRESS", "params": { "emailAddress": "nobody" } }),
            json!({ "type": "SET_EMAIL_ADDRESS" }),
            json!({ "type": "SELECT_PAYMENT_METHOD", "params": {} }),
            json!({ "type": "SELECT_SHIPPING_METHOD", "params": { "shippingMethodId": "x" } }),
            json!({ "type": "SET_BILLING_ADDRESS",
                "params": { "billingAddress": { "countryCode": "Atlantis" } } }),
            json!({}),
            json!("UNSELECT_PAYMENT_METHOD"),
        ] {
            let refused = checkout.act(&json!([good, bad])).await;
            let refused = refused.refused(422, "RequestValidationError");
            assert_eq!(refused["error"]["validationErrors"], json!([]));
            let description = refused["error"]["description"].as_str().unwrap().to_owned();
            assert!(description.contains("$.actions[1]"), "{description}");
            assert_eq!(checkout.session(&app).await.get("customer"), None, "{bad}");
        }
        assert_eq!(checkout.configuration().await["clientSession"]["revision"], 1);
    }

    async fn the_body_must_hold_actions(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let path = "/client-session/actions";
        for body in [json!({}), json!({ "actions": {} }), json!([]), json!({ "actions": null })] {
            checkout.client.post(path, &body).await.refused(422, "RequestValidationError");
        }
        let refused = checkout.client.post_raw(path, "{\"actions\":").await;
        refused.refused(422, "RequestValidationError");
    }

    async fn a_change_raises_the_revision_by_one(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        assert_eq!(checkout.session(&app).await.header("etag"), Some("\"1\""));
        let name = |name| json!([
            { "type": "SET_CUSTOMER_FIRST_NAME", "params": { "firstName": name } },
            { "type": "SET_CUSTOMER_LAST_NAME", "params": { "lastName": name } },
        ]);
        let session = act_on_session(&checkout, &name("Ada")).await;
        assert_eq!(session["revision"], 2);
        assert_eq!(checkout.session(&app).await.header("etag"), Some("\"2\""));
        // The same again, and nothing at all, change nothing.
        for actions in [name("Ada"), json!([]), json!([{ "type": "UNSELECT_PAYMENT_METHOD" }])] {
            assert_eq!(act_on_session(&checkout, &actions).await["revision"], 2);
        }
        assert_eq!(checkout.session(&app).await.header("etag"), Some("\"2\""));
    }

    async fn unknown_fields_are_ignored(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let body = json!({ "sdk": "new", "actions": [{
            "type": "SET_CUSTOMER_FIRST_NAME", "at": 1, "params": { "firstName": "Ada", "x": {} },
        }]});
        let answer = checkout.client.post("/client-session/actions", &body).await.ok();
        assert_eq!(answer["clientSession"]["customer"]["firstName"], "Ada");
    }

    async fn checkouts_and_merchant_at_once_lose_nothing(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let set = |kind: &str, field: &str| json!([{ "type": kind, "params": { field: "x" } }]);
        let first = set("SET_CUSTOMER_FIRST_NAME", "firstName");
        let last = set("SET_CUSTOMER_LAST_NAME", "lastName");
        let update = checkout.update(&app, json!({ "metadata": { "cart": 1 } }));
        let (first, last, _) = tokio::join!(checkout.act(&first), checkout.act(&last), update);
        first.ok();
        last.ok();
        let session = checkout.session(&app).await;
        assert_eq!(session["customer"], json!({ "firstName": "x", "lastName": "x" }));
        assert_eq!(session["metadata"], json!({ "cart": 1 }));
        assert_eq!(session.header("etag"), Some("\"4\""));
    }

    async fn an_ended_session_is_not_changed(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        let refused = checkout.act(&json!([{ "type": "UNSELECT_PAYMENT_METHOD" }])).await;
        refused.refused(401, "Unauthorized");
    }
}

/// The session in the answer.
async fn act_on_session(checkout: &Checkout, actions: &Value) -> Value {
    checkout.act(actions).await.ok()["clientSession"].clone()
}

fn select(params: &Value) -> Value {
    json!({ "type": "SELECT_PAYMENT_METHOD", "params": params })
}

fn select_card(bin_data: &Value) -> Value {
    select(&json!({ "paymentMethodType": "PAYMENT_CARD", "binData": bin_data }))
}

fn with_surcharges() -> Value {
    json!({
        "orderId": "order-1",
        "currencyCode": "EUR",
        "order": { "lineItems": [line_item(4999)] },
        "paymentMethod": { "options": {
            "PAYMENT_CARD": { "networks": {
                "VISA": { "surcharge": { "amount": 50 } },
                "AMEX": { "surcharge": { "amount": 120 } },
            }},
            "PAYPAL": { "surcharge": { "amount": 60 } },
        }},
    })
}

fn shipping() -> Value {
    json!({ "checkoutModules": { "SHIPPING": { "shippingMethods": [
        { "id": "standard", "name": "Standard", "description": "3 days", "amount": 0 },
        { "id": "express", "name": "Express", "description": "Tomorrow", "amount": 900 },
    ]}}})
}
