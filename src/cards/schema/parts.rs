//! The card as a whole, and the small objects in elements.

use super::kind::{Content, ElementType, Kind, Part, Property, hidden, property};
use super::words::{ALIGN, FILL_MODES, VALIGN};

const fn part(json: &'static str, groups: &'static [&'static [Property]], since: u8) -> ElementType {
    ElementType { word: "", json, content: Content::Nothing, groups, since }
}

/// The card.
pub(super) const CARD: ElementType = part(
    "AdaptiveCard",
    &[&[
        hidden("$schema", Kind::Plain),
        hidden("version", Kind::Version),
        hidden("body", Kind::Many(Part::Element)),
        hidden("actions", Kind::Many(Part::Action)),
        property("background", "backgroundImage", Kind::One(Part::Background)),
        property("min_height", "minHeight", Kind::Length(&[])).since(2),
        property("valign", "verticalContentAlignment", Kind::Word(VALIGN)).since(1),
        property("lang", "lang", Kind::Plain),
        property("select", "selectAction", Kind::Press).since(1),
        property("speak", "speak", Kind::Plain),
        property("fallback_text", "fallbackText", Kind::Plain),
    ]],
    0,
);

pub(super) const FACT: ElementType =
    part("Fact", &[&[hidden("title", Kind::Plain).required(), hidden("value", Kind::Plain).required()]], 0);

pub(super) const CHOICE: ElementType = part(
    "Input.Choice",
    &[&[hidden("title", Kind::Plain).required(), hidden("value", Kind::Plain).required()]],
    0,
);

pub(super) const SOURCE: ElementType = part(
    "MediaSource",
    &[&[hidden("mimeType", Kind::Plain).required(), hidden("url", Kind::Url).required()]],
    1,
);

pub(super) const TARGET: ElementType = part(
    "TargetElement",
    &[&[
        property("id", "elementId", Kind::Plain).required(),
        property("visible", "isVisible", Kind::Bool).default(""),
    ]],
    2,
);

pub(super) const BACKGROUND: ElementType = part(
    "BackgroundImage",
    &[&[
        property("url", "url", Kind::Url).required(),
        property("fill", "fillMode", Kind::Word(FILL_MODES)).default("cover"),
        property("align", "horizontalAlignment", Kind::Word(ALIGN)).default("left"),
        property("valign", "verticalAlignment", Kind::Word(VALIGN)).default("top"),
    ]],
    2,
);
