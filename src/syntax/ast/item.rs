//! Declarations that are no handlers.

use super::{Block, Doc, Expr, Name, Path, PatternLit, StringLit, TypeExpr};
use crate::base::Span;

/// `bot "Jarvis" { ... }`; the block may be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct BotDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// What the bot is called.
    pub name: StringLit,
    /// The lines of the block, in source order (a line may be there twice; the checker says so).
    pub settings: Vec<BotSetting>,
    /// The declaration.
    pub span: Span,
}

/// One line of a `bot` block.
#[derive(Clone, Debug, PartialEq)]
pub struct BotSetting {
    /// Which.
    pub kind: BotSettingKind,
    /// The line.
    pub span: Span,
}

/// The lines that a `bot` block may have.
#[derive(Clone, Debug, PartialEq)]
pub enum BotSettingKind {
    /// `about "..."`
    About(StringLit),
    /// `allow domain "acme.com", people "a@b"`: who may talk to the bot; any one is enough.
    Allow(Vec<AllowRule>),
    /// `net "api.github.com", "*.acme.com"`
    Net(Vec<StringLit>),
    /// `locale "en-GB"`
    Locale(StringLit),
    /// `timezone "Europe/London"`
    Timezone(StringLit),
    /// A line that does not parse.
    Error,
}

/// One alternative of `allow`. After a comma a bare string is of the kind of the one before it.
#[derive(Clone, Debug, PartialEq)]
pub enum AllowRule {
    /// `domain "acme.com"`
    Domain(StringLit),
    /// `people "a@b"`
    Person(StringLit),
    /// `room "..."`: its members
    Room(StringLit),
    /// `anyone`
    Anyone(Span),
}

/// `use std.github`, `use "./tickets.wbot" as tickets`
#[derive(Clone, Debug, PartialEq)]
pub struct UseDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// What is used.
    pub from: UseSource,
    /// The name after `as`.
    pub alias: Option<Name>,
    /// The declaration.
    pub span: Span,
}

/// Where a used module comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum UseSource {
    /// A module of the library: `std.github`.
    Library(Path),
    /// A file, relative to this one.
    File(StringLit),
}

/// `secret GITHUB_SECRET`
#[derive(Clone, Debug, PartialEq)]
pub struct SecretDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name, in capitals.
    pub name: Name,
    /// The declaration.
    pub span: Span,
}

/// `config ops_room: text = "Ops"`
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its type, where written.
    pub ty: Option<TypeExpr>,
    /// Its default, where written.
    pub default: Option<Expr>,
    /// The declaration.
    pub span: Span,
}

/// `const max_items = 5`
#[derive(Clone, Debug, PartialEq)]
pub struct ConstDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its type, where written.
    pub ty: Option<TypeExpr>,
    /// Its value.
    pub value: Expr,
    /// The declaration.
    pub span: Span,
}

/// `type Ticket = { ... }`
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// What it names.
    pub ty: TypeExpr,
    /// The declaration.
    pub span: Span,
}

/// `state tickets: list<Ticket> = [] per room`
#[derive(Clone, Debug, PartialEq)]
pub struct StateDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its type, where written.
    pub ty: Option<TypeExpr>,
    /// Its first value, where written.
    pub initial: Option<Expr>,
    /// One for the bot, or one for each what.
    pub scope: StateScope,
    /// The declaration.
    pub span: Span,
}

/// How many copies of a state there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateScope {
    /// One.
    Bot,
    /// `per room`
    Room,
    /// `per person`
    Person,
    /// `per member`: one for each person in each room
    Member,
}

/// `group admins = "alice@acme.com", domain "sre.acme.com", room "Ops admins"`
#[derive(Clone, Debug, PartialEq)]
pub struct GroupDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its parts.
    pub members: Vec<GroupMember>,
    /// The declaration.
    pub span: Span,
}

/// One part of a group.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupMember {
    /// An address.
    Person(StringLit),
    /// Everyone of a mail domain.
    Domain(StringLit),
    /// The members of a room.
    Room(StringLit),
}

/// `fn name(a: T, b: U = x) -> V { ... }` or `fn name(a: T) = expr`
#[derive(Clone, Debug, PartialEq)]
pub struct FnDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
    /// What stands after `->`.
    pub result: Option<TypeExpr>,
    /// What it does.
    pub body: FnBody,
    /// The declaration.
    pub span: Span,
}

/// The two ways to write a function.
#[derive(Clone, Debug, PartialEq)]
pub enum FnBody {
    /// `= expr`
    Expr(Expr),
    /// `{ ... }`
    Block(Block),
}

/// A parameter of a function, a card, an action or an intent's handler.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its type, where written.
    pub ty: Option<TypeExpr>,
    /// Its default, where written.
    pub default: Option<Expr>,
    /// The parameter.
    pub span: Span,
}

/// `intent book_flight { "book a flight to {city}" ... }`
#[derive(Clone, Debug, PartialEq)]
pub struct IntentDecl {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its example sentences, as written.
    pub phrases: Vec<PatternLit>,
    /// The declaration.
    pub span: Span,
}
