//! The abstract syntax tree of a `.wbot` file: owned data without a trace of the parser.
//!
//! Input: none, these are plain types; `syntax::parse` makes them. Invariants: every node has the
//! span of exactly its own text; escapes are resolved and literals are values; a region that does
//! not parse is an `Error` node that later passes skip silently (its diagnostic was given); depth
//! is bounded, so passes may recurse.
//!
//! Where things are:
//! - `file.rs`: [`File`], [`Item`], [`Name`], [`Path`], [`Doc`]
//! - `item.rs`: declarations that are no handlers (`bot use secret config const type state group fn
//!   intent`)
//! - `handler.rs`: [`Handler`], its [`Trigger`], [`Guard`]s and [`Schedule`]
//! - `types.rs`: [`TypeExpr`], type syntax
//! - `expr.rs`: [`Expr`], operators, records, calls, `if` and `match`
//! - `literal.rs`: strings, regexes, command patterns, hours
//! - `message.rs`: what talks: [`Say`] (also `reply`), [`Ask`], [`Confirm`], [`CardCall`]
//! - `stmt.rs`: [`Stmt`], [`Block`]
//! - `card.rs`: [`CardDecl`] and the nodes of its body
//! - `test.rs`: [`TestDecl`] and its steps
//!
//! Start with `file.rs`, then `stmt.rs` and `expr.rs`.

mod card;
mod expr;
mod file;
mod handler;
mod item;
mod literal;
mod message;
mod stmt;
mod test;
mod types;

pub use card::{
    ArrowTarget, CardBody, CardBranch, CardDecl, CardNode, CardNodeKind, Element, InputNode, Prop, PropValue,
};
pub use expr::{
    Arg, BinaryOp, Expr, ExprKind, IfBranch, IfExpr, MatchArm, MatchExpr, Pattern, PatternKind, RecordEntry,
    RecordLit, UnaryOp,
};
pub use file::{Doc, File, Item, ItemError, Name, Path};
pub use handler::{Days, Guard, GuardKind, Handler, LimitScope, Place, Schedule, Trigger, Verify, Weekday};
pub use item::{
    AllowRule, BotDecl, BotSetting, BotSettingKind, ConfigDecl, ConstDecl, FnBody, FnDecl, GroupDecl,
    GroupMember, IntentDecl, Param, SecretDecl, StateDecl, StateScope, TypeDecl, UseDecl, UseSource,
};
pub use literal::{ClockTime, Format, PatternLit, RegexLit, StringLit, StringPart};
pub use message::{
    AnswerType, Ask, Audience, CardCall, Confirm, FilePart, MessageBody, Prompt, Say, WhereClause,
};
pub use stmt::{AssignOp, Binding, Block, ElseClause, LaterWhen, LogLevel, Stmt, StmtKind};
pub use test::{
    BotPlace, ChatText, Expect, Expectation, MockReply, MockReplyKind, PersonPlace, Step, StepKind, TestDecl,
    WebhookBody,
};
pub use types::{TypeExpr, TypeField, TypeKind};
