//! `on message` regexes that hide others, and what stands behind all of them.

use super::conflicts::{Conflict, Judge, Later, Verdict};
use super::texts::{Found, found_without, whole_with};
use crate::pattern::regex::parse_regex;
use regex_syntax::hir::Hir;

/// Regexes that together may hide another one.
const HIDERS_MAX: usize = 12;
/// Up to so many regexes each is compared with each; of more only those that are found in short matches.
const EACH_MAX: usize = 12;
/// Regexes that are looked at: a program of more is made by a machine.
const REGEXES_MAX: usize = 1_000;

/// A regex with its handler.
struct Searched {
    handler: u32,
    hir: Hir,
    /// The shortest text that it matches whole.
    shortest: Option<String>,
}

/// What is behind the commands.
struct Behind<'j> {
    judge: &'j Judge<'j>,
    all: Vec<Searched>,
    /// The texts that a command takes whatever they say: its handler, and they as a regex.
    catch_all: Option<(u32, Hir)>,
}

impl<'j> Behind<'j> {
    fn new(judge: &'j Judge<'j>) -> Self {
        let routes = judge.router.routes();
        let all = routes.messages.iter().take(REGEXES_MAX).filter_map(|route| {
            let hir = parse_regex(&route.regex.source, &route.regex.flags).ok()?;
            let shortest = match whole_with(&hir, None) {
                Found::Text(text) => Some(text),
                Found::No | Found::Unknown => None,
            };
            Some(Searched { handler: route.handler, hir, shortest })
        });
        let catch_all = routes.commands.iter().find_map(|command| {
            let words = command.matcher.takes_any_words()?;
            // What is no space; or anything, blank texts too.
            let source = if words { r"[^\s\x{200b}\x{feff}\x{2060}]" } else { "" };
            Some((command.handler, regex_syntax::parse(source).ok()?))
        });
        Self { judge, all: all.collect(), catch_all }
    }

    /// Who takes all texts that `wanted` is found in, with the shortest; of those before `end`.
    fn hidden(&self, wanted: &Hir, end: usize) -> Option<(u32, String)> {
        let mut hiders: Vec<(u32, &Hir)> = Vec::new();
        let mut first = None;
        while hiders.len() <= HIDERS_MAX {
            let by: Vec<&Hir> = hiders.iter().map(|(_, hir)| *hir).collect();
            let text = match found_without(wanted, &by) {
                Found::No => return first,
                Found::Unknown => return None,
                Found::Text(text) => text,
            };
            let (handler, hider) = match self.judge.verdict(&text) {
                Verdict::Message(handler) => {
                    let found = self.all.iter().take(end).find(|other| other.handler == handler)?;
                    (handler, &found.hir)
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

    /// An earlier regex that takes a match of this one, or a match of which this one is found in.
    fn overlap(&self, at: usize, later: &Searched) -> Option<(u32, String)> {
        // One that is found in every text is meant to get what is left.
        if found_without(&Hir::empty(), &[&later.hir]) == Found::No {
            return None;
        }
        let earlier = |handler: u32| self.all.iter().take(at).any(|other| other.handler == handler);
        let taken = |text: &str| match self.judge.verdict(text) {
            Verdict::Message(handler) if earlier(handler) && self.finds(later, text) => Some(handler),
            Verdict::Message(_) | Verdict::Command(..) | Verdict::Help | Verdict::Nothing => None,
        };
        let mut texts: Vec<String> = later.shortest.iter().cloned().collect();
        for other in self.all.iter().take(at) {
            texts.extend(other.shortest.iter().filter(|text| self.finds(later, text)).cloned());
            if self.all.len() > EACH_MAX {
                continue;
            }
            for found in [whole_with(&later.hir, Some(&other.hir)), whole_with(&other.hir, Some(&later.hir))]
            {
                if let Found::Text(text) = found {
                    texts.push(text);
                }
            }
        }
        texts.sort_by_key(String::len);
        texts.into_iter().find_map(|text| taken(&text).map(|by| (by, text)))
    }

    fn finds(&self, searched: &Searched, text: &str) -> bool {
        let routes = &self.judge.router.routes().messages;
        let route = routes.iter().find(|route| route.handler == searched.handler);
        route.and_then(|route| route.regex.get()).is_some_and(|regex| regex.is_match(text))
    }
}

/// The conflicts of regexes, and of what is behind them, which is hidden where they take every message.
pub(super) fn message_conflicts(judge: &Judge<'_>, later: &[Later]) -> Vec<Conflict> {
    let behind = Behind::new(judge);
    let mut conflicts = Vec::new();
    for (at, searched) in behind.all.iter().enumerate() {
        let handler = searched.handler;
        if let Some((by, message)) = behind.hidden(&searched.hir, at) {
            conflicts.push(Conflict { handler, by, message, never: true });
        } else if let Some((by, message)) = behind.overlap(at, searched) {
            conflicts.push(Conflict { handler, by, message, never: false });
        }
    }
    let hidden = |source: &str| {
        let any = regex_syntax::parse(source).ok()?;
        behind.hidden(&any, behind.all.len())
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
