//! Inputs. In a script they are all `input`; their type says which.

use super::elements::{HEIGHT, SPACED, TOGGLEABLE};
use super::kind::{Content, ElementType, Kind, Part, Property, hidden, property};
use super::words::{CHOICE_STYLES, TEXT_STYLES};

/// Properties of every input.
const INPUT: &[Property] = &[
    property("id", "id", Kind::Plain).required(),
    property("label", "label", Kind::Plain).since(3),
    property("required", "isRequired", Kind::Bool).since(3),
    property("error", "errorMessage", Kind::Plain).since(3),
];

const fn input(json: &'static str, groups: &'static [&'static [Property]]) -> ElementType {
    ElementType { word: "", json, content: Content::Nothing, groups, since: 0 }
}

/// The inputs.
pub(super) const INPUTS: &[ElementType] = &[
    input(
        "Input.Text",
        &[
            INPUT,
            &[
                property("multiline", "isMultiline", Kind::Bool),
                property("max", "maxLength", Kind::Count),
                property("placeholder", "placeholder", Kind::Plain),
                property("regex", "regex", Kind::Regex).since(3),
                property("style", "style", Kind::Word(TEXT_STYLES)).default("text"),
                property("inline", "inlineAction", Kind::Press).since(2),
                property("value", "value", Kind::Plain),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
    ),
    input(
        "Input.Number",
        &[
            INPUT,
            &[
                property("min", "min", Kind::Number),
                property("max", "max", Kind::Number),
                property("placeholder", "placeholder", Kind::Plain),
                property("value", "value", Kind::Number),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
    ),
    input(
        "Input.Date",
        &[
            INPUT,
            &[
                property("min", "min", Kind::Date),
                property("max", "max", Kind::Date),
                property("placeholder", "placeholder", Kind::Plain),
                property("value", "value", Kind::Date),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
    ),
    input(
        "Input.Time",
        &[
            INPUT,
            &[
                property("min", "min", Kind::Time),
                property("max", "max", Kind::Time),
                property("placeholder", "placeholder", Kind::Plain),
                property("value", "value", Kind::Time),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
    ),
    input(
        "Input.Toggle",
        &[
            INPUT,
            &[
                hidden("title", Kind::Plain).required(),
                property("wrap", "wrap", Kind::Bool).since(2),
                property("on", "valueOn", Kind::Plain).default("true"),
                property("off", "valueOff", Kind::Plain).default("false"),
                property("value", "value", Kind::Plain).default("false"),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
    ),
    input(
        "Input.ChoiceSet",
        &[
            INPUT,
            &[
                hidden("choices", Kind::Many(Part::Choice)).required(),
                hidden("isMultiSelect", Kind::Bool),
                property("style", "style", Kind::Word(CHOICE_STYLES)).default("compact"),
                property("placeholder", "placeholder", Kind::Plain),
                property("wrap", "wrap", Kind::Bool).since(2),
                property("value", "value", Kind::Plain),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
    ),
];
