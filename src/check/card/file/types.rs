//! Types of expressions in the file.

use super::walk::{Place, Walk};
use crate::cards::{Datum, Expr, ExprKind, Function, Gives};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::value::{Type, hole_accepts};
use smol_str::SmolStr;
use std::sync::Arc;

/// Functions that need a number, each of their arguments.
const NUMBERS: &[&str] = &["-", "*", "/", "%", "^", "abs", "sqrt", "floor", "ceiling", "round", "range"];
/// Functions that need a number first.
const NUMBER_FIRST: &[&str] = &["formatNumber", "formatEpoch", "addOrdinal"];
/// Functions that need something first: of nothing there is no result.
const SOMETHING_FIRST: &[&str] =
    &["+", "formatDateTime", "sum", "average", "min", "max", "foreach", "select"];

impl Walk<'_, '_> {
    /// The type of what an expression gives.
    pub(super) fn type_of(&mut self, expr: &Expr, place: Place<'_>) -> Type {
        match &expr.kind {
            ExprKind::Const(datum) => constant_type(datum),
            ExprKind::Name(name) => self.name_type(name, expr, place),
            ExprKind::Field(of, name) => {
                let of = self.type_of(of, place);
                let found = self.field_type(&of, name, (expr, place));
                self.known(found, expr)
            }
            ExprKind::Index(of, index) => {
                let of = self.type_of(of, place);
                if let ExprKind::Const(Datum::Text(name)) = &index.kind {
                    let found = self.field_type(&of, name.as_str(), (expr, place));
                    return self.known(found, expr);
                }
                self.type_of(index, place);
                match of.without_none() {
                    Type::List(item) | Type::Set(item) => (*item).clone(),
                    Type::Map(item) => (*item).clone().optional(),
                    Type::Json | Type::Unknown => of,
                    Type::Record(_) => Type::Json,
                    other => {
                        let message = format!("a `{other}` has no items");
                        self.report(&codes::CARD_BAD_EXPRESSION, (expr, place), message, "");
                        Type::Unknown
                    }
                }
            }
            ExprKind::Call(function, args) => self.call_type(function, args, (expr, place)),
            ExprKind::Concat(parts) => {
                for part in parts {
                    let ty = self.type_of(part, place);
                    self.printed(&ty, (part, place));
                }
                Type::Text
            }
            ExprKind::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), self.type_of(value, place)));
                Type::record(fields.collect::<Vec<_>>())
            }
        }
    }

    fn name_type(&mut self, name: &SmolStr, expr: &Expr, place: Place<'_>) -> Type {
        if let Some((_, ty)) = self.locals.iter().rev().find(|(local, _)| local == name) {
            return ty.clone();
        }
        match name.as_str() {
            "$root" => {
                self.use_all();
                self.root.clone()
            }
            "$data" => {
                if self.outside {
                    self.use_all();
                }
                self.data.clone()
            }
            "$index" if self.repeated => Type::Int,
            "$index" => {
                let help = "it counts the items of a `$data` that is a list";
                let message = "there is no `$index` outside of what is repeated";
                self.report(&codes::CARD_UNKNOWN_DATA, (expr, place), message, help);
                Type::Unknown
            }
            "$host" => {
                let help = "give what it should say as a parameter of the card";
                self.report(&codes::CARD_UNKNOWN_DATA, (expr, place), "Webex gives no `$host`", help);
                Type::Unknown
            }
            _ => {
                if self.outside {
                    self.used.push(name.clone());
                }
                let data = self.data.clone();
                let found = self.field_type(&data, name, (expr, place));
                self.known(found, expr)
            }
        }
    }

    /// What a guard knows to be there is.
    fn known(&self, ty: Type, expr: &Expr) -> Type {
        if matches!(ty, Type::Optional(_)) && self.guards.contains(&expr.to_string()) {
            return ty.without_none();
        }
        ty
    }

    fn field_type(&mut self, of: &Type, name: &str, at: (&Expr, Place<'_>)) -> Type {
        match of {
            Type::Unknown | Type::Never | Type::Json => of.clone(),
            Type::Optional(inner) => self.field_type(inner, name, at).optional(),
            Type::Map(item) => (**item).clone().optional(),
            Type::Record(record) => {
                let lower = name.to_lowercase();
                let same = || record.fields.iter().find(|(known, _)| known.to_lowercase() == lower);
                if let Some(field) = record.fields.get(name).or_else(|| same().map(|(_, field)| field)) {
                    return field.ty.clone();
                }
                let what = if self.outside && matches!(at.0.kind, ExprKind::Name(_)) {
                    "the card is given"
                } else {
                    "the data here has"
                };
                let message = format!("{what} no `{name}`");
                let near = nearest(name, record.fields.keys().map(SmolStr::as_str));
                let names: Vec<String> = record.fields.keys().map(|name| format!("`{name}`")).collect();
                let diagnostic =
                    Diagnostic::new(&codes::CARD_UNKNOWN_DATA, self.name_place(name, at), message);
                let diagnostic = match near {
                    Some(near) => diagnostic.did_you_mean(Some(near)),
                    None if names.is_empty() => diagnostic.help("add a parameter to the card"),
                    None => diagnostic.help(format!("there is {}", names.join(" "))),
                };
                self.push(diagnostic);
                Type::Unknown
            }
            other => {
                let message = format!("a `{other}` has no `{name}`");
                self.push(Diagnostic::new(&codes::CARD_UNKNOWN_DATA, self.name_place(name, at), message));
                Type::Unknown
            }
        }
    }

    fn call_type(&mut self, function: &Function, args: &[Expr], at: (&Expr, Place<'_>)) -> Type {
        let name = function.name;
        if ["foreach", "select", "where", "any", "all"].contains(&name) {
            return self.each_type(name, args, at.1);
        }
        let mut types = Vec::new();
        for (position, arg) in args.iter().enumerate() {
            let before = self.guards.len();
            if name == "if" && position == 1 {
                let guards = args.first().map(guards_of).unwrap_or_default();
                self.guards.extend(guards);
            }
            if name == "&&" {
                let guards: Vec<String> = args.iter().take(position).flat_map(guards_of).collect();
                self.guards.extend(guards);
            }
            types.push(self.type_of(arg, at.1));
            self.guards.truncate(before);
        }
        for (position, (arg, ty)) in args.iter().zip(&types).enumerate() {
            let number = NUMBERS.contains(&name) || (position == 0 && NUMBER_FIRST.contains(&name));
            let something = number || (SOMETHING_FIRST.contains(&name) && (position == 0 || name == "+"));
            if something && matches!(ty, Type::Optional(_) | Type::None) {
                let message = format!("`{arg}` may be none");
                let help = format!("say what to take then: `coalesce({arg}, ...)`");
                self.report(&codes::CARD_BAD_EXPRESSION, (arg, at.1), message, &help);
            } else if number
                && !matches!(ty, Type::Int | Type::Float | Type::Json | Type::Unknown | Type::Optional(_))
            {
                let message = format!("`{name}` takes a number, this is a `{ty}`");
                self.report(&codes::CARD_BAD_EXPRESSION, (arg, at.1), message, "");
            }
        }
        result_type(function, &types)
    }

    fn each_type(&mut self, name: &str, args: &[Expr], place: Place<'_>) -> Type {
        let [list, Expr { kind: ExprKind::Name(local), .. }, body] = args else { return Type::Unknown };
        let of = self.type_of(list, place);
        let item = match of.without_none() {
            Type::List(item) | Type::Set(item) => (*item).clone(),
            Type::Record(_) | Type::Map(_) | Type::Json => Type::Json,
            Type::Unknown => Type::Unknown,
            other => {
                let message = format!("`{name}` goes over a list, this is a `{other}`");
                self.report(&codes::CARD_BAD_EXPRESSION, (list, place), message, "");
                Type::Unknown
            }
        };
        if matches!(of, Type::Optional(_)) {
            let help = format!("say what to take then: `coalesce({list}, createArray())`");
            let message = format!("`{list}` may be none");
            self.report(&codes::CARD_BAD_EXPRESSION, (list, place), message, &help);
        }
        self.locals.push((local.clone(), item));
        let result = self.type_of(body, place);
        self.locals.pop();
        match name {
            "where" => of,
            "any" | "all" => Type::Bool,
            _ => Type::list(result),
        }
    }

    /// Whether it can be a part of a text.
    pub(super) fn printed(&mut self, ty: &Type, at: (&Expr, Place<'_>)) {
        if matches!(ty, Type::Optional(_) | Type::None) {
            let message = format!("`{}` may be none: nothing says what it reads as then", at.0);
            let help = format!("write `${{coalesce({}, '-')}}`, or a `$when` around it", at.0);
            self.report(&codes::CARD_BAD_EXPRESSION, at, message, &help);
        } else if *ty == Type::Secret {
            self.report(&codes::CHECK_SECRET_LEAK, at, "a secret can't be on a card", "");
        } else if !hole_accepts(ty) || matches!(ty, Type::Room | Type::Error) {
            // A hole of the script reads the name of a room and the message of an error; a file has no such thing.
            let message = format!("a `{ty}` is no text");
            let help = "say which part of it, as in `${x.name}`, or `join` a list";
            self.report(&codes::CARD_BAD_EXPRESSION, at, message, help);
        }
    }
}

fn constant_type(datum: &Datum) -> Type {
    match datum {
        Datum::Missing | Datum::Null => Type::None,
        Datum::Bool(_) => Type::Bool,
        Datum::Number(number) if number.fract() == 0.0 => Type::Int,
        Datum::Number(_) => Type::Float,
        Datum::Text(text) => Type::Literals(Arc::from([SmolStr::new(text.as_str())])),
        Datum::Ticks(_) | Datum::List(_) | Datum::Object(_) => Type::Json,
    }
}

fn result_type(function: &Function, types: &[Type]) -> Type {
    let first = || types.first().cloned().unwrap_or(Type::Unknown);
    let whole = || types.iter().all(|ty| *ty == Type::Int);
    match function.gives {
        Gives::Text => Type::Text,
        Gives::Number => Type::Float,
        Gives::Whole => Type::Int,
        Gives::Bool => Type::Bool,
        Gives::Texts => Type::list(Type::Text),
        Gives::Numbers => Type::list(Type::Int),
        Gives::Arithmetic if whole() => Type::Int,
        Gives::Arithmetic => match types {
            [Type::List(item)] => (**item).clone(),
            _ => Type::Float,
        },
        Gives::Sum if types.iter().any(|ty| matches!(ty, Type::Text | Type::Literals(_))) => Type::Text,
        Gives::Sum if whole() => Type::Int,
        Gives::Sum if types.iter().all(|ty| matches!(ty, Type::Int | Type::Float)) => Type::Float,
        Gives::Sum => Type::Json,
        Gives::First => first(),
        Gives::Item => match first() {
            Type::List(item) | Type::Set(item) => (*item).clone(),
            Type::Text | Type::Literals(_) => Type::Text,
            _ => Type::Json,
        },
        Gives::Branch => union(types.get(1..).unwrap_or_default()),
        Gives::Either => {
            let last = types.last().is_some_and(|ty| matches!(ty, Type::Optional(_) | Type::None));
            let some: Vec<Type> =
                types.iter().map(Type::without_none).filter(|ty| *ty != Type::Never).collect();
            if last { union(&some).optional() } else { union(&some) }
        }
        Gives::Together => Type::list(union(types)),
        Gives::Mapped | Gives::Any => Type::Json,
    }
}

/// A type that all of them fit.
pub(super) fn union(types: &[Type]) -> Type {
    let mut all = types.iter().cloned();
    let Some(first) = all.next() else { return Type::Json };
    all.fold(first, |one, two| match (one, two) {
        (one, two) if one == two => one,
        (Type::Unknown, other) | (other, Type::Unknown) => other,
        (Type::None, other) | (other, Type::None) => other.optional(),
        (Type::Optional(one), two) | (two, Type::Optional(one)) => {
            union(&[(*one).clone(), two.without_none()]).optional()
        }
        (Type::Int | Type::Float, Type::Int | Type::Float) => Type::Float,
        (Type::Literals(one), Type::Literals(two)) => {
            let more = two.iter().filter(|text| !one.contains(text));
            Type::Literals(one.iter().chain(more).cloned().collect())
        }
        (Type::Literals(_) | Type::Text, Type::Literals(_) | Type::Text) => Type::Text,
        _ => Type::Json,
    })
}

/// The paths that are there where a condition holds.
pub(super) fn guards_of(condition: &Expr) -> Vec<String> {
    let ExprKind::Call(function, args) = &condition.kind else { return Vec::new() };
    match (function.name, args.as_slice()) {
        ("exists", [path]) => vec![path.to_string()],
        ("&&", all) => all.iter().flat_map(guards_of).collect(),
        ("!=", [path, Expr { kind: ExprKind::Const(Datum::Null), .. }]) => vec![path.to_string()],
        ("!", [Expr { kind: ExprKind::Call(empty, args), .. }]) if empty.name == "empty" => {
            args.iter().map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    }
}
