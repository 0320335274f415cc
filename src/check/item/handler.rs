//! Handlers: triggers, guards, bodies.

use super::command::words_of;
use crate::check::body::{Body, BodyKind, HandlerMessage};
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::hir::{ActionParam, FunctionId, Handler, HandlerKind};
use crate::check::item::declare::doc;
use crate::check::item::guard::lonely;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Item, Trigger};
use crate::value::Type;
use smol_str::{SmolStr, format_smolstr};

/// What a trigger makes of a handler.
pub(super) struct Made {
    pub(super) kind: HandlerKind,
    /// How many variables the trigger made; they are the first ones.
    pub(super) params: usize,
}

impl Checker<'_> {
    /// Checks all handlers of all files.
    pub(in crate::check) fn check_handlers(&mut self) {
        let files = self.files;
        for (module, file) in files.iter().enumerate() {
            self.module = module;
            for item in &file.ast.items {
                if let Item::Handler(handler) = item {
                    self.check_handler(handler);
                }
            }
        }
        self.module = 0;
        self.check_doubles();
        self.check_conflicts();
    }

    fn check_handler(&mut self, handler: &ast::Handler) {
        let function = self.new_function();
        let kind = match &handler.trigger {
            Trigger::Webhook { .. } => BodyKind::Webhook,
            _ => BodyKind::Handler,
        };
        let mut body = Body::new(function, kind);
        body.result = Some(Type::Nothing);
        body.message = match &handler.trigger {
            Trigger::Action { .. } => HandlerMessage::Card,
            Trigger::Command { .. } | Trigger::Message(_) | Trigger::Otherwise | Trigger::Intent { .. } => {
                HandlerMessage::Received
            }
            Trigger::Join
            | Trigger::Leave
            | Trigger::MemberJoined
            | Trigger::MemberLeft
            | Trigger::Webhook { .. }
            | Trigger::Every(_)
            | Trigger::Error { .. }
            | Trigger::Start
            | Trigger::Before(_)
            | Trigger::After(_) => HandlerMessage::Unknown,
        };
        body.broken = self.has_unread(handler.span);
        self.bodies.push(body);
        if let Some(what) = lonely(&handler.trigger) {
            self.without_conversation.push((function, SmolStr::new_static(what)));
        }
        let mark = self.mark();
        let made = self.check_trigger(handler, function);
        let guards = self.check_guards(&handler.guards, &handler.trigger);
        let (block, _) = self.check_block(&handler.body, Want::Nothing);
        let Some(body) = self.bodies.pop() else { return };
        self.warn_unused(&body);
        self.report_open(&body);
        if !self.failed_since(mark) {
            self.tell_foreign_holes(handler);
        }
        let name = SmolStr::new(self.slice(handler.head).lines().next().unwrap_or_default().trim());
        let params = made.as_ref().map_or(0, |made| made.params);
        self.store_function(body, name, params, (block, Type::Nothing, handler.head));
        if let Some(made) = made {
            self.program.handlers.push(Handler {
                kind: made.kind,
                guards,
                doc: doc(handler.doc.as_ref()),
                function,
                span: handler.head,
            });
        }
    }

    /// Reads a trigger; the variables that it makes are declared. Nothing where it can't run yet.
    fn check_trigger(&mut self, handler: &ast::Handler, function: FunctionId) -> Option<Made> {
        let head = handler.head;
        let plain = |kind| Some(Made { kind, params: 0 });
        match &handler.trigger {
            Trigger::Command { patterns } => Some(self.check_command(patterns)),
            Trigger::Message(regex) => self.check_message_trigger(regex),
            Trigger::Otherwise => plain(HandlerKind::Otherwise),
            Trigger::Join => {
                self.without_message.push((function, "`on join`"));
                plain(HandlerKind::Join)
            }
            Trigger::Leave => {
                self.without_message.push((function, "`on leave`"));
                plain(HandlerKind::Leave)
            }
            Trigger::MemberJoined => {
                self.without_message.push((function, "`on member joined`"));
                plain(HandlerKind::MemberJoined)
            }
            Trigger::MemberLeft => {
                self.without_message.push((function, "`on member left`"));
                plain(HandlerKind::MemberLeft)
            }
            Trigger::Webhook { path, verify, event } => {
                self.check_webhook((path, verify.as_ref(), event.as_ref()), head)
            }
            Trigger::Every(schedule) => {
                let schedule = self.check_schedule(schedule)?;
                plain(HandlerKind::Every(schedule))
            }
            Trigger::Action { name, params } => {
                let found = self.actions.iter().position(|action| action.span == name.span);
                let infos = found.and_then(|at| self.actions.get(at)).map(|action| action.params.clone());
                let infos = infos.unwrap_or_default();
                for (param, info) in params.iter().zip(&infos) {
                    self.declare_named(&param.name, info.ty.clone());
                }
                let count = infos.len();
                let params = infos
                    .into_iter()
                    .map(|info| ActionParam { name: info.name, ty: info.ty, default: info.default })
                    .collect();
                let name = self.qualified(&name.text);
                Some(Made { kind: HandlerKind::Action { name, params }, params: count })
            }
            Trigger::Error { name } => {
                match name {
                    Some(name) => self.declare_named(name, Type::Error),
                    None => self.declare_given(&SmolStr::default(), Type::Error, head),
                };
                if let Some(what) = self.lonely_trigger() {
                    self.without_conversation.push((function, what));
                    self.body_mut().lonely = true;
                }
                Some(Made { kind: HandlerKind::Error, params: 1 })
            }
            Trigger::Start => plain(HandlerKind::Start),
            Trigger::Before(what) => self.check_middleware(what, true),
            Trigger::After(what) => self.check_middleware(what, false),
            Trigger::Intent { name, params } => self.check_intent_trigger(name, params),
        }
    }

    /// What starts runs without a person and a room, if anything does: where one of them failed, `on error` has
    /// none either.
    fn lonely_trigger(&self) -> Option<SmolStr> {
        let items = self.files.iter().flat_map(|file| &file.ast.items);
        items
            .filter_map(|item| if let Item::Handler(handler) = item { Some(&handler.trigger) } else { None })
            .find_map(|trigger| Some(format_smolstr!("{} that failed", lonely(trigger)?)))
    }

    fn check_middleware(&mut self, what: &ast::Name, before: bool) -> Option<Made> {
        let kind = match (what.text.as_str(), before) {
            ("message", true) => HandlerKind::BeforeMessage,
            ("message", false) => HandlerKind::AfterMessage,
            ("command", true) => HandlerKind::BeforeCommand,
            ("command", false) => HandlerKind::AfterCommand,
            (other, _) => {
                let message =
                    format!("`{}` can't be said of `{other}`", if before { "before" } else { "after" });
                self.push(
                    Diagnostic::new(&codes::CHECK_BAD_DECLARATION, what.span, message)
                        .help("write `message` or `command`"),
                );
                return None;
            }
        };
        Some(Made { kind, params: 0 })
    }

    fn check_message_trigger(&mut self, regex: &ast::RegexLit) -> Option<Made> {
        let Some((regex, groups)) = self.check_regex(regex) else {
            let words = words_of(self.slice(regex.span));
            self.body_mut().lost.extend(words);
            return None;
        };
        let groups = self.declare_groups(&groups, regex.span);
        let params = groups.len();
        Some(Made { kind: HandlerKind::Message { regex: Some(regex), groups }, params })
    }
}
