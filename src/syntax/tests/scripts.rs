//! The good scripts, and how tests parse.

use crate::base::{SourceId, SourceText};
use crate::syntax::{Parse, parse};

/// The scripts that the language was made for.
pub(super) const NORTH_STAR: [(&str, &str); 6] = [
    ("expenses", include_str!("../../../tests/scripts/north-star/expenses.wbot")),
    ("github_notifier", include_str!("../../../tests/scripts/north-star/github_notifier.wbot")),
    ("hello", include_str!("../../../tests/scripts/north-star/hello.wbot")),
    ("jira_controller", include_str!("../../../tests/scripts/north-star/jira_controller.wbot")),
    ("standup", include_str!("../../../tests/scripts/north-star/standup.wbot")),
    ("travel_assistant", include_str!("../../../tests/scripts/north-star/travel_assistant.wbot")),
];

/// One of everything that the language has.
pub(super) const EVERYTHING: &str = include_str!("everything.wbot");

pub(super) fn parse_text(text: &str) -> Parse {
    parse(&SourceText::new(SourceId(0), "test.wbot", text))
}

#[test]
fn good_scripts_parse_without_a_word() {
    for (name, text) in NORTH_STAR.into_iter().chain([("everything", EVERYTHING)]) {
        assert_eq!(parse_text(text).diagnostics, [], "{name}");
        assert_eq!(parse_text(&text.replace('\n', "\r\n")).diagnostics, [], "{name} with CRLF");
        assert_eq!(parse_text(&format!("\u{feff}{text}")).diagnostics, [], "{name} with a BOM");
    }
}
