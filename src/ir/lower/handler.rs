//! Handlers.

use super::place::small;
use super::pool::Pool;
use crate::check::hir;
use crate::ir::{ActionParam, Guard, Handler, HandlerKind, LimitScope, Middleware, Moment, Verify, Who};

/// The handler in the program.
pub(super) fn handler(pool: &mut Pool, program: &hir::Program, handler: &hir::Handler) -> Handler {
    let kind = kind(pool, handler);
    let function = pool.function(handler.function);
    let name = program.functions.get(handler.function.index()).map(|it| it.name.clone());
    let guards = handler.guards.iter().map(guard).collect();
    Handler { kind, guards, function, name: name.unwrap_or_default(), doc: handler.doc.clone() }
}

fn guard(guard: &hir::Guard) -> Guard {
    match guard {
        hir::Guard::Group(group) => Guard::Group(small(group.index())),
        hir::Guard::Direct => Guard::Direct,
        hir::Guard::GroupRoom => Guard::GroupRoom,
        hir::Guard::Limit { count, per_ms, scope } => {
            let scope = match scope {
                hir::Scope::Bot => LimitScope::Bot,
                hir::Scope::Person => LimitScope::Person,
                hir::Scope::Room => LimitScope::Room,
            };
            Guard::Limit { count: *count, per_ms: *per_ms, scope }
        }
    }
}

/// Who an entry of a group or of `allow` means.
pub(super) fn who(entry: &hir::Allow) -> Who {
    match entry {
        hir::Allow::Anyone => Who::Anyone,
        hir::Allow::Domain(domain) => Who::Domain(domain.clone()),
        hir::Allow::Person(address) => Who::Person(address.clone()),
        hir::Allow::Room(title) => Who::Room(title.clone()),
    }
}

fn kind(pool: &mut Pool, handler: &hir::Handler) -> HandlerKind {
    let middleware = |moment, commands_only| HandlerKind::Middleware(Middleware { moment, commands_only });
    match &handler.kind {
        hir::HandlerKind::Command { matcher, params, .. } => {
            HandlerKind::Command { matcher: matcher.clone(), params: params.clone() }
        }
        hir::HandlerKind::Message { regex, groups } => HandlerKind::Message {
            regex: regex.as_ref().map(|regex| pool.regex(&regex.source)),
            params: groups.iter().map(|group| group.name.clone()).collect(),
        },
        hir::HandlerKind::Otherwise => HandlerKind::Otherwise,
        hir::HandlerKind::Join => HandlerKind::Join,
        hir::HandlerKind::Webhook { path, verify, .. } => {
            HandlerKind::Webhook { path: path.clone(), verify: verification(verify) }
        }
        hir::HandlerKind::BeforeMessage => middleware(Moment::Before, false),
        hir::HandlerKind::BeforeCommand => middleware(Moment::Before, true),
        hir::HandlerKind::AfterMessage => middleware(Moment::After, false),
        hir::HandlerKind::AfterCommand => middleware(Moment::After, true),
        hir::HandlerKind::Intent { intent, params } => {
            HandlerKind::Intent { intent: super::pool::index(*intent), params: params.clone() }
        }
        hir::HandlerKind::Action { name, params } => {
            let param = |param: &hir::ActionParam| ActionParam {
                name: param.name.clone(),
                ty: param.ty.clone(),
                default: param.default.clone(),
            };
            HandlerKind::Action { name: name.clone(), params: params.iter().map(param).collect() }
        }
        hir::HandlerKind::Leave => HandlerKind::Leave,
        hir::HandlerKind::MemberJoined => HandlerKind::MemberJoined,
        hir::HandlerKind::MemberLeft => HandlerKind::MemberLeft,
        hir::HandlerKind::Every(schedule) => HandlerKind::Every(schedule.clone()),
        hir::HandlerKind::Error => HandlerKind::Error,
        hir::HandlerKind::Start => HandlerKind::Start,
    }
}

fn verification(verify: &hir::Verify) -> Verify {
    match verify {
        hir::Verify::None => Verify::Nothing,
        hir::Verify::Signed { scheme, secret } => {
            Verify::Signed { scheme: scheme.clone(), secret: small(secret.index()) }
        }
    }
}
