//! Handlers that leave nothing for others, and messages that are for two.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{Handler, HandlerKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::pattern::{CommandRoute, Conflict, Later, LazyRegex, MessageRoute, Router, Routes, conflicts};
use smol_str::SmolStr;
use std::sync::Arc;

/// Letters of a message that is quoted.
const QUOTED_MAX: usize = 80;

/// What only one handler can be for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Alone {
    Otherwise,
    Error,
    Webhook(SmolStr),
    Intent(usize),
}

impl Checker<'_> {
    /// Handlers that another one leaves nothing for.
    pub(super) fn check_doubles(&mut self) {
        let mut first: Vec<(Alone, Span)> = Vec::new();
        let mut found: Vec<Diagnostic> = Vec::new();
        for handler in &self.program.handlers {
            let (alone, message, help) = match &handler.kind {
                HandlerKind::Otherwise => {
                    let message = "a program has one `otherwise`".to_owned();
                    (Alone::Otherwise, message, "put both into one")
                }
                HandlerKind::Error => {
                    let message = "a program has one `on error`".to_owned();
                    (Alone::Error, message, "put both into one")
                }
                HandlerKind::Webhook { path, .. } => {
                    let message = format!("the webhook \"{path}\" has a handler already");
                    (Alone::Webhook(path.clone()), message, "give one of them another path")
                }
                HandlerKind::Intent { intent, .. } => {
                    let message = "this intent has a handler already".to_owned();
                    (Alone::Intent(*intent), message, "put both into one")
                }
                HandlerKind::Command { .. }
                | HandlerKind::Message { .. }
                | HandlerKind::Join
                | HandlerKind::Leave
                | HandlerKind::MemberJoined
                | HandlerKind::MemberLeft
                | HandlerKind::Action { .. }
                | HandlerKind::Every(_)
                | HandlerKind::BeforeMessage
                | HandlerKind::BeforeCommand
                | HandlerKind::AfterMessage
                | HandlerKind::AfterCommand
                | HandlerKind::Start => continue,
            };
            match first.iter().find(|(known, _)| *known == alone) {
                Some((_, first)) => found.push(
                    Diagnostic::new(&codes::CHECK_UNREACHABLE_HANDLER, handler.span, message)
                        .also(*first, "first here")
                        .help(help),
                ),
                None => first.push((alone, handler.span)),
            }
        }
        self.sink.extend(found);
    }

    /// Commands, regexes, intents and `otherwise` by the messages that they take.
    pub(super) fn check_conflicts(&mut self) {
        let (mut routes, mut later) = (Routes::default(), Vec::new());
        for (at, handler) in (0u32..).zip(&self.program.handlers) {
            // What is wrong in itself takes other messages than its author means.
            if self.sink.has_errors_in(handler.span) {
                continue;
            }
            match &handler.kind {
                HandlerKind::Command { matcher, .. } => routes.commands.push(CommandRoute {
                    handler: at,
                    matcher: matcher.clone(),
                    doc: SmolStr::default(),
                }),
                HandlerKind::Message { regex, .. } => {
                    let source = regex.as_ref().map_or("", |regex| regex.source.as_str());
                    routes.messages.push(MessageRoute { handler: at, regex: LazyRegex::new(source, "") });
                }
                HandlerKind::Intent { .. } => later.push(Later::Intent(at)),
                HandlerKind::Otherwise => later.push(Later::Otherwise(at)),
                HandlerKind::Join
                | HandlerKind::Leave
                | HandlerKind::MemberJoined
                | HandlerKind::MemberLeft
                | HandlerKind::Webhook { .. }
                | HandlerKind::Action { .. }
                | HandlerKind::Every(_)
                | HandlerKind::BeforeMessage
                | HandlerKind::BeforeCommand
                | HandlerKind::AfterMessage
                | HandlerKind::AfterCommand
                | HandlerKind::Error
                | HandlerKind::Start => {}
            }
        }
        let router = Router::new(Arc::new(routes));
        for conflict in conflicts(&router, &later) {
            let handler = |at: u32| usize::try_from(at).ok().and_then(|at| self.program.handlers.get(at));
            if let (Some(second), Some(first)) = (handler(conflict.handler), handler(conflict.by)) {
                let found = told(&conflict, second, first);
                self.push(found);
            }
        }
    }
}

fn told(conflict: &Conflict, second: &Handler, first: &Handler) -> Diagnostic {
    let message = quoted(&conflict.message);
    if conflict.never {
        let message = format!("this never runs: another handler takes {message} and all else that it is for");
        Diagnostic::new(&codes::CHECK_UNREACHABLE_HANDLER, second.span, message)
            .also(first.span, "this one goes first")
            .help("make the other one take less, or put both into one")
    } else {
        let message = format!("{message} is for two handlers, and this one does not get it");
        Diagnostic::new(&codes::LINT_OVERLAPPING_HANDLERS, second.span, message)
            .also(first.span, "this one goes first")
            .help("change the words of one of them, or put both into one")
    }
}

fn quoted(message: &str) -> String {
    if message.trim().is_empty() {
        return String::from("a message without words");
    }
    let mut short: String = message.chars().take(QUOTED_MAX).collect();
    if short.len() < message.len() {
        short.push_str("...");
    }
    format!("`{}`", short.replace('\n', "\\n").replace('`', "'"))
}
