//! What was found, and how it is shown.

use serde_json::{Value, json};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing to do.
    Fine,
    /// The bot runs, but something will be missed or surprise.
    Warning,
    /// The bot does not run, or hears nothing.
    Failure,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    pub(super) state: State,
    /// What is so.
    pub(super) said: String,
    /// What to do; nothing where it is fine.
    pub(super) todo: Option<String>,
}

impl Finding {
    pub(super) fn fine(check: &'static str, said: impl Into<String>) -> Self {
        Self { check, state: State::Fine, said: said.into(), todo: None }
    }

    pub(super) fn warning(check: &'static str, said: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { check, state: State::Warning, said: said.into(), todo: Some(todo.into()) }
    }

    pub(super) fn failure(check: &'static str, said: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { check, state: State::Failure, said: said.into(), todo: Some(todo.into()) }
    }
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Warning => "warn",
            Self::Failure => "fail",
        }
    }
}

/// Whether the bot can run.
pub(super) fn passes(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.state != State::Failure)
}

/// A line for each, what to do below it, and the sum.
pub(super) fn human(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { check, state, said, todo } in findings {
        text.push_str(&format!("{:<5} {check:<10} {}\n", state.word(), indented(said)));
        if let Some(todo) = todo {
            text.push_str(&format!("{:16} -> {}\n", "", indented(todo)));
        }
    }
    let count = |wanted: State| findings.iter().filter(|finding| finding.state == wanted).count();
    let (fail, warn) = (count(State::Failure), count(State::Warning));
    text.push_str(&format!("\n{} checks: {fail} failed, {warn} warned\n", findings.len()));
    text
}

/// Further lines stand below the first one.
fn indented(text: &str) -> String {
    text.trim_end().replace('\n', &format!("\n{:17}", ""))
}

/// `{"ok":false,"checks":[{"check":"token","state":"fail","said":"...","todo":"..."}]}`
pub(super) fn json(findings: &[Finding]) -> String {
    let checks: Vec<Value> = findings
        .iter()
        .map(|Finding { check, state, said, todo }| {
            json!({ "check": check, "state": state.word(), "said": said, "todo": todo })
        })
        .collect();
    format!("{}\n", json!({ "ok": passes(findings), "checks": checks }))
}

#[cfg(test)]
mod tests {
    use super::{Finding, human, json, passes};

    #[test]
    fn a_report_says_what_is_so_and_what_to_do() {
        let findings = [
            Finding::fine("script", "bot.wbot: 2 handlers"),
            Finding::warning("clock", "40 s behind", "set it"),
            Finding::failure("token", "refused\nby Webex", "make a new one"),
        ];
        let expected = "\
ok    script     bot.wbot: 2 handlers
warn  clock      40 s behind
                 -> set it
fail  token      refused
                 by Webex
                 -> make a new one

3 checks: 1 failed, 1 warned
";
        assert_eq!(human(&findings), expected);
        assert!(!passes(&findings));
        assert!(passes(&findings[..2]));
        let json: serde_json::Value = serde_json::from_str(&json(&findings[1..2])).unwrap();
        assert_eq!(json["ok"], true);
        assert_eq!(json["checks"][0]["state"], "warn");
        assert_eq!(json["checks"][0]["todo"], "set it");
    }
}
