//! What files declare: names, types and modules.

use crate::base::Span;
use crate::check::hir::{ConfigId, ConstId, FunctionId, GroupId, SecretId, StateId};
use crate::syntax::ast;
use crate::value::Type;
use smol_str::SmolStr;
use std::collections::HashMap;

/// The names of one file.
#[derive(Default)]
pub(super) struct Module {
    /// Values: functions, state, settings ...
    pub(super) names: HashMap<SmolStr, Declared>,
    /// Types, as indexes into `Checker::types`.
    pub(super) types: HashMap<SmolStr, usize>,
    /// Used modules; `None` where the file is missing.
    pub(super) uses: HashMap<SmolStr, Option<usize>>,
}

/// A declared name.
#[derive(Clone, Copy)]
pub(super) struct Declared {
    pub(super) what: Def,
    /// The name in its declaration.
    pub(super) span: Span,
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Def {
    Secret(SecretId),
    Config(ConfigId),
    Const(ConstId),
    State(StateId),
    Group(GroupId),
    Function(FunctionId),
    Card(usize),
    Intent(usize),
    Action(usize),
    /// Declared by something that does not parse: everything about it is silent.
    Broken,
}

impl Def {
    /// What to call it in a message.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Secret(_) => "a secret",
            Self::Config(_) => "a setting",
            Self::Const(_) => "a constant",
            Self::State(_) => "state",
            Self::Group(_) => "a group",
            Self::Function(_) => "a function",
            Self::Card(_) => "a card",
            Self::Intent(_) => "an intent",
            Self::Action(_) => "an action",
            Self::Broken => "a name",
        }
    }
}

/// A declared type, resolved when it is first needed.
pub(super) struct TypeDef<'a> {
    pub(super) ast: &'a ast::TypeDecl,
    pub(super) module: usize,
    pub(super) state: TypeState,
}

/// How far a declared type is.
#[derive(Clone)]
pub(super) enum TypeState {
    New,
    /// Being resolved: who meets it now has found a cycle.
    Open,
    Done(Type),
}
