//! The published schema, as a validator of bodies.

use std::collections::HashMap;
use std::path::PathBuf;

use boon::{Compiler, Draft, ErrorKind, SchemaIndex, Schemas, ValidationError};
use serde_json::{Value, json};

use super::case::OPERATIONS;

/// Where the translated document pretends to be, so that its references resolve.
const BASE: &str = "https://published.example/openapi.json";

/// An operation of the published API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operation {
    pub(super) path: &'static str,
    pub(super) method: &'static str,
}

/// A place where a body does not follow the schema.
#[derive(Debug)]
pub(super) struct Violation {
    /// JSON pointer into the body.
    pub(super) at: String,
    /// The keyword of the schema.
    pub(super) keyword: &'static str,
    /// What the validator says.
    pub(super) message: String,
}

pub(super) struct Published {
    document: Value,
    schemas: Schemas,
    /// The schemas of bodies, by their pointer into the document.
    bodies: HashMap<String, SchemaIndex>,
}

impl Published {
    /// Reads the schema; the error is the file that was not found.
    pub(super) fn load() -> Result<Self, PathBuf> {
        let file = place();
        let Ok(text) = std::fs::read_to_string(&file) else { return Err(file) };
        let mut document = serde_norway::from_str(&text).unwrap();
        translate(&mut document);
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V7);
        compiler.enable_format_assertions();
        compiler.add_resource(BASE, document.clone()).unwrap();
        let mut schemas = Schemas::new();
        let compiled = OPERATIONS.iter().flat_map(|operation| operation.bodies(&document));
        let bodies = compiled.map(|pointer| {
            let fragment = pointer.replace('{', "%7B").replace('}', "%7D");
            let index = compiler.compile(&format!("{BASE}#{fragment}"), &mut schemas).unwrap();
            (pointer, index)
        });
        let bodies = bodies.collect();
        Ok(Self { document, schemas, bodies })
    }

    /// What is wrong with the body of a request.
    pub(super) fn request_violations(&self, operation: Operation, body: &Value) -> Vec<Violation> {
        self.violations(&operation.request(), body).unwrap()
    }

    /// What is wrong with an answer; `None` if the schema does not describe its status.
    pub(super) fn answer_violations(
        &self,
        operation: Operation,
        status: u16,
        body: &Value,
    ) -> Option<Vec<Violation>> {
        self.violations(&operation.answer(&status.to_string()), body)
    }

    /// What a schema refers to, itself if to nothing.
    pub(super) fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.resolved(self.document.pointer(&reference[1..]).unwrap()),
            None => schema,
        }
    }

    /// A named schema.
    pub(super) fn component(&self, name: &str) -> &Value {
        &self.document["components"]["schemas"][name]
    }

    fn violations(&self, pointer: &str, body: &Value) -> Option<Vec<Violation>> {
        let schema = *self.bodies.get(pointer)?;
        let mut found = Vec::new();
        if let Err(error) = self.schemas.validate(body, schema) {
            leaves(&error, &mut found);
        }
        Some(found)
    }
}

/// Where the schema lies: beside the checkout, or where whoever runs the tests says.
#[expect(clippy::disallowed_methods, reason = "a test is configured by its environment")]
fn place() -> PathBuf {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let beside = root.canonicalize().unwrap().join("../shared/spec/openapi-v2.4.yaml");
    std::env::var_os("TENDER_PUBLISHED_SCHEMA").map_or(beside, PathBuf::from)
}

impl Operation {
    /// Where the schemas of its bodies are in the document.
    fn bodies(self, document: &Value) -> Vec<String> {
        let statuses = document["paths"][self.path][self.method]["responses"].as_object().unwrap();
        let answers = statuses.keys().map(|status| self.answer(status));
        let all = answers.chain([self.request()]);
        all.filter(|pointer| document.pointer(pointer).is_some()).collect()
    }

    fn request(self) -> String {
        self.body("requestBody")
    }

    fn answer(self, status: &str) -> String {
        self.body(&format!("responses/{status}"))
    }

    fn body(self, part: &str) -> String {
        let path = self.path.replace('/', "~1");
        format!("/paths/{path}/{}/{part}/content/application~1json/schema", self.method)
    }
}

/// OpenAPI 3.0 to JSON Schema: `nullable`, and the placeholder that stands for every
/// payment method without a type of its own.
fn translate(schema: &mut Value) {
    const PLACEHOLDER: &str = "<PAYMENT_METHOD_TYPE>";
    match schema {
        Value::Object(map) => {
            if map.remove("nullable") == Some(json!(true)) {
                let kind = map.remove("type").unwrap();
                map.insert("type".to_owned(), json!([kind, "null"]));
            }
            let properties = map.get_mut("properties").and_then(Value::as_object_mut);
            if let Some(any) = properties.and_then(|properties| properties.remove(PLACEHOLDER)) {
                map.insert("additionalProperties".to_owned(), any);
            }
            map.values_mut().for_each(translate);
        }
        Value::Array(list) => list.iter_mut().for_each(translate),
        _ => {}
    }
}

/// The innermost errors, which say what is wrong where. Of alternatives, only the one
/// that the body follows furthest: it is the one that is meant.
fn leaves(error: &ValidationError<'_, '_>, found: &mut Vec<Violation>) {
    match error.kind {
        ErrorKind::AnyOf => {
            let meant = error.causes.iter().max_by_key(|cause| depth(cause));
            meant.into_iter().for_each(|cause| leaves(cause, found));
        }
        _ if error.causes.is_empty() => found.push(Violation {
            at: error.instance_location.to_string(),
            keyword: keyword(&error.kind),
            message: error.kind.to_string(),
        }),
        _ => error.causes.iter().for_each(|cause| leaves(cause, found)),
    }
}

/// How deep in the body the innermost error lies.
fn depth(error: &ValidationError<'_, '_>) -> usize {
    let own = error.instance_location.tokens.len();
    error.causes.iter().map(depth).max().unwrap_or(own)
}

fn keyword(kind: &ErrorKind<'_, '_>) -> &'static str {
    match kind {
        ErrorKind::Type { .. } => "type",
        ErrorKind::Enum { .. } => "enum",
        ErrorKind::Format { .. } => "format",
        ErrorKind::AdditionalProperties { .. } => "additionalProperties",
        ErrorKind::Required { .. } => "required",
        ErrorKind::MinLength { .. } => "minLength",
        ErrorKind::MaxLength { .. } => "maxLength",
        ErrorKind::Minimum { .. } => "minimum",
        _ => "other",
    }
}
