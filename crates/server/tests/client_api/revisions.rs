//! `GET /client-session/revisions`.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use tender_domain::account::AccountSettings;
use tender_server::live::STREAMS_PER_SESSION_MAX;

use crate::app::{TestApp, both_engines};
use crate::checkout::{Checkout, line_item, order};
use crate::database::Engine;

const PATH: &str = "/client-session/revisions";

/// More than any event takes, so that a test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(20);

both_engines! {
    async fn it_begins_with_the_revision_and_goes_on_with_each_change(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.update(&app, costing(2000)).await;
        let mut stream = Stream::open(&checkout).await;
        for (name, value) in [
            ("content-type", "text/event-stream"),
            ("cache-control", "no-store"),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(stream.response.headers()[name], value);
        }
        let first = stream.event().await;
        assert_eq!(first, "id: 2\nevent: revision\ndata: {\"revision\":2}");
        for revision in 3..6 {
            checkout.update(&app, costing(1000 * revision)).await;
            assert_eq!(stream.revision().await, revision);
        }
    }

    async fn what_changes_nothing_is_not_told(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut stream = Stream::open(&checkout).await;
        assert_eq!(stream.revision().await, 1);
        checkout.update(&app, costing(4999)).await;
        checkout.act(&json!([])).await.ok();
        checkout.update(&app, costing(5000)).await;
        assert_eq!(stream.revision().await, 2);
    }

    async fn what_the_shopper_changes_is_told(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut streams = [Stream::open(&checkout).await, Stream::open(&checkout).await];
        let select = json!([{ "type": "SELECT_PAYMENT_METHOD", "params": {
            "paymentMethodType": "PAYMENT_CARD", "binData": { "network": "VISA" } } }]);
        for stream in &mut streams {
            assert_eq!(stream.revision().await, 1);
        }
        checkout.act(&select).await.ok();
        for stream in &mut streams {
            assert_eq!(stream.revision().await, 2);
        }
    }

    async fn another_session_is_not_heard(app: TestApp) {
        let own = Checkout::open(&app, &order()).await;
        let other = Checkout::open(&app, &order()).await;
        let mut stream = Stream::open(&own).await;
        let mut other_stream = Stream::open(&other).await;
        assert_eq!(stream.revision().await, 1);
        assert_eq!(other_stream.revision().await, 1);
        for revision in [2, 3] {
            other.update(&app, costing(1000 * revision)).await;
            assert_eq!(other_stream.revision().await, revision);
        }
        own.update(&app, costing(7000)).await;
        assert_eq!(stream.revision().await, 2);
    }

    async fn a_slow_reader_hears_the_latest(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut stream = Stream::open(&checkout).await;
        for revision in 2..30 {
            checkout.update(&app, costing(1000 * revision)).await;
        }
        let mut told = vec![stream.revision().await];
        while told.last() != Some(&29) {
            told.push(stream.revision().await);
        }
        assert!(told.is_sorted_by(|one, next| one < next), "{told:?}");
    }

    async fn a_change_while_it_begins_is_not_lost(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for revision in 2..20 {
            let change = checkout.update(&app, costing(1000 * revision));
            let (_, mut stream) = tokio::join!(change, Stream::open(&checkout));
            while stream.revision().await != revision {}
        }
    }

    async fn without_a_living_token_there_is_none(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let none = checkout.client.clone().without("primer-client-token");
        none.get(PATH).await.refused(401, "Unauthorized");
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        let expired = checkout.client.get(PATH).await.refused(401, "Unauthorized");
        assert_eq!(expired["error"]["validationErrors"], json!([]));
    }

    async fn it_ends_when_the_session_expires(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut stream = Stream::open(&checkout).await;
        assert_eq!(stream.revision().await, 1);
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        assert_eq!(stream.event().await, "event: expired\ndata: {}");
        assert_eq!(stream.next().await, None);
    }

    async fn a_session_has_so_many_and_who_hangs_up_makes_room(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut streams = Vec::new();
        for _ in 0..STREAMS_PER_SESSION_MAX {
            streams.push(Stream::open(&checkout).await);
        }
        let refused = checkout.client.get(PATH).await.refused(429, "TooManyRequests");
        assert_eq!(refused["error"]["validationErrors"], json!([]));
        let metrics = app.operator().get("/metrics").await.text;
        assert!(metrics.contains("tender_live_streams 16"), "{metrics}");
        Stream::open(&Checkout::open(&app, &order()).await).await;

        streams.pop();
        let again = || checkout.client.request(Method::GET, PATH).send();
        let until_let_in = async { while again().await.unwrap().status() != 200 {} };
        tokio::time::timeout(PATIENCE, until_let_in).await.unwrap();
    }

    async fn listening_is_not_seeing(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let mut stream = Stream::open(&checkout).await;
        checkout.update(&app, costing(6000)).await;
        while stream.revision().await != 2 {}
        let count = "SELECT COUNT(*) FROM checkout_view";
        let views = app.app().store.read(move |tx| tx.query_one(count, &[], |row| row.int(0)));
        assert_eq!(views.await, Ok(0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_made_by_another_node_is_told() {
    let app = TestApp::start(Engine::Postgres).await;
    let other = app.another_node().await;
    let checkout = Checkout::open(&app, &order()).await;
    let mut stream = Stream::open(&checkout).await;
    assert_eq!(stream.revision().await, 1);
    for revision in [2, 3] {
        checkout.update(&other, costing(1000 * revision)).await;
        assert_eq!(stream.revision().await, revision);
    }
}

/// The drain is longer than anybody waits: a shutdown that waits for it fails the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_ends_its_streams() {
    let settings = AccountSettings::default();
    let drain = Duration::from_secs(60 * 60);
    let app = TestApp::start_with(Engine::Sqlite, settings, |config| config.drain = drain).await;
    let checkout = Checkout::open(&app, &order()).await;
    let mut stream = Stream::open(&checkout).await;
    assert_eq!(stream.revision().await, 1);
    let TestApp { server, .. } = app;
    tokio::time::timeout(PATIENCE, server.shutdown()).await.unwrap();
    assert_eq!(stream.next().await, None);
}

fn costing(amount: i64) -> Value {
    json!({ "order": { "lineItems": [line_item(amount)] } })
}

/// The stream of a session's revisions, as a checkout reads it.
struct Stream {
    response: Response,
    unread: String,
}

impl Stream {
    async fn open(checkout: &Checkout) -> Self {
        let response = checkout.client.request(Method::GET, PATH).send().await.unwrap();
        assert_eq!(response.status(), 200);
        Self { response, unread: String::new() }
    }

    /// The next event, without the empty line at its end; `None` at the end of the stream.
    async fn next(&mut self) -> Option<String> {
        tokio::time::timeout(PATIENCE, self.read()).await.expect("nothing comes")
    }

    async fn read(&mut self) -> Option<String> {
        loop {
            while let Some((event, rest)) = self.unread.split_once("\n\n") {
                let event = event.to_owned();
                self.unread = rest.to_owned();
                if !event.starts_with(':') {
                    return Some(event);
                }
            }
            let bytes = self.response.chunk().await.unwrap()?;
            self.unread.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    async fn event(&mut self) -> String {
        self.next().await.expect("the stream has ended")
    }

    async fn revision(&mut self) -> i64 {
        let event = self.event().await;
        let (_, data) = event.split_once("event: revision\ndata: ").expect(&event);
        let data: Value = serde_json::from_str(data).unwrap();
        data["revision"].as_i64().unwrap()
    }
}
