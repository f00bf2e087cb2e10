//! The currency table and the analytics sink.

use serde_json::{Value, json};

use crate::app::both_engines;
use crate::checkout::{Checkout, order};

both_engines! {
    async fn the_currency_table_tells_the_minor_digits(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let assets = checkout.configuration().await["assetsUrl"].as_str().unwrap().to_owned();
        assert!(assets.ends_with("/client/assets"), "{assets}");
        // Clients send no token for it.
        let path = "/client/assets/currency-information/v1/data.json";
        let table = app.caller().get(path).await.ok();
        let digits = |code: &str| {
            let rows = table.as_array().unwrap();
            rows.iter().find(|row| row["c"] == code).map(|row| row["m"].clone())
        };
        let expected = [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3)];
        for (code, minor) in expected {
            assert_eq!(digits(code), Some(json!(minor)), "{code}");
        }
        // Those that came after the protocol, too: what a session accepts can be shown.
        for (code, minor) in [("XCG", 2), ("MRU", 2), ("ZWG", 2), ("CLF", 4)] {
            assert_eq!(digits(code), Some(json!(minor)), "{code}");
            app.merchant().post("/client-session", &json!({ "currencyCode": code })).await.ok();
        }
        assert_eq!(digits("XYZ"), None);
        assert!(table.as_array().unwrap().len() > 172);
    }

    async fn analytics_takes_everything_and_keeps_nothing(app: TestApp) {
        let events = json!([{ "eventType": "PAYMENT", "properties": {}, "createdAt": 1 }]);
        let too_large = " ".repeat(1024 * 1024 + 1);
        for body in [&events.to_string(), "[]", "not json", "", &too_large] {
            let answer = app.caller().post_raw("/client/analytics", body).await.ok();
            assert_eq!(answer.json, json!({ "result": "ok" }));
        }
    }

    async fn the_token_names_where_analytics_go(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let claims: Value = crate::checkout::claims(&checkout.token);
        for claim in ["analyticsUrl", "analyticsUrlV2"] {
            assert!(claims[claim].as_str().unwrap().ends_with("/client/analytics"), "{claim}");
        }
    }
}
