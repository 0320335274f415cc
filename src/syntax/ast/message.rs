//! What talks to people. All of these are expressions: they may stand where an operand may.

use super::{Arg, Expr, Path, StringLit, TypeExpr};
use crate::base::Span;

/// `say to P "..." file F as "name" card C(...)`; also `reply`. Gives the message.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// The room or person after `to`.
    pub to: Option<Expr>,
    /// What is said; not empty.
    pub body: MessageBody,
}

/// Text, file and card of a message; at least one is there.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageBody {
    /// The text.
    pub text: Option<Expr>,
    /// The file.
    pub file: Option<FilePart>,
    /// The card.
    pub card: Option<CardCall>,
}

/// `file report_csv as "report.csv"`
#[derive(Clone, Debug, PartialEq)]
pub struct FilePart {
    /// What is in it.
    pub content: Expr,
    /// What it is called.
    pub name: Option<Expr>,
    /// The clause.
    pub span: Span,
}

/// `approval(t)` after `card` or `include`
#[derive(Clone, Debug, PartialEq)]
pub struct CardCall {
    /// Which card.
    pub name: Path,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// Name and arguments.
    pub span: Span,
}

/// `ask`, its clauses in the order in which they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// `to P`
    pub to: Option<Expr>,
    /// What is asked.
    pub prompt: Prompt,
    /// `as T`; else a text.
    pub answer: Option<AnswerType>,
    /// `by GROUP`
    pub by: Option<Audience>,
    /// `until N`
    pub until: Option<Expr>,
    /// `where COND else "..."`
    pub check: Option<WhereClause>,
    /// `within D`
    pub within: Option<Expr>,
}

/// What `ask` shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Prompt {
    /// A text.
    Text(Expr),
    /// `card survey()`
    Card(CardCall),
}

/// What `ask` or an input takes.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerType {
    /// `as int`, `as "S" | "M"`
    Type(TypeExpr),
    /// `as one of LIST`
    OneOf(Expr),
}

/// Who may answer or press.
#[derive(Clone, Debug, PartialEq)]
pub enum Audience {
    /// `by anyone`: whoever is in the room
    Anyone(Span),
    /// `by admins`
    Group(Path),
}

/// `where n > 0 else "More than zero, please."`
#[derive(Clone, Debug, PartialEq)]
pub struct WhereClause {
    /// What must hold; the answer has the name that the `let` gives it.
    pub condition: Expr,
    /// What is said if it does not.
    pub message: Option<StringLit>,
    /// The clause.
    pub span: Span,
}

/// `confirm to P "..." by GROUP within D`: a `bool`
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// `to P`
    pub to: Option<Expr>,
    /// What is asked.
    pub prompt: Expr,
    /// `by GROUP`
    pub by: Option<Audience>,
    /// `within D`
    pub within: Option<Expr>,
}
