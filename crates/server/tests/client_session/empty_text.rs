//! Empty optional texts count as absent, on PATCH as not sent, in every version. What names
//! something keeps at least one character.

use serde_json::{Value, json};

use tender_domain::api_version::ApiVersion;

use crate::app::both_engines;

/// Every optional text of a session, empty.
fn blank() -> Value {
    let address = json!({
        "firstName": "", "lastName": "", "addressLine1": "", "addressLine2": "", "city": "",
        "state": "", "countryCode": "", "postalCode": "",
    });
    json!({
        "currencyCode": "", "customerId": "",
        "customer": {
            "emailAddress": "", "mobileNumber": "", "firstName": "", "lastName": "", "taxId": "",
            "nationalDocumentId": "", "billingAddress": address, "shippingAddress": address,
        },
        "order": {
            "countryCode": "", "retailerCountryCode": "",
            "shipping": {"methodId": "", "methodName": "", "methodDescription": ""},
        },
        "paymentMethod": {
            "descriptor": "", "paymentType": "", "authorizationType": "", "firstPaymentReason": "",
        },
    })
}

/// A session in which the same fields say something.
fn filled() -> Value {
    let address = json!({"city": "London", "countryCode": "GB"});
    json!({
        "orderId": "o", "currencyCode": "EUR", "customerId": "c",
        "customer": {
            "emailAddress": "a@b.example", "mobileNumber": "1", "firstName": "A", "lastName": "B",
            "taxId": "T", "nationalDocumentId": "N", "billingAddress": address,
        },
        "order": {"countryCode": "FR", "retailerCountryCode": "DE"},
        "paymentMethod": {"descriptor": "D", "orderedAllowedCardNetworks": ["VISA"]},
    })
}

both_engines! {
    async fn a_post_leaves_them_out(app: TestApp) {
        for version in ApiVersion::ALL {
            let merchant = app.merchant().with("x-api-version", version.as_str());
            let created = merchant.post("/client-session", &blank()).await.ok();
            for field in ["currencyCode", "customerId"] {
                assert!(created.get(field).is_none(), "{version} {}", created.text);
            }
            for (field, left) in [
                ("customer", json!({"billingAddress": {}, "shippingAddress": {}})),
                ("order", json!({"shipping": {}})),
            ] {
                assert_eq!(created[field], left, "{version}");
            }
            assert!(created.get("paymentMethod").is_none(), "{}", created.text);
        }
    }

    async fn a_patch_takes_them_as_not_sent(app: TestApp) {
        let session = app.created(filled()).await;
        let before = session.read().await.ok();
        let mut patch = blank();
        patch["customer"].as_object_mut().unwrap().retain(|_, field| !field.is_object());
        patch["order"].as_object_mut().unwrap().remove("shipping");
        patch.as_object_mut().unwrap().remove("paymentMethod");
        let patched = session.patch(patch).await.ok();
        assert_eq!((&patched.text, patched.header("etag")), (&before.text, Some("\"1\"")));
        // An address is replaced whole, by what it says.
        let address = json!({"city": "", "countryCode": "FR", "state": ""});
        let patched = session.patch(json!({"customer": {"billingAddress": address}})).await.ok();
        assert_eq!(patched["customer"]["billingAddress"], json!({"countryCode": "FR"}));
    }

    async fn lines_and_options_leave_them_out_too(app: TestApp) {
        let session = json!({"currencyCode": "EUR", "order": {
            "lineItems": [{
                "amount": 1, "quantity": 1, "name": "", "description": "", "taxCode": "",
                "productType": "", "productData": {"sku": "", "brand": "", "pageUrl": ""},
            }],
            "fees": [{"amount": 1, "type": "", "description": ""}],
        }, "paymentMethod": {"options": {"PAYPAL": {"merchantName": ""}}}});
        let created = app.created(session).await.answer;
        let item = json!({"amount": 1, "quantity": 1, "productData": {}});
        assert_eq!(created["order"]["lineItems"], json!([item]));
        assert_eq!(created["order"]["fees"], json!([{"amount": 1}]));
        assert_eq!(created["paymentMethod"]["options"], json!({"PAYPAL": {}}));
    }

    async fn names_and_numbers_are_not_left_out(app: TestApp) {
        for (body, path) in [
            (json!({"orderId": ""}), "$.orderId"),
            (json!({"currencyCode": "EUR", "amount": ""}), "$.amount"),
            (
                json!({"currencyCode": "EUR", "order": {"lineItems": [{"amount": 1, "itemId": ""}]}}),
                "$.order.lineItems[0].itemId",
            ),
            (json!({"paymentMethod": {"vaultOnSuccess": ""}}), "$.paymentMethod.vaultOnSuccess"),
            (json!({"customer": ""}), "$.customer"),
        ] {
            app.merchant().post("/client-session", &body).await.faults_at(&[path]);
            app.created(json!({})).await.patch(body).await.faults_at(&[path]);
        }
        // What the merchant's own data says is the merchant's.
        let created = app.created(json!({"metadata": {"note": ""}})).await;
        assert_eq!(created.answer["metadata"], json!({"note": ""}));
    }
}
