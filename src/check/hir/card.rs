//! Cards: functions that give a `card`.

use super::FunctionId;
use crate::value::{Type, Value};
use smol_str::SmolStr;

/// A declared card, for who wants to look at one without a handler that says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its name, `module.name` in another file than the entry.
    pub name: SmolStr,
    /// What makes it.
    pub function: FunctionId,
    /// Its parameters, in order.
    pub params: Vec<CardParam>,
}

/// A parameter of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct CardParam {
    /// Its name.
    pub name: SmolStr,
    /// What it takes.
    pub ty: Type,
    /// What it is if nothing is given.
    pub default: Option<Value>,
}
