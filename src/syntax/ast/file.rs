//! A file, its items, and the names that everything uses.

use super::{
    BotDecl, CardDecl, ConfigDecl, ConstDecl, FnDecl, GroupDecl, Handler, IntentDecl, SecretDecl, StateDecl,
    TestDecl, TypeDecl, UseDecl,
};
use crate::base::{SourceId, Span};
use smol_str::SmolStr;

/// One source file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Which text it was parsed from.
    pub source: SourceId,
    /// Its declarations, in source order.
    pub items: Vec<Item>,
    /// What could not be read, ascending: lines, and declarations in which it is not known what is inside of what.
    /// Why was said, and nothing more is to be said of it.
    pub unread: Vec<Span>,
    /// The whole text.
    pub span: Span,
}

/// What may stand at the top of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `bot "Name" { ... }`
    Bot(BotDecl),
    /// `use std.github`, `use "./x.wbot" as x`
    Use(UseDecl),
    /// `secret TOKEN`
    Secret(SecretDecl),
    /// `config name: T = default`
    Config(ConfigDecl),
    /// `const name = value`
    Const(ConstDecl),
    /// `type Name = ...`
    Type(TypeDecl),
    /// `state name: T = initial per room`
    State(StateDecl),
    /// `group admins = ...`
    Group(GroupDecl),
    /// `fn name(...) ...`
    Fn(FnDecl),
    /// `card name(...) { ... }`
    Card(CardDecl),
    /// `intent name { ... }`
    Intent(IntentDecl),
    /// Everything that runs by itself: `command`, `on ...`, `every`, `action`, `before`, `after`.
    Handler(Handler),
    /// `test "..." { ... }`
    Test(TestDecl),
    /// A region that does not parse.
    Error(ItemError),
}

/// A region at the top of a file that does not parse.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemError {
    /// The word that it begins with, where it is one of a declaration (`fn`, `command`, ...).
    pub keyword: Option<SmolStr>,
    /// The name it would declare, so that uses of it are not reported as unknown.
    pub name: Option<Name>,
    /// It belongs to a declaration whose head is missing: nothing is known of its name.
    pub headless: bool,
    /// The whole region.
    pub span: Span,
}

/// A name where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: SmolStr,
    /// Where it is written.
    pub span: Span,
}

/// A name, perhaps of another module: `Ticket`, `github.Push`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The parts between the dots; at least one.
    pub parts: Vec<Name>,
    /// From the first to the last part.
    pub span: Span,
}

/// The `///` lines before a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// The lines without `///` and one space after it, joined by `\n`.
    pub text: SmolStr,
    /// From the first to the last line.
    pub span: Span,
}

impl Item {
    /// Where the item stands, without its doc comment.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Bot(item) => item.span,
            Self::Use(item) => item.span,
            Self::Secret(item) => item.span,
            Self::Config(item) => item.span,
            Self::Const(item) => item.span,
            Self::Type(item) => item.span,
            Self::State(item) => item.span,
            Self::Group(item) => item.span,
            Self::Fn(item) => item.span,
            Self::Card(item) => item.span,
            Self::Intent(item) => item.span,
            Self::Handler(item) => item.span,
            Self::Test(item) => item.span,
            Self::Error(item) => item.span,
        }
    }
}
