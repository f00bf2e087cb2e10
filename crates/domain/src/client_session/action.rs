//! What the checkout changes by itself while the shopper fills it in
//! (`POST /client-session/actions`, spec/client-protocol.md §2.2).

mod read;

use deserr::Deserr;

use super::{Selection, SessionContent};
use crate::account::{AccountSettings, ShippingMethod};
use crate::card::{CARD_DIGITS_MIN, holds_card_number};
use crate::customer::{Address, Customer, EmailAddress};
use crate::error::{Error, Faults};
use crate::order::Shipping;
use crate::text::Text;
use crate::wire::wire_enum;

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
    /// Changes nothing: a text that the shopper left empty, or `SET_SURCHARGE_FEE`, which one
    /// client names and none sends, since surcharges are the merchant's.
    Nothing,
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
            let fault = |field: &str, sentence| {
                Error::fault(format!("$.actions[{index}].params.{field}"), sentence)
            };
            if let Some(field) = action.misplaced_card_number() {
                return Err(fault(&field, HOLDS_CARD_NUMBER));
            }
            content
                .act_once(action, settings)
                .map_err(|(field, sentence)| fault(field, sentence))?;
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
            Action::Nothing => {}
        }
        Ok(())
    }

    fn customer_mut(&mut self) -> &mut Customer {
        self.customer.get_or_insert_default()
    }
}

/// What is told of a card number in another field than the card's own.
const HOLDS_CARD_NUMBER: &str = "must not hold a card number; only the card form takes one";

/// Digits of a card number among which no phone number is: those have at most 15 (E.164).
const CARD_DIGITS_BESIDE_PHONES: usize = 16;

impl Action {
    /// The param in which a shopper typed a card number: it would be stored and shown as any
    /// other text.
    fn misplaced_card_number(&self) -> Option<String> {
        let in_address = |kind: &str, address: &Address| {
            let field = address.texts().into_iter().find(|(_, text)| {
                text.is_some_and(|text| holds_card_number(text, CARD_DIGITS_MIN))
            });
            field.map(|(field, _)| format!("{kind}.{field}"))
        };
        let (field, text, digits_min) = match self {
            Self::SetBillingAddress(address) => return in_address("billingAddress", address),
            Self::SetShippingAddress(address) => return in_address("shippingAddress", address),
            Self::SetEmailAddress(email) => ("emailAddress", email.as_str(), CARD_DIGITS_MIN),
            Self::SetMobileNumber(text) => {
                ("mobileNumber", text.as_str(), CARD_DIGITS_BESIDE_PHONES)
            }
            Self::SetCustomerFirstName(text) => ("firstName", text.as_str(), CARD_DIGITS_MIN),
            Self::SetCustomerLastName(text) => ("lastName", text.as_str(), CARD_DIGITS_MIN),
            Self::SelectPaymentMethod(_)
            | Self::UnselectPaymentMethod
            | Self::SelectShippingMethod(_)
            | Self::Nothing => return None,
        };
        holds_card_number(text, digits_min).then(|| field.to_owned())
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

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

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
