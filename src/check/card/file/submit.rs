//! Buttons of the file: `"data": { "action": "decide", "id": "${id}" }` starts `action decide`.

use super::walk::{Walk, literal_type};
use crate::base::Span;
use crate::cards::{Node, NodeKind, OWN, sends_no_inputs};
use crate::check::card::press::Pressed;
use crate::check::scope::Def;
use crate::check::types::fit;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::value::{Type, conform, from_json};
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;

impl Walk<'_, '_> {
    pub(super) fn submit(&mut self, node: &Node, fields: &[(SmolStr, Node)]) {
        let Some((_, data)) = fields.iter().find(|(name, _)| name == "data") else { return };
        let entries = match &data.kind {
            NodeKind::Object { fields, .. } => fields,
            NodeKind::Plain(_) | NodeKind::Text(_) | NodeKind::List(_) => {
                let place = self.file.key_place(&data.pointer);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, place, "what a button carries is an object")
                        .help("write `\"data\": { \"action\": \"decide\" }`"),
                );
                return;
            }
        };
        let named = entries.iter().find(|(name, _)| name == "action");
        let Some((_, action)) = named else {
            if !entries.is_empty() {
                let place = self.file.key_place(&data.pointer);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, place, "this button carries data, and starts no action")
                        .help("name one: `\"data\": { \"action\": \"decide\", ... }`; leave `data` out for `ask card`"),
                );
            }
            return;
        };
        let place = self.file.place(&action.pointer, None);
        let Some(name) = self.file.json.pointer(&action.pointer).and_then(Json::as_str).map(str::to_owned)
        else {
            self.push(Diagnostic::new(&codes::CARD_BAD_ACTION, place, "the name of an action is a text"));
            return;
        };
        let found = self.checker.declared(&name).map(|declared| declared.what);
        let Some(Def::Action(at)) = found else {
            if found == Some(Def::Broken) || self.checker.is_lost(&name) {
                return;
            }
            let actions: Vec<SmolStr> =
                self.checker.actions.iter().map(|action| action.name.clone()).collect();
            let near = nearest(&name, actions.iter().map(SmolStr::as_str));
            let message = format!("there is no action `{name}`");
            let diagnostic = Diagnostic::new(&codes::CARD_BAD_ACTION, place, message);
            self.push(match near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic.help(format!("declare it in the script: `action {name}() {{ ... }}`")),
            });
            return;
        };
        let button = self.file.json.pointer(&node.pointer);
        let pressed =
            Pressed { card: self.card, shown: self.shown, alone: button.is_some_and(sends_no_inputs) };
        self.arguments(at, entries, (place, pressed));
    }

    fn arguments(&mut self, at: usize, entries: &[(SmolStr, Node)], (place, pressed): (Span, Pressed)) {
        let Some(action) = self.checker.actions.get(at) else { return };
        let (params, declared, name) = (action.params.clone(), action.span, action.name.clone());
        let before = self.checker.sink_len();
        let mut given = Vec::new();
        for (key, value) in entries.iter().filter(|(key, _)| key != "action") {
            let Some(param) = params.iter().find(|param| param.name == *key) else {
                let near = nearest(key, params.iter().map(|param| param.name.as_str()));
                let message = format!("the action `{name}` takes no `{key}`");
                let diagnostic =
                    Diagnostic::new(&codes::CARD_BAD_ACTION, self.file.key_place(&value.pointer), message)
                        .also(declared, "declared here");
                self.push(diagnostic.did_you_mean(near));
                continue;
            };
            given.push(key.clone());
            let json = self.file.json.pointer(&value.pointer).cloned().unwrap_or_default();
            let found = match &value.kind {
                NodeKind::Text(expr) => Some(self.type_of(expr, &value.pointer)),
                _ if json.to_string().contains("${") => None,
                _ => {
                    let fits = from_json(&json).is_ok_and(|value| conform(&value, &param.ty).is_ok());
                    if fits { None } else { Some(literal_type(&json)) }
                }
            };
            if let Some(found) = found
                && !arrives(&found, &param.ty)
            {
                let message = format!("`{key}` of the action is a `{}`, this is a `{found}`", param.ty);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, self.file.place(&value.pointer, None), message)
                        .also(param.span, "declared here"),
                );
            }
        }
        if self.checker.sink_len() > before {
            return;
        }
        for param in params.iter().filter(|param| !given.contains(&param.name)) {
            self.checker.input_for(param, pressed, (place, declared));
        }
    }
}

/// Whether what JSON makes of one type is one of the other.
fn arrives(found: &Type, wanted: &Type) -> bool {
    let as_json = match found {
        Type::Optional(inner) => (**inner).clone(),
        other => other.clone(),
    };
    let none = matches!(found, Type::Optional(_) | Type::None) && !matches!(wanted, Type::Optional(_));
    // Times, dates and people travel as texts, and are read again.
    let text = matches!(as_json, Type::Text)
        && matches!(wanted.without_none(), Type::Date | Type::Time | Type::Person);
    !none && (as_json == Type::Json || text || *found == Type::None || fit(&as_json, wanted).is_some())
}

/// The file, with what its buttons carry as the engine signs and reads it.
pub(super) fn with_own_data(json: &Json) -> Json {
    match json {
        Json::Array(items) => Json::Array(items.iter().map(with_own_data).collect()),
        Json::Object(fields) => {
            let mut own: Map<String, Json> = fields
                .iter()
                .filter(|(name, _)| name.as_str() != "$schema")
                .map(|(name, value)| (name.clone(), with_own_data(value)))
                .collect();
            match fields.get("type").and_then(Json::as_str) {
                Some("AdaptiveCard") => {
                    own.insert("version".to_owned(), Json::from("1.3"));
                }
                Some("Action.Submit") => {
                    own.insert("data".to_owned(), json!({ OWN: carried(fields.get("data")) }));
                }
                // Clients draw one without them in different ways.
                Some("Input.ChoiceSet") => {
                    own.entry("isMultiSelect").or_insert(Json::Bool(false));
                    own.entry("style").or_insert(Json::from("compact"));
                }
                _ => {}
            }
            Json::Object(own)
        }
        other => other.clone(),
    }
}

/// The action and its arguments.
fn carried(data: Option<&Json>) -> Json {
    let Some(Json::Object(data)) = data else { return json!({}) };
    let Some(action) = data.get("action") else { return json!({}) };
    let args: Map<String, Json> = data
        .iter()
        .filter(|(name, _)| name.as_str() != "action")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    json!({ "action": action, "args": args })
}
