//! The customer and their addresses.

use crate::country::CountryCode;
use crate::text::Text;
use crate::wire::{record, wire_text};

record! {
    /// Who buys (spec/merchant-api.md §3.1).
    pub struct Customer /
    /// A partial update of a customer: each key sent replaces that key's whole value.
    CustomerUpdate {
        /// Where to write to.
        email_address: EmailAddress,
        /// Phone number, as the merchant writes it.
        mobile_number: Text<1, 255>,
        /// Given name.
        first_name: Text<1, 255>,
        /// Family name.
        last_name: Text<1, 255>,
        /// Where the payment method is registered.
        billing_address: Address,
        /// Where the goods go.
        shipping_address: Address,
        /// The customer's tax number.
        tax_id: Text<0, 255>,
        /// The customer's national identity document.
        national_document_id: Text<0, 255>,
    }
}

record! {
    /// A postal address. Every part is optional (`OptionalAddressAPISchema`).
    pub struct Address {
        /// Given name.
        first_name: Text<1, 255>,
        /// Family name.
        last_name: Text<1, 255>,
        /// Street and number.
        address_line1: Text<1, 255>,
        /// Second line.
        address_line2: Text<0, 255>,
        /// Town.
        city: Text<1, 255>,
        /// State, province or region.
        state: Text<1, 255>,
        /// Country.
        country_code: CountryCode,
        /// Postal code.
        postal_code: Text<1, 255>,
    }
}

impl Address {
    /// Its free texts with their names on the wire.
    #[must_use]
    pub fn texts(&self) -> [(&'static str, Option<&str>); 7] {
        [
            ("firstName", self.first_name.as_deref()),
            ("lastName", self.last_name.as_deref()),
            ("addressLine1", self.address_line1.as_deref()),
            ("addressLine2", self.address_line2.as_deref()),
            ("city", self.city.as_deref()),
            ("state", self.state.as_deref()),
            ("postalCode", self.postal_code.as_deref()),
        ]
    }
}

/// An e-mail address, internationalised form included (RFC 6531), without display name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Longest accepted address, in characters.
    const LENGTH_MAX: usize = 255;

    /// Checks the form.
    ///
    /// # Errors
    /// A sentence, if it is not an e-mail address.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form =
            email_address::Options::default().without_display_text().without_domain_literal();
        let valid = text.chars().count() <= Self::LENGTH_MAX
            && email_address::EmailAddress::parse_with_options(text, form).is_ok();
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("must be an e-mail address of at most {} characters", Self::LENGTH_MAX))
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

wire_text!(EmailAddress, |schema| schema
    .format(Some(utoipa::openapi::SchemaFormat::Custom("email".to_owned())))
    .max_length(Some(EmailAddress::LENGTH_MAX)));

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::from_json;

    #[test]
    fn e_mail_addresses_may_be_international() {
        for address in ["john@example.com", "jörg+shop@münchen.example", "用户@例え.jp", "a@b.c"]
        {
            assert_eq!(EmailAddress::parse(address).unwrap().as_str(), address);
        }
        let long = format!("{}@example.com", "a".repeat(250));
        for other in
            ["", "john", "@example.com", "john@", "John <john@example.com>", "a b@c.de", &long]
        {
            assert!(EmailAddress::parse(other).is_err(), "{other}");
        }
    }

    #[test]
    fn null_and_empty_texts_count_as_absent_in_an_address() {
        let address: Address =
            from_json(json!({"addressLine1": "1 High St", "addressLine2": "", "city": null}))
                .unwrap();
        assert_eq!(serde_json::to_value(&address).unwrap(), json!({"addressLine1": "1 High St"}));
    }

    #[test]
    fn a_customer_is_written_as_it_is_read() {
        let json = json!({
            "emailAddress": "john@example.com", "mobileNumber": "+44 20 7946 0000",
            "firstName": "John", "lastName": "Doe", "taxId": "T1", "nationalDocumentId": "X1",
            "billingAddress": {
                "firstName": "J", "lastName": "D", "addressLine1": "1", "addressLine2": "2",
                "city": "C", "state": "S", "countryCode": "GB", "postalCode": "P",
            },
            "shippingAddress": {"countryCode": "FR"},
        });
        let customer: Customer = from_json(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(customer).unwrap(), json);
    }
}
