//! The only place that prints.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use crate::diagnostics::render::{Look, Theme};
use std::io::Write;

/// Columns to wrap at where the terminal does not say (`COLUMNS`).
const WIDTH_DEFAULT: usize = 100;

/// Prints to standard output. A reader that went away (`wbot check | head`) is no error.
pub(super) fn out(text: &str) {
    let mut stdout = anstream::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints a line to standard error.
pub(super) fn problem(text: &str) {
    let mut stderr = anstream::stderr();
    let _ = writeln!(stderr, "wbot: {text}");
}

/// Prints to standard error as it is.
pub(super) fn note(text: &str) {
    let mut stderr = anstream::stderr();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// How to draw on standard output: colours only on a terminal that has them, and never with
/// `NO_COLOR`; ASCII on one that can do nothing (`TERM=dumb`).
pub(super) fn look() -> Look {
    let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let theme = match (colour, dumb) {
        (true, _) => Theme::Colour,
        (false, false) => Theme::Plain,
        (false, true) => Theme::Ascii,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    Look { theme, width: columns.unwrap_or(WIDTH_DEFAULT).clamp(40, 200) }
}
