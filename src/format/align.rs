//! Comments after code: those of neighbouring lines that stood in one column stand in one again.

use super::doc::Trailing;
use unicode_width::UnicodeWidthStr;

/// A comment that stood this close to its code stays that close; one further away keeps its column.
const GAP_CLOSE_MAX: usize = 2;

/// A line, and the comment after it.
#[derive(Default)]
pub(super) struct Row<'a> {
    pub text: String,
    pub comment: Option<Trailing<'a>>,
}

/// The lines as one text.
pub(super) fn join(rows: &[Row<'_>]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let Some(comment) = row.comment else {
            push(&mut text, row, 0);
            at += 1;
            continue;
        };
        let same = |row: &&Row<'_>| row.comment.is_some_and(|other| other.column == comment.column);
        let run = rows.get(at..).unwrap_or(&[]);
        let run = run.get(..run.iter().take_while(same).count().max(1)).unwrap_or(run);
        let column = match run {
            [only] if comment.gap <= GAP_CLOSE_MAX => only.text.width() + comment.gap.max(1),
            _ => run.iter().map(|row| row.text.width() + 1).max().unwrap_or(0).max(comment.column),
        };
        for row in run {
            push(&mut text, row, column);
        }
        at += run.len();
    }
    text
}

fn push(text: &mut String, row: &Row<'_>, column: usize) {
    text.push_str(&row.text);
    if let Some(comment) = row.comment {
        text.push_str(&" ".repeat(column.saturating_sub(row.text.width())));
        text.push_str(comment.text);
    }
    text.push('\n');
}
