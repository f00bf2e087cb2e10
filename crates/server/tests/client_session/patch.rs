//! What a PATCH keeps, clears and replaces (DESIGN, "PATCH").

use serde_json::{Value, json};

use tender_domain::client_session::ClientSession;
use tender_domain::event::Aggregate;
use tender_store::{Error, client_session, event};

use super::{Session, order};
use crate::app::{TestApp, both_engines};

fn full() -> Value {
    json!({
        "orderId": "o", "currencyCode": "EUR", "customerId": "c",
        "customer": {
            "emailAddress": "a@b.example", "firstName": "Ann",
            "billingAddress": {"city": "Rome", "countryCode": "IT"},
        },
        "order": {
            "countryCode": "FR",
            "lineItems": [{"amount": 1, "quantity": 1}, {"amount": 2, "quantity": 1}],
            "fees": [{"amount": 4}], "shipping": {"amount": 8, "methodId": "std"}},
        "metadata": {"a": 1, "b": "two"},
        "paymentMethod": {
            "vaultOnSuccess": true, "descriptor": "d", "orderedAllowedCardNetworks": ["VISA"],
            "options": options(),
        },
    })
}

fn options() -> Value {
    json!({
        "PAYMENT_CARD": {"networks": {"VISA": {"surcharge": {"amount": 10}}}},
        "GOOGLE_PAY": {"surcharge": {"amount": 20}},
    })
}

/// How many events the session's log has, with the session as stored.
async fn stored(app: &TestApp, session: &Session) -> (usize, ClientSession) {
    let configuration = app.client(&session.access_token()).get("/client-sdk/configuration").await;
    let id = configuration["clientSession"]["clientSessionId"].as_str().unwrap().parse().unwrap();
    let read = app.app().store.read(move |tx| {
        let events = event::list(tx, Aggregate::ClientSession(id))?.len();
        Ok::<_, Error>((events, client_session::load(tx, id)?.unwrap()))
    });
    read.await.unwrap()
}

both_engines! {
    async fn absent_keeps_null_clears_customer_order_metadata(app: TestApp) {
        let session = app.created(full()).await;
        let before = session.read().await.ok().json;
        assert_eq!(session.patch(json!({})).await.ok().json, before);

        let cleared = session.patch(json!({"customer": null, "metadata": null})).await.ok();
        let mut expected = before;
        expected.as_object_mut().unwrap().retain(|key, _| key != "customer" && key != "metadata");
        assert_eq!(cleared.json, expected);

        let cleared = session.patch(json!({"order": null})).await.ok();
        expected.as_object_mut().unwrap().retain(|key, _| key != "order" && key != "amount");
        assert_eq!(cleared.json, expected);
        assert_eq!(session.read().await.ok().json, expected);
    }

    async fn null_clears_plain_fields(app: TestApp) {
        let session = app
            .created(json!({"orderId": "o", "customerId": "c", "currencyCode": "EUR", "amount": 1}))
            .await;
        let all =
            json!({"orderId": null, "customerId": null, "currencyCode": null, "amount": null});
        assert_eq!(session.patch(all).await.ok().json, json!({}));
    }

    async fn customer_and_order_merge_one_level_deep(app: TestApp) {
        let session = app.created(full()).await;
        let patched = session.patch(json!({
            "customer": {"lastName": "Lee", "firstName": null, "billingAddress": {"state": "RM"}},
            "order": {"retailerCountryCode": "DE", "countryCode": null, "shipping": {"amount": 9}},
        })).await.ok();
        let customer = json!({
            "emailAddress": "a@b.example", "lastName": "Lee", "billingAddress": {"state": "RM"},
        });
        assert_eq!(patched["customer"], customer);
        assert_eq!(patched["order"]["shipping"], json!({"amount": 9}));
        assert_eq!(patched["order"]["retailerCountryCode"], "DE");
        assert_eq!(patched["order"].get("countryCode"), None);
        assert_eq!(patched["order"]["lineItems"].as_array().unwrap().len(), 2);
        assert_eq!(patched["amount"], 1 + 2 + 4 + 9);
    }

    async fn arrays_are_replaced_whole(app: TestApp) {
        let session = app.created(full()).await;
        let patched = session
            .patch(json!({
                "order": {"lineItems": [{"amount": 5}], "fees": []},
                "paymentMethod": {"orderedAllowedCardNetworks": ["JCB", "AMEX"]},
            }))
            .await
            .ok();
        assert_eq!(patched["order"]["lineItems"], json!([{"amount": 5, "quantity": 1}]));
        assert_eq!(patched["order"]["fees"], json!([]));
        assert_eq!(patched["paymentMethod"]["orderedAllowedCardNetworks"], json!(["JCB", "AMEX"]));
    }

    async fn metadata_is_replaced_whole_and_emptied_by_an_empty_object(app: TestApp) {
        let session = app.created(full()).await;
        let replaced = session.patch(json!({"metadata": {"c": true}})).await.ok();
        assert_eq!(replaced["metadata"], json!({"c": true}));
        assert_eq!(session.patch(json!({"metadata": {}})).await.ok().get("metadata"), None);
    }

    async fn an_empty_order_or_customer_changes_nothing(app: TestApp) {
        let session = app.created(full()).await;
        let before = session.read().await.ok().json;
        let patched = session.patch(json!({"order": {}, "customer": {}})).await.ok();
        assert_eq!(patched.json, before);
    }

    async fn payment_method_is_replaced_whole_except_for_its_options(app: TestApp) {
        let session = app.created(full()).await;
        let patched = session.patch(json!({"paymentMethod": {"vaultOn3DS": true}})).await.ok();
        let settings = &patched["paymentMethod"];
        assert_eq!(settings["vaultOn3DS"], true);
        assert_eq!(settings["options"], options());
        assert_eq!((settings.get("vaultOnSuccess"), settings.get("descriptor")), (None, None));
        assert_eq!(settings["orderedAllowedCardNetworks"].as_array().unwrap().len(), 17);
        let cleared = session.patch(json!({"paymentMethod": null})).await.ok();
        assert_eq!(cleared["paymentMethod"]["options"], options());
        assert_eq!(cleared["paymentMethod"].get("vaultOn3DS"), None);
    }

    async fn options_stay_as_created(app: TestApp) {
        let session = app.created(full()).await;
        let patch = async |options: Value| {
            session.patch(json!({"orderId": "new", "paymentMethod": {"options": options}})).await
        };
        let mut same = options();
        same["PAYPAL"] = json!({});
        same["PAYMENT_CARD"]["captureVaultedCardCvv"] = json!(false);
        for equal in [options(), same, Value::Null] {
            assert_eq!(patch(equal).await.ok()["paymentMethod"]["options"], options());
        }
        let mut dearer = options();
        dearer["GOOGLE_PAY"]["surcharge"]["amount"] = json!(21);
        for other in [dearer, json!({}), json!({"GOOGLE_PAY": {"surcharge": {"amount": 20}}})] {
            let before = session.read().await.ok().text;
            patch(other).await.faults_at(&["$.paymentMethod.options"]);
            assert_eq!(session.read().await.ok().text, before);
        }
    }

    async fn options_cannot_be_added_later(app: TestApp) {
        let session = app.created(json!({"currencyCode": "EUR"})).await;
        let add = json!({"paymentMethod": {"options": options()}});
        session.patch(add).await.faults_at(&["$.paymentMethod.options"]);
        session.patch(json!({"paymentMethod": {"options": {}}})).await.ok();
    }

    async fn other_options_are_ignored_with_a_warning_if_the_account_says_so(app: TestApp) {
        app.configured(json!({"optionsOnPatch": "IGNORE", "patchWarnings": true})).await;
        let session = app.created(full()).await;
        let other = json!({"PAYPAL": {"surcharge": {"amount": 1}}});
        let patched =
            session.patch(json!({"orderId": "n", "paymentMethod": {"options": other}})).await.ok();
        assert_eq!(patched["orderId"], "n");
        assert_eq!(patched["paymentMethod"]["options"], options());
        let warning = "Client session kept 'paymentMethod.options' as created";
        assert_eq!(patched["warnings"], json!([warning]));
    }

    async fn patch_that_changes_nothing_keeps_revision_and_log(app: TestApp) {
        let session = app.created(full()).await;
        let (events, before) = stored(&app, &session).await;
        assert_eq!((events, before.revision), (1, 1));
        app.clock.advance(std::time::Duration::from_secs(60));
        for same in [json!({}), json!({"order": {}}), full(), json!({"amount": null})] {
            let answer = session.patch(same).await.ok();
            assert_eq!(answer.header("etag"), Some("\"1\""));
        }
        let (events, after) = stored(&app, &session).await;
        assert_eq!((events, after.updated_at, after.chain), (1, before.updated_at, before.chain));

        session.patch(json!({"orderId": "other"})).await.ok();
        let (events, after) = stored(&app, &session).await;
        assert_eq!((events, after.revision), (2, 2));
        assert!(after.updated_at > before.updated_at);
    }

    async fn a_refused_patch_changes_nothing(app: TestApp) {
        let session = app.created(full()).await;
        let before = session.read().await.ok();
        session
            .patch(json!({"orderId": "n", "customer": {"firstName": 7}}))
            .await
            .faults_at(&["$.customer.firstName"]);
        session
            .patch(json!({"orderId": "n", "metadata": {"": 1}}))
            .await
            .refused(400, "MetadataContainsEmptyKey");
        let after = session.read().await.ok();
        assert_eq!((&after.text, after.header("etag")), (&before.text, before.header("etag")));
    }

    async fn a_patch_is_idempotent(app: TestApp) {
        let session = app.created(full()).await;
        let patch =
            json!({"customer": {"lastName": "Lee"}, "order": order(), "metadata": {"x": 1}});
        let once = session.patch(patch.clone()).await.ok();
        let twice = session.patch(patch).await.ok();
        assert_eq!((&once.text, once.header("etag")), (&twice.text, twice.header("etag")));
    }

    async fn approval_mode_cannot_be_patched(app: TestApp) {
        let session = app.created(json!({})).await;
        session.patch(json!({"approvalMode": "AUTO"})).await.faults_at(&["$.approvalMode"]);
    }
}
