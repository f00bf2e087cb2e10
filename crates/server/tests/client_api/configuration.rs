//! `GET /client-sdk/configuration`.

use std::time::Duration;

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use super::decoders::every_client_reads;
use crate::app::{TestApp, both_engines};
use crate::checkout::{Checkout, claims, configure, line_item, order};

const PATH: &str = "/client-sdk/configuration";

both_engines! {
    async fn every_way_to_ask_answers_the_same(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let plain = checkout.client.get(PATH).await.ok();
        for path in [
            "/client-sdk/configuration/",
            "/client-sdk/configuration?withDisplayMetadata=true",
            "/client-sdk/configuration/?withDisplayMetadata=true&skipPaymentMethods=PAYPAL",
        ] {
            assert_eq!(checkout.client.get(path).await.ok().json, plain.json, "{path}");
        }
        let named = claims(&checkout.token)["configurationUrl"].as_str().unwrap().to_owned();
        assert!(named.ends_with(&format!("/client{PATH}")), "{named}");
    }

    async fn the_version_header_does_not_matter(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let plain = checkout.client.get(PATH).await.ok();
        for version in ["2.4", "2.3", "2019-01-01", "nonsense"] {
            let answer = checkout.client.clone().with("x-api-version", version).get(PATH).await;
            assert_eq!(answer.ok().json, plain.json, "{version}");
        }
    }

    async fn nothing_between_keeps_it(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for answer in [checkout.configuration().await, checkout.act(&json!([])).await.ok()] {
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert_eq!(answer.header("x-primer-session-cache-ttl"), Some("0"));
        }
    }

    async fn the_cache_header_is_written_in_lower_case(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let access_token = claims(&checkout.token)["accessToken"].as_str().unwrap().to_owned();
        let head = raw_head(&app, &access_token).await;
        assert!(head.contains("\r\nx-primer-session-cache-ttl: 0\r\n"), "{head}");
    }

    async fn every_client_reads_every_session(app: TestApp) {
        let methods = json!({ "paymentMethods": [
            { "type": "PAYPAL" }, { "type": "APPLE_PAY" }, { "type": "PAYMENT_CARD" }] });
        for settings in [json!({}), all_modules(), methods] {
            configure(&app, &settings).await;
            for session in sessions() {
                let checkout = Checkout::open(&app, &session).await;
                let configuration = checkout.configuration().await;
                every_client_reads(&configuration);
            }
        }
    }

    async fn a_full_configuration(app: TestApp) {
        configure(&app, &all_modules()).await;
        let checkout = Checkout::open(&app, &full_session()).await;
        let select = json!([
            { "type": "SELECT_PAYMENT_METHOD", "params": {
                "paymentMethodType": "PAYMENT_CARD", "binData": { "network": "VISA" } } },
            { "type": "SELECT_SHIPPING_METHOD", "params": { "shippingMethodId": "express" } },
        ]);
        checkout.act(&select).await.ok();
        let configuration = checkout.configuration().await;
        every_client_reads(&configuration);
        assert_json_snapshot!("full_configuration", configuration.json, {
            ".coreUrl" => "[client]",
            ".pciUrl" => "[client]",
            ".binDataUrl" => "[client]",
            ".assetsUrl" => "[client]/assets",
            ".hostedUrl" => "[public]/hosted/v1",
            ".primerAccountId" => "[account]",
            ".clientSession.clientSessionId" => "[session]",
        });
        let base = claims(&checkout.token)["coreUrl"].clone();
        for url in ["coreUrl", "pciUrl", "binDataUrl"] {
            assert_eq!(configuration[url], base, "{url}");
        }
        let public = base.as_str().unwrap().strip_suffix("/client").unwrap();
        assert_eq!(configuration["hostedUrl"], format!("{public}/hosted/v1"));
    }

    async fn the_override_stands_beside_the_computed_total(app: TestApp) {
        let mut session = order();
        let plain = Checkout::open(&app, &session).await.configuration().await;
        let total = |configuration: &Value| configuration["clientSession"]["order"].clone();
        assert_eq!(total(&plain)["totalOrderAmount"], 4999);
        assert_eq!(total(&plain).get("merchantAmount"), None);
        session["amount"] = 1000.into();
        let overridden = Checkout::open(&app, &session).await.configuration().await;
        assert_eq!(total(&overridden)["totalOrderAmount"], 4999);
        assert_eq!(total(&overridden)["merchantAmount"], 1000);
        assert_eq!(overridden["clientSession"]["amount"], 1000);
    }

    async fn it_follows_the_merchants_updates(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        assert_eq!(checkout.configuration().await["clientSession"]["revision"], 1);
        let change = json!({ "order": { "lineItems": [line_item(5999)] } });
        checkout.update(&app, change).await;
        let session = checkout.configuration().await["clientSession"].clone();
        assert_eq!(session["revision"], 2);
        assert_eq!(session["order"]["totalOrderAmount"], 5999);
    }

    async fn without_a_living_token_there_is_none(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let unknown = checkout.client.clone().with("primer-client-token", "unknown");
        let jwt = checkout.client.clone().with("primer-client-token", &checkout.token);
        let none = checkout.client.clone().without("primer-client-token");
        for caller in [unknown, jwt, none] {
            let refused = caller.get(PATH).await.refused(401, "Unauthorized");
            assert_eq!(refused["error"]["validationErrors"], json!([]));
        }
        app.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
        checkout.configuration().await;
        app.clock.advance(Duration::from_secs(1));
        let expired = checkout.client.get(PATH).await.refused(401, "Unauthorized");
        assert_eq!(expired["error"]["validationErrors"], json!([]));
        checkout.act(&json!([])).await.refused(401, "Unauthorized");
    }
}

fn all_modules() -> Value {
    json!({ "checkoutModules": {
        "BILLING_ADDRESS": { "postalCode": true, "countryCode": true, "phoneNumber": false },
        "CARD_INFORMATION": { "cardHolderName": true, "saveCardCheckbox": true },
        "SHIPPING": { "shippingMethods": [
            { "id": "standard", "name": "Standard", "description": "3 days", "amount": 0 },
            { "id": "express", "name": "Express", "description": "Tomorrow", "amount": 900 },
        ]},
    }})
}

/// From nothing at all to everything.
fn sessions() -> Vec<Value> {
    let mut overridden = full_session();
    overridden["amount"] = 700.into();
    let mut other_fees = order();
    other_fees["order"]["fees"] = json!([{ "type": "GIFT_WRAP", "amount": 300 }]);
    vec![
        json!({}),
        json!({ "customerId": "customer-1" }),
        json!({ "currencyCode": "JPY", "amount": 1200 }),
        json!({ "currencyCode": "EUR", "order": {} }),
        json!({ "customer": {}, "order": { "countryCode": "FR" }, "metadata": { "a": 1 } }),
        json!({ "paymentMethod": { "orderedAllowedCardNetworks": ["MASTERCARD"] } }),
        order(),
        other_fees,
        full_session(),
        overridden,
    ]
}

fn full_session() -> Value {
    let address = json!({
        "firstName": "Ada", "lastName": "Lovelace", "addressLine1": "12 St James's Square",
        "addressLine2": "2nd floor", "city": "London", "state": "Greater London",
        "postalCode": "SW1Y 4JH", "countryCode": "GB",
    });
    json!({
        "orderId": "order-1",
        "currencyCode": "GBP",
        "customerId": "customer-1",
        "customer": {
            "firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com",
            "mobileNumber": "+442079460000", "taxId": "GB1", "nationalDocumentId": "N1",
            "billingAddress": address, "shippingAddress": address,
        },
        "order": {
            "countryCode": "GB",
            "lineItems": [
                { "itemId": "shirt", "name": "Shirt", "description": "A shirt", "amount": 2500,
                  "quantity": 2, "discountAmount": 100, "taxAmount": 480, "taxCode": "A1",
                  "productType": "PHYSICAL", "productData": { "sku": "S-1" } },
                { "itemId": "card", "amount": 500 },
            ],
            "fees": [{ "type": "GIFT_WRAP", "description": "Wrapping", "amount": 300 }],
            "shipping": { "amount": 400, "methodId": "standard", "methodName": "Standard",
                          "methodDescription": "3 days" },
        },
        "metadata": { "cart": "c-1" },
        "paymentMethod": {
            "vaultOnSuccess": true,
            "descriptor": "SHOP",
            "orderedAllowedCardNetworks": ["MASTERCARD", "VISA", "AMEX"],
            "options": {
                "PAYMENT_CARD": {
                    "captureVaultedCardCvv": true,
                    "networks": {
                        "VISA": { "surcharge": { "amount": 50 } },
                        "AMEX": { "surcharge": { "amount": 120 } },
                    },
                },
                "PAYPAL": { "surcharge": { "amount": 60 } },
            },
        },
    })
}

/// The head of an answer as it is on the wire: HTTP libraries change the case of names.
async fn raw_head(app: &TestApp, access_token: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(app.server.addr).await.unwrap();
    let request = format!(
        "GET /client{PATH} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
         Primer-Client-Token: {access_token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split("\r\n\r\n").next().unwrap().to_owned() + "\r\n"
}
