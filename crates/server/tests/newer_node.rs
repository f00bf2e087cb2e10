//! What a newer node has stored, read by this one: while nodes are upgraded one after the
//! other, an account goes on working on both.

use serde_json::{Value, json};

use tender_domain::api_key::Scope;
use tender_store::{Arg, Tx};

use crate::app::{TestApp, both_engines};
use crate::checkout::{APPROVED, Checkout, order};

both_engines! {
    async fn an_account_goes_on_with_settings_of_a_newer_node(app: TestApp) {
        let settings = json!({
            "paymentMethods": [
                { "type": "HOLOGRAM_PAY", "options": { "depth": 3 }, "routing": "FAR" },
                { "type": "PAYMENT_CARD", "fallback": { "to": ["OTHER"] } },
            ],
            "checkoutModules": {
                "BILLING_ADDRESS": { "city": true, "planet": true },
                "GIFT_NOTE": { "length": 200 },
            },
            "staleTotal": "ASK_AGAIN", "warningsFormat": "POEMS", "patchWarnings": true,
            "approvals": { "by": "TWO" },
        });
        store(&app, "UPDATE account SET settings = $1", &settings).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        let merchant = app.merchant();
        let created = merchant.post("/client-session", &order()).await.ok();
        assert!(created["warnings"].is_array());
        let checkout = Checkout::enter(&app, created["clientToken"].as_str().unwrap());
        let configuration = checkout.configuration().await;
        let billing = &configuration["checkoutModules"][0];
        assert_eq!((&billing["type"], &billing["options"]["city"]),
            (&json!("BILLING_ADDRESS"), &json!(true)));
        assert_eq!(billing["options"].get("planet"), None);
        let methods = configuration["paymentMethods"].as_array().unwrap();
        assert_eq!((methods.len(), &methods[0]["type"]), (1, &json!("PAYMENT_CARD")));
        assert!(checkout.update(&app, json!({ "orderId": "o-2" })).await["warnings"].is_array());
        assert_eq!(checkout.pay_by_card(APPROVED).await.ok()["status"], "SUCCESS");
        // What is not known has its default: a total that was not shown is refused.
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let dearer = json!({ "amount": 9999 });
        checkout.update(&app, dearer).await;
        let token = checkout.token_of(APPROVED).await;
        checkout.pay(&token).await.refused(409, "ClientSessionOutdated");
    }

    async fn a_session_goes_on_with_names_of_a_newer_node(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let session = json!({
            "orderId": "order-1", "currencyCode": "EUR", "newer": { "a": 1 },
            "order": { "lineItems": [{ "amount": 4999, "quantity": 1, "productType": "DREAM" }] },
            "paymentMethod": {
                "paymentType": "SOMEDAY", "descriptor": "Shoes",
                "orderedAllowedCardNetworks": ["NEWNET", "VISA"],
                "options": { "PAYMENT_CARD": { "networks": {
                    "NEWNET": { "surcharge": { "amount": 9 } },
                    "MASTERCARD": { "surcharge": { "amount": 5 } },
                }}},
            },
        });
        store(&app, "UPDATE client_session SET content = $1", &session).await;
        let read = checkout.session(&app).await;
        assert_eq!(read["amount"], 4999);
        assert_eq!(read["paymentMethod"]["descriptor"], "Shoes");
        let networks = json!({ "MASTERCARD": { "surcharge": { "amount": 5 } } });
        assert_eq!(read["paymentMethod"]["options"]["PAYMENT_CARD"]["networks"], networks);
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(4999)));
    }

    async fn a_key_goes_on_without_the_scopes_that_are_not_known(app: TestApp) {
        let scopes = [Scope::TransactionsRetrieve];
        let key = app.registry().create_api_key(&app.account, "new", &scopes).await.unwrap();
        let scopes = json!(["transactions:dream", "client_tokens:write"]);
        store(&app, "UPDATE api_key SET scopes = $1 WHERE name = 'new'", &scopes).await;
        let merchant = app.merchant().with("x-api-key", &key.secret);
        merchant.post("/client-session", &order()).await.ok();
        merchant.get("/payments/unknown").await.refused(403, "Forbidden");
    }

    async fn what_is_broken_and_not_just_newer_stays_an_error(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let session = json!({ "currencyCode": "EUR", "amount": -5 });
        store(&app, "UPDATE client_session SET content = $1", &session).await;
        checkout.client.get("/client-sdk/configuration").await.refused(500, "InternalError");
    }
}

/// Stores a document behind the server's back.
async fn store(app: &TestApp, sql: &'static str, document: &Value) {
    let text = document.to_string();
    let write = move |tx: &mut Tx<'_>| tx.execute(sql, &[Arg::from(text.as_str())]);
    assert_eq!(app.app().store.write(write).await.unwrap(), 1);
}
