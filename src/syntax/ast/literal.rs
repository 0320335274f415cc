//! Literals that have an inside.

use super::Expr;
use crate::base::Span;
use smol_str::SmolStr;

/// `"..."` or `"""..."""`, escapes resolved, common indent stripped.
#[derive(Clone, Debug, PartialEq)]
pub struct StringLit {
    /// Text and holes in order; texts are not empty and do not touch each other.
    pub parts: Vec<StringPart>,
    /// Whether it is a `"""` block.
    pub block: bool,
    /// With its quotes.
    pub span: Span,
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq)]
pub enum StringPart {
    /// The script's own text.
    Text {
        /// Its value.
        text: SmolStr,
        /// Where it is written.
        span: Span,
    },
    /// `{expr}`, `{expr:FORMAT}`
    Hole {
        /// What is put in.
        expr: Box<Expr>,
        /// How.
        format: Option<Format>,
        /// With its braces.
        span: Span,
    },
}

/// What stands after the `:` of a hole, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// `%d %b`, `,`, `,.2`
    pub text: SmolStr,
    /// Where it is written, without the `:`.
    pub span: Span,
}

/// `/pattern/flags`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexLit {
    /// Between the slashes, as written (`\/` stays).
    pub pattern: SmolStr,
    /// Letters after the second slash, as written.
    pub flags: SmolStr,
    /// All of it; the pattern begins at `span.start + 1`.
    pub span: Span,
}

/// A command pattern or a phrase of an intent, as written; the module `pattern` reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternLit {
    /// Between the quotes, byte for byte.
    pub text: SmolStr,
    /// With its quotes; the text begins at `span.start + 1`.
    pub span: Span,
}

/// An hour of a day: `09:00`. In range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTime {
    /// 0 to 23
    pub hour: u8,
    /// 0 to 59
    pub minute: u8,
    /// Where it is written.
    pub span: Span,
}

impl StringLit {
    /// Its value where it has no hole.
    #[must_use]
    pub fn as_plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [StringPart::Text { text, .. }] => Some(text.as_str()),
            _ => None,
        }
    }
}
