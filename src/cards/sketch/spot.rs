//! Where a part of a card stands in a script.

use crate::base::Span;
use std::sync::Arc;

/// A place in a script. JSON of others has none.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    /// What is underlined.
    pub span: Option<Span>,
    /// The innermost `include` that brings it into the card that is looked at.
    pub through: Option<Arc<Through>>,
}

/// An `include` on the way into a card.
#[derive(Debug)]
pub struct Through {
    /// The card that it names.
    pub span: Span,
    /// The `include` around it.
    pub outer: Option<Arc<Through>>,
}

impl Spot {
    /// A place in the card itself.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self { span: Some(span), through: None }
    }

    /// What is underlined where this does not go together with `other`: in the card that holds both, itself or
    /// the `include` that brings it there.
    #[must_use]
    pub fn beside(&self, other: &Self) -> Option<Span> {
        let (own, others) = (self.includes(), other.includes());
        let common = own.iter().zip(&others).take_while(|(own, other)| own == other).count();
        own.get(common).copied().or(self.span)
    }

    /// The includes on the way, the outermost first.
    fn includes(&self) -> Vec<Span> {
        let mut spans: Vec<Span> =
            std::iter::successors(self.through.as_deref(), |through| through.outer.as_deref())
                .map(|through| through.span)
                .collect();
        spans.reverse();
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::{Spot, Through};
    use crate::base::{SourceId, Span};
    use std::sync::Arc;

    #[test]
    fn what_holds_both_shows_what_does_not_go_together() {
        let span = |at| Span::new(SourceId(0), at, at + 1);
        let link = |at, outer: &Option<Arc<Through>>| {
            Some(Arc::new(Through { span: span(at), outer: outer.clone() }))
        };
        let spot =
            |at, through: &Option<Arc<Through>>| Spot { span: Some(span(at)), through: through.clone() };
        let outer = link(1, &None);
        let (inner, twin) = (link(2, &outer), link(3, &outer));
        let own = spot(9, &None);
        assert_eq!(spot(8, &None).beside(&own), Some(span(8)));
        assert_eq!(spot(7, &inner).beside(&own), Some(span(1)));
        assert_eq!(own.beside(&spot(7, &inner)), Some(span(9)));
        assert_eq!(spot(7, &inner).beside(&spot(7, &twin)), Some(span(2)));
        assert_eq!(spot(7, &inner).beside(&spot(6, &inner)), Some(span(7)));
    }
}
