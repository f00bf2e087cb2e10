//! `GET /v1/bin-data/…`: which networks a card belongs to.

use serde_json::json;

use crate::app::both_engines;
use crate::checkout::{Checkout, order};

both_engines! {
    async fn networks_in_the_form_of_android_and_the_web(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for (digits, networks) in [
            ("4", json!([["VISA", "Visa"]])),
            ("411111", json!([["VISA", "Visa"]])),
            ("55555555", json!([["MASTERCARD", "Mastercard"]])),
            ("37828224", json!([["AMEX", "American Express"]])),
            ("40355000", json!([["VISA", "Visa"], ["CARTES_BANCAIRES", "Cartes Bancaires"]])),
            ("51320000", json!([
                ["MASTERCARD", "Mastercard"], ["CARTES_BANCAIRES", "Cartes Bancaires"]])),
            ("99999999", json!([])),
        ] {
            let answer = checkout.client.get(&format!("/v1/bin-data/{digits}/networks")).await;
            let answer = answer.ok();
            let found: Vec<_> = answer["networks"].as_array().unwrap().iter()
                .map(|network| json!([network["value"], network["displayName"]]))
                .collect();
            assert_eq!(json!(found), networks, "{digits}");
        }
    }

    async fn rows_in_the_form_of_ios(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let answer = checkout.client.get("/v1/bin-data/40355000").await.ok();
        assert_eq!(answer["firstDigits"], "40355000");
        let rows = answer["binData"].as_array().unwrap();
        let networks: Vec<_> = rows.iter().map(|row| row["network"].as_str().unwrap()).collect();
        assert_eq!(networks, ["VISA", "CARTES_BANCAIRES"]);
        for row in rows {
            for key in ["displayName", "issuerCountryCode", "issuerName", "accountFundingType",
                "prepaidReloadableIndicator", "productUsageType", "productCode", "productName",
                "issuerCurrencyCode", "regionalRestriction", "accountNumberType"] {
                assert!(row.get(key).is_some(), "{key}");
            }
        }
    }

    async fn whole_card_numbers_and_other_text_are_refused(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for digits in ["411111111", "4111111111111111", "4111a", "%20", "41-11", "٤١١١"] {
            for path in ["", "/networks"] {
                let answer = checkout.client.get(&format!("/v1/bin-data/{digits}{path}")).await;
                let refused = answer.refused(422, "RequestValidationError");
                assert!(!refused.text.contains("4111"), "{}", refused.text);
            }
        }
    }
}
