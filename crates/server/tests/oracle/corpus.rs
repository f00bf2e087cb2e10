//! Requests by hand: the documented ones, each rule of the domain, and every answer of
//! the operations.

use std::time::Duration;

use serde_json::{Value, json};

use super::case::{
    CREATE_PAYMENT, CREATE_SESSION, Case, READ_PAYMENT, READ_SESSION, UPDATE_SESSION,
    session_both_ways,
};
use crate::app::{Caller, TestApp};

/// Sends them all.
pub(super) async fn cases(app: &TestApp) -> Vec<Case> {
    let mut cases = Vec::new();
    for session in sessions() {
        cases.extend(session_both_ways(app, session).await);
    }
    cases.extend(refused_calls(app).await);
    cases.extend(payments(app).await);
    cases
}

fn sessions() -> Vec<Value> {
    let mut sessions = documented();
    sessions.extend(rules_of_amounts());
    sessions.extend(rules_of_texts());
    sessions
}

/// The examples of the published document, put right where they break its own rules.
fn documented() -> Vec<Value> {
    vec![
        json!({}),
        json!({
            "orderId": "order-abc", "currencyCode": "GBP", "amount": 1000,
            "order": {
                "countryCode": "FR",
                "lineItems": [{
                    "itemId": "shoe-123", "description": "Blue Shoe", "amount": 100, "quantity": 10,
                }],
            },
            "customerId": "customer-123", "customer": {"emailAddress": "john@primer.io"},
            "metadata": {"productType": "Shoes"},
            "paymentMethod": {
                "descriptor": "Purchase: Shoes", "paymentMethodType": "PAYMENT_CARD",
                "vaultOnSuccess": true, "vaultOn3DS": false, "authorizationType": "ESTIMATED",
                "options": {
                    "PAYMENT_CARD": {"networks": {"VISA": {"surcharge": {"amount": 10}}}},
                    "GOOGLE_PAY": {"surcharge": {"amount": 20}},
                },
            },
        }),
        json!({"currencyCode": "USD", "paymentMethod": {"options": {"APPLE_PAY": {
            "merchantName": "My Store",
            "recurringPaymentRequest": {
                "paymentDescription": "Monthly Subscription",
                "billingAgreement": "You agree to pay monthly until you cancel.",
                "managementUrl": "https://example.com/manage",
                "regularBilling": {
                    "label": "Monthly Plan", "amount": 999,
                    "recurringStartDate": "2025-06-09T00:00:00Z", "recurringIntervalUnit": "month",
                },
            },
        }}}}),
        json!({"orderId": null, "currencyCode": "EUR", "order": {"countryCode": null}}),
        json!({"approvalMode": "AUTO"}),
        json!({"paymentMethod": {"options": {"KLARNA": {"extraMerchantData": {}}}}}),
        json!({"paymentMethod": {"options": {"PAYMENT_CARD": {"networks": {"EFTPOS": {}}}}}}),
        json!({"paymentMethod": {"options": {"klarna": {"surcharge": {}}}}}),
        json!({"paymentMethod": {"orderedAllowedCardNetworks": ["VISA", "VISA"]}}),
        json!({"colour": "red"}),
    ]
}

fn rules_of_amounts() -> Vec<Value> {
    let order = |order: Value| json!({"currencyCode": "EUR", "order": order});
    let line = |item: Value| order(json!({"lineItems": [item]}));
    vec![
        json!({"amount": 1}),
        json!({"currencyCode": "EUR", "amount": 9_007_199_254_740_992_i64}),
        json!({"currencyCode": "EUR", "amount": 10.0}),
        json!({"currencyCode": "XXX"}),
        json!({"currencyCode": "XCG"}),
        line(json!({"amount": 1, "quantity": 0})),
        line(json!({"amount": 1, "quantity": -1})),
        line(json!({"amount": 1, "discountAmount": 2})),
        line(json!({"amount": 9_007_199_254_740_991_i64, "quantity": 2})),
        order(json!({"lineItems": vec![json!({"amount": 1}); 501]})),
        order(json!({"fees": vec![json!({"amount": 1}); 101]})),
    ]
}

fn rules_of_texts() -> Vec<Value> {
    let customer = |customer: Value| json!({"customer": customer});
    let metadata = |metadata: Value| json!({"metadata": metadata});
    vec![
        json!({"orderId": "x\u{0}"}),
        json!({"orderId": ""}),
        json!({"orderId": "x".repeat(256)}),
        customer(json!({"emailAddress": "用户@例え.jp"})),
        customer(json!({"emailAddress": "john"})),
        customer(
            json!({"emailAddress": format!("{}@{}.example", "x".repeat(60), "y.".repeat(120))}),
        ),
        customer(json!({"billingAddress": {"addressLine1": "", "addressLine2": ""}})),
        json!({"order": {"shipping": {"methodId": "x".repeat(256)}}}),
        metadata(json!({"": 1})),
        metadata(json!({"a": {"b": 1}})),
        metadata(json!({"a": 0.5})),
        metadata(json!({"a": null})),
        metadata(json!({"a": "x\u{0}"})),
        metadata(json!({"a": "x".repeat(4097)})),
        metadata((0..501).map(|key| (format!("k{key}"), json!(1))).collect()),
    ]
}

/// Calls that are refused before or after their body is read.
async fn refused_calls(app: &TestApp) -> Vec<Case> {
    let merchant = app.merchant();
    let created = merchant.post("/client-session", &json!({})).await.ok();
    let token = &created["clientToken"];
    let nobody = merchant.clone().without("x-api-key");
    let stale = merchant.clone().with("if-match", "\"9\"");
    let patch = json!({"clientToken": token, "orderId": "o"});
    let options = json!({"PAYPAL": {"surcharge": {}, "merchantName": "m"}});
    vec![
        Case::send(&merchant, UPDATE_SESSION, json!({})).await,
        Case::send(&merchant, UPDATE_SESSION, json!({"clientToken": "unknown"})).await,
        Case::send(&nobody, CREATE_SESSION, json!({})).await,
        Case::send(&stale, UPDATE_SESSION, patch).await,
        Case::send(
            &merchant,
            UPDATE_SESSION,
            json!({"clientToken": token, "paymentMethod": {"options": options}}),
        )
        .await,
        Case::read(&merchant, READ_SESSION, "/client-session").await,
        Case::read(&merchant, READ_SESSION, "/client-session?clientToken=unknown").await,
        Case::read(&nobody, READ_SESSION, "/client-session").await,
    ]
}

/// Payments by the simulator's cards: approved, declined, failed, refused.
async fn payments(app: &TestApp) -> Vec<Case> {
    let merchant = app.merchant();
    let session = json!({
        "orderId": "order-1", "currencyCode": "EUR", "customerId": "c", "metadata": {"a": 1},
        "customer": {"emailAddress": "a@b.example"},
        "order": {"lineItems": [{"itemId": "shoe", "description": "Blue shoe", "amount": 42}]},
    });
    let mut cases = Vec::new();
    for number in ["4242424242424242", "4000000000000002", "4000000000000010"] {
        let payment = json!({"paymentMethodToken": token(app, &merchant, &session, number).await});
        let case = Case::send(&merchant, CREATE_PAYMENT, payment).await;
        let path = format!("/payments/{}", case.answer["id"].as_str().unwrap());
        cases.push(Case::read(&merchant, READ_PAYMENT, &path).await);
        cases.push(case);
    }
    let own = json!({
        "paymentMethodToken": token(app, &merchant, &session, "4242424242424242").await,
        "orderId": "other", "amount": 7, "currencyCode": "EUR", "metadata": {"b": true},
        "customer": {"lastName": "Lee"}, "order": {"countryCode": "FR"},
        "paymentMethod": {"descriptor": "d", "paymentType": "ECOMMERCE"},
    });
    let keyed = merchant.clone().with("x-idempotency-key", "once");
    cases.push(Case::send(&keyed, CREATE_PAYMENT, own.clone()).await);
    cases.push(Case::send(&keyed, CREATE_PAYMENT, own.clone()).await);
    cases.push(Case::send(&merchant, CREATE_PAYMENT, own).await);
    for body in [
        json!({}),
        json!({"paymentMethodToken": "unknown"}),
        json!({"paymentMethodToken": "unknown", "colour": 1}),
        json!({"paymentMethodToken": "unknown", "orderId": "", "customer": {"firstName": ""}}),
        json!({"paymentMethodToken": "unknown", "metadata": {"": 1}}),
    ] {
        cases.push(Case::send(&merchant, CREATE_PAYMENT, body).await);
    }
    let incomplete = token(app, &merchant, &json!({"orderId": "o"}), "4242424242424242").await;
    let incomplete = json!({"paymentMethodToken": incomplete});
    cases.push(Case::send(&merchant, CREATE_PAYMENT, incomplete).await);
    cases.push(Case::read(&merchant, READ_PAYMENT, "/payments/unknown").await);
    cases
}

/// A card's single-use token, made in a session of its own.
async fn token(app: &TestApp, merchant: &Caller, session: &Value, number: &str) -> Value {
    let created = merchant.post("/client-session", session).await.ok();
    let claims = created["clientToken"].as_str().unwrap();
    let client = app.client(&crate::client_session::access_token(claims));
    client.get("/client-sdk/configuration").await.ok();
    app.clock.advance(Duration::from_millis(1));
    let card = json!({"paymentInstrument": {
        "number": number, "cvv": "737", "expirationMonth": "03", "expirationYear": "2030",
        "cardholderName": "Ann Lee",
    }});
    client.post("/payment-instruments", &card).await.ok()["token"].clone()
}
