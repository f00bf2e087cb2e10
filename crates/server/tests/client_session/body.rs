//! Bodies that are no JSON object, too large or oddly labelled: a clear answer each,
//! and a server that goes on.

use reqwest::Method;
use serde_json::json;

use crate::app::{Answer, TestApp, both_engines};

async fn post(app: &TestApp, body: impl Into<Vec<u8>>) -> Answer {
    app.merchant().post_raw("/client-session", body).await
}

async fn still_answers(app: &TestApp) {
    app.merchant().post("/client-session", &json!({})).await.ok();
}

fn nested(levels: usize) -> String {
    format!(r#"{{"metadata":{}{}}}"#, "[".repeat(levels), "]".repeat(levels))
}

both_engines! {
    async fn malformed_json_is_one_fault_at_the_root(app: TestApp) {
        for body in [
            "{",
            "}",
            "{\"orderId\": }",
            "{'orderId': 'o'}",
            "{\"orderId\": \"o\",}",
            "nonsense",
            "{\"orderId\": \"o\"} {}",
            "{\"a\": NaN}",
            "{\"orderId\": \"\\ud800\"}",
            "\u{feff}{",
            "{\"orderId\": \"line\nbreak\"}",
            " ",
        ] {
            let refused = post(&app, body).await.faults_at(&["$"]);
            assert!(!refused.text.contains("orderId"), "quotes the body: {}", refused.text);
        }
        still_answers(&app).await;
    }

    async fn json_that_is_no_object_is_one_fault_at_the_root(app: TestApp) {
        for body in ["null", "[]", "\"text\"", "1", "true", "[{}]"] {
            post(&app, body).await.faults_at(&["$"]);
        }
        still_answers(&app).await;
    }

    async fn text_that_is_not_utf_8_is_refused(app: TestApp) {
        for body in [&b"{\"orderId\": \"\xff\"}"[..], b"\xff\xfe{\0}\0", b"{\"\xc3\x28\": 1}"] {
            let refused = post(&app, body).await.faults_at(&["$"]);
            assert!(refused.text.contains("UTF-8"), "{}", refused.text);
        }
        // UTF-8 with a byte order mark is UTF-8.
        let marked = post(&app, &b"\xef\xbb\xbf{\"orderId\": \"o\"}"[..]).await.ok();
        assert_eq!(marked["orderId"], "o");
        still_answers(&app).await;
    }

    async fn deep_nesting_is_refused(app: TestApp) {
        let refused = post(&app, nested(32)).await.faults_at(&["$"]);
        assert!(refused.text.contains("32 levels"), "{}", refused.text);
        post(&app, nested(31)).await.faults_at(&["$.metadata"]);
        post(&app, nested(400_000)).await.faults_at(&["$"]);
        post(&app, "[".repeat(900_000)).await.faults_at(&["$"]);
        still_answers(&app).await;
    }

    async fn too_large_a_body_is_413(app: TestApp) {
        let padded = |size: usize| format!("{{{}}}", " ".repeat(size - 2));
        post(&app, padded(1024 * 1024)).await.ok();
        post(&app, padded(1024 * 1024 + 1)).await.refused(413, "RequestTooLarge");
        let patch = app.merchant().request(Method::PATCH, "/client-session");
        Answer::of(patch.body(padded(2 * 1024 * 1024))).await.refused(413, "RequestTooLarge");
        still_answers(&app).await;
    }

    async fn an_empty_body_is_an_empty_object(app: TestApp) {
        post(&app, "").await.ok();
        let patch = Answer::of(app.merchant().request(Method::PATCH, "/client-session")).await;
        patch.faults_at(&["$.clientToken"]);
    }

    async fn json_is_accepted_whatever_the_content_type_says(app: TestApp) {
        for label in [
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/json; charset=utf-8",
            "x",
        ] {
            let caller = app.merchant().with("content-type", label);
            let created = caller.post_raw("/client-session", r#"{"orderId":"o"}"#).await.ok();
            assert_eq!(created["orderId"], "o");
        }
        assert_eq!(post(&app, r#"{"orderId":"o"}"#).await.ok()["orderId"], "o");
    }

    async fn a_repeated_key_means_its_last_value(app: TestApp) {
        let created = post(&app, r#"{"orderId":"first","orderId":"last"}"#).await.ok();
        assert_eq!(created["orderId"], "last");
    }

    async fn text_of_any_script_comes_back_as_sent(app: TestApp) {
        let name = "名前 \u{1F600} e\u{301} \u{202E} \"\\\u{1}";
        let created = app.created(json!({"orderId": name, "metadata": {"ключ": name}})).await;
        let read = created.read().await.ok();
        assert_eq!(read.json, json!({"orderId": name, "metadata": {"ключ": name}}));
    }
}
