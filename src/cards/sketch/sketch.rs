//! What a card is made of, as far as it is known.

use super::spot::Spot;
use super::words::Words;
use serde_json::Number;
use smol_str::SmolStr;

/// A part of a card.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// What it is.
    pub kind: SketchKind,
    /// Where it stands in a script.
    pub spot: Spot,
}

/// What a part of a card is.
#[derive(Clone, Debug)]
pub enum SketchKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text, maybe with holes.
    Text(Words),
    /// A list.
    List(Vec<Item>),
    /// An object, with all its fields.
    Object(Vec<Field>),
    /// One of these.
    Either(Vec<Sketch>),
    /// What is only known when the card is drawn.
    Open,
}

/// What stands in a list.
#[derive(Clone, Debug)]
pub enum Item {
    /// A part that is there.
    One(Sketch),
    /// A part that is there if a condition holds; others may have the opposite one.
    When(Sketch),
    /// What one of the branches gives, or nothing.
    Choice {
        /// The same in all lists that the branches add to.
        number: usize,
        /// What each gives.
        branches: Vec<Vec<Item>>,
    },
    /// The same several times.
    Rows {
        /// How many times, where that is known.
        rows: Option<usize>,
        /// What comes each time.
        items: Vec<Item>,
        /// What is gone through.
        spot: Spot,
    },
    /// Any number of parts that are not known.
    Open,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in JSON.
    pub name: SmolStr,
    /// Its name as the author wrote it; nothing where it was written without one.
    pub written: Option<SmolStr>,
    /// Where its name stands.
    pub spot: Spot,
    /// Its value.
    pub value: Sketch,
}

impl Sketch {
    /// What is not known.
    #[must_use]
    pub fn open(spot: Spot) -> Self {
        Self { kind: SketchKind::Open, spot }
    }

    /// The fields of an object.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            SketchKind::Object(fields) => fields,
            _ => &[],
        }
    }

    /// A field of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.fields().iter().find(|field| field.name == name).map(|field| &field.value)
    }

    /// The text that it is, where that is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            SketchKind::Text(words) => words.whole(),
            _ => None,
        }
    }

    /// The text of a field, where that is known.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// Where an object is shown that is too long to be underlined: at its type.
    #[must_use]
    pub fn head(&self) -> &Spot {
        self.get("type").map_or(&self.spot, |kind| &kind.spot)
    }
}
