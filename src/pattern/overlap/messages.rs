//! `on message` regexes that hide others, and what stands behind all of them.

use super::conflicts::{Conflict, Judge, Later, Verdict};
use super::inside::Inside;
use super::texts::{Found, found_without};
use crate::pattern::regex::parse_regex;
use regex_syntax::hir::Hir;
use std::collections::HashMap;

/// Regexes that together may hide another one.
const HIDERS_MAX: usize = 12;
/// Regexes that are looked at: a program of more is made by a machine.
const REGEXES_MAX: usize = 1_000;

/// A regex with its handler and its place among the routes.
struct Searched {
    handler: u32,
    route: usize,
    hir: Hir,
}

/// What the matches of all regexes show of one of them.
#[derive(Default)]
struct Seen {
    /// The shortest text that it is found in.
    shortest: Option<String>,
    /// An earlier one that takes a match of it, or a match of which it is found in; with the shortest such match.
    overlap: Option<(u32, String)>,
}

/// What is behind the commands.
struct Behind<'j> {
    judge: &'j Judge<'j>,
    all: Vec<Searched>,
    /// Where the regex of a handler stands in `all`.
    places: HashMap<u32, usize>,
    /// The texts that a command takes whatever they say: its handler, and they as a regex.
    catch_all: Option<(u32, Hir)>,
}

impl<'j> Behind<'j> {
    fn new(judge: &'j Judge<'j>) -> Self {
        let routes = judge.router.routes();
        let all = routes.messages.iter().enumerate().take(REGEXES_MAX).filter_map(|(at, route)| {
            let hir = parse_regex(&route.regex.source, &route.regex.flags).ok()?;
            Some(Searched { handler: route.handler, route: at, hir })
        });
        let all: Vec<Searched> = all.collect();
        let places = all.iter().enumerate().map(|(at, searched)| (searched.handler, at)).collect();
        let catch_all = routes.commands.iter().find_map(|command| {
            let words = command.matcher.takes_any_words()?;
            // What is no space; or anything, blank texts too.
            let source = if words { r"[^\s\x{200b}\x{feff}\x{2060}]" } else { "" };
            Some((command.handler, regex_syntax::parse(source).ok()?))
        });
        Self { judge, all, places, catch_all }
    }

    /// Who takes all texts that `wanted` is found in, with the shortest; of those before `end`. That one may be
    /// known already.
    fn hidden(&self, wanted: &Hir, end: usize, mut shortest: Option<String>) -> Option<(u32, String)> {
        let mut hiders: Vec<(u32, &Hir)> = Vec::new();
        let mut first = None;
        while hiders.len() <= HIDERS_MAX {
            let by: Vec<&Hir> = hiders.iter().map(|(_, hir)| *hir).collect();
            let found = shortest.take().map_or_else(|| found_without(wanted, &by), Found::Text);
            let text = match found {
                Found::No => return first,
                Found::Unknown => return None,
                Found::Text(text) => text,
            };
            let (handler, hider) = match self.judge.verdict(&text) {
                Verdict::Message(handler) => {
                    let place = self.places.get(&handler).filter(|place| **place < end)?;
                    (handler, &self.all.get(*place)?.hir)
                }
                Verdict::Command(at, _) => {
                    let (handler, hir) = self.catch_all.as_ref()?;
                    let command = self.judge.router.routes().commands.get(at)?;
                    if command.handler != *handler {
                        return None;
                    }
                    (*handler, hir)
                }
                Verdict::Help | Verdict::Nothing => return None,
            };
            // It was taken by one that is looked at already: the search is too coarse to tell.
            if hiders.iter().any(|(known, _)| *known == handler) {
                return None;
            }
            hiders.push((handler, hider));
            first.get_or_insert((handler, text));
        }
        None
    }

    fn seen(&self) -> Vec<Seen> {
        let mut all: Vec<Seen> = self.all.iter().map(|_| Seen::default()).collect();
        let Some(mut inside) = Inside::of(self.all.iter().map(|searched| &searched.hir)) else {
            return all;
        };
        for whole in 0..self.all.len() {
            for (other, text) in inside.found_in(whole).into_iter().flatten() {
                let later = whole.max(other);
                let Some(seen) = all.get_mut(later) else { continue };
                if other == whole {
                    seen.shortest = Some(text);
                    continue;
                }
                let is_better = |(_, known): &(u32, String)| (text.len(), &text) < (known.len(), known);
                if seen.overlap.as_ref().is_none_or(is_better)
                    && let Some(by) = self.taker(&text, later)
                {
                    seen.overlap = Some((by, text));
                }
            }
        }
        all
    }

    /// The earlier regex that takes a text in which this one would be found.
    fn taker(&self, text: &str, later: usize) -> Option<u32> {
        let Verdict::Message(by) = self.judge.verdict(text) else { return None };
        let is_earlier = self.places.get(&by).is_some_and(|place| *place < later);
        let routes = &self.judge.router.routes().messages;
        let regex = self.all.get(later).and_then(|later| routes.get(later.route)?.regex.get());
        (is_earlier && regex.is_some_and(|regex| regex.is_match(text))).then_some(by)
    }
}

/// The conflicts of regexes, and of what is behind them, which is hidden where they take every message.
pub(super) fn message_conflicts(judge: &Judge<'_>, later: &[Later]) -> Vec<Conflict> {
    let behind = Behind::new(judge);
    let mut conflicts = Vec::new();
    for ((at, searched), seen) in behind.all.iter().enumerate().zip(behind.seen()) {
        let handler = searched.handler;
        if let Some((by, message)) = behind.hidden(&searched.hir, at, seen.shortest) {
            conflicts.push(Conflict { handler, by, message, never: true });
        } else if let Some((by, message)) = seen.overlap {
            // One that is found in every text is meant to get what is left.
            if found_without(&Hir::empty(), &[&searched.hir]) != Found::No {
                conflicts.push(Conflict { handler, by, message, never: false });
            }
        }
    }
    let hidden = |source: &str| {
        let any = regex_syntax::parse(source).ok()?;
        behind.hidden(&any, behind.all.len(), None)
    };
    let (mut of_words, mut of_any) = (None, None);
    conflicts.extend(later.iter().filter_map(|later| {
        let (handler, by) = match later {
            // Plain words: nobody has taught a sentence without any.
            Later::Intent(handler) => {
                (*handler, of_words.get_or_insert_with(|| hidden(r"[^\s\x{200b}\x{feff}\x{2060}]")))
            }
            Later::Otherwise(handler) => (*handler, of_any.get_or_insert_with(|| hidden(""))),
        };
        let (by, message) = by.clone()?;
        Some(Conflict { handler, by, message, never: true })
    }));
    conflicts
}
