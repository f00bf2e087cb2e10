//! What the three calls answer with (DESIGN, "Answers").

use serde_json::{Value, json};

use super::order;
use crate::app::both_engines;

/// A session with every field set, as the answers repeat it.
fn complete() -> Value {
    let address = json!({
        "firstName": "John", "lastName": "Doe", "addressLine1": "1 High Street",
        "addressLine2": "2nd floor", "city": "London", "state": "Greater London", "countryCode": "GB",
        "postalCode": "N1 1AA",
    });
    json!({
        "orderId": "order-1", "currencyCode": "EUR", "amount": 7, "customerId": "customer-1",
        "customer": {
            "emailAddress": "john@example.com", "mobileNumber": "+441234567890",
            "firstName": "John", "lastName": "Doe", "taxId": "T1", "nationalDocumentId": "N1",
            "billingAddress": address, "shippingAddress": address,
        },
        "order": {
            "countryCode": "FR", "retailerCountryCode": "DE",
            "lineItems": [{
                "itemId": "i", "name": "n", "description": "d", "amount": 1, "quantity": 2,
                "discountAmount": 1, "taxAmount": 3, "taxCode": "t", "productType": "DIGITAL",
                "productData": {
                    "sku": "s", "brand": "b", "color": "c", "globalTradeItemNumber": "g",
                    "manufacturerPartNumber": "m", "weight": 0.125, "weightUnit": "kg",
                    "pageUrl": "https://shop.example/i",
                },
            }],
            "fees": [{"type": "HANDLING", "description": "d", "amount": 4}],
            "shipping": {
                "amount": 5, "methodId": "m", "methodName": "n", "methodDescription": "d",
            },
        },
        "metadata": {
            "text": "", "number": -7, "flag": true, "price": 12.5, "list": [1, "a", {"b": [null]}],
            "deviceInfo": {"ipAddress": "127.0.0.1", "userAgent": "App/1.0"},
        },
        "paymentMethod": {
            "vaultOnSuccess": true, "vaultOn3DS": false, "vaultOnAgreement": false,
            "descriptor": "Shoes", "paymentType": "FIRST_PAYMENT", "authorizationType": "FINAL",
            "firstPaymentReason": "CardOnFile", "orderedAllowedCardNetworks": ["VISA", "AMEX"],
            "options": {
                "PAYMENT_CARD": {
                    "networks": {"VISA": {"surcharge": {"amount": 10}}},
                    "captureVaultedCardCvv": true,
                },
                "KLARNA": {"extraMerchantData": {"any": [1, {"thing": null}]}},
                "APPLE_PAY": {"merchantName": "My shop"},
            },
        },
    })
}

fn keys(answer: &Value) -> Vec<&str> {
    answer.as_object().unwrap().keys().map(String::as_str).collect()
}

both_engines! {
    async fn post_always_answers_token_both_expiries_metadata_warnings(app: TestApp) {
        let session = app.created(json!({})).await;
        let always = [
            "clientExpirationDate",
            "clientToken",
            "clientTokenExpirationDate",
            "metadata",
            "warnings",
        ];
        assert_eq!(keys(&session.answer), always);
        assert_eq!(session.answer["metadata"], json!({}));
        assert!(session.answer["warnings"].is_array());
        assert_eq!(
            session.answer["clientExpirationDate"],
            session.answer["clientTokenExpirationDate"]
        );
        assert_eq!(session.answer.header("content-type"), Some("application/json"));
    }

    async fn all_three_calls_repeat_every_field(app: TestApp) {
        let session = app.created(complete()).await;
        let mut answer = session.answer.json.clone();
        let more = ["clientExpirationDate", "clientToken", "clientTokenExpirationDate", "warnings"];
        for key in more {
            answer.as_object_mut().unwrap().remove(key).unwrap();
        }
        assert_eq!(answer, complete());
        assert_eq!(session.read().await.ok().json, complete());
        assert_eq!(session.patch(json!({})).await.ok().json, complete());
    }

    async fn get_and_patch_answer_the_set_fields_only(app: TestApp) {
        let session =
            app.created(json!({"orderId": "o", "customer": {}, "paymentMethod": {}})).await;
        assert_eq!(session.read().await.ok().json, json!({"orderId": "o"}));
        let emptied = session.patch(json!({"orderId": null, "metadata": {}})).await.ok();
        assert_eq!(emptied.json, json!({}));
        assert_eq!(session.read().await.ok().json, json!({}));
    }

    async fn null_in_a_post_counts_as_absent(app: TestApp) {
        let session = app.created(json!({
            "orderId": null, "currencyCode": "EUR", "amount": null, "customerId": null,
            "metadata": null, "paymentMethod": null,
            "customer": {"firstName": null, "billingAddress": {"city": null}},
            "order": {
                "lineItems": [{"amount": 5, "quantity": null, "taxAmount": null}], "fees": null,
            },
        })).await;
        let order = json!({"lineItems": [{"amount": 5, "quantity": 1}]});
        let expected = json!({
            "currencyCode": "EUR", "amount": 5, "order": order, "customer": {"billingAddress": {}},
        });
        assert_eq!(session.read().await.ok().json, expected);
    }

    async fn payment_method_answers_the_default_networks_unless_some_are_chosen(app: TestApp) {
        let session = app.created(json!({"paymentMethod": {"vaultOnSuccess": true}})).await;
        let networks = session.answer["paymentMethod"]["orderedAllowedCardNetworks"].clone();
        assert_eq!(networks.as_array().unwrap().len(), 17);
        assert_eq!((&networks[0], &networks[16]), (&json!("VISA"), &json!("OTHER")));
        let chosen = json!({"paymentMethod": {"orderedAllowedCardNetworks": ["JCB"]}});
        let patched = session.patch(chosen).await.ok();
        assert_eq!(patched["paymentMethod"], json!({"orderedAllowedCardNetworks": ["JCB"]}));
    }

    async fn unknown_fields_are_ignored_in_open_objects(app: TestApp) {
        let session = app.created(json!({
            "currencyCode": "EUR",
            "customer": {"nickname": 1, "billingAddress": {"planet": "Earth", "city": "Rome"}},
            "order": {
                "colour": [], "shipping": {"speed": 1, "amount": 0},
                "fees": [{"amount": 0, "x": {}}],
                "lineItems": [{"amount": 1, "x": 1, "productData": {"x": 1, "sku": "s"}}],
            },
            "paymentMethod": {
                "paymentMethodType": "PAYMENT_CARD", "descriptor": "d",
                "options": {
                    "KLARNA": {"instalmentDuration": 3},
                    "PAYMENT_CARD": {"x": 1, "networks": {"VISA": {"x": 1, "surcharge": {"x": 1}}}},
                },
            },
        })).await;
        let read = session.read().await.ok();
        assert_eq!(read["customer"], json!({"billingAddress": {"city": "Rome"}}));
        assert_eq!(read["order"]["shipping"], json!({"amount": 0}));
        assert_eq!(read["paymentMethod"]["options"]["KLARNA"], json!({}));
    }

    async fn currency_alone_and_order_alone_are_fine(app: TestApp) {
        app.created(json!({"currencyCode": "EUR"})).await;
        app.created(json!({"currencyCode": "JPY", "order": order()})).await;
        app.created(json!({"orderId": "o".repeat(255)})).await;
    }
}
