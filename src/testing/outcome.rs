//! What came of a test, and how it is shown.

use crate::base::Span;
use std::fmt::Write as _;

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Its head.
    pub span: Span,
    /// Nothing, or why it failed.
    pub failure: Option<Failure>,
}

/// Why a test failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The line of the test that could not be done, or that something else happened at.
    pub span: Span,
    /// What went wrong, in words.
    pub message: String,
    /// The conversation up to there.
    pub transcript: Vec<Line>,
    /// What the run logged, where it failed.
    pub logs: Vec<String>,
}

/// A line of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it happened, was expected, or both.
    pub mark: Mark,
    /// `alice>`, `bot in "Ops">`.
    pub who: String,
    /// What was said.
    pub text: String,
}

/// Where a line of a conversation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It happened as expected.
    Both,
    /// It was expected and did not happen.
    Expected,
    /// It happened and was not expected.
    Happened,
}

impl Failure {
    /// The conversation as a diff: `-` was expected, `+` happened.
    #[must_use]
    pub fn diff(&self) -> String {
        let width = self.transcript.iter().map(|line| line.who.chars().count()).max().unwrap_or(0);
        let mut shown = String::new();
        for line in &self.transcript {
            let sign = match line.mark {
                Mark::Both => ' ',
                Mark::Expected => '-',
                Mark::Happened => '+',
            };
            let mut lines = line.text.split('\n');
            let first = lines.next().unwrap_or_default();
            let head = format!("{sign} {:width$} {first}", line.who);
            let _ = writeln!(shown, "{}", head.trim_end());
            for more in lines {
                let _ = writeln!(shown, "{}", format!("{sign} {:width$} {more}", "").trim_end());
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, Line, Mark};
    use crate::base::Span;

    #[test]
    fn a_diff_lines_up_and_shows_every_line_of_a_message() {
        let line = |mark, who: &str, text: &str| Line { mark, who: who.into(), text: text.into() };
        let failure = Failure {
            span: Span::default(),
            message: String::new(),
            transcript: vec![
                line(Mark::Both, "alice>", "hello"),
                line(Mark::Expected, "bot in \"Ops\">", "Hello,\n**Bob**"),
                line(Mark::Happened, "bot in \"Ops\">", "Hello,\n**Alice**"),
            ],
            logs: Vec::new(),
        };
        insta::assert_snapshot!(failure.diff(), @r#"
          alice>        hello
        - bot in "Ops"> Hello,
        -               **Bob**
        + bot in "Ops"> Hello,
        +               **Alice**
        "#);
    }
}
