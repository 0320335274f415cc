//! The format for programs: `wbot check --format json`.

use super::Report;
use crate::base::SourceMap;
use crate::diagnostics::{Diagnostic, Severity};
use serde::Serialize;

/// One element of the array. The names and their order are a promise to other programs.
#[derive(Serialize)]
struct Row<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// A JSON array with one object for each diagnostic, in the order given. Lines and columns count
/// from 1, columns in Unicode scalar values; the end is exclusive; `help` is `null` if there is
/// none.
#[must_use]
pub fn json(reports: &[Report<'_>]) -> String {
    let rows: Vec<Row> =
        reports.iter().flat_map(|report| report.each()).map(|(one, sources)| row(one, sources)).collect();
    let mut text = serde_json::to_string_pretty(&rows).expect("texts and numbers always serialise");
    text.push('\n');
    text
}

fn row<'a>(one: &'a Diagnostic, sources: &'a SourceMap) -> Row<'a> {
    let (start, end) = sources.place(one.span);
    Row {
        code: one.code.name,
        severity: one.severity(),
        message: &one.message,
        help: one.help.as_deref(),
        file: sources.name(one.span),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{SourceId, Span};
    use crate::diagnostics::codes;

    #[test]
    fn the_promised_fields_in_order() {
        let sources = SourceMap::of("bot.wbot", "let 日本 = \"a\nb\"\n");
        let rows = [
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, Span::new(SourceId(0), 13, 17), "found a \"text\"")
                .help("close it"),
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, Span::at(SourceId(0), 18), "found the end"),
        ];
        insta::assert_snapshot!(json(&[Report::new(&rows, &sources)]));
        assert_eq!(json(&[]), "[]\n");
    }
}
