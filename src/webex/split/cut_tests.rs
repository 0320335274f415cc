//! Cuts by example, and their invariants over generated texts.

use super::{PART_BYTES_MIN, split_markdown, split_message};
use crate::base::limits;
use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Splits `text` at 128 bytes.
fn check(text: &str, want: &[&str]) {
    assert_eq!(split_markdown(text, PART_BYTES_MIN), want, "{text}");
}

#[test]
fn cuts_are_between_paragraphs_lines_words_and_characters_in_this_order() {
    let (a, b, c) = ("a".repeat(50), "b".repeat(60), "c".repeat(104));
    check("short", &["short"]);
    check("", &[]);
    check(&format!("{a}\n\nx\n\n\n{b}\ny {c}{c}"), &[&format!("{a}\n\nx"), &b, "y", &c, &c]);
    check(&format!("{a}\n{b}\n{a}"), &[&a, &format!("{b}\n{a}")]);
    check(&format!("{a} {b} {a}"), &[&a, &format!("{b} {a}")]);
    check(&format!("x {a} {a} - {b}"), &[&format!("x {a}"), &format!("{a} - {b}")]);
    check(&format!("{a} [one {b}](https://acme.com)"), &[&a, &format!("[one {b}](https://acme.com)")]);
    check(&"é".repeat(100), &[&"é".repeat(52), &"é".repeat(48)]);
    check(
        &format!("x{}\\<@all\\> {a}", "é".repeat(51)),
        &[&format!("x{}", "é".repeat(51)), &format!("\\<@all\\> {a}")],
    );
}

#[test]
fn code_is_closed_and_opened_again() {
    let line = format!("{}\n", "x".repeat(39));
    let code = line.repeat(5);
    check(
        &format!("intro\n\n```rust\n{code}```\nend"),
        &[
            "intro",
            &format!("```rust\n{}\n```", line.repeat(2).trim_end()),
            &format!("```rust\n{}\n```", line.repeat(2).trim_end()),
            &format!("```rust\n{line}```\nend"),
        ],
    );
    let (head, tail) = ("y".repeat(100), "z".repeat(50));
    check(&format!("~~~\n{head}{tail}\n~~~"), &[&format!("~~~\n{head}\n~~~"), &format!("~~~\n{tail}\n~~~")]);
    let head = "y".repeat(96);
    check(
        &format!("say `<@all> {head}{tail}` now"),
        &["say ", &format!("`<@all> {head}`"), &format!("`{tail}` now")],
    );
}

#[test]
fn a_row_of_backticks_inside_a_code_span_is_not_cut() {
    let long = "y".repeat(101);
    check(&format!("`{long}``` <@all> {long}`"), &[&format!("`{long}`"), &format!("` ``` <@all> {long}`")]);
}

#[test]
fn a_message_that_fits_stays_as_it_is() {
    let fits = "x ".repeat(limits::MESSAGE_BYTES_MAX / 2);
    assert_eq!(split_message(&fits), [&*fits]);
    let parts = split_message(&"x ".repeat(limits::MESSAGE_BYTES_MAX));
    assert_eq!(parts.len(), 3);
    assert!(parts.iter().all(|part| part.len() <= limits::MESSAGE_PART_BYTES_MAX));
    assert_eq!(split_markdown(&"\n".repeat(1000), 128), Vec::<String>::new());
}

/// What is left when everything goes that a cut may add or take.
fn content(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '`' | '~' | '\n' | ' ')).collect()
}

/// Whether `part` is `whole` with some characters left out.
fn is_within(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// Whether the mark stands anywhere outside of code.
fn is_live(markdown: &str) -> bool {
    let mut in_block = false;
    Parser::new(markdown).any(|event| {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(TagEnd::CodeBlock) => in_block = false,
            _ => {}
        }
        let (Event::Text(shown) | Event::InlineHtml(shown) | Event::Html(shown)) = event else {
            return false;
        };
        !in_block && shown.contains("MARK")
    })
}

fn piece() -> impl Strategy<Value = String> {
    let code = "[a-c<@>`| ]{0,30}";
    prop_oneof![
        "[a-dé😀 ]{1,40}",
        "[a-z]{1,200}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just(r"\<@all\>".to_owned()),
        Just(r"\\`".to_owned()),
        Just("`".to_owned()),
        Just("- item ".to_owned()),
        Just("[label](https://acme.com) ".to_owned()),
        "[a-c<@>| ]{0,150}".prop_map(|code| format!("`x{code} MARK {code}x`")),
        code.prop_map(|code| format!("``x{code} MARK {code}x``")),
        "[a-c<@>|\n ]{0,300}".prop_map(|code| format!("\n```\n{code}\nMARK\n{code}\n```\n")),
        Just("\n~~~\nMARK\n~~~\n".to_owned()),
        Just("\n```\n".to_owned()),
    ]
}

proptest! {
    #[test]
    fn the_invariants_hold(pieces in prop::collection::vec(piece(), 0..25), bytes_max in 128_usize..400) {
        let text = pieces.concat();
        let parts = split_markdown(&text, bytes_max);
        for part in &parts {
            prop_assert!(part.len() <= bytes_max, "{} bytes: {part:?}", part.len());
        }
        let (kept, whole) = (content(&parts.concat()), content(&text));
        // The language of a fence is said again where the fence is opened again.
        prop_assert!(kept == whole || text.contains("```") && is_within(&whole, &kept), "{whole}\n{kept}");
        if !is_live(&text) {
            for part in &parts {
                prop_assert!(!is_live(part), "{text:?} became {part:?}");
            }
        }
    }

    #[test]
    fn any_text_is_split_within_bounds(text in "\\PC{0,600}", bytes_max in 0_usize..200) {
        let parts = split_markdown(&text, bytes_max);
        prop_assert!(parts.iter().all(|part| part.len() <= bytes_max.max(PART_BYTES_MIN)));
        prop_assert_eq!(content(&parts.concat()), content(&text));
    }
}
