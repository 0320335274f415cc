//! Properties: words of the schema, or expressions.

use super::literal::literal_text;
use super::make::{Object, constant, own};
use crate::base::Span;
use crate::cards::{Kind, Part, Property, snake};
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::hir::{Expr, ExprKind};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Name, Prop, PropValue};
use crate::value::{Type, Value};
use smol_str::SmolStr;
use std::sync::Arc;

impl Checker<'_> {
    pub(super) fn set_property(&mut self, object: &mut Object, property: &Property, prop: &Prop) {
        self.once_only(object, property, &prop.name);
        if let Some(value) = self.property_value(property, prop) {
            object.put((property.json, prop.name.span), value);
        }
    }

    /// Reports a property that stands in a line twice, by whichever names.
    pub(super) fn once_only(&mut self, object: &mut Object, property: &Property, name: &Name) {
        let Some(other) = object.given(property.json, name.span) else { return };
        // Flags are looked at before properties, wherever they stand.
        let [first, again] =
            if other.start <= name.span.start { [other, name.span] } else { [name.span, other] };
        let message = match (self.slice(first), self.slice(again)) {
            (first, again) if first == again => format!("`{again}` stands here twice"),
            (first, again) => format!("`{again}` is the same property as `{first}`"),
        };
        self.push(
            Diagnostic::new(&codes::CARD_DUPLICATE_NAME, again, message)
                .also(first, "the first one")
                .help("leave one of them out"),
        );
    }

    /// A flag: a bool that is true. `hidden` is the other way round.
    pub(super) fn set_flag(&mut self, object: &mut Object, property: &Property, flag: &Name) {
        if property.kind != Kind::Bool {
            let message = format!("`{}` takes a value", flag.text);
            self.push(
                Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, flag.span, message)
                    .help(format!("write `{}: ...`", flag.text)),
            );
            self.spoil_value(flag.span);
            return;
        }
        self.once_only(object, property, flag);
        let value = Value::Bool(flag.text != "hidden");
        object.set(property.json, constant(value, Type::Bool, flag.span));
    }

    /// A property of an input; `min`, `max` are of its type.
    pub(super) fn set_input_property(
        &mut self,
        object: &mut Object,
        (property, ty): (&Property, &Type),
        prop: &Prop,
    ) {
        match (property.kind, &prop.value) {
            // `min`, `max`: of the input's own type.
            (Kind::Number | Kind::Date, PropValue::Expr(value))
                if *ty != Type::Float && literal_text(value).is_none() =>
            {
                self.once_only(object, property, &prop.name);
                let value = self.expect_expr(value, ty);
                object.put((property.json, prop.name.span), value);
            }
            _ => self.set_property(object, property, prop),
        }
    }

    /// What stands behind a property without its colon is its value, whatever it is read as.
    fn spoil_value(&mut self, flag: Span) {
        let file = self.files.iter().find(|file| file.source.id == flag.source);
        let rest = file.and_then(|file| file.source.text.get(flag.end as usize..)).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let value = rest.trim_start_matches(' ').split([' ', '\n']).next().unwrap_or("");
        let start = flag.end as usize + blanks;
        self.spoiled.push(Span::new(flag.source, start, start + value.len()));
    }

    fn property_value(&mut self, property: &Property, prop: &Prop) -> Option<Expr> {
        let expr = match &prop.value {
            PropValue::Pixels(pixels) => {
                if matches!(property.kind, Kind::Length(_) | Kind::Width) {
                    return Some(own(&format!("{pixels}px"), prop.span));
                }
                let message = format!("`{}` takes no length", prop.name.text);
                self.push(Diagnostic::new(&codes::CARD_BAD_PROPERTY, prop.span, message));
                return None;
            }
            PropValue::Expr(expr) => expr,
        };
        match property.kind {
            Kind::Markdown | Kind::Plain => Some(self.plain_value(property, expr)),
            Kind::Color | Kind::Date | Kind::Time | Kind::Version | Kind::Url => {
                Some(self.expect_expr(expr, &Type::Text))
            }
            Kind::Bool => {
                let value = self.expect_expr(expr, &Type::Bool);
                let span = value.span;
                if property.json == "isVisible" && prop.name.text == "hidden" {
                    return Some(typed(ExprKind::Not(Box::new(value)), Type::Bool, span));
                }
                Some(value)
            }
            Kind::Count => Some(self.expect_expr(expr, &Type::Int)),
            Kind::Number => Some(self.expect_expr(expr, &Type::Float)),
            Kind::Word(words) => self.word_value(words, prop, expr),
            Kind::Length(_) if literal_text(expr).is_some() => Some(self.expect_expr(expr, &Type::Text)),
            Kind::Length(words) => {
                if words.is_empty() {
                    let message = format!("`{}` takes a length", prop.name.text);
                    self.push(
                        Diagnostic::new(&codes::CARD_BAD_PROPERTY, expr.span, message)
                            .help("write it in pixels: `50px`"),
                    );
                    return None;
                }
                self.word_value(words, prop, expr)
            }
            Kind::Width => match &expr.kind {
                ast::ExprKind::String(_) => Some(self.expect_expr(expr, &Type::Text)),
                ast::ExprKind::Float(_) => Some(self.expect_expr(expr, &Type::Float)),
                ast::ExprKind::Name(_) => self.word_value(&["auto", "stretch"], prop, expr),
                _ => Some(self.expect_expr(expr, &Type::Int)),
            },
            Kind::Regex => match &expr.kind {
                ast::ExprKind::Regex(regex) => {
                    let (regex, _) = self.check_regex(regex)?;
                    Some(own(&regex.source, expr.span))
                }
                _ => Some(self.expect_expr(expr, &Type::Text)),
            },
            Kind::Press => self.press_value(property, expr),
            Kind::One(Part::Background) if !matches!(expr.kind, ast::ExprKind::Record(_)) => {
                Some(self.expect_expr(expr, &Type::Text))
            }
            Kind::Fallback if matches!(&expr.kind, ast::ExprKind::Name(name) if name == "drop") => {
                Some(own("drop", expr.span))
            }
            Kind::One(_) | Kind::Many(_) | Kind::Fallback | Kind::Requires | Kind::Data => {
                Some(self.json_value(expr))
            }
        }
    }

    /// A lone name of an id is that name.
    fn plain_value(&mut self, property: &Property, expr: &ast::Expr) -> Expr {
        match &expr.kind {
            ast::ExprKind::Name(name) if property.json == "id" && self.find_local(name).is_none() => {
                own(name, expr.span)
            }
            _ => self.expect_expr(expr, &Type::Text),
        }
    }

    fn word_value(&mut self, words: &'static [&'static str], prop: &Prop, expr: &ast::Expr) -> Option<Expr> {
        let all: Vec<SmolStr> = words.iter().map(|word| SmolStr::new_static(word)).collect();
        if let ast::ExprKind::Name(name) = &expr.kind {
            if let Some(word) = words.iter().find(|word| snake(word) == snake(name)) {
                return Some(own(word, expr.span));
            }
            if self.find_local(name).is_none() && self.declared(name).is_none() {
                let message = format!("`{name}` is no value of `{}`", prop.name.text);
                let near = nearest(name, words.iter().copied());
                let diagnostic = Diagnostic::new(&codes::CARD_BAD_PROPERTY, expr.span, message);
                let list: Vec<String> = words.iter().map(|word| snake(word)).collect();
                self.push(match near {
                    Some(near) => diagnostic.did_you_mean(Some(&snake(near))),
                    None => diagnostic.help(format!("it is one of `{}`", list.join(" "))),
                });
                return None;
            }
        }
        if let ast::ExprKind::None = &expr.kind
            && words.contains(&"none")
        {
            return Some(own("none", expr.span));
        }
        let texts: Arc<[SmolStr]> = all.into();
        Some(self.expect_expr(expr, &Type::Literals(texts)))
    }
}
