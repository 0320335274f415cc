//! A command pattern as an automaton over symbols: words, kinds of words, and flags.

use super::conflicts::Judge;
use super::sample::{is_within, reads, several_words};
use crate::pattern::argument::ArgumentType;
use crate::pattern::matcher::{Alternative, FlagRule, Op, Parameter};
use crate::pattern::search::hole_type;
use smol_str::SmolStr;

/// What stands for words of a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Symbol {
    /// This word, without quotes.
    Word(SmolStr),
    /// Any other word.
    Other,
    /// Any word or text in quotes that is a value of the type, and no [`Symbol::Word`].
    Typed(ArgumentType),
    /// Several words that are one value of the type.
    Several(ArgumentType),
    /// `--name`
    Flag(SmolStr),
}

/// Which messages a pattern is said to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Not more than it does: it is chosen, though its arguments may be wrong.
    AtLeast,
    /// Not less than it does: it runs.
    AtMost,
}

/// A place in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    step: usize,
    /// Whether a word was read: the first one is never a flag.
    begun: bool,
    /// Whether the next word is the value of a flag.
    value: bool,
    /// Whether the rest was reached.
    rest: bool,
}

/// A pattern that is followed.
#[derive(Clone, Copy)]
pub(super) struct Followed<'a> {
    pub(super) judge: &'a Judge<'a>,
    pub(super) alternative: &'a Alternative,
    pub(super) parameters: &'a [Parameter],
    pub(super) takes: Takes,
}

impl<'a> Followed<'a> {
    pub(super) fn of(judge: &'a Judge<'a>, at: (usize, usize), takes: Takes) -> Option<Self> {
        let command = judge.router.routes().commands.get(at.0)?;
        let alternative = command.matcher.alternatives.get(at.1)?;
        Some(Self { judge, alternative, parameters: &command.matcher.parameters, takes })
    }

    pub(super) fn start(&self) -> Vec<Place> {
        // The first word says which command is meant, unless there are flags alone.
        let begun = self.alternative.ops.is_empty();
        self.closed(vec![Place { step: 0, begun, value: false, rest: false }])
    }

    pub(super) fn accepts(&self, places: &[Place]) -> bool {
        places.iter().any(|place| place.step >= self.alternative.ops.len() || place.rest)
    }

    /// After a symbol.
    pub(super) fn after(&self, places: &[Place], symbol: &Symbol) -> Vec<Place> {
        let mut next = Vec::new();
        for place in places {
            self.step(*place, symbol, &mut next);
        }
        self.closed(next)
    }

    fn flag(&self, symbol: &Symbol) -> Option<&FlagRule> {
        let Symbol::Flag(name) = symbol else { return None };
        self.alternative.flags.iter().find(|rule| rule.word == *name)
    }

    fn step(&self, place: Place, symbol: &Symbol, next: &mut Vec<Place>) {
        if place.rest {
            return next.push(place);
        }
        if place.begun
            && let Some(rule) = self.flag(symbol)
        {
            return next.push(Place { value: rule.takes_value, ..place });
        }
        if place.value {
            let several = matches!(symbol, Symbol::Several(_));
            if !several || self.takes == Takes::AtMost {
                next.push(Place { value: false, ..place });
            }
            // Of several words the first is the value; what the others are is not followed.
            if !several || self.takes == Takes::AtLeast {
                return;
            }
        }
        let Some(op) = self.alternative.ops.get(place.step) else { return };
        let after = Place { step: place.step + 1, begun: true, value: false, rest: false };
        match op {
            Op::Word(word) => {
                if matches!(symbol, Symbol::Word(other) if other == word) {
                    next.push(after);
                }
            }
            Op::Hole(parameter) => {
                if hole_type(self.parameters, *parameter).is_some_and(|ty| self.takes_symbol(ty, symbol)) {
                    next.push(after);
                }
            }
            Op::Rest(_) => next.push(Place { rest: true, ..after }),
            Op::List(parameter) => {
                let ty = hole_type(self.parameters, *parameter);
                if self.plain() {
                    next.push(Place { rest: true, ..after });
                } else if ty.is_some_and(|ty| self.takes_symbol(ty, symbol)) {
                    next.extend([after, Place { begun: true, value: false, ..place }]);
                }
            }
            // Followed already.
            Op::Split(..) | Op::Jump(_) => {}
        }
    }

    /// Whether each argument may be any word.
    fn plain(&self) -> bool {
        self.takes == Takes::AtLeast && self.alternative.literal_words > 0
    }

    fn takes_symbol(&self, ty: &ArgumentType, symbol: &Symbol) -> bool {
        if let Symbol::Several(other) = symbol {
            return ty == other;
        }
        if self.plain() || *ty == ArgumentType::Text {
            return true;
        }
        match (symbol, self.takes) {
            (Symbol::Word(word), Takes::AtLeast) => reads(self.judge, ty, word),
            (Symbol::Word(word), Takes::AtMost) => {
                matches!(ty, ArgumentType::Room | ArgumentType::List(_)) || reads(self.judge, ty, word)
            }
            (Symbol::Typed(other), Takes::AtLeast) => is_within(other, ty),
            (Symbol::Typed(other), Takes::AtMost) => ty == other,
            // A word that looks like a flag may be a value of few types.
            (Symbol::Flag(_), Takes::AtMost) => matches!(
                ty,
                ArgumentType::Room
                    | ArgumentType::Matches(_)
                    | ArgumentType::List(_)
                    | ArgumentType::OneOf(_)
            ),
            (Symbol::Flag(_), Takes::AtLeast) | (Symbol::Other | Symbol::Several(_), _) => false,
        }
    }

    /// With the places that need no word.
    fn closed(&self, mut places: Vec<Place>) -> Vec<Place> {
        let mut at = 0;
        while let Some(place) = places.get(at).copied() {
            at += 1;
            if place.rest {
                continue;
            }
            let next: &[usize] = match self.alternative.ops.get(place.step) {
                Some(Op::Split(first, second)) => &[*first, *second],
                Some(Op::Jump(target)) => &[*target],
                Some(Op::Word(_) | Op::Hole(_) | Op::List(_) | Op::Rest(_)) | None => &[],
            };
            for step in next {
                let next = Place { step: *step, ..place };
                if !places.contains(&next) {
                    places.push(next);
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The literal words of the pattern, its types, and its flags.
    pub(super) fn symbols(&self, all: &mut Vec<Symbol>) {
        let mut add = |symbol: Symbol| {
            if !all.contains(&symbol) {
                all.push(symbol);
            }
        };
        for op in &self.alternative.ops {
            match op {
                Op::Word(word) => add(Symbol::Word(word.clone())),
                Op::Hole(parameter) | Op::List(parameter) => {
                    let Some(ty) = hole_type(self.parameters, *parameter) else { continue };
                    if *ty != ArgumentType::Text {
                        add(Symbol::Typed(ty.clone()));
                    }
                    if several_words(ty).is_some() {
                        add(Symbol::Several(ty.clone()));
                    }
                }
                Op::Rest(_) | Op::Split(..) | Op::Jump(_) => {}
            }
        }
        for flag in &self.alternative.flags {
            add(Symbol::Flag(SmolStr::from(flag.word.as_str())));
        }
    }

    /// Whether a flag must be there.
    pub(super) fn needs_flags(&self) -> bool {
        self.alternative.flags.iter().any(|flag| flag.required)
    }
}
