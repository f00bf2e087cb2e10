//! Surcharges (DESIGN, "Surcharge"): the merchant's options are stored, the fee is
//! derived from what the shopper has chosen.

use serde_json::{Value, json};

use super::{Session, order};
use crate::app::{Answer, TestApp, both_engines};

fn session() -> Value {
    json!({
        "currencyCode": "EUR", "order": order(),
        "paymentMethod": {"options": {
            "PAYMENT_CARD": {"networks": {
                "VISA": {"surcharge": {"amount": 10}}, "AMEX": {"surcharge": {"amount": 30}},
            }},
            "PAYPAL": {"surcharge": {"amount": 20}},
        }},
    })
}

async fn select(app: &TestApp, session: &Session, method: &str, network: Option<&str>) -> Answer {
    let params = json!({"paymentMethodType": method, "binData": {"network": network}});
    let action = json!({"type": "SELECT_PAYMENT_METHOD", "params": params});
    let client = app.client(&session.access_token());
    client.post("/client-session/actions", &json!({"actions": [action]})).await.ok()
}

fn fee(amount: i64) -> Value {
    json!([{"type": "SURCHARGE", "amount": amount}])
}

both_engines! {
    async fn options_are_stored_and_add_nothing_until_a_method_is_selected(app: TestApp) {
        let created = app.created(session()).await;
        assert_eq!(created.answer["amount"], 100);
        assert_eq!(created.answer["order"].get("fees"), None);
        assert_eq!(
            created.answer["paymentMethod"]["options"],
            session()["paymentMethod"]["options"]
        );
    }

    async fn the_fee_is_derived_from_the_selected_method_and_shown_on_get(app: TestApp) {
        app.configured(json!({"paymentMethods": [{"type": "PAYMENT_CARD"}, {"type": "PAYPAL"}]}))
            .await;
        let created = app.created(session()).await;
        for (method, network, amount) in [
            ("PAYMENT_CARD", Some("VISA"), 10),
            ("PAYMENT_CARD", Some("AMEX"), 30),
            ("PAYPAL", None, 20),
        ] {
            let configuration = select(&app, &created, method, network).await;
            assert_eq!(configuration["clientSession"]["order"]["fees"], fee(amount));
            let read = created.read().await.ok();
            assert_eq!(
                (&read["order"]["fees"], &read["amount"]),
                (&fee(amount), &json!(100 + amount))
            );
        }
        select(&app, &created, "PAYMENT_CARD", Some("JCB")).await;
        let read = created.read().await.ok();
        assert_eq!((read["order"].get("fees"), &read["amount"]), (None, &json!(100)));
    }

    async fn the_merchants_own_fees_are_kept_apart(app: TestApp) {
        let created = app.created(session()).await;
        select(&app, &created, "PAYMENT_CARD", Some("VISA")).await;
        let own = json!({"order": {"fees": [{"type": "HANDLING", "amount": 5}]}});
        let both = json!([{"type": "HANDLING", "amount": 5}, {"type": "SURCHARGE", "amount": 10}]);
        let patched = created.patch(own).await.ok();
        assert_eq!((&patched["order"]["fees"], &patched["amount"]), (&both, &json!(115)));
        let cleared = created.patch(json!({"order": {"fees": null}})).await.ok();
        assert_eq!((&cleared["order"]["fees"], &cleared["amount"]), (&fee(10), &json!(110)));
    }

    async fn an_amount_override_disables_it(app: TestApp) {
        let created = app.created(session()).await;
        select(&app, &created, "PAYMENT_CARD", Some("VISA")).await;
        let overridden = created.patch(json!({"amount": 70})).await.ok();
        assert_eq!((overridden["order"].get("fees"), &overridden["amount"]), (None, &json!(70)));
        let computed = created.patch(json!({"amount": null})).await.ok();
        assert_eq!((&computed["order"]["fees"], &computed["amount"]), (&fee(10), &json!(110)));
    }

    async fn unselecting_takes_it_away(app: TestApp) {
        let created = app.created(session()).await;
        select(&app, &created, "PAYMENT_CARD", Some("AMEX")).await;
        let action = json!({"actions": [{"type": "UNSELECT_PAYMENT_METHOD"}]});
        let client = app.client(&created.access_token());
        client.post("/client-session/actions", &action).await.ok();
        assert_eq!(created.read().await.ok()["amount"], 100);
    }

    async fn a_surcharge_that_leaves_the_range_is_refused(app: TestApp) {
        let mut largest = session();
        largest["order"]["lineItems"] = json!([{"amount": 9_007_199_254_740_991_i64}]);
        let created = app.created(largest).await;
        let params = json!({"paymentMethodType": "PAYMENT_CARD", "binData": {"network": "VISA"}});
        let action = json!({"actions": [{"type": "SELECT_PAYMENT_METHOD", "params": params}]});
        let client = app.client(&created.access_token());
        client
            .post("/client-session/actions", &action)
            .await
            .refused(422, "RequestValidationError");
        created.read().await.ok();
    }
}
