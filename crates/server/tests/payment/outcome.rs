//! What each test card comes to, for the checkout and for the merchant.

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use tender_domain::status_reason::StatusReason;
use tender_processors::simulator::{Delivery, Verdict, test_cards};

use crate::app::both_engines;
use crate::checkout::{
    APPROVED, Checkout, DECLINED, FAILED, card, configure, id, line_item, order, payment,
};

both_engines! {
    async fn approved(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        assert_json_snapshot!("approved_for_the_checkout", paid.json, { ".id" => "[payment]" });
        assert_eq!(id(&paid).len(), 22);
    }

    async fn declined_and_failed_are_answers_not_errors(app: TestApp) {
        for (number, status) in [(DECLINED, "DECLINED"), (FAILED, "FAILED")] {
            let checkout = Checkout::open(&app, &order()).await;
            let paid = checkout.pay_by_card(number).await.ok();
            assert_eq!(paid["status"], "FAILED");
            assert_eq!(paid["paymentFailureReason"], "payment-failed");
            assert_eq!(paid["declined"], status == "DECLINED");
            for absent in ["requiredAction", "error"] {
                assert_eq!(paid.get(absent), None);
            }
            assert_eq!(payment(&app, &id(&paid)).await["status"], status);
        }
    }

    async fn the_merchants_full_view(app: TestApp) {
        let checkout = Checkout::open(&app, &full_order()).await;
        let paid = checkout.pay_by_card(APPROVED).await.ok();
        let view = payment(&app, &id(&paid)).await;
        assert_json_snapshot!("approved_for_the_merchant", view.json, {
            ".id" => "[payment]",
            ".paymentMethod.paymentMethodToken" => "[token]",
            ".paymentMethod.analyticsId" => "[analytics id]",
            ".transactions[0].processorTransactionId" => "[transaction]",
        });
        assert_eq!(view["date"], "2026-01-15T10:00:00.000000");
    }

    async fn every_test_card_that_answers(app: TestApp) {
        for test_card in test_cards() {
            if test_card.delivery != Delivery::Prompt {
                continue;
            }
            let checkout = Checkout::open(&app, &order()).await;
            let paid = checkout.pay_by_card(test_card.number).await.ok();
            let view = payment(&app, &id(&paid)).await;
            let (status, for_client) = match test_card.verdict {
                Verdict::Authorize => ("AUTHORIZED", "SUCCESS"),
                Verdict::Decline(_) | Verdict::NeedThreeDs => ("DECLINED", "FAILED"),
                Verdict::Fail => ("FAILED", "FAILED"),
            };
            let name = test_card.description;
            assert_eq!((&view["status"], &paid["status"]), (&json!(status), &json!(for_client)));
            assert_eq!(view["transactions"].as_array().unwrap().len(), 1, "{name}");
            let transaction = &view["transactions"][0];
            assert_eq!(transaction["processorStatus"], status, "{name}");
            assert_eq!(transaction.get("processorStatusReason"), view.get("statusReason"));
            assert_eq!(transaction["amount"], 4999);
            assert_eq!(view["paymentMethod"]["paymentMethodData"]["network"],
                test_card.network.display_name());
            if let Verdict::Decline(code) = test_card.verdict {
                let reason = serde_json::to_value(StatusReason::issuer_declined(code)).unwrap();
                assert_eq!(view["statusReason"], reason, "{name}");
                assert!(name == "Declined" || name.ends_with(reason["code"].as_str().unwrap()));
            }
        }
    }

    async fn earlier_versions_get_no_advice(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card("4000000001054008").await.ok();
        let path = format!("/payments/{}", id(&paid));
        let full = json!({
            "type": "ISSUER_DECLINED", "declineType": "HARD_DECLINE", "code": "EXPIRED_CARD",
            "message": "Expired card", "paymentMethodResultCode": "54",
            "paymentMethodResultMessage": "Expired card", "advisedAction": "UPDATE_DATA",
        });
        let short = json!({
            "type": "ISSUER_DECLINED", "declineType": "HARD_DECLINE", "code": "EXPIRED_CARD",
            "message": "Expired card",
        });
        for (version, reason) in [("2.4", full), ("2.3", short.clone()), ("2.2", short)] {
            let view = app.merchant().with("x-api-version", version).get(&path).await.ok();
            assert_eq!(view["statusReason"], reason, "{version}");
            assert_eq!(view["transactions"][0]["processorStatusReason"], reason, "{version}");
        }
    }

    async fn a_real_card_never_pays_in_a_sandbox(app: TestApp) {
        for number in ["4539578763621486", "378282246310005"] {
            let checkout = Checkout::open(&app, &order()).await;
            let mut real = card(number);
            real["cvv"] = if number.starts_with('3') { "1234".into() } else { "123".into() };
            let answer = checkout.tokenize(&real).await.ok();
            let paid = checkout.pay(answer["token"].as_str().unwrap()).await.ok();
            assert_eq!(paid["status"], "FAILED");
            let view = payment(&app, &id(&paid)).await;
            assert_eq!(view["status"], "FAILED");
            assert_eq!(view["statusReason"]["type"], "GATEWAY_REJECTED");
        }
    }

    async fn a_session_must_say_what_there_is_to_pay(app: TestApp) {
        for (session, missing) in [
            (json!({}), &["$.orderId", "$.amount", "$.currencyCode"][..]),
            (json!({ "currencyCode": "EUR", "amount": 1 }), &["$.orderId"]),
            (json!({ "currencyCode": "EUR", "orderId": "o" }), &["$.amount"]),
        ] {
            let checkout = Checkout::open(&app, &session).await;
            let token = checkout.token_of(APPROVED).await;
            let refused = checkout.pay(&token).await.refused(422, "RequestValidationError");
            let description = refused["error"]["description"].as_str().unwrap();
            assert!(missing.iter().all(|path| description.contains(path)), "{description}");
            // Nothing is used up.
            checkout.update(&app, json!({ "orderId": "o", "currencyCode": "EUR", "amount": 5 }))
                .await;
            checkout.configuration().await;
            assert_eq!(checkout.pay(&token).await.ok()["amount"], 5);
        }
    }

    async fn the_body_must_name_a_token(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for body in [json!({}), json!({ "paymentMethodToken": 1 }), json!([])] {
            let refused = checkout.client.post("/payments", &body).await;
            let refused = refused.refused(422, "RequestValidationError");
            assert_eq!(refused["error"]["validationErrors"], json!([]));
        }
        let nobody = checkout.client.clone().without("primer-client-token");
        let body = json!({ "paymentMethodToken": "x" });
        nobody.post("/payments", &body).await.refused(401, "Unauthorized");
    }

    async fn an_ended_session_is_not_paid(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        app.clock.advance(std::time::Duration::from_secs(24 * 60 * 60));
        checkout.pay(&token).await.refused(401, "Unauthorized");
        checkout.tokenize(&card(APPROVED)).await.refused(401, "Unauthorized");
        let body = json!({ "paymentMethodToken": token });
        let refused = app.merchant().post("/payments", &body).await;
        assert!(refused.status.is_client_error(), "{}", refused.text);
    }

    async fn a_surcharge_counts_at_most_as_shown(app: TestApp) {
        configure(&app, &json!({})).await;
        for (selected, paying, amount) in [
            (None, APPROVED, 4999),
            (Some("MASTERCARD"), APPROVED, 4999),
            (Some("VISA"), APPROVED, 5049),
            (Some("VISA"), "5555555555554444", 4999),
        ] {
            let checkout = Checkout::open(&app, &with_surcharge_on_visa()).await;
            if let Some(network) = selected {
                let params = json!({
                    "paymentMethodType": "PAYMENT_CARD", "binData": { "network": network } });
                let select = json!([{ "type": "SELECT_PAYMENT_METHOD", "params": params }]);
                checkout.act(&select).await.ok();
            }
            let paid = checkout.pay_by_card(paying).await.ok();
            assert_eq!(paid["status"], "SUCCESS");
            assert_eq!(paid["amount"], amount, "{selected:?} {paying}");
            assert_eq!(payment(&app, &id(&paid)).await["amount"], amount);
        }
    }
}

fn with_surcharge_on_visa() -> Value {
    let mut session = order();
    session["paymentMethod"] = json!({ "options": { "PAYMENT_CARD": { "networks": {
        "VISA": { "surcharge": { "amount": 50 } },
    }}}});
    session
}

fn full_order() -> Value {
    json!({
        "orderId": "order-7",
        "currencyCode": "EUR",
        "customerId": "customer-1",
        "customer": {
            "firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com",
            "billingAddress": { "city": "London", "countryCode": "GB" },
        },
        "order": {
            "lineItems": [line_item(4999)],
            "countryCode": "FR",
            "shipping": { "amount": 500 },
        },
        "metadata": { "cart": "c-1", "size": 3 },
        "paymentMethod": { "descriptor": "SHOP", "paymentType": "FIRST_PAYMENT" },
    })
}
