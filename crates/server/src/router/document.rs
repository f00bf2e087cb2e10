//! The description of the merchant API, generated from its handlers.

use serde_json::Value;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};

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

/// Puts the length rules of strings where they apply. Each `Text<MIN, MAX>` is a type of
/// its own here, but no reader of the description wants to meet a `Text1To255`.
pub(super) fn with_inline_texts(document: OpenApi) -> OpenApi {
    let inlined = serde_json::to_value(&document).ok().and_then(|mut json| {
        let schemas = json.pointer_mut("/components/schemas")?.as_object_mut()?;
        let (texts, kept) =
            std::mem::take(schemas).into_iter().partition(|(name, _)| name.starts_with("Text"));
        *schemas = kept;
        inline(&mut json, &texts);
        serde_json::from_value(json).ok()
    });
    inlined.unwrap_or(document)
}

fn inline(json: &mut Value, texts: &serde_json::Map<String, Value>) {
    if let Value::Object(fields) = json {
        let name = fields.get("$ref").and_then(Value::as_str);
        let text = name.and_then(|name| texts.get(name.strip_prefix("#/components/schemas/")?));
        if let Some(Value::Object(text)) = text {
            fields.remove("$ref");
            fields.extend(text.clone());
        }
        fields.values_mut().for_each(|field| inline(field, texts));
    } else if let Value::Array(items) = json {
        items.iter_mut().for_each(|item| inline(item, texts));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn length_rules_stand_where_they_apply() {
        let document = serde_json::to_value(super::super::openapi()).unwrap();
        let text = document.to_string();
        assert!(!text.contains("Text1To255"));
        let sku = &document["components"]["schemas"]["ProductData"]["properties"]["sku"];
        assert!(sku.to_string().contains(r#""maxLength":255"#), "{sku}");
    }
}
