//! A client session: the merchant's order, as the checkout shows and pays it.

mod action;
mod request;
mod surcharge;
mod totals;
mod update;

use serde::{Deserialize, Serialize};

pub use self::action::{Action, ActionType, Actions};
pub use self::request::{ClientSessionCreateRequest, ClientSessionUpdateRequest, SessionUpdate};
pub use self::totals::Totals;
pub use self::update::Applied;
use crate::card_network::CardNetwork;
use crate::customer::Customer;
use crate::event::ChainHead;
use crate::id::{AccountId, ClientSessionId};
use crate::metadata::Metadata;
use crate::money::{Amount, Currency};
use crate::order::Order;
use crate::payment_method::{PaymentMethodSettings, PaymentMethodType};
use crate::text::{Name, Text};
use crate::time::Timestamp;
use crate::wire::wire_enum;

/// A session with its stored document.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientSession {
    /// Its id.
    pub id: ClientSessionId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Raised by 1 with each change of the content; starts at 1.
    pub revision: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When its checkout token stops opening it.
    pub expires_at: Timestamp,
    /// End of its event chain.
    pub chain: ChainHead,
    /// How many of its checkouts' views were dropped to make room for others.
    pub views_dropped: i64,
    /// The stored document.
    pub content: SessionContent,
}

/// What the merchant and the shopper have said: the stored document. Absent fields
/// are left out, so that what is stored is what was said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionContent {
    /// The merchant's name for the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<Name>,
    /// Currency of every amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<Currency>,
    /// Overrides the total computed from `order` and disables surcharges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The merchant's name for the customer; saved methods belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<Text<1, 255>>,
    /// Who buys. Never empty: absent instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// What is bought, with the merchant's own fees only. Never empty: absent instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// The merchant's own data.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// How it may be paid. Never empty: absent instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethodSettings>,
    /// Whether the merchant approves each payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval_mode: Option<ApprovalMode>,
    /// What the shopper has chosen to pay with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
}

/// What the shopper has chosen to pay with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// The payment method.
    pub payment_method_type: PaymentMethodType,
    /// The card's network, once the checkout knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<CardNetwork>,
}

wire_enum! {
    /// Whether the merchant approves each payment before it is made.
    pub enum ApprovalMode {
        /// No; so unless given.
        Auto = "AUTO",
        /// Yes.
        Manual = "MANUAL",
    }
}

impl SessionContent {
    /// The card networks that the session accepts, most preferred first; never empty.
    #[must_use]
    pub fn allowed_card_networks(&self) -> &[CardNetwork] {
        (self.payment_method.as_ref())
            .map_or(&CardNetwork::DEFAULT_ALLOWED, |settings| settings.allowed_card_networks())
    }

    /// The wire names of the fields in which `other` differs, for the event log.
    #[must_use]
    pub fn changed_fields(&self, other: &Self) -> Vec<&'static str> {
        let fields = [
            ("orderId", self.order_id != other.order_id),
            ("currencyCode", self.currency_code != other.currency_code),
            ("amount", self.amount != other.amount),
            ("customerId", self.customer_id != other.customer_id),
            ("customer", self.customer != other.customer),
            ("order", self.order != other.order),
            ("metadata", self.metadata != other.metadata),
            ("paymentMethod", self.payment_method != other.payment_method),
            ("selection", self.selection != other.selection),
        ];
        fields.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
    }
}
