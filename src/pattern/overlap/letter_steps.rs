//! A regex as a machine that reads letters, and the sets of its states.

use super::letters::{Letters, ranges};
use regex_syntax::hir::{Hir, HirKind, Look};

/// States of one regex: more are too many to search through.
const STATES_MAX: usize = 1_500;

enum Step {
    /// Reads a letter of one of these classes.
    Letter(Vec<u16>, u16),
    /// Goes on at each of these.
    Split(Vec<u16>),
    /// Goes on where this holds between two letters.
    Look(Look, u16),
    Match,
}

/// A regex, compiled.
pub(super) struct Machine {
    steps: Vec<Step>,
    start: u16,
}

/// What stands on both sides of a place in a text; nothing at its ends.
#[derive(Clone, Copy)]
pub(super) struct Between {
    pub(super) before: Option<char>,
    pub(super) after: Option<char>,
}

impl Machine {
    /// Of an alternation of regexes; nothing where that is too large.
    pub(super) fn of(regexes: &[&Hir], letters: &Letters) -> Option<Self> {
        let mut machine = Self { steps: vec![Step::Match], start: 0 };
        let mut starts = Vec::new();
        for regex in regexes {
            starts.push(machine.compile(regex, 0, letters)?);
        }
        machine.start = machine.add(Step::Split(starts))?;
        Some(machine)
    }

    fn add(&mut self, step: Step) -> Option<u16> {
        if self.steps.len() >= STATES_MAX {
            return None;
        }
        let at = u16::try_from(self.steps.len()).ok()?;
        self.steps.push(step);
        Some(at)
    }

    /// The state from which `hir` is read and then `next`. Recursion is bounded by the nesting limit.
    fn compile(&mut self, hir: &Hir, next: u16, letters: &Letters) -> Option<u16> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                let mut at = next;
                for letter in text.chars().rev() {
                    at = self.add(Step::Letter(vec![letters.class_of(letter)], at))?;
                }
                Some(at)
            }
            HirKind::Class(class) => self.add(Step::Letter(letters.classes_of(&ranges(class)?), next)),
            HirKind::Look(Look::StartCRLF | Look::EndCRLF) => None,
            HirKind::Look(look) => self.add(Step::Look(*look, next)),
            HirKind::Capture(capture) => self.compile(&capture.sub, next, letters),
            HirKind::Concat(parts) => {
                parts.iter().rev().try_fold(next, |next, part| self.compile(part, next, letters))
            }
            HirKind::Alternation(parts) => {
                let starts: Option<Vec<u16>> =
                    parts.iter().map(|part| self.compile(part, next, letters)).collect();
                self.add(Step::Split(starts?))
            }
            HirKind::Repetition(repetition) => {
                let mut at = next;
                match repetition.max {
                    None => {
                        let again = self.add(Step::Split(Vec::new()))?;
                        let body = self.compile(&repetition.sub, again, letters)?;
                        *self.steps.get_mut(usize::from(again))? = Step::Split(vec![body, next]);
                        at = again;
                    }
                    Some(max) => {
                        for _ in repetition.min..max {
                            let body = self.compile(&repetition.sub, at, letters)?;
                            at = self.add(Step::Split(vec![body, next]))?;
                        }
                    }
                }
                (0..repetition.min).try_fold(at, |next, _| self.compile(&repetition.sub, next, letters))
            }
        }
    }

    pub(super) fn start(&self) -> u16 {
        self.start
    }

    /// Follows what reads nothing. Gives the states that read a letter, and whether the regex has matched.
    pub(super) fn close(&self, from: &[u16], between: Between) -> (Vec<u16>, bool) {
        let mut seen = vec![false; self.steps.len()];
        let (mut stack, mut reading, mut matched) = (from.to_vec(), Vec::new(), false);
        while let Some(at) = stack.pop() {
            let Some(seen) = seen.get_mut(usize::from(at)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            match self.steps.get(usize::from(at)) {
                Some(Step::Letter(..)) => reading.push(at),
                Some(Step::Split(next)) => stack.extend(next),
                Some(Step::Look(look, next)) if holds(*look, between) => stack.push(*next),
                Some(Step::Look(..)) | None => {}
                Some(Step::Match) => matched = true,
            }
        }
        (reading, matched)
    }

    /// After a letter of a class.
    pub(super) fn read(&self, from: &[u16], class: u16) -> Vec<u16> {
        let next = from.iter().filter_map(|at| match self.steps.get(usize::from(*at)) {
            Some(Step::Letter(classes, next)) if classes.binary_search(&class).is_ok() => Some(*next),
            _ => None,
        });
        let mut next: Vec<u16> = next.collect();
        next.sort_unstable();
        next.dedup();
        next
    }
}

fn holds(look: Look, Between { before, after }: Between) -> bool {
    let word = |letter: Option<char>| {
        letter.is_some_and(|letter| regex_syntax::try_is_word_character(letter).unwrap_or(false))
    };
    let ascii =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match look {
        Look::Start => before.is_none(),
        Look::End => after.is_none(),
        Look::StartLF => before.is_none_or(|letter| letter == '\n'),
        Look::EndLF => after.is_none_or(|letter| letter == '\n'),
        // Never compiled.
        Look::StartCRLF | Look::EndCRLF => false,
        Look::WordAscii => ascii(before) != ascii(after),
        Look::WordAsciiNegate => ascii(before) == ascii(after),
        Look::WordUnicode => word(before) != word(after),
        Look::WordUnicodeNegate => word(before) == word(after),
        Look::WordStartAscii => !ascii(before) && ascii(after),
        Look::WordEndAscii => ascii(before) && !ascii(after),
        Look::WordStartUnicode => !word(before) && word(after),
        Look::WordEndUnicode => word(before) && !word(after),
        Look::WordStartHalfAscii => !ascii(before),
        Look::WordEndHalfAscii => !ascii(after),
        Look::WordStartHalfUnicode => !word(before),
        Look::WordEndHalfUnicode => !word(after),
    }
}
