//! Making a value fit, or saying why it does not.

use crate::base::Span;
use crate::check::body::LocalNote;
use crate::check::checker::{Checker, Told};
use crate::check::expr::constant::written_out;
use crate::check::expr::dispatch::unknown;
use crate::check::hir::{Block, Expr, ExprKind};
use crate::check::types::{Fit, fit, is_secret};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::value::{Type, Value, hole_accepts};
use smol_str::SmolStr;

/// The texts that an expression can give, where all are known.
pub(in crate::check) fn known_texts(expr: &Expr, notes: &[LocalNote]) -> Option<Vec<SmolStr>> {
    match &expr.kind {
        // What is in error gives nothing that would not fit.
        _ if matches!(expr.ty, Type::Never | Type::Unknown) => Some(Vec::new()),
        ExprKind::Const(Value::Text(text)) => Some(vec![SmolStr::new(text.as_str())]),
        ExprKind::Local(local) => match &expr.ty {
            Type::Literals(texts) => Some(texts.to_vec()),
            _ => notes.get(local.index())?.texts.clone(),
        },
        ExprKind::If { then, otherwise, .. } => {
            let mut texts = block_texts(then, notes)?;
            texts.extend(block_texts(otherwise.as_ref()?, notes)?);
            Some(texts)
        }
        ExprKind::Match { arms, otherwise, .. } => {
            let mut texts = Vec::new();
            for arm in arms {
                texts.extend(block_texts(&arm.body, notes)?);
            }
            if let Some(otherwise) = otherwise {
                texts.extend(block_texts(otherwise, notes)?);
            }
            Some(texts)
        }
        ExprKind::Block(block) => block_texts(block, notes),
        _ => match &expr.ty {
            Type::Literals(texts) => Some(texts.to_vec()),
            _ => None,
        },
    }
}

fn block_texts(block: &Block, notes: &[LocalNote]) -> Option<Vec<SmolStr>> {
    match &block.value {
        Some(value) => known_texts(value, notes),
        // A block that is left before its end gives nothing to look at.
        None => Some(Vec::new()),
    }
}

impl Checker<'_> {
    /// The expression as one of type `to`; reports where it does not fit.
    pub(in crate::check) fn coerce(&mut self, expr: Expr, to: &Type) -> Expr {
        match fit(&expr.ty, to) {
            Some(Fit::Same) => expr,
            Some(Fit::Via(how)) => {
                let span = expr.span;
                Expr { kind: ExprKind::Convert { value: Box::new(expr), how }, ty: to.clone(), span }
            }
            None if self.texts_fit(&expr, to) => Expr { ty: to.clone(), ..expr },
            None => {
                let span = expr.span;
                self.mismatch(&expr, to);
                unknown(span)
            }
        }
    }

    /// Whether an expression gives only texts of the union `to`.
    pub(in crate::check) fn texts_fit(&self, expr: &Expr, to: &Type) -> bool {
        let Type::Literals(allowed) = to.without_none() else { return false };
        if !matches!(expr.ty, Type::Text | Type::Literals(_)) {
            return false;
        }
        let notes = self.bodies.last().map_or(&[][..], |body| &body.notes);
        known_texts(expr, notes).is_some_and(|texts| texts.iter().all(|text| allowed.contains(text)))
    }

    /// Says why an expression does not fit.
    fn mismatch(&mut self, expr: &Expr, to: &Type) {
        let found = &expr.ty;
        let source = self.shown(expr.span).unwrap_or("this").to_owned();
        let source = source.as_str();
        if let Type::Optional(inner) = found
            && fit(inner, to).is_some()
        {
            self.maybe_none(expr.span, source, inner, to);
            return;
        }
        if is_secret(found) && !is_secret(to) {
            self.secret_leak(expr.span, source);
            return;
        }
        if let (Type::Literals(allowed), ExprKind::Const(Value::Text(text))) =
            (&to.without_none(), &expr.kind)
        {
            let message = format!("\"{}\" is none of {to}", text.as_str());
            let near =
                nearest(text.as_str(), allowed.iter().map(SmolStr::as_str)).map(|near| format!("\"{near}\""));
            let diagnostic = Diagnostic::new(&codes::CHECK_NOT_IN_UNION, expr.span, message);
            self.push(match (near, allowed.first()) {
                (None, Some(first)) => diagnostic.help(format!("write one of them, such as `\"{first}\"`")),
                (near, _) => diagnostic.did_you_mean(near.as_deref()),
            });
            return;
        }
        if let (Type::Record(from), Type::Record(wanted)) = (found, &to.without_none()) {
            for (name, field) in &wanted.fields {
                if field.default.is_none() && !from.fields.contains_key(name) {
                    let message = format!("`{source}` lacks the field `{name}: {}` of `{to}`", field.ty);
                    self.push(
                        Diagnostic::new(&codes::CHECK_MISSING_FIELD, expr.span, message)
                            .help(format!("add it: `{{ ...{source}, {name}: ... }}`")),
                    );
                    return;
                }
                if let Some(has) = from.fields.get(name).filter(|has| fit(&has.ty, &field.ty).is_none()) {
                    let message = format!(
                        "the field `{name}` is `{}` here, `{}` is expected in `{to}`",
                        has.ty, field.ty
                    );
                    if !self.told_of_variable(expr, &message) {
                        self.report(&codes::CHECK_TYPE_MISMATCH, expr.span, message);
                    }
                    return;
                }
            }
        }
        let message = format!("expected `{to}`, found `{found}`");
        if self.told_of_variable(expr, &message) {
            return;
        }
        let mut diagnostic = Diagnostic::new(
            if *found == Type::Json { &codes::CHECK_JSON_UNCHECKED } else { &codes::CHECK_TYPE_MISMATCH },
            expr.span,
            message,
        );
        let quoted = matches!((&expr.kind, to), (ExprKind::Const(_), Type::Text)) && hole_accepts(found);
        let quoted = quoted.then(|| format!("write it in quotes: `{}`", self.in_quotes(expr)));
        let help = self.asked_help(expr, to).or_else(|| self.left_help(expr, source));
        let help = help.or_else(|| self.hole_help(expr, to)).or(quoted);
        if let Some(help) = help.or_else(|| mismatch_help(source, found, to)) {
            diagnostic = diagnostic.help(help);
        }
        self.push(diagnostic);
    }

    /// `else { say "..." }` where a value is needed: the block was meant to end the run.
    fn left_help(&self, expr: &Expr, source: &str) -> Option<String> {
        let said = matches!(expr.kind, ExprKind::Say { .. } | ExprKind::Reply { .. });
        let word = if matches!(expr.kind, ExprKind::Reply { .. }) { "reply \"...\"" } else { "say \"...\"" };
        let source = if source == "this" { word } else { source };
        (said && self.begins_statement(expr.span))
            .then(|| format!("end the block with the value, or leave it: `{source}; stop`"))
    }

    /// Whether the same was told of the variable that an expression is: it is its value that is wrong.
    fn told_of_variable(&mut self, expr: &Expr, message: &str) -> bool {
        let ExprKind::Local(local) = &expr.kind else { return false };
        let Some(declared) = self.body().local(*local).map(|local| local.span) else { return false };
        self.told_before(Told::Variable(declared, message.to_owned()), expr.span)
    }

    /// How a question is asked for another type than a text.
    fn asked_help(&self, expr: &Expr, to: &Type) -> Option<String> {
        let ExprKind::Ask(ask) = &expr.kind else { return None };
        let prompt = ask.prompt.as_ref().filter(|_| expr.ty == Type::Text)?;
        let whole = self.slice(expr.span);
        let (before, behind) =
            whole.split_at_checked(prompt.span.end.checked_sub(expr.span.start)? as usize)?;
        let typed = matches!(
            to,
            Type::Int
                | Type::Float
                | Type::Bool
                | Type::Duration
                | Type::Date
                | Type::Time
                | Type::Person
                | Type::Room
                | Type::Literals(_)
        );
        let plain = typed && behind.is_empty() && whole.len() <= 60 && !whole.contains('\n');
        plain.then(|| format!("say what is asked for: `{before} as {to}`"))
    }

    fn maybe_none(&mut self, span: Span, source: &str, inner: &Type, to: &Type) {
        let message = format!("`{source}` may be `none`, `{to}` is needed here");
        let example = match inner {
            Type::Text | Type::Literals(_) => "\"...\"",
            Type::Int | Type::Float => "0",
            Type::Bool => "false",
            Type::List(_) | Type::Set(_) => "[]",
            Type::Map(_) => "{}",
            _ => "...",
        };
        let help = match inner {
            Type::Text
            | Type::Int
            | Type::Float
            | Type::Bool
            | Type::List(_)
            | Type::Set(_)
            | Type::Map(_) => {
                format!("say what stands for `none`: `{source} ?? {example}`")
            }
            _ => format!("handle `none` first: `if {source} == none {{ stop }}`, or `... else {{ stop }}`"),
        };
        self.push(Diagnostic::new(&codes::CHECK_MAYBE_NONE, span, message).help(help));
    }

    /// A secret where others could see it.
    pub(in crate::check) fn secret_leak(&mut self, span: Span, source: &str) {
        let whole = self.slice(span);
        let named = self.program.secrets.iter().find_map(|secret| {
            let at = whole.find(secret.name.as_str())?;
            Some((
                Span::new(
                    span.source,
                    span.start as usize + at,
                    span.start as usize + at + secret.name.len(),
                ),
                secret.name.clone(),
            ))
        });
        let (span, source) = match &named {
            Some((span, name)) => (*span, name.as_str()),
            None => (span, source),
        };
        let message = format!("`{source}` is a secret, and would be shown here");
        self.push(Diagnostic::new(&codes::CHECK_SECRET_LEAK, span, message).help(SECRET_HELP));
    }

    /// An expression that gives nothing, where a value is used.
    pub(in crate::check) fn no_value(&mut self, expr: &Expr, span: Span) {
        let (message, help) = match &expr.kind {
            ExprKind::If { otherwise: None, .. } => (
                "this `if` has no `else`, so it gives no value",
                "add an `else { ... }` with the other value",
            ),
            ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Block(_) => (
                "not every branch gives a value",
                "end each branch with a value, or leave it with `stop` or `return`",
            ),
            ExprKind::Call { .. } => {
                ("this function gives no value", "let it `return` one, or call it on a line of its own")
            }
            _ => ("this gives no value", "write it on a line of its own"),
        };
        self.push(Diagnostic::new(&codes::CHECK_NO_VALUE, span, message).help(help));
    }
}

/// What can be done with a secret.
pub(super) const SECRET_HELP: &str =
    "leave it out: a secret goes into the headers and the body of `http`, and nowhere else";

/// A part of the script as one operand: what has operators in it only in parentheses.
pub(super) fn operand(source: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_.?()[]\"".contains(c);
    if source.chars().all(plain) || source.starts_with('"') {
        source.to_owned()
    } else {
        format!("({source})")
    }
}

/// How one of some texts is made of any text.
fn each_of(source: &str, allowed: &[SmolStr]) -> String {
    let arm = |text: &SmolStr| format!("\"{text}\" => \"{text}\", ");
    let arms: String = allowed.iter().take(3).map(arm).collect();
    let more = if allowed.len() > 3 { "..., " } else { "" };
    format!("a `text` can be anything: give each of them, `match {source} {{ {arms}{more}else => stop }}`")
}

fn mismatch_help(source: &str, found: &Type, to: &Type) -> Option<String> {
    let source = if source == "this" { "x" } else { source };
    let to = to.without_none();
    let to = &to;
    let operand = operand(source);
    Some(match (found, to) {
        (Type::Json, Type::Secret | Type::Function(_) | Type::Card) => return None,
        (Type::Json, to) => format!("check its shape: `{operand} as {to}`"),
        (_, Type::Text) if found.needs_hole() => format!("put it into a string: `\"{{{source}}}\"`"),
        (Type::Text, Type::Int | Type::Float | Type::Duration) if source.starts_with('"') => {
            let inner = source.trim_matches('"');
            let number = inner.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            if inner.split_whitespace().count() == 5 {
                return Some(format!("write `cron` before it: `every cron {source}`"));
            }
            if !number {
                let example =
                    if *to == Type::Duration { "duration, such as `5m`" } else { "number, such as `1`" };
                return Some(format!("write a {example}"));
            }
            format!("write it without quotes: `{inner}`")
        }
        (Type::Text, Type::Date | Type::Time) if source.starts_with('"') => written_out(to)?.to_owned(),
        (Type::Message, Type::Text) if source.contains(' ') => {
            format!("take what stands in it: `({source}).text`")
        }
        (Type::Message, Type::Text) => format!("take what stands in it: `{source}.text`"),
        (Type::None, Type::List(_) | Type::Set(_)) => "an empty list is written `[]`".to_owned(),
        (Type::None, Type::Map(_)) => "an empty map is written `{}`".to_owned(),
        (Type::None, to) => format!("let it be missing, `{to}?`, or write a value"),
        (Type::Record(_), Type::List(_) | Type::Set(_)) if source == "{}" => {
            "an empty list is written `[]`".to_owned()
        }
        (Type::List(_), Type::Map(_)) if source == "[]" => "an empty map is written `{}`".to_owned(),
        (Type::Date, Type::Duration) => format!("say the hour too: `at {source} 09:00`"),
        (Type::Text, Type::Int) => format!("read it as a number: `{operand}.to_int ?? 0`"),
        (Type::Text, Type::Float) => format!("read it as a number: `{operand}.to_float ?? 0.0`"),
        (Type::Float, Type::Int) => format!("say how to round it: `{operand}.round`"),
        (Type::Text, Type::Room) if source.contains('@') => {
            format!("find them by their address: `person({source})`")
        }
        (Type::Text, Type::Room) => format!("find it by its title: `room({source})`"),
        (Type::Text, Type::Person) => format!("find them by their address: `person({source})`"),
        (Type::Text, Type::Literals(allowed)) => each_of(source, allowed),
        (Type::Int | Type::Float, Type::Duration) => {
            format!("say the unit: `{source}s`, `{source}m`, `{source}h` or `{source}d`")
        }
        (Type::Date, Type::Time) => format!("say the hour too: `{source}.at(9)`"),
        (Type::Int | Type::Float | Type::Bool, Type::Literals(allowed)) => {
            format!("write one of them, such as `\"{}\"`", allowed.first().map_or("", SmolStr::as_str))
        }
        (Type::Text | Type::Literals(_), Type::Bool) => "write `true` or `false`".to_owned(),
        (Type::List(_) | Type::Set(_), Type::Text) => format!("join it: `{operand}.join(\", \")`"),
        (Type::Set(_), Type::List(_)) => format!("make it a list: `{source}.to_list`"),
        (Type::List(_), Type::Set(_)) => format!("make it a set: `{source}.to_set`"),
        _ => return None,
    })
}
