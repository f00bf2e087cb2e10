//! Reading a JSON body, and every fault in it.

use axum::http::StatusCode;
use deserr::Deserr;
use serde_json::Value;

use tender_domain::error::{Fault, Faults, from_json};
use tender_domain::limits::BODY_DEPTH_MAX;

use crate::envelope::Envelope;

/// Reads `bytes` as a `T`, whatever the content type says: the guide's own examples
/// send JSON as a form (spec/merchant-api.md §1). An empty body is `{}`.
///
/// # Errors
/// 422 with the faults under the schema name `model`.
pub fn read<T: Deserr<Faults>>(bytes: &[u8], model: &'static str) -> Result<T, Envelope> {
    let refuse = |faults: Vec<Fault>| invalid(model, faults);
    let value = parse(bytes).map_err(|fault| refuse(vec![fault]))?;
    from_json(value).map_err(|faults| refuse(faults.into()))
}

/// The 422 for the faults of a `model`.
#[must_use]
pub fn invalid(model: &'static str, faults: Vec<Fault>) -> Envelope {
    Envelope::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "RequestValidationError",
        "The request's body does not follow its schema.",
    )
    .suggest("Correct the fields that validationErrors names and send the request again.")
    .with_faults(model, faults)
}

/// Parses JSON text with a bound on its nesting.
///
/// # Errors
/// One fault at `$` that says where the text stops being JSON. It never quotes it.
pub fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    let fault = |description: String| Fault::new("$", description);
    if without_mark(bytes).is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) {
        return Err(fault("must be UTF-8 text; it begins as UTF-16".to_owned()));
    }
    let text = std::str::from_utf8(without_mark(bytes)).map_err(|error| {
        fault(format!("must be UTF-8 text; byte {} is not", error.valid_up_to()))
    })?;
    if depth(text) > BODY_DEPTH_MAX {
        return Err(fault(format!("must not nest deeper than {BODY_DEPTH_MAX} levels")));
    }
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        fault(format!("must be JSON; it stops being so at line {line}, column {column}"))
    })
}

/// The text without the byte order mark before it, which some editors and client libraries
/// write and a reader may ignore (RFC 8259 §8.1).
#[must_use]
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes)
}

/// How deep brackets nest, outside strings.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_counts_brackets_outside_strings() {
        assert_eq!(depth("{}"), 1);
        assert_eq!(depth(r#"{"a":[{"b":1}],"c":"[[[["}"#), 3);
        assert_eq!(depth(r#""\"[[""#), 0);
    }

    #[test]
    fn what_is_no_json_is_one_fault_that_quotes_nothing() {
        for (bytes, part) in [
            (&b"{\"a\": secret}"[..], "line 1, column 7"),
            (b"\xff\xfe{\0}\0", "UTF-16"),
            (b"\xfe\xff\0{\0}", "UTF-16"),
            (b"\xc3\x28", "byte 0"),
            (b"\xef\xbb\xbf{\"a\": secret}", "line 1, column 7"),
            (&[b'['; 100][..], "32 levels"),
        ] {
            let fault = parse(bytes).unwrap_err();
            assert!(fault.description.contains(part), "{}", fault.description);
            assert!(!fault.description.contains("secret"));
        }
        for empty in [&b""[..], b"{}", b"\xef\xbb\xbf{}", b"\xef\xbb\xbf"] {
            assert_eq!(parse(empty).unwrap(), serde_json::json!({}));
        }
    }
}
