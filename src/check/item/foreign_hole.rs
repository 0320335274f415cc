//! `"delete <key>"`: a word of a pattern that is a hole elsewhere.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::diagnostics::Applicability::Unsafe;
use crate::diagnostics::{Diagnostic, codes};
use crate::pattern::{Node, Pattern, PatternWord};
use crate::syntax::ast::{Handler, Trigger};
use crate::syntax::{NameKind, is_name};

impl Checker<'_> {
    /// Says so of the words of a command. Where its body is in error the name may have been missed there, which
    /// says the same.
    pub(super) fn tell_foreign_holes(&mut self, handler: &Handler) {
        let Trigger::Command { patterns } = &handler.trigger else { return };
        for literal in patterns {
            let start = literal.span.start.saturating_add(1);
            let inside = Span { start, end: literal.span.end.saturating_sub(1), ..literal.span };
            let (pattern, _) = crate::pattern::parse(&literal.text, inside);
            for (word, name) in foreign_holes(&pattern) {
                let message = format!("`{}` is a word here, which users type as it stands", word.text);
                let hole = format!("{{{name}}}");
                self.push(
                    Diagnostic::new(&codes::LINT_FOREIGN_HOLE, word.span, message)
                        .help(format!("write a hole: `{hole}`"))
                        .fix(Unsafe, format!("write `{hole}`"), word.span, hole.clone()),
                );
            }
        }
    }
}

/// The words that are holes elsewhere, with the names that they would have here.
fn foreign_holes(pattern: &Pattern) -> Vec<(&PatternWord, String)> {
    let mut found = Vec::new();
    gather(&pattern.nodes, &mut found);
    found.into_iter().enumerate().filter_map(|(at, word)| Some((word, named(&word.text, at == 0)?))).collect()
}

fn gather<'p>(nodes: &'p [Node], words: &mut Vec<&'p PatternWord>) {
    for node in nodes {
        match node {
            Node::Word(word) => words.push(word),
            Node::Optional { nodes, .. } => gather(nodes, words),
            Node::Choice { options, .. } => options.iter().for_each(|option| gather(option, words)),
            Node::Hole(_) | Node::Flag(_) => {}
        }
    }
}

/// The name in a hole of another tool. `:q` and `$ls` may be what a command is called.
fn named(word: &str, first: bool) -> Option<String> {
    let inner = match word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) => inner,
        None if first => return None,
        None => word.strip_prefix('$').or_else(|| word.strip_prefix(':'))?,
    };
    let name = inner.replace('-', "_").to_lowercase();
    let name = if is_name(&name) { name } else { format!("{name}_") };
    (NameKind::Value.takes(&name) && inner.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn holes_of_other_tools() {
        for (word, first, expected) in [
            ("<key>", true, Some("key")),
            ("<my-key>", false, Some("my_key")),
            ("<Name>", false, Some("name")),
            ("<to>", false, Some("to")),
            ("<if>", false, Some("if_")),
            ("$key", false, Some("key")),
            (":key", false, Some("key")),
            (":key", true, None),
            ("$key", true, None),
            ("<>", false, None),
            ("<3", false, None),
            ("$5", false, None),
            ("$", false, None),
            (":smile:", false, None),
            (":)", false, None),
            ("<-", false, None),
            ("key", false, None),
        ] {
            assert_eq!(named(word, first).as_deref(), expected, "{word}");
        }
    }
}
