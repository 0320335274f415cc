//! Presses that are no button of their own: `select: submit("Pick", decide(t.id))`, and submits in JSON.

use super::literal::{known_text, written_fields};
use super::make::{Object, own};
use crate::base::Span;
use crate::cards::{OWN, Property};
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::hir::{Expr, ExprKind};
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Arg, ArrowTarget, Name};
use crate::value::{Type, Value};
use smol_str::SmolStr;

/// Whose inputs go with a press: the card, and the `show` that it is in.
#[derive(Clone, Copy)]
pub(in crate::check) struct Pressed {
    pub(super) card: usize,
    pub(super) shown: Option<Span>,
    /// No inputs go with it: `inputs: none`.
    pub(super) alone: bool,
}

impl Checker<'_> {
    /// `select: open("Details", url)`, `submit("Pick", decide(t.id))`, `toggle("More", details)`, or the JSON
    /// of an action, written here or as a value.
    pub(super) fn press_value(&mut self, property: &Property, expr: &ast::Expr) -> Option<Expr> {
        if matches!(expr.kind, ast::ExprKind::Record(_)) {
            return Some(self.json_value(expr));
        }
        if self.reads_value(expr)
            && let Some(value) = self.given_json(expr)
        {
            return Some(value);
        }
        let called = match &expr.kind {
            ast::ExprKind::Call { callee, args } => match &callee.kind {
                ast::ExprKind::Name(name) => Some((name.as_str(), args.as_slice())),
                _ => None,
            },
            _ => None,
        };
        let span = expr.span;
        match called {
            Some(("open", [title, url])) => {
                let mut object = self.press_object("Action.OpenUrl", title, span);
                let url = self.expect_expr(&url.value, &Type::Text);
                object.set("url", url);
                Some(object.finish(span))
            }
            Some(("submit", [title, then @ ..])) if then.len() <= 1 => {
                let mut object = self.press_object("Action.Submit", title, span);
                let mut carried = Object::default();
                if let Some(then) = then.first() {
                    let arrow = self.arrow_of(&then.value)?;
                    self.pressed_action(&arrow, &mut carried);
                }
                object.set("data", self.carried_data(carried, span));
                Some(object.finish(span))
            }
            Some(("toggle", [title, targets @ ..])) if !targets.is_empty() => {
                let mut object = self.press_object("Action.ToggleVisibility", title, span);
                let mut list = Vec::new();
                for target in targets {
                    let ast::ExprKind::Name(name) = &target.value.kind else {
                        let message = "a toggle names elements of the card";
                        self.push(
                            Diagnostic::new(&codes::CARD_BAD_ACTION, target.span, message)
                                .help("write `toggle(\"More\", details)`, and `box id: details { ... }`"),
                        );
                        return None;
                    };
                    let mut element = Object::default();
                    element.set("elementId", own(name, target.span));
                    list.push(element.finish(target.span));
                }
                object.set("targetElements", typed(ExprKind::List(list), Type::list(Type::Json), span));
                Some(object.finish(span))
            }
            _ => {
                let word = property.word;
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_PROPERTY, span, "this is nothing that a press can do").help(
                        format!("write `{word}: open(\"Details\", url)`, `{word}: submit(\"Pick\", action())`, or the JSON of an action"),
                    ),
                );
                None
            }
        }
    }

    /// Whether it is a variable, or a part of one.
    fn reads_value(&mut self, expr: &ast::Expr) -> bool {
        match &expr.kind {
            ast::ExprKind::Name(name) => self.find_local(name).is_some() || self.declared(name).is_some(),
            ast::ExprKind::Field { base, .. } | ast::ExprKind::Index { base, .. } => self.reads_value(base),
            _ => false,
        }
    }

    fn press_object(&mut self, kind: &str, title: &Arg, span: Span) -> Object {
        let mut object = Object::of_type(kind, span);
        object.set("title", self.expect_expr(&title.value, &Type::Text));
        object
    }

    /// `decide(t.id)` as what stands after `->`.
    fn arrow_of(&mut self, then: &ast::Expr) -> Option<ArrowTarget> {
        let target = |name: &SmolStr, span, args| ArrowTarget {
            name: Name { text: name.clone(), span },
            args,
            span: then.span,
        };
        match &then.kind {
            ast::ExprKind::Name(name) => return Some(target(name, then.span, None)),
            ast::ExprKind::Call { callee, args } => {
                if let ast::ExprKind::Name(name) = &callee.kind {
                    return Some(target(name, callee.span, Some(args.clone())));
                }
            }
            _ => {}
        }
        self.push(
            Diagnostic::new(&codes::CARD_BAD_ACTION, then.span, "a press starts an action")
                .help("write `submit(\"Pick\", decide(id))`, and declare `action decide(id: int) { ... }`"),
        );
        None
    }

    fn pressed_action(&mut self, arrow: &ArrowTarget, carried: &mut Object) {
        if let Some(at) = self.pressed {
            self.arrow(arrow, at, carried);
        }
    }

    /// What a submit carries of ours.
    fn carried_data(&mut self, mut carried: Object, span: Span) -> Expr {
        if let Some(at) = self.pressed {
            self.input_names(&mut carried, at.card, span);
        }
        let mut data = Object::default();
        data.set(OWN, carried.finish(span));
        data.finish(span)
    }

    /// Submits in JSON that is written out: `"data": { "action": "decide", ... }` starts an action, as in the
    /// files of the designer.
    pub(super) fn json_submits(&mut self, expr: Expr) -> Expr {
        let Expr { kind, ty, span } = expr;
        let kind = match kind {
            ExprKind::Convert { value, how } => {
                ExprKind::Convert { value: Box::new(self.json_submits(*value)), how }
            }
            ExprKind::List(items) => {
                ExprKind::List(items.into_iter().map(|item| self.json_submits(item)).collect())
            }
            kind @ (ExprKind::Map(_) | ExprKind::Record(_)) => {
                let Some(fields) = written_fields(&kind) else { return Expr { kind, ty, span } };
                let submit = fields
                    .iter()
                    .any(|field| field.name == "type" && known_text(&field.value) == Some("Action.Submit"));
                let mut object = Object::default();
                let mut data = None;
                for field in fields {
                    if submit && field.name == "data" {
                        data = Some(field.value);
                    } else {
                        let value = self.json_submits(field.value);
                        object.put((&field.name, field.span), value);
                    }
                }
                if !submit {
                    return Expr { ty, ..object.finish(span) };
                }
                object.set("data", self.json_data(data, span));
                return Expr { ty, ..object.finish(span) };
            }
            kind => kind,
        };
        Expr { kind, ty, span }
    }

    /// The data of a submit in JSON, with what is ours.
    fn json_data(&mut self, data: Option<Expr>, span: Span) -> Expr {
        let Some(data) = data else { return self.carried_data(Object::default(), span) };
        let plain = strip(data);
        let Some(fields) = written_fields(&plain.kind) else {
            // What is no object has no room for what is ours.
            return plain;
        };
        let named = fields.iter().find(|field| field.name == "action");
        let action = named.and_then(|field| Some((known_text(&field.value)?.to_owned(), field.value.span)));
        let mut carried = Object::default();
        let mut rest = Object::default();
        match action {
            Some((name, at)) if self.is_action(&name, at) => {
                let args = fields
                    .into_iter()
                    .filter(|field| field.name != "action")
                    .map(|field| (field.name, strip(field.value)))
                    .collect();
                self.json_arguments((&name, at), args, &mut carried);
            }
            _ => {
                for field in fields {
                    rest.put((&field.name, field.span), field.value);
                }
            }
        }
        if let Some(at) = self.pressed {
            self.input_names(&mut carried, at.card, span);
        }
        rest.set(OWN, carried.finish(span));
        rest.finish(span)
    }

    fn is_action(&mut self, name: &str, span: Span) -> bool {
        if let Some(Def::Action(_)) = self.declared(name).map(|declared| declared.what) {
            return true;
        }
        let actions: Vec<SmolStr> = self.actions.iter().map(|action| action.name.clone()).collect();
        let near = nearest(name, actions.iter().map(SmolStr::as_str));
        let message = format!("this press starts nothing: there is no action `{name}`");
        let diagnostic = Diagnostic::new(&codes::CARD_DOUBTFUL, span, message);
        self.push(match near {
            Some(near) => diagnostic.did_you_mean(Some(near)),
            None => diagnostic.help(format!("declare it: `action {name}() {{ ... }}`")),
        });
        false
    }

    fn json_arguments(
        &mut self,
        (name, span): (&str, Span),
        args: Vec<(String, Expr)>,
        carried: &mut Object,
    ) {
        let Some(Def::Action(at)) = self.declared(name).map(|declared| declared.what) else { return };
        let Some(action) = self.actions.get(at) else { return };
        let (name, params, declared) = (action.name.clone(), action.params.clone(), action.span);
        let errors = self.sink_len();
        let mut given = Object::default();
        for (key, value) in args {
            let Some(param) = params.iter().find(|param| param.name == key) else {
                let message = format!("the action `{name}` takes no `{key}`");
                let near = nearest(&key, params.iter().map(|param| param.name.as_str()));
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, value.span, message)
                        .also(declared, "declared here")
                        .did_you_mean(near),
                );
                continue;
            };
            let value = self.coerce(value, &param.ty);
            given.set(&key, value);
        }
        let missing: Vec<_> = params.iter().filter(|param| !given.has(&param.name)).collect();
        carried.set("action", own(&name, span));
        carried.set("args", given.finish(span));
        if let Some(pressed) = self.pressed.filter(|_| self.sink_len() == errors) {
            for param in missing {
                self.input_for(param, pressed, (span, declared));
            }
        }
    }
}

/// A value before it became JSON, with the type that it has by itself.
fn strip(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Convert { value, .. } if expr.ty == Type::Json => strip(*value),
        ExprKind::Const(value) => {
            let ty = match &value {
                Value::Bool(_) => Type::Bool,
                Value::Int(_) => Type::Int,
                Value::Float(_) => Type::Float,
                Value::None => Type::None,
                Value::Text(text) => Type::Literals([SmolStr::new(text.as_str())].into()),
                _ => expr.ty,
            };
            Expr { kind: ExprKind::Const(value), ty, span: expr.span }
        }
        kind => Expr { kind, ty: expr.ty, span: expr.span },
    }
}
