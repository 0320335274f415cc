//! Calls of built-ins.

use crate::base::Span;
use crate::builtins::{self, BuiltinId, Kind, Signature};
use crate::check::checker::Checker;
use crate::check::expr::Link;
use crate::check::expr::call::{Callee, Slot};
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::hir::{Expr, ExprKind, Part, Place};
use crate::check::stmt::place_of;
use crate::check::types::{Bindings, is_open};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Arg, Name};
use crate::value::{Type, Value};

/// How a built-in is called: `take(n)`.
pub(in crate::check) fn method_hint(id: BuiltinId) -> String {
    let signature = id.signature();
    let params: Vec<&str> = signature
        .params
        .iter()
        .filter(|param| param.default.is_none())
        .map(|param| param.name.as_str())
        .collect();
    format!("{}({})", signature.name, params.join(", "))
}

/// The checked arguments of a call, in the order of the signature.
struct Arguments {
    values: Vec<Expr>,
    /// Where the one function is among them.
    function: Option<usize>,
}

impl Checker<'_> {
    pub(super) fn method_call(&mut self, receiver: Link, name: &Name, args: &[Arg], span: Span) -> Link {
        let Some(id) = builtins::method(&receiver.inner, &name.text) else {
            self.unknown_method(&receiver, name);
            self.check_loose(args);
            return Link::first(unknown(span));
        };
        let signature = id.signature();
        if signature.property {
            if !self.by_key(&receiver, name, args) {
                self.no_parentheses(&receiver, name, span);
            }
            self.check_loose(args);
            return Link::first(unknown(span));
        }
        let full = format!(".{}", name.text);
        let callee = Callee { name: &full, span: name.span, declared: None };
        self.builtin_call(id, Some(receiver), (&callee, args), (span, None))
    }

    /// Reports the call of a property. Elsewhere `xs.sort()` changes the list; as a statement it would do
    /// nothing here.
    fn no_parentheses(&mut self, receiver: &Link, name: &Name, span: Span) {
        let message = format!("`.{}` takes no parentheses", name.text);
        let parentheses = Span { start: name.span.end, ..span };
        let diagnostic = Diagnostic::new(&codes::CHECK_NOT_A_FUNCTION, parentheses, message);
        let changed = matches!(receiver.inner, Type::List(_) | Type::Set(_) | Type::Map(_));
        self.push(if changed && self.is_statement(span) {
            let source = self.shown(receiver.expr.span).unwrap_or("xs");
            let kept = format!("{source}.{}", name.text);
            diagnostic.help(if self.is_variable(&receiver.expr) {
                format!("it changes nothing, keep what it gives: `{source} = {kept}`")
            } else {
                format!("it changes nothing: write `{kept}` where what it gives is needed")
            })
        } else {
            diagnostic.help(format!("write `.{}`", name.text)).fix(
                crate::diagnostics::Applicability::Safe,
                "leave out the parentheses",
                parentheses,
                "",
            )
        });
    }

    /// Reports a property that is given a function (`xs.sort(x => x.day)`) where another one takes it.
    fn by_key(&mut self, receiver: &Link, name: &Name, args: &[Arg]) -> bool {
        let [Arg { value: ast::Expr { kind: ast::ExprKind::Lambda { .. }, .. }, .. }] = args else {
            return false;
        };
        let by = format!("{}_by", name.text);
        let found = builtins::method(&receiver.inner, &by).is_some();
        if found {
            let message = format!("`.{}` takes no function", name.text);
            self.push(
                Diagnostic::new(&codes::CHECK_NOT_A_FUNCTION, name.span, message)
                    .help(format!("what takes one is called `.{by}(...)`")),
            );
        }
        found
    }

    /// Whether the expression can be assigned to.
    fn is_variable(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Local(local) => self.body().local(*local).is_some_and(|local| local.mutable),
            ExprKind::State { .. } => true,
            ExprKind::Field { receiver, optional: false, .. } => self.is_variable(receiver),
            _ => false,
        }
    }

    fn unknown_method(&mut self, receiver: &Link, name: &Name) {
        let record_field = match &receiver.inner {
            Type::Record(record) => record.fields.get(&name.text),
            _ => None,
        };
        if let Some(field) = record_field {
            let message = format!("`{}` is a field of type `{}`, it can't be called", name.text, field.ty);
            let help = format!("leave out the brackets: `.{}`", name.text);
            self.push(Diagnostic::new(&codes::CHECK_NOT_A_FUNCTION, name.span, message).help(help));
            return;
        }
        if receiver.inner == Type::Json {
            let source = self.slice(receiver.expr.span);
            let message = format!("`{source}` is json, which has no functions");
            self.push(
                Diagnostic::new(&codes::CHECK_JSON_UNCHECKED, name.span, message)
                    .help(format!("check its shape first: `({source} as list<json>).{}(...)`", name.text)),
            );
            return;
        }
        if let Some(found) = self.declared(&name.text)
            && matches!(found.what, crate::check::scope::Def::Function(_))
        {
            let source = self.slice(receiver.expr.span);
            let message = format!("`{}` has no `{}`", receiver.inner, name.text);
            self.push(
                Diagnostic::new(&codes::CHECK_UNKNOWN_FIELD, name.span, message)
                    .also(found.span, "this is a function of its own")
                    .help(format!("call it with what it is about: `{}({source})`", name.text)),
            );
            return;
        }
        self.unknown_field(&receiver.inner, name);
    }

    pub(super) fn builtin_call(
        &mut self,
        id: BuiltinId,
        receiver: Option<Link>,
        (callee, args): (&Callee<'_>, &[Arg]),
        (span, _expected): (Span, Option<&Type>),
    ) -> Link {
        let signature = id.signature();
        let mut bindings = Bindings::default();
        if let (Some(receiver), Some(pattern)) = (&receiver, &signature.receiver)
            && !bindings.unify(pattern, &receiver.inner)
        {
            self.wrong_receiver(receiver, id, callee.span);
            self.check_loose(args);
            return Link::first(unknown(span));
        }
        let slots: Vec<Slot> = signature
            .params
            .iter()
            .map(|param| Slot { name: param.name.clone(), required: param.default.is_none() })
            .collect();
        if self.told_of_arguments(signature, callee, args) {
            self.check_loose(args);
            return Link::first(unknown(span));
        }
        let Some(found) = self.match_args(callee, &slots, args) else {
            self.check_loose(args);
            return Link::first(unknown(span));
        };
        let before = self.sink.len();
        let arguments = self.check_arguments(signature, &found, (span, &mut bindings));
        self.look_at_place(id, before);
        self.fix_open_receiver(receiver.as_ref(), signature, &bindings);
        self.look_at_call(id, &arguments.values, span);
        let ty = bindings.result(&signature.result);
        let link = self.built(id, receiver, arguments, (ty, span));
        self.narrow_call(link)
    }

    /// Arguments that stand in another order than here, and the fields of a record instead of the record.
    fn told_of_arguments(&mut self, signature: &Signature, callee: &Callee<'_>, args: &[Arg]) -> bool {
        let is_lambda = |arg: &Arg| matches!(arg.value.kind, ast::ExprKind::Lambda { .. });
        let takes: Vec<bool> =
            signature.params.iter().map(|param| matches!(param.ty, Type::Function(_))).collect();
        match args {
            // `xs.reduce((a, b) => a + b, 0)`
            [first, second]
                if args.iter().all(|arg| arg.name.is_none())
                    && is_lambda(first)
                    && !is_lambda(second)
                    && takes == [false, true] =>
            {
                let (function, start) = (self.shown(first.span), self.shown(second.span));
                let (function, start) = (function.unwrap_or("..."), start.unwrap_or("..."));
                let help = format!("exchange them: `{}({start}, {function})`", callee.name);
                let name = signature.params.first().map_or("", |param| param.name.as_str());
                let message = format!("`{}` takes its `{name}` first, then the function", callee.name);
                let span = first.span.to(second.span);
                self.push(Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, span, message).help(help));
                true
            }
            // `xs.push(a: 1, b: 2)`
            [first, .., last]
                if takes == [false]
                    && matches!(signature.receiver, Some(Type::List(_) | Type::Set(_)))
                    && args.iter().all(|arg| arg.name.is_some()) =>
            {
                let span = first.span.to(last.span);
                let fields = self.shown(span).unwrap_or("...");
                let help = format!("put the fields into braces: `{}({{ {fields} }})`", callee.name);
                let message = format!("`{}` takes one value, found the fields of a record", callee.name);
                self.push(Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, span, message).help(help));
                true
            }
            _ => false,
        }
    }

    /// Elsewhere `xs.remove(2)` takes out what stands there.
    fn look_at_place(&mut self, id: BuiltinId, before: usize) {
        let signature = id.signature();
        let of_list = signature.name == "remove" && matches!(signature.receiver, Some(Type::List(_)));
        let found = self.sink.len() > before;
        if let Some(last) = self.sink.last_mut().filter(|_| found && of_list)
            && last.message.ends_with("found `int`")
        {
            last.help = Some("`remove` takes the element; by its place it is `.remove_at(...)`".to_owned());
        }
    }

    fn narrow_call(&self, link: Link) -> Link {
        if link.short { link } else { Link::first(self.narrowed(link.expr)) }
    }

    fn check_arguments(
        &mut self,
        signature: &Signature,
        found: &[Option<&Arg>],
        (span, bindings): (Span, &mut Bindings),
    ) -> Arguments {
        let mut values: Vec<Option<Expr>> = vec![None; signature.params.len()];
        let mut function = None;
        // Functions come last: what they are called with follows from the other arguments.
        for functions in [false, true] {
            for (at, param) in signature.params.iter().enumerate() {
                if matches!(param.ty, Type::Function(_)) != functions {
                    continue;
                }
                let checked = match found.get(at).copied().flatten() {
                    None => {
                        let default = param.default.clone().unwrap_or(Value::None);
                        typed(ExprKind::Const(default), bindings.result(&param.ty), span)
                    }
                    Some(arg) if functions => {
                        function = Some(at);
                        self.builtin_function(&arg.value, &param.ty, bindings)
                    }
                    Some(arg) => self.builtin_argument(&arg.value, &param.ty, bindings),
                };
                if let Some(place) = values.get_mut(at) {
                    *place = Some(checked);
                }
            }
        }
        Arguments {
            values: values.into_iter().map(|value| value.unwrap_or_else(|| unknown(span))).collect(),
            function,
        }
    }

    fn builtin_argument(&mut self, value: &ast::Expr, pattern: &Type, bindings: &mut Bindings) -> Expr {
        if let ast::ExprKind::Regex(regex) = &value.kind {
            return match self.check_regex(regex) {
                Some((regex, _)) if takes_regex(pattern) => {
                    typed(ExprKind::Regex(regex), Type::Text, value.span)
                }
                Some(_) => {
                    let message = format!("expected `{}`, found a regex", bindings.result(pattern));
                    self.report(&codes::CHECK_TYPE_MISMATCH, value.span, message);
                    unknown(value.span)
                }
                None => unknown(value.span),
            };
        }
        let expected = bindings.expected(pattern);
        let checked = self.check_expr(value, expected.as_ref());
        if let Some(expected) = bindings.known(pattern) {
            return self.coerce(checked, &expected);
        }
        if bindings.unify(pattern, &checked.ty) {
            return match bindings.known(pattern) {
                Some(ty) => self.coerce(checked, &ty),
                None => checked,
            };
        }
        let wanted = describe(pattern, bindings);
        if crate::check::types::is_secret(&checked.ty) {
            let source = self.slice(value.span);
            self.secret_leak(value.span, source);
        } else if let Type::Optional(_) = checked.ty {
            let source = self.slice(value.span);
            let message = format!("`{source}` may be `none`, {wanted} is needed here");
            self.push(
                Diagnostic::new(&codes::CHECK_MAYBE_NONE, value.span, message)
                    .help(format!("say what stands for `none`: `{source} ?? ...`")),
            );
        } else {
            let message = format!("expected {wanted}, found `{}`", checked.ty);
            self.report(&codes::CHECK_TYPE_MISMATCH, value.span, message);
        }
        unknown(value.span)
    }

    fn builtin_function(&mut self, value: &ast::Expr, pattern: &Type, bindings: &mut Bindings) -> Expr {
        let Type::Function(function) = bindings.apply(pattern) else { return unknown(value.span) };
        let (expr, found) = self.function_argument(value, &function);
        let Type::Function(found) = &found else { return expr };
        let result = match pattern {
            Type::Function(pattern) => &pattern.result,
            other => other,
        };
        // One that does something is told so, and need not give anything.
        let acts = matches!(&expr.kind, ExprKind::Closure(lambda) if self.effects.get(&lambda.function) == Some(&true));
        if !acts && !bindings.unify(result, &found.result) {
            let wanted = describe(result, bindings);
            let nothing = found.result == Type::Nothing;
            let message = if nothing {
                "this must give a value, and it gives none".to_owned()
            } else {
                format!("this must give {wanted}, it gives `{}`", found.result)
            };
            let at = match &value.kind {
                ast::ExprKind::Lambda { body, .. } => body.span,
                _ => value.span,
            };
            let diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, at, message);
            self.push(if nothing {
                diagnostic.help("to do something with each, write `for x in xs { ... }`")
            } else {
                diagnostic
            });
        }
        expr
    }

    fn built(
        &mut self,
        id: BuiltinId,
        receiver: Option<Link>,
        arguments: Arguments,
        (ty, span): (Type, Span),
    ) -> Link {
        let short = receiver.as_ref().is_some_and(|receiver| receiver.short);
        let mut values = arguments.values;
        match id.get().kind {
            Kind::Pure(_) | Kind::Read { .. } => {}
            Kind::Effect(_) => {
                let name = id.key();
                self.effect(span, format!("`{name}`"));
            }
            Kind::Each { .. } | Kind::Fold => {
                let (Some(receiver), Some(at)) = (receiver, arguments.function) else {
                    return Link::first(unknown(span));
                };
                let function = Box::new(values.remove(at));
                let receiver = Box::new(receiver.expr);
                return Link::next(
                    ExprKind::Each { id, receiver, function, rest: values, optional: short },
                    ty,
                    span,
                    short,
                );
            }
            Kind::Change(_) => {
                let Some(receiver) = receiver else { return Link::first(unknown(span)) };
                let Some(place) = self.changed_place(receiver, id) else { return Link::first(unknown(span)) };
                let kind = ExprKind::Change { place, id, args: values };
                return Link::next(kind, ty, span, short);
            }
        }
        let mut args: Vec<Expr> = receiver.map(|receiver| receiver.expr).into_iter().collect();
        args.extend(values);
        let call = Link::next(ExprKind::Builtin { id, args, optional: short }, ty, span, short);
        self.tell_failure(&call.expr);
        call
    }

    /// What a built-in changes; reports where that is nothing that can be changed.
    fn changed_place(&mut self, receiver: Link, id: BuiltinId) -> Option<Place> {
        let span = receiver.expr.span;
        match place_of(receiver.expr) {
            Some(place) => self.writable(place),
            None => {
                let name = &id.signature().name;
                let message = format!("`.{name}` changes what it is called on, and this is kept nowhere");
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_ASSIGNABLE, span, message)
                        .help("put it into a `var` first"),
                );
                None
            }
        }
    }

    /// `var xs = []` learns what is in it when something is put in.
    fn fix_open_receiver(&mut self, receiver: Option<&Link>, signature: &Signature, bindings: &Bindings) {
        let (Some(receiver), Some(pattern)) = (receiver, &signature.receiver) else { return };
        if let ExprKind::Local(local) = receiver.expr.kind
            && is_open(&receiver.inner)
        {
            let ty = bindings.result(pattern);
            self.fix_open(local, &ty);
        }
    }

    /// What is worth saying about calls of particular built-ins.
    fn look_at_call(&mut self, id: BuiltinId, values: &[Expr], span: Span) {
        if id.key().starts_with("http.")
            && let Some(url) = values.first()
        {
            self.check_called_host(url);
        }
        if id.key() == "raw" && values.iter().any(|value| !is_own(value)) {
            self.push(
                Diagnostic::new(
                    &codes::LINT_RAW_DATA,
                    span,
                    "what comes from outside becomes markup here: it can mention everyone and forge links",
                )
                .help("leave out `raw`, or use it on the script's own texts only"),
            );
        }
    }
}

/// Whether an expression is made of the script's own texts alone.
fn is_own(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::ConstRef(_) => true,
        ExprKind::Interpolate(parts) => parts.iter().all(|part| match part {
            Part::Own(_) => true,
            Part::Hole { value, .. } => is_own(value),
        }),
        ExprKind::Binary { left, right, .. } | ExprKind::Coalesce(left, right) => {
            is_own(left) && is_own(right)
        }
        ExprKind::If { then, otherwise, .. } => {
            let own = |block: &crate::check::hir::Block| block.value.as_deref().is_some_and(is_own);
            own(then) && otherwise.as_ref().is_some_and(own)
        }
        _ => matches!(expr.ty, Type::Literals(_) | Type::Int | Type::Float | Type::Bool | Type::Unknown),
    }
}

/// Whether a parameter takes a regex: those that take a text or a regex are written as `R`.
fn takes_regex(pattern: &Type) -> bool {
    matches!(pattern, Type::Variable('R'))
}

/// A parameter's type in words.
fn describe(pattern: &Type, bindings: &Bindings) -> String {
    match pattern {
        Type::Variable('N') => "a number".to_owned(),
        Type::Variable('O') => "something that has an order".to_owned(),
        Type::Variable('P') => "something that prints as one word".to_owned(),
        Type::Variable('S') => "a `text`".to_owned(),
        Type::Variable('J') => "something that can be written as JSON".to_owned(),
        Type::Variable('R') => "a `text` or a regex".to_owned(),
        other => format!("`{}`", loose(&bindings.apply(other))),
    }
}

/// A type as an author reads it: what may be several types is `...`, not the letter of a signature.
fn loose(ty: &Type) -> String {
    match ty {
        Type::Variable(_) => "...".to_owned(),
        Type::Optional(inner) => format!("{}?", loose(inner)),
        Type::List(item) => format!("list<{}>", loose(item)),
        Type::Set(item) => format!("set<{}>", loose(item)),
        Type::Map(item) => format!("map<{}>", loose(item)),
        other => other.to_string(),
    }
}
