//! The only place that prints.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use crate::diagnostics::render::{Look, Theme};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

/// Columns to wrap at where the terminal does not say (`COLUMNS`).
const WIDTH_DEFAULT: usize = 100;

/// Whether standard error has one JSON object a line, as the log that goes there.
static JSON_LINES: AtomicBool = AtomicBool::new(false);

/// From now on what is printed to standard error is like the lines of `--log json`.
pub(super) fn as_json_lines() {
    JSON_LINES.store(true, Ordering::Relaxed);
}

fn are_json_lines() -> bool {
    JSON_LINES.load(Ordering::Relaxed)
}

/// Prints to standard output. A reader that went away (`wbot check | head`) is no error.
pub(super) fn out(text: &str) {
    let mut stdout = anstream::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints a problem to standard error.
pub(super) fn problem(text: &str) {
    if are_json_lines() {
        return error(&json_line("ERROR", text));
    }
    error(&format!("wbot: {text}\n"));
}

/// Prints what the author should know to standard error.
pub(super) fn note(text: &str) {
    if are_json_lines() {
        let text = text.trim();
        if !text.is_empty() {
            error(&json_line("WARN", text));
        }
        return;
    }
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    error(&format!("{text}{end}"));
}

/// A line with the fields that a line of the log has.
fn json_line(level: &str, text: &str) -> String {
    let at = jiff::Timestamp::now().to_string();
    let line = serde_json::json!({ "timestamp": at, "level": level, "message": text, "target": "wbot" });
    format!("{line}\n")
}

fn error(text: &str) {
    let mut stderr = anstream::stderr();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// How to draw on standard output: colours only on a terminal that has them, and never with
/// `NO_COLOR`; ASCII on one that can do nothing (`TERM=dumb`).
pub(super) fn look() -> Look {
    let colour =
        !are_json_lines() && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let theme = match (colour, dumb) {
        (true, _) => Theme::Colour,
        (false, false) => Theme::Plain,
        (false, true) => Theme::Ascii,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    Look { theme, width: columns.unwrap_or(WIDTH_DEFAULT).clamp(40, 200) }
}
