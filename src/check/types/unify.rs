//! Type variables of built-ins: what they stand for in one call.

use crate::builtins::admits;
use crate::check::types::{fit, join};
use crate::value::{FieldType, FunctionType, RecordType, Type};
use std::collections::HashMap;
use std::sync::Arc;

/// What the variables of a signature stand for.
#[derive(Default, Debug)]
pub(in crate::check) struct Bindings {
    bound: HashMap<char, Type>,
}

impl Bindings {
    /// Makes `actual` fit `pattern` by binding variables; false where that cannot be.
    pub(in crate::check) fn unify(&mut self, pattern: &Type, actual: &Type) -> bool {
        match (pattern, actual) {
            (_, Type::Unknown | Type::Never) => true,
            (Type::Variable(name), actual) => self.bind(*name, actual),
            (Type::Optional(pattern), Type::Optional(actual)) => self.unify(pattern, actual),
            (Type::Optional(_), Type::None) => true,
            (Type::Optional(pattern), actual) => self.unify(pattern, actual),
            (Type::List(pattern), Type::List(actual))
            | (Type::Set(pattern), Type::Set(actual))
            | (Type::Map(pattern), Type::Map(actual)) => self.unify(pattern, actual),
            (Type::Record(pattern), Type::Record(actual)) => {
                pattern.fields.iter().all(|(name, field)| match actual.fields.get(name) {
                    Some(found) => self.unify(&field.ty, &found.ty),
                    None => field.default.is_some(),
                })
            }
            (Type::Function(pattern), Type::Function(actual)) => {
                pattern.params.len() == actual.params.len()
                    && pattern.params.iter().zip(&actual.params).all(|(a, b)| self.unify(a, b))
                    && self.unify(&pattern.result, &actual.result)
            }
            (pattern, actual) => fit(actual, pattern).is_some(),
        }
    }

    fn bind(&mut self, name: char, actual: &Type) -> bool {
        if !admits(name, actual) {
            return false;
        }
        // These stand for each place on its own.
        if matches!(name, 'S' | 'J' | 'P' | 'R') {
            return true;
        }
        let bound = match self.bound.get(&name) {
            None => actual.clone(),
            Some(known) => match join(known, actual) {
                Some(both) => both,
                None => return false,
            },
        };
        self.bound.insert(name, bound);
        true
    }

    /// The type with the variables that are known filled in.
    pub(in crate::check) fn apply(&self, ty: &Type) -> Type {
        match ty {
            Type::Variable(name) => self.bound.get(name).cloned().unwrap_or_else(|| ty.clone()),
            Type::Optional(inner) => self.apply(inner).optional(),
            Type::List(item) => Type::List(Arc::new(self.apply(item))),
            Type::Set(item) => Type::Set(Arc::new(self.apply(item))),
            Type::Map(item) => Type::Map(Arc::new(self.apply(item))),
            Type::Record(record) => {
                let fields = record.fields.iter().map(|(name, field)| {
                    (name.clone(), FieldType { ty: self.apply(&field.ty), default: field.default.clone() })
                });
                let fields = fields.collect();
                Type::Record(Arc::new(RecordType { name: record.name.clone(), fields }))
            }
            Type::Function(function) => Type::Function(Arc::new(FunctionType {
                params: function.params.iter().map(|param| self.apply(param)).collect(),
                result: self.apply(&function.result),
            })),
            other => other.clone(),
        }
    }

    /// The type for a result: variables that nothing has bound are unknown.
    pub(in crate::check) fn result(&self, ty: &Type) -> Type {
        without_variables(&self.apply(ty))
    }

    /// What an argument is expected to be, as far as it is known.
    pub(in crate::check) fn expected(&self, ty: &Type) -> Option<Type> {
        match self.apply(ty) {
            Type::Variable(_) => None,
            ty => Some(without_variables(&ty)),
        }
    }

    /// The type of a parameter, if nothing of it is open any more.
    pub(in crate::check) fn known(&self, ty: &Type) -> Option<Type> {
        let ty = self.apply(ty);
        (!has_variable(&ty) && !is_open(&ty)).then_some(ty)
    }
}

/// Whether a part of the type is still to be found (`[]`).
pub(in crate::check) fn is_open(ty: &Type) -> bool {
    match ty {
        Type::Unknown => true,
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner) => is_open(inner),
        _ => false,
    }
}

/// Whether a variable of a signature is in the type.
pub(in crate::check) fn has_variable(ty: &Type) -> bool {
    match ty {
        Type::Variable(_) => true,
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner) => {
            has_variable(inner)
        }
        Type::Record(record) => record.fields.values().any(|field| has_variable(&field.ty)),
        Type::Function(function) => {
            function.params.iter().any(has_variable) || has_variable(&function.result)
        }
        _ => false,
    }
}

/// The type with what is open instead of variables.
pub(in crate::check) fn without_variables(ty: &Type) -> Type {
    match ty {
        Type::Variable(_) => Type::Unknown,
        Type::Optional(inner) => without_variables(inner).optional(),
        Type::List(item) => Type::List(Arc::new(without_variables(item))),
        Type::Set(item) => Type::Set(Arc::new(without_variables(item))),
        Type::Map(item) => Type::Map(Arc::new(without_variables(item))),
        Type::Record(record) => {
            let fields = record.fields.iter().map(|(name, field)| {
                (name.clone(), FieldType { ty: without_variables(&field.ty), default: field.default.clone() })
            });
            let fields = fields.collect();
            Type::Record(Arc::new(RecordType { name: record.name.clone(), fields }))
        }
        other => other.clone(),
    }
}
