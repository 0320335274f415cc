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
