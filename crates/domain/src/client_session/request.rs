//! What a merchant may send to create and update a session.

use deserr::Deserr;
use utoipa::ToSchema;

use super::ApprovalMode;
use crate::customer::{Customer, CustomerUpdate};
use crate::error::Faults;
use crate::field::Optional;
use crate::metadata::Metadata;
use crate::money::{Amount, Currency};
use crate::order::{Order, OrderUpdate};
use crate::patch::Patch;
use crate::payment_method::PaymentMethodSettings;
use crate::text::{Name, Text};

/// Body of `POST /client-session`. `null` and empty texts count as absent, unknown fields
/// are refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserr, ToSchema)]
#[schema(as = ClientSessionAPIRequest, rename_all = "camelCase")]
#[serde(deny_unknown_fields)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
pub struct ClientSessionCreateRequest {
    /// The merchant's name for the order.
    #[deserr(default, from(Optional<Name>) = Optional::into_option)]
    pub order_id: Option<Name>,
    /// Currency of every amount; required as soon as there is one.
    #[deserr(default, from(Optional<Currency>) = Optional::into_option)]
    pub currency_code: Option<Currency>,
    /// Total in minor units. Overrides what `order` adds up to and disables surcharges.
    #[deserr(default, from(Optional<Amount>) = Optional::into_option)]
    pub amount: Option<Amount>,
    /// The merchant's name for the customer.
    #[deserr(default, from(Optional<Text<1, 255>>) = Optional::into_option)]
    pub customer_id: Option<Text<1, 255>>,
    /// Who buys.
    #[deserr(default, from(Optional<Customer>) = Optional::into_option)]
    pub customer: Option<Customer>,
    /// What is bought.
    #[deserr(default, from(Optional<Order>) = Optional::into_option)]
    pub order: Option<Order>,
    /// The merchant's own data.
    #[deserr(default, from(Optional<Metadata>) = Optional::into_option)]
    pub metadata: Option<Metadata>,
    /// How the session may be paid.
    #[deserr(default, from(Optional<PaymentMethodSettings>) = Optional::into_option)]
    pub payment_method: Option<PaymentMethodSettings>,
    /// Whether the merchant approves each payment before it is made.
    #[deserr(default, from(Optional<ApprovalMode>) = Optional::into_option)]
    pub approval_mode: Option<ApprovalMode>,
}

/// Body of `PATCH /client-session`. Absent keeps, `null` clears, an empty text counts as
/// absent, unknown fields are refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, ToSchema)]
#[schema(as = ClientSessionUpdateAPIRequest, rename_all = "camelCase")]
#[serde(deny_unknown_fields)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
pub struct ClientSessionUpdateRequest {
    /// The token that the session was created with.
    pub client_token: String,
    /// The merchant's name for the order.
    #[schema(value_type = Option<Name>, required = false)]
    #[deserr(default)]
    pub order_id: Patch<Name>,
    /// Currency of every amount.
    #[schema(value_type = Option<Currency>, required = false)]
    #[deserr(default)]
    pub currency_code: Patch<Currency>,
    /// Total in minor units; stays until it is cleared.
    #[schema(value_type = Option<Amount>, required = false)]
    #[deserr(default)]
    pub amount: Patch<Amount>,
    /// The merchant's name for the customer.
    #[schema(value_type = Option<Text<1, 255>>, required = false)]
    #[deserr(default)]
    pub customer_id: Patch<Text<1, 255>>,
    /// Who buys; each key sent replaces that key's whole value.
    #[schema(value_type = Option<CustomerUpdate>, required = false)]
    #[deserr(default)]
    pub customer: Patch<CustomerUpdate>,
    /// What is bought; each key sent replaces that key's whole value.
    #[schema(value_type = Option<OrderUpdate>, required = false)]
    #[deserr(default)]
    pub order: Patch<OrderUpdate>,
    /// The merchant's own data, replaced whole.
    #[schema(value_type = Option<Metadata>, required = false)]
    #[deserr(default)]
    pub metadata: Patch<Metadata>,
    /// How the session may be paid, replaced whole; `options` stay as created.
    #[schema(value_type = Option<PaymentMethodSettings>, required = false)]
    #[deserr(default)]
    pub payment_method: Patch<PaymentMethodSettings>,
}

impl ClientSessionUpdateRequest {
    /// The token and what it may change.
    #[must_use]
    pub fn into_parts(self) -> (String, SessionUpdate) {
        let update = SessionUpdate {
            order_id: self.order_id,
            currency_code: self.currency_code,
            amount: self.amount,
            customer_id: self.customer_id,
            customer: self.customer,
            order: self.order,
            metadata: self.metadata,
            payment_method: self.payment_method,
        };
        (self.client_token, update)
    }
}

/// A partial update of a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the fields of ClientSessionUpdateRequest")]
pub struct SessionUpdate {
    pub order_id: Patch<Name>,
    pub currency_code: Patch<Currency>,
    pub amount: Patch<Amount>,
    pub customer_id: Patch<Text<1, 255>>,
    pub customer: Patch<CustomerUpdate>,
    pub order: Patch<OrderUpdate>,
    pub metadata: Patch<Metadata>,
    pub payment_method: Patch<PaymentMethodSettings>,
}
