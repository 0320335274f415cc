//! JSON as a sketch: all of it is known.

use super::sketch::{Field, Item, Sketch, SketchKind};
use super::spot::Spot;
use super::words::Words;
use crate::value::Text;
use serde_json::Value as Json;
use smol_str::SmolStr;

impl From<&Json> for Sketch {
    fn from(json: &Json) -> Self {
        let kind = match json {
            Json::Null => SketchKind::Null,
            Json::Bool(value) => SketchKind::Bool(*value),
            Json::Number(number) => SketchKind::Number(number.clone()),
            Json::String(text) => SketchKind::Text(Words::known(&Text::own(text))),
            Json::Array(items) => {
                SketchKind::List(items.iter().map(|item| Item::One(Self::from(item))).collect())
            }
            Json::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| {
                    let name = SmolStr::new(name);
                    Field {
                        written: Some(name.clone()),
                        name,
                        spot: Spot::default(),
                        value: Self::from(value),
                    }
                });
                SketchKind::Object(fields.collect())
            }
        };
        Self { kind, spot: Spot::default() }
    }
}
