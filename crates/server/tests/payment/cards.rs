//! How long card data is kept (DESIGN rule 7).

use std::time::Duration;

use serde_json::json;

use tender_server::jobs::sweep::sweep;
use tender_store::{Arg, Tx};

use crate::app::{TestApp, both_engines};
use crate::books::calls;
use crate::checkout::{
    ANSWER_LONG_LOST, APPROVED, APPROVED_MASTERCARD, Checkout, DECLINED, FAILED, id, line_item,
    order, payment,
};

both_engines! {
    async fn the_cvv_goes_with_the_end_of_the_authorisation(app: TestApp) {
        for number in [APPROVED, DECLINED, FAILED, ANSWER_LONG_LOST] {
            let checkout = Checkout::open(&app, &order()).await;
            let token = checkout.token_of(number).await;
            assert_eq!(cvvs(&app).await, 1);
            checkout.pay(&token).await.ok();
            assert_eq!(cvvs(&app).await, 0, "{number}");
        }
    }

    async fn a_refused_payment_keeps_the_cvv(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let token = checkout.token_of(APPROVED).await;
        checkout.update(&app, json!({ "order": { "lineItems": [line_item(5000)] } })).await;
        checkout.pay(&token).await.refused(409, "ClientSessionOutdated");
        assert_eq!(cvvs(&app).await, 1);
    }

    async fn an_unused_cvv_goes_after_fifteen_minutes(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(APPROVED).await;
        app.clock.advance(Duration::from_secs(15 * 60 - 1));
        sweep(app.app()).await.unwrap();
        assert_eq!(cvvs(&app).await, 1);
        app.clock.advance(Duration::from_secs(1));
        sweep(app.app()).await.unwrap();
        assert_eq!(cvvs(&app).await, 0);
        // The number stays; whether it pays without a CVV is the processor's to say.
        assert_eq!(checkout.pay(&token).await.ok()["status"], "SUCCESS");
    }

    async fn the_number_goes_with_the_session(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let unused = checkout.token_of(APPROVED).await;
        checkout.pay_by_card(APPROVED_MASTERCARD).await.ok();
        app.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
        sweep(app.app()).await.unwrap();
        assert_eq!(numbers(&app).await, 2);
        app.clock.advance(Duration::from_secs(1));
        sweep(app.app()).await.unwrap();
        assert_eq!(numbers(&app).await, 0);
        let body = json!({ "paymentMethodToken": unused });
        let refused = app.merchant().post("/payments", &body).await;
        assert!(refused.status.is_client_error(), "{}", refused.text);
    }

    async fn a_number_in_flight_outlives_the_session(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let paid = checkout.pay_by_card(ANSWER_LONG_LOST).await.ok();
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        sweep(app.app()).await.unwrap();
        assert_eq!(payment(&app, &id(&paid)).await["status"], "PENDING");
        assert_eq!(numbers(&app).await, 1);
        while payment(&app, &id(&paid)).await["status"] == "PENDING" {
            app.clock.advance(Duration::from_secs(60));
            tender_server::jobs::run_due(app.app()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        sweep(app.app()).await.unwrap();
        assert_eq!(numbers(&app).await, 0);
    }

    async fn tampered_card_data_pays_nothing(app: TestApp) {
        for tamper in [
            "UPDATE card_data SET sealed = $1",
            "UPDATE card_cvv SET sealed = $1",
        ] {
            let checkout = Checkout::open(&app, &order()).await;
            let token = checkout.token_of(APPROVED).await;
            for sealed in [&[][..], &[0; 40], &[255; 200]] {
                assert_eq!(write(&app, tamper, sealed).await, 1);
            }
            assert_paid_nothing(&app, &checkout, &token).await;
            write(&app, "DELETE FROM card_data WHERE sealed <> $1", &[]).await;
            write(&app, "DELETE FROM card_cvv WHERE sealed <> $1", &[]).await;
        }
    }

    async fn card_data_moved_to_another_card_pays_nothing(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = checkout.token_of(DECLINED).await;
        Checkout::open(&app, &order()).await.token_of(APPROVED).await;
        let sql = "UPDATE card_data SET sealed = (SELECT other.sealed FROM card_data other \
            WHERE other.payment_instrument_id > card_data.payment_instrument_id) \
            WHERE sealed <> $1 AND payment_instrument_id = \
            (SELECT MIN(payment_instrument_id) FROM card_data)";
        assert_eq!(write(&app, sql, &[]).await, 1);
        assert_paid_nothing(&app, &checkout, &token).await;
    }
}

async fn assert_paid_nothing(app: &TestApp, checkout: &Checkout, token: &str) {
    let paid = checkout.pay(token).await.ok();
    assert_eq!(paid["status"], "FAILED");
    let view = payment(app, &id(&paid)).await;
    assert_eq!(view["status"], "FAILED");
    assert_eq!(view["statusReason"]["type"], "APPLICATION_ERROR");
    assert_eq!(calls(app).await, 0);
}

async fn cvvs(app: &TestApp) -> i64 {
    count(app, "SELECT COUNT(*) FROM card_cvv").await
}

async fn numbers(app: &TestApp) -> i64 {
    count(app, "SELECT COUNT(*) FROM card_data").await
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    app.app().store.read(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await.unwrap()
}

async fn write(app: &TestApp, sql: &'static str, bytes: &[u8]) -> u64 {
    let bytes = bytes.to_vec();
    let write = move |tx: &mut Tx<'_>| tx.execute(sql, &[Arg::from(bytes.as_slice())]);
    app.app().store.write(write).await.unwrap()
}
