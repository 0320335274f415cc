//! Matches a message against the patterns of one command.
//!
//! Flags are taken out first, wherever they stand after the first word; what is left is matched in
//! order. A hole that takes the rest takes it as it was typed, flags included: only those before it
//! count.

use crate::pattern::argument::{Argument, Mistake, Surroundings, read_argument, read_default, read_list};
use crate::pattern::fold::fold;
use crate::pattern::matcher::{Alternative, Matcher, Parameter, ParameterKind};
use crate::pattern::search::{Input, Reading, Refusal, Search, Span, hole_type};
use crate::pattern::words::{WordKind, Words};
use crate::pattern::{ArgumentType, MessageText};
use crate::value::Value;
use smol_str::SmolStr;
use std::borrow::Cow;

/// What came of comparing a message with a command.
#[derive(Clone, Debug, PartialEq)]
pub enum MatchResult {
    /// The words do not fit.
    No(Refusal),
    /// It fits.
    Yes(Captures),
    /// The words fit, but an argument is no value of its type.
    BadArguments(BadArguments),
}

/// The values that a message gives to the names of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Captures {
    /// Index of the pattern that matched.
    pub alternative: usize,
    /// One for each [`Parameter`], in order; nothing for a hole that was left out and has no default.
    pub values: Vec<(SmolStr, Option<Value>)>,
}

/// The arguments that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct BadArguments {
    /// Index of the pattern whose words matched.
    pub alternative: usize,
    /// At least one.
    pub problems: Vec<ArgumentProblem>,
}

/// An argument that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct ArgumentProblem {
    /// The name of the hole or flag.
    pub name: SmolStr,
    /// What the user typed; nothing where the value of a flag is missing.
    pub typed: Option<SmolStr>,
    /// What would have been right.
    pub mistake: Mistake,
}

/// Compares a message with a command: the first pattern that fits whole, by literal words and then
/// source order; else the first whose words fit.
#[must_use]
pub fn match_command(
    matcher: &Matcher,
    message: &MessageText,
    surroundings: &Surroundings<'_>,
) -> MatchResult {
    let words = Words::of(message);
    let mut order: Vec<usize> = (0..matcher.alternatives.len()).collect();
    order.sort_by_key(|index| {
        std::cmp::Reverse(matcher.alternatives.get(*index).map_or(0, |one| one.literal_words))
    });
    let mut result = MatchResult::No(Refusal { found: None, expected: None });
    for (place, index) in order.into_iter().enumerate() {
        match match_alternative(matcher, index, &words, surroundings) {
            yes @ MatchResult::Yes(_) => return yes,
            bad @ MatchResult::BadArguments(_) if matches!(result, MatchResult::No(_)) => result = bad,
            no @ MatchResult::No(_) if place == 0 => result = no,
            MatchResult::No(_) | MatchResult::BadArguments(_) => {}
        }
    }
    result
}

/// Compares a message with one pattern of a command.
pub(super) fn match_alternative(
    matcher: &Matcher,
    index: usize,
    words: &Words<'_>,
    surroundings: &Surroundings<'_>,
) -> MatchResult {
    let Some(alternative) = matcher.alternatives.get(index) else {
        return MatchResult::No(Refusal { found: None, expected: None });
    };
    let (positions, flags) = part_flags(alternative, words);
    let parameters = matcher.parameters.as_slice();
    let input = Input { alternative, parameters, words, positions: &positions, surroundings };
    if let Some(most) = alternative.words_max
        && let Some(extra) = positions.get(most)
    {
        // Too many words; but it may not begin as the pattern does either, which tells more.
        let found = words.all.get(*extra).map(|word| word.text.into());
        let refusal = Search::new(input, Reading::Plain).run().err();
        return MatchResult::No(refusal.unwrap_or(Refusal { found, expected: None }));
    }
    let spans = match Search::new(input, Reading::Typed).run() {
        Ok(spans) => spans,
        Err(refusal) if alternative.literal_words == 0 => return MatchResult::No(refusal),
        Err(refusal) => match Search::new(input, Reading::Plain).run() {
            Ok(spans) => spans,
            Err(_) => return MatchResult::No(refusal),
        },
    };
    let mut reader = Reader { input, values: vec![None; parameters.len()], problems: Vec::new() };
    for span in &spans {
        reader.hole(*span);
    }
    let rest_start = spans.iter().find(|span| span.rest).and_then(|span| positions.get(span.start));
    let flags: Vec<FlagUse<'_>> =
        flags.into_iter().filter(|flag| rest_start.is_none_or(|start| flag.at < *start)).collect();
    if let Some(missing) = alternative
        .flags
        .iter()
        .enumerate()
        .find(|(rule, one)| one.required && !flags.iter().any(|flag| flag.rule == *rule))
    {
        let expected = Some(SmolStr::from(format!("--{}", missing.1.word)));
        return MatchResult::No(Refusal { found: None, expected });
    }
    for flag in flags {
        reader.flag(flag);
    }
    reader.finish(index)
}

/// A flag in a message.
struct FlagUse<'a> {
    /// Index of its rule.
    rule: usize,
    /// Index of its word.
    at: usize,
    /// What stands after `=`, or the next word where it takes a value.
    value: Option<Argument<'a>>,
}

/// The indices of the words that are no flags of this pattern, and the flags.
fn part_flags<'a>(alternative: &Alternative, words: &'a Words<'a>) -> (Vec<usize>, Vec<FlagUse<'a>>) {
    let mut positions = Vec::with_capacity(words.all.len());
    let mut flags = Vec::new();
    // The first word says which command is meant, unless the pattern has flags alone.
    let first = usize::from(!alternative.ops.is_empty());
    let rule_at = |at: usize| match words.all.get(at).map(|word| &word.kind) {
        Some(WordKind::Flag { name, value }) if at >= first && !alternative.flags.is_empty() => {
            let name = fold(name);
            let rule = alternative.flags.iter().position(|rule| rule.word == name)?;
            Some((rule, *value))
        }
        Some(WordKind::Flag { .. } | WordKind::Plain | WordKind::Quoted | WordKind::Mention(_)) | None => {
            None
        }
    };
    let mut at = 0;
    while at < words.all.len() {
        let Some((rule, value)) = rule_at(at) else {
            positions.push(at);
            at += 1;
            continue;
        };
        let mut value = value.map(Argument::plain);
        let flag_at = at;
        at += 1;
        let wants_value = alternative.flags.get(rule).is_some_and(|rule| rule.takes_value);
        if wants_value
            && value.is_none()
            && rule_at(at).is_none()
            && let Some(next) = words.all.get(at)
        {
            let mention = if let WordKind::Mention(person) = next.kind { Some(person) } else { None };
            value = Some(Argument { text: Cow::Borrowed(next.text), mention });
            at += 1;
        }
        flags.push(FlagUse { rule, at: flag_at, value });
    }
    (positions, flags)
}

/// Turns what was found into values.
struct Reader<'a> {
    input: Input<'a>,
    values: Vec<Option<Value>>,
    problems: Vec<ArgumentProblem>,
}

impl Reader<'_> {
    fn hole(&mut self, span: Span) {
        let input = self.input;
        let Some(ty) = hole_type(input.parameters, span.parameter) else { return };
        if let (ArgumentType::List(item), false) = (ty, span.rest) {
            let list = read_list(item, input.arguments(span), input.surroundings);
            return self.put(span.parameter, list.map_err(|(typed, mistake)| (Some(typed), mistake)));
        }
        let Some(argument) = input.argument(span) else { return };
        self.argument(span.parameter, ty, &argument);
    }

    fn argument(&mut self, parameter: usize, ty: &ArgumentType, argument: &Argument<'_>) {
        let value = read_argument(ty, argument, self.input.surroundings);
        self.put(parameter, value.map_err(|mistake| (Some(argument.text.as_ref().into()), mistake)));
    }

    fn flag(&mut self, flag: FlagUse<'_>) {
        let Some(rule) = self.input.alternative.flags.get(flag.rule) else { return };
        let ty = if rule.takes_value {
            hole_type(self.input.parameters, rule.parameter)
        } else {
            Some(&ArgumentType::Bool)
        };
        let Some(ty) = ty else { return };
        match flag.value {
            Some(value) if !value.text.is_empty() => self.argument(rule.parameter, ty, &value),
            Some(_) | None if rule.takes_value => {
                self.put(rule.parameter, Err((None, Mistake::new(ty))));
            }
            Some(_) | None => self.put(rule.parameter, Ok(Value::Bool(true))),
        }
    }

    fn put(&mut self, parameter: usize, value: Result<Value, (Option<SmolStr>, Mistake)>) {
        match value {
            Ok(value) => {
                if let Some(slot) = self.values.get_mut(parameter) {
                    *slot = Some(value);
                }
            }
            Err((typed, mistake)) => {
                let name = self.input.parameters.get(parameter).map(|parameter| parameter.name.clone());
                self.problems.push(ArgumentProblem { name: name.unwrap_or_default(), typed, mistake });
            }
        }
    }

    fn finish(mut self, alternative: usize) -> MatchResult {
        for (index, parameter) in self.input.parameters.iter().enumerate() {
            let absent = self.values.get(index).is_some_and(Option::is_none);
            let refused = self.problems.iter().any(|problem| problem.name == parameter.name);
            if absent && !refused {
                self.absent(index, parameter);
            }
        }
        if !self.problems.is_empty() {
            return MatchResult::BadArguments(BadArguments { alternative, problems: self.problems });
        }
        let names = self.input.parameters.iter().map(|parameter| parameter.name.clone());
        MatchResult::Yes(Captures { alternative, values: names.zip(self.values).collect() })
    }

    /// What stands for a name that was left out.
    fn absent(&mut self, index: usize, parameter: &Parameter) {
        match &parameter.kind {
            ParameterKind::Flag => self.put(index, Ok(Value::Bool(false))),
            ParameterKind::Hole { default: None, .. } => {}
            ParameterKind::Hole { ty, default: Some(default) } => {
                let value = read_default(ty, default, self.input.surroundings);
                self.put(index, value.map_err(|mistake| (Some(default.clone()), mistake)));
            }
        }
    }
}
