//! The delivery as the handler sees it.

use super::HookRequest;
use crate::value::{Value, from_json};
use indexmap::IndexMap;
use smol_str::SmolStr;

/// The record `{ json, body, headers, query, method }`. A body that is no JSON (or nests too deeply)
/// gives `json` none; a name that comes twice has its values joined by `, ` as HTTP says.
pub(in crate::engine) fn event_value(request: &HookRequest) -> Value {
    let json = serde_json::from_slice(&request.body).ok().and_then(|json| from_json(&json).ok());
    Value::record([
        ("json", json.unwrap_or_default()),
        ("body", Value::data(String::from_utf8_lossy(&request.body))),
        ("headers", text_map(&request.headers)),
        ("query", text_map(&request.query)),
        ("method", Value::data(&request.method)),
    ])
}

fn text_map(pairs: &[(String, String)]) -> Value {
    let mut joined: IndexMap<SmolStr, String> = IndexMap::new();
    for (name, value) in pairs {
        match joined.get_mut(name.as_str()) {
            Some(text) => {
                text.push_str(", ");
                text.push_str(value);
            }
            None => {
                joined.insert(SmolStr::new(name), value.clone());
            }
        }
    }
    Value::map(joined.into_iter().map(|(name, text)| (name, Value::data(text))))
}

#[cfg(test)]
mod tests {
    use super::event_value;
    use crate::engine::hook::HookRequest;
    use crate::value::Value;

    fn check(body: &str, json: Value) {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = HookRequest {
            method: "POST".into(),
            path: "/x".into(),
            query: vec![pair("a", "1"), pair("a", "2")],
            headers: vec![pair("x-kind", "push")],
            body: body.to_owned().into(),
        };
        let want = Value::record([
            ("json", json),
            ("body", Value::data(body)),
            ("headers", Value::map([("x-kind", Value::data("push"))])),
            ("query", Value::map([("a", Value::data("1, 2"))])),
            ("method", Value::data("POST")),
        ]);
        assert_eq!(event_value(&request), want);
    }

    #[test]
    fn a_body_is_json_if_it_can_be_read_as_such() {
        check(r#"{"n":[1,null]}"#, Value::map([("n", Value::list(vec![Value::Int(1), Value::None]))]));
        check("payload=%7B%7D", Value::None);
        check("", Value::None);
        check(&format!("{}{}", "[".repeat(200), "]".repeat(200)), Value::None);
    }
}
