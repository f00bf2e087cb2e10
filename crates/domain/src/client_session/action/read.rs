//! Actions as they are sent.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use super::super::Selection;
use super::{Action, ActionType};
use crate::card_network::CardNetwork;
use crate::customer::{Address, EmailAddress};
use crate::error::Faults;
use crate::field::Optional;
use crate::payment_method::PaymentMethodType;
use crate::text::Text;
use crate::wire::missing_field;

/// An action as it is sent.
#[derive(Deserr)]
#[deserr(error = Faults)]
struct Sent {
    #[deserr(rename = "type")]
    action_type: ActionType,
    #[deserr(default, from(Option<Params>) = Option::unwrap_or_default)]
    params: Params,
}

/// The params of every type together: each type picks its own.
#[derive(Default, Deserr)]
#[deserr(error = Faults, rename_all = camelCase)]
struct Params {
    #[deserr(default)]
    payment_method_type: Option<PaymentMethodType>,
    #[deserr(default)]
    bin_data: Option<BinData>,
    #[deserr(default)]
    billing_address: Option<Address>,
    #[deserr(default)]
    shipping_address: Option<Address>,
    /// As the web client spells it.
    #[deserr(default)]
    shipping_method_id: Option<String>,
    /// As the mobile clients spell it.
    #[deserr(default, rename = "shipping_method_id")]
    mobile_shipping_method_id: Option<String>,
    #[deserr(default)]
    email_address: Option<Optional<EmailAddress>>,
    #[deserr(default)]
    mobile_number: Option<Optional<Text<1, 255>>>,
    #[deserr(default)]
    first_name: Option<Optional<Text<1, 255>>>,
    #[deserr(default)]
    last_name: Option<Optional<Text<1, 255>>>,
}

/// What the checkout knows of the card; only its network matters here.
#[derive(Deserr)]
#[deserr(error = Faults)]
struct BinData {
    #[deserr(default)]
    network: Option<String>,
}

impl Deserr<Faults> for Action {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let Sent { action_type, params } = Sent::deserialize_from_value(value, location)?;
        Self::read(action_type, params)
            .map_err(|field| missing_field(field, location.push_key("params")))
    }
}

impl Action {
    /// The action of that type; the name of the missing param if one is missing.
    fn read(action_type: ActionType, params: Params) -> Result<Self, &'static str> {
        Ok(match action_type {
            ActionType::SelectPaymentMethod => Self::SelectPaymentMethod(Selection {
                payment_method_type: params.payment_method_type.ok_or("paymentMethodType")?,
                network: params
                    .bin_data
                    .and_then(|card| card.network)
                    .filter(|name| !name.is_empty())
                    .map(|name| CardNetwork::parse(&name).unwrap_or(CardNetwork::Other)),
            }),
            ActionType::UnselectPaymentMethod => Self::UnselectPaymentMethod,
            ActionType::SetBillingAddress => {
                Self::SetBillingAddress(params.billing_address.ok_or("billingAddress")?)
            }
            ActionType::SetShippingAddress => {
                Self::SetShippingAddress(params.shipping_address.ok_or("shippingAddress")?)
            }
            ActionType::SelectShippingMethod => {
                let id = params.shipping_method_id.or(params.mobile_shipping_method_id);
                Self::SelectShippingMethod(id.ok_or("shippingMethodId")?)
            }
            ActionType::SetEmailAddress => {
                set(params.email_address.ok_or("emailAddress")?, Self::SetEmailAddress)
            }
            ActionType::SetMobileNumber => {
                set(params.mobile_number.ok_or("mobileNumber")?, Self::SetMobileNumber)
            }
            ActionType::SetCustomerFirstName => {
                set(params.first_name.ok_or("firstName")?, Self::SetCustomerFirstName)
            }
            ActionType::SetCustomerLastName => {
                set(params.last_name.ok_or("lastName")?, Self::SetCustomerLastName)
            }
            ActionType::SetSurchargeFee => Self::Nothing,
        })
    }
}

/// The action with its text; nothing to do if the shopper left it empty.
fn set<T>(sent: Optional<T>, action: fn(T) -> Action) -> Action {
    sent.into_option().map_or(Action::Nothing, action)
}
