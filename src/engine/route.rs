//! Which handler takes a message: asks the program's router, and makes of its decision what the engine
//! does.

use super::active::Active;
use super::core::Core;
use super::reads::room_ref;
use crate::base::limits;
use crate::ir::{HandlerKind, Program};
use crate::pattern::{
    CommandRoute, Decision as Chosen, KnownRoom, LazyRegex, MessageRoute, MessageText, Request, Routes,
    Routing, Surroundings, bad_arguments_text, help_text, unknown_text,
};
use crate::value::{Text, Value};
use crate::vm::RunContext;
use crate::webex::wire::Room;
use jiff::Timestamp;
use smol_str::SmolStr;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What a message starts.
#[derive(Debug)]
pub(super) struct Decision {
    /// What.
    pub(super) started: Started,
    /// Which kind of handler that is.
    pub(super) takes: Takes,
    /// The handler that it is about, if it is about one.
    pub(super) handler: Option<u32>,
    /// What was considered, in order; for the log.
    pub(super) why: Vec<String>,
}

/// What kind of handler takes a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// `help`
    Help,
    /// A command, with all its arguments.
    Command,
    /// A command that some arguments are no good for.
    BadArguments,
    /// A handler that looks for something in messages.
    Handler,
    /// `otherwise`
    Otherwise,
    /// None.
    Nothing,
}

/// What a message starts.
#[derive(Debug)]
pub(super) enum Started {
    /// A run.
    Run(Start),
    /// Words of the engine: help, what was wrong with a command.
    Answer {
        /// `help`, `unknown`, `bad arguments`.
        kind: &'static str,
        /// What is said.
        text: Text,
    },
}

/// Where a run begins.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) handler: u32,
    pub(super) function: u32,
    pub(super) args: Vec<Value>,
    /// Which middleware runs around it.
    pub(super) around: Around,
}

/// Which middleware runs around a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// That of commands and that of messages.
    Command,
    /// That of messages.
    Message,
    /// None: nobody wrote.
    Nothing,
}

/// The rooms that the bot is in, with the time at which that was asked.
#[derive(Debug, Default)]
pub(super) struct KnownRooms {
    asked: Mutex<Option<(i64, Arc<[KnownRoom]>)>>,
}

impl Core {
    pub(super) async fn decide(
        &self,
        active: &Active,
        message: &MessageText,
        context: &RunContext,
    ) -> Decision {
        let now_ms = self.clock.now_ms();
        let rooms =
            if active.router.asks_for_rooms() { self.known_rooms(now_ms).await } else { Arc::from([]) };
        let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
        let surroundings = Surroundings { now, zone: &active.settings.zone, rooms: &rooms };
        let told = |hidden: &HashSet<u32>| choose(active, message, (&surroundings, hidden), Detail::Short);
        let decision = told(&HashSet::new());
        // What is listed and suggested is only what this person may run here: that is asked where it matters.
        if matches!(decision.takes, Takes::Help | Takes::Nothing) && active.guarded().next().is_some() {
            return told(&self.hidden(active, context).await);
        }
        decision
    }

    /// Without an answer of Webex there are none: the argument is then refused in words.
    pub(super) async fn known_rooms(&self, now_ms: i64) -> Arc<[KnownRoom]> {
        let asked = || self.known_rooms.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let known = asked().clone();
        if let Some((at_ms, rooms)) = known
            && (0..limits::READ_CACHE_MS).contains(&now_ms.saturating_sub(at_ms))
        {
            return rooms;
        }
        match self.gateway.rooms(limits::ROOMS_READ_MAX).await {
            Ok(rooms) => {
                let known =
                    |room: &Room| KnownRoom { title: SmolStr::new(&room.title), room: room_ref(room) };
                let rooms: Arc<[KnownRoom]> = rooms.iter().map(known).collect();
                *asked() = Some((now_ms, Arc::clone(&rooms)));
                rooms
            }
            Err(error) => {
                tracing::warn!(code = "run/webex", "the rooms of the bot cannot be listed: {error}");
                Arc::from([])
            }
        }
    }
}

/// How much of the way to a decision is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// What was compared with the message.
    Short,
    /// What was passed over, too.
    Full,
}

/// What a message starts, of all that the program has; `hidden` handlers are not listed in help.
pub(super) fn choose(
    active: &Active,
    message: &MessageText,
    (surroundings, hidden): (&Surroundings<'_>, &HashSet<u32>),
    detail: Detail,
) -> Decision {
    let routes = active.router.routes();
    let may_run = |handler: u32| !hidden.contains(&handler);
    let request = Request { message, surroundings, may_run: &may_run };
    let Routing { decision, why } = match detail {
        Detail::Short => active.router.route(request),
        Detail::Full => active.router.explain(request),
    };
    let mut why = why.lines(routes);
    if matches!(decision, Chosen::Otherwise { .. } | Chosen::Unknown { .. })
        && let Some(decision) = by_intent(active, message, surroundings, &mut why)
    {
        return decision;
    }
    let takes = match &decision {
        Chosen::Help(_) => Takes::Help,
        Chosen::Command { .. } => Takes::Command,
        Chosen::BadArguments { .. } => Takes::BadArguments,
        Chosen::Message { .. } => Takes::Handler,
        Chosen::Otherwise { .. } => Takes::Otherwise,
        Chosen::Unknown { .. } => Takes::Nothing,
    };
    let handler = match &decision {
        Chosen::Command { handler, .. }
        | Chosen::BadArguments { handler, .. }
        | Chosen::Message { handler, .. }
        | Chosen::Otherwise { handler } => Some(*handler),
        Chosen::Help(_) | Chosen::Unknown { .. } => None,
    };
    let started = match decision {
        Chosen::Command { handler, captures } => {
            Started::Run(start(active.program(), handler, &captures.values, Around::Command))
        }
        Chosen::Message { handler, captures } => {
            Started::Run(start(active.program(), handler, &captures, Around::Message))
        }
        Chosen::Otherwise { handler } => {
            why.push("nothing else takes it".to_owned());
            Started::Run(start(active.program(), handler, &[], Around::Message))
        }
        Chosen::Help(topic) => {
            why.push("it asks for help".to_owned());
            let about = active.program().bot.about.as_deref();
            Started::Answer { kind: "help", text: help_text(routes, &topic, about, request.may_run) }
        }
        Chosen::BadArguments { command, bad, .. } => {
            let matcher = routes.commands.get(command).map(|route| &route.matcher);
            let text = matcher.map(|matcher| bad_arguments_text(matcher, &bad)).unwrap_or_default();
            Started::Answer { kind: "bad arguments", text }
        }
        Chosen::Unknown { nearest } => {
            why.push("nothing takes it".to_owned());
            Started::Answer { kind: "unknown", text: unknown_text(nearest.as_ref()) }
        }
    };
    Decision { started, takes, handler, why }
}

/// The handler of the intent that a message in plain words has, if one is sure enough.
fn by_intent(
    active: &Active,
    message: &MessageText,
    surroundings: &Surroundings<'_>,
    why: &mut Vec<String>,
) -> Option<Decision> {
    let model = active.model.as_ref()?;
    let intents = &active.program().intents;
    for score in model.scores(message, surroundings).iter().take(3) {
        let name = intents.get(score.intent).map_or("", |intent| intent.name.as_str());
        let reaches = if score.score >= model.threshold() { "reaches" } else { "does not reach" };
        why.push(format!("intent `{name}`: {:.2}, {reaches} {:.2}", score.score, model.threshold()));
    }
    let found = model.recognise(message, surroundings)?;
    let handler = active.of_intent(found.intent)?;
    let captures: Vec<(SmolStr, Option<Value>)> =
        found.slots.into_iter().map(|(name, value)| (name, Some(value))).collect();
    let started = Started::Run(start(active.program(), handler, &captures, Around::Message));
    Some(Decision { started, takes: Takes::Handler, handler: Some(handler), why: std::mem::take(why) })
}

/// The handlers of `program` that messages can start.
pub(super) fn routes(program: &Program) -> Routes {
    let mut routes = Routes::default();
    for (at, handler) in (0u32..).zip(&program.handlers) {
        match &handler.kind {
            HandlerKind::Command { matcher, .. } => routes.commands.push(CommandRoute {
                handler: at,
                matcher: matcher.clone(),
                doc: handler.doc.clone().unwrap_or_default(),
            }),
            HandlerKind::Message { regex, .. } => {
                let found = regex.and_then(|regex| program.regexes.get(usize::try_from(regex).ok()?));
                let source = found.map(String::as_str).unwrap_or_default();
                routes.messages.push(MessageRoute { handler: at, regex: LazyRegex::new(source, "") });
            }
            HandlerKind::Otherwise => routes.otherwise = routes.otherwise.or(Some(at)),
            HandlerKind::Join
            | HandlerKind::Leave
            | HandlerKind::MemberJoined
            | HandlerKind::MemberLeft
            | HandlerKind::Webhook { .. }
            | HandlerKind::Intent { .. }
            | HandlerKind::Action { .. }
            | HandlerKind::Every(_)
            | HandlerKind::Error
            | HandlerKind::Start
            | HandlerKind::Middleware(_) => {}
        }
    }
    routes
}

/// The beginning of a handler's run, its arguments in the order of its parameters.
fn start(program: &Program, handler: u32, captures: &[(SmolStr, Option<Value>)], around: Around) -> Start {
    let found = usize::try_from(handler).ok().and_then(|at| program.handlers.get(at));
    let params: &[SmolStr] = match found.map(|handler| &handler.kind) {
        Some(
            HandlerKind::Command { params, .. }
            | HandlerKind::Message { params, .. }
            | HandlerKind::Intent { params, .. },
        ) => params,
        _ => &[],
    };
    let value = |name| {
        let capture = captures.iter().find(|(other, _)| other == name);
        capture.and_then(|(_, value)| value.clone()).unwrap_or_default()
    };
    let args = params.iter().map(value).collect();
    // A handler that is not there has no function either: the machine says so.
    let function = found.map_or(u32::MAX, |handler| handler.function);
    Start { handler, function, args, around }
}
