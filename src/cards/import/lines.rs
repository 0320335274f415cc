//! Elements as lines of a card.

use super::input::input;
use super::literal::{json, text};
use super::property::properties;
use crate::cards::schema::{Content, ElementType, of_json_type};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;

/// The lines of a script, and what was used in them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    out: String,
    depth: usize,
    /// Names of inputs, which are unique in a card.
    pub(super) names: HashSet<String>,
}

impl Lines {
    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn line(&mut self, line: &str) {
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// A line that begins a block.
    pub(super) fn open(&mut self, head: &str) {
        self.line(&format!("{head} {{"));
        self.depth += 1;
    }

    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.line("}");
    }

    /// What a card holds: its elements, then its buttons.
    pub(super) fn card(&mut self, card: &Json) {
        for element in items(card, "body") {
            self.element(element);
        }
        for action in items(card, "actions") {
            self.action(action);
        }
    }

    /// What no line can say: the JSON itself.
    pub(super) fn raw(&mut self, value: &Json) {
        self.line(&format!("raw {}", json(value)));
    }

    pub(super) fn element(&mut self, element: &Json) {
        let Some(kind) = kind_of(element) else { return self.raw(element) };
        if !sayable(element, kind) {
            return self.raw(element);
        }
        if kind.is_input() {
            match input(element, kind, &mut self.names) {
                Some(line) => self.line(&line),
                None => self.raw(element),
            }
            return;
        }
        self.drawn(element, kind);
    }

    /// An element whose type is known.
    fn drawn(&mut self, element: &Json, kind: &'static ElementType) {
        let block = kind.json == "TextBlock";
        // Scripts wrap unless they say so.
        let wraps = element.get("wrap").is_none_or(Json::is_boolean);
        let mut properties = properties(kind, element, if block && wraps { &["wrap"] } else { &[] });
        if block && wraps && element.get("wrap") != Some(&Json::Bool(true)) {
            properties.push_str(" wrap: false");
        }
        match kind.content {
            Content::One(content) => {
                let value = element.get(content.json).and_then(Json::as_str).unwrap_or_default();
                self.line(&format!("{} {}{properties}", kind.word, text(value)));
            }
            Content::Children(children) => {
                let head = format!("{}{properties}", kind.word);
                if items(element, children).next().is_none() {
                    return self.line(&format!("{head} {{}}"));
                }
                self.open(&head);
                for child in items(element, children) {
                    self.child(child, children);
                }
                self.close();
            }
            Content::Nothing => self.raw(element),
        }
    }

    /// What stands in an element, as its property `within`.
    fn child(&mut self, child: &Json, within: &str) {
        match (within, child) {
            ("facts", _) => {
                let field = |name: &str| child.get(name).and_then(Json::as_str);
                match (field("title"), field("value"), child.as_object().map(Map::len)) {
                    (Some(title), Some(value), Some(2)) => {
                        self.line(&format!("{} = {}", text(title), text(value)));
                    }
                    _ => self.raw(child),
                }
            }
            ("actions", _) => self.action(child),
            ("inlines", Json::String(run)) => self.line(&text(run)),
            ("columns", _) => self.only(child, "Column"),
            ("inlines", _) => self.only(child, "TextRun"),
            ("images", _) => self.only(child, "Image"),
            _ => self.element(child),
        }
    }
}

impl Lines {
    /// A part that can be nothing but a `json`.
    fn only(&mut self, part: &Json, json: &str) {
        let named = part.get("type").is_none_or(|kind| kind == json);
        match of_json_type(json).filter(|kind| named && sayable(part, kind)) {
            Some(kind) => self.drawn(part, kind),
            None => self.raw(part),
        }
    }
}

/// Whether a line can say all that an object has, whatever that is worth.
pub(super) fn sayable(value: &Json, kind: &ElementType) -> bool {
    let Some(fields) = value.as_object() else { return false };
    let known = fields.keys().all(|name| name == "type" || kind.json_property(name).is_some());
    let there = kind.properties().all(|property| !property.required || fields.contains_key(property.json));
    let content = match kind.content {
        Content::One(property) => fields.get(property.json).is_none_or(Json::is_string),
        Content::Children(name) => fields.get(name).is_none_or(Json::is_array),
        Content::Nothing => true,
    };
    // What the line of an input says in its own way.
    let own = ["label", "title"].iter().all(|name| fields.get(*name).is_none_or(Json::is_string))
        && fields.get("isMultiSelect").is_none_or(Json::is_boolean);
    known && there && content && (own || !kind.is_input())
}

/// The type of an object.
pub(super) fn kind_of(value: &Json) -> Option<&'static ElementType> {
    of_json_type(value.get("type")?.as_str()?)
}

/// The items of a list that is a property.
pub(super) fn items<'v>(value: &'v Json, name: &str) -> impl Iterator<Item = &'v Json> {
    value.get(name).and_then(Json::as_array).into_iter().flatten()
}
