//! Patterns and what is wrong with them, as tables.

use crate::base::{SourceId, Span};
use crate::diagnostics::codes;
use crate::pattern::tree::{Flag, Hole, HoleType, Node};
use crate::pattern::{ArgumentType, Matcher, Pattern, parse};

#[test]
fn the_parts_of_a_pattern() {
    check("hello", "hello");
    check("  deploy   {service} ", "deploy {service}");
    check(
        "deploy {service} [to {env: Env = dev}] [--force]",
        "deploy {service} [to {env: Env = dev}] [--force]",
    );
    check("(add|put in) [the [big]] x", "(add|put in) [the [big]] x");
    check("hello [{name...}]", "hello [{name...}]");
    check("close --reason {why} --dry-run", "close --reason {why} --dry-run(dry_run)");
    check(r"follow {repo: /[\w.-]+\/[\w.-]+/}", r"follow {repo: /[\w.-]+\/[\w.-]+/}");
    check(r"find {key: /[A-Z]{2,}-\d+/i}", r"find {key: /[A-Z]{2,}-\d+/i}");
    check(r#"to {env:"dev"|"p}rod" = "p}rod"}"#, r#"to {env: "dev" | "p}rod" = p}rod}"#);
    check("tag { names : list < text > }", "tag {names: list<text>}");
    check(r#"tag {names: list<"a" | "b">}"#, r#"tag {names: list<"a" | "b">}"#);
    check("wait {d: duration = 2h 30m}", "wait {d: duration = 2h 30m}");
    check("look {place: std.github.Place}", "look {place: std.github.Place}");
    check("wer? über-uns, 3 - 4!", "wer? über-uns, 3 - 4!");
}

#[test]
fn what_can_be_absent() {
    let raw = "do {a} [{b} [{c}]] (x {d}|y) [--e] --f [--g {h}] {i...}";
    let (pattern, diagnostics) = parse(raw, Span::default());
    assert!(diagnostics.iter().all(|found| found.code.name != "pattern/bad-name"));
    let names = pattern.holes().into_iter().map(|binding| {
        let mark = if binding.can_be_absent { "?" } else { "" };
        format!("{}{mark}", binding.name)
    });
    assert_eq!(names.collect::<Vec<_>>().join(" "), "a b? c? d? e? f h? i");
    assert_eq!(pattern.literal_words(), 2);
}

#[test]
fn mistakes_are_reported_where_they_are() {
    for (raw, expected) in [
        ("", "empty()"),
        ("   ", "empty(   )"),
        ("deploy {service", "unclosed({)"),
        ("deploy {service: Env = ", "unclosed({)"),
        ("deploy [to {env}", "unclosed([)"),
        ("(a|b", "unclosed(()"),
        ("[a (b", "unclosed([) unclosed(()"),
        ("[a) b", "unclosed([)"),
        ("a ] b", "stray(])"),
        ("a } b", "stray(})"),
        ("[a } b]", "stray(})"),
        ("start|stop", "stray(|)"),
        ("[a|b]", "stray(|)"),
        ("[]", "empty-group([])"),
        ("a (|b)", "empty-group((|b))"),
        ("a [ {} ]", "empty-group([ {} ]) bad-name()"),
        ("{Name}", "syntax/name-case(Name)"),
        ("{1a}", "bad-name(1a)"),
        ("{a b}", "bad-type(b)"),
        ("{a: }", "bad-type(})"),
        ("{a: <x>}", "bad-type(<)"),
        ("{a: list}", "bad-type(list)"),
        ("{a: list<list<int>>}", "bad-type(list)"),
        ("{a: list<int}", "bad-type(})"),
        ("{a: int?}", "bad-type(?)"),
        ("{a...: int}", "bad-type(: int)"),
        (r#"{a: "x" | }"#, "bad-type(})"),
        (r#"{a: "x" | "x"}"#, r#"bad-type("x")"#),
        (r#"{a: ""}"#, r#"bad-type("")"#),
        (r#"{a: "x}"#, r#"unclosed(")"#),
        ("{a: /x}", "unclosed(/)"),
        ("{a: /(x/}", "regex(()"),
        ("{a: //}", "regex(//)"),
        ("{a: /x/g}", "regex(/x/g)"),
        ("{a: int =}", "default(=)"),
        ("ticket{id}", "not-separated({)"),
        ("{a}{b}", "not-separated({)"),
        ("ticket[s]", "not-separated([)"),
        ("--n{v}", "not-separated({)"),
        ("{a} {a}", "duplicate-name(a)"),
        ("[--a] {a}", "duplicate-name(a)"),
        ("a {x...} b", "rest-not-last({x...})"),
        ("a [{x...}] [b]", "rest-not-last({x...})"),
        ("a {x...} [--b]", "rest-not-last({x...})"),
        ("a {x: list<int>} {y...}", "rest-not-last({x: list<int>})"),
        ("a {x: list<int>} [--b]", ""),
        ("a ({x...}|b {y...})", ""),
        ("a [b --c]", "flag-place(--c)"),
        ("a (--b|--c)", "flag-place(--b) flag-place(--c)"),
        ("a [--b {c}]", ""),
        ("--1", "bad-name(--1)"),
        ("a --", "bad-name(--)"),
        (r"say\{x}", r"bad-word(say\)"),
        ("say “x”", "bad-word(“x”)"),
        (r"web \d+", r"bad-word(\d+)"),
        (r"web WEB-\d{3}(\.\d)? now", r"bad-word(WEB-\d{3}(\.\d)?)"),
        (r"web (\d+|\w*)", r"bad-word(\d+) bad-word(\w*)"),
        (r"web ^\S+$", r"bad-word(^\S+$)"),
        ("say (.*)", "bad-word(.*)"),
        (r"del C:\docs", r"bad-word(C:\docs)"),
        ("rm * .", ""),
        (r"{x: \d+}", r"bad-type(\)"),
        ("[[[[[[[[[a]]]]]]]]]", "too-deep([)"),
    ] {
        let found = mistakes(raw);
        assert_eq!(found, expected, "{raw}");
    }
}

#[test]
fn patterns_of_one_command_share_their_names() {
    for (raw, expected) in [
        (&["a {x: int}", "b {x}"][..], "x: int"),
        (&["a {x}", "b [{x: int = 3}]"], "x: int"),
        (&["a {x}", "b {x: int = 3}"], "default x: int"),
        (&["a {x: int = 3}", "b"], "x: int"),
        (&["a {x: int}", "b"], "x: int?"),
        (&["a", "b {x: int}"], "x: int?"),
        (&["a [{x: date}] [--now]", "b {x: date}"], "x: date?, now: bool"),
        (&["a {x...}", "b {x: text}"], "x: text"),
        (&[r#"a {x: "p" | "q"}"#, "b [{x}]"], r#"x: ("p" | "q")?"#),
        (&["a {x: list<email>}"], "x: list<text>"),
        (&["a {x: int}", "b {x: date}"], "hole-mismatch x: int"),
        (&["a {x: int}", "b --x"], "hole-mismatch x: int"),
        (&["a {x...}", "b {x: int}"], "hole-mismatch x: text"),
        (&["a [{x: int = 1}]", "b [{x: int = 2}]"], "hole-mismatch x: int"),
        (&["a [{x: int = many}]"], "default x: int"),
        (&[r#"a [{x: "up" | "down" = dow}]"#], r#"default x: "up" | "down""#),
    ] {
        let patterns: Vec<Pattern> = raw.iter().map(|raw| parse(raw, Span::default()).0).collect();
        let (matcher, diagnostics) = Matcher::lower(&patterns, &mut |_, _| None);
        let mut shown: Vec<String> = diagnostics.iter().map(|found| short(found.code.name)).collect();
        let parameters =
            matcher.parameters.iter().map(|parameter| format!("{}: {}", parameter.name, parameter.ty()));
        shown.push(parameters.collect::<Vec<_>>().join(", "));
        assert_eq!(shown.join(" "), expected, "{raw:?}");
    }
}

/// The first block of each page produces its code and no other, the second none.
#[test]
fn pages_show_what_they_explain() {
    for code in codes::ALL.iter().filter(|code| code.name.starts_with("pattern/")) {
        let blocks: Vec<&str> =
            code.page.split("```wbot").skip(1).filter_map(|part| part.split("```").next()).collect();
        let [example, mended] = blocks.as_slice() else { panic!("{}: two blocks", code.name) };
        assert_eq!(codes_in(example), [code.name], "{example}");
        assert_eq!(codes_in(mended), [""; 0], "{mended}");
    }
}

/// The codes of the one command of a script.
fn codes_in(script: &str) -> Vec<&'static str> {
    let head = script.split("command \"").nth(1).and_then(|rest| rest.split("\" {").next());
    let raw = head.expect("a command").split("\" or \"");
    let (patterns, mut found): (Vec<_>, Vec<_>) = raw.map(|raw| parse(raw, Span::default())).unzip();
    found.push(Matcher::lower(&patterns, &mut |_, _| Some(ArgumentType::Text)).1);
    found.into_iter().flatten().map(|found| found.code.name).collect()
}

fn check(raw: &str, expected: &str) {
    let (pattern, diagnostics) = parse(raw, Span::default());
    assert_eq!(diagnostics, [], "{raw}");
    assert_eq!(shown(&pattern.nodes), expected, "{raw}");
}

/// The codes of what is wrong with `raw`, each with the text that it underlines.
fn mistakes(raw: &str) -> String {
    let before = "command \"";
    let source = format!("{before}{raw}\"");
    let span = Span::new(SourceId(7), before.len(), before.len() + raw.len());
    let (pattern, diagnostics) = parse(raw, span);
    let found = diagnostics.iter().map(|found| {
        assert!(span.contains(found.span), "{raw}: {found:?}");
        assert!(found.help.is_some(), "an action for {}", found.code.name);
        format!("{}({})", short(found.code.name), found.span.slice(&source))
    });
    for binding in pattern.holes() {
        let text = binding.name_span.slice(&source);
        assert_eq!(text.trim_start_matches('-').replace('-', "_"), binding.name, "{raw}");
    }
    found.collect::<Vec<_>>().join(" ")
}

fn short(code: &str) -> String {
    code.trim_start_matches("pattern/").to_owned()
}

fn shown(nodes: &[Node]) -> String {
    nodes.iter().map(shown_node).collect::<Vec<_>>().join(" ")
}

fn shown_node(node: &Node) -> String {
    match node {
        Node::Word(word) => word.text.to_string(),
        Node::Choice { options, .. } => {
            format!("({})", options.iter().map(|option| shown(option)).collect::<Vec<_>>().join("|"))
        }
        Node::Optional { nodes, .. } => format!("[{}]", shown(nodes)),
        Node::Hole(hole) => shown_hole(hole),
        Node::Flag(Flag { word, value: Some(value), .. }) => format!("--{word} {}", shown_hole(value)),
        Node::Flag(Flag { word, name, .. }) if word != name => format!("--{word}({name})"),
        Node::Flag(flag) => format!("--{}", flag.word),
    }
}

fn shown_hole(hole: &Hole) -> String {
    let kind = match &hole.kind {
        HoleType::Word => String::new(),
        HoleType::Rest => String::from("..."),
        kind => format!(": {}", shown_type(kind)),
    };
    let default = hole.default.as_ref().map(|default| format!(" = {}", default.text));
    format!("{{{}{kind}{}}}", hole.name, default.unwrap_or_default())
}

fn shown_type(kind: &HoleType) -> String {
    match kind {
        HoleType::Word | HoleType::Rest => String::from("text"),
        HoleType::Unread => String::from("?"),
        HoleType::Named { name, .. } => name.to_string(),
        HoleType::Regex { source, flags, .. } => format!("/{source}/{flags}"),
        HoleType::Literals { texts, .. } => {
            texts.iter().map(|word| format!("{:?}", word.text)).collect::<Vec<_>>().join(" | ")
        }
        HoleType::List { item, .. } => format!("list<{}>", shown_type(item)),
    }
}
