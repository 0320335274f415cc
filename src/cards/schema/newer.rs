//! What came after version 1.3, which Webex does not take: to say the version and what to use instead.

/// Something newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cards) struct Newer {
    /// The type it is, or belongs to; empty if it is the same for many.
    of: &'static str,
    /// Its name, or the word.
    name: &'static str,
    /// Where it came.
    pub(in crate::cards) version: &'static str,
    /// What to use instead.
    pub(in crate::cards) instead: &'static str,
}

const fn newer(of: &'static str, name: &'static str, version: &'static str, instead: &'static str) -> Newer {
    Newer { of, name, version, instead }
}

const TYPES: &[Newer] = &[
    newer("Action.Execute", "", "1.4", "use `Action.Submit`"),
    newer("Table", "", "1.5", "use a `ColumnSet` for each row, or a `FactSet`"),
    newer("TableRow", "", "1.5", "use a `ColumnSet`"),
    newer("TableCell", "", "1.5", "use a `Column`"),
];

const PROPERTIES: &[Newer] = &[
    newer("AdaptiveCard", "refresh", "1.4", "leave it out: send a new message instead"),
    newer("AdaptiveCard", "authentication", "1.4", "leave it out: open a sign-in page with `Action.OpenUrl`"),
    newer("AdaptiveCard", "metadata", "1.6", "leave it out"),
    newer("TextBlock", "style", "1.5", "use `size` and `weight`"),
    newer("ImageSet", "style", "1.6", "leave it out"),
    newer("Media", "captionSources", "1.6", "leave it out"),
    newer("Input.ChoiceSet", "choices.data", "1.6", "list the choices in `choices`"),
    newer("", "rtl", "1.5", "leave it out"),
    newer("", "tooltip", "1.5", "leave it out, or say it in the `title`"),
    newer("", "isEnabled", "1.5", "leave the button out where it can't be used"),
    newer("", "mode", "1.5", "put more than five buttons into an `Action.ShowCard`"),
    newer("", "role", "1.6", "leave it out"),
    newer("", "labelPosition", "1.6", "leave it out"),
    newer("", "labelWidth", "1.6", "leave it out"),
    newer("", "inputStyle", "1.6", "leave it out"),
    newer("", "forceLoad", "1.6", "leave it out"),
];

const WORDS: &[Newer] = &[
    newer("Input.Text", "password", "1.5", "ask for no secrets in a card: Webex hides nothing that is typed"),
    newer("Input.ChoiceSet", "filtered", "1.5", "use `compact`"),
];

/// A type that is newer.
#[must_use]
pub(in crate::cards) fn newer_type(json: &str) -> Option<&'static Newer> {
    TYPES.iter().find(|newer| newer.of == json)
}

/// A property that is newer.
#[must_use]
pub(in crate::cards) fn newer_property(of: &str, name: &str) -> Option<&'static Newer> {
    PROPERTIES.iter().find(|newer| newer.name == name && (newer.of == of || newer.of.is_empty()))
}

/// A word of a property that is newer.
#[must_use]
pub(in crate::cards) fn newer_word(of: &str, word: &str) -> Option<&'static Newer> {
    WORDS.iter().find(|newer| newer.of == of && newer.name.eq_ignore_ascii_case(word))
}
