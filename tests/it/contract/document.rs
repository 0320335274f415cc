//! The file of Webex, read once and made strict: a field that it does not have is wrong, what is always there must be
//! there, times and ids have their form.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::exceptions::{ALWAYS, FORMS, exceptions};
use crate::source_tree::root;

const FILE: &str = "tests/data/webex/openapi/webex-messaging.json";

/// The file and what was made of it.
pub struct Document {
    whole: Value,
    validators: Mutex<HashMap<String, &'static Validator>>,
}

/// An operation of the file: `GET /rooms/{roomId}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    pub method: String,
    pub template: String,
}

impl Operation {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }
}

/// The document.
pub fn document() -> &'static Document {
    static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
        let text = std::fs::read_to_string(root().join(FILE)).unwrap();
        Document { whole: prepared(serde_json::from_str(&text).unwrap()), validators: Mutex::default() }
    });
    &DOCUMENT
}

impl Document {
    /// All operations, in the order of the file.
    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.whole["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(template, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| Operation { method: method.to_uppercase(), template: template.clone() })
        });
        operations.collect()
    }

    /// The operation of a call; the path is below `/v1`, without a query.
    pub fn operation(&self, method: &str, path: &str) -> Option<Operation> {
        let found =
            self.operations().into_iter().filter(|it| it.method == method && fits(&it.template, path));
        // `/people/me` is more to the point than `/people/{personId}`.
        found.min_by_key(|it| it.template.contains('{'))
    }

    /// The operation's object.
    pub fn entry(&self, operation: &Operation) -> &Value {
        &self.whole["paths"][&operation.template][operation.method.to_lowercase()]
    }

    /// What is wrong with a value by the schema at this JSON pointer.
    pub fn errors(&self, pointer: &str, value: &Value) -> Vec<String> {
        let validator = *self.validators.lock().unwrap().entry(pointer.to_owned()).or_insert_with(|| {
            let wanted = self.whole.pointer(pointer).unwrap_or_else(|| panic!("there is no {pointer}"));
            let schema = json!({ "allOf": [wanted], "components": self.whole["components"] });
            let made = jsonschema::options().with_draft(Draft::Draft4).build(&schema);
            Box::leak(Box::new(made.unwrap_or_else(|error| panic!("{pointer}: {error}"))))
        });
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

fn fits(template: &str, path: &str) -> bool {
    let parts = |text: &str| text.trim_matches('/').split('/').map(str::to_owned).collect::<Vec<_>>();
    let (wanted, given) = (parts(template), parts(path));
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

/// The document with its exceptions, as plain JSON Schema, strict.
fn prepared(mut whole: Value) -> Value {
    for exception in exceptions() {
        let at = whole.pointer_mut(exception.at).and_then(Value::as_object_mut);
        let at = at.unwrap_or_else(|| panic!("{} is not in the file any more", exception.at));
        at.extend(exception.fields.as_object().unwrap().clone());
    }
    for (name, fields) in ALWAYS {
        whole["components"]["schemas"][name]["required"] = json!(fields);
    }
    plain(&mut whole, false);
    whole
}

/// Makes schemas strict, and `nullable` of `OpenAPI` 3.0 a type of JSON Schema.
fn plain(node: &mut Value, properties: bool) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| plain(item, false)),
        Value::Object(fields) => {
            if properties {
                fields.iter_mut().for_each(|(name, schema)| form(name, schema));
            } else {
                strict(fields);
            }
            fields.iter_mut().for_each(|(name, value)| plain(value, name == "properties" && !properties));
        }
        _ => {}
    }
}

fn strict(schema: &mut Map<String, Value>) {
    if schema.get("properties").is_some_and(Value::is_object) {
        schema.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    if schema.remove("nullable") == Some(Value::Bool(true)) {
        let one = schema.get("type").cloned().unwrap_or(json!("object"));
        schema.insert("type".to_owned(), json!([one, "null"]));
    }
}

fn form(name: &str, schema: &mut Value) {
    for (pattern, names) in FORMS {
        if names.contains(&name) && schema["type"] == "string" {
            schema["pattern"] = json!(pattern);
        }
    }
}
