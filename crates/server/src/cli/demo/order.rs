//! The order that the demo pays: as the merchant's server and the shopper's checkout
//! would, each with its own credentials.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};

use tender_domain::card::Expiry;

use crate::env::Env;

use super::Failure;
use super::http::{Answer, Caller};
use super::place::Place;
use super::report::{Fact, Report, money};

const CURRENCY: &str = "EUR";
/// The total at first, and with one item more.
const BEFORE: i64 = 4_900;
const AFTER: i64 = 6_400;

/// Authorised by the simulator; belongs to nobody.
const TEST_CARD: &str = "4242424242424242";

/// Walks from the client session to the paid order. Answers what came of it, in a sentence.
pub(super) async fn pay(env: &Env, place: &Place, report: &mut Report) -> Result<String, Failure> {
    let uuid = env.uuid().simple().to_string();
    let shop = Shop {
        caller: Caller::new(
            env.http(),
            &[("x-api-key", &place.api_key), ("x-api-version", "2.4")],
        )?,
        url: place.url.clone(),
        order_id: format!("demo-{}", &uuid[24..]),
    };
    let token = shop.create_session(report).await?;
    let checkout = Checkout::open(env, &token, &uuid)?;
    checkout.read_configuration(report, "The checkout opens the session", BEFORE).await?;
    shop.add_item(report, &token).await?;
    let title = "The checkout reads the session again";
    let revision = checkout.read_configuration(report, title, AFTER).await?;
    let card = checkout.tokenize(report, env).await?;
    let payment = checkout.pay(report, &card, &revision).await?;
    shop.read_payment(report, &payment).await?;
    Ok(format!("Paid. {} is authorised on a test card; no real money moved.", money(AFTER)))
}

/// The merchant's server.
struct Shop {
    caller: Caller,
    url: String,
    order_id: String,
}

impl Shop {
    async fn create_session(&self, report: &mut Report) -> Result<String, Failure> {
        let body = json!({
            "orderId": self.order_id,
            "currencyCode": CURRENCY,
            "order": { "countryCode": "FR", "lineItems": [notebooks()] },
        });
        let url = format!("{}/client-session", self.url);
        let answer = self.caller.send(Method::POST, &url, Some(&body)).await?;
        answer.must("/amount", BEFORE)?;
        let token = answer.text("/clientToken")?.to_owned();
        let start: String = token.chars().take(8).collect();
        let mut facts = session_facts(&answer, "");
        facts.push(("clientToken", json!(format!("{start}... ({} characters)", token.len()))));
        facts.push(("expires", answer.get("/clientTokenExpirationDate")));
        facts.push(("warnings", answer.get("/warnings")));
        report.step("The merchant creates a client session", &answer, facts)?;
        Ok(token)
    }

    async fn add_item(&self, report: &mut Report, token: &str) -> Result<(), Failure> {
        let pen = json!({ "itemId": "pen", "description": "Pen", "amount": AFTER - BEFORE });
        let body = json!({
            "clientToken": token,
            "order": { "lineItems": [notebooks(), pen] },
        });
        let url = format!("{}/client-session", self.url);
        let answer = self.caller.send(Method::PATCH, &url, Some(&body)).await?;
        answer.must("/amount", AFTER)?;
        let facts = session_facts(&answer, "");
        report.step("The merchant adds an item", &answer, facts)
    }

    async fn read_payment(&self, report: &mut Report, id: &str) -> Result<(), Failure> {
        let url = format!("{}/payments/{id}", self.url);
        let answer = self.caller.send(Method::GET, &url, None).await?;
        answer.must("/status", "AUTHORIZED")?;
        answer.must("/amount", AFTER)?;
        answer.must("/currencyCode", CURRENCY)?;
        answer.must("/orderId", self.order_id.as_str())?;
        let facts = vec![
            ("status", answer.get("/status")),
            ("orderId", answer.get("/orderId")),
            ("amount", answer.get("/amount")),
            ("processor", answer.get("/processor/name")),
            ("transaction", answer.get("/transactions/0/processorTransactionId")),
        ];
        report.step("The merchant reads the payment", &answer, facts)
    }
}

/// The shopper's checkout: goes where its token tells it to.
struct Checkout {
    caller: Caller,
    configuration_url: String,
    pci_url: String,
}

impl Checkout {
    /// Reads the token as every client does: its claims, not its signature.
    fn open(env: &Env, token: &str, checkout_id: &str) -> Result<Self, Failure> {
        let claims = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        let claims: Option<Value> = claims.and_then(|json| serde_json::from_slice(&json).ok());
        let claim = |name: &str| {
            let text = claims.as_ref().and_then(|claims| claims[name].as_str());
            let text = text.map(str::to_owned);
            text.ok_or_else(|| Failure::Runtime(format!("the client token has no claim {name}")))
        };
        let headers = [
            ("primer-client-token", claim("accessToken")?),
            ("primer-sdk-checkout-session-id", checkout_id.to_owned()),
        ];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        Ok(Self {
            caller: Caller::new(env.http(), &headers)?,
            configuration_url: claim("configurationUrl")?,
            pci_url: claim("pciUrl")?,
        })
    }

    /// Answers the session's revision.
    async fn read_configuration(
        &self,
        report: &mut Report,
        title: &str,
        amount: i64,
    ) -> Result<Value, Failure> {
        let answer = self.caller.send(Method::GET, &self.configuration_url, None).await?;
        answer.must("/clientSession/order/totalOrderAmount", amount)?;
        let revision = answer.get("/clientSession/revision");
        let mut facts = session_facts(&answer, "/clientSession");
        facts.push(("revision", revision.clone()));
        facts.push(("paymentMethods", answer.get("/paymentMethods/0/type")));
        report.step(title, &answer, facts)?;
        Ok(revision)
    }

    /// Answers the payment method token.
    async fn tokenize(&self, report: &mut Report, env: &Env) -> Result<String, Failure> {
        let year = Expiry::of(env.now()).year() + 3;
        let body = json!({ "paymentInstrument": {
            "type": "PAYMENT_CARD",
            "number": TEST_CARD,
            "cvv": "123",
            "expirationMonth": "12",
            "expirationYear": year.to_string(),
            "cardholderName": "Ada Lovelace",
        }});
        let url = format!("{}/payment-instruments", self.pci_url);
        let answer = self.caller.send(Method::POST, &url, Some(&body)).await?;
        let token = answer.text("/token")?.to_owned();
        let facts = vec![
            ("network", answer.get("/paymentInstrumentData/network")),
            ("last4Digits", answer.get("/paymentInstrumentData/last4Digits")),
            ("tokenType", answer.get("/tokenType")),
        ];
        report.step("The shopper enters a test card", &answer, facts)?;
        Ok(token)
    }

    /// Pays, saying which total the shopper saw. Answers the payment's id.
    async fn pay(
        &self,
        report: &mut Report,
        card: &str,
        revision: &Value,
    ) -> Result<String, Failure> {
        let shown = format!("{revision};{AFTER};{CURRENCY}");
        let caller = self.caller.clone().with("tender-shown", &shown)?;
        let body = json!({ "paymentMethodToken": card });
        let url = format!("{}/payments", self.pci_url);
        let answer = caller.send(Method::POST, &url, Some(&body)).await?;
        answer.must("/status", "SUCCESS")?;
        let id = answer.text("/id")?.to_owned();
        let facts = vec![
            ("id", answer.get("/id")),
            ("status", answer.get("/status")),
            ("amount", answer.get("/amount")),
        ];
        report.step("The shopper pays", &answer, facts)?;
        Ok(id)
    }
}

fn notebooks() -> Value {
    json!({ "itemId": "notebook", "description": "Notebook", "amount": BEFORE / 2, "quantity": 2 })
}

/// What each view of the session shows, `root` being where the session stands.
fn session_facts(answer: &Answer, root: &str) -> Vec<Fact> {
    let etag = answer.etag.clone().map(|etag| ("etag", json!(etag)));
    let mut facts = vec![
        ("orderId", answer.get(&format!("{root}/orderId"))),
        ("amount", answer.get(&format!("{root}/amount"))),
    ];
    facts.extend(etag);
    facts
}
