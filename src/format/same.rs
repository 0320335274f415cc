//! Whether two texts were read as the same: trees without spans, and comments.

use crate::base::Span;
use crate::syntax::{Comment, Parse};
use std::fmt::Debug;

/// What two parses differ in.
pub(super) fn difference(left: (&str, &Parse), right: (&str, &Parse)) -> Option<&'static str> {
    let comments = |(text, parse): (&str, &Parse)| -> Vec<String> {
        let text = |comment: &Comment| format!("{:?} {}", comment.kind, comment.span.slice(text));
        parse.comments.list.iter().map(text).collect()
    };
    let (first, second) = (&left.1.file.items, &right.1.file.items);
    if left.1.diagnostics.len() != right.1.diagnostics.len() {
        return Some("what does not parse");
    }
    if first.len() != second.len() || first.iter().zip(second).any(|(one, other)| shape(one) != shape(other))
    {
        return Some("the meaning of a declaration");
    }
    (comments(left) != comments(right)).then_some("a comment")
}

/// A tree as a text without spans. What a tree prints for debugging names every field, so nothing
/// that is ever added to the tree is forgotten here.
fn shape(tree: &impl Debug) -> String {
    let whole = format!("{tree:?}");
    let probe = format!("{:?}", Span::default());
    let head = probe.split("source").next().unwrap_or("Span {");
    let mut parts = whole.split(head);
    let mut shape = parts.next().unwrap_or("").to_owned();
    for part in parts {
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::difference;
    use crate::base::{SourceId, SourceText};
    use crate::syntax::parse;

    fn differs(left: &str, right: &str) -> Option<&'static str> {
        let read = |text: &str| parse(&SourceText::new(SourceId(0), "bot.wbot", text));
        difference((left, &read(left)), (right, &read(right)))
    }

    #[test]
    fn space_is_no_difference_and_all_else_is() {
        assert_eq!(differs("const a = [1,2] // c", "const a = [\n  1\n  2\n]   // c"), None);
        assert_eq!(differs("const a = 1", "const a = 2"), Some("the meaning of a declaration"));
        assert_eq!(
            differs("const a = 1 + 2 + 3", "const a = 1 + (2 + 3)"),
            Some("the meaning of a declaration")
        );
        assert_eq!(differs("const a = \"x\"", "const a = \"x \""), Some("the meaning of a declaration"));
        assert_eq!(differs("const a = 1 // c", "const a = 1"), Some("a comment"));
        assert_eq!(differs("// a\n// b\n", "// b\n// a\n"), Some("a comment"));
        assert_eq!(differs("const a = 1", "const a = )"), Some("what does not parse"));
        let doc = "/// d\nconst a = 1";
        assert_eq!(differs(doc, "// d\nconst a = 1"), Some("the meaning of a declaration"));
    }
}
