//! The description of the merchant API, generated from its handlers.

use serde_json::{Map, Value, json};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};

use tender_domain::api_version::ApiVersion;

const DESCRIPTION: &str = "Create client sessions, keep them up to date, and pay. \
    Send your API key in `X-Api-Key` and the version you speak in `X-Api-Version`. \
    Amounts are integers in minor units; times are UTC. Errors come in one envelope, \
    `{\"error\":{\"errorId\",\"description\",…}}`; quote its `diagnosticsId` to find the \
    request in the server's log.";

/// What stands above the routes.
pub(super) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Tender merchant API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").build()))
        .build();
    let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-Api-Key")));
    let components = ComponentsBuilder::new().security_scheme("ApiKeyAuth", key).build();
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}

/// Completes what the handlers say of themselves.
pub(super) fn complete(document: OpenApi) -> OpenApi {
    with_common_parts(with_inline_texts(document))
}

/// Puts the length rules of strings where they apply. Each `Text<MIN, MAX>` is a type of
/// its own here, but no reader of the description wants to meet a `Text1To255`.
fn with_inline_texts(document: OpenApi) -> OpenApi {
    let inlined = serde_json::to_value(&document).ok().and_then(|mut json| {
        let schemas = json.pointer_mut("/components/schemas")?.as_object_mut()?;
        let (texts, kept) =
            std::mem::take(schemas).into_iter().partition(|(name, _)| name.starts_with("Text"));
        *schemas = kept;
        inline(&mut json, &texts, false);
        serde_json::from_value(json).ok()
    });
    inlined.unwrap_or(document)
}

/// Says of every operation what any of them may answer, and which versions there are.
fn with_common_parts(document: OpenApi) -> OpenApi {
    let completed = serde_json::to_value(&document).ok().and_then(|mut json| {
        let paths = json.get_mut("paths")?.as_object_mut()?.values_mut();
        paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut).for_each(complete_one);
        serde_json::from_value(json).ok()
    });
    completed.unwrap_or(document)
}

fn complete_one(operation: &mut Value) {
    let has_body = operation.get("requestBody").is_some();
    let common = EVERYWHERE.iter().chain(WITH_A_BODY.iter().filter(|_| has_body));
    if let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        for (status, description) in common {
            answers.entry(*status).or_insert_with(|| error(description));
        }
    }
    let versions = ApiVersion::ALL.map(ApiVersion::as_str);
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        if parameter["name"] == "X-Api-Version" {
            parameter["schema"] = json!({ "type": "string", "enum": versions });
        }
    }
}

/// What a request may be answered before a handler sees it, or when the server is in trouble.
const EVERYWHERE: [(&str, &str); 6] = [
    ("408", "The request did not arrive in time"),
    ("429", "Too many requests; `Retry-After` says when to try again"),
    ("431", "Too many or too large headers"),
    ("500", "Something went wrong in the server; the log has the details"),
    ("503", "The server is too busy; nothing was changed"),
    ("504", "Not finished in time"),
];

/// And one that has a body.
const WITH_A_BODY: [(&str, &str); 2] =
    [("413", "The body is too large"), ("415", "The body is compressed")];

fn error(description: &str) -> Value {
    json!({ "description": description, "content": { "application/json": {
        "schema": { "$ref": "#/components/schemas/ErrorBody" },
    }}})
}

/// A text that is optional may be empty, which counts as absent; a name may not.
fn inline(json: &mut Value, texts: &Map<String, Value>, optional: bool) {
    if let Value::Object(fields) = json {
        let name = fields.get("$ref").and_then(Value::as_str);
        let name = name.and_then(|name| name.strip_prefix("#/components/schemas/"));
        let names = name.is_some_and(|name| name.starts_with("TextName"));
        if let Some(Value::Object(text)) = name.and_then(|name| texts.get(name)) {
            fields.remove("$ref");
            fields.extend(text.clone());
            if optional && !names && fields.get("minLength") == Some(&Value::from(1)) {
                fields.remove("minLength");
            }
        }
        let required = fields.get("required").cloned().unwrap_or_default();
        let is_required = |name: &str| {
            required.as_array().is_some_and(|names| names.iter().any(|other| other == name))
        };
        for (key, field) in fields.iter_mut() {
            match field {
                Value::Object(properties) if key == "properties" => {
                    for (name, property) in properties {
                        inline(property, texts, !is_required(name));
                    }
                }
                field => inline(field, texts, optional && key != "items"),
            }
        }
    } else if let Value::Array(items) = json {
        items.iter_mut().for_each(|item| inline(item, texts, optional));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn length_rules_stand_where_they_apply() {
        let document = serde_json::to_value(super::super::openapi()).unwrap();
        let text = document.to_string();
        assert!(!text.contains("1To255"));
        let of = |schema: &str, field: &str| {
            document["components"]["schemas"][schema]["properties"][field].to_string()
        };
        // Empty is absent, unless it names something or is required.
        assert!(!of("Customer", "firstName").contains("minLength"));
        for (schema, field) in [
            ("ClientSessionAPIRequest", "orderId"),
            ("LineItem", "itemId"),
            ("ApplePayDeferredBilling", "label"),
        ] {
            assert!(of(schema, field).contains("minLength"), "{schema} {field}");
        }
        let sku = &document["components"]["schemas"]["ProductData"]["properties"]["sku"];
        assert!(sku.to_string().contains(r#""maxLength":255"#), "{sku}");
    }
}
