//! Random sessions, made from the published schema and then spoilt a little.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Map, Value, json};

use super::schema::Published;

/// The same sessions at every run.
pub(super) fn sessions(published: &Published, count: usize) -> Vec<Value> {
    let mut dice = Dice(TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let schema = published.component("ClientSessionAPIRequest");
    let session = |_| {
        let mut session = generate(published, schema, "", &mut dice);
        for _ in 0..dice.below(3) {
            spoil(&mut session, &mut dice);
        }
        session
    };
    (0..count).map(session).collect()
}

struct Dice(TestRng);

impl Dice {
    /// 0 to `bound` - 1.
    fn below(&mut self, bound: usize) -> usize {
        self.0.next_u32() as usize % bound
    }

    /// Yes, in so many of a hundred cases.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A value that follows `schema`; `name` is the property that it is for.
fn generate(published: &Published, schema: &Value, name: &str, dice: &mut Dice) -> Value {
    let schema = published.resolved(schema);
    if let Some(names) = schema["enum"].as_array() {
        return names[dice.below(names.len())].clone();
    }
    if let Some(all) = schema["allOf"].as_array() {
        return generate(published, &all[0], name, dice);
    }
    match schema["type"].as_str() {
        Some("object") => object(published, schema, name, dice),
        Some("array") => {
            let items = 0..dice.below(3);
            items.map(|_| generate(published, &schema["items"], name, dice)).collect()
        }
        Some("boolean") => json!(dice.chance(50)),
        Some("integer") => json!(1 + dice.below(99)),
        Some("number") => json!(dice.below(400) / 4),
        Some("string") => json!(text(schema, dice)),
        kind => panic!("{name}: {kind:?}"),
    }
}

fn object(published: &Published, schema: &Value, name: &str, dice: &mut Dice) -> Value {
    if name == "metadata" {
        return json!({"text": "t", "number": dice.below(9)});
    }
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut object = Map::new();
    for (key, property) in schema["properties"].as_object().unwrap_or(&Map::new()) {
        let wanted = required.contains(&json!(key)) || key == "currencyCode";
        if wanted || dice.chance(50) {
            object.insert(key.clone(), generate(published, property, key, dice));
        }
    }
    if name == "options" && dice.chance(50) {
        let other = generate(published, &schema["additionalProperties"], "", dice);
        object.insert("KLARNA".to_owned(), other);
    }
    Value::Object(object)
}

fn text(schema: &Value, dice: &mut Dice) -> String {
    match schema["format"].as_str() {
        Some("email") => "john@example.com".to_owned(),
        Some("uri") => "https://shop.example/manage".to_owned(),
        Some("date-time") => "2026-06-09T00:00:00Z".to_owned(),
        _ => {
            let least = schema["minLength"].as_u64().unwrap_or(0);
            let greatest = schema["maxLength"].as_u64().unwrap_or(20);
            let length = *[least, least + 1, greatest].get(dice.below(3)).unwrap();
            "x".repeat(usize::try_from(length).unwrap())
        }
    }
}

/// Drops, retypes, lengthens or adds something at a random place.
fn spoil(value: &mut Value, dice: &mut Dice) {
    let deeper = dice.chance(70);
    match value {
        Value::Object(map) if deeper && !map.is_empty() => {
            let key = map.keys().nth(dice.below(map.len())).unwrap().clone();
            if dice.chance(10) {
                map.remove(&key);
            } else {
                spoil(&mut map[&key], dice);
            }
        }
        Value::Object(map) if dice.chance(50) => {
            map.insert("unknown".to_owned(), json!({"amount": 1}));
        }
        Value::Array(list) if deeper && !list.is_empty() => {
            let index = dice.below(list.len());
            spoil(&mut list[index], dice);
        }
        Value::String(text) if dice.chance(40) => text.push_str(&"x".repeat(1025)),
        _ => *value = other_value(dice),
    }
}

fn other_value(dice: &mut Dice) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(2.0),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("text"),
        json!("x\u{0}"),
        json!([]),
        json!([1]),
        json!([null]),
        json!({}),
        json!({"": 1}),
        json!({"amount": 1}),
        json!({"VISA": {}}),
        json!({"visa": {}}),
    ];
    values[dice.below(values.len())].clone()
}
