//! Type syntax.

use super::{Doc, Expr, Name, Path};
use crate::base::Span;

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// Which.
    pub kind: TypeKind,
    /// The type's text.
    pub span: Span,
}

/// The forms of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `text`, `json`, `Ticket`, `github.Push`
    Named(Path),
    /// `T?`
    Optional(Box<TypeExpr>),
    /// `"dev" | "prod"`; also a single text. Each member has the span of its quoted text.
    Union(Vec<Name>),
    /// `list<T>`, `set<T>`, `map<T>`; the checker knows which heads there are.
    Generic {
        /// The word before `<`.
        head: Name,
        /// What stands in the angle brackets; at least one.
        args: Vec<TypeExpr>,
    },
    /// `{ a: T, b: U? = x }`
    Record(Vec<TypeField>),
    /// `(T, U) -> V`
    Function {
        /// The parameters.
        params: Vec<TypeExpr>,
        /// The result.
        result: Box<TypeExpr>,
    },
    /// A type that does not parse.
    Error,
}

/// A field of a record type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeField {
    /// `///` lines.
    pub doc: Option<Doc>,
    /// Its name (a quoted key is resolved).
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// What fills it in where it is missing.
    pub default: Option<Expr>,
    /// The field.
    pub span: Span,
}
