//! What a command pattern says, as plain data with the places where it says it.

use crate::base::Span;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A parsed pattern: `deploy {service} [to {env: Env = dev}] [--force]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The text between the quotes, as it was written.
    pub raw: SmolStr,
    /// Its parts, in order.
    pub nodes: Vec<Node>,
    /// The text between the quotes.
    pub span: Span,
}

/// A part of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// A word that the user types as it stands.
    Word(Word),
    /// `(a|b c)`: one of these; each has at least one node.
    Choice {
        /// The alternatives, in order.
        options: Vec<Vec<Node>>,
        /// With its parentheses.
        span: Span,
    },
    /// `[...]`: may be left out; has at least one node.
    Optional {
        /// What may be left out.
        nodes: Vec<Node>,
        /// With its brackets.
        span: Span,
    },
    /// `{x}`
    Hole(Hole),
    /// `--flag` or `--name {v}`: stands at the top, or alone in its brackets.
    Flag(Flag),
}

/// A literal word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// As it was written.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
}

/// `--force`, `--dry-run`, `--reason {why}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// What the user types after the dashes: `dry-run`.
    pub word: SmolStr,
    /// The name it binds: `dry_run`. A flag with a value binds the hole's name only.
    pub name: SmolStr,
    /// The flag with its dashes, without its value.
    pub span: Span,
    /// The hole of its value.
    pub value: Option<Hole>,
}

/// `{name: type = default}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// The name that the handler sees.
    pub name: SmolStr,
    /// Where the name stands.
    pub name_span: Span,
    /// What may be typed there.
    pub kind: HoleType,
    /// What stands for it where it is left out.
    pub default: Option<HoleDefault>,
    /// With its braces.
    pub span: Span,
}

/// What the user would have typed: the text between `=` and `}`, without quotes around all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoleDefault {
    /// The text.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
}

/// What a hole takes, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoleType {
    /// `{x}`: one word or one quoted string.
    Word,
    /// `{x...}`: the rest of the message.
    Rest,
    /// `{x: int}`, `{x: Status}`: a built-in or a declared type.
    Named {
        /// Its name.
        name: SmolStr,
        /// Where.
        span: Span,
    },
    /// `{x: /.../i}`: a word that the whole regex matches.
    Regex {
        /// Between the slashes, as it was written.
        source: SmolStr,
        /// After the second slash: of `i`, `m`, `s`.
        flags: SmolStr,
        /// With its slashes and flags.
        span: Span,
    },
    /// `{x: "dev" | "prod"}`: one of these.
    Literals {
        /// The texts, without quotes; at least one.
        texts: Vec<Word>,
        /// All of them.
        span: Span,
    },
    /// `{x: list<T>}`: the remaining words.
    List {
        /// The type of one; never itself `List`, `Rest` or `Word`.
        item: Box<HoleType>,
        /// The whole type.
        span: Span,
    },
    /// What stands there is no type, which was reported.
    Unread,
}

/// A name that a pattern binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<'p> {
    /// The name.
    pub name: &'p str,
    /// Where it stands (of a flag, the flag).
    pub name_span: Span,
    /// Whether a message can match without it. A flag is then `false`, a hole its default or `none`.
    pub can_be_absent: bool,
    /// What binds it.
    pub source: BindingSource<'p>,
}

/// What binds a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingSource<'p> {
    /// A hole.
    Hole(&'p Hole),
    /// A flag without a value: a `bool`.
    Flag(&'p Flag),
}

impl Pattern {
    /// The names it binds, in the order in which they stand.
    #[must_use]
    pub fn holes(&self) -> Vec<Binding<'_>> {
        let mut bindings = Vec::new();
        collect(&self.nodes, false, &mut bindings);
        bindings
    }

    /// How many literal words each matching message has at least: what ranks commands.
    #[must_use]
    pub fn literal_words(&self) -> usize {
        literal_words(&self.nodes)
    }
}

impl HoleType {
    /// Whether both say the same, wherever they stand.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word, Self::Word) | (Self::Rest, Self::Rest) => true,
            (Self::Named { name: a, .. }, Self::Named { name: b, .. }) => a == b,
            (
                Self::Regex { source: a, flags: a_flags, .. },
                Self::Regex { source: b, flags: b_flags, .. },
            ) => a == b && a_flags == b_flags,
            (Self::Literals { texts: a, .. }, Self::Literals { texts: b, .. }) => {
                a.iter().map(|word| &word.text).eq(b.iter().map(|word| &word.text))
            }
            (Self::List { item: a, .. }, Self::List { item: b, .. }) => a.same(b),
            (
                Self::Word
                | Self::Rest
                | Self::Named { .. }
                | Self::Regex { .. }
                | Self::Literals { .. }
                | Self::List { .. }
                | Self::Unread,
                _,
            ) => false,
        }
    }
}

fn collect<'p>(nodes: &'p [Node], absent: bool, bindings: &mut Vec<Binding<'p>>) {
    let hole = |hole: &'p Hole| Binding {
        name: &hole.name,
        name_span: hole.name_span,
        can_be_absent: absent,
        source: BindingSource::Hole(hole),
    };
    for node in nodes {
        match node {
            Node::Word(_) => {}
            Node::Choice { options, .. } => {
                for option in options {
                    collect(option, absent || options.len() > 1, bindings);
                }
            }
            Node::Optional { nodes, .. } => collect(nodes, true, bindings),
            Node::Hole(one) => bindings.push(hole(one)),
            Node::Flag(Flag { value: Some(one), .. }) => bindings.push(hole(one)),
            Node::Flag(flag) => bindings.push(Binding {
                name: &flag.name,
                name_span: flag.span,
                can_be_absent: absent,
                source: BindingSource::Flag(flag),
            }),
        }
    }
}

fn literal_words(nodes: &[Node]) -> usize {
    nodes
        .iter()
        .map(|node| match node {
            Node::Word(_) => 1,
            Node::Choice { options, .. } => {
                options.iter().map(|option| literal_words(option)).min().unwrap_or(0)
            }
            Node::Optional { .. } | Node::Hole(_) | Node::Flag(_) => 0,
        })
        .sum()
}
