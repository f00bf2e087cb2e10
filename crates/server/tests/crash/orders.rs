//! Shoppers who order until the server is gone, and what they were promised.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use tender_server::env::Env;

use super::pick;
use crate::checkout::{ANSWER_LONG_LOST, ANSWER_LOST, APPROVED, DECLINED, SLOW, card, claims};

/// Shoppers at a time.
const SHOPPERS: u64 = 6;

/// How many answers come before the end.
const ANSWERS_MIN: u64 = 50;
const ANSWERS_MAX: u64 = 400;

/// Longer than any answer takes whose delay is not the simulator's.
const PATIENCE: Duration = Duration::from_secs(5);

/// For a card that the simulator lets wait: its shopper goes on meanwhile.
const IMPATIENCE: Duration = Duration::from_millis(30);

/// What is paid with, half of it at once.
const CARDS: [&str; 8] =
    [APPROVED, APPROVED, APPROVED, DECLINED, SLOW, SLOW, ANSWER_LOST, ANSWER_LONG_LOST];

/// The server's address and the merchant's key.
#[derive(Clone)]
pub(super) struct Shop {
    http: reqwest::Client,
    base: String,
    api_key: String,
    answers: Arc<AtomicU64>,
}

/// What was acknowledged of one session.
#[derive(Debug)]
pub(super) struct Order {
    client_token: String,
    revision: u64,
    amount: u64,
    /// What an update that was not answered asked for: it may or may not be done.
    attempted: Option<u64>,
    payments: Vec<Value>,
}

/// An answer that came; `Lost` when the connection broke, which ends a shopper.
enum Heard {
    Answer(StatusCode, Option<u64>, Value),
    Late,
    Lost,
}

impl Shop {
    pub(super) fn new(base: &str, api_key: &str) -> Self {
        let http = Env::system().http().clone();
        let answers = Arc::default();
        Self { http, base: base.to_owned(), api_key: api_key.to_owned(), answers }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Waits until the server has given that many more answers.
    async fn hears(&self, answers: u64) {
        let end = self.answers.load(Ordering::Relaxed) + answers;
        while self.answers.load(Ordering::Relaxed) < end {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn merchant(&self, method: Method, path: &str, body: &Value) -> Heard {
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = request.header("x-api-key", &self.api_key).header("x-api-version", "2.4");
        self.hear(request.timeout(PATIENCE), body).await
    }

    async fn client(&self, token: &str, path: &str, body: &Value, patience: Duration) -> Heard {
        let access_token = claims(token)["accessToken"].as_str().unwrap().to_owned();
        let request = self.http.post(format!("{}/client{path}", self.base));
        let request = request.header("primer-client-token", access_token);
        let request = request.header("primer-sdk-checkout-session-id", "shopper");
        self.hear(request.timeout(patience), body).await
    }

    async fn hear(&self, request: RequestBuilder, body: &Value) -> Heard {
        let answer = match request.json(body).send().await {
            Ok(answer) => answer,
            Err(error) if error.is_timeout() => return Heard::Late,
            Err(_) => return Heard::Lost,
        };
        let (status, headers) = (answer.status(), answer.headers().clone());
        let revision = headers.get("etag").map(|tag| tag.to_str().unwrap().replace('"', ""));
        let Ok(json) = answer.json().await else { return Heard::Lost };
        self.answers.fetch_add(1, Ordering::Relaxed);
        Heard::Answer(status, revision.map(|number| number.parse().unwrap()), json)
    }
}

/// Orders as several shoppers at once, and calls `end` in the middle of it: after a
/// random number of answers, so that a slow machine sees as much as a fast one.
pub(super) async fn place(shop: Shop, round: u64, end: impl FnOnce()) -> Vec<Order> {
    let shoppers: Vec<_> =
        (0..SHOPPERS).map(|shopper| tokio::spawn(order_on(shop.clone(), round, shopper))).collect();
    let answers = shop.hears(ANSWERS_MIN + pick((round, "answers"), ANSWERS_MAX - ANSWERS_MIN));
    tokio::time::timeout(Duration::from_secs(30), answers).await.expect("the server answers");
    end();
    let mut orders = Vec::new();
    for shopper in shoppers {
        orders.extend(shopper.await.unwrap());
    }
    orders
}

/// Places orders until the server is gone.
async fn order_on(shop: Shop, round: u64, shopper: u64) -> Vec<Order> {
    let mut orders = Vec::new();
    for number in 0.. {
        let seed = pick((round, shopper, number), u64::MAX);
        if place_order(&shop, seed, &mut orders).await.is_none() {
            break;
        }
    }
    orders
}

/// One order from its session to its payment; `None` when the server is gone.
async fn place_order(shop: &Shop, seed: u64, orders: &mut Vec<Order>) -> Option<()> {
    let request = json!({"orderId": "order", "currencyCode": "EUR", "amount": 1_000});
    let created = match shop.merchant(Method::POST, "/client-session", &request).await {
        Heard::Answer(StatusCode::OK, _, created) => created,
        Heard::Answer(status, _, json) => panic!("{status} {json}"),
        Heard::Late => return Some(()),
        Heard::Lost => return None,
    };
    let client_token = created["clientToken"].as_str().unwrap().to_owned();
    let order =
        Order { client_token, revision: 1, amount: 1_000, attempted: None, payments: vec![] };
    orders.push(order);
    let order = orders.last_mut().unwrap();
    for update in 0..=pick((seed, "updates"), 3) {
        order.update(shop, 2_000 + pick((seed, update), 1_000)).await?;
    }
    order.pay(shop, seed).await
}

impl Order {
    async fn update(&mut self, shop: &Shop, amount: u64) -> Option<()> {
        let request = json!({"clientToken": self.client_token, "amount": amount});
        self.attempted = Some(amount);
        match shop.merchant(Method::PATCH, "/client-session", &request).await {
            Heard::Answer(StatusCode::OK, revision, _) => {
                (self.revision, self.amount) = (revision.unwrap(), amount);
                self.attempted = None;
                Some(())
            }
            Heard::Answer(status, _, json) => panic!("{status} {json}"),
            Heard::Late | Heard::Lost => None,
        }
    }

    /// Every fourth shopper pays with two cards at once.
    async fn pay(&mut self, shop: &Shop, seed: u64) -> Option<()> {
        let number = CARDS[usize::try_from(pick((seed, "card"), 8)).unwrap()];
        let first = self.pay_with(shop, number);
        let heard = if pick((seed, "twice"), 4) == 0 {
            let (first, second) = tokio::join!(first, self.pay_with(shop, APPROVED));
            vec![first, second]
        } else {
            vec![first.await]
        };
        let lost = heard.iter().any(|heard| matches!(heard, Heard::Lost));
        for heard in heard {
            match heard {
                Heard::Answer(StatusCode::OK, _, payment) => self.payments.push(payment),
                // The other card was quicker.
                Heard::Answer(_, _, json) if json["error"]["errorId"] == "PaymentError" => {}
                Heard::Answer(status, _, json) => panic!("{status} {json}"),
                Heard::Late | Heard::Lost => {}
            }
        }
        (!lost).then_some(())
    }

    async fn pay_with(&self, shop: &Shop, number: &str) -> Heard {
        let request = json!({"paymentInstrument": card(number)});
        let path = "/payment-instruments";
        let token = match shop.client(&self.client_token, path, &request, PATIENCE).await {
            Heard::Answer(StatusCode::OK, _, answer) => answer["token"].clone(),
            other => return other,
        };
        let request = json!({"paymentMethodToken": token});
        let prompt = [APPROVED, DECLINED].contains(&number);
        let patience = if prompt { PATIENCE } else { IMPATIENCE };
        shop.client(&self.client_token, "/payments", &request, patience).await
    }

    async fn verify(&self, shop: &Shop) {
        let path = format!("/client-session?clientToken={}", self.client_token);
        let (revision, session) = found(shop, &path).await;
        assert!(revision >= Some(self.revision), "revision {revision:?} of {self:?}");
        let amount = session["amount"].as_u64();
        let acknowledged = amount == Some(self.amount) && revision == Some(self.revision);
        let attempted = self.attempted.is_some() && amount == self.attempted;
        assert!(acknowledged || attempted, "{session} is not {self:?}");
        for answered in &self.payments {
            let path = format!("/payments/{}", answered["id"].as_str().unwrap());
            let (_, payment) = found(shop, &path).await;
            let statuses: &[&str] = match answered["status"].as_str().unwrap() {
                "SUCCESS" => &["AUTHORIZED"],
                "FAILED" => &["DECLINED", "FAILED"],
                _ => &["PENDING", "AUTHORIZED", "DECLINED", "FAILED"],
            };
            assert!(
                statuses.contains(&payment["status"].as_str().unwrap()),
                "{answered} {payment}"
            );
            assert_eq!(payment["amount"], answered["amount"]);
        }
    }
}

/// Reads everything that was acknowledged.
pub(super) async fn verify(shop: &Shop, orders: &[Order]) {
    for order in orders {
        order.verify(shop).await;
    }
}

/// How many of the sessions are not there.
pub(super) async fn lost(shop: &Shop, orders: &[Order]) -> usize {
    let mut lost = 0;
    for order in orders {
        let path = format!("/client-session?clientToken={}", order.client_token);
        let heard = shop.merchant(Method::GET, &path, &Value::Null).await;
        lost += usize::from(matches!(heard, Heard::Answer(StatusCode::BAD_REQUEST, ..)));
    }
    lost
}

async fn found(shop: &Shop, path: &str) -> (Option<u64>, Value) {
    match shop.merchant(Method::GET, path, &Value::Null).await {
        Heard::Answer(StatusCode::OK, revision, json) => (revision, json),
        Heard::Answer(status, _, json) => panic!("{path}: {status} {json}"),
        Heard::Late | Heard::Lost => panic!("{path}: no answer"),
    }
}
