//! Statements.

use super::{Expr, Later, LocalId, Place, Start};
use crate::base::Span;
use smol_str::SmolStr;

/// Statements, and the value of the last one where it is used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// In order.
    pub stmts: Vec<Stmt>,
    /// What the block gives, after all statements; `None` if it gives nothing or is never left at its end.
    pub value: Option<Box<Expr>>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Stmt {
    /// What it does.
    pub kind: StmtKind,
    /// All of it.
    pub span: Span,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq)]
pub enum StmtKind {
    /// `let x = value`, `var x = value`. An `else` is in the value ([`super::ExprKind::Attempt`]).
    Let {
        /// The new variable.
        local: LocalId,
        /// Already of its type.
        value: Expr,
    },
    /// `place = value`, `place += value`.
    Assign {
        /// Where to; the place is evaluated after the value.
        place: Place,
        /// How.
        op: AssignOp,
        /// Already of the type of the place (for `+=` of the right operand).
        value: Expr,
    },
    /// An expression for what it does; its value is dropped.
    Expr(Expr),
    /// `edit message text`.
    Edit {
        /// A message.
        message: Expr,
        /// A text.
        text: Expr,
    },
    /// `delete message`.
    Delete {
        /// A message.
        message: Expr,
    },
    /// `wait duration`.
    Wait(Expr),
    /// `later ... { }`.
    Later(Box<Later>),
    /// `start f(args)`.
    Start(Start),
    /// `fail text`.
    Fail {
        /// A text.
        message: Expr,
    },
    /// `stop`.
    Stop,
    /// `log level "message" { fields }`.
    Log {
        /// Its weight.
        level: LogLevel,
        /// A text.
        message: Expr,
        /// A record, a map or json.
        fields: Option<Expr>,
    },
    /// `respond status body`.
    Respond {
        /// An int.
        status: Expr,
        /// Already json.
        body: Option<Expr>,
    },
    /// `for`.
    For {
        /// What it goes over; evaluated once, the loop has its own copy.
        over: ForOver,
        /// The body.
        body: Block,
    },
    /// `while`.
    While {
        /// A bool.
        condition: Expr,
        /// The body.
        body: Block,
    },
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `return value`.
    Return(Option<Expr>),
}

/// What a `for` goes over.
#[derive(Clone, Debug, PartialEq)]
pub enum ForOver {
    /// A list or set: `for item in xs`, `for index, item in xs`.
    Items {
        /// The list or set.
        items: Expr,
        /// Gets 0, 1, 2 ...
        index: Option<LocalId>,
        /// Gets each element.
        item: LocalId,
    },
    /// A map: `for key, value in m`.
    Entries {
        /// The map.
        map: Expr,
        /// Gets each key.
        key: LocalId,
        /// Gets each value.
        value: LocalId,
    },
    /// `for i in a..b`: both ends in; not at all if `b < a`.
    Range {
        /// First.
        from: Expr,
        /// Last.
        to: Expr,
        /// Gets 0, 1, 2 ...
        index: Option<LocalId>,
        /// Gets each number.
        item: LocalId,
    },
}

/// How a place is assigned. What `+` and `-` mean follows from the type of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`
    Add,
    /// `-=`
    Subtract,
}

/// The level of a `log` line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// `debug`
    Debug,
    /// `info`
    Info,
    /// `warn`
    Warn,
    /// `error`
    Error,
}

impl LogLevel {
    /// The level called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "debug" => Self::Debug,
            "info" => Self::Info,
            "warn" => Self::Warn,
            "error" => Self::Error,
            _ => return None,
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> SmolStr {
        SmolStr::new_static(match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        })
    }
}
