//! Expressions: values as far as the script tells them.

use super::drawing::Drawing;
use crate::base::Span;
use crate::cards::{Field, Item, Sketch, SketchKind, Words};
use crate::check::hir::{BinaryOp, Expr, ExprKind, Part, RecordPart};
use crate::value::{Coercion, Text, Type, Value, to_json};
use serde_json::Number;
use smol_str::SmolStr;

impl Drawing<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> Sketch {
        let span = expr.span;
        // What is erroneous has been reported.
        if expr.ty == Type::Unknown || !self.step() {
            return self.open(span);
        }
        let kind = match &expr.kind {
            ExprKind::Const(value) => return self.value(value, span),
            ExprKind::Local(local) => return self.local(*local, expr),
            ExprKind::Block(block) => return self.block(block, span),
            ExprKind::Call { function, args } => {
                let args = args.iter().map(|arg| self.expr(arg)).collect();
                return self.call(*function, args, span);
            }
            ExprKind::Template { .. } => return self.template(span),
            ExprKind::Convert { value, how } => return self.converted(value, how),
            ExprKind::Field { receiver, name, .. } => {
                let receiver = self.expr(receiver);
                return receiver.get(name).cloned().unwrap_or_else(|| self.open(span));
            }
            ExprKind::Interpolate(parts) => SketchKind::Text(self.words(parts)),
            ExprKind::List(items) => {
                SketchKind::List(items.iter().map(|item| Item::One(self.expr(item))).collect())
            }
            ExprKind::Map(_) | ExprKind::Record(_) => return self.object(expr, false),
            ExprKind::If { then, otherwise: Some(otherwise), .. } => {
                let (then, otherwise) = (self.block(then, span), self.block(otherwise, span));
                SketchKind::Either(vec![then, otherwise])
            }
            ExprKind::Match { arms, otherwise, .. } => {
                let bodies = arms.iter().map(|arm| &arm.body).chain(otherwise);
                SketchKind::Either(bodies.map(|body| self.block(body, span)).collect())
            }
            ExprKind::Coalesce(value, otherwise) => {
                SketchKind::Either(vec![self.expr(value), self.expr(otherwise)])
            }
            ExprKind::Binary { op: BinaryOp::Add, left, right } => {
                let (left, right) = (self.expr(left), self.expr(right));
                match (left.kind, right.kind) {
                    (SketchKind::Text(mut left), SketchKind::Text(right)) => {
                        left.append(&right);
                        SketchKind::Text(left)
                    }
                    _ => return self.folded(expr),
                }
            }
            _ => return self.folded(expr),
        };
        Sketch { kind, spot: self.spot(span) }
    }

    /// What a constant expression gives.
    fn folded(&self, expr: &Expr) -> Sketch {
        match self.checker.fold(expr) {
            Ok(value) => self.value(&value, expr.span),
            Err(_) => self.open(expr.span),
        }
    }

    fn value(&self, value: &Value, span: Span) -> Sketch {
        let kind = match value {
            Value::None => SketchKind::Null,
            Value::Bool(value) => SketchKind::Bool(*value),
            Value::Int(number) => SketchKind::Number((*number).into()),
            Value::Float(number) => Number::from_f64(*number).map_or(SketchKind::Open, SketchKind::Number),
            Value::Text(text) => SketchKind::Text(Words::known(text)),
            Value::List(items) | Value::Set(items) => {
                SketchKind::List(items.iter().map(|item| Item::One(self.value(item, span))).collect())
            }
            other => to_json(other).map_or(SketchKind::Open, |json| Sketch::from(&json).kind),
        };
        Sketch { kind, spot: self.spot(span) }
    }

    fn converted(&mut self, value: &Expr, how: &Coercion) -> Sketch {
        let known = self.expr(value);
        coerced(known, how)
    }

    /// A string with holes.
    fn words(&mut self, parts: &[Part]) -> Words {
        let mut words = Words::default();
        for part in parts {
            match part {
                Part::Own(text) => words.push(&Text::own(text)),
                Part::Hole { value, format: None } => match self.expr(value).kind {
                    SketchKind::Text(known) => words.append(&known),
                    SketchKind::Number(number) if number.is_i64() => {
                        words.push(&Text::data(number.to_string()));
                    }
                    SketchKind::Bool(value) => words.push(&Text::data(value.to_string())),
                    _ => words.push_hole(),
                },
                Part::Hole { .. } => words.push_hole(),
            }
        }
        words
    }

    /// `data`: what goes back with a submit keeps its `none`s; anywhere else they are left out.
    fn object(&mut self, expr: &Expr, data: bool) -> Sketch {
        let mut fields: Vec<Field> = Vec::new();
        let mut add = |field: Field| {
            fields.retain(|known| known.name != field.name);
            if data || !matches!(field.value.kind, SketchKind::Null) {
                fields.push(field);
            }
        };
        match &expr.kind {
            ExprKind::Map(entries) => {
                for (key, value) in entries {
                    let ExprKind::Const(Value::Text(name)) = &key.kind else { return self.open(expr.span) };
                    let value_span = value.span;
                    let value = self.field_value(name.as_str(), value, data);
                    add(Field {
                        name: SmolStr::new(name.as_str()),
                        written: (key.span != value_span).then(|| self.written(key.span, name.as_str())),
                        spot: self.spot(key.span),
                        value,
                    });
                }
            }
            ExprKind::Record(parts) => {
                for part in parts {
                    let RecordPart::Field(name, value) = part else { return self.open(expr.span) };
                    let spot = self.spot(value.span);
                    let value = self.field_value(name, value, data);
                    add(Field { name: name.clone(), written: Some(name.clone()), spot, value });
                }
            }
            _ => return self.expr(expr),
        }
        Sketch { kind: SketchKind::Object(fields), spot: self.spot(expr.span) }
    }

    fn field_value(&mut self, name: &str, value: &Expr, data: bool) -> Sketch {
        match &value.kind {
            ExprKind::Map(_) | ExprKind::Record(_) => self.object(value, data || name == "data"),
            ExprKind::Convert { value, how: Coercion::ToJson } => self.field_value(name, value, data),
            _ => self.expr(value),
        }
    }

    /// How the author wrote the name of a property.
    fn written(&self, span: Span, name: &str) -> SmolStr {
        let text = self.checker.slice(span).trim_matches('"');
        if crate::syntax::is_name(text) { SmolStr::new(text) } else { SmolStr::new(name) }
    }

    /// The designer file of the card.
    fn template(&self, span: Span) -> Sketch {
        self.file().map_or_else(|| self.open(span), |file| file.sketch(self.through.as_ref()))
    }
}

/// What is known of a value after a coercion.
fn coerced(known: Sketch, how: &Coercion) -> Sketch {
    let Sketch { kind, spot } = known;
    let kind = match (how, kind) {
        (Coercion::IntToFloat, SketchKind::Number(number)) => {
            number.as_f64().and_then(Number::from_f64).map_or(SketchKind::Open, SketchKind::Number)
        }
        (Coercion::Optional(inner), kind) => return coerced(Sketch { kind, spot }, inner),
        (Coercion::Items(inner), SketchKind::List(items)) => {
            let one = |item| match item {
                Item::One(one) => Item::One(coerced(one, inner)),
                _ => Item::Open,
            };
            SketchKind::List(items.into_iter().map(one).collect())
        }
        // The defaults of fields are added.
        (Coercion::Record { .. } | Coercion::Entries(_), _) => SketchKind::Open,
        (_, kind) => kind,
    };
    Sketch { kind, spot }
}
