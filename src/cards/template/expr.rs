//! The tree of an expression.

use super::datum::Datum;
use super::functions::Function;
use super::number::show_number;
use smol_str::SmolStr;
use std::fmt;
use std::ops::Range;

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands in its text, in bytes.
    pub at: Range<usize>,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `3`, `'text'`, `true`, `null`.
    Const(Datum),
    /// `name`, `$root`.
    Name(SmolStr),
    /// `x.name`
    Field(Box<Expr>, SmolStr),
    /// `x[0]`, `x['name']`
    Index(Box<Expr>, Box<Expr>),
    /// A function, or an operator. The one that takes a function for each item has the list, the name of
    /// the item and the expression.
    Call(&'static Function, Vec<Expr>),
    /// A text with holes.
    Concat(Vec<Expr>),
    /// `{ name: x }`
    Object(Vec<(SmolStr, Expr)>),
}

/// As Microsoft's engine writes it into a text when it can't be evaluated.
impl fmt::Display for Expr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |out: &mut fmt::Formatter<'_>, items: &[Self], between: &str| {
            for (at, item) in items.iter().enumerate() {
                out.write_str(if at > 0 { between } else { "" })?;
                write!(out, "{item}")?;
            }
            Ok(())
        };
        match &self.kind {
            ExprKind::Const(Datum::Text(text)) => write!(out, "'{}'", text.as_str()),
            ExprKind::Const(Datum::Number(number)) => out.write_str(&show_number(*number)),
            ExprKind::Const(Datum::Null) => out.write_str("null"),
            ExprKind::Const(other) => out.write_str(other.show().as_str()),
            ExprKind::Name(name) => out.write_str(name),
            ExprKind::Field(of, name) => write!(out, "{of}.{name}"),
            ExprKind::Index(of, index) => write!(out, "{of}[{index}]"),
            ExprKind::Call(function, args) => {
                let operator = !function.name.starts_with(|letter: char| letter.is_ascii_alphabetic());
                if operator && args.len() > 1 {
                    out.write_str("(")?;
                    list(out, args, &format!(" {} ", function.name))?;
                } else {
                    write!(out, "{}(", function.name)?;
                    list(out, args, ", ")?;
                }
                out.write_str(")")
            }
            ExprKind::Concat(parts) => {
                out.write_str("concat(")?;
                list(out, parts, ", ")?;
                out.write_str(")")
            }
            ExprKind::Object(fields) => {
                for _ in fields {
                    out.write_str("setProperty(")?;
                }
                out.write_str("json('{}')")?;
                for (name, value) in fields {
                    write!(out, ", '{name}', {value})")?;
                }
                Ok(())
            }
        }
    }
}
