//! Conflicts of whole programs, and that each of them is true.

use crate::base::Span;
use crate::pattern::testing::{matcher, with_surroundings};
use crate::pattern::{
    CommandRoute, Conflict, Decision, Later, LazyRegex, MatchResult, MessageRoute, MessageText, Request,
    Router, Routes, conflicts, match_command, parse,
};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use std::sync::Arc;

/// A bot of commands (patterns parted by ` or `) and regexes (`/.../`), handlers in order, and what is behind.
fn bot(handlers: &[&str]) -> Router {
    let mut routes = Routes::default();
    for (handler, text) in (0..).zip(handlers) {
        if let Some(source) = text.strip_prefix('/').and_then(|text| text.strip_suffix('/')) {
            routes.messages.push(MessageRoute { handler, regex: LazyRegex::new(source, "") });
        } else {
            let patterns: Vec<&str> = text.split(" or ").collect();
            routes.commands.push(CommandRoute { handler, matcher: matcher(&patterns), doc: "".into() });
        }
    }
    Router::new(Arc::new(routes))
}

fn shown(handlers: &[&str], later: &[Later]) -> Vec<String> {
    let show = |conflict: Conflict| {
        let Conflict { handler, by, message, never } = conflict;
        format!("{handler} {} {by}: {message}", if never { "never, for" } else { "overlaps" })
    };
    conflicts(&bot(handlers), later).into_iter().map(show).collect()
}

#[test]
fn commands_that_never_run() {
    for (handlers, expected) in [
        (&["lunch", "lunch"][..], &["1 never, for 0: lunch"][..]),
        (&["take {n: int}", "take {what}"], &["1 never, for 0: take x"]),
        (&["take {what}", "take {yes: bool}"], &["1 never, for 0: take yes"]),
        (&["show {n: int} x", "show {e: Env} x"], &["1 never, for 0: show dev x"]),
        (&["go {x...}", "go {a} [{b}]"], &["1 never, for 0: go x"]),
        (&["go [{x...}]", "go"], &["1 never, for 0: go"]),
        (&["(a|b) {x}", "b {x}", "a {y}"], &["1 never, for 0: b x", "2 never, for 0: a x"]),
        (&["a {x}", "b {x}", "(a|b) {x}"], &["2 never, for 0: a x"]),
        (&["at {d: date} {x...}", "at {d: date} {y...}"], &["1 never, for 0: at today x"]),
        (&["at {d: date}", "at {e: date}"], &["1 never, for 0: at today"]),
        (&["{x...}", "{n: int}"], &["1 never, for 0: 3"]),
        (&["{x}", "{e: Env}"], &["1 never, for 0: dev"]),
        (&["a or b", "b or a"], &["1 never, for 0: b"]),
        // These do run.
        (&["take {what}", "take {n: int}"], &["1 overlaps 0: take 3"]),
        (&["go {x}", "go {x} [--now]"], &["1 overlaps 0: go x"]),
        // `go --now` is for the second.
        (&["go {x} [--now]", "go {y}"], &["1 overlaps 0: go x"]),
        (&["deploy (dev|staging|prod)", "deploy {e: Env}"], &[]),
        (&["{n: int}", "{x}"], &["1 overlaps 0: 3"]),
        (&["a", "a or b"], &["1 overlaps 0: a"]),
        (&["remind {who: person} {what...}", "remind {what...}"], &["1 overlaps 0: remind x x"]),
    ] {
        assert_eq!(shown(handlers, &[]), expected, "{handlers:?}");
    }
}

#[test]
fn commands_that_overlap() {
    for (handlers, expected) in [
        (&["show {x}", "{x} list"][..], &["1 overlaps 0: show list"][..]),
        (&["(show|list) tickets", "show (tickets|bugs)"], &["1 overlaps 0: show tickets"]),
        (&["book {n: int} seats", "book (3|4) {what}"], &["1 overlaps 0: book 3 seats"]),
        // A special case with more literal words is meant to go first.
        (&["show {x}", "show all"], &[]),
        (&["find {key} {y}", "find all {things}"], &[]),
        (&["show {x}", "list {x}"], &[]),
        (&["go {x} --why {y}", "go {x} --now"], &[]),
    ] {
        assert_eq!(shown(handlers, &[]), expected, "{handlers:?}");
    }
}

#[test]
fn regexes_and_what_is_behind_them() {
    let behind = [Later::Intent(7), Later::Otherwise(8)];
    for (handlers, expected) in [
        (&[r"/[A-Z]+-\d+/", r"/WEB-\d+/"][..], &["1 never, for 0: WEB-0"][..]),
        (&[r"/WEB-\d+/", r"/[A-Z]+-\d+/"], &["1 overlaps 0: WEB-0"]),
        (&[r"/\bWEB-\d+\b/", r"/WEB-\d+/"], &["1 overlaps 0: WEB-0"]),
        (&["/a/", "/b/", "/[ab]/"], &["2 never, for 0: a"]),
        (&["/^deploy .+/", "/prod$/"], &["1 overlaps 0: deploy prod"]),
        // Two words may always stand in one message; and what takes all is behind what takes some.
        (&["/urgent/", "/help/"], &[]),
        (&["/urgent/", "/.*/"], &["7 never, for 1: a", "8 never, for 1: "]),
        (&["/.+/"], &["7 never, for 0: a"]),
        (&["find {x}", "/find/"], &[]),
        (&["{x...}", "/find/"], &["1 never, for 0: find", "7 never, for 0: a"]),
        (&["[{x...}]"], &["7 never, for 0: a", "8 never, for 0: "]),
    ] {
        assert_eq!(shown(handlers, &behind), expected, "{handlers:?}");
    }
}

/// A thousand of each kind are decided in no time that one would notice.
#[test]
fn many_handlers() {
    let commands: Vec<String> =
        (0..1000).map(|at| format!("deploy service{at} [to {{env: Env}}] [--force]")).collect();
    let mut handlers: Vec<&str> = commands.iter().map(String::as_str).collect();
    handlers.push("deploy service77");
    assert_eq!(shown(&handlers, &[]), ["1000 never, for 77: deploy service77"]);
}

/// Many regexes are each compared with each, not their shortest matches alone.
#[test]
fn many_regexes() {
    let regexes: Vec<String> =
        (0..120).map(|at| format!("/^check{at} [a-z0-9]+( [a-z]+)? please$/")).collect();
    let mut handlers: Vec<&str> = regexes.iter().map(String::as_str).collect();
    handlers.extend(["/k77 (now|soon) please/", r"/^che[c-k]+88 .*[^d-z]{2} please/", "/check9 please/"]);
    assert_eq!(
        shown(&handlers, &[]),
        [
            "120 overlaps 77: check77 now please",
            "121 overlaps 88: check88 aa please",
            "122 overlaps 0: check0 check9 please",
        ]
    );
}

fn pattern_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("b"),
        Just("{?}"),
        Just("{?: int}"),
        Just("{?: Env}"),
        Just("{?: date}"),
        Just("[a]"),
        Just("[{?}]"),
        Just("(a|b c)"),
        Just("[--f]"),
        Just("[--v {?}]"),
    ];
    let end = prop_oneof![3 => Just(""), 1 => Just("{?...}"), 1 => Just("{?: list<int>}")];
    (vec(piece, 1..4), end).prop_map(|(mut pieces, end)| {
        pieces.push(end);
        let mut names = 0;
        let named = pieces.iter().map(|piece| {
            names += 1;
            piece.replace('?', &format!("x{names}"))
        });
        named.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    })
}

fn word() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("a"),
        Just("b"),
        Just("c"),
        Just("3"),
        Just("dev"),
        Just("today"),
        Just("5 jan"),
        Just("--f"),
        Just("--v"),
        Just("--v=3"),
        Just("\"a\""),
        Just("\"dev\""),
        Just("1,2"),
    ]
}

fn regex_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("a"),
        4 => Just("b"),
        2 => Just("[ab]"),
        1 => Just("."),
        1 => Just(r"\b"),
        1 => Just("^"),
        1 => Just("$"),
        1 => Just("(a|b-|)"),
        1 => Just("-"),
    ];
    let repeat = prop_oneof![6 => Just(""), 1 => Just("*"), 1 => Just("+"), 1 => Just("?"), 1 => Just("{2}")];
    let one = (piece, repeat).prop_map(|(piece, repeat)| format!("{piece}{repeat}"));
    vec(one, 1..4).prop_map(|pieces| pieces.concat())
}

/// All texts of up to five letters.
fn short_texts() -> Vec<String> {
    let mut texts = vec![String::new()];
    for from in 0..121 {
        for letter in ['a', 'b', '-'] {
            texts.push(format!("{}{letter}", texts[from]));
        }
    }
    texts
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    /// What is said of regexes is true, and all is said that short texts show.
    #[test]
    fn all_conflicts_of_regexes_are_told(sources in vec(regex_text(), 2..5)) {
        let handlers: Vec<String> = sources.iter().map(|source| format!("/{source}/")).collect();
        let handlers: Vec<&str> = handlers.iter().map(String::as_str).collect();
        let router = bot(&handlers);
        let regexes: Vec<&LazyRegex> = router.routes().messages.iter().map(|route| &route.regex).collect();
        let finds = |at: usize, text: &str| regexes[at].get().unwrap().is_match(text);
        let first = |text: &str| (0..regexes.len()).find(|at| finds(*at, text));
        let told = conflicts(&router, &[]);
        for Conflict { handler, by, message, .. } in &told {
            prop_assert_eq!(first(message), Some(*by as usize), "{:?}: {}", sources, message);
            prop_assert!(by < handler && finds(*handler as usize, message), "{:?}: {}", sources, message);
        }
        let texts = short_texts();
        for later in 0..regexes.len() {
            let told = told.iter().find(|told| told.handler as usize == later);
            let runs = texts.iter().any(|text| first(text) == Some(later));
            prop_assert!(told.is_none_or(|told| !(told.never && runs)), "{:?}: {} runs", sources, later);
            let shown = texts.iter().find(|text| {
                let whole = |at: usize| regexes[at].matches_whole(text);
                first(text).is_some_and(|by| by < later)
                    && finds(later, text)
                    && (0..later).any(|other| finds(other, text) && (whole(other) || whole(later)))
            });
            let takes_rest = texts.iter().all(|text| finds(later, text));
            let Some(shown) = shown.filter(|_| !takes_rest) else { continue };
            let Some(told) = told else {
                prop_assert!(false, "{:?}: nothing is said of {}, but {:?}", sources, later, shown);
                continue;
            };
            prop_assert!(
                told.never || told.message.len() <= shown.len(),
                "{:?}: {:?} is longer than {:?}", sources, told.message, shown
            );
        }
    }

    /// What is said of a program is true: the message goes to the one and would run the other, and one that
    /// is said never to run does not run.
    #[test]
    fn conflicts_are_true(patterns in vec(pattern_text(), 2..5), texts in vec(vec(word(), 1..6), 24)) {
        let patterns: Vec<&str> =
            patterns.iter().map(String::as_str).filter(|raw| parse(raw, Span::default()).1.is_empty()).collect();
        let router = bot(&patterns);
        let decide = |text: &str| {
            let message = MessageText::plain(text);
            with_surroundings(|surroundings| {
                let request = Request { message: &message, surroundings, may_run: &|_| true };
                match router.route(request).decision {
                    Decision::Command { handler, .. } => Some((handler, true)),
                    Decision::BadArguments { handler, .. } => Some((handler, false)),
                    _ => None,
                }
            })
        };
        for conflict in conflicts(&router, &[]) {
            let Conflict { handler, by, message, never } = conflict;
            prop_assert_eq!(decide(&message).map(|(handler, _)| handler), Some(by), "{:?}: {}", patterns, message);
            let other = &router.routes().commands[handler as usize].matcher;
            let whole = with_surroundings(|surroundings| {
                match_command(other, &MessageText::plain(message.as_str()), surroundings)
            });
            prop_assert!(matches!(whole, MatchResult::Yes(_)), "{:?}: {}", patterns, message);
            for text in &texts {
                let text = text.join(" ");
                prop_assert!(!never || decide(&text) != Some((handler, true)), "{:?}: {}", patterns, text);
            }
        }
    }
}
