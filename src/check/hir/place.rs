//! What can be assigned or changed in place.

use super::{Expr, LocalId, StateId};
use crate::base::Span;
use crate::value::Type;
use smol_str::SmolStr;

/// A variable, or a part of one: `polls[id]?.votes[p]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where the path begins.
    pub root: Root,
    /// From the root inwards; empty for the variable itself.
    pub path: Vec<Segment>,
    /// What may be stored there.
    pub ty: Type,
    /// All of it.
    pub span: Span,
}

/// The variable that a place begins with.
#[derive(Clone, Debug, PartialEq)]
pub enum Root {
    /// A `var`.
    Local(LocalId),
    /// A state variable.
    State {
        /// Which.
        state: StateId,
        /// The room or person whose it is: `r.tickets`; `None` for the bot's, or the current one's.
        owner: Option<Box<Expr>>,
    },
}

/// One step into a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// `.name` or `?.name` of a record.
    Field {
        /// Which field.
        name: SmolStr,
        /// `?.`: where what stands before is `none`, nothing is assigned or changed.
        optional: bool,
    },
    /// `[key]` of a map. As the last segment of `=` it may be new; elsewhere, where nothing is there,
    /// nothing is assigned or changed: such a path is only accepted with `?.` behind the key.
    Key {
        /// A text.
        key: Expr,
        /// The map stands behind `?.` and may be `none`.
        optional: bool,
        /// The brackets.
        span: Span,
    },
    /// `[index]` of a list; outside of it the run fails.
    Index {
        /// An int.
        index: Expr,
        /// The list stands behind `?.` and may be `none`.
        optional: bool,
        /// The brackets, for the fault.
        span: Span,
    },
}
