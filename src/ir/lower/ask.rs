//! Questions, and runs that begin at another time.

use super::code::Code;
use super::place::small;
use crate::check::hir::{self, Expr, LaterWhen};
use crate::ir::{Ask, Audience, Due, Expects, Op};

impl Code<'_> {
    /// Asks; a `where` that is false asks again, several answers are collected.
    pub(super) fn ask(&mut self, expr: &Expr, ask: &hir::Ask) {
        self.all(&ask.prompt);
        self.all(&ask.card);
        self.all(&ask.to);
        if let hir::Expects::OneOf(choices) = &ask.expects {
            self.expr(choices);
        }
        self.all(&ask.until);
        self.all(&ask.within);
        let spec = self.pool.ask(&spec(ask));
        self.at(expr.span);
        let asked = self.emit(Op::Ask { ask: spec, expired: 0 });
        let again = self.here();
        if let Some(check) = &ask.check {
            let slot = self.slot(check.local);
            self.emit(Op::SetLocal(slot));
            self.expr(&check.condition);
            let good = self.emit(Op::JumpIfTrue(0));
            self.expr(&check.message);
            self.at(expr.span);
            self.emit(Op::Refuse);
            self.emit(Op::Jump(again));
            self.land([good]);
            self.emit(Op::Local(slot));
        }
        if ask.until.is_some() {
            self.at(expr.span);
            self.emit(Op::Collect(again));
        }
        let end = self.here();
        if let Some(Op::Ask { expired, .. }) = self.ops.get_mut(asked) {
            *expired = end;
        }
    }

    pub(super) fn later(&mut self, later: &hir::Later) {
        let due = match &later.when {
            LaterWhen::After(duration) => {
                self.expr(duration);
                Due::After
            }
            LaterWhen::At(time) => {
                self.expr(time);
                Due::At
            }
            LaterWhen::Clock(minutes) => Due::Clock(*minutes),
            LaterWhen::Day(date, minutes) => {
                self.expr(date);
                Due::Day(*minutes)
            }
        };
        self.closure(&later.body);
        self.emit(Op::Later(due));
        self.emit(Op::Pop);
    }

    pub(super) fn start(&mut self, start: &hir::Start) {
        self.all(&start.args);
        let function = self.pool.function(start.function);
        let args = super::call::count(start.args.len());
        self.emit(Op::Start { function, args });
        self.emit(Op::Pop);
    }
}

fn spec(ask: &hir::Ask) -> Ask {
    let expects = match &ask.expects {
        hir::Expects::Argument(ty) => Expects::Argument(ty.clone()),
        hir::Expects::Confirmation => Expects::Confirmation,
        hir::Expects::File => Expects::File,
        hir::Expects::OneOf(_) => Expects::OneOf,
        hir::Expects::Card(ty) => Expects::Card(ty.clone()),
    };
    let audience = match ask.audience {
        hir::Audience::Person => Audience::Person,
        hir::Audience::Anyone => Audience::Anyone,
        hir::Audience::Group(group) => Audience::Group(small(group.index())),
    };
    Ask {
        to: ask.to.is_some(),
        expects,
        audience,
        until: ask.until.is_some(),
        card: ask.card.is_some(),
        within: ask.within.is_some(),
    }
}
