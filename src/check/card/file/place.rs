//! Places in the file, and the file as a sketch.

use super::declare::CardFile;
use crate::base::Span;
use crate::cards::{Sketch, Spot, Spots, Through, template_sketch};
use std::ops::Range;
use std::sync::Arc;

impl CardFile {
    /// The value at a JSON pointer, or a part of its text.
    pub(super) fn place(&self, pointer: &str, inside: Option<Range<usize>>) -> Span {
        self.span(match inside {
            Some(inside) => self.places.inside(pointer, &inside),
            None => self.short(pointer, self.places.value(pointer)),
        })
    }

    /// The property at a JSON pointer.
    pub(super) fn key_place(&self, pointer: &str) -> Span {
        self.span(self.short(pointer, self.places.key(pointer)))
    }

    /// The card as far as the file tells, as it comes through an `include`.
    pub(in crate::check::card) fn sketch(&self, through: Option<&Arc<Through>>) -> Sketch {
        let places = Places { file: self, through };
        if !self.is_card() {
            return Sketch::open(places.spot(self.place("", None)));
        }
        template_sketch(&self.template.root, &self.json, &places)
    }

    /// Of an object or a list only the type, or the bracket: underlining a whole card shows nothing.
    fn short(&self, pointer: &str, range: Range<usize>) -> Range<usize> {
        let text = self.source.text.get(range.clone()).unwrap_or_default();
        if !text.starts_with(['{', '[']) {
            return range;
        }
        let kind = self.places.value(&format!("{pointer}/type"));
        if range.start < kind.start && kind.end < range.end { kind } else { range.start..range.start + 1 }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source.id, range.start, range.end)
    }
}

struct Places<'f> {
    file: &'f CardFile,
    through: Option<&'f Arc<Through>>,
}

impl Places<'_> {
    fn spot(&self, span: Span) -> Spot {
        Spot { span: Some(span), through: self.through.cloned() }
    }
}

impl Spots for Places<'_> {
    /// A value if it is small, else the name of its property.
    fn value(&self, pointer: &str) -> Spot {
        let json = self.file.json.pointer(pointer);
        let small = json.is_some_and(|json| !json.is_object() && !json.is_array());
        self.spot(if small { self.file.place(pointer, None) } else { self.file.key_place(pointer) })
    }

    fn key(&self, pointer: &str) -> Spot {
        self.spot(self.file.key_place(pointer))
    }
}
