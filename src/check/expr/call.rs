//! Calls: which function is meant, and which argument is for which parameter.

use crate::base::Span;
use crate::base::limits::CALL_ARGUMENTS_MAX;
use crate::builtins;
use crate::check::checker::{Checker, ParamInfo};
use crate::check::expr::Link;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::expr::habit::name_habit;
use crate::check::hir::{Expr, ExprKind, FunctionId, LocalId};
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Arg, Name};
use crate::value::Type;
use smol_str::SmolStr;

/// A parameter, as far as finding its argument goes.
pub(in crate::check) struct Slot {
    pub(in crate::check) name: SmolStr,
    pub(in crate::check) required: bool,
}

/// What is called, for messages.
pub(in crate::check) struct Callee<'c> {
    pub(in crate::check) name: &'c str,
    /// Where it is named in the call.
    pub(in crate::check) span: Span,
    /// Where it is declared.
    pub(in crate::check) declared: Option<Span>,
}

impl Checker<'_> {
    pub(super) fn call_link(
        &mut self,
        callee: &ast::Expr,
        args: &[Arg],
        span: Span,
        expected: Option<&Type>,
    ) -> Link {
        match &callee.kind {
            ast::ExprKind::Name(name) => {
                Link::first(self.call_name((name, callee.span), args, span, expected))
            }
            ast::ExprKind::Field { base, name, optional } => {
                if let Some(member) = self.module_call(base, name, args, span) {
                    return Link::first(member);
                }
                let receiver = self.link(base, None);
                match self.receiver(receiver, *optional, base.span, name.span) {
                    Some(receiver) => self.method_call(receiver, name, args, span),
                    None => {
                        self.check_loose(args);
                        Link::first(unknown(span))
                    }
                }
            }
            _ => {
                let callee = self.check_expr(callee, None);
                if callee.ty != Type::Unknown {
                    let message = format!("a `{}` can't be called", callee.ty);
                    self.report(&codes::CHECK_NOT_A_FUNCTION, callee.span, message);
                }
                self.check_loose(args);
                Link::first(unknown(span))
            }
        }
    }

    /// Checks arguments of a call that means nothing, for what is wrong inside them.
    pub(in crate::check) fn check_loose(&mut self, args: &[Arg]) {
        for arg in args {
            if !matches!(arg.value.kind, ast::ExprKind::Lambda { .. } | ast::ExprKind::Regex(_)) {
                self.check_expr(&arg.value, None);
            }
        }
    }

    fn call_name(
        &mut self,
        (name, name_span): (&SmolStr, Span),
        args: &[Arg],
        span: Span,
        expected: Option<&Type>,
    ) -> Expr {
        if let Some(local) = self.find_local(name) {
            return self.call_local(local, (name, name_span), args, span);
        }
        if let Some(declared) = self.declared(name) {
            return match declared.what {
                Def::Function(id) => {
                    let callee = Callee { name, span: name_span, declared: Some(declared.span) };
                    self.call_function(id, &callee, args, span)
                }
                Def::Broken => {
                    self.check_loose(args);
                    unknown(span)
                }
                other => {
                    let message = format!("`{name}` is {}, it can't be called", other.noun());
                    let diagnostic = Diagnostic::new(&codes::CHECK_NOT_A_FUNCTION, name_span, message)
                        .also(declared.span, "declared here");
                    self.push(match other {
                        Def::Card(_) if args.is_empty() => {
                            diagnostic.help(format!("say it: `say card {name}()`"))
                        }
                        Def::Card(_) => diagnostic.help(format!("say it: `say card {name}(...)`")),
                        Def::Action(_) => diagnostic.help(format!(
                            "a button starts it: `submit \"...\" -> {name}(...)`; what both do is a `fn`"
                        )),
                        _ => diagnostic,
                    });
                    self.check_loose(args);
                    unknown(span)
                }
            };
        }
        if let Some(id) = builtins::free(name)
            && !id.signature().property
        {
            let callee = Callee { name, span: name_span, declared: None };
            return self.builtin_call(id, None, (&callee, args), (span, expected)).expr;
        }
        let mark = self.mark();
        self.check_unknown_callee(name, name_span);
        if self.failed_since(mark) {
            self.help_call(name, args, span);
        }
        // The types that it is given are no values.
        if matches!(name.as_str(), "isinstance" | "typeof" | "instanceof") {
            return unknown(span);
        }
        self.check_loose(args);
        unknown(span)
    }

    /// Says more of a call of what is no function, where its arguments tell what is meant: `T(a: 1)`,
    /// `time("17:30")`.
    fn help_call(&mut self, name: &str, args: &[Arg], span: Span) {
        let text = match args {
            [only] => match &only.value.kind {
                ast::ExprKind::String(text) => text.as_plain(),
                _ => None,
            },
            _ => None,
        };
        let is_type = self.modules.get(self.module).is_some_and(|module| module.types.contains_key(name));
        let fields: Vec<&str> = args.iter().map(|arg| self.slice(arg.span)).collect();
        let fields = fields.join(", ");
        let clock = |text: &str| text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
        let help = match (name, text) {
            ("time", Some(hour)) if clock(hour) => format!("write the hour without quotes: `{hour}`"),
            ("time" | "datetime", Some(_)) => {
                let source = self.slice(span);
                let inner = source.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
                format!("read the text: `{inner}.to_time ?? now`")
            }
            (name, _) if args.len() == 1 && self.called_as(name, args).is_some() => {
                self.called_as(name, args).unwrap_or_default()
            }
            _ if is_type
                && args.iter().all(|arg| arg.name.is_some())
                && fields.len() <= 60
                && !args.is_empty() =>
            {
                format!("write the record alone: `{{ {fields} }}`")
            }
            _ => return,
        };
        if let Some(last) = self.sink.last_mut() {
            last.help = Some(help);
        }
    }

    /// `int(x)`, `len(xs)`: a function of elsewhere, as a property of its argument.
    fn called_as(&mut self, name: &str, args: &[Arg]) -> Option<String> {
        let [only] = args else { return None };
        let source = self.slice(only.span);
        let receiver = super::coerce::operand(source);
        if source.contains('\n') || source.len() > 40 {
            return None;
        }
        let mark = self.mark();
        let ty = self.check_expr(&only.value, None).ty;
        self.rewind(mark);
        Some(match (name, &ty) {
            ("int", Type::Text | Type::Literals(_)) => format!("write `{receiver}.to_int ?? 0`"),
            ("float", Type::Text | Type::Literals(_)) => format!("write `{receiver}.to_float ?? 0.0`"),
            ("int" | "round", Type::Float) => format!("write `{receiver}.round`"),
            (
                "str" | "text" | "string" | "String",
                Type::Int | Type::Float | Type::Bool | Type::Duration | Type::Date | Type::Time,
            ) => {
                format!("write `\"{{{source}}}\"`")
            }
            ("len", Type::Text | Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                format!("write `{receiver}.len`")
            }
            ("abs", Type::Int | Type::Float | Type::Duration) => format!("write `{receiver}.abs`"),
            ("sorted", Type::List(_)) => format!("write `{receiver}.sort`"),
            ("reversed", Type::List(_) | Type::Text) => format!("write `{receiver}.reverse`"),
            ("sum" | "min" | "max", Type::List(_)) => format!("write `{receiver}.{name}`"),
            ("set", Type::List(_)) => format!("write `{receiver}.to_set`"),
            ("list", Type::Set(_)) => format!("write `{receiver}.to_list`"),
            _ => return None,
        })
    }

    /// Reports a name that can't be called.
    fn check_unknown_callee(&mut self, name: &SmolStr, span: Span) {
        let given = self.find_local(name).is_some() || builtins::free(name).is_some();
        if !given && self.is_lost(name) {
            return;
        }
        if !given && let Some(words) = name_habit(name) {
            let message = format!("there is no function `{name}`");
            self.push(Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, span, message).help(words));
            return;
        }
        let value = self.check_name(name, span);
        if value.ty != Type::Unknown {
            let message = format!("`{name}` is a `{}`, it can't be called", value.ty);
            self.report(&codes::CHECK_NOT_A_FUNCTION, span, message);
        }
    }

    fn call_local(
        &mut self,
        local: LocalId,
        (name, name_span): (&SmolStr, Span),
        args: &[Arg],
        span: Span,
    ) -> Expr {
        let value = self.check_name(name, name_span);
        let Type::Function(function) = &value.ty else {
            if value.ty != Type::Unknown {
                let message = format!("`{name}` is a `{}`, it can't be called", value.ty);
                self.report(&codes::CHECK_NOT_A_FUNCTION, name_span, message);
            }
            self.check_loose(args);
            return unknown(span);
        };
        let slots: Vec<Slot> = (1..=function.params.len())
            .map(|at| Slot { name: smol_str::format_smolstr!("#{at}"), required: true })
            .collect();
        let callee = Callee { name, span: name_span, declared: None };
        let Some(found) = self.match_args(&callee, &slots, args) else {
            self.check_loose(args);
            return unknown(span);
        };
        let checked = found
            .into_iter()
            .zip(&function.params)
            .filter_map(|(arg, ty)| arg.map(|arg| self.expect_expr(&arg.value, ty)))
            .collect();
        typed(ExprKind::CallLocal { local, args: checked }, function.result.clone(), span)
    }

    /// `github.f(...)`, `http.get(...)`: a function of a module.
    fn module_call(&mut self, base: &ast::Expr, name: &Name, args: &[Arg], span: Span) -> Option<Expr> {
        let ast::ExprKind::Name(module_name) = &base.kind else { return None };
        if self.find_local(module_name).is_some() || self.declared(module_name).is_some() {
            return None;
        }
        if let Some(found) = self.modules.get(self.module)?.uses.get(module_name).copied() {
            let member = found.and_then(|module| {
                let declared = self.modules.get(module)?.names.get(&name.text).copied()?;
                Some((module, declared))
            });
            match (found, member.map(|(_, declared)| (declared.what, declared.span))) {
                (Some(_), Some((Def::Function(id), declared))) => {
                    let callee = Callee { name: &name.text, span: name.span, declared: Some(declared) };
                    return Some(self.call_function(id, &callee, args, span));
                }
                (Some(_), Some((Def::Broken, _))) | (None, _) => {}
                (Some(_), Some((other, declared))) => {
                    let message = format!("`{}` is {}, it can't be called", name.text, other.noun());
                    self.push(
                        Diagnostic::new(&codes::CHECK_NOT_A_FUNCTION, name.span, message)
                            .also(declared, "declared here"),
                    );
                }
                (Some(module), None) => self.unknown_member(module_name, Some(module), name),
            }
            self.check_loose(args);
            return Some(unknown(span));
        }
        if !builtins::module_exists(module_name) {
            return None;
        }
        let Some(id) = builtins::function_of(module_name, &name.text) else {
            self.unknown_member(module_name, None, name);
            self.check_loose(args);
            return Some(unknown(span));
        };
        let full = format!("{module_name}.{}", name.text);
        let callee = Callee { name: &full, span: name.span, declared: None };
        Some(self.builtin_call(id, None, (&callee, args), (span, None)).expr)
    }

    fn call_function(&mut self, id: FunctionId, callee: &Callee<'_>, args: &[Arg], span: Span) -> Expr {
        let Some(declared) = self.declared.get(id.index()) else { return unknown(span) };
        let params: Vec<ParamInfo> = declared.params.clone();
        let slots: Vec<Slot> = params
            .iter()
            .map(|param| Slot { name: param.name.clone(), required: param.default.is_none() })
            .collect();
        let Some(found) = self.match_args(callee, &slots, args) else {
            self.check_loose(args);
            let ty = self.function_result(id, span);
            return Expr { ty, ..unknown(span) };
        };
        let mut checked = Vec::with_capacity(params.len());
        for (arg, param) in found.into_iter().zip(&params) {
            checked.push(match (arg, &param.default) {
                (Some(arg), _) => self.check_argument(arg, param),
                (None, Some(default)) => typed(ExprKind::Const(default.clone()), param.ty.clone(), span),
                (None, None) => unknown(span),
            });
        }
        let ty = self.function_result(id, span);
        self.calls(id, span);
        typed(ExprKind::Call { function: id, args: checked }, ty, span)
    }

    pub(in crate::check) fn check_argument(&mut self, arg: &Arg, param: &ParamInfo) -> Expr {
        if let Type::Function(function) = &param.ty {
            let (expr, found) = self.function_argument(&arg.value, function);
            let found = typed(expr.kind, found, expr.span);
            return self.coerce(found, &param.ty);
        }
        let before = self.sink_len();
        let checked = self.expect_expr(&arg.value, &param.ty);
        if self.sink_len() > before && checked.ty == Type::Unknown {
            self.label_last(param.span, format!("`{}` is declared here", param.name));
        }
        checked
    }

    /// Which argument is for which parameter; nothing (reported) where they do not fit together.
    pub(in crate::check) fn match_args<'e>(
        &mut self,
        callee: &Callee<'_>,
        slots: &[Slot],
        args: &'e [Arg],
    ) -> Option<Vec<Option<&'e Arg>>> {
        let mut found: Vec<Option<&Arg>> = vec![None; slots.len()];
        let mut good = args.len() <= CALL_ARGUMENTS_MAX;
        for (at, arg) in args.iter().enumerate() {
            let slot = match &arg.name {
                None => (at < slots.len()).then_some(at),
                Some(name) => slots.iter().position(|slot| slot.name == name.text),
            };
            let Some(slot) = slot else {
                good = false;
                self.stray_argument(callee, slots, arg);
                continue;
            };
            match found.get_mut(slot) {
                Some(Some(first)) => {
                    good = false;
                    let first = first.span;
                    let name = slots.get(slot).map_or("", |slot| slot.name.as_str());
                    let message = format!("`{name}` is given twice");
                    self.push(
                        Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, arg.span, message)
                            .also(first, "first here"),
                    );
                }
                Some(place) => *place = Some(arg),
                None => {}
            }
        }
        let missing: Vec<String> = slots
            .iter()
            .zip(&found)
            .filter(|(slot, arg)| slot.required && arg.is_none())
            .map(|(slot, _)| format!("`{}`", slot.name))
            .collect();
        if good && !missing.is_empty() {
            good = false;
            let message = if slots.iter().any(|slot| slot.name.starts_with('#')) {
                format!("`{}` takes {} arguments, found {}", callee.name, slots.len(), args.len())
            } else {
                format!("`{}` needs {}", callee.name, missing.join(", "))
            };
            let mut diagnostic = Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, callee.span, message);
            if let Some(declared) = callee.declared {
                diagnostic = diagnostic.also(declared, "declared here");
            }
            if slots.iter().all(|slot| !slot.name.starts_with('#')) {
                let required = slots.iter().filter(|slot| slot.required).map(|slot| slot.name.as_str());
                let usage = required.collect::<Vec<_>>().join(", ");
                diagnostic = diagnostic.help(format!("write `{}({usage})`", callee.name));
            }
            self.push(diagnostic);
        }
        good.then_some(found)
    }

    fn stray_argument(&mut self, callee: &Callee<'_>, slots: &[Slot], arg: &Arg) {
        let diagnostic = match &arg.name {
            Some(name) => {
                let message = format!("`{}` takes no `{}`", callee.name, name.text);
                let near = nearest(&name.text, slots.iter().map(|slot| slot.name.as_str()));
                let diagnostic = Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, name.span, message);
                match near {
                    Some(near) => diagnostic.did_you_mean(Some(near)),
                    None if slots.is_empty() => diagnostic,
                    None => {
                        let names: Vec<String> =
                            slots.iter().map(|slot| format!("`{}`", slot.name)).collect();
                        diagnostic.help(format!("it takes {}", names.join(", ")))
                    }
                }
            }
            None => {
                let count = match slots.len() {
                    0 => "no arguments".to_owned(),
                    1 => "one argument".to_owned(),
                    many => format!("{many} arguments"),
                };
                let message = format!("`{}` takes {count}", callee.name);
                Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, arg.span, message).help("leave this one out")
            }
        };
        let diagnostic = match callee.declared {
            Some(declared) => diagnostic.also(declared, "declared here"),
            None => diagnostic,
        };
        self.push(diagnostic);
    }
}
