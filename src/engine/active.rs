//! A program in service.

use super::inbound::MemberChange;
use super::route::{Around, routes};
use super::{Loaded, Settings};
use crate::base::SourceMap;
use crate::ir::{Guard, Handler, HandlerKind, Moment, Op, Program, ProgramId, SpanTable, Verify};
use crate::pattern::{IntentEngine, PhraseModel, Router};
use crate::value::{Fault, Schedule, Value};
use crate::vm::{Image, Run, World};
use secrecy::{ExposeSecret, SecretString};
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashMap;
use std::sync::Arc;

/// A program with all that runs of it need.
#[derive(Debug)]
pub(super) struct Active {
    pub(super) image: Arc<Image>,
    pub(super) settings: Settings,
    pub(super) router: Router,
    /// What recognises intents; nothing where there are none.
    pub(super) model: Option<Arc<dyn IntentEngine>>,
    /// Where operations come from; unknown for a program that was read from the store.
    places: Option<(SpanTable, SourceMap)>,
}

/// A webhook path that a program serves.
#[derive(Clone, Copy, Debug)]
pub(super) struct HookRoute<'p> {
    pub(super) handler: u32,
    pub(super) function: u32,
    pub(super) verify: &'p Verify,
}

/// A schedule of a program.
#[derive(Clone, Debug)]
pub(super) struct Scheduled<'p> {
    /// Id of its timer: the same as long as the schedule reads the same.
    pub(super) timer: SmolStr,
    name: SmolStr,
    pub(super) handler: u32,
    pub(super) function: u32,
    pub(super) schedule: &'p Schedule,
}

impl Active {
    pub(super) fn new(loaded: Loaded) -> Self {
        let places = Some((loaded.spans, loaded.sources));
        let (router, model) = (router(&loaded.image), model(&loaded.image));
        Self { image: loaded.image, settings: loaded.settings, router, model, places }
    }

    /// An earlier program, read from the store: its configs have the values that those of the same
    /// name have now, else their defaults.
    pub(super) fn earlier(image: Arc<Image>, now: &Active) -> Self {
        let current: HashMap<&SmolStr, &Value> =
            now.program().configs.iter().map(|config| &config.name).zip(&now.settings.configs).collect();
        let configs = image.program().configs.iter().map(|config| {
            let value = current.get(&config.name).copied().or(config.default.as_ref());
            value.cloned().unwrap_or_default()
        });
        let configs = configs.collect();
        let zone = Settings::zone_of(image.program()).unwrap_or_else(|_| now.settings.zone.clone());
        let settings = Settings { configs, zone, ..now.settings.clone() };
        // Messages start runs of the program in service only.
        let router = router(&image);
        Self { image, settings, router, model: None, places: None }
    }

    pub(super) fn id(&self) -> ProgramId {
        self.image.id()
    }

    pub(super) fn program(&self) -> &Program {
        self.image.program()
    }

    pub(super) fn handler_name(&self, handler: u32) -> SmolStr {
        let handler = usize::try_from(handler).ok().and_then(|at| self.program().handlers.get(at));
        handler.map(|handler| handler.name.clone()).unwrap_or_default()
    }

    /// The names of a handler's parameters, as far as messages fill them.
    pub(super) fn params(&self, handler: u32) -> &[SmolStr] {
        let handler = usize::try_from(handler).ok().and_then(|at| self.program().handlers.get(at));
        match handler.map(|handler| &handler.kind) {
            Some(
                HandlerKind::Command { params, .. }
                | HandlerKind::Message { params, .. }
                | HandlerKind::Intent { params, .. },
            ) => params,
            _ => &[],
        }
    }

    /// What a handler asks for before it runs.
    pub(super) fn guards(&self, handler: u32) -> &[Guard] {
        let handler = usize::try_from(handler).ok().and_then(|at| self.program().handlers.get(at));
        handler.map_or(&[], |handler| &handler.guards)
    }

    /// The handlers that are not for everybody everywhere.
    pub(super) fn guarded(&self) -> impl Iterator<Item = u32> {
        self.handlers().filter(|(_, handler)| !handler.guards.is_empty()).map(|(at, _)| at)
    }

    /// What a step may know, before anything was read.
    pub(super) fn world(&self, now_ms: i64) -> World {
        let Settings { configs, zone, .. } = &self.settings;
        World { now_ms, zone: zone.clone(), configs: configs.clone(), reads: HashMap::new() }
    }

    /// Calls `function` in a run that is at its beginning.
    pub(super) fn enter(&self, run: &mut Run, function: u32, mut args: Vec<Value>) {
        let function_of = |at: u32| self.program().functions.get(usize::try_from(at).ok()?);
        if let Some(found) = function_of(function) {
            args.resize(usize::from(found.locals), Value::None);
        }
        run.enter(function, args);
    }

    /// The value of a secret by its name.
    pub(super) fn secret(&self, name: &str) -> Option<String> {
        self.settings.secrets.get(name).map(|secret| secret.expose_secret().to_owned())
    }

    /// The value of a secret by its index in the program.
    pub(super) fn secret_at(&self, index: u16) -> Option<&SecretString> {
        let name = self.program().secrets.get(usize::from(index))?;
        self.settings.secrets.get(name)
    }

    /// The handler of a webhook path.
    pub(super) fn hook(&self, path: &str) -> Option<HookRoute<'_>> {
        self.handlers().find_map(|(at, handler)| match &handler.kind {
            HandlerKind::Webhook { path: own, verify } if own == path => {
                Some(HookRoute { handler: at, function: handler.function, verify })
            }
            _ => None,
        })
    }

    /// Whether a handler of a webhook may tell its caller more than that the delivery came.
    pub(super) fn answers_caller(&self, function: u32) -> bool {
        self.program().may(function, |op| matches!(op, Op::Respond | Op::Fail))
    }

    /// Whether it has buttons that somebody may press: of its cards, or of questions with few answers.
    pub(super) fn takes_presses(&self) -> bool {
        let acts = |handler: &Handler| matches!(handler.kind, HandlerKind::Action { .. });
        let Program { handlers, asks, .. } = self.program();
        handlers.iter().any(acts) || !asks.is_empty()
    }

    /// What runs when the members of a room change: index and function.
    pub(super) fn of_members(&self, change: MemberChange) -> impl Iterator<Item = (u32, u32)> {
        self.of_kind(move |kind| match change {
            MemberChange::BotJoined => matches!(kind, HandlerKind::Join),
            MemberChange::BotLeft => matches!(kind, HandlerKind::Leave),
            MemberChange::Joined => matches!(kind, HandlerKind::MemberJoined),
            MemberChange::Left => matches!(kind, HandlerKind::MemberLeft),
        })
    }

    /// What runs when the bot starts.
    pub(super) fn starters(&self) -> impl Iterator<Item = (u32, u32)> {
        self.of_kind(|kind| matches!(kind, HandlerKind::Start))
    }

    /// What takes an intent.
    pub(super) fn of_intent(&self, intent: usize) -> Option<u32> {
        let is = |kind: &HandlerKind| matches!(kind, HandlerKind::Intent { intent: own, .. } if usize::try_from(*own) == Ok(intent));
        self.of_kind(is).next().map(|(handler, _)| handler)
    }

    /// What runs when a run has failed.
    pub(super) fn on_error(&self) -> Option<(u32, u32)> {
        self.of_kind(|kind| matches!(kind, HandlerKind::Error)).next()
    }

    /// The schedules, each with the name that its timer has.
    pub(super) fn schedules(&self) -> Vec<Scheduled<'_>> {
        let mut found: Vec<Scheduled<'_>> = Vec::new();
        for (at, handler) in self.handlers() {
            let HandlerKind::Every(schedule) = &handler.kind else { continue };
            let same = found.iter().filter(|known| known.name == handler.name).count();
            let timer = format_smolstr!("tick {same} {}", handler.name);
            let name = handler.name.clone();
            found.push(Scheduled { timer, name, handler: at, function: handler.function, schedule });
        }
        found
    }

    fn of_kind(&self, fits: impl Fn(&HandlerKind) -> bool) -> impl Iterator<Item = (u32, u32)> {
        let handlers = self.handlers().filter(move |(_, handler)| fits(&handler.kind));
        handlers.map(|(at, handler)| (at, handler.function))
    }

    /// What runs before or after a message, in source order: handlers with their functions.
    pub(super) fn middleware(&self, moment: Moment, around: Around) -> Vec<(u32, u32)> {
        let runs = |commands_only: bool| match around {
            Around::Command => true,
            Around::Message => !commands_only,
            Around::Nothing => false,
        };
        let all = self.of_kind(
            |kind| matches!(kind, HandlerKind::Middleware(it) if it.moment == moment && runs(it.commands_only)),
        );
        all.collect()
    }

    /// `file:line` of an operation, where it is known.
    pub(super) fn place(&self, fault: &Fault) -> Option<String> {
        let (function, op) = fault.at?;
        let (spans, sources) = self.places.as_ref()?;
        let span = spans.find(function, op)?;
        let (start, _) = sources.place(span);
        Some(format!("{}:{}", sources.name(span), start.line))
    }

    fn handlers(&self) -> impl Iterator<Item = (u32, &Handler)> {
        (0..).zip(&self.program().handlers)
    }
}

fn model(image: &Image) -> Option<Arc<dyn IntentEngine>> {
    let intents = &image.program().intents;
    if intents.is_empty() { None } else { Some(Arc::new(PhraseModel::train(intents))) }
}

fn router(image: &Image) -> Router {
    Router::new(Arc::new(routes(image.program())))
}
