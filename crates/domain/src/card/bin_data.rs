//! What the first digits of a card number tell about the card.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::detection::detect;
use crate::card_network::CardNetwork;
use crate::wire::wire_enum;

/// Facts about a card's product and issuer (spec/merchant-api.md §4.5). No issuer
/// table comes with Tender, so that most of them are unknown: `null` or `UNKNOWN`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BinData {
    /// The card network.
    pub network: CardNetwork,
    /// ISO 3166-1 alpha-2 code of the issuer's country.
    pub issuer_country_code: Option<String>,
    /// The bank that issued the card.
    pub issuer_name: Option<String>,
    /// ISO 4217 code of the card account's currency.
    pub issuer_currency_code: Option<String>,
    /// Where the card works.
    pub regional_restriction: RegionalRestriction,
    /// What kind of number it is.
    pub account_number_type: AccountNumberType,
    /// Where the money comes from.
    pub account_funding_type: AccountFundingType,
    /// Whether a prepaid card can be topped up.
    pub prepaid_reloadable_indicator: PrepaidReloadable,
    /// Who uses the product.
    pub product_usage_type: ProductUsage,
    /// The network's code for the product.
    pub product_code: String,
    /// The product's name.
    pub product_name: String,
}

wire_enum! {
    /// Where a card works.
    pub enum RegionalRestriction {
        /// In the issuer's country.
        DomesticUseOnly = "DOMESTIC_USE_ONLY",
        /// Everywhere.
        None = "NONE",
        /// Not known.
        Unknown = "UNKNOWN",
    }
}

wire_enum! {
    /// What kind of number a card number is.
    pub enum AccountNumberType {
        /// The one printed on the card.
        PrimaryAccountNumber = "PRIMARY_ACCOUNT_NUMBER",
        /// A network's stand-in for it.
        NetworkToken = "NETWORK_TOKEN",
        /// One of a card that exists in software only.
        DigitalPan = "DIGITAL_PAN",
        /// Not known.
        Unknown = "UNKNOWN",
    }
}

wire_enum! {
    /// Where a card's money comes from.
    pub enum AccountFundingType {
        /// A credit line.
        Credit = "CREDIT",
        /// A bank account, at once.
        Debit = "DEBIT",
        /// Money paid in before.
        Prepaid = "PREPAID",
        /// A credit line to be settled in full.
        Charge = "CHARGE",
        /// A bank account, later.
        DeferredDebit = "DEFERRED_DEBIT",
        /// Not known.
        Unknown = "UNKNOWN",
    }
}

wire_enum! {
    /// Whether a prepaid card can be topped up.
    pub enum PrepaidReloadable {
        /// It can.
        Reloadable = "RELOADABLE",
        /// It cannot.
        NonReloadable = "NON_RELOADABLE",
        /// It is not a prepaid card.
        NotApplicable = "NOT_APPLICABLE",
        /// Not known.
        Unknown = "UNKNOWN",
    }
}

wire_enum! {
    /// Who a card product is made for.
    pub enum ProductUsage {
        /// Private persons.
        Consumer = "CONSUMER",
        /// Companies.
        Business = "BUSINESS",
        /// Public bodies.
        Government = "GOVERNMENT",
        /// Not known.
        Unknown = "UNKNOWN",
    }
}

impl BinData {
    /// What is known of a card that starts with `digits` and is used through `network`.
    #[must_use]
    pub fn new(digits: &str, network: CardNetwork) -> Self {
        let funding = funding(digits);
        Self {
            network,
            issuer_country_code: None,
            issuer_name: None,
            issuer_currency_code: None,
            regional_restriction: RegionalRestriction::Unknown,
            account_number_type: AccountNumberType::PrimaryAccountNumber,
            account_funding_type: funding,
            prepaid_reloadable_indicator: match funding {
                AccountFundingType::Unknown | AccountFundingType::Prepaid => {
                    PrepaidReloadable::Unknown
                }
                _ => PrepaidReloadable::NotApplicable,
            },
            product_usage_type: ProductUsage::Unknown,
            product_code: "UNKNOWN".to_owned(),
            product_name: "UNKNOWN".to_owned(),
        }
    }

    /// One entry per network that the digits may be used through, in the order of
    /// [`detect`].
    #[must_use]
    pub fn lookup(digits: &str) -> Vec<Self> {
        detect(digits).into_iter().map(|network| Self::new(digits, network)).collect()
    }
}

/// Known for the published test cards only (spec/merchant-api.md §8).
fn funding(digits: &str) -> AccountFundingType {
    match digits.get(..6) {
        Some("411111" | "525252") => AccountFundingType::Debit,
        Some("424242" | "555555") => AccountFundingType::Credit,
        _ => AccountFundingType::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_written() {
        let json = serde_json::to_value(BinData::lookup("42424242")).unwrap();
        assert_eq!(
            json,
            serde_json::json!([{
                "network": "VISA",
                "issuerCountryCode": null,
                "issuerName": null,
                "issuerCurrencyCode": null,
                "regionalRestriction": "UNKNOWN",
                "accountNumberType": "PRIMARY_ACCOUNT_NUMBER",
                "accountFundingType": "CREDIT",
                "prepaidReloadableIndicator": "NOT_APPLICABLE",
                "productUsageType": "UNKNOWN",
                "productCode": "UNKNOWN",
                "productName": "UNKNOWN",
            }])
        );
    }

    #[test]
    fn a_co_badged_card_has_an_entry_per_network() {
        let networks: Vec<_> =
            BinData::lookup("40355000").iter().map(|data| data.network).collect();
        assert_eq!(networks, [CardNetwork::Visa, CardNetwork::CartesBancaires]);
        assert_eq!(BinData::lookup("9999"), []);
    }
}
