//! The shop by itself, beside a Tender that runs elsewhere.

use std::env::var;

#[tokio::main]
#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program of its own")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = var("TENDER_URL").unwrap_or_else(|_| "http://127.0.0.1:8080".to_owned());
    let api_key = var("TENDER_API_KEY").map_err(|_| "TENDER_API_KEY is not set")?;
    let port = var("PORT").map_or(Ok(8081), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("The shop is open at http://{}", listener.local_addr()?);
    let tender = demo_shop::Tender { http: reqwest::Client::new(), url, api_key };
    Ok(axum::serve(listener, demo_shop::router(tender)).await?)
}
