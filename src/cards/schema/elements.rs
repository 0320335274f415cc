//! Elements that show something.

use super::kind::{Content, ElementType, Kind, Part, Property, hidden, property};
use super::words::{
    ALIGN, COLORS, FONTS, HEIGHTS, IMAGE_SIZES, IMAGE_STYLES, SIZES, SPACING, STYLES, VALIGN, WEIGHTS,
};

/// What can be shown and hidden.
pub(super) const TOGGLEABLE: &[Property] = &[
    property("id", "id", Kind::Plain),
    property("hidden", "isVisible", Kind::Bool).since(2).default("true"),
    property("requires", "requires", Kind::Requires).since(2),
];

/// What stands in a row of others.
pub(super) const SPACED: &[Property] = &[
    property("spacing", "spacing", Kind::Word(SPACING)).default("default"),
    property("separator", "separator", Kind::Bool),
    property("fallback", "fallback", Kind::Fallback).since(2),
];

pub(super) const HEIGHT: &[Property] =
    &[property("height", "height", Kind::Word(HEIGHTS)).since(1).default("auto")];

const TEXT_CONTENT: Property = hidden("text", Kind::Markdown).required();
const RUN_CONTENT: Property = hidden("text", Kind::Plain).required();
const IMAGE_CONTENT: Property = hidden("url", Kind::Url).required();

const TEXT: &[Property] = &[
    TEXT_CONTENT,
    property("size", "size", Kind::Word(SIZES)).default("default"),
    property("weight", "weight", Kind::Word(WEIGHTS)).default("default"),
    property("color", "color", Kind::Word(COLORS)).default("default"),
    property("subtle", "isSubtle", Kind::Bool),
    property("font", "fontType", Kind::Word(FONTS)).since(2).default("default"),
    property("align", "horizontalAlignment", Kind::Word(ALIGN)),
    property("lines", "maxLines", Kind::Count),
    property("wrap", "wrap", Kind::Bool),
];

const RUN: &[Property] = &[
    RUN_CONTENT,
    property("size", "size", Kind::Word(SIZES)).default("default"),
    property("weight", "weight", Kind::Word(WEIGHTS)).default("default"),
    property("color", "color", Kind::Word(COLORS)).default("default"),
    property("subtle", "isSubtle", Kind::Bool),
    property("font", "fontType", Kind::Word(FONTS)).default("default"),
    property("italic", "italic", Kind::Bool),
    property("strike", "strikethrough", Kind::Bool),
    property("highlight", "highlight", Kind::Bool),
    property("underline", "underline", Kind::Bool).since(3),
    property("select", "selectAction", Kind::Press),
];

const IMAGE: &[Property] = &[
    IMAGE_CONTENT,
    property("alt", "altText", Kind::Plain),
    property("size", "size", Kind::Word(IMAGE_SIZES)).default("auto"),
    property("style", "style", Kind::Word(IMAGE_STYLES)).default("default"),
    property("align", "horizontalAlignment", Kind::Word(ALIGN)),
    property("width", "width", Kind::Length(&[])).since(1),
    property("height", "height", Kind::Length(HEIGHTS)).since(1).default("auto"),
    property("background", "backgroundColor", Kind::Color).since(1),
    property("select", "selectAction", Kind::Press).since(1),
];

const MIN_HEIGHT: Property = property("min_height", "minHeight", Kind::Length(&[])).since(2);
const SELECT: Property = property("select", "selectAction", Kind::Press).since(1);
const BLEED: Property = property("bleed", "bleed", Kind::Bool).since(2);
const BACKGROUND: Property = property("background", "backgroundImage", Kind::One(Part::Background)).since(2);

const BOX: &[Property] = &[
    hidden("items", Kind::Many(Part::Element)).required(),
    property("style", "style", Kind::Word(STYLES)).default("default"),
    property("valign", "verticalContentAlignment", Kind::Word(VALIGN)).since(1),
    BLEED,
    BACKGROUND,
    MIN_HEIGHT,
    SELECT,
];

const COLUMN_SET: &[Property] = &[
    hidden("columns", Kind::Many(Part::Column)),
    property("style", "style", Kind::Word(STYLES)).since(2).default("default"),
    property("align", "horizontalAlignment", Kind::Word(ALIGN)),
    BLEED,
    MIN_HEIGHT,
    SELECT,
];

const COLUMN: &[Property] = &[
    hidden("items", Kind::Many(Part::Element)),
    property("width", "width", Kind::Width),
    property("style", "style", Kind::Word(STYLES)).default("default"),
    property("valign", "verticalContentAlignment", Kind::Word(VALIGN)).since(1),
    BLEED,
    BACKGROUND,
    MIN_HEIGHT,
    SELECT,
];

/// What the card holds, in the order of the help.
pub(super) const ELEMENTS: &[ElementType] = &[
    ElementType {
        word: "text",
        json: "TextBlock",
        content: Content::One(TEXT_CONTENT),
        groups: &[TEXT, SPACED, HEIGHT, TOGGLEABLE],
        since: 0,
    },
    ElementType {
        word: "rich",
        json: "RichTextBlock",
        content: Content::Children("inlines"),
        groups: &[
            &[
                hidden("inlines", Kind::Many(Part::Inline)).required(),
                property("align", "horizontalAlignment", Kind::Word(ALIGN)),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
        since: 2,
    },
    ElementType {
        word: "image",
        json: "Image",
        content: Content::One(IMAGE_CONTENT),
        groups: &[IMAGE, SPACED, TOGGLEABLE],
        since: 0,
    },
    ElementType {
        word: "images",
        json: "ImageSet",
        content: Content::Children("images"),
        groups: &[
            &[
                hidden("images", Kind::Many(Part::Image)).required(),
                property("size", "imageSize", Kind::Word(IMAGE_SIZES)).default("medium"),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
        since: 0,
    },
    ElementType {
        word: "box",
        json: "Container",
        content: Content::Children("items"),
        groups: &[BOX, SPACED, HEIGHT, TOGGLEABLE],
        since: 0,
    },
    ElementType {
        word: "columns",
        json: "ColumnSet",
        content: Content::Children("columns"),
        groups: &[COLUMN_SET, SPACED, HEIGHT, TOGGLEABLE],
        since: 0,
    },
    ElementType {
        word: "facts",
        json: "FactSet",
        content: Content::Children("facts"),
        groups: &[&[hidden("facts", Kind::Many(Part::Fact)).required()], SPACED, HEIGHT, TOGGLEABLE],
        since: 0,
    },
    ElementType {
        word: "actions",
        json: "ActionSet",
        content: Content::Children("actions"),
        groups: &[&[hidden("actions", Kind::Many(Part::Action)).required()], SPACED, HEIGHT, TOGGLEABLE],
        since: 2,
    },
    ElementType {
        word: "",
        json: "Media",
        content: Content::Nothing,
        groups: &[
            &[
                hidden("sources", Kind::Many(Part::Source)).required(),
                hidden("poster", Kind::Url),
                hidden("altText", Kind::Plain),
            ],
            SPACED,
            HEIGHT,
            TOGGLEABLE,
        ],
        since: 1,
    },
];

/// A column stands only in `columns`.
pub(super) const COLUMN_TYPE: ElementType = ElementType {
    word: "column",
    json: "Column",
    content: Content::Children("items"),
    groups: &[COLUMN, SPACED, TOGGLEABLE],
    since: 0,
};

/// A run stands only in `rich`.
pub(super) const RUN_TYPE: ElementType = ElementType {
    word: "run",
    json: "TextRun",
    content: Content::One(RUN_CONTENT),
    groups: &[RUN],
    since: 2,
};
