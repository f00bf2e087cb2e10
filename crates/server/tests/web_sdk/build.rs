//! What `scripts/web build` made, as a running server serves it. `./test` builds it first.

use reqwest::Method;

use tender_web_sdk::WebSdk;

use crate::app::{Answer, TestApp};
use crate::database::Engine;

#[tokio::test]
async fn every_file_is_there_in_all_three_forms() {
    let app = built().await;
    let is_plain = |path: &String| !path.ends_with(".br") && !path.ends_with(".gz");
    for path in WebSdk::iter().map(|path| format!("/{path}")).filter(is_plain) {
        for form in ["br", "gzip", "identity"] {
            let caller = app.caller().with("accept-encoding", form);
            let answer = Answer::of(caller.request(Method::HEAD, &path)).await.ok();
            assert_eq!(answer.header("content-encoding").unwrap_or("identity"), form, "{path}");
        }
    }
}

#[tokio::test]
async fn the_entry_points_lead_to_hashed_files_only() {
    let app = built().await;
    let entries = ["/sdk/v1/primer.js", "/sdk/v1/primer.mjs", "/hosted/v1/field.html"];
    for entry in entries {
        let text = app.caller().get(entry).await.ok().text;
        let named: Vec<_> =
            text.split(['"', '\'', '`']).filter(|part| part.contains("assets/")).collect();
        assert!(!named.is_empty(), "{entry} loads nothing");
        let root = entry.split('/').nth(1).unwrap();
        for name in named {
            let (_, file) = name.rsplit_once("assets/").unwrap();
            let answer = app.caller().get(&format!("/{root}/assets/{file}")).await.ok();
            let life = answer.header("cache-control").unwrap();
            assert!(life.ends_with("immutable"), "{entry} loads {name}");
        }
    }
}

#[tokio::test]
async fn metrics_name_the_route_and_not_the_file() {
    let app = built().await;
    app.caller().get("/sdk/v1/primer.js").await.ok();
    app.caller().get("/hosted/v1/field.html").await.ok();
    let metrics = app.operator().get("/metrics").await.ok().text;
    assert!(metrics.contains(r#"route="/sdk/{*path}""#), "{metrics}");
    assert!(metrics.contains(r#"route="/hosted/{*path}""#), "{metrics}");
    assert!(!metrics.contains("primer.js") && !metrics.contains("field.html"));
}

async fn built() -> TestApp {
    assert!(WebSdk::iter().next().is_some(), "run `scripts/web build` first, as ./test does");
    TestApp::start(Engine::Sqlite).await
}
