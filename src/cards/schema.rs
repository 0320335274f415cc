//! Which elements there are, and which properties they have: one line each. Names are those of the DSL;
//! the schema's own are taken too. Source: the schema of Adaptive Cards 1.3 (Microsoft), and what Webex says
//! that it supports.

/// What a property takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text in which the script's own characters are markdown.
    Markdown,
    /// A text.
    Plain,
    /// An absolute address.
    Url,
    /// A bool; as a flag it is true.
    Bool,
    /// A whole number from 1 up.
    Count,
    /// A number.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A length in pixels, or one of these words.
    Length(&'static [&'static str]),
    /// `auto`, `stretch`, a weight, or a length in pixels.
    Width,
    /// What is done when it is pressed: `open(title, url)`, or a submit.
    Action,
    /// A regex.
    Regex,
    /// A value of the input's own type.
    Value,
}

/// A property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// In a script.
    pub word: &'static str,
    /// In JSON.
    pub json: &'static str,
    /// What it takes.
    pub kind: Kind,
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

/// An element or action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementType {
    /// In a script.
    pub word: &'static str,
    /// Its `type` in JSON.
    pub json: &'static str,
    /// What stands after the word.
    pub content: Content,
    /// Its own properties.
    pub own: &'static [Property],
}

const COLORS: &[&str] = &["default", "dark", "light", "accent", "good", "warning", "attention"];
const SIZES: &[&str] = &["default", "small", "medium", "large", "extraLarge"];
const WEIGHTS: &[&str] = &["lighter", "default", "bolder"];
const ALIGN: &[&str] = &["left", "center", "right"];
const VALIGN: &[&str] = &["top", "center", "bottom"];
const FONTS: &[&str] = &["default", "monospace"];
const STYLES: &[&str] = &["default", "emphasis", "good", "attention", "warning", "accent"];
const SPACING: &[&str] = &["default", "none", "small", "medium", "large", "extraLarge", "padding"];
const IMAGE_SIZES: &[&str] = &["auto", "stretch", "small", "medium", "large"];

const fn property(word: &'static str, json: &'static str, kind: Kind) -> Property {
    Property { word, json, kind }
}

/// Properties that every element has.
const COMMON: &[Property] = &[
    property("id", "id", Kind::Plain),
    property("spacing", "spacing", Kind::Word(SPACING)),
    property("separator", "separator", Kind::Bool),
    property("hidden", "isVisible", Kind::Bool),
    property("height", "height", Kind::Word(&["auto", "stretch"])),
];

const TEXT: &[Property] = &[
    property("color", "color", Kind::Word(COLORS)),
    property("font", "fontType", Kind::Word(FONTS)),
    property("align", "horizontalAlignment", Kind::Word(ALIGN)),
    property("subtle", "isSubtle", Kind::Bool),
    property("lines", "maxLines", Kind::Count),
    property("size", "size", Kind::Word(SIZES)),
    property("weight", "weight", Kind::Word(WEIGHTS)),
    property("wrap", "wrap", Kind::Bool),
];

const RUN: &[Property] = &[
    property("color", "color", Kind::Word(COLORS)),
    property("font", "fontType", Kind::Word(FONTS)),
    property("subtle", "isSubtle", Kind::Bool),
    property("size", "size", Kind::Word(SIZES)),
    property("weight", "weight", Kind::Word(WEIGHTS)),
    property("italic", "italic", Kind::Bool),
    property("strike", "strikethrough", Kind::Bool),
    property("highlight", "highlight", Kind::Bool),
    property("underline", "underline", Kind::Bool),
    property("select", "selectAction", Kind::Action),
];

const IMAGE: &[Property] = &[
    property("alt", "altText", Kind::Plain),
    property("size", "size", Kind::Word(IMAGE_SIZES)),
    property("style", "style", Kind::Word(&["default", "person"])),
    property("align", "horizontalAlignment", Kind::Word(ALIGN)),
    property("width", "width", Kind::Length(&[])),
    property("height", "height", Kind::Length(&["auto", "stretch"])),
    property("background", "backgroundColor", Kind::Plain),
    property("select", "selectAction", Kind::Action),
];

const CONTAINER: &[Property] = &[
    property("style", "style", Kind::Word(STYLES)),
    property("valign", "verticalContentAlignment", Kind::Word(VALIGN)),
    property("bleed", "bleed", Kind::Bool),
    property("background", "backgroundImage", Kind::Url),
    property("min_height", "minHeight", Kind::Length(&[])),
    property("select", "selectAction", Kind::Action),
];

const COLUMN: &[Property] = &[
    property("width", "width", Kind::Width),
    property("style", "style", Kind::Word(STYLES)),
    property("valign", "verticalContentAlignment", Kind::Word(VALIGN)),
    property("bleed", "bleed", Kind::Bool),
    property("background", "backgroundImage", Kind::Url),
    property("min_height", "minHeight", Kind::Length(&[])),
    property("select", "selectAction", Kind::Action),
];

const COLUMN_SET: &[Property] = &[
    property("style", "style", Kind::Word(STYLES)),
    property("align", "horizontalAlignment", Kind::Word(ALIGN)),
    property("bleed", "bleed", Kind::Bool),
    property("min_height", "minHeight", Kind::Length(&[])),
    property("select", "selectAction", Kind::Action),
];

const URL: Property = property("url", "url", Kind::Url);
const TITLE: Property = property("title", "title", Kind::Plain);

const ELEMENTS: &[ElementType] = &[
    ElementType {
        word: "text",
        json: "TextBlock",
        content: Content::One(property("text", "text", Kind::Markdown)),
        own: TEXT,
    },
    ElementType {
        word: "rich",
        json: "RichTextBlock",
        content: Content::Children("inlines"),
        own: &[property("align", "horizontalAlignment", Kind::Word(ALIGN))],
    },
    ElementType {
        word: "run",
        json: "TextRun",
        content: Content::One(property("text", "text", Kind::Plain)),
        own: RUN,
    },
    ElementType { word: "image", json: "Image", content: Content::One(URL), own: IMAGE },
    ElementType {
        word: "images",
        json: "ImageSet",
        content: Content::Children("images"),
        own: &[property("size", "imageSize", Kind::Word(&["small", "medium", "large"]))],
    },
    ElementType { word: "box", json: "Container", content: Content::Children("items"), own: CONTAINER },
    ElementType {
        word: "columns",
        json: "ColumnSet",
        content: Content::Children("columns"),
        own: COLUMN_SET,
    },
    ElementType { word: "column", json: "Column", content: Content::Children("items"), own: COLUMN },
    ElementType { word: "facts", json: "FactSet", content: Content::Children("facts"), own: &[] },
    ElementType {
        word: "actions",
        json: "ActionSet",
        content: Content::Children("actions"),
        own: &[property("align", "horizontalAlignment", Kind::Word(ALIGN))],
    },
];

const ACTION: &[Property] = &[
    property("icon", "iconUrl", Kind::Url),
    property("style", "style", Kind::Word(&["default", "positive", "destructive"])),
];

const ACTIONS: &[ElementType] = &[
    ElementType { word: "submit", json: "Action.Submit", content: Content::One(TITLE), own: ACTION },
    ElementType { word: "open", json: "Action.OpenUrl", content: Content::One(TITLE), own: ACTION },
    ElementType { word: "show", json: "Action.ShowCard", content: Content::Children("body"), own: ACTION },
    ElementType {
        word: "toggle",
        json: "Action.ToggleVisibility",
        content: Content::One(TITLE),
        own: ACTION,
    },
];

/// Properties of every input.
const INPUT: &[Property] = &[
    property("required", "isRequired", Kind::Bool),
    property("error", "errorMessage", Kind::Plain),
    property("spacing", "spacing", Kind::Word(SPACING)),
    property("separator", "separator", Kind::Bool),
    property("hidden", "isVisible", Kind::Bool),
];

/// Properties of some inputs, with the JSON types that have them.
const OF_INPUTS: &[(&str, Property)] = &[
    ("Input.Text", property("multiline", "isMultiline", Kind::Bool)),
    ("Input.Text", property("max", "maxLength", Kind::Count)),
    ("Input.Text", property("placeholder", "placeholder", Kind::Plain)),
    ("Input.Text", property("regex", "regex", Kind::Regex)),
    ("Input.Text", property("style", "style", Kind::Word(&["text", "tel", "url", "email"]))),
    ("Input.Number", property("min", "min", Kind::Value)),
    ("Input.Number", property("max", "max", Kind::Value)),
    ("Input.Number", property("placeholder", "placeholder", Kind::Plain)),
    ("Input.Date", property("min", "min", Kind::Value)),
    ("Input.Date", property("max", "max", Kind::Value)),
    ("Input.Date", property("placeholder", "placeholder", Kind::Plain)),
    ("Input.Time", property("placeholder", "placeholder", Kind::Plain)),
    ("Input.Toggle", property("wrap", "wrap", Kind::Bool)),
    ("Input.ChoiceSet", property("style", "style", Kind::Word(&["compact", "expanded"]))),
    ("Input.ChoiceSet", property("placeholder", "placeholder", Kind::Plain)),
    ("Input.ChoiceSet", property("wrap", "wrap", Kind::Bool)),
];

/// Properties of the card as a whole.
const CARD: &[Property] = &[
    property("background", "backgroundImage", Kind::Url),
    property("min_height", "minHeight", Kind::Length(&[])),
    property("valign", "verticalContentAlignment", Kind::Word(VALIGN)),
    property("lang", "lang", Kind::Plain),
    property("select", "selectAction", Kind::Action),
];

/// The element with this word.
#[must_use]
pub fn element(word: &str) -> Option<&'static ElementType> {
    ELEMENTS.iter().find(|known| known.word == word)
}

/// The action with this word.
#[must_use]
pub fn action(word: &str) -> Option<&'static ElementType> {
    ACTIONS.iter().find(|known| known.word == word)
}

/// All words that a line of a card can begin with.
pub fn words() -> impl Iterator<Item = &'static str> {
    let others = ["input", "include", "raw"];
    ELEMENTS.iter().chain(ACTIONS).map(|known| known.word).chain(others)
}

impl ElementType {
    /// Its properties.
    pub fn properties(&self) -> impl Iterator<Item = &'static Property> {
        let common: &'static [Property] =
            if self.json.starts_with("Action.") || self.json == "TextRun" { &[] } else { COMMON };
        // An element's own property goes before one that all have: the height of an image is a length.
        self.own.iter().chain(common.iter().filter(|known| self.own.iter().all(|own| own.json != known.json)))
    }

    /// The property called `name` in a script or in JSON.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        named(self.properties(), name)
    }
}

/// The property of an input of the type `json`.
#[must_use]
pub fn input_property(json: &str, name: &str) -> Option<&'static Property> {
    let of_type = OF_INPUTS.iter().filter(|(of, _)| *of == json).map(|(_, property)| property);
    named(of_type.chain(INPUT), name)
}

/// The property of a card as a whole.
#[must_use]
pub fn card_property(name: &str) -> Option<&'static Property> {
    named(CARD.iter(), name)
}

fn named(mut properties: impl Iterator<Item = &'static Property>, name: &str) -> Option<&'static Property> {
    properties.find(|known| known.word == name || known.json == name)
}

#[cfg(test)]
mod tests {
    use super::{Kind, action, element, input_property};

    #[test]
    fn both_names_of_a_property_are_known() {
        let text = element("text").unwrap();
        assert_eq!(text.property("align"), text.property("horizontalAlignment"));
        assert!(text.property("bleed").is_none());
        assert!(matches!(element("image").unwrap().property("height").unwrap().kind, Kind::Length(_)));
        assert!(matches!(text.property("height").unwrap().kind, Kind::Word(_)));
        assert!(action("submit").unwrap().property("spacing").is_none());
        assert_eq!(input_property("Input.Text", "max").unwrap().json, "maxLength");
        assert_eq!(input_property("Input.Number", "max").unwrap().json, "max");
        assert!(input_property("Input.Date", "multiline").is_none());
    }
}
