//! How a decision came about, for `wbot explain` and the log of `wbot dev`.

use crate::pattern::routes::Routes;
use crate::pattern::run::BadArguments;
use crate::pattern::search::Refusal;
use smol_str::SmolStr;

/// What was considered, in order, up to what was decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    pub(super) steps: Vec<Step>,
}

/// One thing that was considered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// No command begins with the first word (nothing: an empty message).
    NoCommandBegins(Option<SmolStr>),
    /// A pattern was compared; without a refusal it matched.
    Command { command: usize, alternative: usize, refusal: Option<Refusal> },
    /// The words of a pattern matched.
    BadArguments { command: usize, bad: BadArguments },
    /// So many more patterns begin as the message does, and do not fit.
    MoreCommands(usize),
    /// A regex was searched for.
    Message { message: usize, found: bool },
    /// So many more regexes were not found.
    MoreMessages(usize),
}

impl Why {
    /// One line of plain text for each thing that was considered. `routes` are those of the router.
    #[must_use]
    pub fn lines(&self, routes: &Routes) -> Vec<String> {
        self.steps.iter().map(|step| line(step, routes)).collect()
    }
}

fn line(step: &Step, routes: &Routes) -> String {
    let usage = |command: usize, alternative: usize| {
        let route = routes.commands.get(command);
        let pattern = route.and_then(|route| route.matcher.alternatives.get(alternative));
        pattern.map_or("", |pattern| pattern.usage.as_str())
    };
    match step {
        Step::NoCommandBegins(None) => String::from("the message is empty"),
        Step::NoCommandBegins(Some(word)) => format!("no command begins with `{word}`"),
        Step::Command { command, alternative, refusal: None } => {
            format!("command `{}`: matches", usage(*command, *alternative))
        }
        Step::Command { command, alternative, refusal: Some(refusal) } => {
            format!("command `{}`: {}", usage(*command, *alternative), refusal.reason())
        }
        Step::BadArguments { command, bad } => {
            let problems = bad.problems.iter().map(|problem| match &problem.typed {
                Some(typed) => format!("{} can't be `{typed}`", problem.name),
                None => format!("{} has no value", problem.name),
            });
            let problems = problems.collect::<Vec<_>>().join(", ");
            format!("command `{}`: the words match, but {problems}", usage(*command, bad.alternative))
        }
        Step::MoreCommands(1) => String::from("one more command begins so and does not fit"),
        Step::MoreCommands(count) => format!("{count} more commands begin so and do not fit"),
        Step::MoreMessages(1) => String::from("one more `on message` does not match"),
        Step::MoreMessages(count) => format!("{count} more `on message` do not match"),
        Step::Message { message, found } => {
            let regex = routes.messages.get(*message).map(|route| &route.regex);
            let (source, flags) =
                regex.map_or(("", ""), |regex| (regex.source.as_str(), regex.flags.as_str()));
            let result = if *found { "matches" } else { "does not match" };
            format!("on message /{source}/{flags}: {result}")
        }
    }
}

impl Refusal {
    /// In words: "expected `to`, found `into`".
    #[must_use]
    pub fn reason(&self) -> String {
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => format!("expected `{expected}`, found `{found}`"),
            (Some(expected), None) => format!("expected `{expected}`, found the end of the message"),
            (None, Some(found)) => format!("expected the end of the message, found `{found}`"),
            (None, None) => String::from("does not match"),
        }
    }
}
