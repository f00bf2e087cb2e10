//! The demo shop's backend: what a merchant's server asks of Tender, through real HTTP.

use serde_json::{Value, json};
use tokio::net::TcpListener;

use demo_shop::Tender;
use tender_server::env::Env;

use crate::app::{Caller, TestApp};
use crate::checkout::{APPROVED, Checkout};
use crate::database::Engine;

const TRAINERS: &str = "harbour-trainers";

#[tokio::test]
async fn a_basket_becomes_a_session_that_can_be_paid() {
    let (app, shop) = open().await;
    let opened = shop.post("/api/checkout", &cart("EUR", 1)).await.ok();
    let (session, price) = (&opened["session"], price(&shop, "EUR").await);
    let delivery = session["order"]["shipping"]["amount"].as_i64().unwrap();
    assert_eq!(session["order"]["lineItems"][0]["amount"], price);
    assert_eq!(session["amount"], price + delivery);
    assert_eq!(
        (&session["currencyCode"], &session["order"]["countryCode"]),
        (&json!("EUR"), &json!("FR"))
    );
    assert_eq!((&opened["revision"], session.get("clientToken")), (&json!(1), None));
    let checkout = Checkout::enter(&app, opened["clientToken"].as_str().unwrap());
    let paid = checkout.pay_by_card(APPROVED).await.ok();
    assert_eq!(paid["status"], "SUCCESS");
}

#[tokio::test]
async fn a_change_of_the_basket_changes_the_same_session() {
    let (_app, shop) = open().await;
    let opened = shop.post("/api/checkout", &cart("EUR", 1)).await.ok();
    let mut change = cart("JPY", 3);
    change["clientToken"] = opened["clientToken"].clone();
    change["customer"] = "saved".into();
    let changed = shop.patch("/api/checkout", &change).await.ok();
    assert_eq!(
        (&changed["revision"], &changed["clientToken"]),
        (&json!(2), &opened["clientToken"])
    );
    let session = &changed["session"];
    assert_eq!(session["orderId"], opened["session"]["orderId"]);
    assert_eq!(session["currencyCode"], "JPY");
    assert!(session["customerId"].is_string());
    let read = read(&shop, &opened).await;
    assert_eq!((&read["session"], &read["revision"]), (session, &json!(2)));
}

#[tokio::test]
async fn the_discount_leaves_no_fraction_in_any_currency() {
    let (_app, shop) = open().await;
    for currency in ["EUR", "USD", "GBP", "JPY", "KWD"] {
        for quantity in [1, 7, 99] {
            let mut cart = cart(currency, quantity);
            cart["discountCode"] = "WELCOME10".into();
            let session = shop.post("/api/checkout", &cart).await.ok()["session"].clone();
            let full = price(&shop, currency).await * quantity;
            assert_eq!(session["metadata"], json!({ "discountCode": "WELCOME10" }));
            let line = &session["order"]["lineItems"][0];
            assert_eq!(line["discountAmount"], full / 10, "{currency} {quantity}");
            let delivery = session["order"]["shipping"]["amount"].as_i64().unwrap();
            assert_eq!(session["amount"], full - full / 10 + delivery, "{currency} {quantity}");
            assert_eq!(delivery == 0, quantity > 1, "delivery is free above a threshold");
        }
    }
}

#[tokio::test]
async fn an_order_id_is_short_and_never_comes_twice() {
    let (_app, shop) = open().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let opened = shop.post("/api/checkout", &cart("EUR", 1)).await.ok();
        let id = opened["session"]["orderId"].as_str().unwrap().to_owned();
        let number = id.strip_prefix("SW-").unwrap();
        assert!(number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        ids.push(id);
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_surprise_raises_the_total_each_time() {
    let (_app, shop) = open().await;
    let opened = shop.post("/api/checkout", &cart("KWD", 1)).await.ok();
    let body = json!({ "clientToken": opened["clientToken"] });
    let amount = |answer: &Value| answer["session"]["amount"].as_i64().unwrap();
    let once = shop.post("/api/surprise", &body).await.ok();
    let twice = shop.post("/api/surprise", &body).await.ok();
    let wrapping = amount(&once) - amount(&opened);
    assert!(wrapping > 0);
    assert_eq!(amount(&twice), amount(&opened) + 2 * wrapping);
    assert_eq!((&once["revision"], &twice["revision"]), (&json!(2), &json!(3)));
    assert_eq!(read(&shop, &opened).await["session"]["amount"], amount(&twice));
}

#[tokio::test]
async fn a_bad_basket_is_refused_by_the_shop_itself() {
    let (_app, shop) = open().await;
    let with = |name: &str, value: Value| {
        let mut cart = cart("EUR", 1);
        cart[name] = value;
        cart
    };
    for bad in [
        with("basket", json!([{ "id": "gold", "quantity": 1 }])),
        with("basket", json!([])),
        with("basket", Value::Null),
        cart("EUR", 100),
        cart("EUR", 0),
        cart("EUR", -1),
        cart("BTC", 1),
        with("currency", Value::Null),
        with("discountCode", "FREE".into()),
    ] {
        let answer = shop.post("/api/checkout", &bad).await;
        assert_eq!(answer.status, 400, "{bad}: {}", answer.text);
        assert!(answer["error"]["description"].as_str().unwrap().ends_with('.'), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_price_of_the_browser_changes_nothing() {
    let (_app, shop) = open().await;
    let mut cart = cart("EUR", 1);
    cart["basket"][0]["amount"] = 1.into();
    cart["basket"][0]["prices"] = json!({ "EUR": 1 });
    cart["amount"] = 1.into();
    let session = shop.post("/api/checkout", &cart).await.ok()["session"].clone();
    assert_eq!(session["order"]["lineItems"][0]["amount"], price(&shop, "EUR").await);
}

#[tokio::test]
async fn what_tender_refuses_is_passed_on() {
    let (_app, shop) = open().await;
    let mut change = cart("EUR", 1);
    change["clientToken"] = "unknown".into();
    let refused = shop.patch("/api/checkout", &change).await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused["error"]["errorId"], "ClientSessionValidationError");
    let mut nowhere = cart("EUR", 1);
    nowhere["country"] = "Atlantis".into();
    let refused = shop.post("/api/checkout", &nowhere).await;
    assert_eq!(
        (refused.status.as_u16(), &refused["error"]["errorId"]),
        (422, &json!("RequestValidationError"))
    );
}

#[tokio::test]
async fn a_surprise_without_a_session_is_the_callers_fault() {
    let (_app, shop) = open().await;
    for body in
        [json!({}), json!(null), json!({ "clientToken": null }), json!({ "clientToken": 1 })]
    {
        let answer = shop.post("/api/surprise", &body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
        let description = answer["error"]["description"].as_str().unwrap();
        assert!(description.contains("clientToken"), "{description}");
    }
}

#[tokio::test]
async fn a_silent_tender_is_named() {
    // Port 9 is "discard", which nobody runs.
    let shop = serve(tender("http://127.0.0.1:9", "key")).await;
    let answer = shop.post("/api/checkout", &cart("EUR", 1)).await;
    assert_eq!(answer.status, 502);
    assert!(answer["error"]["description"].is_string(), "{}", answer.text);
}

#[tokio::test]
async fn the_page_sees_the_calls_but_never_the_key() {
    let (app, shop) = open().await;
    let opened = shop.post("/api/checkout", &cart("EUR", 1)).await.ok();
    let token = json!({ "clientToken": opened["clientToken"] });
    let surprised = shop.post("/api/surprise", &token).await.ok();
    let calls = |answer: &Value| -> Vec<String> {
        let calls = answer["calls"].as_array().unwrap().iter();
        calls
            .map(|call| format!("{} {} {}", call["method"], call["path"], call["status"]))
            .collect()
    };
    assert_eq!(calls(&opened), [r#""POST" "/client-session" 200"#]);
    let both = [r#""GET" "/client-session" 200"#, r#""PATCH" "/client-session" 200"#];
    assert_eq!(calls(&surprised), both);
    assert_eq!(opened["calls"][0]["request"]["currencyCode"], "EUR");
    assert_eq!(opened["calls"][0]["response"]["clientToken"], opened["clientToken"]);
    let refused = shop.patch("/api/checkout", &cart("EUR", 1)).await;
    for answer in [opened, surprised, refused, shop.get("/api/shop").await.ok()] {
        assert!(!answer.text.contains(&app.api_key));
    }
}

#[tokio::test]
async fn the_offer_says_what_there_is_and_where_the_sdk_is() {
    let (app, shop) = open().await;
    let offer = shop.get("/api/shop").await.ok();
    assert_eq!(offer["sdkUrl"], format!("http://{}/sdk/v1/primer.js", app.server.addr));
    assert_eq!(offer["currencies"], json!(["EUR", "USD", "GBP", "JPY", "KWD"]));
    for product in offer["products"].as_array().unwrap() {
        for currency in offer["currencies"].as_array().unwrap() {
            assert!(
                product["prices"][currency.as_str().unwrap()].as_i64().unwrap() > 0,
                "{product}"
            );
        }
    }
    assert!(!offer.text.contains("WELCOME10"), "the shopper has to know the code");
}

fn cart(currency: &str, quantity: i64) -> Value {
    json!({ "basket": [{ "id": TRAINERS, "quantity": quantity }], "currency": currency,
        "country": "FR", "customer": "guest" })
}

async fn price(shop: &Caller, currency: &str) -> i64 {
    let offer = shop.get("/api/shop").await.ok();
    let trainers = offer["products"].as_array().unwrap().iter().find(|p| p["id"] == TRAINERS);
    trainers.unwrap()["prices"][currency].as_i64().unwrap()
}

async fn read(shop: &Caller, opened: &Value) -> Value {
    let token = opened["clientToken"].as_str().unwrap();
    shop.get(&format!("/api/session?clientToken={token}")).await.ok().json
}

async fn open() -> (TestApp, Caller) {
    let app = TestApp::start(Engine::Sqlite).await;
    let url = format!("http://{}", app.server.addr);
    let shop = serve(tender(&url, &app.api_key)).await;
    (app, shop)
}

fn tender(url: &str, api_key: &str) -> Tender {
    let http = Env::system().http().clone();
    Tender { http, url: url.to_owned(), api_key: api_key.to_owned() }
}

async fn serve(tender: Tender) -> Caller {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, demo_shop::router(tender)).await });
    Caller::at(&format!("http://{address}"))
}
