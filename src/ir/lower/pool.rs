//! The tables that all functions of a program share.

use crate::check::hir::FunctionId;
use crate::ir::{Ask, Program};
use crate::value::{Coercion, ParsedFormat, Type, Value};
use smol_str::SmolStr;
use std::collections::HashMap;

/// The tables of the program that is being made. Equal entries are stored once.
#[derive(Default)]
pub(super) struct Pool {
    pub(super) program: Program,
    functions: HashMap<FunctionId, u32>,
    /// Indices of the declared constants, by their ids.
    pub(super) consts: Vec<u32>,
    /// Functions that are referred to, in the order of their indices.
    pub(super) order: Vec<FunctionId>,
}

impl Pool {
    /// Index of the function made of the checker's `id`; asks for it to be lowered.
    pub(super) fn function(&mut self, id: FunctionId) -> u32 {
        let next = index(self.order.len());
        *self.functions.entry(id).or_insert_with(|| {
            self.order.push(id);
            next
        })
    }

    /// The functions of the checker's tree that were lowered.
    pub(super) fn lowered(&self) -> HashMap<FunctionId, u32> {
        self.functions.clone()
    }

    pub(super) fn constant(&mut self, value: Value) -> u32 {
        // Equality of values ignores marks and the kind of a number, so it cannot tell constants apart.
        self.program.constants.push(value);
        index(self.program.constants.len() - 1)
    }

    pub(super) fn ty(&mut self, ty: &Type) -> u32 {
        add(&mut self.program.types, ty)
    }

    pub(super) fn shape(&mut self, names: &[SmolStr]) -> u32 {
        add(&mut self.program.shapes, &names.to_vec())
    }

    pub(super) fn field(&mut self, name: &SmolStr) -> u32 {
        add(&mut self.program.fields, name)
    }

    pub(super) fn regex(&mut self, source: &str) -> u32 {
        add(&mut self.program.regexes, &source.to_owned())
    }

    pub(super) fn format(&mut self, format: &ParsedFormat) -> u32 {
        add(&mut self.program.formats, format)
    }

    pub(super) fn ask(&mut self, ask: &Ask) -> u32 {
        add(&mut self.program.asks, ask)
    }

    pub(super) fn coercion(&mut self, coercion: &Coercion) -> u32 {
        add(&mut self.program.coercions, coercion)
    }
}

fn add<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) -> u32 {
    let found = list.iter().position(|known| known == item);
    index(found.unwrap_or_else(|| {
        list.push(item.clone());
        list.len() - 1
    }))
}

/// Table indices are 32 bits: a source file has far fewer things to number.
pub(super) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
