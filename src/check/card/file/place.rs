//! Places in the file.

use super::declare::CardFile;
use crate::base::Span;
use crate::cards::{locate, locate_key};
use std::ops::Range;

impl CardFile {
    /// The value at a JSON pointer, or a part of its text.
    pub(super) fn place(&self, pointer: &str, inside: Option<Range<usize>>) -> Span {
        let whole = inside.is_none();
        let range = locate(&self.source.text, pointer, inside);
        self.span(if whole { self.short(range) } else { range })
    }

    /// The property at a JSON pointer.
    pub(super) fn key_place(&self, pointer: &str) -> Span {
        let range = locate_key(&self.source.text, pointer);
        self.span(self.short(range))
    }

    /// Where a defect is shown: the value if it is there and small, else the name of its property.
    pub(super) fn defect_place(&self, pointer: &str) -> Span {
        match self.json.pointer(pointer) {
            Some(json) if !json.is_object() && !json.is_array() => self.place(pointer, None),
            _ => self.key_place(pointer),
        }
    }

    /// Whether the element at the pointer, or one around it, is there only sometimes.
    pub(super) fn is_chosen(&self, pointer: &str) -> bool {
        let mut at = pointer;
        loop {
            if self.json.pointer(at).is_some_and(|json| json.get("$when").is_some()) {
                return true;
            }
            match at.rsplit_once('/') {
                Some((around, _)) => at = around,
                None => return false,
            }
        }
    }

    /// Of an object or a list only the type, or the bracket: underlining a whole card shows nothing.
    fn short(&self, range: Range<usize>) -> Range<usize> {
        let text = self.source.text.get(range.clone()).unwrap_or_default();
        if !text.starts_with(['{', '[']) {
            return range;
        }
        let kind = locate(&self.source.text, &format!("{}/type", self.pointer_at(&range)), None);
        if range.start < kind.start && kind.end < range.end { kind } else { range.start..range.start + 1 }
    }

    /// The pointer of the value that begins where `range` does.
    fn pointer_at(&self, range: &Range<usize>) -> String {
        let mut found = String::new();
        let mut open = vec![String::new()];
        while let Some(pointer) = open.pop() {
            let place = locate(&self.source.text, &pointer, None);
            if place.start == range.start {
                found = pointer;
                break;
            }
            let parts: Vec<String> = match self.json.pointer(&pointer) {
                Some(serde_json::Value::Array(items)) => (0..items.len()).map(|at| at.to_string()).collect(),
                Some(serde_json::Value::Object(fields)) => fields.keys().cloned().collect(),
                _ => Vec::new(),
            };
            let step = |name: &String| format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            open.extend(parts.iter().map(step));
        }
        found
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source.id, range.start, range.end)
    }
}
