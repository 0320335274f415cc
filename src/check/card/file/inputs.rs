//! Inputs of the file, with what they give.

use super::declare::CardFile;
use crate::base::Span;
use crate::cards::{Datum, ExprKind, Node, NodeKind};
use crate::check::card::InputInfo;
use crate::value::Type;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

impl CardFile {
    /// The inputs, each once.
    pub(in crate::check::card) fn inputs(&self) -> Vec<InputInfo> {
        let mut found = Vec::new();
        self.gather(&self.template.root, (false, None), &mut found);
        found
    }

    /// `sometimes`: they may not be there. `shown`: the `Action.ShowCard` that they are in.
    fn gather(&self, node: &Node, (sometimes, shown): (bool, Option<Span>), found: &mut Vec<InputInfo>) {
        match &node.kind {
            NodeKind::Plain(_) | NodeKind::Text(_) => {}
            NodeKind::List(items) => {
                for item in items {
                    self.gather(item, (sometimes, shown), found);
                }
            }
            NodeKind::Object { data, when, fields } => {
                let sometimes = sometimes || data.is_some() || when.is_some();
                let kind = self.json.pointer(&format!("{}/type", node.pointer)).and_then(Json::as_str);
                let shown = match kind {
                    Some("Action.ShowCard") => Some(self.place(&node.pointer, None)),
                    _ => shown,
                };
                if kind.is_some_and(|kind| kind.starts_with("Input.")) {
                    let input = self.input(node, (sometimes, shown));
                    if let Some(input) = input.filter(|it| found.iter().all(|known| known.name != it.name)) {
                        found.push(input);
                    }
                }
                for (_, field) in fields {
                    self.gather(field, (sometimes, shown), found);
                }
            }
        }
    }

    fn input(&self, node: &Node, (sometimes, shown): (bool, Option<Span>)) -> Option<InputInfo> {
        let json = self.json.pointer(&node.pointer)?;
        let NodeKind::Object { fields, .. } = &node.kind else { return None };
        let (_, id) = fields.iter().find(|(name, _)| name == "id")?;
        let name = match &id.kind {
            NodeKind::Plain(Datum::Text(text)) => SmolStr::new(text.as_str()),
            _ => row_name(id)?,
        };
        let ty = given(json)?;
        let required = json.get("isRequired") == Some(&Json::Bool(true));
        let filled = required || json.get("value").is_some();
        let always = matches!(ty, Type::Bool | Type::Set(_));
        let beside = if always || (filled && !sometimes) { ty } else { ty.optional() };
        let ty = if shown.is_some() && !always { beside.without_none().optional() } else { beside.clone() };
        Some(InputInfo { name, ty, beside, shown, id: None, span: self.place(&id.pointer, None) })
    }
}

/// What an input gives.
fn given(json: &Json) -> Option<Type> {
    Some(match json.get("type")?.as_str()? {
        "Input.Text" | "Input.Time" => Type::Text,
        "Input.Number" => Type::Float,
        "Input.Date" => Type::Date,
        "Input.Toggle" => Type::Bool,
        "Input.ChoiceSet" => {
            let choices = json.get("choices").and_then(Json::as_array);
            let texts = choices.and_then(|choices| {
                let text = |choice: &Json| {
                    let plain = choice.get("$data").is_none() && choice.get("$when").is_none();
                    let text = choice.get("value")?.as_str()?;
                    (plain && !text.contains("${")).then(|| SmolStr::new(text))
                };
                choices.iter().map(text).collect::<Option<Arc<[SmolStr]>>>()
            });
            let one = match texts {
                Some(texts) if !texts.is_empty() => Type::Literals(texts),
                _ => Type::Text,
            };
            match json.get("isMultiSelect") {
                Some(Json::Bool(true)) => Type::Set(Arc::new(one)),
                _ => one,
            }
        }
        _ => return None,
    })
}

/// `comment` of `comment__${$index}`: one of several rows.
pub(super) fn row_name(id: &Node) -> Option<SmolStr> {
    let NodeKind::Text(expr) = &id.kind else { return None };
    let ExprKind::Concat(parts) = &expr.kind else { return None };
    let ExprKind::Const(Datum::Text(first)) = &parts.first()?.kind else { return None };
    first.as_str().strip_suffix("__").filter(|name| !name.is_empty()).map(SmolStr::new)
}
