//! Properties of a client session, whatever is sent.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tender_domain::account::OptionsOnPatch;
use tender_domain::client_session::{
    Action, Actions, ClientSessionCreateRequest, ClientSessionUpdateRequest, SessionContent,
};
use tender_domain::error::{Error, from_json};
use tender_domain::limits::AMOUNT_MAX;

/// What a test says of one field: nothing, `null`, or a value.
type Field = Option<Value>;

/// The fields that a patch can set on their own: `/`-separated paths, with their values.
const FIELDS: [&str; 14] = [
    "orderId",
    "currencyCode",
    "amount",
    "customerId",
    "customer/emailAddress",
    "customer/firstName",
    "customer/billingAddress",
    "customer/shippingAddress",
    "order/lineItems",
    "order/fees",
    "order/shipping",
    "order/countryCode",
    "metadata",
    "paymentMethod",
];

fn create(request: &Value) -> Result<SessionContent, Error> {
    SessionContent::create(from_json::<ClientSessionCreateRequest>(request.clone())?)
}

fn apply(content: &SessionContent, patch: &Value) -> Result<SessionContent, Error> {
    let mut body = patch.clone();
    body["clientToken"] = json!("token");
    let (_, update) = from_json::<ClientSessionUpdateRequest>(body)?.into_parts();
    content.apply(update, OptionsOnPatch::Refuse).map(|applied| applied.content)
}

fn stored(content: &SessionContent) -> Value {
    json!(content)
}

/// Builds an object from fields by path; absent ones are left out.
fn object(fields: &[(&str, Field)]) -> Value {
    let mut object = json!({});
    for (path, field) in fields {
        if let Some(value) = field {
            match path.split_once('/') {
                Some((outer, inner)) => object[outer][inner] = value.clone(),
                None => object[*path] = value.clone(),
            }
        }
    }
    object
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![30 => 0..10_000_i64, 1 => 0..=AMOUNT_MAX, 1 => Just(AMOUNT_MAX)]
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}", "\\PC{1,8}"]
}

fn line_items() -> impl Strategy<Value = Value> {
    let discount = prop::option::of(prop_oneof![9 => 0..100_i64, 1 => amount()]);
    let quantity = prop::option::of(prop_oneof![9 => 1..100_i64, 1 => 1..=1_000_000_i64]);
    let item = (amount(), quantity, discount, prop::option::of(amount()), word());
    let item = item.prop_map(|(amount, quantity, discount, tax, name)| {
        json!({
            "amount": amount, "quantity": quantity, "discountAmount": discount, "taxAmount": tax,
            "name": name, "productData": {"weight": amount, "sku": name},
        })
    });
    vec(item, 0..5).prop_map(Value::from)
}

fn fees() -> impl Strategy<Value = Value> {
    let fee = (amount(), word()).prop_map(|(amount, kind)| json!({"amount": amount, "type": kind}));
    vec(fee, 0..3).prop_map(Value::from)
}

fn address() -> impl Strategy<Value = Value> {
    (word(), prop::sample::select(vec!["FR", "DE", "JP"]))
        .prop_map(|(city, country)| json!({"city": city, "countryCode": country}))
}

/// A value for each of [`FIELDS`], in their order.
fn values() -> impl Strategy<Value = Vec<Value>> {
    let text = || word().prop_map(Value::from).boxed();
    let one_of = |values: &[&'static str]| {
        prop::sample::select(values.to_vec()).prop_map(Value::from).boxed()
    };
    let metadata = prop::collection::hash_map(
        word(),
        prop_oneof![
            any::<i64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            word().prop_map(Value::from)
        ],
        0..4,
    );
    let values: Vec<BoxedStrategy<Value>> = vec![
        text(),
        one_of(&["EUR", "JPY", "KWD"]),
        amount().prop_map(Value::from).boxed(),
        text(),
        one_of(&["a@b.c", "jörg@münchen.example"]),
        text(),
        address().boxed(),
        address().boxed(),
        line_items().boxed(),
        fees().boxed(),
        (amount(), word())
            .prop_map(|(amount, id)| json!({"amount": amount, "methodId": id}))
            .boxed(),
        one_of(&["FR", "DE"]),
        metadata.prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()).boxed(),
        (any::<bool>(), word())
            .prop_map(
                |(vault, descriptor)| json!({"vaultOnSuccess": vault, "descriptor": descriptor}),
            )
            .boxed(),
    ];
    values
}

/// A patch as fields: each absent, `null` or a value.
fn patch() -> impl Strategy<Value = Vec<(&'static str, Field)>> {
    (values(), vec(0..4_u8, FIELDS.len())).prop_map(|(values, choices)| {
        let fields = values.into_iter().zip(choices).map(|(value, choice)| match choice {
            0 | 1 => None,
            2 => Some(Value::Null),
            _ => Some(value),
        });
        FIELDS.into_iter().zip(fields).collect()
    })
}

/// A session that exists, with options, so that they are seen to stay.
fn session() -> impl Strategy<Value = SessionContent> {
    (values(), vec(any::<bool>(), FIELDS.len())).prop_filter_map("refused", |(values, present)| {
        let fields =
            values.into_iter().zip(present).map(|(value, present)| present.then_some(value));
        let mut request = object(&FIELDS.into_iter().zip(fields).collect::<Vec<_>>());
        if request["currencyCode"].is_null() {
            request["currencyCode"] = json!("GBP");
        }
        if !request["paymentMethod"].is_object() {
            request["paymentMethod"] = json!({});
        }
        request["paymentMethod"]["options"] = json!({"PAYPAL": {"surcharge": {"amount": 20}}});
        create(&request).ok()
    })
}

/// JSON of any shape, with the protocol's names often enough to reach the inside.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "order",
            "lineItems",
            "amount",
            "quantity",
            "customer",
            "billingAddress",
            "metadata",
            "paymentMethod",
            "options",
            "PAYMENT_CARD",
            "networks",
            "VISA",
            "APPLE_PAY",
            "actions",
            "type",
            "params",
            "clientToken",
            "orderedAllowedCardNetworks",
            "productData",
            "weight",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,4}",
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn a_patch_is_idempotent(session in session(), patch in patch()) {
        let patch = object(&patch);
        if let Ok(once) = apply(&session, &patch) {
            prop_assert_eq!(apply(&once, &patch).unwrap(), once);
        }
    }

    #[test]
    fn null_clears_and_absent_keeps(session in session(), patch in patch()) {
        let before = stored(&session);
        if let Ok(after) = apply(&session, &object(&patch)) {
            let after = stored(&after);
            for (path, field) in &patch {
                let pointer = format!("/{path}");
                match field {
                    None => prop_assert_eq!(before.pointer(&pointer), after.pointer(&pointer)),
                    Some(Value::Null) if *path == "paymentMethod" => {
                        let options = json!({"options": before["paymentMethod"]["options"]});
                        prop_assert_eq!(&after["paymentMethod"], &options);
                    }
                    Some(Value::Null) => prop_assert_eq!(after.pointer(&pointer), None),
                    Some(_) => {}
                }
            }
        }
    }

    #[test]
    fn null_clears_a_whole_customer_and_order(session in session()) {
        let patch = json!({"customer": null, "order": null, "metadata": null});
        let after = stored(&apply(&session, &patch).unwrap());
        prop_assert!(after.get("customer").is_none());
        prop_assert!(after.get("order").is_none());
        prop_assert!(after.get("metadata").is_none());
    }

    #[test]
    fn arrays_replace_whole(session in session(), items in line_items(), fees in fees()) {
        let patch = json!({"order": {"lineItems": items, "fees": fees}});
        if let Ok(after) = apply(&session, &patch) {
            let fresh = json!({"currencyCode": "GBP", "order": patch["order"]});
            let fresh = create(&fresh).unwrap().order.unwrap();
            let order = after.order.unwrap();
            prop_assert_eq!((order.line_items, order.fees), (fresh.line_items, fresh.fees));
        }
    }

    #[test]
    fn accepted_patches_on_disjoint_fields_commute(
        session in session(),
        patch in patch(),
        sides in vec(any::<bool>(), FIELDS.len()),
    ) {
        let side = |wanted| {
            let fields = patch.iter().zip(&sides).filter(|(_, side)| **side == wanted);
            object(&fields.map(|(field, _)| field.clone()).collect::<Vec<_>>())
        };
        let (left, right) = (side(false), side(true));
        let first = apply(&session, &left).and_then(|content| apply(&content, &right));
        let second = apply(&session, &right).and_then(|content| apply(&content, &left));
        if let (Ok(first), Ok(second)) = (&first, &second) {
            prop_assert_eq!(first, second);
            prop_assert_eq!(&apply(&session, &object(&patch)).unwrap(), first);
        }
    }

    #[test]
    fn a_session_is_created_as_an_empty_one_is_patched(patch in patch()) {
        let patch = object(&patch);
        prop_assert_eq!(create(&patch).ok(), apply(&SessionContent::default(), &patch).ok());
    }

    #[test]
    fn totals_equal_the_reference_or_are_a_fault(
        items in line_items(), fees in fees(), shipping in amount(), over in prop::option::of(amount()),
    ) {
        let number = |value: &Value| i128::from(value.as_i64().unwrap_or(0));
        let line = |item: &Value| {
            number(&item["amount"]) * item["quantity"].as_i64().map_or(1, i128::from)
                - number(&item["discountAmount"])
                + number(&item["taxAmount"])
        };
        let lines: Vec<i128> = items.as_array().unwrap().iter().map(line).collect();
        let fees_sum: i128 = fees.as_array().unwrap().iter().map(|fee| number(&fee["amount"])).sum();
        let reference = lines.iter().sum::<i128>() + fees_sum + i128::from(shipping);
        let range = 0..=i128::from(AMOUNT_MAX);
        let representable = range.contains(&reference) && lines.iter().all(|line| range.contains(line));

        let request = json!({
            "currencyCode": "EUR", "amount": over,
            "order": {"lineItems": items, "fees": fees, "shipping": {"amount": shipping}},
        });
        match create(&request) {
            Ok(content) => {
                let totals = content.totals().unwrap();
                prop_assert!(representable);
                prop_assert_eq!(i128::from(totals.computed.minor()), reference);
                let amount = totals.amount.map(|amount| i128::from(amount.minor()));
                prop_assert_eq!(amount, Some(over.map_or(reference, i128::from)));
            }
            Err(Error::Invalid(faults)) => {
                prop_assert!(!representable, "{faults:?}");
                prop_assert!(faults.iter().all(|fault| fault.path.starts_with("$.order")));
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn content_survives_storage(session in session(), patch in patch()) {
        for content in [apply(&session, &object(&patch)).unwrap_or_else(|_| session.clone()), session] {
            let text = serde_json::to_string(&content).unwrap();
            prop_assert_eq!(serde_json::from_str::<SessionContent>(&text).unwrap(), content);
        }
    }

    #[test]
    fn any_json_is_read_or_refused_with_paths(body in any_json()) {
        let faults = [
            from_json::<ClientSessionCreateRequest>(body.clone()).err(),
            from_json::<ClientSessionUpdateRequest>(body.clone()).err(),
            from_json::<Actions>(body.clone()).err(),
            from_json::<Action>(body).err(),
        ];
        for faults in faults.iter().flatten() {
            prop_assert!(!faults.as_slice().is_empty());
            prop_assert!(faults.as_slice().iter().all(|fault| fault.path.starts_with('$')));
        }
    }
}
