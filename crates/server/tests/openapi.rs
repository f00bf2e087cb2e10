//! The description of the merchant API: what it says, and how it is served.

use std::collections::BTreeSet;

use boon::{Compiler, Draft, Schemas};
use serde_json::Value;

use tender_domain::api_version::ApiVersion;
use tender_server::router;

use crate::app::both_engines;

fn document() -> Value {
    serde_json::to_value(router::openapi()).unwrap()
}

/// Each operation with its path and method.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
        .collect()
}

/// Every `$ref` below `value`.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|inner| references(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn the_document_is_the_reviewed_one() {
    insta::assert_json_snapshot!(document(), {".info.version" => "[version]"});
}

#[test]
fn every_operation_is_complete() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let here = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{here}: id used twice");
        assert_eq!(operation["security"], serde_json::json!([{"ApiKeyAuth": []}]), "{here}");
        for field in ["summary", "description"] {
            assert!(!operation[field].as_str().unwrap_or_default().is_empty(), "{here}: {field}");
        }
        let responses = operation["responses"].as_object().unwrap();
        let common = ["408", "429", "431", "500", "503", "504"];
        for status in ["200", "400", "401", "403"].into_iter().chain(common) {
            assert!(responses.contains_key(status), "{here}: {status}");
        }
        let body = matches!(method, "post" | "patch");
        assert_eq!(operation.get("requestBody").is_some(), body, "{here}");
        for status in ["413", "415"] {
            assert_eq!(responses.contains_key(status), body, "{here}: {status}");
        }
        let parameters = operation["parameters"].as_array().unwrap();
        let version = parameters.iter().find(|one| one["name"] == "X-Api-Version").unwrap();
        let versions = version["schema"]["enum"].as_array().unwrap();
        assert_eq!(versions.len(), ApiVersion::ALL.len(), "{here}");
    }
    assert!(ids.len() >= 5, "{ids:?}");
}

#[test]
fn warnings_are_described_in_both_forms() {
    let document = document();
    let text = document["components"]["schemas"]["Warnings"].to_string();
    assert!(text.contains("oneOf") && text.contains("/Warning\""), "{text}");
    let update = &document["paths"]["/client-session"]["patch"]["responses"]["200"];
    assert!(update.to_string().contains("UpdatedClientSession"), "{update}");
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 20, "{found:?}");
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[test]
fn every_schema_is_json_schema() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler.add_resource("https://tender.example/openapi.json", document.clone()).unwrap();
    let mut schemas = Schemas::new();
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        let url = format!("https://tender.example/openapi.json#/components/schemas/{name}");
        compiler.compile(&url, &mut schemas).unwrap_or_else(|error| panic!("{name}: {error:#}"));
    }
}

/// The addresses that a text of HTML or JavaScript would load: quoted, and absolute.
fn external(text: &str) -> Vec<&str> {
    let quoted = text.split(['"', '\'', '`', '(', ')']);
    quoted
        .filter(|part| {
            part.starts_with("http://") || part.starts_with("https://") || part.starts_with("//")
        })
        .collect()
}

both_engines! {
    async fn the_document_is_served(app: TestApp) {
        let served = app.caller().get("/openapi.json").await.ok();
        assert_eq!(served.json, document());
        assert!(served.header("content-type").unwrap().starts_with("application/json"));
    }

    async fn the_reference_page_needs_no_other_server(app: TestApp) {
        let page = app.caller().get("/reference/").await.ok();
        assert!(page.header("content-type").unwrap().starts_with("text/html"));
        assert_eq!(external(&page.text), [""; 0]);
        let start = app.caller().get("/reference/swagger-initializer.js").await.ok();
        assert!(start.text.contains("/openapi.json"), "{}", start.text);
        assert_eq!(external(&start.text), [""; 0]);
        // Without it, the page would show the document to a validator on the internet.
        assert!(start.text.contains("\"validatorUrl\": \"none\""), "{}", start.text);
        // It is of one origin with the card fields: no bar that loads other documents, and
        // nobody puts it into a frame.
        assert!(start.text.contains("\"layout\": \"BaseLayout\""), "{}", start.text);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        let parts = page
            .text
            .split(['"', '\''])
            .filter(|part| part.ends_with(".js") || part.ends_with(".css"));
        for part in parts {
            let path = format!("/reference/{}", part.trim_start_matches("./"));
            app.caller().get(&path).await.ok();
        }
    }
}
