//! What the checkout changes by itself while the shopper fills it in
//! (`POST /client-session/actions`, spec/client-protocol.md §2.2).

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use serde_json::Value as Json;

use super::{Selection, SessionContent};
use crate::account::{AccountSettings, ShippingMethod};
use crate::card_network::CardNetwork;
use crate::customer::{Address, Customer, EmailAddress};
use crate::error::{Error, Faults};
use crate::order::Shipping;
use crate::payment_method::PaymentMethodType;
use crate::text::Text;
use crate::wire::{missing_field, wire_enum};

/// Body of `POST /client-session/actions`; unknown fields are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Deserr)]
#[deserr(error = Faults)]
pub struct Actions {
    /// In the order of their effect.
    pub actions: Vec<Action>,
}

/// A change that the checkout makes for the shopper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The shopper chose a payment method.
    SelectPaymentMethod(Selection),
    /// The shopper left the chosen payment method.
    UnselectPaymentMethod,
    /// Replaces the billing address.
    SetBillingAddress(Address),
    /// Replaces the shipping address.
    SetShippingAddress(Address),
    /// Chooses one of the account's shipping methods, by its id.
    SelectShippingMethod(String),
    /// Sets the customer's e-mail address.
    SetEmailAddress(EmailAddress),
    /// Sets the customer's phone number.
    SetMobileNumber(Text<1, 255>),
    /// Sets the customer's given name.
    SetCustomerFirstName(Text<1, 255>),
    /// Sets the customer's family name.
    SetCustomerLastName(Text<1, 255>),
    /// Named by one client, sent by none: changes nothing, since surcharges are the merchant's.
    SetSurchargeFee,
}

impl SessionContent {
    /// The content after all `actions`, in their order.
    ///
    /// # Errors
    /// A fault of the first action that cannot be done; or as [`SessionContent::checked`],
    /// judged on the session as it would be afterwards. Then none of them is done.
    pub fn act(&self, actions: &[Action], settings: &AccountSettings) -> Result<Self, Error> {
        let mut content = self.clone();
        for (index, action) in actions.iter().enumerate() {
            content.act_once(action, settings).map_err(|(field, sentence)| {
                Error::fault(format!("$.actions[{index}].params.{field}"), sentence)
            })?;
        }
        content.checked()
    }

    fn act_once(
        &mut self,
        action: &Action,
        settings: &AccountSettings,
    ) -> Result<(), (&'static str, &'static str)> {
        match action {
            Action::SelectPaymentMethod(selection) => self.selection = Some(selection.clone()),
            Action::UnselectPaymentMethod => self.selection = None,
            Action::SelectShippingMethod(id) => {
                let method = shipping_method(settings, id)
                    .ok_or(("shippingMethodId", "is none of the shipping methods on offer"))?;
                self.order.get_or_insert_default().shipping = Some(method.into());
            }
            Action::SetBillingAddress(address) => {
                self.customer_mut().billing_address = Some(address.clone());
            }
            Action::SetShippingAddress(address) => {
                self.customer_mut().shipping_address = Some(address.clone());
            }
            Action::SetEmailAddress(email) => {
                self.customer_mut().email_address = Some(email.clone());
            }
            Action::SetMobileNumber(number) => {
                self.customer_mut().mobile_number = Some(number.clone());
            }
            Action::SetCustomerFirstName(name) => {
                self.customer_mut().first_name = Some(name.clone());
            }
            Action::SetCustomerLastName(name) => self.customer_mut().last_name = Some(name.clone()),
            Action::SetSurchargeFee => {}
        }
        Ok(())
    }

    fn customer_mut(&mut self) -> &mut Customer {
        self.customer.get_or_insert_default()
    }
}

fn shipping_method<'a>(settings: &'a AccountSettings, id: &str) -> Option<&'a ShippingMethod> {
    let offered = &settings.checkout_modules.shipping.as_ref()?.shipping_methods;
    offered.iter().find(|method| method.id.as_str() == id)
}

impl From<&ShippingMethod> for Shipping {
    fn from(method: &ShippingMethod) -> Self {
        Self {
            amount: Some(method.amount),
            method_id: Some(method.id.clone()),
            method_name: Some(method.name.clone()),
            method_description: Some(method.description.clone()),
        }
    }
}

wire_enum! {
    /// The types of [`Action`], as they are written.
    pub enum ActionType {
        /// See [`Action::SelectPaymentMethod`]; likewise the others.
        SelectPaymentMethod = "SELECT_PAYMENT_METHOD",
        /// Without params.
        UnselectPaymentMethod = "UNSELECT_PAYMENT_METHOD",
        /// With `billingAddress`.
        SetBillingAddress = "SET_BILLING_ADDRESS",
        /// With `shippingAddress`.
        SetShippingAddress = "SET_SHIPPING_ADDRESS",
        /// With `shippingMethodId` or `shipping_method_id`.
        SelectShippingMethod = "SELECT_SHIPPING_METHOD",
        /// With `emailAddress`.
        SetEmailAddress = "SET_EMAIL_ADDRESS",
        /// With `mobileNumber`.
        SetMobileNumber = "SET_MOBILE_NUMBER",
        /// With `firstName`.
        SetCustomerFirstName = "SET_CUSTOMER_FIRST_NAME",
        /// With `lastName`.
        SetCustomerLastName = "SET_CUSTOMER_LAST_NAME",
        /// With anything.
        SetSurchargeFee = "SET_SURCHARGE_FEE",
    }
}

/// An action as it is sent.
#[derive(Deserr)]
#[deserr(error = Faults)]
struct Sent {
    #[deserr(rename = "type")]
    action_type: ActionType,
    #[deserr(default, from(Option<Filled<Params>>) = params_or_none)]
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
    email_address: Option<EmailAddress>,
    #[deserr(default)]
    mobile_number: Option<Text<1, 255>>,
    #[deserr(default)]
    first_name: Option<Text<1, 255>>,
    #[deserr(default)]
    last_name: Option<Text<1, 255>>,
}

/// What the checkout knows of the card; only its network matters here.
#[derive(Deserr)]
#[deserr(error = Faults)]
struct BinData {
    #[deserr(default)]
    network: Option<String>,
}

fn params_or_none(params: Option<Filled<Params>>) -> Params {
    params.map(|filled| filled.0).unwrap_or_default()
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
                Self::SetEmailAddress(params.email_address.ok_or("emailAddress")?)
            }
            ActionType::SetMobileNumber => {
                Self::SetMobileNumber(params.mobile_number.ok_or("mobileNumber")?)
            }
            ActionType::SetCustomerFirstName => {
                Self::SetCustomerFirstName(params.first_name.ok_or("firstName")?)
            }
            ActionType::SetCustomerLastName => {
                Self::SetCustomerLastName(params.last_name.ok_or("lastName")?)
            }
            ActionType::SetSurchargeFee => Self::SetSurchargeFee,
        })
    }
}

/// Reads a value as if its empty strings were absent: wallets and forms send `""` for
/// what they do not know.
struct Filled<T>(T);

impl<T: Deserr<Faults>> Deserr<Faults> for Filled<T> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let mut json = Json::from(value);
        drop_empty_strings(&mut json);
        T::deserialize_from_value(json.into_value(), location).map(Self)
    }
}

fn drop_empty_strings(json: &mut Json) {
    if let Json::Object(fields) = json {
        fields.retain(|_, field| field.as_str() != Some(""));
        fields.values_mut().for_each(drop_empty_strings);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::from_json;

    fn settings() -> AccountSettings {
        serde_json::from_value(json!({"checkoutModules": {"SHIPPING": {"shippingMethods": [
            {"id": "std", "name": "Standard", "description": "3 days", "amount": 500},
        ]}}}))
        .unwrap()
    }

    fn act_on(content: &SessionContent, actions: Json) -> Result<Json, Error> {
        let actions: Actions = from_json(json!({"actions": actions}))?;
        let content = content.act(&actions.actions, &settings())?;
        Ok(serde_json::to_value(content).unwrap())
    }

    fn act(actions: Json) -> Result<Json, Error> {
        let request = json!({"currencyCode": "EUR"});
        act_on(&SessionContent::create(from_json(request).unwrap()).unwrap(), actions)
    }

    fn path(result: Result<Json, Error>) -> String {
        match result.unwrap_err() {
            Error::Invalid(faults) => faults[0].path.clone(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn contact_and_addresses_go_to_the_customer() {
        let content = act(json!([
            {"type": "SET_EMAIL_ADDRESS", "params": {"emailAddress": "john@example.com"}},
            {"type": "SET_MOBILE_NUMBER", "params": {"mobileNumber": "+44"}},
            {"type": "SET_CUSTOMER_FIRST_NAME", "params": {"firstName": "John"}},
            {"type": "SET_CUSTOMER_LAST_NAME", "params": {"lastName": "Doe"}},
            {"type": "SET_BILLING_ADDRESS", "params": {"billingAddress": {"city": "A", "email": "x", "state": ""}}},
            {"type": "SET_SHIPPING_ADDRESS", "params": {"shippingAddress": {"countryCode": "FR", "city": null}}},
            {"type": "SET_SURCHARGE_FEE", "params": {"amount": 0}},
        ]));
        assert_eq!(
            content.unwrap()["customer"],
            json!({
                "emailAddress": "john@example.com", "mobileNumber": "+44",
                "firstName": "John", "lastName": "Doe",
                "billingAddress": {"city": "A"}, "shippingAddress": {"countryCode": "FR"},
            })
        );
    }

    #[test]
    fn a_selection_is_kept_until_it_is_unselected() {
        let select = |params| json!([{"type": "SELECT_PAYMENT_METHOD", "params": params}]);
        let selection = |actions| act(actions).unwrap()["selection"].clone();
        assert_eq!(
            selection(select(json!({"paymentMethodType": "PAYPAL"}))),
            json!({"paymentMethodType": "PAYPAL"})
        );
        let web = json!({"paymentMethodType": "PAYMENT_CARD", "binData": {"network": "VISA", "issuer_name": null}});
        assert_eq!(
            selection(select(web)),
            json!({"paymentMethodType": "PAYMENT_CARD", "network": "VISA"})
        );
        let unknown =
            json!({"paymentMethodType": "PAYMENT_CARD", "binData": {"network": "NEWNET"}});
        assert_eq!(selection(select(unknown))["network"], "OTHER");
        for unselect in [
            json!({"type": "UNSELECT_PAYMENT_METHOD"}),
            json!({"type": "UNSELECT_PAYMENT_METHOD", "params": {}}),
            json!({"type": "UNSELECT_PAYMENT_METHOD", "params": null}),
        ] {
            let select =
                json!({"type": "SELECT_PAYMENT_METHOD", "params": {"paymentMethodType": "PAYPAL"}});
            assert_eq!(selection(json!([select, unselect])), Json::Null);
        }
    }

    #[test]
    fn a_shipping_method_is_chosen_in_either_spelling() {
        for params in [json!({"shippingMethodId": "std"}), json!({"shipping_method_id": "std"})] {
            let content =
                act(json!([{"type": "SELECT_SHIPPING_METHOD", "params": params}])).unwrap();
            assert_eq!(
                content["order"]["shipping"],
                json!({
                    "amount": 500, "methodId": "std", "methodName": "Standard",
                    "methodDescription": "3 days",
                })
            );
        }
        let unknown =
            json!([{"type": "SELECT_SHIPPING_METHOD", "params": {"shippingMethodId": "x"}}]);
        assert_eq!(path(act(unknown)), "$.actions[0].params.shippingMethodId");
    }

    #[test]
    fn faults_name_the_action_and_the_param() {
        for (action, expected) in [
            (json!({}), "$.actions[0].type"),
            (json!({"type": "DANCE"}), "$.actions[0].type"),
            (json!({"type": "SET_EMAIL_ADDRESS"}), "$.actions[0].params.emailAddress"),
            (
                json!({"type": "SET_EMAIL_ADDRESS", "params": {"emailAddress": "x"}}),
                "$.actions[0].params.emailAddress",
            ),
            (
                json!({"type": "SET_BILLING_ADDRESS", "params": {"billingAddress": {"countryCode": "XX"}}}),
                "$.actions[0].params.billingAddress.countryCode",
            ),
            (
                json!({"type": "SELECT_PAYMENT_METHOD", "params": {"binData": {}}}),
                "$.actions[0].params.paymentMethodType",
            ),
        ] {
            assert_eq!(path(act(json!([action]))), expected);
        }
    }

    #[test]
    fn an_action_may_not_leave_an_amount_without_a_currency() {
        let ship =
            json!([{"type": "SELECT_SHIPPING_METHOD", "params": {"shippingMethodId": "std"}}]);
        assert_eq!(path(act_on(&SessionContent::default(), ship)), "$.currencyCode");
    }
}
