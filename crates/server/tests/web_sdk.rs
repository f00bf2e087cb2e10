//! The built SDK and its frames, under `/sdk` and `/hosted`.

mod build;

use std::sync::Arc;

use reqwest::Method;
use rust_embed::Embed;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use tender_server::env::Env;
use tender_server::http::edge::EdgeLayer;
use tender_server::web_sdk;

use crate::app::{Answer, Caller};

const SCRIPT: &str = "/sdk/v1/primer.js";

/// Files with contents that say what they are.
#[derive(Embed)]
#[folder = "tests/web_sdk/www"]
struct Files;

/// Of an SDK that was never built.
#[derive(Embed)]
#[folder = "tests/web_sdk/nothing"]
#[allow_missing = true]
struct Nothing;

#[tokio::test]
async fn the_smallest_form_that_the_browser_takes_is_sent() {
    let site = serve::<Files>().await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "its brotli form\n"),
        ("br;q=0, gzip", Some("gzip"), "its gzip form\n"),
        ("identity", None, "the plain script\n"),
    ] {
        let answer = site.clone().with("accept-encoding", accepted).get(SCRIPT).await.ok();
        assert_eq!((answer.header("content-encoding"), &*answer.text), (encoding, body));
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(answer.header("content-length"), Some(&*body.len().to_string()));
    }
    let plain = site.with("accept-encoding", "br, gzip").get("/sdk/v1/primer.mjs").await.ok();
    assert_eq!((plain.header("content-encoding"), &*plain.text), (None, "the module\n"));
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let site = serve::<Files>().await;
    let brotli = site.clone().with("accept-encoding", "br");
    let tag = site.get(SCRIPT).await.ok().header("etag").unwrap().to_owned();
    let brotli_tag = brotli.get(SCRIPT).await.ok().header("etag").unwrap().to_owned();
    assert!(tag.starts_with('"') && tag != brotli_tag, "{tag} {brotli_tag}");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let answer = site.clone().with("if-none-match", &known).get(SCRIPT).await;
        assert_eq!((answer.status.as_u16(), &*answer.text), (304, ""), "{known}");
        assert_eq!(answer.header("etag"), Some(&*tag));
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    let other_form = site.with("if-none-match", &brotli_tag).get(SCRIPT).await.ok();
    assert_eq!(other_form.text, "the plain script\n");
}

#[tokio::test]
async fn head_answers_as_get_without_the_body() {
    let site = serve::<Files>().await;
    let (get, head) = (site.get(SCRIPT).await.ok(), site.request(Method::HEAD, SCRIPT));
    let head = Answer::of(head).await.ok();
    assert_eq!(head.text, "");
    for name in ["etag", "content-type", "content-length", "cache-control", "vary"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
}

#[tokio::test]
async fn a_cache_keeps_hashed_files_for_ever_and_frames_never() {
    let site = serve::<Files>().await;
    for (path, life) in [
        ("/sdk/assets/core-0a1B2c3d.js", "public, max-age=31536000, immutable"),
        ("/hosted/assets/field-0a1B2c3d.css", "public, max-age=31536000, immutable"),
        (SCRIPT, "no-cache"),
        ("/sdk/v1/primer.mjs", "no-cache"),
        ("/sdk/v1/types/index.d.ts", "no-cache"),
        ("/hosted/v1/field.html", "no-cache"),
    ] {
        let answer = site.get(path).await.ok();
        assert_eq!(answer.header("cache-control"), Some(life), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[tokio::test]
async fn merchants_pages_load_the_sdk_and_only_frames_what_is_in_frames() {
    let site = serve::<Files>().await.with("origin", "https://shop.example.com");
    for (path, origin, policy) in [
        (SCRIPT, Some("*"), "cross-origin"),
        ("/sdk/assets/core-0a1B2c3d.js", Some("*"), "cross-origin"),
        ("/hosted/v1/field.html", None, "cross-origin"),
        ("/hosted/assets/field-0a1B2c3d.css", None, "same-origin"),
    ] {
        let answer = site.get(path).await.ok();
        assert_eq!(answer.header("access-control-allow-origin"), origin, "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some(policy), "{path}");
    }
}

#[tokio::test]
async fn a_frame_may_do_little_and_be_embedded_anywhere() {
    let page = serve::<Files>().await.get("/hosted/v1/field.html").await.ok();
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = page.header("content-security-policy").unwrap();
    assert_eq!(
        policy,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    );
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("origin-agent-cluster"), Some("?1"));
    assert_eq!(page.header("cross-origin-embedder-policy"), Some("require-corp"));
    assert!(page.header("permissions-policy").unwrap().contains("camera=()"));
    // Each of these would part the frames of a card, or keep them out of merchants' pages.
    assert!(!policy.contains("frame-ancestors") && !policy.contains("sandbox"));
    assert_eq!(page.header("x-frame-options"), None);
    assert_eq!(page.header("cross-origin-opener-policy"), None);
}

#[tokio::test]
async fn there_is_nothing_else() {
    let site = serve::<Files>().await;
    for path in ["/sdk", "/sdk/", "/sdk/v1", "/sdk/v1/", "/hosted/v1/other.html"] {
        site.get(path).await.refused(404, "RouteNotFound");
    }
    for path in ["/sdk/v1/primer.js.br", "/sdk/v1/notes.txt", "/sdk//v1/primer.js"] {
        let answer = site.get(path).await.refused(404, "RouteNotFound");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    site.delete(SCRIPT).await.refused(405, "MethodNotAllowed");
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let site = bind::<Files>().await;
    for path in [
        "/sdk/../../../../../package.json",
        "/sdk/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/package.json",
        "/sdk/..%2f..%2f..%2f..%2f..%2fpackage.json",
        "/hosted/../sdk/v1/primer.js",
        "/sdk/./v1/primer.js",
    ] {
        let mut stream = TcpStream::connect(&site).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }
}

#[tokio::test]
async fn without_a_build_the_answer_says_how_to_make_one() {
    let site = serve::<Nothing>().await;
    for path in [SCRIPT, "/hosted/v1/field.html"] {
        let refused = site.get(path).await.refused(503, "ServiceUnavailable");
        let advice = refused["error"]["recoverySuggestion"].as_str().unwrap();
        assert!(advice.contains("scripts/web build"), "{advice}");
    }
}

async fn serve<F: Embed + 'static>() -> Caller {
    Caller::at(&format!("http://{}", bind::<F>().await))
}

/// Serves these files behind the edge, and says where.
async fn bind<F: Embed + 'static>() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let edge = EdgeLayer::new(Env::system(), Arc::default());
    let router = web_sdk::router::<F, ()>().layer(edge);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
