//! What is said about mistakes: each once, at its place, in words.

use super::scripts::parse_text;
use crate::diagnostics::Diagnostic;
use crate::syntax::ast::{FnBody, Item, StmtKind};

/// One line for each diagnostic: line, code, the underlined text, the message, further places, help.
fn render(text: &str) -> String {
    let parse = parse_text(text);
    let line = |offset: u32| text.get(..offset as usize).unwrap_or("").matches('\n').count() + 1;
    let one = |one: &Diagnostic| {
        let mut out = format!(
            "{}: {} `{}` {}\n",
            line(one.span.start),
            one.code.name.trim_start_matches("syntax/"),
            one.span.slice(text),
            one.message
        );
        for label in &one.labels {
            out.push_str(&format!(
                "   {}: `{}` {}\n",
                line(label.span.start),
                label.span.slice(text),
                label.text
            ));
        }
        if let Some(help) = &one.help {
            out.push_str(&format!("   help: {help}\n"));
        }
        if let Some(fix) = &one.fix {
            let edits: Vec<String> = fix
                .edits
                .iter()
                .map(|edit| format!("`{}` -> `{}`", edit.span.slice(text), edit.text))
                .collect();
            out.push_str(&format!("   fix: {}\n", edits.join(", ")));
        }
        out
    };
    parse.diagnostics.iter().map(one).collect()
}

#[test]
fn frequent_mistakes() {
    insta::assert_snapshot!(render(include_str!("mistakes.wbot")));
}

#[test]
fn brackets_and_quotes() {
    insta::assert_snapshot!(render(include_str!("brackets.wbot")));
}

#[test]
fn parts_left_out_or_exchanged() {
    insta::assert_snapshot!(render(include_str!("slips.wbot")));
}

#[test]
fn parts_of_heads_left_out_or_exchanged() {
    insta::assert_snapshot!(render(include_str!("slips_of_heads.wbot")));
}

#[test]
fn one_missing_brace_spoils_one_handler() {
    let text = "fn a() {\n  if x {\n    say \"1\"\n}\n\nfn b() {\n  say 1 2\n  stop\n}\n";
    let parse = parse_text(text);
    assert_eq!(parse.diagnostics.len(), 2, "{}", render(text));
    let [Item::Fn(_), Item::Fn(second)] = parse.file.items.as_slice() else {
        panic!("{:?}", parse.file.items)
    };
    let FnBody::Block(block) = &second.body else { panic!("a block") };
    assert!(matches!(block.stmts.first().map(|stmt| &stmt.kind), Some(StmtKind::Error)));
    assert!(matches!(block.stmts.get(1).map(|stmt| &stmt.kind), Some(StmtKind::Stop)));
}

#[test]
fn a_bad_declaration_keeps_its_name() {
    for (text, keyword, name) in [
        ("state rooms: = 5", Some("state"), Some("rooms")),
        ("fn f(x {\n  stop\n", Some("fn"), Some("f")),
        ("command \"x\" fro a { stop }", Some("command"), None),
        ("hello there", None, None),
    ] {
        let parse = parse_text(text);
        let [Item::Error(item)] = parse.file.items.as_slice() else {
            panic!("{text}: {:?}", parse.file.items)
        };
        assert_eq!(item.keyword.as_deref(), keyword, "{text}");
        assert_eq!(item.name.as_ref().map(|name| name.text.as_str()), name, "{text}");
        assert_eq!(parse.diagnostics.len(), 1, "{text}");
    }
}

#[test]
fn too_much_is_one_diagnostic() {
    let deep =
        |open: &str, close: &str| format!("fn f() {{ return {}1{} }}\n", open.repeat(100), close.repeat(100));
    let chain = |link: &str| format!("fn f() {{ return a{} }}\n", link.repeat(100_000));
    for text in [
        deep("(", ")"),
        deep("[", "]"),
        deep("{ a: ", "}"),
        deep("if x { ", "}"),
        deep("\"{", "}\""),
        chain(" + a"),
        chain(".a"),
        chain("()"),
        chain("[0]"),
        chain(" ?? a"),
        format!("fn f() {{ return {}a }}\n", "- ".repeat(100_000)),
        format!("fn f() {{ return {}a }}\n", "say ".repeat(100_000)),
        format!("fn f() {{ return {}a }}\n", "if ".repeat(100_000)),
        format!("type T = {}int\n", "() -> ".repeat(100_000)),
    ] {
        let parse = parse_text(&text);
        let start = text.get(..40).unwrap_or(&text);
        let codes: Vec<&str> = parse.diagnostics.iter().map(|one| one.code.name).collect();
        assert_eq!(codes, ["syntax/too-deep"], "{start}");
        drop(parse.clone());
    }
}

#[test]
fn long_but_flat_is_fine() {
    let branches = "if a { stop } else ".repeat(2_000);
    for text in [
        format!("fn f() {{ {branches}{{ stop }} }}\n"),
        format!("type T = {}\"z\"\n", "\"a\" | ".repeat(5_000)),
        format!("const x = [{}]\n", "1, ".repeat(5_000)),
        format!("fn f() {{\n{}}}\n", "  a = 1\n".repeat(5_000)),
    ] {
        assert_eq!(parse_text(&text).diagnostics, []);
    }
}

#[test]
fn a_mistake_may_be_the_first_thing_in_a_file() {
    for text in
        ["-", "--1", "-1 \"T\" {}", "+", "++", "=", "==", "/", "*=", "!", "&&", ".x", ")", "|", ":", "=>"]
    {
        assert!(!parse_text(text).diagnostics.is_empty(), "{text}");
    }
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let text = " ".repeat(crate::base::limits::SOURCE_BYTES_MAX + 1);
    let parse = parse_text(&text);
    let codes: Vec<&str> = parse.diagnostics.iter().map(|one| one.code.name).collect();
    assert_eq!(codes, ["syntax/too-long"]);
}
