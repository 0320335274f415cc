//! Statements and blocks.

use super::{ClockTime, Expr, MessageBody, Name, TypeExpr};
use crate::base::Span;

/// Statements between braces; its value is that of the last one, if that is an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// In source order.
    pub stmts: Vec<Stmt>,
    /// With its braces (of a match arm without braces: the statement).
    pub span: Span,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Stmt {
    /// Which.
    pub kind: StmtKind,
    /// Its text, the `else` clause included.
    pub span: Span,
}

/// The forms of a statement. `say`, `reply`, `ask`, `confirm`, `if` and `match` are expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum StmtKind {
    /// `let x: T = value else { }`
    Let(Binding),
    /// `var x: T = value else { }`
    Var(Binding),
    /// `path = value`, `path += value`
    Assign {
        /// A name, with fields and indexes (the checker refuses all else).
        target: Expr,
        /// How.
        op: AssignOp,
        /// Where the operator stands.
        op_span: Span,
        /// The new value.
        value: Expr,
        /// `else { }`
        otherwise: Option<Box<ElseClause>>,
    },
    /// An expression.
    Expr {
        /// The expression.
        expr: Expr,
        /// `else { }`
        otherwise: Option<Box<ElseClause>>,
    },
    /// `edit m "Done."`
    Edit {
        /// The message.
        message: Expr,
        /// What it says now.
        body: Box<MessageBody>,
        /// `else { }`
        otherwise: Option<Box<ElseClause>>,
    },
    /// `delete m`
    Delete {
        /// The message.
        message: Expr,
        /// `else { }`
        otherwise: Option<Box<ElseClause>>,
    },
    /// `wait 2h`
    Wait(Expr),
    /// `later ... { }`
    Later {
        /// When.
        when: LaterWhen,
        /// What.
        body: Block,
    },
    /// `start question(p)`: a call (the checker refuses all else)
    Start(Expr),
    /// `fail "..."`
    Fail(Option<Expr>),
    /// `stop`
    Stop,
    /// `log info "deployed" { service }`
    Log {
        /// How much it weighs.
        level: LogLevel,
        /// What is logged.
        message: Expr,
        /// A record.
        fields: Option<Expr>,
    },
    /// `respond 202 { "ok": true }`
    Respond {
        /// The HTTP status.
        status: Expr,
        /// The body: json or a text.
        body: Option<Expr>,
    },
    /// `for x in xs { }`, `for i, x in xs { }`, `for k, v in m { }`
    For {
        /// The first name.
        first: Name,
        /// The name after the comma.
        second: Option<Name>,
        /// What is walked.
        iterable: Expr,
        /// What is done with each.
        body: Block,
    },
    /// `while c { }`
    While {
        /// The condition.
        condition: Expr,
        /// What is done while it holds.
        body: Block,
    },
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `return x`
    Return(Option<Expr>),
    /// A statement that does not parse.
    Error,
}

/// What `let` and `var` have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The name.
    pub name: Name,
    /// Its type, where written.
    pub ty: Option<Box<TypeExpr>>,
    /// Its value.
    pub value: Expr,
    /// `else { }`
    pub otherwise: Option<Box<ElseClause>>,
}

/// `=`, `+=`, `-=`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`
    Add,
    /// `-=`
    Subtract,
}

/// `else { ... }` or `else err { ... }` at the end of a statement
#[derive(Clone, Debug, PartialEq)]
pub struct ElseClause {
    /// The name of the failure: then the block is for failures only.
    pub error: Option<Name>,
    /// What runs; it may give a value.
    pub body: Block,
    /// From `else` to the closing brace.
    pub span: Span,
}

/// When a `later` runs.
#[derive(Clone, Debug, PartialEq)]
pub enum LaterWhen {
    /// `later 1d`: after a duration
    After(Expr),
    /// `later at t`: at a time
    At(Expr),
    /// `later at 17:30`: the next
    AtClock(ClockTime),
    /// `later at tomorrow 09:00`: a date and an hour
    AtDay {
        /// The date.
        day: Expr,
        /// The hour.
        clock: ClockTime,
    },
}

/// How much a log line weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// `log debug`
    Debug,
    /// `log info`
    Info,
    /// `log warn`
    Warn,
    /// `log error`
    Error,
}
