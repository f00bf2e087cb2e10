//! Options per payment method: `paymentMethod.options`.

use std::collections::BTreeMap;

use deserr::{DeserializeError, Deserr, IntoValue, Map, Value, ValueKind, ValuePointerRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApplePayOptions, PaymentMethodType};
use crate::card_network::CardNetwork;
use crate::error::Faults;
use crate::field::Field;
use crate::money::Amount;
use crate::text::Text;
use crate::wire::{invalid, record, unknown_key, wrong_kind};

/// Options by payment method type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct PaymentMethodOptions {
    /// Options of cards.
    #[serde(rename = "PAYMENT_CARD", skip_serializing_if = "Option::is_none")]
    pub payment_card: Option<CardOptions>,
    /// Options of Apple Pay.
    #[serde(rename = "APPLE_PAY", skip_serializing_if = "Option::is_none")]
    pub apple_pay: Option<ApplePayOptions>,
    /// Options of every other method.
    #[serde(flatten)]
    pub others: BTreeMap<PaymentMethodType, MethodOptions>,
}

record! {
    /// Options of cards.
    pub struct CardOptions {
        /// Options per network.
        networks: CardNetworksOptions,
        /// Ask for the CVV of a saved card again; no, unless given.
        capture_vaulted_card_cvv: bool,
    }
}

/// Options per card network. Any network but EFTPOS; other keys are refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct CardNetworksOptions(BTreeMap<CardNetwork, CardNetworkOptions>);

impl Field for CardNetworksOptions {}
impl Field for PaymentMethodOptions {}
impl Field for ExtraMerchantData {}

record! {
    /// Options of one card network.
    pub struct CardNetworkOptions {
        /// Added when the shopper pays with a card of this network.
        surcharge: Surcharge,
    }
}

record! {
    /// Options of a payment method that has no type of its own here.
    pub struct MethodOptions {
        /// Added when the shopper pays with this method.
        surcharge: Surcharge,
        /// Data that the processor of the method wants, passed on as it is.
        extra_merchant_data: ExtraMerchantData,
        /// The merchant's name, as the method shows it.
        merchant_name: Text<0, 1024>,
    }
}

record! {
    /// An amount added to the order for the way it is paid.
    pub struct Surcharge {
        /// How much; nothing, unless given.
        amount: Amount,
    }
}

impl PaymentMethodOptions {
    /// The surcharge for paying with `method`, by a card of `network` where it is a
    /// card. `None` if there is none, or if the card's network is not known.
    #[must_use]
    pub fn surcharge(
        &self,
        method: &PaymentMethodType,
        network: Option<CardNetwork>,
    ) -> Option<Amount> {
        let surcharge = if *method == PaymentMethodType::PAYMENT_CARD {
            let networks = self.payment_card.as_ref()?.networks.as_ref()?;
            &networks.0.get(&network?)?.surcharge
        } else if *method == PaymentMethodType::APPLE_PAY {
            &self.apple_pay.as_ref()?.surcharge
        } else {
            &self.others.get(method)?.surcharge
        };
        surcharge.as_ref()?.amount.filter(|amount| *amount != Amount::ZERO)
    }

    /// Every surcharge per card network, the configured ones only.
    pub fn network_surcharges(&self) -> impl Iterator<Item = (CardNetwork, Amount)> {
        let networks = self.payment_card.iter().flat_map(|card| &card.networks);
        networks
            .flat_map(|networks| &networks.0)
            .filter_map(|(network, options)| Some((*network, options.surcharge.as_ref()?.amount?)))
    }

    /// Every surcharge of a method other than cards, the configured ones only.
    pub fn method_surcharges(&self) -> impl Iterator<Item = (PaymentMethodType, Amount)> {
        let apple_pay = self.apple_pay.iter().map(|options| &options.surcharge);
        apple_pay
            .map(|surcharge| (PaymentMethodType::APPLE_PAY, surcharge))
            .chain(self.others.iter().map(|(method, options)| (method.clone(), &options.surcharge)))
            .filter_map(|(method, surcharge)| Some((method, surcharge.as_ref()?.amount?)))
    }

    /// Whether any amount of money is given.
    #[must_use]
    pub fn has_amount(&self) -> bool {
        self.network_surcharges().next().is_some()
            || self.method_surcharges().next().is_some()
            || self.apple_pay.as_ref().is_some_and(ApplePayOptions::has_amount)
    }

    /// Whether both say the same, where empty objects say nothing and a default
    /// written out says what its absence says.
    #[must_use]
    pub fn same_meaning(&self, other: &Self) -> bool {
        self.clone().normal_form() == other.clone().normal_form()
    }

    fn normal_form(self) -> Self {
        let mut others = self.others;
        for options in others.values_mut() {
            options.surcharge.take_if(|surcharge| surcharge.is_empty());
            options.extra_merchant_data.take_if(|data| data.0.is_empty());
        }
        others.retain(|_, options| !options.is_empty());
        let apple_pay = self.apple_pay.map(|mut options| {
            options.surcharge.take_if(|surcharge| surcharge.is_empty());
            options
        });
        Self {
            payment_card: self.payment_card.map(CardOptions::normal_form).filter(|o| !o.is_empty()),
            apple_pay: apple_pay.filter(|options| !options.is_empty()),
            others,
        }
    }
}

impl CardOptions {
    fn normal_form(mut self) -> Self {
        if let Some(networks) = &mut self.networks {
            networks.0.retain(|_, options| {
                options.surcharge.as_ref().is_some_and(|surcharge| !surcharge.is_empty())
            });
        }
        self.networks.take_if(|networks| networks.0.is_empty());
        self.capture_vaulted_card_cvv.take_if(|capture| !*capture);
        self
    }
}

impl Deserr<Faults> for PaymentMethodOptions {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let mut options = Self::default();
        read_map(value, location, |key, value, location| {
            match key {
                "PAYMENT_CARD" => {
                    options.payment_card = Option::deserialize_from_value(value, location)?;
                }
                "APPLE_PAY" => {
                    options.apple_pay = Option::deserialize_from_value(value, location)?;
                }
                key => {
                    let method = PaymentMethodType::parse(key)
                        .map_err(|sentence| invalid::<Faults>(sentence, location))?;
                    if let Some(read) = Option::deserialize_from_value(value, location)? {
                        options.others.insert(method, read);
                    }
                }
            }
            Ok(())
        })?;
        Ok(options)
    }
}

impl Deserr<Faults> for CardNetworksOptions {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let mut networks = BTreeMap::new();
        read_map(value, location, |key, value, here| {
            let exact =
                |network: &CardNetwork| *network != CardNetwork::Eftpos && network.as_str() == key;
            match CardNetwork::parse(key).filter(exact) {
                None => return Err(unknown_key(key, location)),
                Some(network) => {
                    if let Some(options) = Option::deserialize_from_value(value, here)? {
                        networks.insert(network, options);
                    }
                }
            }
            Ok(())
        })?;
        Ok(Self(networks))
    }
}

/// Calls `read` for each entry of an object and collects the faults.
fn read_map<V: IntoValue>(
    value: Value<V>,
    location: ValuePointerRef<'_>,
    mut read: impl FnMut(&str, Value<V>, ValuePointerRef<'_>) -> Result<(), Faults>,
) -> Result<(), Faults> {
    let map = match value {
        Value::Map(map) => map,
        other => return Err(wrong_kind(other, &[ValueKind::Map], location)),
    };
    let mut faults = Faults::default();
    for (key, value) in map.into_iter() {
        if let Err(found) = read(&key, value.into_value(), location.push_key(&key)) {
            faults.extend(found);
        }
    }
    faults.or(())
}

/// A free JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct ExtraMerchantData(serde_json::Map<String, serde_json::Value>);

impl<E: DeserializeError> Deserr<E> for ExtraMerchantData {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        match value {
            Value::Map(map) => {
                let entries = map.into_iter().map(|(key, value)| (key, value.into_value().into()));
                Ok(Self(entries.collect()))
            }
            other => Err(wrong_kind(other, &[ValueKind::Map], location)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::error::from_json;

    fn options(json: Json) -> PaymentMethodOptions {
        from_json(json).unwrap()
    }

    fn paths(json: Json) -> Vec<String> {
        let faults = from_json::<PaymentMethodOptions>(json).unwrap_err();
        faults.as_slice().iter().map(|fault| fault.path.clone()).collect()
    }

    #[test]
    fn options_are_written_as_they_are_read() {
        let json = json!({
            "PAYMENT_CARD": {
                "networks": {"VISA": {"surcharge": {"amount": 10}}, "JCB": {}},
                "captureVaultedCardCvv": true,
            },
            "APPLE_PAY": {"merchantName": "My shop"},
            "KLARNA": {"extraMerchantData": {"a": [1, {"b": null}]}, "merchantName": "K"},
            "GOOGLE_PAY": {"surcharge": {"amount": 20}},
            "PAYPAL": {},
        });
        let read = options(json.clone());
        assert_eq!(serde_json::to_value(&read).unwrap(), json);
        assert_eq!(serde_json::from_value::<PaymentMethodOptions>(json).unwrap(), read);
    }

    #[test]
    fn card_networks_are_closed_and_other_options_are_open() {
        let networks = |networks| json!({"PAYMENT_CARD": {"networks": networks}});
        assert_eq!(paths(networks(json!({"EFTPOS": {}}))), ["$.PAYMENT_CARD.networks.EFTPOS"]);
        assert_eq!(paths(networks(json!({"visa": {}}))), ["$.PAYMENT_CARD.networks.visa"]);
        assert_eq!(paths(json!({"klarna": {}})), ["$.klarna"]);
        assert_eq!(
            paths(networks(json!({"VISA": {"surcharge": {"amount": -1}}}))),
            ["$.PAYMENT_CARD.networks.VISA.surcharge.amount"]
        );
        let klarna = options(json!({"KLARNA": {"instalmentDuration": 3}, "PAYPAL": null}));
        assert_eq!(klarna, options(json!({"KLARNA": {}})));
    }

    #[test]
    fn empty_objects_and_written_out_defaults_mean_nothing() {
        let silent = options(json!({
            "PAYMENT_CARD": {"networks": {"VISA": {}, "JCB": {"surcharge": {}}}, "captureVaultedCardCvv": false},
            "APPLE_PAY": {"surcharge": {"amount": null}},
            "KLARNA": {"surcharge": {}, "extraMerchantData": {}},
        }));
        assert!(silent.same_meaning(&PaymentMethodOptions::default()));
        let priced = options(json!({"KLARNA": {"surcharge": {"amount": 1}}}));
        assert!(!priced.same_meaning(&silent));
        assert!(
            priced.same_meaning(&options(
                json!({"PAYPAL": {}, "KLARNA": {"surcharge": {"amount": 1}}})
            ))
        );
        assert!(!priced.same_meaning(&options(json!({"KLARNA": {"surcharge": {"amount": 2}}}))));
    }

    #[test]
    fn a_surcharge_is_found_by_method_and_network() {
        let options = options(json!({
            "PAYMENT_CARD": {"networks": {"VISA": {"surcharge": {"amount": 10}}}},
            "APPLE_PAY": {"surcharge": {"amount": 30}},
            "GOOGLE_PAY": {"surcharge": {"amount": 20}},
            "PAYPAL": {"surcharge": {"amount": 0}},
        }));
        let of = |method, network| options.surcharge(&method, network).map(Amount::minor);
        let visa = Some(CardNetwork::Visa);
        assert_eq!(of(PaymentMethodType::PAYMENT_CARD, visa), Some(10));
        assert_eq!(of(PaymentMethodType::PAYMENT_CARD, Some(CardNetwork::Jcb)), None);
        assert_eq!(of(PaymentMethodType::PAYMENT_CARD, None), None);
        assert_eq!(of(PaymentMethodType::APPLE_PAY, visa), Some(30));
        assert_eq!(of(PaymentMethodType::GOOGLE_PAY, None), Some(20));
        assert_eq!(of(PaymentMethodType::PAYPAL, None), None);
        assert_eq!(of(PaymentMethodType::KLARNA, None), None);
    }
}
