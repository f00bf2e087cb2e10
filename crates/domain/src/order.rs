//! What is bought.

use deserr::{DeserializeError, Deserr, IntoValue, Value, ValueKind, ValuePointerRef};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::openapi::schema::{KnownFormat, Type};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::country::CountryCode;
use crate::field::Field;
use crate::limits::QUANTITY_MAX;
use crate::money::Amount;
use crate::text::{Name, Text};
use crate::wire::{integer, invalid, record, wire_enum, wrong_kind};

record! {
    /// The order of a session (spec/merchant-api.md §3.1).
    pub struct Order /
    /// A partial update of an order: each key sent replaces that key's whole value.
    OrderUpdate {
        /// What is bought.
        line_items: Vec<LineItem>,
        /// Where the order is placed; Apple Pay and others need it.
        country_code: CountryCode,
        /// Where the retailer is.
        retailer_country_code: CountryCode,
        /// Charges on the whole order.
        fees: Vec<Fee>,
        /// How the order is delivered.
        shipping: Shipping,
    }
}

record! {
    /// One position of an order: amount × quantity − discountAmount + taxAmount.
    pub struct LineItem {
        /// Price of one piece.
        amount: Amount,
        /// How many pieces; 1 unless given.
        #[serde(default)]
        #[schema(required = false)]
        #[deserr(default, from(Option<Quantity>) = Option::unwrap_or_default)]
        quantity: Quantity,
    } optional {
        /// The merchant's id of the item.
        item_id: Name,
        /// Short name.
        name: Text<0, 255>,
        /// What the shopper reads.
        description: Text<0, 255>,
        /// Taken off the whole position.
        discount_amount: Amount,
        /// Added to the whole position.
        tax_amount: Amount,
        /// Tax class of the item.
        tax_code: Text<1, 255>,
        /// Whether it is shipped.
        product_type: ProductType,
        /// More about the product.
        product_data: ProductData,
    }
}

/// How many pieces of a line item, 1 to 10⁶.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(i64);

impl Quantity {
    /// The number of pieces.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl Default for Quantity {
    fn default() -> Self {
        Self(1)
    }
}

impl<E: DeserializeError> Deserr<E> for Quantity {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        integer(value, 1..=QUANTITY_MAX, location).map(Self)
    }
}

impl PartialSchema for Quantity {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1))
            .maximum(Some(QUANTITY_MAX))
            .default(Some(1.into()))
            .into()
    }
}

impl ToSchema for Quantity {}

wire_enum! {
    /// Whether an item is shipped.
    pub enum ProductType {
        /// It is shipped.
        Physical = "PHYSICAL",
        /// It is not.
        Digital = "DIGITAL",
    }
}

record! {
    /// What the product of a line item is.
    pub struct ProductData {
        /// The merchant's stock keeping unit.
        sku: Text<1, 255>,
        /// Brand.
        brand: Text<1, 255>,
        /// Colour.
        color: Text<1, 255>,
        /// GTIN, EAN or UPC.
        global_trade_item_number: Text<1, 255>,
        /// The manufacturer's part number.
        manufacturer_part_number: Text<1, 255>,
        /// Weight of one piece, in `weightUnit`.
        weight: Weight,
        /// Unit of `weight`.
        weight_unit: Text<1, 255>,
        /// The product's page.
        page_url: Text<1, 1024>,
    }
}

/// A weight: a number of 0 or more, kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(Number);

impl<E: DeserializeError> Deserr<E> for Weight {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, E> {
        let number = match value {
            Value::Integer(number) => Some(Number::from(number)),
            Value::Float(number) if number >= 0.0 => Number::from_f64(number),
            Value::NegativeInteger(_) | Value::Float(_) => None,
            other => return Err(wrong_kind(other, &[ValueKind::Float], location)),
        };
        number.map(Self).ok_or_else(|| invalid("must be at least 0", location))
    }
}

impl PartialSchema for Weight {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).into()
    }
}

impl ToSchema for Weight {}

impl Field for Weight {}

record! {
    /// A charge on the whole order.
    pub struct Fee {
        /// How much.
        amount: Amount,
    } optional {
        /// What kind of fee. `SURCHARGE` is what Tender itself adds.
        #[serde(rename = "type")]
        #[deserr(rename = "type")]
        fee_type: Text<1, 255>,
        /// What the shopper reads.
        description: Text<1, 255>,
    }
}

record! {
    /// How the order is delivered.
    pub struct Shipping {
        /// What delivery costs.
        amount: Amount,
        /// Id of the chosen method.
        method_id: Text<0, 255>,
        /// Name of the chosen method.
        method_name: Text<0, 255>,
        /// Description of the chosen method.
        method_description: Text<0, 1024>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::{Faults, from_json};

    fn paths(json: Value) -> Vec<String> {
        let faults: Faults = from_json::<Order>(json).unwrap_err();
        faults.as_slice().iter().map(|fault| fault.path.clone()).collect()
    }

    #[test]
    fn an_order_is_written_as_it_is_read() {
        let json = json!({
            "countryCode": "FR", "retailerCountryCode": "DE",
            "lineItems": [{
                "itemId": "shoe-123", "name": "Shoe", "description": "Blue shoe", "amount": 100,
                "quantity": 10, "discountAmount": 1, "taxAmount": 2, "taxCode": "T",
                "productType": "PHYSICAL",
                "productData": {
                    "sku": "S", "brand": "B", "color": "C", "globalTradeItemNumber": "G",
                    "manufacturerPartNumber": "M", "weight": 2, "weightUnit": "kg", "pageUrl": "u",
                },
            }],
            "fees": [{"type": "SURCHARGE", "description": "d", "amount": 20}],
            "shipping": {"amount": 50, "methodId": "m", "methodName": "n", "methodDescription": "d"},
        });
        let order: Order = from_json(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&order).unwrap(), json);
        assert_eq!(serde_json::from_value::<Order>(json).unwrap(), order);
    }

    #[test]
    fn a_quantity_is_one_unless_given_and_at_most_a_million() {
        for item in [json!({"amount": 1}), json!({"amount": 1, "quantity": null})] {
            assert_eq!(from_json::<LineItem>(item).unwrap().quantity.get(), 1);
        }
        for quantity in [json!(0), json!(-1), json!(1_000_001), json!(1.5), json!("2")] {
            let order = json!({"lineItems": [{"amount": 1, "quantity": quantity}]});
            assert_eq!(paths(order), ["$.lineItems[0].quantity"]);
        }
    }

    #[test]
    fn null_inside_a_sent_object_counts_as_absent() {
        let item: LineItem =
            from_json(json!({"amount": 1, "taxAmount": null, "name": null})).unwrap();
        assert_eq!(serde_json::to_value(item).unwrap(), json!({"amount": 1, "quantity": 1}));
        assert_eq!(paths(json!({"lineItems": [{"amount": null}]})), ["$.lineItems[0].amount"]);
    }

    #[test]
    fn a_weight_is_any_number_but_a_negative_one() {
        for weight in [json!(0), json!(1.25), json!(u64::MAX)] {
            let data: ProductData = from_json(json!({"weight": weight})).unwrap();
            assert_eq!(serde_json::to_value(data).unwrap(), json!({"weight": weight}));
        }
        for weight in [json!(-1), json!(-0.5), json!("1")] {
            assert!(from_json::<ProductData>(json!({"weight": weight})).is_err(), "{weight}");
        }
    }

    #[test]
    fn fields_that_an_order_does_not_know_are_ignored() {
        assert!(from_json::<Order>(json!({"colour": 1})).unwrap().is_empty());
    }
}
