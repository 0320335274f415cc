//! Buttons as lines of a card.

use super::lines::{Lines, items, kind_of, sayable};
use super::literal::{json, text};
use super::property::properties;
use crate::cards::schema::{Part, part_types};
use serde_json::{Map, Value as Json};

impl Lines {
    pub(super) fn action(&mut self, action: &Json) {
        let title = action.get("title").and_then(Json::as_str);
        let (Some(kind), Some(title)) = (kind_of(action), title) else { return self.raw(action) };
        let url = action.get("url").is_none_or(Json::is_string);
        let card = action.get("card").is_none_or(|card| sayable_card(card, true));
        if !kind.is_action() || !sayable(action, kind) || !url || !card {
            return self.raw(action);
        }
        let title = text(title);
        match kind.word {
            "open" => {
                let url = text(action.get("url").and_then(Json::as_str).unwrap_or_default());
                let properties = properties(kind, action, &[]);
                self.line(&format!("open {title} {url}{properties}"));
            }
            "show" => {
                let card = action.get("card").unwrap_or(&Json::Null);
                let mut head = format!("show {title}{}", properties(kind, action, &["card"]));
                if let Some(of_card) = of_shown(card) {
                    head.push_str(" card: ");
                    head.push_str(&json(&of_card));
                }
                self.open(&head);
                self.card(card);
                self.close();
            }
            "toggle" => match names(action) {
                Some(names) => {
                    let properties = properties(kind, action, &["targetElements"]);
                    self.line(&format!("toggle {title}{properties} -> {}", names.join(", ")));
                }
                None => self.line(&format!("toggle {title}{}", properties(kind, action, &[]))),
            },
            word => self.line(&format!("{word} {title}{}", properties(kind, action, &[]))),
        }
    }
}

/// What a toggle shows and hides, if names can say it.
fn names(action: &Json) -> Option<Vec<String>> {
    let names: Vec<String> = items(action, "targetElements")
        .map(|target| {
            let id = match target {
                Json::String(id) => id.as_str(),
                _ if target
                    .as_object()?
                    .iter()
                    .any(|(name, value)| name != "elementId" && !value.is_null()) =>
                {
                    return None;
                }
                _ => target.get("elementId")?.as_str()?,
            };
            crate::syntax::is_name(id).then(|| id.to_owned())
        })
        .collect::<Option<_>>()?;
    (!names.is_empty()).then_some(names)
}

/// Whether a `card` declaration, or the braces of a `show`, can say all that a card has.
pub(super) fn sayable_card(card: &Json, shown: bool) -> bool {
    let Some(kind) = part_types(Part::Card).next() else { return false };
    let list = |name: &str| card.get(name).is_none_or(Json::is_array);
    let named = match card.get("type") {
        Some(named) => named == kind.json,
        None => shown,
    };
    let version = if shown { card.get("version").is_none() } else { card.get("version").is_some() };
    sayable(card, kind) && named && version && list("body") && list("actions")
}

/// The properties of a shown card, which has no line of its own.
fn of_shown(card: &Json) -> Option<Json> {
    let kind = part_types(Part::Card).next()?;
    let own: Map<String, Json> = card
        .as_object()?
        .iter()
        .filter(|(name, _)| kind.json_property(name).is_some_and(|known| !known.word.is_empty()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    (!own.is_empty()).then_some(Json::Object(own))
}
