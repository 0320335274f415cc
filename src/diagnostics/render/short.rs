//! One line for each diagnostic: `file:line:column: severity[code]: message`.

use super::{Report, printable};
use crate::diagnostics::Severity;
use std::fmt::Write;

/// The diagnostics, a line each, in the order given. Line and column count from 1, the column in
/// Unicode scalar values.
#[must_use]
pub fn short(reports: &[Report<'_>]) -> String {
    let mut out = String::new();
    for (one, sources) in reports.iter().flat_map(|report| report.each()) {
        let (start, _) = sources.place(one.span);
        let severity = match one.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let name = printable::one_line(sources.name(one.span));
        let message = printable::one_line(&one.message);
        let code = one.code.name;
        writeln!(out, "{name}:{}:{}: {severity}[{code}]: {message}", start.line, start.column)
            .expect("writing to a String does not fail");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{SourceId, SourceMap, Span};
    use crate::diagnostics::{Diagnostic, codes};

    #[test]
    fn a_line_each_with_columns_in_characters() {
        let sources = SourceMap::of("bot.wbot", "say \"é\" xx\n");
        let one = Diagnostic::new(&codes::SYNTAX_UNEXPECTED, Span::new(SourceId(0), 9, 11), "found\n`xx`");
        let foreign = Diagnostic::new(&codes::SYNTAX_UNEXPECTED, Span::at(SourceId(7), 3), "lost");
        assert_eq!(
            short(&[Report::new(&[one, foreign], &sources)]),
            "bot.wbot:1:9: error[syntax/unexpected]: found `xx`\n?:1:1: error[syntax/unexpected]: lost\n"
        );
    }
}
