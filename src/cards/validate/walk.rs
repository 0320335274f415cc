//! The walk through a card along the table: each object is what its `type` says.

use super::around::{Around, Branch};
use super::defect::{Defect, Severity};
use super::markdown;
use super::place::{Place, Wrong};
use super::rules;
use super::unknown::{article, unknown_property, unknown_type};
use super::values::{self, Seen, expect, name_of, quoted};
use super::whole::{Whole, buttons, object_rules};
use crate::cards::schema::{ElementType, Kind, Part, Property, part_types};
use crate::cards::sketch::{Field, Item, Sketch, SketchKind};

pub(super) struct Walk {
    pub(super) place: Place,
    pub(super) whole: Whole,
    /// Whether a script of ours has drawn the card, or will.
    pub(super) ours: bool,
}

impl Walk {
    pub(super) fn new(place: Place, ours: bool) -> Self {
        Self { place, whole: Whole::default(), ours }
    }

    pub(super) fn finish(mut self) -> Vec<Defect> {
        self.whole.finish(&mut self.place, self.ours);
        self.place.defects
    }

    /// The card itself.
    pub(super) fn root(&mut self, card: &Sketch) {
        if !matches!(card.kind, SketchKind::Object(_)) {
            if !matches!(card.kind, SketchKind::Open) {
                let help =
                    "a card is `{ \"type\": \"AdaptiveCard\", \"version\": \"1.3\", \"body\": [...] }`";
                let wrong = Wrong::new(&rules::WRONG_TYPE, "this is no object, so it is no card", help);
                self.place.report(card.spot.span, wrong);
            }
            return;
        }
        let help = "write `\"type\": \"AdaptiveCard\"`";
        match card.get("type") {
            None => self.missing(card, "the card", "type", help),
            Some(kind) if kind.text() == Some("AdaptiveCard") => {}
            Some(kind) => {
                let at = self.place.below("type");
                let shown = kind.text().map_or_else(|| "of another kind".to_owned(), quoted);
                let message = format!("the card has the type {shown}: no card begins so");
                self.place.report_at(at, kind.spot.span, Wrong::new(&rules::BAD_ENUM, message, help));
            }
        }
        if card.get("version").is_none() {
            self.missing(card, "the card", "version", "write `\"version\": \"1.3\"`");
        }
        self.whole.root = self.place.here();
        let number = self.whole.card(None);
        self.card(card, Around { card: number, ..Around::default() });
    }

    fn card(&mut self, card: &Sketch, around: Around<'_>) {
        if let Some(kind) = part_types(Part::Card).next() {
            self.object(card, kind, around);
        }
    }

    fn missing(&mut self, of: &Sketch, what: &str, name: &'static str, help: impl Into<String>) {
        let wrong = Wrong::new(&rules::MISSING_REQUIRED, format!("{what} has no `{name}`"), help);
        self.place.report_missing(name, of.head().span, wrong);
    }

    /// An object of a known type.
    fn object(&mut self, sketch: &Sketch, kind: &'static ElementType, around: Around<'_>) {
        for field in sketch.fields().iter().filter(|field| field.name != "type") {
            let before = self.place.enter(&field.name);
            match kind.json_property(&field.name) {
                Some(property) => {
                    self.whole.uses(property.since, property.json);
                    self.field(kind, property, field, around);
                }
                None => self.place.report(field.spot.span, unknown_property(kind, field)),
            }
            self.place.leave(before);
        }
        for property in kind.properties().filter(|known| known.required) {
            if sketch.get(property.json).is_some() {
                continue;
            }
            let what = article(kind.json);
            if property.json == "id" {
                let message = format!("{what} has no `id`: what is typed into it would have no name");
                let wrong = Wrong::new(&rules::INPUT_NEEDS_ID, message, "add `\"id\": \"name\"`");
                self.place.report_missing("id", sketch.head().span, wrong);
                continue;
            }
            let help = format!("add `\"{}\": {}`", property.json, example(property));
            self.missing(sketch, &what, property.json, help);
        }
        self.whole.uses(kind.since, kind.json);
        object_rules(self, sketch, kind, around);
    }

    fn field(
        &mut self,
        kind: &'static ElementType,
        property: &'static Property,
        field: &Field,
        around: Around<'_>,
    ) {
        let name = name_of(property.json, field.written.as_deref());
        let seen = Seen { of: kind.json, json: property.json, name: &name, templates: !self.ours };
        self.value((kind, property), seen, &field.value, around);
    }

    fn value(
        &mut self,
        (kind, property): (&'static ElementType, &'static Property),
        seen: Seen<'_>,
        value: &Sketch,
        around: Around<'_>,
    ) {
        if let SketchKind::Either(all) = &value.kind {
            for one in all {
                self.value((kind, property), seen, one, around);
            }
            return;
        }
        let span = value.spot.span;
        let wrong = values::wrong(seen, property, value);
        let sound = wrong.is_none();
        if let Some(wrong) = wrong {
            self.place.report(span, wrong);
        }
        match property.kind {
            Kind::Press => self.press(value, around),
            Kind::One(part) => self.part(value, part, around),
            Kind::Many(part) => self.parts(seen.name, value, part, around),
            Kind::Fallback => self.fallback(kind, (seen, value), around),
            Kind::Markdown if sound => {
                let SketchKind::Text(words) = &value.kind else { return };
                if let Some((severity, message, help)) = markdown::unsupported(&words.shown()) {
                    let wrong = Wrong::new(&rules::UNSUPPORTED_MARKDOWN, message, help);
                    self.place.report(span, wrong.weighs(severity));
                }
            }
            _ => {}
        }
    }

    fn parts(&mut self, name: &str, value: &Sketch, part: Part, around: Around<'_>) {
        let SketchKind::List(items) = &value.kind else {
            if matches!(value.kind, SketchKind::Open) {
                self.whole.leaves_open(part);
            }
            if let Some(wrong) = expect(name, value, "list") {
                self.place.report(value.spot.span, wrong);
            }
            return;
        };
        self.items(items, part, (around, &mut 0));
        if part == Part::Action {
            buttons(&mut self.place, value, items);
        }
    }

    fn items(&mut self, items: &[Item], part: Part, (around, at): (Around<'_>, &mut usize)) {
        for item in items {
            match item {
                Item::One(one) => self.item(one, part, (around, at)),
                Item::When(one) => self.item(one, part, (Around { unsure: true, ..around }, at)),
                Item::Open => self.whole.leaves_open(part),
                Item::Choice { number: choice, branches } => {
                    let (images, mut most) = (self.whole.images, self.whole.images);
                    for (number, items) in branches.iter().enumerate() {
                        let branch = Branch { choice: *choice, number, outer: around.branch };
                        self.whole.images = images;
                        self.items(items, part, (Around { branch: Some(&branch), ..around }, at));
                        most = most.max(self.whole.images);
                    }
                    self.whole.images = most;
                }
                Item::Rows { rows: Some(0), .. } => {}
                Item::Rows { rows, items, spot } => {
                    let images = self.whole.images;
                    let repeated = around.repeated || *rows != Some(1);
                    self.items(items, part, (Around { repeated, ..around }, at));
                    // There may be none.
                    let more = self.whole.images.saturating_sub(images);
                    self.whole.images = images;
                    self.whole.add_images(more.saturating_mul(rows.unwrap_or(0)), spot, &mut self.place);
                }
            }
        }
    }

    fn item(&mut self, item: &Sketch, part: Part, (around, at): (Around<'_>, &mut usize)) {
        let before = self.place.enter_item(*at);
        self.part(item, part, around);
        self.place.leave(before);
        *at += 1;
    }

    /// An object, or the text that may stand for one.
    fn part(&mut self, value: &Sketch, part: Part, around: Around<'_>) {
        match (&value.kind, part) {
            (SketchKind::Open, _) => return self.whole.leaves_open(part),
            (SketchKind::Either(all), _) => {
                for one in all {
                    self.part(one, part, Around { unsure: true, ..around });
                }
                return;
            }
            (SketchKind::Text(_), Part::Inline) => return self.text_part(Kind::Plain, value),
            (SketchKind::Text(_), Part::Background) => {
                self.whole.add_images(1, &value.spot, &mut self.place);
                return self.text_part(Kind::Url, value);
            }
            (SketchKind::Text(words), Part::Target) => {
                return self.whole.target(self.place.here(), words, &value.spot);
            }
            _ => {}
        }
        if !matches!(value.kind, SketchKind::Object(_)) {
            let what = match part {
                Part::Inline => "a run",
                Part::Target => "a target",
                Part::Background => "a background",
                Part::Card => "a card",
                _ => "an item",
            };
            if let Some(wrong) = expect(what, value, "object") {
                let message = format!("{what} is an object, this is none");
                self.place.report(value.spot.span, Wrong { message, ..wrong });
            }
            return;
        }
        let Some(kind) = self.kind_of(value, part) else { return };
        match part {
            Part::Card => {
                let card = self.whole.card(Some(around.card));
                self.card(value, Around { card, depth: around.depth + 1, ..around });
            }
            Part::Background => {
                self.whole.add_images(1, value.head(), &mut self.place);
                self.object(value, kind, around);
            }
            _ => self.object(value, kind, around),
        }
    }

    fn text_part(&mut self, kind: Kind, value: &Sketch) {
        let property = Property { word: "", json: "url", kind, required: false, since: 0, default: "" };
        let seen = Seen { of: "", json: "url", name: "the url", templates: !self.ours };
        if let Some(wrong) = values::wrong(seen, &property, value) {
            self.place.report(value.spot.span, wrong);
        }
    }

    /// What an object is; reported if it is nothing that can stand here.
    fn kind_of(&mut self, value: &Sketch, part: Part) -> Option<&'static ElementType> {
        let mut all = part_types(part);
        let (first, second) = (all.next(), all.next());
        let only = if second.is_none() { first } else { None };
        let Some(named) = value.get("type") else {
            if only.is_none() {
                let what = if part == Part::Action { "this action" } else { "this element" };
                let example = if part == Part::Action { "Action.Submit" } else { "TextBlock" };
                self.missing(value, what, "type", format!("add `\"type\": \"{example}\"`"));
            }
            return only;
        };
        let Some(name) = named.text() else {
            let before = self.place.enter("type");
            if let Some(wrong) = expect("the type", named, "text") {
                self.place.report(named.spot.span, wrong);
            }
            self.place.leave(before);
            self.whole.leaves_open(part);
            return None;
        };
        if let Some(kind) = part_types(part).find(|known| known.json == name) {
            return Some(kind);
        }
        let wrong = match only {
            Some(only) => Wrong::new(
                &rules::WRONG_TYPE,
                format!("{} stands here, only `{}` can", quoted(name), only.json),
                format!("write `\"type\": \"{}\"`", only.json),
            ),
            None => unknown_type(name, part, value.get("fallback").is_some()),
        };
        self.place.report(named.spot.span, wrong);
        // What it was meant to be may have had a name, or sent what is typed.
        self.whole.leaves_open(part);
        None
    }

    /// `selectAction`, `inlineAction`.
    fn press(&mut self, value: &Sketch, around: Around<'_>) {
        if value.text_of("type") == Some("Action.ShowCard") {
            let help = "use `Action.ToggleVisibility`, or put the `Action.ShowCard` into `actions`";
            let wrong = Wrong::new(&rules::ACTION_NOT_ALLOWED_HERE, "a press here can't show a card", help);
            self.place.report(value.head().span, wrong);
            return;
        }
        self.part(value, Part::Action, around);
    }

    fn fallback(
        &mut self,
        kind: &'static ElementType,
        (seen, value): (Seen<'_>, &Sketch),
        around: Around<'_>,
    ) {
        let around = Around { fallback: true, ..around };
        let span = value.spot.span;
        match &value.kind {
            SketchKind::Text(words) => {
                if words.whole().is_some_and(|word| !word.eq_ignore_ascii_case("drop")) {
                    let message = "a fallback is an element, or \"drop\"";
                    self.place.report(span, Wrong::new(&rules::BAD_ENUM, message, "write \"drop\""));
                }
            }
            SketchKind::Object(_) if kind.is_action() => self.part(value, Part::Action, around),
            SketchKind::Object(_) if kind.json == "Column" => self.part(value, Part::Column, around),
            SketchKind::Object(_) => self.part(value, Part::Element, around),
            _ => {
                if let Some(wrong) = expect(seen.name, value, "object") {
                    self.place.report(span, wrong.weighs(Severity::Error));
                }
            }
        }
    }
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
