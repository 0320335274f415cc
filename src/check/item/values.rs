//! `config`, `const`, `state`, `group` and `type`.

use crate::check::checker::Checker;
use crate::check::hir::{Allow, ConfigId, ConstId, StateId};
use crate::check::scope::Def;
use crate::check::types::is_open;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, GroupMember, Item};
use crate::value::{Type, Value};
use std::sync::Arc;

/// A constant that is checked when it is first needed.
pub(in crate::check) struct PendingConst<'a> {
    pub(in crate::check) ast: &'a ast::ConstDecl,
    pub(in crate::check) module: usize,
    pub(in crate::check) state: ConstState,
}

/// How far a constant is.
pub(in crate::check) enum ConstState {
    New,
    /// Being checked: who needs it now has found a cycle.
    Open,
    Done,
}

impl Checker<'_> {
    /// Checks all declarations but the bodies of functions.
    pub(in crate::check) fn check_declarations(&mut self) {
        self.check_bot();
        for at in 0..self.types.len() {
            let Some(def) = self.types.get(at) else { continue };
            let (name, module) = (def.ast.name.clone(), def.module);
            self.in_module(module, |checker| checker.resolve_declared(at, &name));
        }
        self.check_signatures();
        for at in 0..self.program.consts.len() {
            self.resolve_const(ConstId::of(at));
        }
        let files = self.files;
        for (module, file) in files.iter().enumerate() {
            self.module = module;
            for item in &file.ast.items {
                match item {
                    Item::Config(declaration) => self.check_config(declaration),
                    Item::State(declaration) => self.check_state(declaration),
                    Item::Group(declaration) => self.check_group(declaration),
                    Item::Bot(_)
                    | Item::Use(_)
                    | Item::Card(_)
                    | Item::Intent(_)
                    | Item::Secret(_)
                    | Item::Const(_)
                    | Item::Type(_)
                    | Item::Fn(_)
                    | Item::Handler(_)
                    | Item::Test(_)
                    | Item::Error(_) => {}
                }
            }
        }
        self.module = 0;
    }

    fn check_config(&mut self, declaration: &ast::ConfigDecl) {
        let Some(id) = self.declared_here(&declaration.name) else { return };
        let Def::Config(id) = id else { return };
        let annotated = self.resolve_annotation(declaration.ty.as_ref());
        let default = declaration
            .default
            .as_ref()
            .map(|default| self.constant_expr(default, annotated.as_ref(), "the default of a setting"));
        let ty = match (&annotated, &default) {
            (Some(ty), _) => ty.clone(),
            (None, Some(Some((_, ty)))) => ty.clone(),
            (None, Some(None)) => Type::Unknown,
            (None, None) => {
                let message = format!("nothing says what the setting `{}` is", declaration.name.text);
                self.push(
                    Diagnostic::new(&codes::CHECK_MISSING_TYPE, declaration.name.span, message)
                        .help(format!("write its type: `config {}: text`", declaration.name.text)),
                );
                Type::Unknown
            }
        };
        if !configurable(&ty) {
            let span = declaration.ty.as_ref().map_or(declaration.name.span, |ty| ty.span);
            let message = format!("a setting can't be a `{ty}`: it is given as a text from outside");
            self.push(
                Diagnostic::new(&codes::CHECK_BAD_DECLARATION, span, message)
                    .help("use `text int float bool duration time date`, a union, or a `list` of these"),
            );
        }
        self.set_config(id, ty, default.flatten().map(|(value, _)| value));
    }

    fn set_config(&mut self, id: ConfigId, ty: Type, default: Option<Value>) {
        if let Some(config) = self.program.configs.get_mut(id.index()) {
            config.default = default;
            config.ty = ty;
        }
    }

    /// What a name of the current file declares, if this declaration is the one that counts.
    fn declared_here(&self, name: &ast::Name) -> Option<Def> {
        self.declared(&name.text).filter(|declared| declared.span == name.span).map(|declared| declared.what)
    }

    fn check_state(&mut self, declaration: &ast::StateDecl) {
        let Some(Def::State(id)) = self.declared_here(&declaration.name) else { return };
        let annotated = self.resolve_annotation(declaration.ty.as_ref());
        let initial = declaration
            .initial
            .as_ref()
            .map(|initial| self.constant_expr(initial, annotated.as_ref(), "the first value of state"));
        let name = &declaration.name;
        let ty = match (annotated, &initial) {
            (Some(ty), _) => ty,
            (None, Some(Some((_, ty)))) if *ty == Type::None || is_open(ty) => {
                let message = format!("nothing says what the state `{}` holds", name.text);
                self.push(Diagnostic::new(&codes::CHECK_MISSING_TYPE, name.span, message).help(format!(
                    "write its type: `state {}: {}`",
                    name.text,
                    match initial {
                        Some(Some((Value::Map(_), _))) => "map<text> = {}",
                        Some(Some((Value::None, _))) => "text?",
                        _ => "list<text> = []",
                    }
                )));
                Type::Unknown
            }
            (None, Some(Some((_, ty)))) => ty.clone(),
            (None, Some(None)) => Type::Unknown,
            (None, None) => {
                let message = format!("nothing says what the state `{}` holds", name.text);
                self.push(
                    Diagnostic::new(&codes::CHECK_MISSING_TYPE, name.span, message)
                        .help(format!("write its type and first value: `state {}: int = 0`", name.text)),
                );
                Type::Unknown
            }
        };
        self.check_storable(&ty, declaration);
        let value = match initial {
            Some(found) => found.map(|(value, _)| value),
            None => match first_value(&ty) {
                Some(value) => Some(value),
                None => {
                    let message = format!("the state `{}` has no first value", name.text);
                    self.push(
                        Diagnostic::new(&codes::CHECK_BAD_DECLARATION, name.span, message)
                            .help("write what it is at first: `= ...`, or make it a `T?`"),
                    );
                    None
                }
            },
        };
        self.set_state(id, ty, value);
    }

    fn set_state(&mut self, id: StateId, ty: Type, value: Option<Value>) {
        if let Some(state) = self.program.states.get_mut(id.index()) {
            state.init = value.unwrap_or_default();
            state.ty = ty;
        }
    }

    fn check_storable(&mut self, ty: &Type, declaration: &ast::StateDecl) {
        if matches!(ty, Type::Function(_) | Type::Card) {
            let span = declaration.ty.as_ref().map_or(declaration.name.span, |ty| ty.span);
            let message = format!("a `{ty}` can't be stored");
            self.push(
                Diagnostic::new(&codes::CHECK_BAD_DECLARATION, span, message)
                    .help("store the data that it is made of, and make it of that in a `fn` or a `card`"),
            );
        }
    }

    fn check_group(&mut self, declaration: &ast::GroupDecl) {
        let mut entries = Vec::new();
        for member in &declaration.members {
            entries.extend(match member {
                GroupMember::Person(address) => self.check_address(address).map(Allow::Person),
                GroupMember::Domain(domain) => self.check_domain(domain).map(Allow::Domain),
                GroupMember::Room(title) => self.plain(title, "the title of a room").map(Allow::Room),
            });
        }
        if let Some(Def::Group(id)) = self.declared_here(&declaration.name)
            && let Some(group) = self.program.groups.get_mut(id.index())
        {
            group.entries = entries;
        }
    }
}

/// Whether a setting may have the type.
fn configurable(ty: &Type) -> bool {
    match ty {
        Type::Unknown
        | Type::Text
        | Type::Int
        | Type::Float
        | Type::Bool
        | Type::Duration
        | Type::Time
        | Type::Date
        | Type::Literals(_) => true,
        Type::Optional(inner) | Type::List(inner) => configurable(inner),
        Type::Never
        | Type::Nothing
        | Type::None
        | Type::Json
        | Type::Secret
        | Type::Person
        | Type::Room
        | Type::Message
        | Type::File
        | Type::Card
        | Type::Error
        | Type::Set(_)
        | Type::Map(_)
        | Type::Record(_)
        | Type::Function(_)
        | Type::Variable(_) => false,
    }
}

/// What state without a written first value begins with.
fn first_value(ty: &Type) -> Option<Value> {
    match ty {
        Type::Unknown | Type::Optional(_) | Type::Json => Some(Value::None),
        Type::List(_) => Some(Value::list(Vec::new())),
        Type::Set(_) => Some(Value::Set(Arc::new(Vec::new()))),
        Type::Map(_) => Some(Value::Map(Arc::default())),
        _ => None,
    }
}
