//! What the published clients insist on when they read a configuration
//! (spec/client-protocol.md §3, spec/web-sdk.md §4). Nothing unknown is refused,
//! nothing required may be missing, `null` or of another type.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a configuration as Android, iOS and the web client do.
#[track_caller]
pub(super) fn every_client_reads(configuration: &Value) {
    read::<Android>(configuration, "Android");
    let ios: Ios = read(configuration, "iOS");
    assert!(ios.payment_methods.iter().all(|method| !method.name.is_empty()));
    let web: Web = read(configuration, "the web client");
    let session = &web.client_session;
    assert!(!session.payment_method.ordered_allowed_card_networks.is_empty());
    assert!(session.order.fees.iter().all(|fee| fee.amount >= 0));
    // The clients of today cannot carry out what needs a signed manifest.
    let text = configuration.to_string();
    assert!(!text.contains("BACKEND_DRIVEN"), "{text}");
    assert!(configuration.get("error").is_none(), "Android takes it for a failure");
}

#[track_caller]
fn read<T: DeserializeOwned>(configuration: &Value, client: &str) -> T {
    serde_json::from_value(configuration.clone())
        .unwrap_or_else(|error| panic!("{client} cannot read it: {error}\n{configuration:#}"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct Android {
    core_url: String,
    pci_url: String,
    bin_data_url: String,
    env: Environment,
    client_session: AndroidSession,
    payment_methods: Vec<AndroidMethod>,
    checkout_modules: Vec<CheckoutModule>,
    primer_account_id: Option<String>,
}

/// Upper case only.
#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Environment {
    Dev,
    Sandbox,
    Staging,
    Production,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct AndroidSession {
    client_session_id: String,
    customer: Option<Customer>,
    order: Order,
    payment_method: SessionPaymentMethod,
    customer_id: Option<String>,
    order_id: Option<String>,
    amount: Option<u64>,
    currency_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct Customer {
    customer_id: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email_address: Option<String>,
    mobile_number: Option<String>,
    billing_address: Option<Address>,
    shipping_address: Option<Address>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct Address {
    first_name: Option<String>,
    last_name: Option<String>,
    address_line1: Option<String>,
    address_line2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    postal_code: Option<String>,
    country_code: Option<CountryCode>,
}

/// Two capital letters; Android fails on a country that it does not know.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct CountryCode;

impl TryFrom<String> for CountryCode {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        let known = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
        if known { Ok(Self) } else { Err(format!("{code} is no country")) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct Order {
    order_id: Option<String>,
    currency_code: Option<String>,
    country_code: Option<CountryCode>,
    merchant_amount: Option<u64>,
    total_order_amount: u64,
    line_items: Vec<LineItem>,
    fees: Vec<Fee>,
    shipping: Option<Shipping>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct LineItem {
    item_id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    amount: Option<u64>,
    quantity: u32,
    discount_amount: Option<u64>,
    tax_amount: Option<u64>,
    tax_code: Option<String>,
    product_type: Option<String>,
}

#[derive(Deserialize)]
struct Fee {
    #[serde(rename = "type")]
    #[expect(dead_code, reason = "being there is all that is asked")]
    fee_type: FeeType,
    amount: i64,
}

/// iOS drops all fees when it meets another type.
#[derive(Deserialize)]
enum FeeType {
    #[serde(rename = "SURCHARGE")]
    Surcharge,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct Shipping {
    amount: Option<u64>,
    method_id: Option<String>,
    method_name: Option<String>,
    method_description: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct SessionPaymentMethod {
    vault_on_success: bool,
    vault_on_agreement: Option<bool>,
    descriptor: Option<String>,
    ordered_allowed_card_networks: Vec<String>,
    options: Vec<MethodSurcharge>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct MethodSurcharge {
    #[serde(rename = "type")]
    method: String,
    surcharge: Option<u64>,
    networks: Option<Vec<NetworkSurcharge>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "being there is all that is asked")]
struct NetworkSurcharge {
    #[serde(rename = "type")]
    network: String,
    surcharge: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct AndroidMethod {
    id: Option<String>,
    #[serde(rename = "type")]
    method: String,
    implementation_type: Implementation,
    options: CardOptions,
    /// A `button` must be in it if it is there.
    display_metadata: Option<HashMap<String, Value>>,
}

/// iOS drops the options of cards when one of the first two is missing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct CardOptions {
    three_d_secure_enabled: bool,
    three_d_secure_provider: String,
    capture_vaulted_card_cvv: Option<bool>,
}

#[derive(Deserialize)]
enum Implementation {
    #[serde(rename = "NATIVE_SDK")]
    NativeSdk,
    #[serde(rename = "WEB_REDIRECT")]
    WebRedirect,
}

/// All of Android's options but those of SHIPPING must be booleans.
#[derive(Deserialize)]
#[serde(tag = "type", content = "options")]
#[expect(dead_code, reason = "being there is all that is asked")]
enum CheckoutModule {
    #[serde(rename = "BILLING_ADDRESS")]
    BillingAddress(HashMap<String, bool>),
    #[serde(rename = "CARD_INFORMATION")]
    CardInformation(HashMap<String, bool>),
    #[serde(rename = "SHIPPING", rename_all = "camelCase")]
    Shipping { shipping_methods: Vec<ShippingMethod>, selected_shipping_method: String },
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "being there is all that is asked")]
struct ShippingMethod {
    id: String,
    name: String,
    description: String,
    amount: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct Ios {
    env: Environment,
    payment_methods: Vec<IosMethod>,
    checkout_modules: Vec<CheckoutModule>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct IosMethod {
    #[serde(rename = "type")]
    method: String,
    name: String,
    implementation_type: Implementation,
    options: CardOptions,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Web {
    client_session: WebSession,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "being there is all that is asked")]
struct WebSession {
    client_session_id: String,
    order: Order,
    payment_method: SessionPaymentMethod,
}
