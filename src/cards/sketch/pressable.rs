//! What can be pressed on a card, and what goes with it.

use super::sketch::{Field, Item, Sketch, SketchKind};
use crate::cards::{Kind, Part, of_json_type};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The submits of a card, and what can be typed into it.
#[derive(Clone, Debug, Default)]
pub struct Pressable {
    titles: BTreeSet<SmolStr>,
    inputs: BTreeSet<SmolStr>,
    /// What the ids of rows begin with.
    rows: BTreeSet<SmolStr>,
    /// There may be buttons of any title.
    any_title: bool,
    /// There may be inputs of any name.
    any_input: bool,
}

impl Pressable {
    /// What the sketch of a card shows.
    #[must_use]
    pub fn of(card: &Sketch) -> Self {
        let mut found = Self::default();
        found.part(card);
        found
    }

    /// What nothing is known of.
    #[must_use]
    pub fn anything() -> Self {
        Self { any_title: true, any_input: true, ..Self::default() }
    }

    /// The titles of its buttons, as far as they are known.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(SmolStr::as_str)
    }

    /// The names of its inputs, as far as they are known.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(SmolStr::as_str)
    }

    /// Whether it may have a button with this title.
    #[must_use]
    pub fn may_have(&self, title: &str) -> bool {
        self.any_title || self.titles.contains(title)
    }

    /// Whether a press may bring a value of this name.
    #[must_use]
    pub fn may_bring(&self, name: &str) -> bool {
        self.any_input
            || self.inputs.contains(name)
            || self.rows.iter().any(|row| name.starts_with(row.as_str()))
    }

    fn part(&mut self, part: &Sketch) {
        match &part.kind {
            SketchKind::List(items) => self.items(items),
            SketchKind::Either(parts) => parts.iter().for_each(|part| self.part(part)),
            SketchKind::Object(fields) => self.object(part, fields),
            SketchKind::Open => self.is_open(),
            SketchKind::Null | SketchKind::Bool(_) | SketchKind::Number(_) | SketchKind::Text(_) => {}
        }
    }

    fn is_open(&mut self) {
        (self.any_title, self.any_input) = (true, true);
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::One(part) | Item::When(part) => self.part(part),
                Item::Choice { branches, .. } => branches.iter().for_each(|items| self.items(items)),
                Item::Rows { items, .. } => self.items(items),
                Item::Open => self.is_open(),
            }
        }
    }

    fn object(&mut self, object: &Sketch, fields: &[Field]) {
        let named = object.get("type").is_some();
        let kind = object.text_of("type");
        let known = kind.and_then(of_json_type);
        match kind {
            Some("Action.Submit") => self.submit(object),
            Some(input) if input.starts_with("Input.") => self.input(object.get("id")),
            Some(_) if known.is_some() => {}
            // A column needs no type.
            None if !named => {}
            Some(_) | None => return self.is_open(),
        }
        for field in fields {
            let kind = known.and_then(|known| known.json_property(&field.name)).map(|property| property.kind);
            if kind.is_none_or(holds) && field.name != "data" {
                self.part(&field.value);
            }
        }
    }

    fn submit(&mut self, button: &Sketch) {
        match button.get("title").map(texts) {
            Some(Some(titles)) => self.titles.extend(titles),
            Some(None) => self.any_title = true,
            None => {
                self.titles.insert(SmolStr::default());
            }
        }
        match button.get("data").map(|data| &data.kind) {
            // What a button carries can be given anew.
            Some(SketchKind::Object(carried)) => {
                self.inputs.extend(carried.iter().map(|field| field.name.clone()));
            }
            Some(SketchKind::Open | SketchKind::Either(_)) => self.any_input = true,
            Some(_) | None => {}
        }
    }

    fn input(&mut self, id: Option<&Sketch>) {
        match id.map(|id| &id.kind) {
            None => {}
            Some(SketchKind::Text(words)) => match (words.whole(), words.start()) {
                (Some(id), _) => {
                    self.inputs.insert(SmolStr::new(id));
                }
                (None, "") => self.any_input = true,
                (None, start) => {
                    self.rows.insert(SmolStr::new(start));
                }
            },
            Some(_) => self.any_input = true,
        }
    }
}

/// All texts that it may be; nothing where there may be others.
fn texts(sketch: &Sketch) -> Option<Vec<SmolStr>> {
    match &sketch.kind {
        SketchKind::Text(words) => Some(vec![SmolStr::new(words.whole()?)]),
        SketchKind::Either(all) => {
            let all: Option<Vec<_>> = all.iter().map(texts).collect();
            Some(all?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// Whether inputs or buttons may stand in a property.
fn holds(kind: Kind) -> bool {
    match kind {
        Kind::One(part) | Kind::Many(part) => match part {
            Part::Element | Part::Action | Part::Column | Part::Image | Part::Inline | Part::Card => true,
            Part::Fact | Part::Choice | Part::Source | Part::Target | Part::Background => false,
        },
        Kind::Press | Kind::Fallback => true,
        Kind::Markdown
        | Kind::Plain
        | Kind::Url
        | Kind::Color
        | Kind::Bool
        | Kind::Count
        | Kind::Number
        | Kind::Date
        | Kind::Time
        | Kind::Word(_)
        | Kind::Length(_)
        | Kind::Width
        | Kind::Regex
        | Kind::Requires
        | Kind::Data
        | Kind::Version => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cards::sketch::{Spot, Words};
    use serde_json::json;

    #[test]
    fn all_that_a_card_shows_can_be_pressed() {
        let card = json!({ "type": "AdaptiveCard", "body": [
            { "type": "Input.Text", "id": "what", "inlineAction": { "type": "Action.Submit", "title": "Find" } },
            { "type": "ColumnSet", "columns": [{ "items": [{ "type": "Input.Number", "id": "cost" }] }] },
            { "type": "Image", "url": "https://a.example/x.png", "selectAction": { "type": "Action.Submit", "title": "Pick" } },
        ], "actions": [
            { "type": "Action.ShowCard", "title": "More", "card": { "type": "AdaptiveCard", "actions": [
                { "type": "Action.Submit", "title": "Send", "data": { "k": 1, "x": { "type": "Input.Text", "id": "no" } } },
            ] } },
            { "type": "Action.OpenUrl", "title": "Open", "url": "https://a.example" },
        ] });
        let found = Pressable::of(&Sketch::from(&card));
        assert_eq!(found.titles().collect::<Vec<_>>(), ["Find", "Pick", "Send"]);
        assert_eq!(found.inputs().collect::<Vec<_>>(), ["cost", "k", "what", "x"]);
        assert!(!found.may_have("Open") && !found.may_bring("no"));
    }

    #[test]
    fn what_is_not_known_may_be_anything() {
        let open = || Sketch::open(Spot::default());
        let field = |name: &str, value: Sketch| Field {
            name: name.into(),
            written: None,
            spot: Spot::default(),
            value,
        };
        let object = |kind: &str, more: Vec<Field>| Sketch {
            kind: SketchKind::Object(
                std::iter::once(field("type", Sketch::from(&json!(kind)))).chain(more).collect(),
            ),
            spot: Spot::default(),
        };
        let check = |card: &Sketch, (title, input): (bool, bool)| {
            let found = Pressable::of(card);
            assert_eq!((found.may_have("x"), found.may_bring("x")), (title, input), "{card:?}");
        };
        check(&object("TextBlock", vec![field("text", open())]), (false, false));
        check(&object("Container", vec![field("items", open())]), (true, true));
        check(&object("Container", vec![field("unheard", open())]), (true, true));
        check(&object("Unheard", Vec::new()), (true, true));
        check(&object("Action.Submit", vec![field("title", open())]), (true, false));
        check(&object("Input.Text", vec![field("id", open())]), (false, true));
        let mut words = Words::known(&crate::value::Text::own("amount__"));
        words.push_hole();
        let row = Sketch { kind: SketchKind::Text(words), spot: Spot::default() };
        let found = Pressable::of(&object("Input.Number", vec![field("id", row)]));
        assert!(found.may_bring("amount__7") && !found.may_bring("amount"));
    }
}
