//! From type syntax to types.

use crate::base::limits::{DECLARATION_DEPTH_MAX, TYPE_PARTS_MAX};
use crate::check::checker::{Checker, Told};
use crate::check::scope::TypeState;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::NameKind;
use crate::syntax::ast::{Name, Path, TypeExpr, TypeField, TypeKind};
use crate::value::{FieldType, FunctionType, RecordType, Type, Value};
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::sync::Arc;

/// The names of types that need no declaration.
const NAMED: [&str; 15] = [
    "text", "int", "float", "bool", "duration", "time", "date", "json", "secret", "person", "room",
    "message", "file", "card", "error",
];

fn named(name: &str) -> Option<Type> {
    Some(match name {
        "text" => Type::Text,
        "int" => Type::Int,
        "float" => Type::Float,
        "bool" => Type::Bool,
        "duration" => Type::Duration,
        "time" => Type::Time,
        "date" => Type::Date,
        "json" => Type::Json,
        "secret" => Type::Secret,
        "person" => Type::Person,
        "room" => Type::Room,
        "message" => Type::Message,
        "file" => Type::File,
        "card" => Type::Card,
        "error" => Type::Error,
        _ => return None,
    })
}

impl Checker<'_> {
    /// The type that is written; `Unknown` (after a diagnostic) where it means none.
    pub(in crate::check) fn resolve_type(&mut self, ty: &TypeExpr) -> Type {
        match &ty.kind {
            TypeKind::Named(path) => self.resolve_named(path),
            TypeKind::Optional(inner) => self.resolve_type(inner).optional(),
            TypeKind::Union(members) => self.resolve_union(members),
            TypeKind::Generic { head, args } => self.resolve_generic(head, args),
            TypeKind::Record(fields) => self.resolve_record(fields),
            TypeKind::Function { params, result } => {
                let params = params.iter().map(|param| self.resolve_type(param)).collect();
                Type::Function(Arc::new(FunctionType { params, result: self.resolve_type(result) }))
            }
            TypeKind::Error => Type::Unknown,
        }
    }

    /// The type of an optional annotation.
    pub(in crate::check) fn resolve_annotation(&mut self, ty: Option<&TypeExpr>) -> Option<Type> {
        ty.map(|ty| self.resolve_type(ty))
    }

    fn resolve_named(&mut self, path: &Path) -> Type {
        match path.parts.as_slice() {
            [name] => self.resolve_name(name),
            [module, name] => {
                let Some(module_at) = self.resolve_module(module) else { return Type::Unknown };
                match self.declared_type(module_at, &name.text) {
                    Some(at) => self.resolve_declared(at, name),
                    None => {
                        let known: Vec<SmolStr> = self
                            .modules
                            .get(module_at)
                            .map(|module| module.types.keys().cloned().collect())
                            .unwrap_or_default();
                        let near = nearest(&name.text, sorted(&known));
                        let message = format!("`{}` has no type `{}`", module.text, name.text);
                        self.push(
                            Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, name.span, message)
                                .did_you_mean(near),
                        );
                        Type::Unknown
                    }
                }
            }
            _ => {
                self.unknown_type(path.span, self.slice(path.span));
                Type::Unknown
            }
        }
    }

    /// The file that a module's name means; reports where there is none.
    fn resolve_module(&mut self, name: &Name) -> Option<usize> {
        let uses = &self.modules.get(self.module)?.uses;
        if let Some(found) = uses.get(&name.text) {
            return *found;
        }
        let known: Vec<SmolStr> = uses.keys().cloned().collect();
        if self.is_lost(&name.text) {
            return None;
        }
        let near = nearest(&name.text, sorted(&known));
        if near.is_none() && self.told_before(Told::Type(self.module, name.text.clone()), name.span) {
            return None;
        }
        let message = format!("there is no module `{}` here", name.text);
        let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, name.span, message);
        self.push(match near {
            Some(near) => diagnostic.did_you_mean(Some(near)),
            None => diagnostic.help(format!("write `use std.{}` at the top of the file", name.text)),
        });
        None
    }

    fn resolve_name(&mut self, name: &Name) -> Type {
        if let Some(ty) = named(&name.text) {
            return ty;
        }
        if let Some(at) = self.declared_type(self.module, &name.text) {
            return self.resolve_declared(at, name);
        }
        if matches!(name.text.as_str(), "list" | "set" | "map") {
            let message = format!("`{}` needs the type of what is in it", name.text);
            let help = format!("write for instance `{}<text>`", name.text);
            self.push(Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, name.span, message).help(help));
            return Type::Unknown;
        }
        self.unknown_type(name.span, &name.text);
        Type::Unknown
    }

    /// The type of a file with a name; also one that is declared in small letters, which was told.
    pub(in crate::check) fn declared_type(&self, module: usize, name: &str) -> Option<usize> {
        let types = &self.modules.get(module)?.types;
        let misnamed =
            || types.iter().find(|(written, _)| NameKind::Type.instead_of(written) == name).map(|(_, at)| at);
        types.get(name).or_else(misnamed).copied()
    }

    fn unknown_type(&mut self, span: crate::base::Span, name: &str) {
        if self.is_lost(name) {
            return;
        }
        let usual = usual_type(name).filter(|usual| *usual != "email");
        let known: Vec<SmolStr> = self
            .modules
            .get(self.module)
            .map(|module| module.types.keys().cloned().collect())
            .unwrap_or_default();
        let near = usual.or_else(|| nearest(name, NAMED.into_iter().chain(sorted(&known))));
        let message = format!("there is no type `{name}`");
        let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, span, message);
        if near.is_none() && self.told_before(Told::Type(self.module, SmolStr::new(name)), span) {
            return;
        }
        let named = name.starts_with(|c: char| c.is_ascii_uppercase());
        let is_value = near.is_none() && self.find_local(name).is_some();
        if is_value {
            // It is used, if not in the right place.
            self.check_name(&SmolStr::new(name), span);
        }
        self.push(match near {
            Some(near) => diagnostic.did_you_mean(Some(near)),
            None if is_value => diagnostic
                .help(format!("`{name}` is a value: a choice of what is in a list is `one of {name}`")),
            None if named => diagnostic.help(format!("declare it: `type {name} = {{ ... }}`")),
            None => diagnostic.help(format!("the types are `{}`", NAMED.join(" "))),
        });
    }

    /// The declared type `at`, which `name` refers to.
    pub(in crate::check) fn resolve_declared(&mut self, at: usize, name: &Name) -> Type {
        let Some(def) = self.types.get_mut(at) else { return Type::Unknown };
        match std::mem::replace(&mut def.state, TypeState::Open) {
            TypeState::Done(ty) => {
                def.state = TypeState::Done(ty.clone());
                ty
            }
            TypeState::Open => {
                let declared = def.ast.name.span;
                let message = format!("the type `{}` contains itself", name.text);
                self.push(
                    Diagnostic::new(&codes::CHECK_RECURSIVE_TYPE, name.span, message)
                        .also(declared, "declared here")
                        .help("use `json` for the inner part, and narrow it with `as` where it is used"),
                );
                Type::Unknown
            }
            TypeState::New => {
                let (ast, module) = (def.ast, def.module);
                self.type_depth += 1;
                let mut ty = if self.type_depth > DECLARATION_DEPTH_MAX {
                    self.too_large(&ast.name, &format!("{DECLARATION_DEPTH_MAX} types inside of each other"));
                    Type::Unknown
                } else {
                    self.in_module(module, |checker| checker.resolve_type(&ast.ty))
                };
                self.type_depth -= 1;
                if !has_at_most(&ty, &mut TYPE_PARTS_MAX.clone()) {
                    self.too_large(&ast.name, &format!("{TYPE_PARTS_MAX} parts"));
                    ty = Type::Unknown;
                }
                if let Type::Record(record) = &mut ty {
                    Arc::make_mut(record).name = Some(ast.name.text.clone());
                }
                if let Some(def) = self.types.get_mut(at) {
                    def.state = TypeState::Done(ty.clone());
                }
                ty
            }
        }
    }

    fn too_large(&mut self, name: &Name, most: &str) {
        let message = format!("the type `{}` has more than {most}", name.text);
        self.push(
            Diagnostic::new(&codes::CHECK_BAD_DECLARATION, name.span, message)
                .help("use `json` for an inner part, and narrow it with `as` where it is used"),
        );
    }

    fn resolve_union(&mut self, members: &[Name]) -> Type {
        let mut texts: Vec<SmolStr> = Vec::new();
        for member in members {
            if texts.contains(&member.text) {
                let message = format!("\"{}\" stands twice in this union", member.text);
                self.report(&codes::CHECK_DUPLICATE_NAME, member.span, message);
            } else {
                texts.push(member.text.clone());
            }
        }
        if texts.is_empty() { Type::Unknown } else { Type::Literals(texts.into()) }
    }

    fn resolve_generic(&mut self, head: &Name, args: &[TypeExpr]) -> Type {
        let make: fn(Arc<Type>) -> Type = match head.text.as_str() {
            "list" => Type::List,
            "set" => Type::Set,
            "map" => Type::Map,
            other => {
                let message = format!("there is no type `{other}<...>`");
                let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, head.span, message);
                self.push(match other {
                    "Array" | "Vec" | "array" | "List" => diagnostic.help("a list is written `list<T>`"),
                    "Option" | "Optional" | "Maybe" | "Nullable" => {
                        let of = args.first().map_or("T", |of| self.slice(of.span));
                        let of = usual_type(of).unwrap_or(of);
                        let of = if of.contains('|') { format!("({of})") } else { of.to_owned() };
                        diagnostic.help(format!("what may be missing is written `{of}?`"))
                    }
                    "Map" | "Dict" | "dict" | "Record" | "HashMap" | "Object" => {
                        diagnostic.help("keys are always texts: write `map<T>` with the type of the values")
                    }
                    "Set" => diagnostic.help("a set is written `set<T>`"),
                    _ => diagnostic.did_you_mean(nearest(other, ["list", "set", "map"])),
                });
                return Type::Unknown;
            }
        };
        let resolved: Vec<Type> = args.iter().map(|arg| self.resolve_type(arg)).collect();
        let mut resolved = resolved.into_iter();
        let item = resolved.next().unwrap_or(Type::Unknown);
        if let (Some(_), Some(extra)) = (resolved.next(), args.get(1)) {
            let message = format!("`{}` takes one type, found {}", head.text, args.len());
            let mut diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, extra.span, message);
            if head.text == "map" {
                diagnostic =
                    diagnostic.help("keys are always texts: write `map<T>` with the type of the values");
            }
            self.push(diagnostic);
            return Type::Unknown;
        }
        make(Arc::new(item))
    }

    fn resolve_record(&mut self, fields: &[TypeField]) -> Type {
        let mut resolved: IndexMap<SmolStr, FieldType> = IndexMap::new();
        for field in fields {
            let ty = self.resolve_type(&field.ty);
            let default = match &field.default {
                Some(default) => {
                    let what = "the default of a field";
                    Some(self.constant_value(default, Some(&ty), what).unwrap_or(Value::None))
                }
                // Of an unknown type nobody knows whether it may be left out.
                None => matches!(ty, Type::Optional(_) | Type::Unknown).then_some(Value::None),
            };
            if resolved.insert(field.name.text.clone(), FieldType { ty, default }).is_some() {
                let message = format!("the field `{}` stands twice in this record", field.name.text);
                self.report(&codes::CHECK_DUPLICATE_NAME, field.name.span, message);
            }
        }
        Type::Record(Arc::new(RecordType { name: None, fields: resolved }))
    }
}

/// The type that has another name here.
pub(in crate::check) fn usual_type(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "string" | "str" => "text",
        "integer" | "number" | "long" => "int",
        "double" | "decimal" => "float",
        "boolean" => "bool",
        "array" => "list<T>",
        "dict" | "object" | "hash" => "map<T>",
        "any" => "json",
        "datetime" | "timestamp" | "instant" => "time",
        "user" => "person",
        "space" => "room",
        "mail" => "email",
        _ => return None,
    })
}

/// The type that a name means here or elsewhere.
pub(in crate::check) fn usual_named(name: &str) -> Option<Type> {
    named(name).or_else(|| usual_type(name).and_then(named))
}

/// Whether a type has no more parts than `left`, which is counted down.
fn has_at_most(ty: &Type, left: &mut usize) -> bool {
    match left.checked_sub(1) {
        Some(less) => *left = less,
        None => return false,
    }
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner) => {
            has_at_most(inner, left)
        }
        Type::Record(record) => record.fields.values().all(|field| has_at_most(&field.ty, left)),
        Type::Function(function) => {
            function.params.iter().all(|param| has_at_most(param, left))
                && has_at_most(&function.result, left)
        }
        _ => true,
    }
}

/// Names in a fixed order, so that suggestions do not depend on hashing.
fn sorted(names: &[SmolStr]) -> Vec<&str> {
    let mut names: Vec<&str> = names.iter().map(SmolStr::as_str).collect();
    names.sort_unstable();
    names
}
