//! What several of these need.

use crate::value::{Text, TextBuilder};

/// A fence that is longer than every run of backticks in the text.
pub(in crate::builtins) fn fence(text: &str, at_least: usize) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(at_least.max(longest + 1))
}

/// A fenced block.
pub(in crate::builtins) fn block(text: &str, language: &str) -> Text {
    let fence = fence(text, 3);
    let mut builder = TextBuilder::new();
    builder.push(&format!("{fence}{language}\n"), true);
    builder.push(text.trim_end_matches('\n'), false);
    builder.push(&format!("\n{fence}"), true);
    builder.finish()
}
