//! Newlines, strings, regexes, comments, transcripts.

use super::scripts::{EVERYTHING, NORTH_STAR, parse_text};
use super::shape::body;
use crate::syntax::ast::{BotPlace, Expectation, Item, PersonPlace, Step, StepKind};
use crate::syntax::layout::{self, Code};
use crate::syntax::{CommentKind, Comments};

fn check(rows: &[(&str, &str)]) {
    for (text, shape) in rows {
        assert_eq!(body(text), *shape, "{text}");
    }
}

#[test]
fn a_newline_counts_only_where_the_language_says() {
    check(&[
        ("a\nb", "a; b"),
        ("a; b;; c;", "a; b; c"),
        ("f(\n  a,\n  b\n)", "f(a, b)"),
        ("[\n1,\n2\n]", "[1 2]"),
        ("a +\n  b", "(+ a b)"),
        ("a ==\n  b", "(== a b)"),
        ("a and\n  b", "(and a b)"),
        ("a ..\n b", "(.. a b)"),
        ("let x =\n  1", "let x 1"),
        ("xs\n  .map(f)\n  // why\n\n  .first", "xs.map(f).first"),
        ("x\n  ?.y\n  ?? z", "(?? x?.y z)"),
        ("a\n  and b\n  or c", "(or (and a b) c)"),
        ("if a { 1 }\nelse { 2 }", "if a {1} else {2}"),
        (
            "let n = ask \"N?\" as int\n  where n > 0 else \"no\"\n  within 1h\n  else { stop }",
            "let n (ask 'N?' as int where (> n 0) else 'no' within 3600000ms) else {stop}",
        ),
        ("match x {\n  \"a\" => 1\n  else => 2\n}", "match x 1 {1} 1 {2}"),
        ("f(x =>\n  x)", "f((lambda x x))"),
        ("a\n-b", "a; (neg b)"),
        ("{ or: 1\n  and: 2\n  else: 3 }", "record(or=1 and=2 else=3)"),
    ]);
}

#[test]
fn a_closed_type_ends_its_line() {
    let parse =
        parse_text("state a: map<list<int>>\nstate b: int = 0\ntype T = { a: list<text>\n  b: int }\n");
    assert_eq!(parse.diagnostics, []);
    assert_eq!(parse.file.items.len(), 3);
}

#[test]
fn a_slash_divides_or_begins_a_regex() {
    check(&[
        ("a / b / c", "(/ (/ a b) c)"),
        ("f(x) / 2", "(/ f(x) 2)"),
        ("xs[0] / 2 // half", "(/ xs[0] 2)"),
        ("f(/a b\"(/, 1)", "f(/a b\"(/, 1)"),
        ("x matches /[{]\\/'/ims", "(matches x /[{]\\/'/ims)"),
        ("return /x/", "return /x/"),
        ("match x {\n  /a|b/ => 1\n  else => 2\n}", "match x 1 {1} 1 {2}"),
    ]);
}

#[test]
fn strings_nest_and_keep_their_own_text() {
    check(&[
        (r#""a\n\t\"\\\{\}\u{e9}""#, "'a\n\t\"\\{}é'"),
        (r#""{when:%d %b} {n:,} {x}""#, "'{when:%d %b} {n:,} {x}'"),
        (r#""{"a {"b {c}"}"}""#, "'{'a {'b {c}'}'}'"),
        (r#""{if a { "x {b}" } else { "" }}.""#, "'{if a {'x {b}'} else {''}}.'"),
        (r#""{f({ a: 1 })}""#, "'{f(record(a=1))}'"),
        (r#""it's // no comment ] )""#, "'it's // no comment ] )'"),
        (
            "\"\"\"\n    Hello {name},\n      in\n    \"q\" // no\n  \"\"\"",
            "'Hello {name},\n  in\n\"q\" // no'",
        ),
        ("\"\"\"one line\"\"\"", "'one line'"),
        ("\"\"\"\n\ta\n\n\tb\n\"\"\"", "'a\n\nb'"),
        ("\"\"\"\n  {a}\n   b\n\"\"\"", "'{a}\n b'"),
    ]);
}

/// The steps of a test with these lines.
fn steps(lines: &str) -> Vec<Step> {
    let parse = parse_text(&format!("test \"t\" {{\n{lines}\n}}\n"));
    assert_eq!(parse.diagnostics, [], "{lines}");
    match parse.file.items.into_iter().next() {
        Some(Item::Test(test)) => test.steps,
        other => panic!("no test but {other:?}"),
    }
}

#[test]
fn a_transcript_line_is_text_to_its_end() {
    let found = steps(
        "  alice>   it's (not { done // here  \n  bot in \"Ops\"> \"a\n  bot to bob> ...\n  bot> /x\\/y/i\n  bot> card tickets.form\n  bot> card games are fun\n  and> or\n  restart\n",
    );
    let shown: Vec<String> = found
        .iter()
        .map(|step| match &step.kind {
            StepKind::Says { who, place: PersonPlace::Direct, text } => {
                format!("{}: {}", who.text, text.text)
            }
            StepKind::Bot { place, expected } => {
                let place = match place {
                    BotPlace::Same => "same",
                    BotPlace::Person(name) => name.text.as_str(),
                    BotPlace::Room(room) => room.as_plain().unwrap_or("?"),
                    BotPlace::Thread => "thread",
                };
                let what = match expected {
                    Expectation::Any => "any".to_owned(),
                    Expectation::Regex(regex) => format!("{} {}", regex.pattern, regex.flags),
                    Expectation::Card(path) => format!("card of {}", path.parts.len()),
                    Expectation::Text(text) => text.text.to_string(),
                };
                format!("bot {place}: {what}")
            }
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "alice: it's (not { done // here",
            "bot Ops: \"a",
            "bot bob: any",
            "bot same: x\\/y i",
            "bot same: card of 2",
            "bot same: card games are fun",
            "and: or",
            "Restart",
        ]
    );
}

#[test]
fn a_transcript_block_has_several_lines() {
    let found = steps("  bot> \"\"\"\n    one }\n      two\n    \"\"\"\n  nothing");
    let [first, second] = found.as_slice() else { panic!("two steps") };
    let StepKind::Bot { expected: Expectation::Text(text), .. } = &first.kind else { panic!("a text") };
    assert_eq!(text.text, "one }\n  two");
    assert_eq!(second.kind, StepKind::Nothing);
}

#[test]
fn patterns_keep_their_bytes() {
    let text = r#"command "a {x: /[{}"]\/\d+/} [to {y = "big boss"}]" or "b \d" for g { stop }"#;
    let parse = parse_text(text);
    assert_eq!(parse.diagnostics, []);
    let [Item::Handler(handler)] = parse.file.items.as_slice() else { panic!("a handler") };
    let crate::syntax::ast::Trigger::Command { patterns } = &handler.trigger else { panic!("a command") };
    let texts: Vec<&str> = patterns.iter().map(|pattern| pattern.text.as_str()).collect();
    assert_eq!(texts, [r#"a {x: /[{}"]\/\d+/} [to {y = "big boss"}]"#, r"b \d"]);
    assert_eq!(handler.guards.len(), 1);
}

#[test]
fn comments_stand_beside_the_tree() {
    let text = "// one\n\n/// Doc,\n/// two lines.\nfn f() { stop } // three\ntype T = {\n  /// field\n  a: text // four\n}\n//// no doc\n";
    let parse = parse_text(text);
    assert_eq!(parse.diagnostics, []);
    let Comments { list, blank_lines } = &parse.comments;
    let shown: Vec<(&str, bool, bool)> =
        list.iter().map(|one| (one.span.slice(text), one.kind == CommentKind::Doc, one.own_line)).collect();
    assert_eq!(
        shown,
        [
            ("// one", false, true),
            ("/// Doc,", true, true),
            ("/// two lines.", true, true),
            ("// three", false, false),
            ("/// field", true, true),
            ("// four", false, false),
            ("//// no doc", false, true),
        ]
    );
    assert_eq!(blank_lines, &[7]);
    let [Item::Fn(function), Item::Type(ty)] = parse.file.items.as_slice() else { panic!("two items") };
    assert_eq!(function.doc.as_ref().map(|doc| doc.text.as_str()), Some("Doc,\ntwo lines."));
    let crate::syntax::ast::TypeKind::Record(fields) = &ty.ty.kind else { panic!("a record") };
    assert_eq!(
        fields.first().and_then(|field| field.doc.as_ref()).map(|doc| doc.text.as_str()),
        Some("field")
    );
}

#[test]
fn indentation_means_nothing_in_good_text() {
    let text = "test \"t\" {\nalice> hi\nafter 1d\nbot> on x {\n}\nbot \"X\" {\nabout \"x\"\n}\n";
    let parse = parse_text(text);
    assert_eq!(parse.diagnostics, []);
    assert_eq!(parse.file.items.len(), 2);
}

#[test]
fn tokens_cover_all_but_space_and_comments() {
    for (name, text) in NORTH_STAR.into_iter().chain([("everything", EVERYTHING)]) {
        let layout = layout::scan(crate::base::SourceId(0), text, false);
        let mut pieces: Vec<(usize, usize)> = layout
            .tokens
            .iter()
            .filter(|token| token.code != Code::END)
            .map(|token| (token.start as usize, token.end as usize))
            .chain(layout.comments.list.iter().map(|one| (one.span.start as usize, one.span.end as usize)))
            .collect();
        pieces.sort_unstable();
        let mut at = 0;
        for (start, end) in pieces {
            assert!(at <= start && start < end, "{name}: pieces overlap at {start}");
            let between = text.get(at..start).unwrap_or("?");
            assert!(between.trim_matches([' ', '\n', ';']).is_empty(), "{name}: {between:?} at {at} is lost");
            at = end;
        }
        assert_eq!(layout.index.len(), layout.codes.len() + 1, "{name}");
    }
}
