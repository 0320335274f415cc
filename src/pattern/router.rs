//! Which handler a message starts: commands (more literal words first, then source order), regexes,
//! `otherwise`. Exactly one.
//!
//! An index gives the few that a message may be for (`index`), in order of their rank; these are compared with
//! it. Guards are the caller's: one that refuses the decided handler ends the decision.

use crate::pattern::MessageText;
use crate::pattern::argument::Surroundings;
use crate::pattern::index::{MessageFilter, Openings, WordAutomaton};
use crate::pattern::nearest::{HELP, Nearest, nearest_command};
use crate::pattern::routes::{CommandRoute, Routes};
use crate::pattern::run::{BadArguments, Captures, MatchResult, match_alternative};
use crate::pattern::why::{Step, Why};
use crate::pattern::words::Words;
use crate::value::Value;
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Handlers that are told of, beside the one that was decided and those compared with it.
const TOLD_MAX: usize = 8;

/// The routes of a program, indexed. Made once when a program is loaded.
#[derive(Clone, Debug)]
pub struct Router {
    routes: Arc<Routes>,
    /// All patterns in the order in which they are tried.
    order: Vec<Candidate>,
    automaton: WordAutomaton,
    messages: MessageFilter,
    /// Ranks of the patterns by the word that they begin with: to tell why none of them was taken.
    by_first_word: HashMap<SmolStr, Vec<u32>>,
    /// The same by the two words that they begin with.
    by_two_words: HashMap<SmolStr, Vec<u32>>,
    /// Made when first asked for.
    openings: Arc<OnceLock<Openings>>,
    asks_for_rooms: bool,
}

/// One pattern of one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
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
        let order: Vec<Candidate> =
            order.into_iter().map(|(_, command, alternative)| Candidate { command, alternative }).collect();
        let mut by_first_word = HashMap::<SmolStr, Vec<u32>>::new();
        let mut by_two_words = HashMap::<SmolStr, Vec<u32>>::new();
        let mut automaton = WordAutomaton::default();
        for (rank, Candidate { command, alternative }) in (0u32..).zip(&order) {
            let Some(route) = routes.commands.get(*command) else { continue };
            let Some(pattern) = route.matcher.alternatives.get(*alternative) else { continue };
            automaton.add(rank, pattern, &route.matcher.parameters);
            for word in pattern.first_words.iter().flatten() {
                by_first_word.entry(word.clone()).or_default().push(rank);
            }
            for opening in &pattern.openings {
                let mut words = opening.split(' ');
                if let (Some(first), Some(second)) = (words.next(), words.next()) {
                    by_two_words.entry(format_smolstr!("{first} {second}")).or_default().push(rank);
                }
            }
        }
        let messages = MessageFilter::new(routes.messages.iter().map(|route| &route.regex));
        let asks_for_rooms = routes.commands.iter().any(|command| command.matcher.asks_for_rooms());
        Self {
            routes,
            order,
            automaton,
            messages,
            by_first_word,
            by_two_words,
            openings: Arc::default(),
            asks_for_rooms,
        }
    }

    /// The routes that it was made of.
    #[must_use]
    pub fn routes(&self) -> &Routes {
        &self.routes
    }

    /// Whether an argument can be a room: then [`Surroundings`] needs the rooms that the bot is in.
    #[must_use]
    pub fn asks_for_rooms(&self) -> bool {
        self.asks_for_rooms
    }

    /// Decides what a message starts.
    #[must_use]
    pub fn route(&self, request: Request<'_>) -> Routing {
        self.decide(request, false)
    }

    /// The same decision, with all that was passed over on the way to it.
    #[must_use]
    pub fn explain(&self, request: Request<'_>) -> Routing {
        self.decide(request, true)
    }

    fn decide(&self, request: Request<'_>, thorough: bool) -> Routing {
        let words = Words::of(request.message);
        let mut why = Why::default();
        let decision = self
            .help_of(&words, request)
            .map(Decision::Help)
            .or_else(|| self.command(&words, request, (&mut why, thorough)))
            .or_else(|| self.message(request, &mut why))
            .unwrap_or_else(|| match self.routes.otherwise {
                Some(handler) => Decision::Otherwise { handler },
                None => Decision::Unknown { nearest: self.nearest(&words, request.may_run) },
            });
        Routing { decision, why }
    }

    /// Whether the first pattern (command, alternative) is tried before the second.
    pub(super) fn goes_before(&self, first: (usize, usize), second: (usize, usize)) -> bool {
        let rank = |(command, alternative): (usize, usize)| {
            let route = self.routes.commands.get(command);
            let literal_words =
                route.and_then(|one| one.matcher.alternatives.get(alternative)).map(|one| one.literal_words);
            (std::cmp::Reverse(literal_words), command, alternative)
        };
        rank(first) < rank(second)
    }

    /// The patterns that are tried before this one and begin and end alike, as far as the automaton tells.
    pub(super) fn rivals_of(&self, pattern: (usize, usize)) -> Vec<(usize, usize)> {
        let Some(route) = self.routes.commands.get(pattern.0) else { return Vec::new() };
        let Some(alternative) = route.matcher.alternatives.get(pattern.1) else { return Vec::new() };
        let ranks = self.automaton.meeting(alternative);
        let candidates = ranks.into_iter().filter_map(|rank| self.order.get(usize::try_from(rank).ok()?));
        candidates
            .map(|candidate| (candidate.command, candidate.alternative))
            .filter(|candidate| self.goes_before(*candidate, pattern))
            .collect()
    }

    fn nearest(&self, words: &Words<'_>, may_run: &dyn Fn(u32) -> bool) -> Option<Nearest> {
        let openings = self.openings.get_or_init(|| Openings::of(&self.routes));
        nearest_command((&self.routes, openings), words, may_run)
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
        let declared = self.by_first_word.get(HELP).into_iter().flatten().any(|rank| {
            let result = self.compare(*rank, words, request.surroundings);
            matches!(result, Some((.., MatchResult::Yes(_) | MatchResult::BadArguments(_))))
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
        let nearest = self.nearest(&words.after_first(), may_run);
        Some(HelpTopic::Unknown { typed: typed.into(), nearest })
    }

    fn compare<'r>(
        &'r self,
        rank: u32,
        words: &Words<'_>,
        surroundings: &Surroundings<'_>,
    ) -> Option<(&'r CommandRoute, Candidate, MatchResult)> {
        let candidate = *self.order.get(usize::try_from(rank).ok()?)?;
        let route = self.routes.commands.get(candidate.command)?;
        let result = match_alternative(&route.matcher, candidate.alternative, words, surroundings);
        Some((route, candidate, result))
    }

    fn command(
        &self,
        words: &Words<'_>,
        request: Request<'_>,
        (why, thorough): (&mut Why, bool),
    ) -> Option<Decision> {
        let candidates = self.automaton.candidates(words);
        let mut decided = None;
        let mut compared = Vec::new();
        for rank in &candidates {
            let Some((route, candidate, result)) = self.compare(*rank, words, request.surroundings) else {
                continue;
            };
            let Candidate { command, alternative } = candidate;
            let handler = route.handler;
            match result {
                MatchResult::Yes(captures) => {
                    compared.push((*rank, Step::Command { command, alternative, refusal: None }));
                    decided = Some((*rank, Decision::Command { handler, captures }));
                }
                MatchResult::BadArguments(bad) => {
                    // Another pattern of the same command may fit whole.
                    let other = other_alternative(route, alternative, words, request.surroundings);
                    decided = Some(match other {
                        Some(captures) => {
                            let alternative = captures.alternative;
                            compared.push((*rank, Step::Command { command, alternative, refusal: None }));
                            (*rank, Decision::Command { handler, captures })
                        }
                        None => {
                            compared.push((*rank, Step::BadArguments { command, bad: bad.clone() }));
                            (*rank, Decision::BadArguments { handler, command, bad })
                        }
                    });
                }
                MatchResult::No(refusal) => {
                    let refusal = Some(refusal);
                    compared.push((*rank, Step::Command { command, alternative, refusal }));
                }
            }
            if decided.is_some() {
                break;
            }
        }
        if thorough || decided.is_none() {
            let before = decided.as_ref().map_or(u32::MAX, |(rank, _)| *rank);
            self.tell_passed(words, request, (&mut compared, before, why));
        }
        why.steps.extend(compared.into_iter().map(|(_, step)| step));
        decided.map(|(_, decision)| decision)
    }

    /// Adds the patterns that begin as the message does and were not even compared.
    fn tell_passed(
        &self,
        words: &Words<'_>,
        request: Request<'_>,
        (compared, before, why): (&mut Vec<(u32, Step)>, u32, &mut Why),
    ) {
        let begins = words.literal(0).and_then(|word| self.by_first_word.get(word));
        if begins.is_none() && !self.routes.commands.is_empty() {
            why.steps.push(Step::NoCommandBegins(words.all.first().map(|word| word.text.into())));
        }
        let two = words.literal(0).zip(words.literal(1));
        let nearer = two.and_then(|(a, b)| self.by_two_words.get(&format_smolstr!("{a} {b}")));
        let mut told: Vec<u32> = compared.iter().map(|(rank, _)| *rank).collect();
        for rank in nearer.into_iter().chain(begins).flatten().copied().filter(|rank| *rank < before) {
            if compared.len() >= TOLD_MAX {
                break;
            }
            if told.contains(&rank) {
                continue;
            }
            told.push(rank);
            if let Some((_, Candidate { command, alternative }, MatchResult::No(refusal))) =
                self.compare(rank, words, request.surroundings)
            {
                compared.push((rank, Step::Command { command, alternative, refusal: Some(refusal) }));
            }
        }
        compared.sort_by_key(|(rank, _)| *rank);
        let begin_before = begins.map_or(0, |begins| begins.partition_point(|rank| *rank < before));
        let more = begin_before.saturating_sub(compared.iter().filter(|(rank, _)| *rank < before).count());
        if more > 0 {
            compared.push((before, Step::MoreCommands(more)));
        }
    }

    fn message(&self, request: Request<'_>, why: &mut Why) -> Option<Decision> {
        let text = request.message.text.as_str();
        let candidates = self.messages.candidates(text);
        let route = |at: u32| self.routes.messages.get(usize::try_from(at).ok()?);
        let found = candidates.iter().copied().find_map(|at| {
            let regex = route(at)?.regex.get()?;
            // Whether it is found is cheaper to tell than where.
            let groups = regex.is_match(text).then(|| regex.captures(text)).flatten()?;
            Some((at, regex, groups))
        });
        let passed =
            found.as_ref().map_or(self.routes.messages.len(), |(at, ..)| usize::try_from(*at).unwrap_or(0));
        why.steps.extend((0..passed.min(TOLD_MAX)).map(|message| Step::Message { message, found: false }));
        if passed > TOLD_MAX {
            why.steps.push(Step::MoreMessages(passed - TOLD_MAX));
        }
        let (at, regex, groups) = found?;
        why.steps.push(Step::Message { message: passed, found: true });
        let captures = regex.capture_names().flatten().map(|name| {
            let value = groups.name(name).map(|group| Value::data(group.as_str()));
            (SmolStr::new(name), value)
        });
        Some(Decision::Message { handler: route(at)?.handler, captures: captures.collect() })
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
