//! Which handler a message starts: commands (more literal words first, then source order), regexes,
//! `otherwise`. Exactly one.
//!
//! Commands are found by the first word of the message, so that their number does not matter; those
//! that may begin with an argument are tried for each message. Guards are the caller's: one that
//! refuses the decided handler ends the decision.

use crate::pattern::MessageText;
use crate::pattern::argument::Surroundings;
use crate::pattern::nearest::{HELP, Nearest, nearest_command};
use crate::pattern::routes::{CommandRoute, Routes};
use crate::pattern::run::{BadArguments, Captures, MatchResult, match_alternative};
use crate::pattern::why::{Step, Why};
use crate::pattern::words::Words;
use crate::value::Value;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::Arc;

/// The routes of a program, indexed. Made once when a program is loaded.
#[derive(Clone, Debug)]
pub struct Router {
    routes: Arc<Routes>,
    /// Candidates by the word that a message begins with; each list in order of rank.
    by_first_word: HashMap<SmolStr, Vec<Candidate>>,
    /// Candidates that may begin with an argument, in order of rank.
    others: Vec<Candidate>,
}

/// One pattern of one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    /// Its place in the order in which patterns are tried.
    rank: usize,
    command: usize,
    alternative: usize,
}

/// A message to be routed.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Without the mention of the bot.
    pub message: &'a MessageText,
    /// The present, the zone, the rooms.
    pub surroundings: &'a Surroundings<'a>,
    /// Whether the sender may run this handler: what is suggested and listed, not what is decided.
    pub may_run: &'a (dyn Fn(u32) -> bool + Sync),
}

/// A decision and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    /// What to do.
    pub decision: Decision,
    /// What was considered.
    pub why: Why,
}

/// What a message starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// The built-in `help`.
    Help(HelpTopic),
    /// A command, with the values of its names.
    Command {
        /// Index of its handler.
        handler: u32,
        /// Its arguments.
        captures: Captures,
    },
    /// A command whose words fit but whose arguments do not: the bot explains.
    BadArguments {
        /// Index of its handler.
        handler: u32,
        /// Index in [`Routes::commands`].
        command: usize,
        /// What is wrong.
        bad: BadArguments,
    },
    /// A regex that was found, with the texts of its named groups.
    Message {
        /// Index of its handler.
        handler: u32,
        /// One for each named group, in order; nothing for one that was left out.
        captures: Vec<(SmolStr, Option<Value>)>,
    },
    /// Nothing else took it.
    Otherwise {
        /// Index of its handler.
        handler: u32,
    },
    /// Nothing took it, and there is no `otherwise`: the bot says so.
    Unknown {
        /// The command that was probably meant.
        nearest: Option<Nearest>,
    },
}

/// What `help` is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpTopic {
    /// Everything.
    All,
    /// The commands that begin with the words after `help`: indices in [`Routes::commands`].
    Commands(Vec<usize>),
    /// A command that is not there.
    Unknown {
        /// What was typed.
        typed: SmolStr,
        /// The command that was probably meant.
        nearest: Option<Nearest>,
    },
}

impl Router {
    /// Indexes the routes.
    #[must_use]
    pub fn new(routes: Arc<Routes>) -> Self {
        let mut order = Vec::new();
        for (command, route) in routes.commands.iter().enumerate() {
            for (alternative, pattern) in route.matcher.alternatives.iter().enumerate() {
                order.push((std::cmp::Reverse(pattern.literal_words), command, alternative));
            }
        }
        order.sort_unstable();
        let (mut by_first_word, mut others) = (HashMap::<SmolStr, Vec<Candidate>>::new(), Vec::new());
        for (rank, (_, command, alternative)) in order.into_iter().enumerate() {
            let candidate = Candidate { rank, command, alternative };
            let pattern =
                routes.commands.get(command).and_then(|one| one.matcher.alternatives.get(alternative));
            match pattern.and_then(|pattern| pattern.first_words.as_ref()) {
                Some(words) => {
                    for word in words {
                        by_first_word.entry(word.clone()).or_default().push(candidate);
                    }
                }
                None => others.push(candidate),
            }
        }
        Self { routes, by_first_word, others }
    }

    /// The routes that it was made of.
    #[must_use]
    pub fn routes(&self) -> &Routes {
        &self.routes
    }

    /// Decides what a message starts.
    #[must_use]
    pub fn route(&self, request: Request<'_>) -> Routing {
        let words = Words::of(request.message);
        let mut why = Why::default();
        let decision = self
            .help_of(&words, request)
            .map(Decision::Help)
            .or_else(|| self.command(&words, request, &mut why))
            .or_else(|| self.message(request, &mut why))
            .unwrap_or_else(|| match self.routes.otherwise {
                Some(handler) => Decision::Otherwise { handler },
                None => Decision::Unknown { nearest: nearest_command(&self.routes, &words, request.may_run) },
            });
        Routing { decision, why }
    }

    /// What the built-in `help` is asked about, if this message asks it: a command of the script
    /// that begins with `help` goes before. Comes before any question that waits for an answer.
    #[must_use]
    pub fn help(&self, request: Request<'_>) -> Option<HelpTopic> {
        self.help_of(&Words::of(request.message), request)
    }

    fn help_of(&self, words: &Words<'_>, request: Request<'_>) -> Option<HelpTopic> {
        if words.literal(0).is_none_or(|word| word != HELP) {
            return None;
        }
        let declared = self.by_first_word.get(HELP).into_iter().flatten().any(|candidate| {
            let result = self.compare(*candidate, words, request.surroundings);
            matches!(result, Some((_, MatchResult::Yes(_) | MatchResult::BadArguments(_))))
        });
        if declared { None } else { self.topic(words, request.may_run) }
    }

    fn topic(&self, words: &Words<'_>, may_run: &dyn Fn(u32) -> bool) -> Option<HelpTopic> {
        let topic: Vec<&str> = words.folded.iter().skip(1).map(SmolStr::as_str).collect();
        if topic.is_empty() {
            return Some(HelpTopic::All);
        }
        let begins = |count: usize| -> Vec<usize> {
            let visible = |route: &CommandRoute| may_run(route.handler);
            let opens = |opening: &SmolStr| {
                let mut opening = opening.split(' ');
                topic.iter().take(count).all(|word| opening.next() == Some(*word))
            };
            let routes = self.routes.commands.iter().enumerate();
            routes
                .filter(|(_, route)| {
                    visible(route)
                        && route.matcher.alternatives.iter().any(|one| one.openings.iter().any(opens))
                })
                .map(|(index, _)| index)
                .collect()
        };
        let commands = begins(topic.len());
        if !commands.is_empty() {
            return Some(HelpTopic::Commands(commands));
        }
        // "help me with the printer" is no question about a command.
        if topic.len() > 1 && begins(1).is_empty() {
            return None;
        }
        let first = words.all.get(1)?;
        let typed = words.text.get(first.start..)?.trim_end();
        let nearest = nearest_command(&self.routes, &words.after_first(), may_run);
        Some(HelpTopic::Unknown { typed: typed.into(), nearest })
    }

    fn compare<'r>(
        &'r self,
        candidate: Candidate,
        words: &Words<'_>,
        surroundings: &Surroundings<'_>,
    ) -> Option<(&'r CommandRoute, MatchResult)> {
        let route = self.routes.commands.get(candidate.command)?;
        Some((route, match_alternative(&route.matcher, candidate.alternative, words, surroundings)))
    }

    fn command(&self, words: &Words<'_>, request: Request<'_>, why: &mut Why) -> Option<Decision> {
        let first = words.literal(0);
        let indexed: &[Candidate] =
            first.and_then(|word| self.by_first_word.get(word)).map_or(&[], Vec::as_slice);
        if indexed.is_empty() && !self.routes.commands.is_empty() {
            why.steps.push(Step::NoCommandBegins(words.all.first().map(|word| word.text.into())));
        }
        let (mut indexed, mut others) = (indexed.iter().peekable(), self.others.iter().peekable());
        loop {
            let next = match (indexed.peek(), others.peek()) {
                (Some(a), Some(b)) if a.rank < b.rank => indexed.next(),
                (Some(_), None) => indexed.next(),
                (_, Some(_)) => others.next(),
                (None, None) => return None,
            };
            let candidate = *next?;
            let Candidate { command, alternative, .. } = candidate;
            let (route, result) = self.compare(candidate, words, request.surroundings)?;
            let handler = route.handler;
            match result {
                MatchResult::Yes(captures) => {
                    why.steps.push(Step::Command { command, alternative, refusal: None });
                    return Some(Decision::Command { handler, captures });
                }
                MatchResult::BadArguments(bad) => {
                    // Another pattern of the same command may fit whole.
                    if let Some(captures) = other_alternative(route, alternative, words, request.surroundings)
                    {
                        let alternative = captures.alternative;
                        why.steps.push(Step::Command { command, alternative, refusal: None });
                        return Some(Decision::Command { handler, captures });
                    }
                    why.steps.push(Step::BadArguments { command, bad: bad.clone() });
                    return Some(Decision::BadArguments { handler, command, bad });
                }
                MatchResult::No(refusal) => {
                    why.steps.push(Step::Command { command, alternative, refusal: Some(refusal) });
                }
            }
        }
    }

    fn message(&self, request: Request<'_>, why: &mut Why) -> Option<Decision> {
        let text = request.message.text.as_str();
        for (message, route) in self.routes.messages.iter().enumerate() {
            let found = route.regex.get().and_then(|regex| regex.is_match(text).then_some(regex));
            why.steps.push(Step::Message { message, found: found.is_some() });
            let Some(regex) = found else { continue };
            let groups = regex.captures(text)?;
            let captures = regex.capture_names().flatten().map(|name| {
                let value = groups.name(name).map(|group| Value::data(group.as_str()));
                (SmolStr::new(name), value)
            });
            return Some(Decision::Message { handler: route.handler, captures: captures.collect() });
        }
        None
    }
}

/// The captures of the first other pattern of the command that fits whole.
fn other_alternative(
    route: &CommandRoute,
    except: usize,
    words: &Words<'_>,
    surroundings: &Surroundings<'_>,
) -> Option<Captures> {
    let others = (0..route.matcher.alternatives.len()).filter(|index| *index != except);
    others
        .map(|index| match_alternative(&route.matcher, index, words, surroundings))
        .find_map(|result| if let MatchResult::Yes(captures) = result { Some(captures) } else { None })
}
