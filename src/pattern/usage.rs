//! The usage line of a pattern: what its author wrote, with one space between words, and holes by
//! their names (types are told in `help COMMAND`).

use crate::pattern::tree::{Hole, HoleType, Node, Pattern};
use smol_str::SmolStr;

/// `move {key} [to] {status}`
#[must_use]
pub fn usage(pattern: &Pattern) -> SmolStr {
    let mut line = String::new();
    sequence(&pattern.nodes, &mut line);
    line.into()
}

fn sequence(nodes: &[Node], line: &mut String) {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            line.push(' ');
        }
        match node {
            Node::Word(word) => line.push_str(&word.text),
            Node::Choice { options, .. } => {
                line.push('(');
                for (index, option) in options.iter().enumerate() {
                    if index > 0 {
                        line.push('|');
                    }
                    sequence(option, line);
                }
                line.push(')');
            }
            Node::Optional { nodes, .. } => {
                line.push('[');
                sequence(nodes, line);
                line.push(']');
            }
            Node::Hole(one) => hole(one, line),
            Node::Flag(flag) => {
                line.push_str("--");
                line.push_str(&flag.word);
                if let Some(value) = &flag.value {
                    line.push(' ');
                    hole(value, line);
                }
            }
        }
    }
}

fn hole(hole: &Hole, line: &mut String) {
    line.push('{');
    line.push_str(&hole.name);
    if matches!(hole.kind, HoleType::Rest | HoleType::List { .. }) {
        line.push_str("...");
    }
    line.push('}');
}

#[cfg(test)]
mod tests {
    use super::usage;
    use crate::base::Span;
    use crate::pattern::parse;

    #[test]
    fn usage_is_the_pattern_without_types() {
        for (raw, line) in [
            (r"move {key: /[A-Z]+-\d+/}  [to] {status: Status}", "move {key} [to] {status}"),
            ("deploy {service} [to {env: Env = dev}] [ --force ]", "deploy {service} [to {env}] [--force]"),
            ("(add|put  in) {items: list<text>}", "(add|put in) {items...}"),
            ("hello [{name...}]", "hello [{name...}]"),
            ("close {id: int} --reason {why}", "close {id} --reason {why}"),
        ] {
            assert_eq!(usage(&parse(raw, Span::default()).0), line);
        }
    }
}
