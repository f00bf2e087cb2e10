//! The guard: never more than was shown (DESIGN, "What the shopper saw").

use serde_json::{Value, json};

use tender_domain::event::{Aggregate, Event};
use tender_store::event;

use crate::app::{Answer, TestApp, both_engines};
use crate::checkout::{
    APPROVED, APPROVED_MASTERCARD, Checkout, configure, id, line_item, order, payment,
};

both_engines! {
    async fn a_risen_total_is_refused_and_nothing_used_up(app: TestApp) {
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, costing(5000)).await;
        for _ in 0..2 {
            let refused = checkout.pay(&token).await.refused(409, "ClientSessionOutdated");
            assert_eq!(refused["error"]["validationErrors"], json!([]));
            let advice = refused["error"]["recoverySuggestion"].as_str().unwrap().to_lowercase();
            assert!(advice.contains("refresh"), "{advice}");
        }
        checkout.configuration().await;
        let paid = checkout.pay(&token).await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(5000)));
        assert_eq!(seen(&app, &paid).await, "SEEN");
    }

    async fn an_action_shows_the_new_total_as_well(app: TestApp) {
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, costing(5000)).await;
        checkout.act(&json!([])).await.ok();
        assert_eq!(checkout.pay(&token).await.ok()["amount"], 5000);
    }

    async fn a_fallen_total_is_charged(app: TestApp) {
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, costing(4998)).await;
        let paid = checkout.pay(&token).await.ok();
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(4998)));
        assert_eq!(seen(&app, &paid).await, "SEEN");
    }

    async fn a_change_that_costs_nothing_is_no_matter(app: TestApp) {
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, json!({ "metadata": { "a": 1 }, "orderId": "order-2" })).await;
        let paid = checkout.pay(&token).await.ok();
        assert_eq!((&paid["status"], &paid["orderId"]), (&json!("SUCCESS"), &json!("order-2")));
    }

    async fn another_currency_is_refused(app: TestApp) {
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, json!({ "currencyCode": "JPY" })).await;
        checkout.pay(&token).await.refused(409, "ClientSessionOutdated");
        checkout.configuration().await;
        assert_eq!(checkout.pay(&token).await.ok()["currencyCode"], "JPY");
    }

    async fn without_a_view_it_is_noted(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        let paid = checkout.pay(&token).await.ok();
        assert_eq!(paid["status"], "SUCCESS");
        assert_eq!(seen(&app, &paid).await, "UNSEEN");

        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        let nameless = checkout.client.clone().without("primer-sdk-checkout-session-id");
        nameless.get("/client-sdk/configuration").await.ok();
        let body = json!({ "paymentMethodToken": token });
        let paid = nameless.post("/payments", &body).await.ok();
        assert_eq!(seen(&app, &paid).await, "UNSEEN");
    }

    async fn each_checkout_instance_has_its_own_view(app: TestApp) {
        let (old_tab, token) = shown(&app).await;
        old_tab.update(&app, costing(5000)).await;
        let new_tab = Checkout::enter(&app, &old_tab.token);
        new_tab.configuration().await;
        old_tab.pay(&token).await.refused(409, "ClientSessionOutdated");
        assert_eq!(new_tab.pay(&token).await.ok()["amount"], 5000);
    }

    async fn a_painted_total_must_match_exactly(app: TestApp) {
        let (checkout, token) = shown(&app).await;
        for other in ["2;4999;EUR", "1;4998;EUR", "1;5000;EUR", "1;4999;USD"] {
            let refused = pay_shown(&checkout, &token, other).await;
            refused.refused(409, "ClientSessionOutdated");
        }
        for malformed in ["", "1;4999", "1;4999;EUR;x", "one;4999;EUR", "4999 EUR"] {
            let refused = pay_shown(&checkout, &token, malformed).await;
            let refused = refused.refused(422, "RequestValidationError");
            assert!(refused.text.contains("Tender-Shown"), "{}", refused.text);
        }
        // Also where the served view would have let it pass.
        checkout.update(&app, costing(4998)).await;
        pay_shown(&checkout, &token, "1;4999;EUR").await.refused(409, "ClientSessionOutdated");
        let paid = pay_shown(&checkout, &token, "2;4998;EUR").await.ok();
        assert_eq!(paid["amount"], 4998);
        assert_eq!(seen(&app, &paid).await, "SEEN");
    }

    async fn a_painted_surcharge_may_fall_away(app: TestApp) {
        let mut session = order();
        session["paymentMethod"] = json!({ "options": { "PAYMENT_CARD": { "networks": {
            "VISA": { "surcharge": { "amount": 50 } },
        }}}});
        for (paying, amount) in [(APPROVED, 5049), (APPROVED_MASTERCARD, 4999)] {
            let checkout = Checkout::open(&app, &session).await;
            let select = json!([{ "type": "SELECT_PAYMENT_METHOD", "params": {
                "paymentMethodType": "PAYMENT_CARD", "binData": { "network": "VISA" } } }]);
            let painted = checkout.act(&select).await.ok();
            assert_eq!(painted["clientSession"]["amount"], 5049);
            let token = checkout.token_of(paying).await;
            let paid = pay_shown(&checkout, &token, "2;5049;EUR").await.ok();
            assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESS"), &json!(amount)));
        }
    }

    async fn an_account_may_be_told_only(app: TestApp) {
        configure(&app, &json!({ "staleTotal": "REPORT" })).await;
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, costing(5000)).await;
        let paid = checkout.pay(&token).await.ok();
        assert_eq!(paid["amount"], 5000);
        assert_eq!(seen(&app, &paid).await, "OUTDATED");
    }

    async fn an_account_may_switch_it_off(app: TestApp) {
        configure(&app, &json!({ "staleTotal": "OFF" })).await;
        let (checkout, token) = shown(&app).await;
        checkout.update(&app, costing(5000)).await;
        let paid = pay_shown(&checkout, &token, "9;1;USD").await.ok();
        assert_eq!(paid["amount"], 5000);
        assert_eq!(seen(&app, &paid).await, "NOT_APPLICABLE");
    }

    async fn updates_while_paying_never_charge_more_than_was_shown(app: TestApp) {
        for _ in 0..5 {
            let (checkout, token) = shown(&app).await;
            let update = checkout.update(&app, costing(9999));
            let (paid, _) = tokio::join!(checkout.pay(&token), update);
            if paid.status == 200 {
                assert_eq!(payment(&app, &id(&paid)).await["amount"], 4999);
            } else {
                paid.refused(409, "ClientSessionOutdated");
            }
        }
    }
}

/// A checkout that has read a total of 49.99 EUR at revision 1, with a collected card.
async fn shown(app: &TestApp) -> (Checkout, String) {
    let checkout = Checkout::open(app, &order()).await;
    assert_eq!(checkout.configuration().await["clientSession"]["amount"], 4999);
    let token = checkout.token_of(APPROVED).await;
    (checkout, token)
}

fn costing(amount: i64) -> Value {
    json!({ "order": { "lineItems": [line_item(amount)] } })
}

async fn pay_shown(checkout: &Checkout, token: &str, shown: &str) -> Answer {
    let client = checkout.client.clone().with("tender-shown", shown);
    client.post("/payments", &json!({ "paymentMethodToken": token })).await
}

/// What the payment's timeline says about what the shopper saw.
async fn seen(app: &TestApp, paid: &Answer) -> Value {
    let aggregate = Aggregate::Payment(id(paid).parse().unwrap());
    let events: Vec<Event> =
        app.app().store.read(move |tx| event::list(tx, aggregate)).await.unwrap();
    assert_eq!(events[0].kind, "payment.created");
    events[0].data.as_ref().unwrap()["seen"].clone()
}
