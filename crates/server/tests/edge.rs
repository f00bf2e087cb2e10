//! What every request meets before any API: connections, hosts, bodies, rates, the end.

mod bodies;
mod connections;
mod rates;
mod raw;

use reqwest::Method;
use tender_domain::account::AccountSettings;
use tender_server::config::Config;

use crate::app::{Answer, TestApp, both_engines};
use crate::database::Engine;

use self::raw::{Connection, status};

/// A server with a changed configuration.
async fn start_with(change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::start_with(Engine::Sqlite, AccountSettings::default(), change).await
}

both_engines! {
    async fn a_request_names_one_host(app: TestApp) {
        for (request, expected) in [
            ("GET /client-session HTTP/1.1\r\n\r\n", 400),
            ("GET /client-session HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET /client-session HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
            ("GET /client-session HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
            ("GET /client-session HTTP/1.1\r\nHost: user@a\r\n\r\n", 400),
            ("GET /client-session HTTP/1.1\r\nHost: pay.example.com:8080\r\n\r\n", 401),
            ("GET /client-session HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 401),
            ("GET /client-session HTTP/1.1\r\nHost:\r\n\r\n", 401),
            ("GET /client-session HTTP/1.0\r\n\r\n", 401),
        ] {
            let mut connection = Connection::open(app.server.addr).await;
            connection.send(request.as_bytes()).await;
            let head = connection.head().await;
            assert_eq!(status(&head), expected, "{request}");
            assert!(head.contains("x-request-id: "), "{head}");
        }
    }

    async fn a_forwarded_request_of_a_stranger_is_counted(app: TestApp) {
        let merchant = app.merchant();
        merchant.get("/client-session").await;
        assert!(!metrics(&app).await.contains("tender_http_untrusted_forwarded_total"));
        for (name, value) in [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=192.0.2.1")] {
            merchant.clone().with(name, value).get("/client-session").await;
        }
        assert!(metrics(&app).await.contains("tender_http_untrusted_forwarded_total 2"));
    }

    async fn every_error_below_client_has_the_form_that_clients_expect(app: TestApp) {
        let caller = app.caller();
        let long = "x".repeat(20_000);
        for (status, answer) in [
            (404, caller.get("/client/nothing").await),
            (405, caller.delete("/client/payments").await),
            (431, caller.clone().with("x-filler", &long).get("/client/payments").await),
            (401, caller.get("/client/client-sdk/configuration").await),
        ] {
            assert_eq!(answer.status.as_u16(), status);
            assert_eq!(answer["error"]["validationErrors"], serde_json::json!([]), "{status}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{status}");
        }
        let merchants = caller.get("/client-session").await.refused(401, "Unauthorized");
        assert_eq!(merchants["error"].get("validationErrors"), None);
        assert_eq!(merchants.header("access-control-allow-origin"), None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_speaks_for_others() {
    let loopback = ["127.0.0.1/32".parse().unwrap()];
    let app = start_with(|config| config.trusted_proxies = loopback.into()).await;
    app.merchant().with("x-forwarded-for", "192.0.2.1").get("/client-session").await;
    assert!(!metrics(&app).await.contains("tender_http_untrusted_forwarded_total"));
}

async fn metrics(app: &TestApp) -> String {
    Answer::of(app.operator().request(Method::GET, "/metrics")).await.ok().text
}
