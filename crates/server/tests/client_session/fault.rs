//! Faults of a body: 422 with one entry each and its JSON path, all in one answer.

use serde_json::{Value, json};

use crate::app::{Answer, TestApp, both_engines};

async fn create(app: &TestApp, session: Value) -> Answer {
    app.merchant().post("/client-session", &session).await
}

fn item(field: &str, value: &Value) -> Value {
    let items = json!([{"amount": 1}, {"amount": 1, field: value}]);
    json!({"currencyCode": "EUR", "order": {"lineItems": items}})
}

/// A session whose field at this path, such as `customer.billingAddress.city`, has a value.
fn at(path: &str, value: &Value) -> Value {
    path.rsplit('.').fold(value.clone(), |inner, key| json!({key: inner}))
}

/// The texts of a session, by path, with their least and greatest length. An
/// optional one that is empty counts as absent.
const TEXTS: [(&str, usize, usize); 23] = [
    ("orderId", 1, 255),
    ("customerId", 0, 255),
    ("customer.mobileNumber", 0, 255),
    ("customer.firstName", 0, 255),
    ("customer.lastName", 0, 255),
    ("customer.taxId", 0, 255),
    ("customer.nationalDocumentId", 0, 255),
    ("customer.billingAddress.firstName", 0, 255),
    ("customer.billingAddress.lastName", 0, 255),
    ("customer.billingAddress.addressLine1", 0, 255),
    ("customer.billingAddress.addressLine2", 0, 255),
    ("customer.shippingAddress.city", 0, 255),
    ("customer.shippingAddress.state", 0, 255),
    ("customer.shippingAddress.postalCode", 0, 255),
    ("order.shipping.methodId", 0, 255),
    ("order.shipping.methodName", 0, 255),
    ("order.shipping.methodDescription", 0, 1024),
    ("paymentMethod.descriptor", 0, 255),
    ("paymentMethod.options.KLARNA.merchantName", 0, 1024),
    ("paymentMethod.options.APPLE_PAY.merchantName", 0, 1024),
    ("metadata.key", 0, 4096),
    ("metadata.other", 0, 4096),
    ("paymentMethod.options.PAYPAL.merchantName", 0, 1024),
];

both_engines! {
    async fn unknown_fields_are_refused_where_the_schema_is_closed(app: TestApp) {
        create(&app, json!({"colour": 1, "OrderId": "o"}))
            .await
            .faults_at(&["$.OrderId", "$.colour"]);
        create(&app, json!({"clientToken": "t"})).await.faults_at(&["$.clientToken"]);
        let networks = json!({"EFTPOS": {}, "visa": {}, "VISA": {}});
        let session =
            json!({"paymentMethod": {"options": {"PAYMENT_CARD": {"networks": networks}}}});
        create(&app, session).await.faults_at(&[
            "$.paymentMethod.options.PAYMENT_CARD.networks.EFTPOS",
            "$.paymentMethod.options.PAYMENT_CARD.networks.visa",
        ]);
        let session = app.created(json!({})).await;
        session.patch(json!({"colour": 1, "token": 2})).await.faults_at(&["$.colour", "$.token"]);
    }

    async fn texts_have_their_least_and_greatest_length(app: TestApp) {
        for (path, least, greatest) in TEXTS {
            let here = format!("$.{path}");
            let here = [here.as_str()];
            // A letter of four bytes: lengths are characters, not bytes.
            let text = |length| json!("\u{1F600}".repeat(length));
            create(&app, at(path, &text(greatest))).await.ok();
            create(&app, at(path, &text(greatest + 1))).await.faults_at(&here);
            if least == 0 {
                create(&app, at(path, &text(0))).await.ok();
            } else {
                create(&app, at(path, &text(0))).await.faults_at(&here);
            }
            for other in [json!(1), json!(["a"]), json!({"a": "b"})] {
                if !path.starts_with("metadata") {
                    create(&app, at(path, &other)).await.faults_at(&here);
                }
            }
        }
    }

    async fn texts_of_line_items_have_their_lengths(app: TestApp) {
        for (field, least) in [("itemId", 1), ("taxCode", 0), ("name", 0), ("description", 0)] {
            let here = [&*format!("$.order.lineItems[1].{field}")];
            create(&app, item(field, &json!("x".repeat(255)))).await.ok();
            create(&app, item(field, &json!("x".repeat(256)))).await.faults_at(&here);
            if least == 1 {
                create(&app, item(field, &json!(""))).await.faults_at(&here);
            }
        }
        let data = |field: &str, value: Value| item("productData", &json!({field: value}));
        let here = "$.order.lineItems[1].productData";
        create(&app, data("pageUrl", json!("x".repeat(1024)))).await.ok();
        create(&app, data("pageUrl", json!("x".repeat(1025))))
            .await
            .faults_at(&[&format!("{here}.pageUrl")]);
        create(&app, data("weight", json!(-0.5))).await.faults_at(&[&format!("{here}.weight")]);
        create(&app, data("weight", json!("1"))).await.faults_at(&[&format!("{here}.weight")]);
        create(&app, data("weight", json!(0.5))).await.ok();
    }

    async fn amounts_are_whole_and_within_their_range(app: TestApp) {
        let wrong = [
            json!(-1),
            json!(0.5),
            json!(1.0),
            json!(9_007_199_254_740_992_i64),
            json!(u64::MAX),
            json!(1e300),
            json!("1"),
            json!(true),
            json!([1]),
            json!({"amount": 1}),
        ];
        for value in &wrong {
            let session = json!({"currencyCode": "EUR", "amount": value});
            create(&app, session).await.faults_at(&["$.amount"]);
            for field in ["amount", "discountAmount", "taxAmount"] {
                let here = format!("$.order.lineItems[1].{field}");
                create(&app, item(field, value)).await.faults_at(&[&here]);
            }
        }
        let session = json!({"currencyCode": "EUR", "order": {
            "fees": [{"amount": -1}, {}], "shipping": {"amount": -1},
        }});
        create(&app, session).await.faults_at(&[
            "$.order.fees[0].amount",
            "$.order.fees[1].amount",
            "$.order.shipping.amount",
        ]);
        create(&app, json!({"currencyCode": "EUR", "amount": 9_007_199_254_740_991_i64}))
            .await
            .ok();
    }

    async fn a_number_too_long_for_any_type_is_a_fault_too(app: TestApp) {
        let digits = "9".repeat(400);
        let body = format!(r#"{{"currencyCode": "EUR", "amount": {digits}}}"#);
        let refused = app.merchant().post_raw("/client-session", body).await;
        refused.refused(422, "RequestValidationError");
        app.created(json!({})).await;
    }

    async fn a_quantity_is_1_to_a_million(app: TestApp) {
        for quantity in [json!(1), json!(1_000_000), json!(null)] {
            create(&app, item("quantity", &quantity)).await.ok();
        }
        for quantity in [json!(0), json!(-1), json!(1_000_001), json!(1.5), json!("1")] {
            let here = ["$.order.lineItems[1].quantity"];
            create(&app, item("quantity", &quantity)).await.faults_at(&here);
        }
    }

    async fn names_of_closed_lists_are_exact(app: TestApp) {
        for (path, good, bad) in [
            ("currencyCode", "EUR", "eur"),
            ("currencyCode", "JPY", "XXX"),
            ("order.countryCode", "FR", "FRA"),
            ("order.countryCode", "GB", "FR,"),
            ("order.retailerCountryCode", "DE", "UK"),
            ("customer.billingAddress.countryCode", "AX", "XX"),
            ("paymentMethod.paymentType", "UNSCHEDULED", "unscheduled"),
            ("paymentMethod.authorizationType", "ESTIMATED", "Final"),
            ("paymentMethod.firstPaymentReason", "CardOnFile", "CARD_ON_FILE"),
        ] {
            create(&app, at(path, &json!(good))).await.ok();
            create(&app, at(path, &json!(bad))).await.faults_at(&[&format!("$.{path}")]);
        }
        create(&app, item("productType", &json!("DIGITAL"))).await.ok();
        create(&app, item("productType", &json!("Digital")))
            .await
            .faults_at(&["$.order.lineItems[1].productType"]);
        let networks =
            json!({"paymentMethod": {"orderedAllowedCardNetworks": ["VISA", "plastic", 1]}});
        create(&app, networks).await.faults_at(&[
            "$.paymentMethod.orderedAllowedCardNetworks[1]",
            "$.paymentMethod.orderedAllowedCardNetworks[2]",
        ]);
        let twice =
            json!({"paymentMethod": {"orderedAllowedCardNetworks": ["VISA", "JCB", "VISA"]}});
        create(&app, twice).await.faults_at(&["$.paymentMethod.orderedAllowedCardNetworks"]);
    }

    async fn e_mail_addresses_have_a_form(app: TestApp) {
        for address in ["john@example.com", "jörg+shop@münchen.example"] {
            create(&app, at("customer.emailAddress", &json!(address))).await.ok();
        }
        for address in [" ", "john", "john@", "@example.com", "John <john@example.com>", "a b@c.de"]
        {
            let session = at("customer.emailAddress", &json!(address));
            create(&app, session).await.faults_at(&["$.customer.emailAddress"]);
        }
    }

    async fn wrong_types_are_named_where_they_are(app: TestApp) {
        let session = json!({
            "orderId": 1, "currencyCode": 978, "amount": "1", "customerId": [], "customer": "John",
            "order": [], "metadata": 7, "paymentMethod": true,
        });
        create(&app, session).await.faults_at(&[
            "$.amount",
            "$.currencyCode",
            "$.customer",
            "$.customerId",
            "$.metadata",
            "$.order",
            "$.orderId",
            "$.paymentMethod",
        ]);
    }

    async fn metadata_has_limits(app: TestApp) {
        let create = async |metadata: Value| create(&app, json!({"metadata": metadata})).await;
        create(json!({"text": "t", "whole": -1, "largest": u64::MAX, "flag": false})).await.ok();
        for empty in [json!({"": 1}), json!({"a": {"": 1}}), json!({"a": [{"": 1}]})] {
            create(empty).await.refused(400, "MetadataContainsEmptyKey");
        }
        create(json!({"a": {"b": ["\0"]}, "e f": "\0"}))
            .await
            .faults_at(&["$.metadata.a.b[0]", "$.metadata['e f']"]);
        let many = |count| (0..count).map(|key| (format!("k{key}"), json!(1))).collect::<Value>();
        create(many(500)).await.ok();
        create(many(501)).await.faults_at(&["$.metadata"]);
        create(json!({"list": vec![1; 500]})).await.faults_at(&["$.metadata"]);
        create(json!({"long": vec!["x".repeat(4096); 17]})).await.faults_at(&["$.metadata"]);
        create(json!({"k".repeat(255): 1})).await.ok();
        create(json!({"k".repeat(256): 1})).await.refused(422, "RequestValidationError");
    }

    async fn an_order_has_at_most_500_lines_and_100_fees(app: TestApp) {
        let session = |lines: usize, fees: usize| {
            json!({"currencyCode": "EUR", "order": {
                "lineItems": vec![json!({"amount": 1}); lines],
                "fees": vec![json!({"amount": 1}); fees],
            }})
        };
        assert_eq!(create(&app, session(500, 100)).await.ok()["amount"], 600);
        create(&app, session(501, 101)).await.faults_at(&["$.order.lineItems", "$.order.fees"]);
    }

    async fn several_faults_are_one_answer_each_with_its_path(app: TestApp) {
        let refused = create(&app, json!({
            "orderId": "", "amount": -1, "unknown": 1,
            "customer": {"firstName": 1, "billingAddress": {"city": 7}},
            "order": {"lineItems": [{"quantity": 0}, {"amount": 1, "taxAmount": "x"}]},
        })).await.refused(422, "RequestValidationError");
        let group = &refused["error"]["validationErrors"][0];
        assert_eq!(group["model"], "ClientSessionAPIRequest");
        let faults = group["errors"].as_array().unwrap();
        let mut paths: Vec<_> =
            faults.iter().map(|fault| fault["path"].as_str().unwrap()).collect();
        paths.sort_unstable();
        assert_eq!(
            paths,
            [
                "$.amount",
                "$.customer.billingAddress.city",
                "$.customer.firstName",
                "$.order.lineItems[0].amount",
                "$.order.lineItems[0].quantity",
                "$.order.lineItems[1].taxAmount",
                "$.orderId",
                "$.unknown",
            ]
        );
        assert!(faults.iter().all(|fault| !fault["description"].as_str().unwrap().is_empty()));
    }

    async fn a_patch_follows_the_same_rules(app: TestApp) {
        let session = app.created(json!({"currencyCode": "EUR"})).await;
        let refused = session
            .patch(json!({
                "orderId": "", "customerId": "x".repeat(256), "amount": -1, "currencyCode": "eur",
                "customer": {"emailAddress": "x"}, "order": {"fees": [{}]}, "metadata": {"a": "\0"},
            }))
            .await;
        let refused = refused.faults_at(&[
            "$.amount",
            "$.currencyCode",
            "$.customer.emailAddress",
            "$.customerId",
            "$.metadata.a",
            "$.order.fees[0].amount",
            "$.orderId",
        ]);
        let model = &refused["error"]["validationErrors"][0]["model"];
        assert_eq!(model, "ClientSessionUpdateAPIRequest");
    }

    async fn an_answer_names_at_most_100_faults(app: TestApp) {
        let unknown: Value = (0..5000).map(|key| (format!("k{key}"), json!(1))).collect();
        let refused = create(&app, unknown).await.refused(422, "RequestValidationError");
        let faults = refused["error"]["validationErrors"][0]["errors"].as_array().unwrap().len();
        assert_eq!(faults, 100);
        app.created(json!({})).await;
    }
}
