//! Where the operations come from: beside the program, outside its hash.

use crate::base::Span;

/// Spans of operations, for faults and traces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanTable {
    functions: Vec<Vec<(u32, Span)>>,
}

impl SpanTable {
    /// Adds the spans of the next function: pairs of the first operation and the span that holds
    /// from there on, in order.
    pub fn push(&mut self, spans: Vec<(u32, Span)>) {
        self.functions.push(spans);
    }

    /// The span of operation `op` of function `function`, if it is known.
    #[must_use]
    pub fn find(&self, function: u32, op: u32) -> Option<Span> {
        let spans = self.functions.get(usize::try_from(function).ok()?)?;
        let after = spans.partition_point(|(first, _)| *first <= op);
        spans.get(after.checked_sub(1)?).map(|(_, span)| *span)
    }
}
