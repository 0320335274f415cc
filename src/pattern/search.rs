//! Runs the program of an [`Alternative`] over words: a backtracking search that visits each pair of
//! step and word at most once, so its time is bounded by their product.

use crate::pattern::ArgumentType;
use crate::pattern::argument::{Argument, Surroundings, read_argument, read_list};
use crate::pattern::matcher::{Alternative, Op, Parameter, ParameterKind};
use crate::pattern::words::{Word, WordKind, Words};
use smol_str::SmolStr;
use std::borrow::Cow;

/// How typed holes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As their types: what does not parse does not match.
    Typed,
    /// As plain words, where they do not parse.
    Plain,
}

/// Where a hole's words stand: positions among the words that are no flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) parameter: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it takes the original text up to its end.
    pub(super) rest: bool,
}

/// Where a pattern stopped fitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The word that did not fit; nothing where the message ended too early.
    pub found: Option<SmolStr>,
    /// What would have fitted: a word, a hole like `{x}`, a flag like `--x`; nothing where the
    /// message should have ended.
    pub expected: Option<SmolStr>,
}

/// What is searched: a pattern, the words of a message, and which of them are no flags.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) alternative: &'a Alternative,
    pub(super) parameters: &'a [Parameter],
    pub(super) words: &'a Words<'a>,
    /// Indices of the words that are no flags and no values of flags.
    pub(super) positions: &'a [usize],
    pub(super) surroundings: &'a Surroundings<'a>,
}

/// A branch that is still to be tried.
struct Branch {
    step: usize,
    at: usize,
    captured: usize,
    capture: Option<Span>,
}

pub(super) struct Search<'a> {
    input: Input<'a>,
    reading: Reading,
    branches: Vec<Branch>,
    captures: Vec<Span>,
    /// One bit for each pair of step and position that was tried: it failed.
    visited: Vec<u64>,
    /// The furthest position that did not fit, with the step that was there.
    furthest: (usize, usize),
}

impl<'a> Search<'a> {
    pub(super) fn new(input: Input<'a>, reading: Reading) -> Self {
        let pairs = (input.alternative.ops.len() + 1) * (input.positions.len() + 1);
        Self {
            input,
            reading,
            branches: Vec::new(),
            captures: Vec::new(),
            visited: vec![0; pairs.div_ceil(64)],
            furthest: (0, 0),
        }
    }

    /// The holes of the first way in which all words fit.
    ///
    /// # Errors
    /// Where the best way stopped.
    pub(super) fn run(mut self) -> Result<Vec<Span>, Refusal> {
        self.branches.push(Branch { step: 0, at: 0, captured: 0, capture: None });
        while let Some(branch) = self.branches.pop() {
            self.captures.truncate(branch.captured);
            self.captures.extend(branch.capture);
            if self.follow(branch.step, branch.at) {
                return Ok(self.captures);
            }
        }
        Err(self.refusal())
    }

    /// Goes on from a step at a position until all fits or nothing does.
    fn follow(&mut self, mut step: usize, mut at: usize) -> bool {
        let end = self.input.positions.len();
        while self.first_visit(step, at) {
            let Some(op) = self.input.alternative.ops.get(step) else {
                if at == end {
                    return true;
                }
                return self.refuse(step, at);
            };
            match op {
                Op::Jump(target) => step = *target,
                Op::Split(first, second) => {
                    let captured = self.captures.len();
                    self.branches.push(Branch { step: *second, at, captured, capture: None });
                    step = *first;
                }
                Op::Word(literal) => {
                    let word = self.input.positions.get(at).and_then(|word| self.input.words.literal(*word));
                    if word != Some(literal) {
                        return self.refuse(step, at);
                    }
                    step += 1;
                    at += 1;
                }
                Op::Hole(parameter) => {
                    self.branch_hole(*parameter, step, at);
                    return false;
                }
                Op::Rest(parameter) | Op::List(parameter) => {
                    let rest = matches!(op, Op::Rest(_));
                    let capture = Span { parameter: *parameter, start: at, end, rest };
                    if at == end || !(rest || self.reading == Reading::Plain || self.list_reads(capture)) {
                        return self.refuse(step, at);
                    }
                    self.captures.push(capture);
                    step += 1;
                    at = end;
                }
            }
        }
        false
    }

    /// Adds a branch for each number of words that the hole can take; the last added is tried first.
    fn branch_hole(&mut self, parameter: usize, step: usize, at: usize) {
        let input = self.input;
        let Some(ty) = hole_type(input.parameters, parameter) else { return };
        let left = input.positions.len().saturating_sub(at);
        let most = if left == 0 { 0 } else { input.joinable(at, ty.words_max().min(left)) };
        let mut parsed = Vec::new();
        let mut plain = Vec::new();
        for words in 1..=most {
            let capture = Span { parameter, start: at, end: at + words, rest: false };
            let Some(argument) = input.argument(capture) else { continue };
            if *ty == ArgumentType::Text || read_argument(ty, &argument, input.surroundings).is_ok() {
                parsed.push(capture);
            } else if words == 1 || ty.resembles(&argument.text) {
                plain.push(capture);
            }
        }
        if parsed.is_empty() {
            self.refuse(step, at);
        }
        if self.reading == Reading::Plain {
            let captured = self.captures.len();
            self.branches.extend(plain.into_iter().rev().map(|capture| Branch {
                step: step + 1,
                at: capture.end,
                captured,
                capture: Some(capture),
            }));
        }
        let captured = self.captures.len();
        self.branches.extend(parsed.into_iter().map(|capture| Branch {
            step: step + 1,
            at: capture.end,
            captured,
            capture: Some(capture),
        }));
    }

    fn list_reads(&self, capture: Span) -> bool {
        let Some(ArgumentType::List(item)) = hole_type(self.input.parameters, capture.parameter) else {
            return false;
        };
        read_list(item, self.input.arguments(capture), self.input.surroundings).is_ok()
    }

    fn first_visit(&mut self, step: usize, at: usize) -> bool {
        let bit = step * (self.input.positions.len() + 1) + at;
        let Some(word) = self.visited.get_mut(bit / 64) else { return false };
        let mask = 1 << (bit % 64);
        let first = *word & mask == 0;
        *word |= mask;
        first
    }

    /// Notes that the step does not fit there. Always `false`.
    fn refuse(&mut self, step: usize, at: usize) -> bool {
        if at > self.furthest.0 || self.furthest == (0, 0) {
            self.furthest = (at, step);
        }
        false
    }

    fn refusal(&self) -> Refusal {
        let (at, step) = self.furthest;
        let found = self.input.positions.get(at).and_then(|word| self.input.words.all.get(*word));
        let expected = self.input.alternative.ops.get(step).and_then(|op| match op {
            Op::Word(word) => Some(word.clone()),
            Op::Hole(parameter) | Op::List(parameter) | Op::Rest(parameter) => {
                let name = self.input.parameters.get(*parameter).map(|parameter| &parameter.name)?;
                Some(SmolStr::from(format!("{{{name}}}")))
            }
            Op::Split(..) | Op::Jump(_) => None,
        });
        Refusal { found: found.map(|word| word.text.into()), expected }
    }
}

impl<'a> Input<'a> {
    fn word(&self, at: usize) -> Option<&'a Word<'a>> {
        self.positions.get(at).and_then(|word| self.words.all.get(*word))
    }

    /// How many words from `at` on can be one argument: only plain ones join.
    fn joinable(&self, at: usize, most: usize) -> usize {
        let plain = |at: usize| self.word(at).is_some_and(|word| word.kind == WordKind::Plain);
        (at..at + most).take_while(|at| plain(*at)).count().max(1)
    }

    /// The words of a hole as one argument.
    pub(super) fn argument(&self, capture: Span) -> Option<Argument<'a>> {
        let first = self.word(capture.start)?;
        if capture.rest {
            let text = self.words.text.get(first.start..)?.trim_end();
            return Some(Argument { text: Cow::Borrowed(text), mention: None });
        }
        if capture.end == capture.start + 1 {
            return Some(word_argument(first));
        }
        let words: Vec<&str> =
            (capture.start..capture.end).filter_map(|at| self.word(at)).map(|word| word.text).collect();
        Some(Argument { text: Cow::Owned(words.join(" ")), mention: None })
    }

    /// The words of a list, one by one.
    pub(super) fn arguments(&self, capture: Span) -> impl Iterator<Item = Argument<'a>> + use<'a> {
        let input = *self;
        (capture.start..capture.end).filter_map(move |at| input.word(at)).map(word_argument)
    }
}

fn word_argument<'a>(word: &'a Word<'a>) -> Argument<'a> {
    let mention = if let WordKind::Mention(person) = word.kind { Some(person) } else { None };
    Argument { text: Cow::Borrowed(word.text), mention }
}

pub(super) fn hole_type(parameters: &[Parameter], parameter: usize) -> Option<&ArgumentType> {
    match &parameters.get(parameter)?.kind {
        ParameterKind::Hole { ty, .. } => Some(ty),
        ParameterKind::Flag => None,
    }
}
