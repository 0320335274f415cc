//! The format for people: code, message, the lines concerned with what is underlined, help.

use super::excerpt::Excerpt;
use super::{Report, printable};
use crate::base::{SourceId, SourceMap};
use crate::diagnostics::{Diagnostic, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use std::fmt;

/// How the output looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Colours and drawing characters.
    pub theme: Theme,
    /// Columns of the terminal; messages wrap there.
    pub width: usize,
}

/// Colours and drawing characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// A terminal with colours.
    Colour,
    /// Without colours: `NO_COLOR`, a pipe, a file.
    Plain,
    /// Without colours and with ASCII characters only.
    Ascii,
}

impl Look {
    /// What tests and log files get: no colours, 100 columns.
    pub const PLAIN: Self = Self { theme: Theme::Plain, width: 100 };
}

/// The diagnostics in the order given, a pointer to the long explanation, and a line that counts
/// them; nothing at all where there are none. `what` is the name for that line: `bot.wbot`,
/// `3 files`.
#[must_use]
pub fn terminal(reports: &[Report<'_>], what: &str, look: Look) -> String {
    let all = || reports.iter().flat_map(|report| report.each());
    let errors_first = all().find(|(one, _)| one.severity() == Severity::Error).or_else(|| all().next());
    let Some((to_explain, _)) = errors_first else { return String::new() };
    let handler = handler(look);
    let mut out = String::new();
    for (one, sources) in all() {
        for part in parts(one, sources) {
            handler.render_report(&mut out, &part).expect("every span was fitted to its text");
        }
        out.push('\n');
    }
    let code = to_explain.code.name;
    out.push_str(&format!("For more about a code: wbot error {code}\n{}\n", summary(reports, what)));
    out
}

/// "2 errors, 1 warning in bot.wbot".
#[must_use]
pub fn summary(reports: &[Report<'_>], what: &str) -> String {
    let all = || reports.iter().flat_map(|report| report.each());
    let count = |severity| all().filter(|(one, _)| one.severity() == severity).count();
    let counted = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}{}", if number == 1 { "" } else { "s" }))
        .collect::<Vec<_>>();
    if counted.is_empty() {
        format!("no problems in {what}")
    } else {
        format!("{} in {what}", counted.join(", "))
    }
}

fn handler(look: Look) -> GraphicalReportHandler {
    let theme = match look.theme {
        Theme::Colour => GraphicalTheme::unicode(),
        Theme::Plain => GraphicalTheme::unicode_nocolor(),
        Theme::Ascii => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        .without_syntax_highlighting()
        .with_context_lines(1)
}

/// What is printed as one piece: all labels of one source text.
struct Part {
    code: Option<&'static str>,
    severity: miette::Severity,
    message: String,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
    excerpt: Excerpt,
}

/// The diagnostic in pieces: its own text first, then each other text that it points into. The
/// help stands at the end of the last.
fn parts(one: &Diagnostic, sources: &SourceMap) -> Vec<Part> {
    let excerpt = Excerpt::new(one.span.source, sources);
    let own = some_text(&one.label);
    let mut main = Part {
        code: Some(one.code.name),
        severity: match one.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        },
        message: printable::same_length(&one.message).into_owned(),
        labels: vec![LabeledSpan::new_primary_with_span(own, excerpt.shown(one.span))],
        help: None,
        excerpt,
    };
    let mut others: Vec<Part> = Vec::new();
    for label in &one.labels {
        let source = label.span.source;
        if source == main.excerpt.id {
            let shown = main.excerpt.shown(label.span);
            main.labels.push(LabeledSpan::new_with_span(some_text(&label.text), shown));
            continue;
        }
        others.push(elsewhere(source, label, sources));
    }
    let mut all = vec![main];
    all.append(&mut others);
    if let Some(last) = all.last_mut() {
        last.help = one.help.as_deref().map(|help| printable::same_length(help).into_owned());
    }
    all
}

fn elsewhere(source: SourceId, label: &crate::diagnostics::Label, sources: &SourceMap) -> Part {
    let excerpt = Excerpt::new(source, sources);
    Part {
        code: None,
        severity: miette::Severity::Advice,
        message: printable::one_line(&label.text),
        labels: vec![LabeledSpan::new_primary_with_span(None, excerpt.shown(label.span))],
        help: None,
        excerpt,
    }
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| printable::one_line(text))
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Part {}

impl miette::Diagnostic for Part {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::diagnostics::codes;

    const BOT: &str = "bot \"Hi\" {\n\tabout \"日本語 text\" oops\n}\n\ncommand \"hello\" {\n  say \"x\"\n";

    /// A diagnostic that underlines `found` in `BOT`.
    fn at(found: &str, message: &str) -> Diagnostic {
        let start = BOT.find(found).expect("the test names a part of BOT");
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span(start, start + found.len()), message)
    }

    fn span(start: usize, end: usize) -> Span {
        Span::new(SourceId(0), start, end)
    }

    fn plain(diagnostics: &[Diagnostic]) -> String {
        let mut sources = SourceMap::of("bot.wbot", BOT);
        sources.add("lib.wbot", "fn twice(x: int) = x * 2\n");
        terminal(&[Report::new(diagnostics, &sources)], "bot.wbot", Look::PLAIN)
    }

    #[test]
    fn a_tab_and_wide_characters_before_the_underline() {
        insta::assert_snapshot!(plain(&[at("oops", "found `oops`, expected the end of the line")
            .label("not expected here")
            .help("remove it")]));
    }

    #[test]
    fn labels_in_the_same_and_in_another_file() {
        insta::assert_snapshot!(plain(&[at("oops", "`oops` is declared twice")
            .label("again here")
            .also(span(4, 8), "in this bot")
            .also(Span::new(SourceId(1), 3, 8), "first declared here")
            .help("give one of them another name")]));
    }

    #[test]
    fn a_span_of_several_lines_and_an_empty_one_at_the_end() {
        let end = BOT.len();
        insta::assert_snapshot!(plain(&[
            at("{\n\tabout", "found a block").label("this block"),
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span(end, end), "found the end, expected `}`")
                .label("expected here")
                .also(span(BOT.rfind('{').expect("BOT has a brace"), BOT.len() - 10), "opened here"),
        ]));
    }

    #[test]
    fn spans_that_fit_no_text_still_show_the_message() {
        let lost = Diagnostic::new(&codes::SYNTAX_UNEXPECTED, Span::new(SourceId(5), 3, 9), "somewhere else");
        let past = Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span(4000, 5000), "past the end");
        insta::assert_snapshot!(plain(&[lost, past]));
    }

    #[test]
    fn of_a_very_long_span_the_first_line_is_shown() {
        let sources = SourceMap::of("long.wbot", &"say 1\n".repeat(200));
        let one = Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span(0, 1200), "much");
        let text = terminal(&[Report::new(&[one], &sources)], "long.wbot", Look::PLAIN);
        assert!(text.lines().count() < 12, "{text}");
    }

    #[test]
    fn colours_only_where_asked_and_no_escape_of_the_script() {
        let sources = SourceMap::of("a.wbot", "say \u{1b}[2J x\n");
        let one = [Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span(8, 9), "odd \u{1b}[31m")];
        let look = |theme| terminal(&[Report::new(&one, &sources)], "a.wbot", Look { theme, width: 80 });
        assert!(look(Theme::Colour).contains("\u{1b}["), "colours");
        assert!(!look(Theme::Colour).contains("\u{1b}[2J"), "the script's own escape");
        assert!(!look(Theme::Plain).contains('\u{1b}'));
        assert!(look(Theme::Ascii).is_ascii());
    }

    #[test]
    fn nothing_to_say_is_an_empty_text() {
        assert_eq!(plain(&[]), "");
        assert_eq!(summary(&[], "bot.wbot"), "no problems in bot.wbot");
    }
}
