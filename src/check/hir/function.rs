//! Functions: declared ones, bodies of handlers, lambdas, code of tests.

use super::{Block, LocalId};
use crate::base::Span;
use crate::value::Type;
use smol_str::SmolStr;

/// A function. Handler bodies, lambdas and the expressions of tests are functions too.
///
/// When it is called, `captures` get the captured values and `params` the arguments (in this order);
/// all other locals are written before they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// For stack traces: `push_line`, `command "echo {words...}"`, `lambda in push_line`, `test "..."`.
    pub name: SmolStr,
    /// Captured variables (lambdas only).
    pub captures: Vec<LocalId>,
    /// Parameters.
    pub params: Vec<LocalId>,
    /// All variables of the function, captures and parameters included. Names may repeat (shadowing).
    pub locals: Vec<Local>,
    /// What it does. Its value is the result, unless the result is `Nothing`.
    pub body: Block,
    /// Type of the result.
    pub result: Type,
    /// Head of the declaration.
    pub span: Span,
    /// Whether it can be called where nothing may happen: no effect, no change of state, in itself and
    /// in what it calls.
    pub pure: bool,
    /// Whether it, or what it calls, uses the current person, room, message or thread.
    pub needs_conversation: bool,
}

/// A variable of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// As written; made-up ones (the subject of a `match`) have an empty name.
    pub name: SmolStr,
    /// Its declared type (narrowing is seen on the uses, never here).
    pub ty: Type,
    /// `var`.
    pub mutable: bool,
    /// Where it is declared.
    pub span: Span,
}

impl Function {
    /// The variable, if the id is one of this function.
    #[must_use]
    pub fn local(&self, id: LocalId) -> Option<&Local> {
        self.locals.get(id.index())
    }
}
