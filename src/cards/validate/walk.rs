//! The walk through a card along the table: each object is what its `type` says.

use super::defect::{Defect, Severity};
use super::markdown;
use super::place::Place;
use super::rules;
use super::values::{self, expect, quoted};
use super::whole::{Whole, buttons, object_rules};
use crate::cards::schema::{
    ElementType, Kind, Part, Property, newer_property, newer_type, of_json_type, part_types,
};
use crate::diagnostics::nearest;
use serde_json::{Map, Value as Json};

/// Where an object stands.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// What stands in for something else is no part of what is drawn.
    pub(super) fallback: bool,
    /// The card, counted from the outer one, that it is in.
    pub(super) card: usize,
    /// How many cards are around it.
    pub(super) depth: usize,
}

pub(super) struct Walk {
    pub(super) place: Place,
    pub(super) whole: Whole,
}

impl Walk {
    pub(super) fn new(place: Place) -> Self {
        Self { place, whole: Whole::default() }
    }

    pub(super) fn finish(mut self) -> Vec<Defect> {
        self.whole.finish(&mut self.place);
        self.place.defects
    }

    /// The value of a property, by itself.
    pub(super) fn property(mut self, property: &Property, value: &Json) -> Vec<Defect> {
        let card = self.whole.card(None);
        let around = Around { fallback: false, card, depth: 0 };
        // What an object is decides what can stand in for it.
        let named = value.get("type").and_then(Json::as_str).unwrap_or_default();
        let holder = match (property.kind, named) {
            (Kind::Fallback, named) if named.starts_with("Action.") => "Action.Submit",
            (Kind::Fallback, "Column") => "Column",
            _ => "TextBlock",
        };
        if let Some(kind) = of_json_type(holder) {
            self.value(kind, property, value, around);
        }
        self.place.defects
    }

    /// A part, by itself.
    pub(super) fn one(mut self, part: Part, value: &Json) -> Vec<Defect> {
        let card = self.whole.card(None);
        self.part(value, part, Around { fallback: false, card, depth: 0 });
        self.place.defects
    }

    /// The card itself.
    pub(super) fn root(&mut self, card: &Json) {
        let Json::Object(fields) = card else {
            self.place.report(
                &rules::WRONG_TYPE,
                "this is no object, so it is no card".to_owned(),
                "a card is `{ \"type\": \"AdaptiveCard\", \"version\": \"1.3\", \"body\": [...] }`",
            );
            return;
        };
        match fields.get("type") {
            None => self.missing("the card", "type", "write `\"type\": \"AdaptiveCard\"`"),
            Some(kind) if kind.as_str() == Some("AdaptiveCard") => {}
            Some(kind) => {
                let at = self.place.below("type");
                let message = format!("the card has the type {kind}: no card begins so");
                self.place.report_at(&rules::BAD_ENUM, at, message, "write `\"type\": \"AdaptiveCard\"`");
            }
        }
        if !fields.contains_key("version") {
            self.missing("the card", "version", "write `\"version\": \"1.3\"`");
        }
        self.whole.root = self.place.here();
        let card = self.whole.card(None);
        self.card(fields, Around { fallback: false, card, depth: 0 });
    }

    fn card(&mut self, fields: &Map<String, Json>, around: Around) {
        if let Some(kind) = part_types(Part::Card).next() {
            self.object(fields, kind, around);
        }
    }

    fn missing(&mut self, what: &str, name: &'static str, help: impl Into<String>) {
        let words = (format!("{what} has no `{name}`"), help.into());
        self.place.report_missing(&rules::MISSING_REQUIRED, name, words);
    }

    /// An object of a known type.
    fn object(&mut self, fields: &Map<String, Json>, kind: &'static ElementType, around: Around) {
        for (name, value) in fields {
            if name == "type" {
                continue;
            }
            let before = self.place.enter(name);
            match kind.json_property(name) {
                Some(property) => {
                    self.whole.uses(property.since, property.json);
                    self.value(kind, property, value, around);
                }
                None => self.unknown_property(kind, name),
            }
            self.place.leave(before);
        }
        for property in kind.properties().filter(|known| known.required) {
            if fields.contains_key(property.json) {
                continue;
            }
            let what = article(kind.json);
            if property.json == "id" {
                let message = format!("{what} has no `id`: what is typed into it would have no name");
                let words = (message, "add `\"id\": \"name\"`".to_owned());
                self.place.report_missing(&rules::INPUT_NEEDS_ID, "id", words);
                continue;
            }
            self.missing(&what, property.json, format!("add `\"{}\": {}`", property.json, example(property)));
        }
        self.whole.uses(kind.since, kind.json);
        object_rules(self, fields, kind, around);
    }

    fn unknown_property(&mut self, kind: &'static ElementType, name: &str) {
        if ["$data", "$when"].contains(&name) {
            let (at, message) = (self.place.here(), format!("`{name}` of a template is still there"));
            let help = "fill it in: a template is used by `card x(p: T) from \"./x.card.json\"`".to_owned();
            self.place.push(&rules::UNEXPANDED_TEMPLATE, Severity::Error, at, (message, help));
            return;
        }
        if let Some(newer) = newer_property(kind.json, name) {
            let message = format!("`{name}` came with version {}, Webex takes 1.3", newer.version);
            self.place.report(&rules::VERSION_TOO_NEW, message, newer.instead);
            return;
        }
        let message = format!("{} has no property `{name}`", article(kind.json));
        let help = match nearest(name, kind.properties().map(|known| known.json)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "leave it out".to_owned(),
        };
        self.place.report(&rules::UNKNOWN_PROPERTY, message, help);
    }

    fn value(&mut self, kind: &'static ElementType, property: &Property, value: &Json, around: Around) {
        let wrong = values::wrong(kind.json, property, value);
        let sound = wrong.is_none();
        if let Some((rule, severity, message, help)) = wrong {
            let at = self.place.here();
            self.place.push(rule, severity, at, (message, help));
        }
        match property.kind {
            Kind::Press => self.press(value, around),
            Kind::One(part) => self.part(value, part, around),
            Kind::Many(part) => self.parts(property.json, value, part, around),
            Kind::Fallback => self.fallback(kind, value, around),
            Kind::Markdown if sound => {
                if let Some((severity, message, help)) = value.as_str().and_then(markdown::unsupported) {
                    let at = self.place.here();
                    self.place.push(&rules::UNSUPPORTED_MARKDOWN, severity, at, (message, help.to_owned()));
                }
            }
            _ => {}
        }
    }

    fn parts(&mut self, name: &str, value: &Json, part: Part, around: Around) {
        let Json::Array(items) = value else {
            if let Some((rule, _, message, help)) = expect(name, value, "list") {
                self.place.report(rule, message, help);
            }
            return;
        };
        for (at, item) in items.iter().enumerate() {
            let before = self.place.enter_item(at);
            self.part(item, part, around);
            self.place.leave(before);
        }
        if part == Part::Action {
            buttons(&mut self.place, items.len());
        }
    }

    /// An object, or the text that may stand for one.
    fn part(&mut self, value: &Json, part: Part, around: Around) {
        match (part, value) {
            (Part::Inline, Json::String(_)) => return self.text_part(Kind::Plain, value),
            (Part::Background, Json::String(_)) => {
                self.whole.image(&mut self.place);
                return self.text_part(Kind::Url, value);
            }
            (Part::Target, Json::String(id)) => {
                let at = self.place.here();
                self.whole.target(at, id);
                return;
            }
            _ => {}
        }
        let Json::Object(fields) = value else {
            let what = match part {
                Part::Inline => "a run",
                Part::Target => "a target",
                Part::Background => "a background",
                Part::Card => "a card",
                _ => "an item",
            };
            if let Some((_, _, _, help)) = expect(what, value, "object") {
                self.place.report(&rules::WRONG_TYPE, format!("{what} is an object, this is none"), help);
            }
            return;
        };
        let Some(kind) = self.kind_of(fields, part) else { return };
        match part {
            Part::Card => {
                let card = self.whole.card(Some(around.card));
                self.card(fields, Around { card, depth: around.depth + 1, ..around });
            }
            Part::Background => {
                self.whole.image(&mut self.place);
                self.object(fields, kind, around);
            }
            _ => self.object(fields, kind, around),
        }
    }

    fn text_part(&mut self, kind: Kind, value: &Json) {
        let property = Property { word: "", json: "url", kind, required: false, since: 0, default: "" };
        if let Some((rule, severity, message, help)) = values::wrong("", &property, value) {
            let at = self.place.here();
            self.place.push(rule, severity, at, (message, help));
        }
    }

    /// What an object is; reported if it is nothing that can stand here.
    fn kind_of(&mut self, fields: &Map<String, Json>, part: Part) -> Option<&'static ElementType> {
        let mut all = part_types(part);
        let (first, second) = (all.next(), all.next());
        let only = if second.is_none() { first } else { None };
        let named = match (fields.get("type"), only) {
            (None, Some(kind)) => return Some(kind),
            (None, None) => {
                let what = if part == Part::Action { "this action" } else { "this element" };
                let example = if part == Part::Action { "Action.Submit" } else { "TextBlock" };
                self.missing(what, "type", format!("add `\"type\": \"{example}\"`"));
                return None;
            }
            (Some(Json::String(named)), _) => named,
            (Some(other), _) => {
                let before = self.place.enter("type");
                if let Some((rule, _, message, help)) = expect("type", other, "text") {
                    self.place.report(rule, message, help);
                }
                self.place.leave(before);
                return None;
            }
        };
        if let Some(kind) = part_types(part).find(|known| known.json == named) {
            return Some(kind);
        }
        if let Some(only) = only {
            let message = format!("{} stands here, only `{}` can", quoted(named), only.json);
            self.place.report(&rules::WRONG_TYPE, message, format!("write `\"type\": \"{}\"`", only.json));
            return None;
        }
        self.unknown_type(named, part, fields.contains_key("fallback"));
        None
    }

    fn unknown_type(&mut self, named: &str, part: Part, fallback: bool) {
        let rule = if part == Part::Action { &rules::UNKNOWN_ACTION } else { &rules::UNKNOWN_ELEMENT };
        let noun = if part == Part::Action { "action" } else { "element" };
        if let Some(newer) = newer_type(named) {
            let message = format!("`{named}` came with version {}, Webex takes 1.3", newer.version);
            return self.place.report(&rules::VERSION_TOO_NEW, message, newer.instead);
        }
        if let Some(known) = of_json_type(named) {
            let help = match known.json {
                "Column" => "put it into the `columns` of a `ColumnSet`",
                "TextRun" => "put it into the `inlines` of a `RichTextBlock`",
                _ if known.is_action() => "put it into `actions`, or into an `ActionSet`",
                _ => "put it into `body`",
            };
            let message = format!("{} can't stand here", article(named));
            return self.place.report(rule, message, help);
        }
        let also = if fallback { "; Webex refuses it even where it has a `fallback`" } else { "" };
        let message = format!("there is no {noun} {}{also}", quoted(named));
        let help = match nearest(named, part_types(part).map(|known| known.json)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if part == Part::Action => {
                "the actions are `Action.Submit`, `Action.OpenUrl`, `Action.ShowCard` and `Action.ToggleVisibility`"
                    .to_owned()
            }
            None => "leave it out, or build it of `Container`, `ColumnSet`, `TextBlock` and `Image`".to_owned(),
        };
        self.place.report(rule, message, help);
    }

    /// `selectAction`, `inlineAction`.
    fn press(&mut self, value: &Json, around: Around) {
        if value.get("type").and_then(Json::as_str) == Some("Action.ShowCard") {
            self.place.report(
                &rules::ACTION_NOT_ALLOWED_HERE,
                "a press here can't show a card".to_owned(),
                "use `Action.ToggleVisibility`, or put the `Action.ShowCard` into `actions`",
            );
            return;
        }
        self.part(value, Part::Action, around);
    }

    fn fallback(&mut self, kind: &'static ElementType, value: &Json, around: Around) {
        let around = Around { fallback: true, ..around };
        match value {
            Json::String(word) if word.eq_ignore_ascii_case("drop") => {}
            Json::Object(_) if kind.is_action() => self.part(value, Part::Action, around),
            Json::Object(_) if kind.json == "Column" => self.part(value, Part::Column, around),
            Json::Object(_) => self.part(value, Part::Element, around),
            Json::String(_) => self.place.report(
                &rules::BAD_ENUM,
                "a fallback is an element, or \"drop\"".to_owned(),
                "write \"drop\"",
            ),
            _ => {
                if let Some((rule, _, message, help)) = expect("fallback", value, "object") {
                    self.place.report(rule, message, help);
                }
            }
        }
    }
}

/// A type with its article.
pub(super) fn article(json: &str) -> String {
    let vowel = json.starts_with(['A', 'E', 'I', 'O', 'U']);
    format!("{} `{json}`", if vowel { "an" } else { "a" })
}

/// A value that a property could have.
fn example(property: &Property) -> &'static str {
    match property.kind {
        Kind::Many(_) => "[...]",
        Kind::One(_) | Kind::Data | Kind::Requires | Kind::Press => "{ ... }",
        Kind::Url => "\"https://...\"",
        Kind::Bool => "true",
        _ => "\"...\"",
    }
}
