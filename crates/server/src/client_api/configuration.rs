//! What a checkout starts from and is refreshed with (spec/client-protocol.md §3).
//! Android fails on a bad entry that iOS skips, so every entry has all it needs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use tender_domain::account::{AccountSettings, ActivePaymentMethod, Environment};
use tender_domain::card_network::CardNetwork;
use tender_domain::client_session::{ApprovalMode, ClientSession, SessionContent};
use tender_domain::country::CountryCode;
use tender_domain::customer::Customer;
use tender_domain::id::{AccountId, ClientSessionId};
use tender_domain::money::{Amount, Currency};
use tender_domain::order::{LineItem, Shipping};
use tender_domain::payment_method::{PaymentMethodSettings, PaymentMethodType};

use super::auth::ClientAuth;
use super::error::envelope;
use crate::app::App;
use crate::checkout::{Error, view};
use crate::envelope::Envelope;

/// `GET /client-sdk/configuration`.
pub async fn read(
    State(app): State<Arc<App>>,
    mut client: ClientAuth,
) -> Result<Response, Envelope> {
    if let Some(checkout) = &client.checkout {
        client.session = view::note(&app, checkout, client.session).await.map_err(envelope)?;
    }
    answer(&app, &client)
}

/// The whole configuration. iOS looks the cache header up in lower case.
///
/// # Errors
/// When the stored totals no longer add up.
pub fn answer(app: &App, client: &ClientAuth) -> Result<Response, Envelope> {
    let configuration = Configuration::of(app, client).map_err(envelope)?;
    let headers =
        [(HeaderName::from_static("x-primer-session-cache-ttl"), "0"), (CACHE_CONTROL, "no-store")];
    Ok((headers, Json(configuration)).into_response())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Configuration<'a> {
    core_url: &'a str,
    pci_url: &'a str,
    bin_data_url: &'a str,
    assets_url: &'a str,
    /// Ours: where the frames are that take card data.
    hosted_url: &'a str,
    env: Environment,
    primer_account_id: AccountId,
    client_session: Session<'a>,
    payment_methods: Vec<PaymentMethod<'a>>,
    checkout_modules: Vec<Value>,
}

impl<'a> Configuration<'a> {
    fn of(app: &'a App, client: &'a ClientAuth) -> Result<Self, Error> {
        let settings = &client.account.settings;
        let url = app.endpoints.client.as_str();
        Ok(Self {
            core_url: url,
            pci_url: url,
            bin_data_url: url,
            assets_url: &app.endpoints.assets,
            hosted_url: &app.endpoints.hosted,
            env: client.account.environment,
            primer_account_id: client.account.id,
            client_session: Session::of(&client.session)?,
            payment_methods: payment_methods(settings, &client.session.content),
            checkout_modules: checkout_modules(settings, &client.session.content),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Session<'a> {
    client_session_id: ClientSessionId,
    /// Ours: what `Tender-Shown` quotes.
    revision: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval_mode: Option<ApprovalMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_code: Option<Currency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<SessionCustomer<'a>>,
    order: SessionOrder<'a>,
    payment_method: SessionPaymentMethod<'a>,
}

impl<'a> Session<'a> {
    fn of(session: &'a ClientSession) -> Result<Self, Error> {
        let content = &session.content;
        let customer_id = content.customer_id.as_deref();
        let details = content.customer.as_ref();
        Ok(Self {
            client_session_id: session.id,
            revision: session.revision,
            approval_mode: content.approval_mode,
            customer_id,
            order_id: content.order_id.as_deref(),
            amount: content.totals()?.amount,
            currency_code: content.currency_code,
            customer: (customer_id.is_some() || details.is_some())
                .then_some(SessionCustomer { customer_id, details }),
            order: SessionOrder::of(content)?,
            payment_method: SessionPaymentMethod::of(content),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionCustomer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(flatten)]
    details: Option<&'a Customer>,
}

/// The order as the checkout totals it: `merchantAmount` (the override) before
/// `totalOrderAmount` (computed).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionOrder<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_code: Option<Currency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<CountryCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_amount: Option<Amount>,
    total_order_amount: Amount,
    line_items: &'a [LineItem],
    fees: Vec<SurchargeFee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping: Option<&'a Shipping>,
}

/// The only fee that clients are sent: iOS drops all fees if it meets another type.
#[derive(Serialize)]
struct SurchargeFee {
    #[serde(rename = "type")]
    fee_type: &'static str,
    amount: Amount,
}

impl<'a> SessionOrder<'a> {
    fn of(content: &'a SessionContent) -> Result<Self, Error> {
        let totals = content.totals()?;
        let order = content.order.as_ref();
        let surcharge = |amount| SurchargeFee { fee_type: "SURCHARGE", amount };
        Ok(Self {
            order_id: content.order_id.as_deref(),
            currency_code: content.currency_code,
            country_code: order.and_then(|order| order.country_code),
            merchant_amount: totals.merchant_amount,
            total_order_amount: totals.computed,
            line_items: order.and_then(|order| order.line_items.as_deref()).unwrap_or_default(),
            fees: totals.surcharge.map(surcharge).into_iter().collect(),
            shipping: order.and_then(|order| order.shipping.as_ref()),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionPaymentMethod<'a> {
    vault_on_success: bool,
    vault_on_agreement: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptor: Option<&'a str>,
    /// Never empty: clients refuse every card otherwise.
    ordered_allowed_card_networks: &'a [CardNetwork],
    options: Vec<Value>,
}

impl<'a> SessionPaymentMethod<'a> {
    fn of(content: &'a SessionContent) -> Self {
        let settings = content.payment_method.as_ref();
        Self {
            vault_on_success: settings.and_then(|s| s.vault_on_success).unwrap_or_default(),
            vault_on_agreement: settings.and_then(|s| s.vault_on_agreement).unwrap_or_default(),
            descriptor: settings.and_then(|s| s.descriptor.as_deref()),
            ordered_allowed_card_networks: content.allowed_card_networks(),
            options: settings.map(surcharges).unwrap_or_default(),
        }
    }
}

/// `[{"type":"PAYMENT_CARD","networks":[{"type":"VISA","surcharge":10}]}, …]`.
fn surcharges(settings: &PaymentMethodSettings) -> Vec<Value> {
    let Some(options) = &settings.options else {
        return Vec::new();
    };
    let networks: Vec<_> = options
        .network_surcharges()
        .map(|(network, amount)| json!({ "type": network, "surcharge": amount }))
        .collect();
    let cards = (!networks.is_empty())
        .then(|| json!({ "type": PaymentMethodType::PAYMENT_CARD, "networks": networks }));
    let others = options
        .method_surcharges()
        .map(|(method, amount)| json!({ "type": method, "surcharge": amount }));
    cards.into_iter().chain(others).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentMethod<'a> {
    id: Option<String>,
    #[serde(rename = "type")]
    method: &'a PaymentMethodType,
    name: &'a str,
    implementation_type: &'static str,
    options: Value,
    display_metadata: Option<Value>,
}

/// The account's active methods that a connector can carry out: cards.
fn payment_methods<'a>(
    settings: &'a AccountSettings,
    content: &SessionContent,
) -> Vec<PaymentMethod<'a>> {
    let payable = |active: &&ActivePaymentMethod| active.method == PaymentMethodType::PAYMENT_CARD;
    let options = content.payment_method.as_ref().and_then(|settings| settings.options.as_ref());
    let capture_cvv = options
        .and_then(|options| options.payment_card.as_ref()?.capture_vaulted_card_cvv)
        .unwrap_or_default();
    settings
        .payment_methods
        .iter()
        .filter(payable)
        .map(|active| PaymentMethod {
            id: None,
            method: &active.method,
            name: active.method.display_name(),
            implementation_type: "NATIVE_SDK",
            options: json!({
                "threeDSecureEnabled": false,
                "threeDSecureProvider": "NONE",
                "captureVaultedCardCvv": capture_cvv,
            }),
            display_metadata: None,
        })
        .collect()
}

fn checkout_modules(settings: &AccountSettings, content: &SessionContent) -> Vec<Value> {
    let modules = &settings.checkout_modules;
    let billing = modules.billing_address.as_ref();
    let billing = billing.map(|form| json!({ "type": "BILLING_ADDRESS", "options": form }));
    // Android knows the one spelling, iOS the other.
    let card = modules.card_information.as_ref().map(|form| {
        json!({ "type": "CARD_INFORMATION", "options": {
            "cardHolderName": form.card_holder_name,
            "cardholderName": form.card_holder_name,
            "saveCardCheckbox": form.save_card_checkbox,
        }})
    });
    let chosen =
        content.order.as_ref().and_then(|order| order.shipping.as_ref()?.method_id.as_deref());
    let shipping = modules.shipping.as_ref().filter(|form| !form.shipping_methods.is_empty());
    let shipping = shipping.map(|form| {
        // iOS loses the module without a selected method.
        let selected = chosen
            .or(form.selected_shipping_method.as_deref())
            .unwrap_or(&form.shipping_methods[0].id);
        json!({ "type": "SHIPPING", "options": {
            "shippingMethods": form.shipping_methods,
            "selectedShippingMethod": selected,
        }})
    });
    billing.into_iter().chain(card).chain(shipping).collect()
}
