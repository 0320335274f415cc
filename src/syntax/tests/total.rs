//! Any text parses: prefixes, deletions and mutations of the good scripts, and noise.

use super::scripts::{EVERYTHING, NORTH_STAR, parse_text};
use crate::base::{SourceId, SourceText, limits};
use crate::syntax::{layout, lexemes};

/// A small generator: tests must not depend on chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Parses, and looks at what must hold for any text.
fn check(text: &str) {
    let parse = parse_text(text);
    assert!(parse.diagnostics.len() <= limits::SYNTAX_ERRORS_MAX);
    for one in &parse.diagnostics {
        assert!(one.span.end as usize <= text.len(), "{one:?}");
        assert!(!one.message.is_empty() && !one.message.ends_with('.'), "{one:?}");
        for label in &one.labels {
            assert!(label.span.end as usize <= text.len(), "{one:?}");
        }
    }
    let mut at = 0;
    for item in &parse.file.items {
        assert!(item.span().start >= at, "items ascend in {text:?}");
        at = item.span().end;
    }
    let bad = parse.file.items.iter().any(|item| matches!(item, crate::syntax::ast::Item::Error(_)));
    assert!(!bad || !parse.diagnostics.is_empty(), "an error without a word in {text:?}");
}

fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Every prefix of every declaration, alone: what an editor sees while it is typed; and each without each of its
/// tokens.
#[test]
fn every_part_of_a_declaration_parses() {
    for (_, text) in NORTH_STAR.into_iter().chain([("everything", EVERYTHING)]) {
        let layout = layout::scan(SourceId(0), text, false);
        for chunk in layout.chunks {
            let declaration = text.get(chunk.start..chunk.end).unwrap_or("");
            for end in (0..declaration.len()).filter(|end| declaration.is_char_boundary(*end)) {
                check(declaration.get(..end).unwrap_or(""));
            }
            for token in lexemes(&SourceText::new(SourceId(0), "bot.wbot", declaration)) {
                let mut without = declaration.to_owned();
                without.replace_range(token.span.start as usize..token.span.end as usize, "");
                check(&without);
            }
        }
    }
}

/// Every prefix of a script that ends between two tokens.
#[test]
fn every_prefix_of_tokens_parses() {
    for (_, text) in NORTH_STAR {
        for token in lexemes(&SourceText::new(SourceId(0), "bot.wbot", text)) {
            check(text.get(..token.span.start as usize).unwrap_or(""));
        }
    }
}

#[test]
fn mutations_parse() {
    const PIECES: [&str; 32] = [
        "(", ")", "[", "]", "{", "}", "\"", "\"\"\"", "/", "\\", "\n", ";", ",", ":", "=", "=>", "->", "..",
        "?.", "??", "not ", "in ", "ask ", "else ", "if ", "as ", "é", "#", "'", "alice> ", "{x:",
        "command ",
    ];
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for (_, text) in NORTH_STAR.into_iter().chain([("everything", EVERYTHING)]) {
        for _ in 0..25 {
            let mut changed = text.to_owned();
            for _ in 0..=chance.below(4) {
                let start = boundary(&changed, chance.below(changed.len()));
                let end = boundary(&changed, start + chance.below(12));
                let piece = PIECES.get(chance.below(PIECES.len())).copied().unwrap_or("");
                changed.replace_range(start..end.max(start), piece);
            }
            check(&changed);
        }
    }
}

#[test]
fn noise_parses() {
    let mut chance = Chance(7);
    for _ in 0..300 {
        let length = chance.below(200);
        let text: String = (0..length)
            .map(|_| match chance.below(3) {
                0 => char::from(u8::try_from(chance.below(128)).unwrap_or(b' ')),
                1 => ['{', '}', '(', ')', '"', '\n', ' ', '/', '=', '.'][chance.below(10)],
                _ => ['é', '\u{a0}', '😀', '\u{2028}', '\u{201c}', '\u{0}'][chance.below(6)],
            })
            .collect();
        check(&text);
    }
}

#[test]
fn what_was_slow_elsewhere_is_not_here() {
    for text in [
        "(".repeat(10_000),
        "fn f() { say ".to_owned() + &"[".repeat(10_000),
        "fn f() {\n".repeat(2_000),
        "fn f() { say (([{\n".repeat(1_000),
        "\"{".repeat(10_000),
        "\"".repeat(10_001),
        "say \"a\n".repeat(2_000),
        "}".repeat(10_000),
        "/".repeat(10_000),
        "{ ".repeat(60) + &"if x { a b }\n".repeat(50),
        format!("fn f() {{ {} }}", "if x { a b ".repeat(60) + &"}".repeat(60)),
        "#".repeat(5_000),
        "'a' ".repeat(2_000),
        "x: (".repeat(3_000),
    ] {
        check(&text);
    }
}
