//! The rules, one line each.

use super::defect::Severity;
use Severity::{Error, Warning};

/// A rule that cards keep.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub id: &'static str,
    /// How bad it mostly is to break it.
    pub severity: Severity,
    /// What it asks for.
    pub words: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $words:literal;)*) => {
        $(
            pub(super) static $name: Rule = Rule { id: $id, severity: $severity, words: $words };
        )*
        /// All rules.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    VERSION_TOO_NEW "version-too-new" Error "no version above 1.3, and nothing that came later";
    BAD_VERSION "bad-version" Error "the version is a text such as \"1.3\"";
    WEBEX_UNSUPPORTED "webex-unsupported" Error "no `Media`";
    MISSING_REQUIRED "missing-required" Error "what the schema requires is there";
    UNKNOWN_PROPERTY "unknown-property" Error "only properties that the schema lists";
    UNKNOWN_ELEMENT "unknown-element" Error "only elements that the schema lists";
    UNKNOWN_ACTION "unknown-action" Error "only actions that the schema lists";
    BAD_ENUM "bad-enum" Error "a word that the property takes";
    WRONG_TYPE "wrong-type" Error "a value of the right JSON type: desktop clients drop the whole card otherwise";
    INPUT_NEEDS_ID "input-needs-id" Error "each input has an `id`";
    DUPLICATE_ID "duplicate-id" Error "each `id` stands once in the card, with all that it shows";
    ACTION_NOT_ALLOWED_HERE "action-not-allowed-here" Error "no `Action.ShowCard` as `selectAction` or `inlineAction`";
    TOO_MANY_ACTIONS "too-many-actions" Error "at most 5 buttons side by side";
    TOO_MANY_IMAGES "too-many-images" Error "at most 10 images";
    ONE_CARD_PER_MESSAGE "one-card-per-message" Error "a message has one card";
    MESSAGE_NEEDS_TEXT "message-needs-text" Error "a message with a card has a text for clients that draw none";
    BAD_ATTACHMENT "bad-attachment" Error "a card is wrapped with its `contentType`";
    CARD_TOO_BIG "card-too-big" Error "at most 60,000 bytes; a warning from 22,000";
    BAD_URL "bad-url" Error "absolute addresses, http or https";
    DATA_URI "data-uri" Warning "images as `data:` are not known to be drawn";
    WEBEX_IGNORED "webex-ignored" Warning "nothing that Webex leaves out of account";
    WEBEX_PARTIAL "webex-partial" Warning "no toggling of buttons";
    FEATURE_NEWER_THAN_VERSION "feature-newer-than-version" Warning "a version that covers what is used";
    REQUIRED_NEEDS_LABEL "required-needs-label" Warning "a required input has a `label`";
    UNKNOWN_TARGET "unknown-target" Error "a toggle names elements of its card";
    UNSUPPORTED_MARKDOWN "unsupported-markdown" Warning "bold, italic, lists and links only; a table or an image in a text is an error";
    COMMA_IN_MULTISELECT_VALUE "comma-in-multiselect-value" Error "no comma in the values of a choice of several";
    DATA_SHADOWS_INPUT "data-shadows-input" Error "no key of `data` is the id of an input";
    INPUTS_NEVER_SUBMITTED "inputs-never-submitted" Warning "what is typed can be sent";
    MIN_OVER_MAX "min-over-max" Warning "`min` is not above `max`";
    BAD_DATE "bad-date" Warning "dates are YYYY-MM-DD";
    BAD_TIME "bad-time" Warning "times are HH:MM";
    BAD_REGEX "bad-regex" Error "a regex that compiles";
    VALUE_NOT_A_CHOICE "value-not-a-choice" Warning "what is chosen at first is a choice";
    BAD_WIDTH "bad-width" Error "the width of a column is `auto`, `stretch`, a weight or \"50px\"";
    BAD_LENGTH "bad-length" Warning "lengths are \"50px\"";
    BAD_COLOR "bad-color" Warning "colours are \"#RRGGBB\" or \"#AARRGGBB\"";
    DEEP_SHOWCARD "deep-showcard" Warning "no card in a card in a card";
    UNEXPANDED_TEMPLATE "unexpanded-template" Warning "nothing of a template is left; an error where it breaks the card";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique() {
        let names: HashSet<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(names.len(), RULES.len());
    }
}
