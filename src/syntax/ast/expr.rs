//! Expressions.

use super::{Ask, Block, Confirm, Name, RegexLit, Say, StringLit, TypeExpr};
use crate::base::Span;
use smol_str::SmolStr;

/// An expression. Parentheses leave no node, but the span of what they enclose is without them.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Its text.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `none`, and `null` as in pasted JSON
    None,
    /// `true`, `false`
    Bool(bool),
    /// `1_000`; no sign
    Int(i64),
    /// `2.5`; finite, no sign
    Float(f64),
    /// `10m`, in milliseconds; no sign
    Duration(i64),
    /// `"..."`
    String(StringLit),
    /// `/.../i`
    Regex(RegexLit),
    /// A name of a value, a secret (`ALL_CAPS`) or a type (as the argument of a built-in)
    Name(SmolStr),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ a: 1, b, ...c, "k": v }`
    Record(RecordLit),
    /// `not x`, `-x`
    Unary {
        /// Which.
        op: UnaryOp,
        /// Where the operator stands.
        op_span: Span,
        /// Its operand.
        operand: Box<Expr>,
    },
    /// `a + b`
    Binary {
        /// Which.
        op: BinaryOp,
        /// Where the operator stands.
        op_span: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `x as T`
    As {
        /// What is narrowed.
        value: Box<Expr>,
        /// To what.
        ty: Box<TypeExpr>,
    },
    /// `x.name`, `x?.name`
    Field {
        /// What has the field.
        base: Box<Expr>,
        /// The field.
        name: Name,
        /// Whether it is `?.`.
        optional: bool,
    },
    /// `xs[i]`, `xs?.[i]`
    Index {
        /// What is indexed.
        base: Box<Expr>,
        /// With what: a range is a slice.
        index: Box<Expr>,
        /// Whether it is `?.[`.
        optional: bool,
    },
    /// `f(a, name: b)`; a method is a call of a `Field`
    Call {
        /// What is called.
        callee: Box<Expr>,
        /// With what.
        args: Vec<Arg>,
    },
    /// `x => body`, `(a, b) => body`; stands as an argument only. A body in braces is a `Block`.
    Lambda {
        /// The names.
        params: Vec<Name>,
        /// What it gives.
        body: Box<Expr>,
    },
    /// `if c { } else if d { } else { }`
    If(Box<IfExpr>),
    /// `match x { ... }`
    Match(Box<MatchExpr>),
    /// `{ ... }` as the body of a lambda
    Block(Block),
    /// `say ...`: gives the message
    Say(Box<Say>),
    /// `reply ...`: gives the message
    Reply(Box<Say>),
    /// `ask ...`
    Ask(Box<Ask>),
    /// `confirm ...`
    Confirm(Box<Confirm>),
    /// An expression that does not parse.
    Error,
}

/// Operators before their operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `-`
    Negate,
}

/// Operators between two operands, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `matches`
    Matches,
    /// `??`
    Coalesce,
    /// `..`
    Range,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// An argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// The name before `:`.
    pub name: Option<Name>,
    /// Its value.
    pub value: Expr,
    /// Name and value.
    pub span: Span,
}

/// `{ ... }` as a value.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordLit {
    /// In source order.
    pub entries: Vec<RecordEntry>,
    /// With its braces.
    pub span: Span,
}

/// An entry of a record literal.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordEntry {
    /// `key: value`
    Field {
        /// The key.
        key: Name,
        /// The value.
        value: Expr,
    },
    /// `x`, for `x: x`
    Shorthand(Name),
    /// `...r`: the record that is copied
    Spread(Expr),
    /// `"key": value`: json or a map; the key may have holes
    Quoted {
        /// The key.
        key: StringLit,
        /// The value.
        value: Expr,
    },
}

/// `if` with all its `else if`s.
#[derive(Clone, Debug, PartialEq)]
pub struct IfExpr {
    /// At least one.
    pub branches: Vec<IfBranch>,
    /// The block after the last `else`.
    pub otherwise: Option<Block>,
}

/// A condition and what it guards.
#[derive(Clone, Debug, PartialEq)]
pub struct IfBranch {
    /// The condition.
    pub condition: Expr,
    /// What runs if it holds.
    pub body: Block,
}

/// `match subject { ... }`
#[derive(Clone, Debug, PartialEq)]
pub struct MatchExpr {
    /// What is looked at.
    pub subject: Expr,
    /// In source order.
    pub arms: Vec<MatchArm>,
}

/// `"a" | "b" if cond => body`. A body without braces is a block of one statement, with its span.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchArm {
    /// Any of these; at least one.
    pub patterns: Vec<Pattern>,
    /// The condition after `if`.
    pub guard: Option<Expr>,
    /// What runs.
    pub body: Block,
    /// The arm.
    pub span: Span,
}

/// What a match arm looks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Which.
    pub kind: PatternKind,
    /// Its text.
    pub span: Span,
}

/// The forms of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum PatternKind {
    /// `"opened"`
    Text(SmolStr),
    /// `5`, `-5`
    Int(i64),
    /// `2.5`, `-2.5`
    Float(f64),
    /// `10m`, in milliseconds
    Duration(i64),
    /// `true`, `false`
    Bool(bool),
    /// `none`
    None,
    /// `/re (?<rest>.*)/`: its named groups are names in the arm
    Regex(RegexLit),
    /// `1..5`, both ends in
    Range(i64, i64),
    /// `else`
    Else,
    /// A pattern that does not parse.
    Error,
}
