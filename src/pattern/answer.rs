//! What the bot says by itself about commands: an argument that can't be read, a message that nothing
//! takes, `help`. Short, and what a user typed is data.

use crate::pattern::argument::expectation;
use crate::pattern::matcher::{Matcher, Parameter, ParameterKind};
use crate::pattern::nearest::Nearest;
use crate::pattern::router::HelpTopic;
use crate::pattern::routes::{CommandRoute, Routes};
use crate::pattern::run::{ArgumentProblem, BadArguments};
use crate::pattern::{ArgumentType, Mistake};
use crate::value::{Text, TextBuilder};

/// What a user typed is quoted up to this many characters.
const TYPED_CHARS_MAX: usize = 60;

/// What is wrong with the arguments, what would be right, and how the command goes. `matcher` is the
/// one that refused them.
#[must_use]
pub fn bad_arguments_text(matcher: &Matcher, bad: &BadArguments) -> Text {
    let mut answer = Answer::default();
    let several = bad.problems.len() > 1;
    for problem in &bad.problems {
        answer.own(if several { "- " } else { "" });
        answer.problem(problem);
        answer.own("\n");
    }
    if let Some(alternative) = matcher.alternatives.get(bad.alternative) {
        answer.own("\nUsage: ");
        answer.code(&alternative.usage);
    }
    answer.finish()
}

/// What is wrong with the answer to a question, and what would be right.
#[must_use]
pub fn bad_answer_text(typed: &str, mistake: &Mistake) -> Text {
    let mut answer = Answer::default();
    answer.typed(typed);
    answer.own(" is no answer here: expected ");
    answer.mistake(mistake);
    answer.finish()
}

/// That nothing took the message, the nearest command, and where to look.
#[must_use]
pub fn unknown_text(nearest: Option<&Nearest>) -> Text {
    let mut answer = Answer::default();
    answer.own("I didn't understand that.");
    answer.nearest(nearest);
    // "Did you mean `help`?" has said it.
    if nearest.is_none_or(|nearest| nearest.usage != crate::pattern::nearest::HELP) {
        answer.own(" Say `help` to see what I can do.");
    }
    answer.finish()
}

/// What `help` answers. `about` is the bot's own line about itself.
#[must_use]
pub fn help_text(
    routes: &Routes,
    topic: &HelpTopic,
    about: Option<&str>,
    may_run: &dyn Fn(u32) -> bool,
) -> Text {
    let mut answer = Answer::default();
    match topic {
        HelpTopic::All => {
            let commands: Vec<&CommandRoute> =
                routes.commands.iter().filter(|route| may_run(route.handler)).collect();
            if let Some(about) = about {
                answer.own(about);
                answer.own("\n\n");
            }
            answer.list(&commands);
        }
        HelpTopic::Commands(indices) => {
            let commands: Vec<&CommandRoute> =
                indices.iter().filter_map(|index| routes.commands.get(*index)).collect();
            match commands.as_slice() {
                [one] => answer.details(one),
                several => answer.list(several),
            }
        }
        HelpTopic::Unknown { typed, nearest } => {
            answer.own("There is no command ");
            answer.typed(typed);
            answer.own(".");
            answer.nearest(nearest.as_ref());
            answer.own(" Say `help` to see what I can do.");
        }
    }
    answer.finish()
}

#[derive(Default)]
struct Answer {
    text: TextBuilder,
}

impl Answer {
    fn own(&mut self, text: &str) {
        self.text.push(text, true);
    }

    /// The script's own words as code.
    fn code(&mut self, text: &str) {
        self.own("`");
        self.own(text);
        self.own("`");
    }

    /// What was typed (or stands outside of the script) as code.
    fn typed(&mut self, text: &str) {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut short: String = line.chars().take(TYPED_CHARS_MAX).collect();
        if short.len() < line.len() {
            short.push('…');
        }
        if short.is_empty() {
            return self.own("(nothing)");
        }
        self.own("`");
        self.text.push(&short, false);
        self.own("`");
    }

    fn nearest(&mut self, nearest: Option<&Nearest>) {
        let Some(nearest) = nearest else { return };
        if nearest.words_fit {
            self.own(" It goes like this: ");
            self.code(&nearest.usage);
            self.own(".");
        } else {
            self.own(" Did you mean ");
            self.code(&nearest.usage);
            self.own("?");
        }
    }

    fn problem(&mut self, problem: &ArgumentProblem) {
        match &problem.typed {
            Some(typed) => {
                self.typed(typed);
                self.own(" is no **");
                self.own(&problem.name);
                self.own("**: expected ");
            }
            None => {
                self.own("**");
                self.own(&problem.name);
                self.own("** is missing: expected ");
            }
        }
        self.mistake(&problem.mistake);
    }

    /// What was expected, and what is like it.
    fn mistake(&mut self, mistake: &Mistake) {
        self.own(&mistake.expected());
        match mistake.nearest() {
            Some(near) => {
                self.own(", did you mean ");
                match mistake.expected {
                    ArgumentType::OneOf(_) => self.code(near),
                    _ => self.typed(near),
                }
                if let Some(other) = mistake.other() {
                    self.own(" or ");
                    self.typed(other);
                }
                self.own("?");
            }
            None => self.own("."),
        }
    }

    /// One line for each command.
    fn list(&mut self, commands: &[&CommandRoute]) {
        if commands.is_empty() {
            return self.own("There is no command that you can use here.");
        }
        self.own("You can say:\n\n");
        for command in commands {
            let Some(first) = command.matcher.alternatives.first() else { continue };
            self.own("- ");
            self.code(&first.usage);
            if let Some(doc) = command.doc.lines().map(str::trim).find(|line| !line.is_empty()) {
                self.own(": ");
                self.own(doc);
            }
            self.own("\n");
        }
        self.own("\n`help COMMAND` tells more about one.");
    }

    /// All about one command.
    fn details(&mut self, command: &CommandRoute) {
        for (index, alternative) in command.matcher.alternatives.iter().enumerate() {
            self.own(if index == 0 { "" } else { " or " });
            self.code(&alternative.usage);
        }
        if !command.doc.trim().is_empty() {
            self.own("\n\n");
            self.own(command.doc.trim());
        }
        let mut first = true;
        for line in command.matcher.parameters.iter().filter_map(parameter_line) {
            self.own(if first { "\n\n- " } else { "\n- " });
            self.own(&line);
            first = false;
        }
    }

    fn finish(self) -> Text {
        self.text.finish()
    }
}

/// What to know of a name; nothing where the usage line says all.
fn parameter_line(parameter: &Parameter) -> Option<String> {
    let ParameterKind::Hole { ty, default } = &parameter.kind else { return None };
    let default = default.as_ref().filter(|_| parameter.can_be_absent);
    match (ty, default) {
        (ArgumentType::Text, None) => None,
        (ty, None) => Some(format!("`{}`: {}", parameter.name, expectation(ty))),
        (ty, Some(default)) => {
            Some(format!("`{}`: {}; `{default}` if left out", parameter.name, expectation(ty)))
        }
    }
}
