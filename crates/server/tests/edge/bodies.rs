//! Bodies have a size, a time, and together a share of the memory.

use serde_json::json;

use tender_domain::limits::{
    ANALYTICS_SIZE_MAX, BODY_SIZE_MAX, CLIENT_BODIES_MEMORY_MAX, CLIENT_BODY_SIZE_MAX,
};

use crate::app::both_engines;
use crate::checkout::{Checkout, order};

use super::metrics;
use super::raw::{Connection, status};

/// An address holds a quarter of the memory at most.
const SHARE: usize = CLIENT_BODIES_MEMORY_MAX / 4;

both_engines! {
    async fn a_shopper_sends_less_than_a_merchant(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        for path in ["/payment-instruments", "/payments", "/client-session/actions"] {
            let largest = vec![b' '; CLIENT_BODY_SIZE_MAX];
            let read = checkout.client.post_raw(path, largest).await;
            read.refused(422, "RequestValidationError");
            let larger = vec![b' '; CLIENT_BODY_SIZE_MAX + 1];
            let refused = checkout.client.post_raw(path, larger).await;
            let refused = refused.refused(413, "RequestTooLarge");
            assert_eq!(refused["error"]["validationErrors"], json!([]));
        }
        let merchant = app.merchant();
        let read = merchant.post_raw("/client-session", vec![b' '; BODY_SIZE_MAX]).await;
        read.refused(422, "RequestValidationError");
        let larger = vec![b' '; BODY_SIZE_MAX + 1];
        merchant.post_raw("/client-session", larger).await.refused(413, "RequestTooLarge");
        let sink = vec![b' '; ANALYTICS_SIZE_MAX];
        app.caller().post_raw("/client/analytics", sink).await.ok();
    }

    async fn bodies_in_flight_have_a_share_of_the_memory(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let token = crate::checkout::claims(&checkout.token)["accessToken"].clone();
        let head = format!(
            "POST /client/payment-instruments HTTP/1.1\r\nHost: a\r\nPrimer-Client-Token: {}\r\n\
             Content-Length: {CLIENT_BODY_SIZE_MAX}\r\n\r\n",
            token.as_str().unwrap(),
        );
        // All but its last byte, so that it is held.
        let part = vec![b' '; CLIENT_BODY_SIZE_MAX - 1];
        let mut held = Vec::new();
        while (held.len() + 1) * part.len() <= SHARE {
            let mut connection = Connection::open(app.server.addr).await;
            connection.send(head.as_bytes()).await;
            connection.send(&part).await;
            held.push(connection);
        }
        let all = format!("tender_http_body_bytes {}\n", held.len() * part.len());
        while !metrics(&app).await.contains(&all) {}
        let one_more = || checkout.client.post_raw("/client-session/actions", part.clone());
        let refused = one_more().await.refused(503, "ServiceUnavailable");
        assert_eq!(refused.header("retry-after"), Some("1"));
        app.merchant().post("/client-session", &order()).await.ok();

        drop(held);
        let again = async { while one_more().await.status == 503 {} };
        tokio::time::timeout(std::time::Duration::from_secs(20), again).await.unwrap();
    }

    async fn a_body_that_ends_early_is_a_bad_request(app: TestApp) {
        let mut connection = Connection::open(app.server.addr).await;
        let request = format!(
            "POST /client-session HTTP/1.1\r\nHost: a\r\nX-Api-Key: {}\r\n\
             Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\nnonsense\r\n",
            app.api_key
        );
        connection.send(request.as_bytes()).await;
        assert_eq!(status(&connection.head().await), 400);
    }
}
