//! What can be assigned or changed in place.

use crate::base::Span;
use crate::check::body::{BodyKind, LocalKind};
use crate::check::checker::Checker;
use crate::check::flow::path_of_place;
use crate::check::hir::{Expr, ExprKind, Local, Place, Root, Segment, StateScope};
use crate::check::scope::{Declared, Def};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Name};
use crate::value::{RecordType, Type};
use smol_str::SmolStr;

impl Checker<'_> {
    /// The place that is assigned; nothing, reported, where it is none.
    pub(super) fn check_place(&mut self, target: &ast::Expr) -> Option<Place> {
        match &target.kind {
            ast::ExprKind::Name(name) => self.root_place(name, target.span),
            ast::ExprKind::Field { base, name, optional } => {
                if let Some(place) = self.state_place(base, name, target.span) {
                    return Some(place);
                }
                if self.is_module(base) {
                    return self.module_place(base, name, target.span);
                }
                if self.is_lost(&name.text) {
                    // State of a room or a person whose declaration could not be read.
                    self.check_expr(base, None);
                    return None;
                }
                let base_place = self.check_place(base)?;
                let (inner, optional) = self.inside(&base_place, *optional, (base.span, name.span))?;
                let Type::Record(record) = &inner else {
                    self.not_a_record(&inner, name);
                    return None;
                };
                let Some(field) = record.fields.get(&name.text) else {
                    let message = format!("`{inner}` has no `{}`", name.text);
                    let near = nearest(&name.text, record.fields.keys().map(SmolStr::as_str));
                    self.push(
                        Diagnostic::new(&codes::CHECK_UNKNOWN_FIELD, name.span, message).did_you_mean(near),
                    );
                    return None;
                };
                let ty = field.ty.clone();
                let segment = Segment::Field { name: name.text.clone(), optional };
                Some(extended(base_place, segment, ty, target.span))
            }
            ast::ExprKind::Index { base, index, optional } => {
                let base_place = self.check_place(base)?;
                let (inner, optional) = self.inside(&base_place, *optional, (base.span, index.span))?;
                let (segment, ty) = match &inner {
                    Type::Map(item) => {
                        let key = self.expect_expr(index, &Type::Text);
                        (Segment::Key { key, optional, span: index.span }, (**item).clone())
                    }
                    Type::List(item) => {
                        let key = self.expect_expr(index, &Type::Int);
                        (Segment::Index { index: key, optional, span: index.span }, (**item).clone())
                    }
                    Type::Unknown => return None,
                    Type::Record(record) => {
                        self.indexed_record(record, &base_place, (base, index));
                        return None;
                    }
                    other => {
                        let message = format!("`{other}` has no elements that can be assigned");
                        self.report(&codes::CHECK_NOT_ASSIGNABLE, base.span, message);
                        return None;
                    }
                };
                Some(extended(base_place, segment, ty, target.span))
            }
            ast::ExprKind::Error => None,
            _ => {
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_ASSIGNABLE, target.span, "this can't be assigned")
                        .help("assign to a `var`, to state, or to a field or element of one"),
                );
                None
            }
        }
    }

    fn root_place(&mut self, name: &SmolStr, span: Span) -> Option<Place> {
        if let Some(local) = self.find_local(name) {
            if let Some(note) = self.body_mut().note_mut(local) {
                note.used = true;
            }
            let ty = self.body().local(local)?.ty.clone();
            return Some(Place { root: Root::Local(local), path: Vec::new(), ty, span });
        }
        match self.declared(name) {
            Some(declared) => self.declared_place(name, declared, span),
            None if self.is_new(name) => {
                let message = format!("there is no `{name}` here");
                if !self.has_nameless() && !self.lost_name(name, span) {
                    let help = self.new_in_test(name, span).unwrap_or_else(|| {
                        format!("declare it first: `let {name} = ...`, or `var {name} = ...` if it changes")
                    });
                    self.push(Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, span, message).help(help));
                }
                // Its uses below are no mistakes of their own.
                self.declare_given(name, Type::Unknown, span);
                if let Some(local) = self.body_mut().locals.last_mut() {
                    local.mutable = true;
                }
                None
            }
            None => {
                let value = self.check_name(name, span);
                if value.ty != Type::Unknown {
                    let message = format!("`{name}` is given, it can't be assigned");
                    self.report(&codes::CHECK_NOT_ASSIGNABLE, span, message);
                }
                None
            }
        }
    }

    /// A declared name that is assigned.
    fn declared_place(&mut self, name: &str, declared: Declared, span: Span) -> Option<Place> {
        match declared.what {
            Def::State(state) => {
                let ty = self.program.states.get(state.index())?.ty.clone();
                self.state_expr(state, None, span);
                Some(Place { root: Root::State { state, owner: None }, path: Vec::new(), ty, span })
            }
            Def::Broken => None,
            other => {
                let message = format!("`{name}` is {}, it can't be assigned", other.noun());
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_ASSIGNABLE, span, message)
                        .also(declared.span, "declared here")
                        .help("what changes is a `var` in a handler, or `state` at the top of the file"),
                );
                None
            }
        }
    }

    /// Whether a name that is assigned is none that is known, and not nearly one that can be assigned.
    fn is_new(&self, name: &str) -> bool {
        !self.is_given(name) && nearest(name, self.assignable_names().iter().map(SmolStr::as_str)).is_none()
    }

    /// The variables and states that are seen here.
    fn assignable_names(&self) -> Vec<SmolStr> {
        let locals = self.body().scopes.iter().flatten().map(|(name, _)| name.clone());
        let states = self.modules.get(self.module).into_iter().flat_map(|module| {
            module
                .names
                .iter()
                .filter(|(_, it)| matches!(it.what, Def::State(_)))
                .map(|(name, _)| name.clone())
        });
        let mut names: Vec<SmolStr> = locals.chain(states).collect();
        names.sort_unstable();
        names
    }

    /// Whether an expression is the name of a used file.
    fn is_module(&mut self, base: &ast::Expr) -> bool {
        let ast::ExprKind::Name(name) = &base.kind else { return false };
        let uses = self.modules.get(self.module).is_some_and(|module| module.uses.contains_key(name));
        uses && self.find_local(name).is_none() && self.declared(name).is_none()
    }

    /// `tickets.count = ...`: state of a used file. A file that is missing was told of.
    fn module_place(&mut self, base: &ast::Expr, name: &Name, span: Span) -> Option<Place> {
        let written = self.slice(base.span).to_owned();
        let module = self.modules.get(self.module)?.uses.get(written.as_str()).copied()??;
        let Some(declared) = self.modules.get(module)?.names.get(&name.text).copied() else {
            self.unknown_member(&written, Some(module), name);
            return None;
        };
        self.in_module(module, |checker| checker.declared_place(&name.text, declared, span))
    }

    /// `r.tickets = ...`: state of another room or person.
    fn state_place(&mut self, base: &ast::Expr, name: &Name, span: Span) -> Option<Place> {
        let Def::State(state) = self.declared(&name.text)?.what else { return None };
        let scope = self.program.states.get(state.index())?.scope;
        if scope == StateScope::Bot {
            return None;
        }
        let mark = self.mark();
        let owner = self.check_expr(base, None);
        let fits = matches!(
            (&owner.ty, scope),
            (Type::Room, StateScope::Room | StateScope::Member)
                | (Type::Person, StateScope::Person | StateScope::Member)
        );
        if !fits {
            // It is looked at again as a place of its own.
            self.rewind(mark);
            return None;
        }
        let ty = self.program.states.get(state.index())?.ty.clone();
        self.state_expr(state, Some(owner.clone()), span);
        Some(Place { root: Root::State { state, owner: Some(Box::new(owner)) }, path: Vec::new(), ty, span })
    }

    /// The type that a further segment hangs on, and whether `none` is skipped there.
    fn inside(
        &mut self,
        place: &Place,
        optional: bool,
        (base, member): (Span, Span),
    ) -> Option<(Type, bool)> {
        let known = self.body().flow.get(&path_of_place(place)).cloned();
        // An element of a map or list may not be there, whatever its type.
        let element = matches!(place.path.last(), Some(Segment::Key { .. } | Segment::Index { .. }));
        let ty =
            known.unwrap_or_else(|| if element { place.ty.clone().optional() } else { place.ty.clone() });
        match ty {
            Type::Unknown => None,
            Type::Optional(inner) if optional => Some(((*inner).clone(), true)),
            Type::Optional(_) | Type::None => {
                let (source, field) = (self.slice(base), self.slice(member));
                let message = format!("`{source}` may be `none`, so `{field}` of it can't be assigned");
                let kept = match &place.root {
                    Root::Local(local) if place.path.is_empty() => {
                        self.body().local(*local).and_then(|declared| self.copied_from(declared, field))
                    }
                    _ => None,
                };
                let help = kept.unwrap_or_else(|| {
                    format!("write `{source}?.{field}`: then nothing happens where it is `none`")
                });
                self.push(Diagnostic::new(&codes::CHECK_MAYBE_NONE, base, message).help(help));
                None
            }
            other => Some((other, false)),
        }
    }

    /// `d["b"] = 2`: a field of a record stands behind a dot.
    fn indexed_record(
        &mut self,
        record: &RecordType,
        place: &Place,
        (base, index): (&ast::Expr, &ast::Expr),
    ) {
        let source = self.slice(base.span);
        let key = self.slice(index.span);
        let name = key.trim_matches('"');
        let message = format!("a field of a record stands behind a dot, found `[{key}]`");
        let span = Span { start: base.span.end, end: index.span.end.saturating_add(1), ..index.span };
        let known = record.fields.contains_key(name);
        // Whether what it hangs on can change is the next question: it is answered here too.
        let fixed = match &place.root {
            Root::Local(local) if !self.body().local(*local).is_some_and(|local| local.mutable) => {
                self.body().local(*local).map(|local| local.name.clone())
            }
            Root::Local(_) | Root::State { .. } => None,
        };
        let help = match (known && key.starts_with('"'), fixed) {
            (true, None) => format!("write `{source}.{name} = ...`"),
            (true, Some(local)) => {
                format!("write `{source}.{name} = ...`, and declare it with `var {local} = ...`")
            }
            (false, _) => {
                let names: Vec<String> =
                    record.fields.keys().take(8).map(|name| format!("`{name}`")).collect();
                format!(
                    "its fields are {}; keys that are not known before are those of a map: `var m: map<int> = {{}}`",
                    names.join(", ")
                )
            }
        };
        self.push(Diagnostic::new(&codes::CHECK_NOT_ASSIGNABLE, span, message).help(help));
    }

    fn not_a_record(&mut self, ty: &Type, name: &Name) {
        if *ty == Type::Unknown {
            return;
        }
        let message = format!("`{ty}` has no field `{}` that can be assigned", name.text);
        let mut diagnostic = Diagnostic::new(&codes::CHECK_NOT_ASSIGNABLE, name.span, message);
        diagnostic = match ty {
            Type::Map(_) => diagnostic.help(format!("a key stands in brackets: `[\"{}\"]`", name.text)),
            Type::Json => diagnostic.help("check its shape with `as` first, and keep the result in a `var`"),
            _ => diagnostic,
        };
        self.push(diagnostic);
    }

    /// The place, if it may be written; notes the change.
    pub(in crate::check) fn writable(&mut self, place: Place) -> Option<Place> {
        match &place.root {
            Root::State { state, .. } => {
                let state = *state;
                let name = self
                    .program
                    .states
                    .get(state.index())
                    .map(|state| state.name.clone())
                    .unwrap_or_default();
                self.body_mut().traits.note_effect(place.span, format!("a change of the state `{name}`"));
                self.body_mut().flow.forget_state(state);
                Some(place)
            }
            Root::Local(local) => {
                let local = *local;
                let declared = self.body().local(local)?.clone();
                let kind = self.body().notes.get(local.index()).map(|note| note.kind);
                if declared.mutable {
                    if place.path.is_empty() {
                        self.body_mut().flow.forget_local(local);
                    } else {
                        self.body_mut().flow.forget_path(&path_of_place(&place));
                        if let Some(note) = self.body_mut().note_mut(local) {
                            note.changed.get_or_insert(place.span);
                        }
                    }
                    return Some(place);
                }
                let name = &declared.name;
                let copied = match place.path.first() {
                    Some(Segment::Field { name, .. }) => self.copied_from(&declared, name),
                    _ => None,
                };
                let (message, help) = match kind {
                    Some(LocalKind::Let | LocalKind::Loop) if copied.is_some() => {
                        (format!("`{name}` is a copy, and can't change"), copied.unwrap_or_default())
                    }
                    Some(LocalKind::Let) => (
                        format!("`{name}` is bound by `let`, it can't change"),
                        format!("declare it with `var {name} = ...`"),
                    ),
                    Some(LocalKind::Captured) if self.body().kind == BodyKind::Later => (
                        format!("a `later` has a copy of `{name}`, it can't change the variable outside"),
                        "keep it in a `state`".to_owned(),
                    ),
                    Some(LocalKind::Captured) => (
                        format!("a lambda has a copy of `{name}`, it can't change the variable outside"),
                        "use a `for` loop, or let the lambda give the new value".to_owned(),
                    ),
                    _ => (
                        format!("`{name}` is given, it can't change"),
                        format!("copy it first: `var copy = {name}`"),
                    ),
                };
                let root = Span {
                    end: place.span.start.saturating_add(u32::try_from(name.len()).unwrap_or(0)),
                    ..place.span
                };
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_ASSIGNABLE, root, message)
                        .also(declared.span, "declared here")
                        .help(help),
                );
                None
            }
        }
    }
}

impl Checker<'_> {
    /// `let t = tickets[id]`, `for t in tickets`: how the element itself is changed.
    pub(super) fn copied_from(&self, declared: &Local, field: &str) -> Option<String> {
        let name = declared.name.as_str();
        let line = self.line_of(declared.span);
        let plain = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_alphanumeric() || "_.[]\"".contains(c))
        };
        let bound = ["let", "var"].map(|word| line.split(&format!("{word} {name} = ")).nth(1));
        if let Some(value) = bound.into_iter().flatten().next() {
            let value = value.split(" else ").next().unwrap_or(value).split(" //").next().unwrap_or(value);
            let value = value.trim().trim_end_matches(';');
            let element = plain(value) && value.ends_with(']');
            return element.then(|| format!("change it where it is kept: `{value}?.{field} = ...`"));
        }
        let (names, rest) = line.split("for ").nth(1)?.split_once(" in ")?;
        let list = rest.split(" {").next().unwrap_or(rest).trim();
        if !plain(list) {
            return None;
        }
        // The elements of a map are changed by their keys.
        if let Some(map) = list.strip_suffix(".values").filter(|_| names == name) {
            return Some(format!(
                "change it where it is kept: `for at, {name} in {map} {{ {map}[at]?.{field} = ... }}`"
            ));
        }
        let change = |at: &str| format!("{list}[{at}]?.{field} = ...");
        match names.split_once(", ") {
            Some((at, element)) if element == name => {
                Some(format!("change it where it is kept: `{}`", change(at)))
            }
            None if names == name => {
                Some(format!("change it where it is kept: `for at, {name} in {list} {{ {} }}`", change("at")))
            }
            _ => None,
        }
    }
}

/// The place that a checked expression reads, if it is one.
pub(in crate::check) fn place_of(expr: Expr) -> Option<Place> {
    let Expr { kind, ty, span } = expr;
    match kind {
        ExprKind::Local(local) => Some(Place { root: Root::Local(local), path: Vec::new(), ty, span }),
        ExprKind::State { state, owner } => {
            Some(Place { root: Root::State { state, owner }, path: Vec::new(), ty, span })
        }
        ExprKind::Field { receiver, name, optional } => {
            let base = place_of(*receiver)?;
            Some(extended(base, Segment::Field { name, optional }, ty, span))
        }
        ExprKind::Index { receiver, index, optional } => {
            let map = matches!(receiver.ty.without_none(), Type::Map(_));
            let at = index.span;
            let base = place_of(*receiver)?;
            let segment = if map {
                Segment::Key { key: *index, optional, span: at }
            } else {
                Segment::Index { index: *index, optional, span: at }
            };
            Some(extended(base, segment, ty, span))
        }
        _ => None,
    }
}

fn extended(mut place: Place, segment: Segment, ty: Type, span: Span) -> Place {
    place.path.push(segment);
    Place { ty, span, ..place }
}
