//! Strings.

use super::coerce::operand;
use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::hir::{Expr, ExprKind, Part};
use crate::check::types::is_secret;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Format, StringLit, StringPart};
use crate::syntax::format_without_colon;
use crate::value::{Type, Value, check_format, hole_accepts};
use smol_str::SmolStr;

impl Checker<'_> {
    pub(in crate::check) fn check_string(&mut self, string: &StringLit) -> Expr {
        self.dollar_names(string);
        if let Some(plain) = string.as_plain() {
            return typed(ExprKind::Const(Value::own(plain)), Type::Text, string.span);
        }
        let mut parts = Vec::with_capacity(string.parts.len());
        let mut ty = Type::Text;
        let mut dollar = None;
        for part in &string.parts {
            match part {
                StringPart::Text { text, span } => {
                    dollar = text.ends_with('$').then_some(*span);
                    parts.push(Part::Own(text.clone()));
                }
                StringPart::Hole { expr, format, .. } => {
                    let (value, format) = self.check_hole(expr, format.as_ref());
                    if let Some(text) = dollar.take() {
                        self.dollar_hole(text, &value);
                    }
                    if value.ty == Type::Secret {
                        ty = Type::Secret;
                    }
                    match self.client_format(&value.ty, format.as_deref()) {
                        Some((macro_name, format)) => parts.extend([
                            Part::Own(macro_name),
                            Part::Hole { value, format: Some(format) },
                            Part::Own(SmolStr::new_static(", SHORT)}}")),
                        ]),
                        None => parts.push(Part::Hole { value, format }),
                    }
                }
            }
        }
        typed(ExprKind::Interpolate(parts), ty, string.span)
    }

    /// `{t:date}`, `{t:time}` on a card: clients write it in the zone and the language of each reader.
    fn client_format(&self, ty: &Type, format: Option<&str>) -> Option<(SmolStr, SmolStr)> {
        let found = match (ty, format?) {
            (Type::Time, "date") => ("{{DATE(", "%Y-%m-%dT%H:%M:%S%:z"),
            (Type::Time, "time") => ("{{TIME(", "%Y-%m-%dT%H:%M:%S%:z"),
            // Noon in UTC is the same day nearly everywhere.
            (Type::Date, "date") => ("{{DATE(", "%Y-%m-%dT12:00:00Z"),
            _ => return None,
        };
        self.card_text.then(|| (SmolStr::new_static(found.0), SmolStr::new_static(found.1)))
    }

    /// What is put into a string, and its format.
    fn check_hole(&mut self, expr: &ast::Expr, format: Option<&Format>) -> (Expr, Option<SmolStr>) {
        if let ast::ExprKind::Record(_) = &expr.kind {
            let message = "found `{` right behind `{`, a record can't be put into a string";
            let inner = self.slice(expr.span).trim_matches(['{', '}', ' ']);
            let help = if crate::syntax::is_name(inner) {
                format!("a hole has one pair of braces: `{{{inner}}}`; for a brace in a text write `\\{{`")
            } else {
                "for a brace in a text write `\\{`; of a record name a field".to_owned()
            };
            self.push(Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, expr.span, message).help(help));
            return (unknown(expr.span), None);
        }
        if let Some(value) = self.format_meant(expr, format) {
            return (value, None);
        }
        let value = self.check_expr(expr, None);
        if !hole_accepts(&value.ty) {
            self.refuse_hole(expr, &value);
            return (Expr { ty: Type::Unknown, ..value }, None);
        }
        let Some(format) = format else { return (value, None) };
        if matches!(value.ty, Type::Unknown | Type::Never) {
            return (value, None);
        }
        match check_format(&format.text, &value.ty) {
            Ok(_) => (value, Some(format.text.clone())),
            Err(message) => {
                let mut diagnostic = Diagnostic::new(&codes::CHECK_BAD_FORMAT, format.span, message);
                if value.ty == Type::Json {
                    let source = self.slice(expr.span);
                    diagnostic = diagnostic
                        .help(format!("check its shape first: `{{({source} as int):{}}}`", format.text));
                } else {
                    let source = self.slice(expr.span);
                    let source = if source.contains('\n') || source.len() > 40 { "x" } else { source };
                    diagnostic = diagnostic.help(match format_here(&format.text, &value.ty) {
                        Some(here) if here.is_empty() => format!("leave it out: `{{{source}}}`"),
                        Some(here) => format!("write `{{{source}:{here}}}`"),
                        None => format!("use a format for `{}`, or leave it out", value.ty),
                    });
                }
                self.push(diagnostic);
                (value, None)
            }
        }
    }

    /// `{now%d %H:%M}`: a format without its colon, which reads as a remainder by a name that there is none of.
    fn format_meant(&mut self, expr: &ast::Expr, format: Option<&Format>) -> Option<Expr> {
        let end = format.map_or(expr.span.end, |format| format.span.end);
        let whole = self.slice(Span { end, ..expr.span });
        let (source, written) = format_without_colon(whole)?;
        let mut first = expr;
        let mut unknown_names = false;
        while let ast::ExprKind::Binary { op: ast::BinaryOp::Remainder, left, right, .. } = &first.kind {
            let ast::ExprKind::Name(name) = &right.kind else { return None };
            unknown_names |= self.find_local(name).is_none() && self.declared(name).is_none();
            first = left;
        }
        if !unknown_names {
            return None;
        }
        let mark = self.mark();
        let value = self.check_expr(first, None);
        if self.sink_len() > mark {
            return Some(unknown(expr.span));
        }
        let here = match check_format(written, &value.ty) {
            Ok(_) => written.to_owned(),
            Err(_) => format_here(written, &value.ty)?,
        };
        let help = if here.is_empty() { format!("`{{{source}}}`") } else { format!("`{{{source}:{here}}}`") };
        let at = u32::try_from(whole.len() - whole.trim_end().len()).unwrap_or(0);
        let start = u32::try_from(whole.find(written).unwrap_or(0)).unwrap_or(0);
        let span = Span { start: expr.span.start + start, end: end - at, ..expr.span };
        let message = format!("found `{written}` right behind a value; a format stands behind a colon");
        self.push(Diagnostic::new(&codes::CHECK_BAD_FORMAT, span, message).help(format!("write {help}")));
        Some(unknown(expr.span))
    }

    fn refuse_hole(&mut self, expr: &ast::Expr, value: &Expr) {
        let source = self.slice(expr.span);
        let source = if source.contains('\n') || source.len() > 60 { "x" } else { source };
        match &value.ty {
            Type::Optional(inner) if hole_accepts(inner) => {
                let example = if matches!(**inner, Type::Person) { "nobody" } else { "..." };
                let message = format!("`{source}` may be `none`, and a string can't tell how that reads");
                self.push(Diagnostic::new(&codes::CHECK_MAYBE_NONE, expr.span, message).help(format!(
                    "say what `none` should read as: `{{{source} ?? \"{}\"}}`",
                    fallback(inner, example)
                )));
            }
            ty if is_secret(ty) => self.secret_leak(expr.span, source),
            ty => {
                let message = format!("a string takes texts, numbers, times and the like, found `{ty}`");
                let mut diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, expr.span, message);
                diagnostic = match ty {
                    Type::List(item) | Type::Set(item) => match &**item {
                        Type::Record(record) => {
                            let field = record.fields.keys().next().map_or("name", SmolStr::as_str);
                            diagnostic.help(format!(
                                "join one field: `{{{source}.map(x => x.{field}).join(\", \")}}`"
                            ))
                        }
                        _ => diagnostic.help(format!("join it: `{{{source}.join(\", \")}}`")),
                    },
                    Type::Map(_) => {
                        diagnostic.help(format!("join its keys: `{{{source}.keys.join(\", \")}}`"))
                    }
                    Type::Message => diagnostic.help(format!("take what stands in it: `{{{source}.text}}`")),
                    Type::File => diagnostic.help(format!("take its name: `{{{source}.name}}`")),
                    Type::Card => diagnostic.help("say it: `say card ...`"),
                    Type::Optional(inner) => match &**inner {
                        Type::Record(record) => match record.fields.keys().next() {
                            Some(field) => diagnostic.help(format!(
                                "name a field of it: `{{{}?.{field} ?? \"...\"}}`",
                                operand(source)
                            )),
                            None => diagnostic,
                        },
                        _ => diagnostic
                            .help(format!("handle `none` first: `let x = {source} else {{ stop }}`")),
                    },
                    Type::Record(record) => match record.fields.keys().next() {
                        Some(field) => {
                            diagnostic.help(format!("name a field of it: `{{{}.{field}}}`", operand(source)))
                        }
                        None => diagnostic,
                    },
                    Type::None => diagnostic.help("write what `none` should read as"),
                    _ => diagnostic,
                };
                self.push(diagnostic);
            }
        }
    }
}

/// A format of another language as it is written here: `.2f`, `HH:mm`, `YYYY-MM-DD`.
fn format_here(format: &str, ty: &Type) -> Option<String> {
    let here = match ty {
        Type::Int | Type::Float => {
            let bare = format.trim_start_matches('%');
            let digits = bare.trim_end_matches(['d', 'f', 'g', 'n', 's', 'i']);
            match bare {
                "0.00" | "0.##" => ".2".to_owned(),
                "0.0" => ".1".to_owned(),
                "#,##0" | "0,0" => ",".to_owned(),
                _ if digits.len() < format.len() => digits.to_owned(),
                _ => return None,
            }
        }
        Type::Time | Type::Date => calendar_here(format),
        Type::Text | Type::Literals(_) => format.trim_start_matches('%').trim_end_matches('s').to_owned(),
        _ => return None,
    };
    (here.is_empty() || here != format && check_format(&here, ty).is_ok()).then_some(here)
}

/// `YYYY-MM-DD HH:mm` with the signs of here.
fn calendar_here(format: &str) -> String {
    const SIGNS: [(&str, &str); 18] = [
        ("YYYY", "%Y"),
        ("yyyy", "%Y"),
        ("YY", "%y"),
        ("yy", "%y"),
        ("MMMM", "%B"),
        ("MMM", "%b"),
        ("MM", "%m"),
        ("dddd", "%A"),
        ("EEEE", "%A"),
        ("ddd", "%a"),
        ("EEE", "%a"),
        ("DD", "%d"),
        ("dd", "%d"),
        ("HH", "%H"),
        ("hh", "%I"),
        ("mm", "%M"),
        ("ss", "%S"),
        ("D", "%-d"),
    ];
    // One letter is a sign where it stands alone.
    const LETTERS: [(char, &str); 6] =
        [('d', "%-d"), ('M', "%-m"), ('H', "%-H"), ('h', "%-I"), ('a', "%p"), ('A', "%p")];
    let mut here = String::new();
    let (mut rest, mut before) = (format, ' ');
    while let Some(first) = rest.chars().next() {
        let next = rest.chars().nth(1).unwrap_or(' ');
        let alone = !before.is_alphanumeric() && !matches!(before, '%' | '-') && !next.is_alphanumeric();
        let letter = LETTERS.iter().find(|(letter, _)| alone && *letter == first);
        before = first;
        match SIGNS.iter().find_map(|(there, here)| Some((rest.strip_prefix(there)?, here))) {
            Some((left, sign)) => {
                here.push_str(sign);
                rest = left;
            }
            None => {
                match letter {
                    Some((_, sign)) => here.push_str(sign),
                    None => here.push(first),
                }
                rest = rest.get(first.len_utf8()..).unwrap_or("");
            }
        }
    }
    here
}

fn fallback(inner: &Type, example: &'static str) -> &'static str {
    match inner {
        Type::Text | Type::Literals(_) => "nobody",
        _ => example,
    }
}
