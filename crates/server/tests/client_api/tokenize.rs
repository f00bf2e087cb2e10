//! `POST /payment-instruments`: a card comes in, a token goes out.

mod limits;
mod once;

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::app::both_engines;
use crate::checkout::{APPROVED, Checkout, card, order};

both_engines! {
    async fn a_good_card_becomes_a_token(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let answer = checkout.tokenize(&card("4242424242424242")).await.ok();
        assert_json_snapshot!("token_of_a_card", answer.json, {
            ".id" => "[id]",
            ".token" => "[token]",
            ".analyticsId" => "[analytics id]",
        });
        for (field, length) in [("token", 43), ("analyticsId", 24), ("id", 22)] {
            assert_eq!(answer[field].as_str().unwrap().len(), length, "{field}");
        }
        let again = checkout.tokenize(&card("4242424242424242")).await.ok();
        for field in ["token", "analyticsId", "id"] {
            assert_ne!(answer[field], again[field], "{field}");
        }
    }

    async fn both_spellings_and_spaces_are_understood(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let snake = json!({ "payment_instrument": {
            "number": "4242 4242 4242 4242", "cvv": "123", "expiration_month": "3",
            "expiration_year": "30", "cardholder_name": "Ada", "preferred_network": "VISA",
        }});
        let answer = checkout.client.post("/payment-instruments", &snake).await.ok();
        let data = &answer["paymentInstrumentData"];
        assert_eq!(data["expirationMonth"], "03");
        assert_eq!(data["expirationYear"], "2030");
        assert_eq!(data["cardholderName"], "Ada");
        assert_eq!(data["last4Digits"], "4242");
    }

    async fn every_fault_is_named_and_no_value_quoted(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for (change, fields) in [
            (json!({ "number": "4242424242424241" }), vec!["number"]),
            (json!({ "number": "42424242424242" }), vec!["number"]),
            (json!({ "number": "4242x" }), vec!["number"]),
            (json!({ "number": null }), vec!["number"]),
            (json!({ "number": 4242424242424242_i64 }), vec!["number"]),
            (json!({ "cvv": "12" }), vec!["cvv"]),
            (json!({ "cvv": "1234" }), vec!["cvv"]),
            (json!({ "cvv": 973 }), vec!["cvv"]),
            (json!({ "cvv": null }), vec!["cvv"]),
            (json!({ "number": "378282246310005", "cvv": "973" }), vec!["cvv"]),
            (json!({ "expirationMonth": "13" }), vec!["expirationMonth"]),
            (json!({ "expirationMonth": "0" }), vec!["expirationMonth"]),
            (json!({ "expirationYear": "2025" }), vec!["expirationYear"]),
            (json!({ "expirationYear": "2026", "expirationMonth": "01" }), vec![]),
            (json!({ "expirationYear": "2099" }), vec!["expirationYear"]),
            (json!({ "expirationYear": 2030 }), vec!["expirationYear"]),
            (json!({ "cardholderName": "4242424242424242" }), vec!["cardholderName"]),
            (json!({ "cardholderName": "424242424242" }), vec!["cardholderName"]),
            (json!({ "cardholderName": "Ada 4242-4242-4242-4242" }), vec!["cardholderName"]),
            (json!({ "cardholderName": "973" }), vec!["cardholderName"]),
            (json!({ "cardholderName": "" }), vec![]),
            (json!({ "cardholderName": " " }), vec![]),
            (json!({ "preferredNetwork": "" }), vec![]),
            (json!({ "preferredNetwork": "visa" }), vec![]),
            (json!({ "cardholderName": ["973"] }), vec!["cardholderName"]),
            (json!({ "preferredNetwork": "973" }), vec!["preferredNetwork"]),
            (json!({ "number": "4242424242424241", "cvv": "97353", "expirationMonth": "97" }),
                vec!["number", "cvv", "expirationMonth"]),
        ] {
            let mut sent = card("4242424242424242");
            sent.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let answer = checkout.tokenize(&sent).await;
            if fields.is_empty() {
                answer.ok();
                continue;
            }
            let refused = answer.refused(422, "RequestValidationError");
            let error = &refused["error"];
            assert_eq!(error["validationErrors"], json!([]));
            let description = error["description"].as_str().unwrap();
            for field in fields {
                let path = format!("$.paymentInstrument.{field} ");
                assert!(description.contains(&path), "{change}: {description}");
            }
            for secret in ["42424", "3782", "973"] {
                assert!(!description.contains(secret), "{change}: {description}");
            }
        }
    }

    async fn the_last_month_of_a_card_is_still_good(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut sent = card(APPROVED);
        (sent["expirationMonth"], sent["expirationYear"]) = (json!("01"), json!("2026"));
        checkout.tokenize(&sent).await.ok();
        let seventeen_days = std::time::Duration::from_secs(17 * 24 * 60 * 60);
        app.clock.advance(seventeen_days);
        let checkout = Checkout::open(&app, &order()).await;
        checkout.tokenize(&sent).await.refused(422, "RequestValidationError");
    }

    async fn only_accepted_networks_pay(app: TestApp) {
        let checkout = Checkout::open(&app, &accepting(&["MASTERCARD"])).await;
        let refused = checkout.tokenize(&card(APPROVED)).await;
        let refused = refused.refused(422, "RequestValidationError");
        let description = refused["error"]["description"].as_str().unwrap();
        assert!(description.contains("Mastercard"), "{description}");
        checkout.tokenize(&card("5555555555554444")).await.ok();
    }

    async fn the_shopper_chooses_the_network_of_a_co_badged_card(app: TestApp) {
        for (accepted, preferred, network) in [
            (&["VISA", "CARTES_BANCAIRES"][..], Some("CARTES_BANCAIRES"), "CARTES_BANCAIRES"),
            (&["VISA", "CARTES_BANCAIRES"], Some("VISA"), "VISA"),
            (&["VISA", "CARTES_BANCAIRES"], None, "VISA"),
            (&["CARTES_BANCAIRES", "VISA"], None, "CARTES_BANCAIRES"),
            (&["VISA"], Some("CARTES_BANCAIRES"), "VISA"),
        ] {
            let checkout = Checkout::open(&app, &accepting(accepted)).await;
            let mut sent = card("4035500000000000");
            sent["preferredNetwork"] = json!(preferred);
            let answer = checkout.tokenize(&sent).await.ok();
            let data = &answer["paymentInstrumentData"];
            assert_eq!(data["network"], network, "{accepted:?} {preferred:?}");
            assert_eq!(data["binData"]["network"], network);
        }
    }

    async fn a_list_that_names_only_the_second_network_of_a_card_uses_that(app: TestApp) {
        for list in [&["CARTES_BANCAIRES"][..], &["cartes_bancaires"], &["CARTES_BANCAIRES", "AMEX"]]
        {
            let checkout = Checkout::open(&app, &accepting(list)).await;
            for preferred in [None, Some("VISA"), Some("visa")] {
                let mut sent = card("4035500000000000");
                sent["preferredNetwork"] = json!(preferred);
                let answer = checkout.tokenize(&sent).await.ok();
                assert_eq!(answer["paymentInstrumentData"]["network"], "CARTES_BANCAIRES");
            }
            checkout.configuration().await;
            let token = checkout.token_of("4035500000000000").await;
            let paid = checkout.pay(&token).await.ok();
            let paid = crate::checkout::payment(&app, &crate::checkout::id(&paid)).await;
            assert_eq!(paid["status"], "AUTHORIZED");
            let data = &paid["paymentMethod"]["paymentMethodData"];
            assert_eq!(data["network"], "Cartes Bancaires");
            // A card of Visa alone has none of them.
            checkout.tokenize(&card(APPROVED)).await.refused(422, "RequestValidationError");
        }
    }

    async fn an_empty_list_accepts_what_no_list_does(app: TestApp) {
        let checkout = Checkout::open(&app, &accepting(&[])).await;
        let configuration = checkout.configuration().await;
        let allowed = &configuration["clientSession"]["paymentMethod"]["orderedAllowedCardNetworks"];
        assert_eq!(allowed.as_array().unwrap().len(), 17);
        let told = checkout.session(&app).await["paymentMethod"]["orderedAllowedCardNetworks"].clone();
        assert_eq!(&told, allowed);
        checkout.tokenize(&card(APPROVED)).await.ok();
    }

    async fn a_list_that_was_narrowed_since_narrows_the_payment(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let token = checkout.token_of("4035500000000000").await;
        let narrowed = json!({ "orderedAllowedCardNetworks": ["CARTES_BANCAIRES"] });
        checkout.update(&app, json!({ "paymentMethod": narrowed })).await;
        let refused = checkout.pay(&token).await.refused(422, "RequestValidationError");
        assert!(refused.text.contains("take the card again"), "{}", refused.text);
        let body = json!({ "paymentMethodToken": token });
        app.merchant().post("/payments", &body).await.refused(422, "RequestValidationError");
        // The token is not used up, and the card pays by its other network.
        let token = checkout.token_of("4035500000000000").await;
        assert_eq!(checkout.pay(&token).await.ok()["status"], "SUCCESS");
    }

    async fn other_methods_are_refused_clearly(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for instrument in [
            json!({ "type": "OFF_SESSION_PAYMENT", "paymentMethodType": "ADYEN_IDEAL",
                "paymentMethodConfigId": "c", "sessionInfo": {} }),
            json!({ "type": "CARD_OFF_SESSION_PAYMENT", "number": "4242424242424242" }),
            json!({ "type": "AUTOMATED_CLEARING_HOUSE" }),
        ] {
            let refused = checkout.tokenize(&instrument).await;
            let refused = refused.refused(422, "RequestValidationError");
            let description = refused["error"]["description"].as_str().unwrap();
            assert!(description.starts_with("$.paymentInstrument.type is of a payment method"));
        }
        let paypal = json!({ "paypalOrderId": "1", "externalPayerInfo": { "email": "a@b.c" } });
        checkout.tokenize(&paypal).await.refused(422, "RequestValidationError");
        let mut named = card(APPROVED);
        named["type"] = "PAYMENT_CARD".into();
        checkout.tokenize(&named).await.ok();
    }

    async fn what_is_no_card_is_refused_without_quoting_it(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let path = "/payment-instruments";
        let bodies: [Value; 6] = [
            json!({}), json!([]), json!("4242424242424242"),
            json!({ "paymentInstrument": "4242424242424242" }),
            json!({ "paymentInstrument": [4242424242424242_i64] }),
            json!({ "paymentInstrument": { "type": 4242424242424242_i64 } }),
        ];
        for body in bodies {
            let refused = checkout.client.post(path, &body).await;
            let refused = refused.refused(422, "RequestValidationError");
            assert!(!refused.text.contains("4242"), "{}", refused.text);
        }
        for text in ["", "{", "{\"paymentInstrument\":{\"number\":\"4242424242424242\"", "\u{0}"] {
            let refused = checkout.client.post_raw(path, text).await;
            let refused = refused.refused(422, "RequestValidationError");
            assert!(!refused.text.contains("4242"), "{}", refused.text);
        }
    }
}

fn accepting(networks: &[&str]) -> Value {
    let mut session = order();
    session["paymentMethod"] = json!({ "orderedAllowedCardNetworks": networks });
    session
}
