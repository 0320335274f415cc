//! Commands that hide other commands.

use super::conflicts::{Conflict, Judge, Verdict};
use super::cover::{Left, left};
use super::meet::meet;
use super::pattern::{Followed, Takes};
use crate::pattern::run::{MatchResult, match_alternative};
use crate::pattern::{MessageText, Words};
use std::collections::HashMap;

/// Commands that together may hide another one.
const HIDERS_MAX: usize = 8;
/// Patterns that one is compared with.
const RIVALS_MAX: usize = 64;
/// Overlaps that are told of one command that goes first.
const TOLD_MAX: usize = 3;

pub(super) fn command_conflicts(judge: &Judge<'_>) -> Vec<Conflict> {
    let commands = &judge.router.routes().commands;
    let mut found = Vec::new();
    let mut told: HashMap<usize, usize> = HashMap::new();
    for (at, command) in commands.iter().enumerate() {
        let handler = |at: usize| commands.get(at).map_or(u32::MAX, |command| command.handler);
        if let Some((by, message)) = hidden(judge, at) {
            found.push(Conflict { handler: command.handler, by: handler(by), message, never: true });
            continue;
        }
        if let Some((by, message)) = overlap(judge, at, &mut told) {
            found.push(Conflict { handler: command.handler, by: handler(by), message, never: false });
        }
    }
    found
}

/// What takes the first message of a command that never runs.
fn hidden(judge: &Judge<'_>, at: usize) -> Option<(usize, String)> {
    let count = judge.router.routes().commands.get(at)?.matcher.alternatives.len();
    let mut first = None;
    for alternative in 0..count {
        let by = pattern_hidden(judge, (at, alternative))?;
        first.get_or_insert(by);
    }
    first
}

fn pattern_hidden(judge: &Judge<'_>, pattern: (usize, usize)) -> Option<(usize, String)> {
    let wanted = Followed::of(judge, pattern, Takes::AtMost)?;
    let mut first = None;
    let mut hiders: Vec<(usize, usize)> = Vec::new();
    while hiders.len() <= HIDERS_MAX {
        let by: Vec<Followed<'_>> =
            hiders.iter().filter_map(|hider| Followed::of(judge, *hider, Takes::AtLeast)).collect();
        match left(wanted, &by) {
            Left::Nothing => return first,
            Left::Unknown => return None,
            Left::Message(message) => {
                let Verdict::Command(other, _) = judge.verdict(&message) else { return None };
                if other == pattern.0 {
                    return None;
                }
                let before = hiders.len();
                let patterns = judge.router.routes().commands.get(other)?.matcher.alternatives.len();
                let ways = (0..patterns).map(|alternative| (other, alternative));
                hiders.extend(ways.filter(|hider| judge.router.goes_before(*hider, pattern)));
                hiders.sort_unstable();
                hiders.dedup();
                // It was taken by one that is followed already: then the search is too coarse to tell.
                if hiders.len() == before {
                    return None;
                }
                first.get_or_insert((other, message));
            }
        }
    }
    None
}

/// A command that goes first for a message that this one would run for.
fn overlap(judge: &Judge<'_>, at: usize, told: &mut HashMap<usize, usize>) -> Option<(usize, String)> {
    let count = judge.router.routes().commands.get(at)?.matcher.alternatives.len();
    for alternative in 0..count {
        let second = Followed::of(judge, (at, alternative), Takes::AtMost)?;
        for rival in judge.router.rivals_of((at, alternative)).into_iter().take(RIVALS_MAX) {
            if rival.0 == at || told.get(&rival.0).is_some_and(|told| *told >= TOLD_MAX) {
                continue;
            }
            let Some(first) = Followed::of(judge, rival, Takes::AtLeast) else { continue };
            let Some(message) = meet(first, second) else { continue };
            if !is_taken(judge, &message, rival.0, (at, alternative)) {
                continue;
            }
            if !is_special_case(judge, rival, (at, alternative)) {
                *told.entry(rival.0).or_default() += 1;
                return Some((rival.0, message));
            }
        }
    }
    None
}

/// Whether the router gives the message to `by`, and the pattern would have taken it whole.
fn is_taken(judge: &Judge<'_>, text: &str, by: usize, pattern: (usize, usize)) -> bool {
    let Some(command) = judge.router.routes().commands.get(pattern.0) else { return false };
    let message = MessageText::plain(text);
    let words = Words::of(&message);
    let result = judge.with_surroundings(|surroundings| {
        match_alternative(&command.matcher, pattern.1, &words, surroundings)
    });
    let first = matches!(judge.verdict(text), Verdict::Command(taker, _) if taker == by);
    first && matches!(result, MatchResult::Yes(_))
}

/// Whether `first` has more literal words and takes only what the general `second` would take too: that it goes
/// first is what it is for.
fn is_special_case(judge: &Judge<'_>, first: (usize, usize), second: (usize, usize)) -> bool {
    let special = Followed::of(judge, first, Takes::AtMost);
    let general = Followed::of(judge, second, Takes::AtLeast);
    let (Some(special), Some(general)) = (special, general) else { return true };
    special.alternative.literal_words > general.alternative.literal_words
        && left(special, &[general]) == Left::Nothing
}
