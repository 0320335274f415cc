//! The parser on whole scripts.

use super::{Parse, parse};
use crate::base::{SourceId, SourceText};

pub(super) fn parse_text(text: &str) -> Parse {
    parse(&SourceText::new(SourceId(0), "test.wbot", text))
}

pub(super) const NORTH_STAR: [(&str, &str); 6] = [
    ("expenses", include_str!("../../tests/scripts/north-star/expenses.wbot")),
    ("github_notifier", include_str!("../../tests/scripts/north-star/github_notifier.wbot")),
    ("hello", include_str!("../../tests/scripts/north-star/hello.wbot")),
    ("jira_controller", include_str!("../../tests/scripts/north-star/jira_controller.wbot")),
    ("standup", include_str!("../../tests/scripts/north-star/standup.wbot")),
    ("travel_assistant", include_str!("../../tests/scripts/north-star/travel_assistant.wbot")),
];

#[test]
fn north_star_scripts_parse() {
    for (name, text) in NORTH_STAR {
        let parse = parse_text(text);
        for one in &parse.diagnostics {
            eprintln!(
                "{name}: {} {:?} at {:?}",
                one.message,
                one.span,
                text.get(one.span.start as usize..).map(|t| &t[..t.len().min(50)])
            );
        }
        assert_eq!(parse.diagnostics, [], "{name}");
    }
}

#[test]
fn scratch() {
    let Ok(path) = std::env::var("SCRATCH") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let parse = parse_text(&text);
    for one in &parse.diagnostics {
        let line = text[..one.span.start as usize].matches('\n').count() + 1;
        let src = text
            .get(one.span.start as usize..(one.span.end as usize).max(one.span.start as usize))
            .unwrap_or("");
        eprintln!(
            "{line}: [{}] {} «{}» | {} | {:?}",
            one.code.name,
            one.message,
            src.chars().take(60).collect::<String>(),
            one.label,
            one.help
        );
        for l in &one.labels {
            let line = text[..l.span.start as usize].matches('\n').count() + 1;
            eprintln!("     {line}: {}", l.text);
        }
    }
    if std::env::var("DUMP").is_ok() {
        eprintln!("{:#?}", parse.file);
    }
}
