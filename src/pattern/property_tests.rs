//! What holds of any text: nothing panics, and adversarial input takes bounded work.

use crate::base::{SourceId, Span};
use crate::pattern::index::{MessageFilter, WordAutomaton};
use crate::pattern::testing::{matcher, with_surroundings};
use crate::pattern::{LazyRegex, Matcher, Mention, MessageText, Pattern, Words, match_command, parse, usage};
use crate::value::PersonRef;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

/// Texts made of what patterns are made of.
fn pattern_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("|"),
        Just(" "),
        Just("--f"),
        Just("{x}"),
        Just("{y: int}"),
        Just("{z...}"),
        Just("{l: list<date>}"),
        Just(": "),
        Just("= 3"),
        Just("\""),
        Just("/"),
        Just("\\"),
        Just("word"),
        Just("ä”"),
        Just("{e: \"a\" | \"b\"}"),
        Just("{r: /a+\\/}/}"),
        Just("list<"),
        Just(">"),
        Just("..."),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Texts made of what messages to commands are made of.
fn message_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" "),
        Just("a"),
        Just("b"),
        Just("\""),
        Just("“"),
        Just("'"),
        Just("--f"),
        Just("—f="),
        Just(","),
        Just("3"),
        Just("5 jan"),
        Just("2h"),
        Just("\u{a0}"),
        Just("x@y.z"),
        Just("é"),
        Just("done"),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Regexes made of a few parts.
fn regex_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("bc"),
        Just("k"),
        Just("s"),
        Just("(a|bc)"),
        Just("[bc]"),
        Just("(c|\\d)"),
        Just("\\d+"),
        Just("b?"),
        Just("(ab)*"),
        Just("(?:ca){2}"),
        Just("\\b"),
        Just("(?-i:K)"),
        Just(" "),
        Just("^"),
        Just("|"),
    ];
    vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    #[test]
    fn parsing_never_panics_and_reports_inside_of_the_pattern(raw in prop_oneof![pattern_text(), any::<String>()]) {
        let span = Span::new(SourceId(1), 100, 100 + raw.len());
        let (pattern, diagnostics) = parse(&raw, span);
        for found in &diagnostics {
            prop_assert!(span.contains(found.span), "{:?}", found);
        }
        let (_, more) = Matcher::lower(std::slice::from_ref(&pattern), &mut |_, _| None);
        prop_assert!(more.iter().all(|found| span.contains(found.span)));
        // The usage line of a good pattern is one again, with the same words and holes.
        if diagnostics.is_empty() {
            let (again, diagnostics) = parse(&usage(&pattern), Span::default());
            prop_assert_eq!(diagnostics.len(), 0, "{}", usage(&pattern));
            let names = |pattern: &Pattern| -> Vec<(String, bool)> {
                pattern.holes().iter().map(|one| (one.name.to_owned(), one.can_be_absent)).collect()
            };
            prop_assert_eq!(names(&again), names(&pattern));
            prop_assert_eq!(again.literal_words(), pattern.literal_words());
        }
    }

    #[test]
    fn matching_never_panics(
        raw in pattern_text(),
        text in prop_oneof![message_text(), any::<String>()],
        ranges in vec((0_usize..60, 0_usize..60), 0..4),
    ) {
        let (pattern, _) = parse(&raw, Span::default());
        let (command, _) = Matcher::lower(&[pattern], &mut |_, _| None);
        let person = PersonRef::of_email("ada@example.com");
        let mentions = ranges.into_iter().map(|(start, end)| Mention { start, end, person: person.clone() });
        let message = MessageText { text, mentions: mentions.collect() };
        with_surroundings(|surroundings| match_command(&command, &message, surroundings));
    }

    /// The index may give too many patterns, never too few.
    #[test]
    fn the_index_passes_over_nothing_that_fits(
        raw in vec(pattern_text(), 1..6),
        text in prop_oneof![message_text(), pattern_text()],
    ) {
        let lowered = raw.iter().map(|raw| {
            let (pattern, _) = parse(raw, Span::default());
            Matcher::lower(&[pattern], &mut |_, _| None).0
        });
        let commands: Vec<Matcher> = lowered.collect();
        let mut automaton = WordAutomaton::default();
        for (rank, command) in (0..).zip(&commands) {
            automaton.add(rank, &command.alternatives[0], &command.parameters);
        }
        let message = MessageText::plain(text);
        let candidates = automaton.candidates(&Words::of(&message));
        for (rank, command) in (0..).zip(&commands) {
            let result = with_surroundings(|surroundings| match_command(command, &message, surroundings));
            let fits = !matches!(result, crate::pattern::MatchResult::No(_));
            prop_assert!(!fits || candidates.contains(&rank), "{}: {:?}", raw[rank as usize], result);
        }
    }

    /// The same of regexes that are searched for: the first that is found counts.
    #[test]
    fn the_filter_passes_over_no_regex_that_is_found(
        regexes in vec(regex_text(), 1..6),
        text in "[a-cA-CkKſ\u{212a} 0-9]{0,20}",
    ) {
        let regexes: Vec<LazyRegex> = regexes.iter().map(|source| LazyRegex::new(source, "i")).collect();
        let candidates = MessageFilter::new(regexes.iter()).candidates(&text);
        let found = |regex: &LazyRegex| regex.get().is_some_and(|regex| regex.is_match(&text));
        let first = (0..).zip(&regexes).find(|(_, regex)| found(regex)).map(|(at, _)| at);
        prop_assert!(first.is_none_or(|first| candidates.contains(&first)), "{first:?} in {text}");
    }

    #[test]
    fn a_matcher_survives_storing(raw in pattern_text(), text in message_text()) {
        let (pattern, _) = parse(&raw, Span::default());
        let (command, _) = Matcher::lower(&[pattern], &mut |_, _| None);
        let stored = rmp_serde::to_vec_named(&command).expect("it can be stored");
        let back: Matcher = rmp_serde::from_slice(&stored).expect("it can be read");
        let message = MessageText::plain(text);
        with_surroundings(|surroundings| {
            assert_eq!(match_command(&command, &message, surroundings), match_command(&back, &message, surroundings));
        });
        prop_assert_eq!(back, command);
    }
}

/// A naive search would try 2^40 ways through these.
#[test]
fn many_optional_parts_take_bounded_work() {
    let holes: Vec<String> = (0..40).map(|index| format!("[{{a{index}}}] [b]")).collect();
    let command = matcher(&[&format!("go {} end", holes.join(" "))]);
    let text = format!("go {}", "b ".repeat(70));
    with_surroundings(|surroundings| {
        let result = match_command(&command, &MessageText::plain(text), surroundings);
        assert!(matches!(result, crate::pattern::MatchResult::No(_)));
    });
}

#[test]
fn long_messages_take_work_in_proportion() {
    let command =
        matcher(&["sum {numbers: list<int>}", "note [--now] {what...}", "at {d: date} {t: time} {x...}"]);
    for piece in ["\"a ", "'a ", "“", "--now ", "—", "1,", "5 jan ", "a=\"", "{", "[(", "\u{a0}"] {
        let text = piece.repeat(5_000);
        for start in ["sum ", "note ", "at ", ""] {
            let message = MessageText::plain(format!("{start}{text}"));
            with_surroundings(|surroundings| match_command(&command, &message, surroundings));
        }
        let _ = parse(&text, Span::default());
    }
}
