//! Handlers.

use super::place::small;
use super::pool::Pool;
use crate::check::hir;
use crate::ir::{Handler, HandlerKind, Middleware, Moment, Verify};

/// The handler in the program; nothing for those that start no run yet.
pub(super) fn handler(pool: &mut Pool, program: &hir::Program, handler: &hir::Handler) -> Option<Handler> {
    let kind = kind(pool, handler)?;
    let function = pool.function(handler.function);
    let name = program.functions.get(handler.function.index()).map(|it| it.name.clone());
    Some(Handler { kind, function, name: name.unwrap_or_default(), doc: handler.doc.clone() })
}

fn kind(pool: &mut Pool, handler: &hir::Handler) -> Option<HandlerKind> {
    let middleware =
        |moment, commands_only| Some(HandlerKind::Middleware(Middleware { moment, commands_only }));
    match &handler.kind {
        hir::HandlerKind::Command { matcher, params, .. } => {
            Some(HandlerKind::Command { matcher: matcher.clone(), params: params.clone() })
        }
        hir::HandlerKind::Message { regex, groups } => Some(HandlerKind::Message {
            regex: regex.as_ref().map(|regex| pool.regex(&regex.source)),
            params: groups.iter().map(|group| group.name.clone()).collect(),
        }),
        hir::HandlerKind::Otherwise => Some(HandlerKind::Otherwise),
        hir::HandlerKind::Join => Some(HandlerKind::Join),
        hir::HandlerKind::Webhook { path, verify, .. } => {
            Some(HandlerKind::Webhook { path: path.clone(), verify: verification(verify) })
        }
        hir::HandlerKind::BeforeMessage => middleware(Moment::Before, false),
        hir::HandlerKind::BeforeCommand => middleware(Moment::Before, true),
        hir::HandlerKind::AfterMessage => middleware(Moment::After, false),
        hir::HandlerKind::AfterCommand => middleware(Moment::After, true),
        hir::HandlerKind::Leave
        | hir::HandlerKind::MemberJoined
        | hir::HandlerKind::MemberLeft
        | hir::HandlerKind::Error { .. }
        | hir::HandlerKind::Start => None,
    }
}

fn verification(verify: &hir::Verify) -> Verify {
    match verify {
        hir::Verify::None => Verify::Nothing,
        hir::Verify::Github(secret) => Verify::Github { secret: small(secret.index()) },
        hir::Verify::Token { header, secret } => {
            Verify::Token { header: header.clone(), secret: small(secret.index()) }
        }
    }
}
