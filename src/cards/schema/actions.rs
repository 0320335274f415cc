//! Buttons.

use super::kind::{Content, ElementType, Kind, Part, Property, hidden, property};
use super::words::{ACTION_STYLES, ASSOCIATED};

const TITLE: Property = hidden("title", Kind::Plain);

/// Properties of every action. The published schema forgets the `id`, though it is documented.
const ACTION: &[Property] = &[
    TITLE,
    property("icon", "iconUrl", Kind::Url).since(1),
    property("style", "style", Kind::Word(ACTION_STYLES)).since(2).default("default"),
    property("id", "id", Kind::Plain).since(2),
    property("fallback", "fallback", Kind::Fallback).since(2),
    property("requires", "requires", Kind::Requires).since(2),
];

/// The actions.
pub(super) const ACTIONS: &[ElementType] = &[
    ElementType {
        word: "submit",
        json: "Action.Submit",
        content: Content::One(TITLE),
        groups: &[
            ACTION,
            &[
                property("data", "data", Kind::Data),
                property("inputs", "associatedInputs", Kind::Word(ASSOCIATED)).since(3).default("auto"),
            ],
        ],
        since: 0,
    },
    ElementType {
        word: "open",
        json: "Action.OpenUrl",
        content: Content::One(TITLE),
        groups: &[ACTION, &[hidden("url", Kind::Url).required()]],
        since: 0,
    },
    ElementType {
        word: "show",
        json: "Action.ShowCard",
        content: Content::Children("body"),
        groups: &[ACTION, &[property("card", "card", Kind::One(Part::Card)).required()]],
        since: 0,
    },
    ElementType {
        word: "toggle",
        json: "Action.ToggleVisibility",
        content: Content::One(TITLE),
        groups: &[ACTION, &[property("targets", "targetElements", Kind::Many(Part::Target)).required()]],
        since: 2,
    },
];
