//! The grammar as data: the same file that pest makes the parser of, read once when a text first
//! fails, and walked slowly.

use crate::syntax::grammar::Rule;
use pest_meta::ast::Expr;
use pest_meta::parser;
use std::collections::HashMap;
use std::sync::OnceLock;

/// An expression of the grammar over codes of tokens.
#[derive(Debug)]
pub(super) enum Step {
    /// One code.
    Code(char),
    /// A code of a range.
    Range(char, char),
    /// Any code.
    Any,
    /// The start of the region.
    Start,
    /// The end of the region.
    End,
    /// Another rule.
    Rule(usize),
    Sequence(Vec<Step>),
    Choice(Vec<Step>),
    Optional(Box<Step>),
    Repeat(Box<Step>),
    Ahead(Box<Step>),
    NotAhead(Box<Step>),
}

/// A rule of the grammar.
#[derive(Debug)]
pub(super) struct GrammarRule {
    pub step: Step,
    /// Whether it is one of those that take what does not parse: what it would take is not worth
    /// telling.
    pub silent: bool,
}

/// All rules.
#[derive(Debug)]
pub(super) struct Machine {
    pub rules: Vec<GrammarRule>,
    names: HashMap<String, usize>,
}

impl Machine {
    /// The machine of `grammar/wbot.pest`.
    pub(super) fn get() -> &'static Self {
        static MACHINE: OnceLock<Machine> = OnceLock::new();
        MACHINE.get_or_init(|| Self::read(include_str!("../../../grammar/wbot.pest")))
    }

    fn read(grammar: &str) -> Self {
        let rules = parser::parse(parser::Rule::grammar_rules, grammar)
            .ok()
            .and_then(|pairs| parser::consume_rules(pairs).ok())
            .expect("the parser was made of the same file");
        let names: HashMap<String, usize> =
            rules.iter().enumerate().map(|(at, rule)| (rule.name.clone(), at)).collect();
        let rules = rules
            .iter()
            .map(|rule| GrammarRule {
                step: convert(&rule.expr, &names),
                silent: rule.name.starts_with("bad_"),
            })
            .collect();
        Self { rules, names }
    }

    /// The step of a rule.
    pub(super) fn rule(&self, rule: Rule) -> Option<&GrammarRule> {
        self.rules.get(*self.names.get(&format!("{rule:?}"))?)
    }
}

fn convert(expr: &Expr, names: &HashMap<String, usize>) -> Step {
    let inner = |expr: &Expr| Box::new(convert(expr, names));
    let first = |text: &str| text.chars().next().unwrap_or_default();
    match expr {
        Expr::Str(text) if text.is_empty() => Step::Sequence(Vec::new()),
        Expr::Str(text) => Step::Code(first(text)),
        Expr::Range(low, high) => Step::Range(first(low), first(high)),
        Expr::Ident(name) => match (name.as_str(), names.get(name)) {
            (_, Some(rule)) => Step::Rule(*rule),
            ("SOI", None) => Step::Start,
            ("EOI", None) => Step::End,
            _ => Step::Any,
        },
        Expr::PosPred(expr) => Step::Ahead(inner(expr)),
        Expr::NegPred(expr) => Step::NotAhead(inner(expr)),
        Expr::Opt(expr) => Step::Optional(inner(expr)),
        Expr::Rep(expr) => Step::Repeat(inner(expr)),
        Expr::RepOnce(expr) => Step::Sequence(vec![convert(expr, names), Step::Repeat(inner(expr))]),
        Expr::Seq(..) => {
            let mut list = Vec::new();
            flatten(expr, &mut list, |expr| if let Expr::Seq(a, b) = expr { Some((a, b)) } else { None });
            Step::Sequence(list.into_iter().map(|expr| convert(expr, names)).collect())
        }
        Expr::Choice(..) => {
            let mut list = Vec::new();
            flatten(expr, &mut list, |expr| if let Expr::Choice(a, b) = expr { Some((a, b)) } else { None });
            Step::Choice(list.into_iter().map(|expr| convert(expr, names)).collect())
        }
        // The grammar has nothing else; a test says so.
        _ => Step::Choice(Vec::new()),
    }
}

fn flatten<'e>(
    expr: &'e Expr,
    list: &mut Vec<&'e Expr>,
    split: fn(&'e Expr) -> Option<(&'e Expr, &'e Expr)>,
) {
    match split(expr) {
        Some((left, right)) => {
            flatten(left, list, split);
            flatten(right, list, split);
        }
        None => list.push(expr),
    }
}

#[cfg(test)]
mod tests {
    use super::{Machine, Step};

    fn known(step: &Step) -> bool {
        match step {
            Step::Sequence(list) => list.iter().all(known),
            Step::Choice(list) => !list.is_empty() && list.iter().all(known),
            Step::Optional(step) | Step::Repeat(step) | Step::Ahead(step) | Step::NotAhead(step) => {
                known(step)
            }
            _ => true,
        }
    }

    #[test]
    fn the_machine_knows_all_that_the_grammar_uses() {
        let machine = Machine::get();
        assert!(machine.rules.len() > 200);
        for (name, at) in &machine.names {
            assert!(machine.rules.get(*at).is_some_and(|rule| known(&rule.step)), "{name}");
        }
    }
}
