//! What a basket costs: by the shop's own price list, whatever the browser says.

use serde_json::{Value, json};

#[expect(clippy::expect_used, reason = "it is compiled in, and the tests read it")]
static CATALOGUE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| {
    serde_json::from_str(include_str!("../../catalogue.json")).expect("the catalogue is JSON")
});

const TOO_DEAR: &str = "This basket costs too much.";

pub(crate) fn offer(sdk_url: &str) -> Value {
    json!({ "sdkUrl": sdk_url, "products": CATALOGUE["products"],
        "currencies": CATALOGUE["currencies"], "countries": CATALOGUE["countries"] })
}

/// What Tender is told of a cart, to open a session for it as to bring one up to date.
pub(crate) fn session(cart: &Value) -> Result<Value, &'static str> {
    let code = cart["discountCode"].as_str();
    let percent = match code {
        Some(code) => CATALOGUE["discounts"][code].as_i64().ok_or("This code is not known.")?,
        None => 0,
    };
    let basket = cart["basket"].as_array().filter(|basket| !basket.is_empty());
    let (mut lines, mut goods) = (Vec::new(), 0_i64);
    for position in basket.ok_or("The basket is empty.")? {
        let mut products = CATALOGUE["products"].as_array().into_iter().flatten();
        let product = products.find(|one| one["id"] == position["id"]).ok_or("Unknown product.")?;
        let quantity = position["quantity"].as_i64().filter(|pieces| (1..=99).contains(pieces));
        let quantity = quantity.ok_or("Choose 1 to 99 pieces of a product.")?;
        let amount = price(&product["prices"], &cart["currency"])?;
        let full = amount.checked_mul(quantity).ok_or(TOO_DEAR)?;
        let discount = full.checked_mul(percent).ok_or(TOO_DEAR)? / 100;
        goods = goods.checked_add(full - discount).ok_or(TOO_DEAR)?;
        lines.push(json!({ "itemId": product["id"], "description": product["name"],
            "amount": amount, "quantity": quantity, "discountAmount": discount }));
    }
    let shipping = &CATALOGUE["shipping"];
    let is_free = goods >= price(&shipping["freeFrom"], &cart["currency"])?;
    let delivery = if is_free { 0 } else { price(&shipping["prices"], &cart["currency"])? };
    let customer = (cart["customer"] == "saved").then_some("customer-ada");
    Ok(json!({ "currencyCode": cart["currency"], "customerId": customer,
        "metadata": code.map(|code| json!({ "discountCode": code })), "order": {
            "countryCode": cart["country"], "lineItems": lines, "fees": [],
            "shipping": { "amount": delivery, "methodName": shipping["name"] } } }))
}

/// A change of a session: one gift wrapping more than it has.
pub(crate) fn wrapped(session: &Value) -> Result<Value, &'static str> {
    let mut fees = session["order"]["fees"].as_array().into_iter().flatten();
    let before = fees.find(|fee| fee["type"] == "GIFT_WRAP").and_then(|fee| fee["amount"].as_i64());
    let one = price(&CATALOGUE["giftWrap"], &session["currencyCode"])?;
    let amount = before.unwrap_or(0).checked_add(one).ok_or(TOO_DEAR)?;
    let fee = json!({ "type": "GIFT_WRAP", "description": "Gift wrapping", "amount": amount });
    Ok(json!({ "order": { "fees": [fee] } }))
}

fn price(prices: &Value, currency: &Value) -> Result<i64, &'static str> {
    prices[currency.as_str().unwrap_or_default()].as_i64().ok_or("Not sold in this currency.")
}
