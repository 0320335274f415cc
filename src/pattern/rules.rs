//! What a pattern must keep to besides its grammar.

use crate::base::Span;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::pattern::tree::{Hole, HoleType, Node, Pattern};
use std::collections::HashMap;

/// Reports what no message could fill or what would be ambiguous.
pub(super) fn check(pattern: &Pattern, sink: &mut Sink) {
    if pattern.nodes.is_empty() && !sink.has_errors() {
        let found = Diagnostic::new(&codes::PATTERN_EMPTY, pattern.span, "a pattern without words");
        sink.push(found.help("write what users type: `\"deploy {service}\"`"));
    }
    names(pattern, sink);
    flags(&pattern.nodes, Place::Top, sink);
    rest_is_last(&pattern.nodes, None, sink);
}

fn names(pattern: &Pattern, sink: &mut Sink) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for binding in pattern.holes() {
        if let Some(first) = seen.get(binding.name) {
            let message = format!("`{}` is bound twice in this pattern", binding.name);
            let found = Diagnostic::new(&codes::PATTERN_DUPLICATE_NAME, binding.name_span, message)
                .also(*first, "first bound here")
                .help("give one of them another name, or write a second pattern after `or`");
            sink.push(found);
        } else {
            seen.insert(binding.name, binding.name_span);
        }
    }
}

/// Where a sequence of nodes stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    /// The only node of a `[...]` at the top.
    OwnBrackets,
    Inside,
}

/// A flag may be typed anywhere, so it can't depend on the words around it.
fn flags(nodes: &[Node], place: Place, sink: &mut Sink) {
    for node in nodes {
        match node {
            Node::Flag(flag) if place == Place::Inside => {
                let message = format!("`--{}` must stand by itself, or alone in its `[ ]`", flag.word);
                let found = Diagnostic::new(&codes::PATTERN_FLAG_PLACE, flag.span, message)
                    .help(format!("flags may be typed anywhere: write `[--{}]` outside", flag.word));
                sink.push(found);
            }
            Node::Word(_) | Node::Hole(_) | Node::Flag(_) => {}
            Node::Choice { options, .. } => {
                for option in options {
                    flags(option, Place::Inside, sink);
                }
            }
            Node::Optional { nodes, .. } => {
                let alone = place == Place::Top && nodes.len() == 1;
                flags(nodes, if alone { Place::OwnBrackets } else { Place::Inside }, sink);
            }
        }
    }
}

/// A hole that takes the remaining words must be the last of them. `after` is what stands behind the
/// sequence.
fn rest_is_last(nodes: &[Node], after: Option<Span>, sink: &mut Sink) {
    let mut behind = after;
    let mut flag_behind = None;
    for node in nodes.iter().rev() {
        match node {
            Node::Word(word) => behind = Some(word.span),
            Node::Flag(flag) => flag_behind = Some(flag.span),
            Node::Choice { options, span } => {
                for option in options {
                    rest_is_last(option, behind, sink);
                }
                behind = Some(*span);
            }
            Node::Optional { nodes, span } => {
                if let [Node::Flag(flag)] = nodes.as_slice() {
                    flag_behind = Some(flag.span);
                    continue;
                }
                rest_is_last(nodes, behind, sink);
                behind = Some(*span);
            }
            Node::Hole(hole) => {
                let follower = match hole.kind {
                    HoleType::Rest => behind.or(flag_behind),
                    HoleType::List { .. } => behind,
                    HoleType::Word
                    | HoleType::Named { .. }
                    | HoleType::Regex { .. }
                    | HoleType::Literals { .. }
                    | HoleType::Unread => None,
                };
                if let Some(follower) = follower {
                    not_last(hole, follower, sink);
                }
                behind = Some(hole.span);
            }
        }
    }
}

fn not_last(hole: &Hole, follower: Span, sink: &mut Sink) {
    let message = format!("`{}` takes all that is left of the message, so it must come last", hole.name);
    let found = Diagnostic::new(&codes::PATTERN_REST_NOT_LAST, hole.span, message)
        .also(follower, "nothing would be left for this")
        .help("move it to the end, or take one word with `{name}`");
    sink.push(found);
}
