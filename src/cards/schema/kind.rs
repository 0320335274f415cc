//! What the table is made of.

/// What a property takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text in which the script's own characters are markdown.
    Markdown,
    /// A text.
    Plain,
    /// An absolute address.
    Url,
    /// `#RRGGBB` or `#AARRGGBB`.
    Color,
    /// A bool; as a flag it is true.
    Bool,
    /// A whole number from 0 up.
    Count,
    /// A number.
    Number,
    /// `YYYY-MM-DD`.
    Date,
    /// `HH:MM`.
    Time,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A length in pixels, or one of these words.
    Length(&'static [&'static str]),
    /// `auto`, `stretch`, a weight, or a length in pixels.
    Width,
    /// What is done when it is pressed: any action but one that shows a card.
    Press,
    /// A regex as JavaScript writes it.
    Regex,
    /// One object.
    One(Part),
    /// A list of objects.
    Many(Part),
    /// `drop`, or what stands in for the element itself.
    Fallback,
    /// Features with the versions that they need.
    Requires,
    /// What goes back with a submit.
    Data,
    /// The version of the card.
    Version,
}

/// What stands in a list or as an object of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What a card, a box or a column holds.
    Element,
    /// A button.
    Action,
    /// A column.
    Column,
    /// An image of a set.
    Image,
    /// A text, or a run of one.
    Inline,
    /// A title and a value.
    Fact,
    /// A choice of an input.
    Choice,
    /// A file of `Media`.
    Source,
    /// An id, or an object with one: what a toggle shows and hides.
    Target,
    /// An address, or an object with one.
    Background,
    /// A card.
    Card,
}

/// A property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// In a script; empty if it is written in another way there (as content, in braces, by the compiler).
    pub word: &'static str,
    /// In JSON.
    pub json: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// It may not be left out.
    pub required: bool,
    /// It came with the version 1.`since`.
    pub since: u8,
    /// What holds where it is left out: a word, `true`, `false`; empty if that is not known.
    pub default: &'static str,
}

/// What stands right after the word of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A value for this property.
    One(Property),
    /// Elements in braces, as this property.
    Children(&'static str),
}

/// An element, an action, or another object of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementType {
    /// In a script; empty if it has no line of its own there.
    pub word: &'static str,
    /// Its `type` in JSON.
    pub json: &'static str,
    /// What stands after the word.
    pub content: Content,
    /// Its properties in groups; of two with one name the first counts.
    pub groups: &'static [&'static [Property]],
    /// It came with the version 1.`since`.
    pub since: u8,
}

/// A property of the first version that may be left out.
pub(super) const fn property(word: &'static str, json: &'static str, kind: Kind) -> Property {
    let default = if matches!(kind, Kind::Bool) { "false" } else { "" };
    Property { word, json, kind, required: false, since: 0, default }
}

/// One that scripts write in another way.
pub(super) const fn hidden(json: &'static str, kind: Kind) -> Property {
    property("", json, kind)
}

impl Property {
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(super) const fn since(self, since: u8) -> Self {
        Self { since, ..self }
    }

    pub(super) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }
}

/// A name or a word of the schema as scripts write it: `extraLarge` is `extra_large`.
#[must_use]
pub fn snake(json: &str) -> String {
    let mut out = String::new();
    for letter in json.chars() {
        if letter.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

impl ElementType {
    /// Its properties, in order.
    pub fn properties(&self) -> impl Iterator<Item = &'static Property> {
        let all = || self.groups.iter().flat_map(|group| group.iter());
        all().enumerate().filter_map(move |(at, property)| {
            let first = all().position(|known| known.json == property.json);
            (first == Some(at)).then_some(property)
        })
    }

    /// The properties that scripts write by name.
    pub fn written(&self) -> impl Iterator<Item = &'static Property> {
        self.properties().filter(|known| !known.word.is_empty())
    }

    /// The property called `name` in a script: by its word, or by the schema's name, in snake case too.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        self.written().find(|known| known.word == name || known.json == name || snake(known.json) == name)
    }

    /// The property called `name` in JSON.
    #[must_use]
    pub fn json_property(&self, name: &str) -> Option<&'static Property> {
        self.properties().find(|known| known.json == name)
    }

    /// Whether it is a button.
    #[must_use]
    pub fn is_action(&self) -> bool {
        self.json.starts_with("Action.")
    }

    /// Whether it is an input.
    #[must_use]
    pub fn is_input(&self) -> bool {
        self.json.starts_with("Input.") && self.json != "Input.Choice"
    }
}
