//! Cards. The syntax knows no schema: elements, properties and flags are words that the checker
//! looks up.

use super::{AnswerType, Arg, Audience, CardCall, Doc, ElseClause, Expr, Name, Param, StringLit};
use crate::base::Span;

/// `card approval(t: Ticket) once expires 2d by managers { ... }`
#[derive(Clone, Debug, PartialEq)]
pub struct CardDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
    /// `once`
    pub once: Option<Span>,
    /// `expires 2d`
    pub expires: Option<Expr>,
    /// `by managers`
    pub by: Option<Audience>,
    /// `fallback "..."`: the text of clients that draw no card
    pub fallback: Option<Expr>,
    /// Properties of the card as a whole: `background: "..."`.
    pub props: Vec<Prop>,
    /// What it shows.
    pub body: CardBody,
    /// The declaration.
    pub span: Span,
}

/// Where a card's elements come from.
#[derive(Clone, Debug, PartialEq)]
pub enum CardBody {
    /// `{ ... }`
    Nodes(Vec<CardNode>),
    /// `from "./x.card.json"`
    File(StringLit),
}

/// A line of a card body.
#[derive(Clone, Debug, PartialEq)]
pub struct CardNode {
    /// Which.
    pub kind: CardNodeKind,
    /// Its text.
    pub span: Span,
}

/// The forms of a line of a card body.
#[derive(Clone, Debug, PartialEq)]
pub enum CardNodeKind {
    /// `text "..." size: large wrap`
    Element(Box<Element>),
    /// `input reason: text "Why?" multiline`
    Input(Box<InputNode>),
    /// `if c { } else if d { } else { }`
    If {
        /// At least one.
        branches: Vec<CardBranch>,
        /// After the last `else`.
        otherwise: Option<Vec<CardNode>>,
    },
    /// `for x in xs { }`, `for i, x in xs { }`
    For {
        /// The first name.
        first: Name,
        /// The name after the comma.
        second: Option<Name>,
        /// What is walked.
        iterable: Expr,
        /// What is drawn for each.
        body: Vec<CardNode>,
    },
    /// `let x = value`; an `else` block may give a value
    Let {
        /// The name.
        name: Name,
        /// Its value.
        value: Expr,
        /// `else { }`
        otherwise: Option<ElseClause>,
    },
    /// `include header(t) as m`
    Include {
        /// The card.
        card: CardCall,
        /// The name space of its inputs.
        alias: Option<Name>,
    },
    /// `raw { "type": "..." }`: a record
    Raw(Expr),
    /// `"Ticket" = t.id`, in `facts`
    Entry {
        /// The left side.
        title: Expr,
        /// The right side.
        value: Expr,
    },
    /// A bare expression, as in `images { "https://..." }`. A lone name is an `Element` without
    /// content, since only the schema can tell.
    Value(Expr),
    /// A line that does not parse.
    Error,
}

/// A condition and the elements that it adds.
#[derive(Clone, Debug, PartialEq)]
pub struct CardBranch {
    /// The condition.
    pub condition: Expr,
    /// What is drawn if it holds.
    pub body: Vec<CardNode>,
}

/// An element or an action: a word and what follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// `text`, `columns`, `submit`, ...
    pub word: Name,
    /// What stands right after the word: none for a container, two for `open`, else one.
    pub content: Vec<Expr>,
    /// `name: value`, in source order.
    pub props: Vec<Prop>,
    /// Bare words, in source order.
    pub flags: Vec<Name>,
    /// What stands after `->`: one action, or what a `toggle` shows and hides.
    pub arrow: Vec<ArrowTarget>,
    /// `{ ... }`
    pub children: Option<Vec<CardNode>>,
}

/// A property.
#[derive(Clone, Debug, PartialEq)]
pub struct Prop {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: PropValue,
    /// Name and value.
    pub span: Span,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum PropValue {
    /// An expression. A lone name (or `none`) may be a word of the schema: `size: large`.
    Expr(Expr),
    /// `30px`
    Pixels(u32),
}

/// `decide(t.id, approved: true)` after `->`
#[derive(Clone, Debug, PartialEq)]
pub struct ArrowTarget {
    /// The action or element.
    pub name: Name,
    /// The arguments, where there are parentheses.
    pub args: Option<Vec<Arg>>,
    /// Name and arguments.
    pub span: Span,
}

/// `input urgency: "low" | "high" = "low" "Urgency" style: expanded required`
#[derive(Clone, Debug, PartialEq)]
pub struct InputNode {
    /// Its name.
    pub name: Name,
    /// `key i`, in a loop
    pub key: Option<Expr>,
    /// What it takes.
    pub ty: AnswerType,
    /// What stands in it at first.
    pub default: Option<Expr>,
    /// The label.
    pub label: Option<Expr>,
    /// `name: value`, in source order.
    pub props: Vec<Prop>,
    /// Bare words, in source order.
    pub flags: Vec<Name>,
}
