//! How often somebody may call. Rates go by the machine's clock, so each test sends far
//! more at once than its rate lets through.

use futures_util::future::join_all;
use serde_json::json;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::{Answer, TestApp};
use crate::checkout::{ANSWER_LONG_LOST, Checkout, claims, id, order};

use super::start_with;

const MANY: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_creates_so_much_and_another_is_not_held_up() {
    let app = start_with(|config| config.rates.client_per_session = 1).await;
    let (one, other) = (Checkout::open(&app, &order()).await, Checkout::open(&app, &order()).await);
    let nothing = json!([]);
    let answers = join_all((0..MANY).map(|_| one.act(&nothing))).await;
    assert!(answers.iter().any(|answer| answer.status == 200));
    refused_with_a_time(answers);
    let views = join_all((0..MANY).map(|_| one.client.get("/client-sdk/configuration"))).await;
    refused_with_a_time(views);
    other.act(&nothing).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_how_it_goes_on_stays_free() {
    let app = start_with(|config| config.rates.client_per_session = 2).await;
    let checkout = Checkout::open(&app, &order()).await;
    let token = checkout.token_of(ANSWER_LONG_LOST).await;
    let paid = checkout.pay(&token).await.ok();
    refused_with_a_time(join_all((0..MANY).map(|_| checkout.pay("x"))).await);
    let action = claims(paid["requiredAction"]["clientToken"].as_str().unwrap());
    let url = action["statusUrl"].as_str().unwrap();
    let path = url.strip_prefix(&format!("http://{}", app.server.addr)).unwrap();
    for _ in 0..MANY {
        app.caller().get(path).await.ok();
    }
    for _ in 0..10 {
        checkout.resume(&id(&paid), "wrong").await.refused(400, "NoActionsToHandle");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_creates_so_much_in_all_its_sessions() {
    let app = start_with(|config| config.rates.client_per_address = 1).await;
    let nobody = app.client("unknown");
    refused_with_a_time(join_all((0..MANY).map(|_| nobody.get("/client-sdk/configuration"))).await);
    let status = app.caller().get("/client/v1/bin-data/424242/networks").await.status;
    assert_eq!(status, 200);
    app.merchant().post("/client-session", &order()).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_calls_so_often_and_another_is_not_held_up() {
    let app = start_with(|config| config.rates.merchant_per_account = 1).await;
    let registry = app.registry();
    let settings = AccountSettings::default();
    let other = registry.create_account("Other", Environment::Sandbox, settings).await.unwrap();
    let key = registry.create_api_key(&other, "test", Scope::ALL).await.unwrap();
    let merchant = app.merchant();
    let paths = (0..MANY).map(|_| merchant.get("/payments/x"));
    let answers = join_all(paths).await;
    assert!(answers.iter().any(|answer| answer.status == 400));
    let refused = answers.into_iter().find(|answer| answer.status == 429).unwrap();
    let refused = refused.refused(429, "TooManyRequests");
    assert!(retry_after(&refused) >= 1);
    assert_eq!(refused["error"].get("validationErrors"), None);
    let other = merchant.with("x-api-key", &key.secret);
    other.get("/payments/x").await.refused(400, "PaymentError");
}

/// One of the answers is a 429 in the form that clients read.
#[track_caller]
fn refused_with_a_time(answers: Vec<Answer>) {
    let refused =
        answers.into_iter().find(|answer| answer.status == 429).expect("all went through");
    let refused = refused.refused(429, "TooManyRequests");
    assert!(retry_after(&refused) >= 1);
    assert_eq!(refused["error"]["validationErrors"], json!([]));
    let exposed = refused.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("retry-after"), "{exposed}");
}

fn retry_after(answer: &Answer) -> u64 {
    answer.header("retry-after").unwrap().parse().unwrap()
}

/// The development server is for load tests of one's own, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_development_server_counts_nothing() {
    let app = start_with(|_| {}).await;
    let checkout = Checkout::open(&app, &order()).await;
    let nothing = json!([]);
    let all = join_all((0..300).map(|_| checkout.act(&nothing))).await;
    assert!(all.iter().all(|answer| answer.status == 200));
    drop::<TestApp>(app);
}
