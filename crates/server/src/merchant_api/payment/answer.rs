//! A payment, as the merchant sees it (spec/merchant-api.md §4.3).

use serde::Serialize;
use utoipa::ToSchema;

use tender_domain::api_version::ApiVersion;
use tender_domain::card::{BinData, CardholderName, MaskedCard};
use tender_domain::customer::Customer;
use tender_domain::metadata::Metadata;
use tender_domain::money::{Amount, Currency};
use tender_domain::order::Order;
use tender_domain::payment::{Attempt, AttemptState, Payment, PaymentStatus, ProcessorAccount};
use tender_domain::payment_instrument::{InstrumentSummary, TokenType};
use tender_domain::payment_method::{AuthorizationType, PaymentMethodType, PaymentType};
use tender_domain::status_reason::{StatusReason, StatusReasonType};

use crate::checkout::payment::Paid;

/// A payment.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PaymentAPIResponse)]
pub struct PaymentAnswer {
    id: String,
    date: String,
    date_updated: String,
    status: PaymentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_token_type: Option<&'static str>,
    order_id: String,
    currency_code: Currency,
    /// In minor units.
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<Order>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<Customer>,
    metadata: Metadata,
    payment_method: PaymentMethod,
    processor: Processor,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<StatusReason>,
    transactions: Vec<Transaction>,
}

impl PaymentAnswer {
    /// The payment in the form of a version; events exist from 2.4 on.
    #[must_use]
    pub fn of(paid: Paid, version: ApiVersion, with_events: bool) -> Self {
        let Paid { payment, attempts, .. } = paid;
        let with_events = with_events && version >= ApiVersion::V2_4;
        // A free order has neither.
        let processor = payment.content.processor.as_ref();
        let calls = attempts.iter().filter_map(|attempt| Some((attempt, processor?)));
        let transactions = calls
            .map(|(attempt, processor)| Transaction {
                events: with_events.then(|| events(attempt, &payment)),
                ..Transaction::of(attempt, (&payment, processor), version)
            })
            .collect();
        let content = payment.content;
        Self {
            id: payment.id.to_string(),
            date: payment.created_at.to_string(),
            date_updated: payment.updated_at.to_string(),
            status: payment.status,
            card_token_type: content.instrument.as_ref().map(|_| CARD_PAN),
            order_id: content.charge.order_id,
            currency_code: content.charge.currency,
            amount: content.charge.amount,
            order: content.frozen.order_on_output(),
            customer_id: content.frozen.customer_id.as_deref().map(str::to_owned),
            customer: content.frozen.customer,
            metadata: content.frozen.metadata,
            processor: {
                let (name, merchant_id) =
                    content.processor.map(|at| (at.name, at.merchant_id)).unzip();
                Processor {
                    name,
                    processor_merchant_id: merchant_id,
                    amount_captured: content.amount_captured,
                    amount_refunded: content.amount_refunded,
                }
            },
            status_reason: content.status_reason.map(|reason| in_version(reason, version)),
            payment_method: {
                let settings = content.frozen.payment_method.unwrap_or_default();
                PaymentMethod {
                    descriptor: settings.descriptor.as_deref().map(str::to_owned),
                    payment_type: settings.payment_type,
                    authorization_type: settings
                        .authorization_type
                        .unwrap_or(AuthorizationType::Final),
                    ..PaymentMethod::of(content.instrument)
                }
            },
            transactions,
        }
    }
}

const CARD_PAN: &str = "CARD_PAN";

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PaymentMethod {
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_type: Option<PaymentType>,
    /// Absent, like the type and the data, if a free order was completed without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method_token: Option<String>,
    is_vaulted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    analytics_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method_type: Option<PaymentMethodType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method_data: Option<CardData>,
    three_d_secure_authentication: ThreeDSecure,
    authorization_type: AuthorizationType,
}

impl PaymentMethod {
    fn of(instrument: Option<InstrumentSummary>) -> Self {
        let none = Self {
            descriptor: None,
            payment_type: None,
            payment_method_token: None,
            is_vaulted: false,
            analytics_id: None,
            payment_method_type: None,
            payment_method_data: None,
            three_d_secure_authentication: ThreeDSecure { response_code: "NOT_PERFORMED" },
            authorization_type: AuthorizationType::Final,
        };
        let Some(instrument) = instrument else { return none };
        Self {
            payment_method_token: Some(instrument.token),
            is_vaulted: instrument.token_type == TokenType::MultiUse,
            analytics_id: Some(instrument.analytics_id),
            payment_method_type: Some(instrument.payment_method_type),
            payment_method_data: Some(CardData::of(instrument.card, instrument.bin_data)),
            ..none
        }
    }
}

/// The card without its first six digits, which the protocol leaves out unless an
/// account asks for them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CardData {
    last4_digits: String,
    expiration_month: String,
    expiration_year: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cardholder_name: Option<CardholderName>,
    /// As people know it: `Visa`.
    network: &'static str,
    is_network_tokenized: bool,
    bin_data: BinData,
}

impl CardData {
    fn of(card: MaskedCard, bin_data: BinData) -> Self {
        Self {
            last4_digits: card.last4_digits,
            expiration_month: format!("{:02}", card.expiry.month()),
            expiration_year: card.expiry.year().to_string(),
            cardholder_name: card.cardholder_name,
            network: card.network.display_name(),
            is_network_tokenized: false,
            bin_data,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ThreeDSecure {
    response_code: &'static str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Processor {
    /// Absent for a free order, of which no processor hears.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_merchant_id: Option<String>,
    amount_captured: Amount,
    amount_refunded: Amount,
}

/// One call to a processor.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    date: String,
    amount: Amount,
    currency_code: Currency,
    order_id: String,
    transaction_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_transaction_id: Option<String>,
    processor_name: String,
    processor_merchant_id: String,
    processor_status: PaymentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_status_reason: Option<StatusReason>,
    card_token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<TransactionEvent>>,
}

/// What a transaction went through.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TransactionEvent {
    /// A UUID.
    id: String,
    date: String,
    #[serde(rename = "type")]
    event_type: &'static str,
    amount: Amount,
}

fn events(attempt: &Attempt, payment: &Payment) -> Vec<TransactionEvent> {
    let approved = matches!(attempt.state, AttemptState::Approved { .. });
    let event = approved.then(|| TransactionEvent {
        id: attempt.id.as_uuid().to_string(),
        date: attempt.updated_at.to_string(),
        event_type: "AUTHORIZATION_SUCCEEDED",
        amount: payment.content.charge.amount,
    });
    event.into_iter().collect()
}

impl Transaction {
    fn of(
        attempt: &Attempt,
        (payment, processor): (&Payment, &ProcessorAccount),
        version: ApiVersion,
    ) -> Self {
        let content = &payment.content;
        let (status, id, reason) = match &attempt.state {
            AttemptState::Started => (PaymentStatus::Pending, None, None),
            AttemptState::Unknown { reason } => (PaymentStatus::Pending, None, Some(reason)),
            AttemptState::Approved { transaction_id } => {
                (PaymentStatus::Authorized, Some(transaction_id), None)
            }
            AttemptState::Declined { reason, transaction_id } => {
                (PaymentStatus::Declined, transaction_id.as_ref(), Some(reason))
            }
            AttemptState::Failed { reason, .. } => (PaymentStatus::Failed, None, Some(reason)),
        };
        Self {
            date: attempt.created_at.to_string(),
            amount: content.charge.amount,
            currency_code: content.charge.currency,
            order_id: content.charge.order_id.clone(),
            transaction_type: "SALE",
            processor_transaction_id: id.cloned(),
            processor_name: processor.name.clone(),
            processor_merchant_id: processor.merchant_id.clone(),
            processor_status: status,
            processor_status_reason: reason.cloned().map(|reason| in_version(reason, version)),
            card_token_type: CARD_PAN,
            events: None,
        }
    }
}

/// Before 2.4 there are neither gateway timeouts nor advice (spec/merchant-api.md §7).
fn in_version(mut reason: StatusReason, version: ApiVersion) -> StatusReason {
    if version < ApiVersion::V2_4 {
        if reason.kind == StatusReasonType::GatewayTimeout {
            reason.kind = StatusReasonType::ApplicationError;
        }
        reason.payment_method_result_code = None;
        reason.payment_method_result_message = None;
        reason.advised_action = None;
    }
    reason
}
