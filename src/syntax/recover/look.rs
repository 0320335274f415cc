//! Parses a region once more, slowly, and keeps how far it came and what would have done there.
//!
//! pest can tell that too, but only with a switch for the whole process that makes every parse
//! slower, good text included; so the grammar is walked as data instead.

use super::machine::{GrammarRule, Machine, Step};
use crate::base::limits;
use crate::syntax::grammar::Rule;
use std::collections::BTreeSet;

/// Where and why a region does not parse.
pub(super) enum Look {
    /// It does, after all.
    Parses,
    /// It nests so deep that the parser gave up.
    TooDeep,
    /// It fails at a token.
    Fails {
        /// Which token of the region, from 0.
        at: usize,
        /// The codes that would do there. Ranges appear as their first code.
        expected: BTreeSet<char>,
    },
}

/// Why a walk was given up.
enum Stop {
    TooDeep,
    TooLong,
}

/// Parses `codes` as `rule`.
pub(super) fn look(rule: Rule, codes: &str) -> Look {
    let machine = Machine::get();
    let codes: Vec<char> = codes.chars().collect();
    let mut walk =
        Walk { machine, codes: &codes, furthest: 0, expected: BTreeSet::new(), quiet: 0, depth: 0, steps: 0 };
    let Some(start) = machine.rule(rule) else { return Look::Parses };
    match walk.rule(start, 0) {
        Ok(Some(_)) => Look::Parses,
        Err(Stop::TooDeep) => Look::TooDeep,
        Ok(None) | Err(Stop::TooLong) => Look::Fails { at: walk.furthest, expected: walk.expected },
    }
}

struct Walk<'a> {
    machine: &'static Machine,
    codes: &'a [char],
    furthest: usize,
    expected: BTreeSet<char>,
    /// How many rules and lookaheads are open in which nothing is kept.
    quiet: usize,
    depth: usize,
    steps: usize,
}

impl Walk<'_> {
    /// Walks from a token; gives the token after what matched.
    fn step(&mut self, step: &Step, at: usize) -> Result<Option<usize>, Stop> {
        match step {
            Step::Code(code) => Ok(self.code(*code, *code, at)),
            Step::Range(low, high) => Ok(self.code(*low, *high, at)),
            Step::Any => Ok((at < self.codes.len()).then_some(at + 1)),
            Step::Start => Ok((at == 0).then_some(at)),
            Step::End => Ok(self.end(at)),
            Step::Rule(rule) => match self.machine.rules.get(*rule) {
                Some(rule) => self.rule(rule, at),
                None => Ok(None),
            },
            Step::Sequence(list) => self.sequence(list, at),
            Step::Choice(list) => self.choice(list, at),
            Step::Optional(inner) => Ok(Some(self.step(inner, at)?.unwrap_or(at))),
            Step::Repeat(inner) => self.repeat(inner, at),
            Step::Ahead(inner) => Ok(self.quietly(inner, at)?.map(|_| at)),
            Step::NotAhead(inner) => Ok(if self.quietly(inner, at)?.is_none() { Some(at) } else { None }),
        }
    }

    fn rule(&mut self, rule: &GrammarRule, at: usize) -> Result<Option<usize>, Stop> {
        self.steps += 1;
        if self.depth >= limits::SYNTAX_LOOK_DEPTH_MAX {
            return Err(Stop::TooDeep);
        }
        if self.steps > limits::SYNTAX_LOOK_STEPS_MAX {
            return Err(Stop::TooLong);
        }
        self.depth += 1;
        self.quiet += usize::from(rule.silent);
        let result = self.step(&rule.step, at);
        self.quiet -= usize::from(rule.silent);
        self.depth -= 1;
        result
    }

    fn code(&mut self, low: char, high: char, at: usize) -> Option<usize> {
        if self.codes.get(at).is_some_and(|code| (low..=high).contains(code)) {
            return Some(at + 1);
        }
        self.miss(at, Some(low));
        None
    }

    fn end(&mut self, at: usize) -> Option<usize> {
        if at >= self.codes.len() {
            return Some(at);
        }
        self.miss(at, None);
        None
    }

    fn miss(&mut self, at: usize, wanted: Option<char>) {
        if self.quiet > 0 || at < self.furthest {
            return;
        }
        if at > self.furthest {
            self.furthest = at;
            self.expected.clear();
        }
        self.expected.extend(wanted);
    }

    fn sequence(&mut self, list: &[Step], mut at: usize) -> Result<Option<usize>, Stop> {
        for step in list {
            match self.step(step, at)? {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    fn choice(&mut self, list: &[Step], at: usize) -> Result<Option<usize>, Stop> {
        for step in list {
            if let Some(next) = self.step(step, at)? {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }

    fn repeat(&mut self, step: &Step, mut at: usize) -> Result<Option<usize>, Stop> {
        while let Some(next) = self.step(step, at)? {
            if next == at {
                break;
            }
            at = next;
        }
        Ok(Some(at))
    }

    fn quietly(&mut self, step: &Step, at: usize) -> Result<Option<usize>, Stop> {
        self.quiet += 1;
        let result = self.step(step, at);
        self.quiet -= 1;
        result
    }
}
