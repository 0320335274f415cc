//! A designer file as a sketch: its expressions are holes.

use super::sketch::{Field, Item, Sketch, SketchKind};
use super::spot::Spot;
use super::words::Words;
use crate::cards::template::{Datum, Expr, ExprKind, Node, NodeKind};
use crate::value::Text;
use serde_json::Value as Json;

/// Where the values and the names of the file's properties stand, by their JSON pointers.
pub trait Spots {
    /// A value.
    fn value(&self, pointer: &str) -> Spot;
    /// The name of a property.
    fn key(&self, pointer: &str) -> Spot;
}

/// The sketch of a file that `$data` and `$when` are still in. `json`: the file.
#[must_use]
pub fn template_sketch(node: &Node, json: &Json, spots: &dyn Spots) -> Sketch {
    let spot = spots.value(&node.pointer);
    let kind = match &node.kind {
        // An expression that is broken, which has been said.
        NodeKind::Plain(Datum::Text(text)) if text.as_str().contains("${") => SketchKind::Open,
        NodeKind::Plain(Datum::Text(text)) => SketchKind::Text(Words::known(text)),
        NodeKind::Plain(_) => match json.pointer(&node.pointer) {
            Some(json) => return Sketch { spot, ..Sketch::from(json) },
            None => SketchKind::Open,
        },
        NodeKind::Text(expr) => text_of(expr),
        NodeKind::List(items) => SketchKind::List(
            items
                .iter()
                .map(|item| {
                    let sketch = template_sketch(item, json, spots);
                    match &item.kind {
                        NodeKind::Object { when: Some(_), .. } => Item::When(sketch),
                        // It may give a list, or nothing.
                        NodeKind::Text(_) => Item::Open,
                        _ => Item::One(sketch),
                    }
                })
                .collect(),
        ),
        NodeKind::Object { fields, .. } => {
            let fields = fields.iter().map(|(name, node)| Field {
                name: name.clone(),
                written: Some(name.clone()),
                spot: spots.key(&node.pointer),
                value: template_sketch(node, json, spots),
            });
            SketchKind::Object(fields.collect())
        }
    };
    Sketch { kind, spot }
}

/// `"a ${b}"`: a text with a hole; what is one expression alone may be of any type.
fn text_of(expr: &Expr) -> SketchKind {
    let ExprKind::Concat(parts) = &expr.kind else { return SketchKind::Open };
    let mut words = Words::default();
    for part in parts {
        match &part.kind {
            ExprKind::Const(Datum::Text(text)) => words.push(&Text::own(text.as_str())),
            _ => words.push_hole(),
        }
    }
    SketchKind::Text(words)
}
