//! `wait`, `later` and `start`.

use crate::base::Span;
use crate::check::body::{Body, BodyKind};
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::hir::{ExprKind, Lambda, Later, LaterWhen, Start, StmtKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, ClockTime};
use crate::value::Type;
use smol_str::SmolStr;

impl Checker<'_> {
    pub(super) fn check_wait(&mut self, duration: &ast::Expr, span: Span) -> StmtKind {
        let duration = self.expect_expr(duration, &Type::Duration);
        self.effect(span, "`wait`".to_owned());
        StmtKind::Wait(duration)
    }

    pub(super) fn check_later(&mut self, when: &ast::LaterWhen, body: &ast::Block, span: Span) -> StmtKind {
        let when =
            match when {
                ast::LaterWhen::After(duration) => {
                    let checked = self.check_expr(duration, Some(&Type::Duration));
                    if checked.ty == Type::Time {
                        let message = "`later` takes a duration, found `time`";
                        self.push(
                            Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, duration.span, message)
                                .help("write `later at` before a time"),
                        );
                        LaterWhen::At(checked)
                    } else {
                        LaterWhen::After(self.coerce(checked, &Type::Duration))
                    }
                }
                ast::LaterWhen::At(time) => {
                    let checked = self.check_expr(time, Some(&Type::Time));
                    match checked.ty {
                        Type::Duration => {
                            let message = "`later at` takes a time, found `duration`";
                            self.push(
                                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, time.span, message)
                                    .help("leave out the `at` before a duration"),
                            );
                            LaterWhen::After(checked)
                        }
                        Type::Date => {
                            let message = "`later at` takes a time, found `date`";
                            self.push(Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, time.span, message).help(
                                format!("say the hour too: `later at {} 09:00`", self.slice(time.span)),
                            ));
                            LaterWhen::Clock(0)
                        }
                        Type::Int | Type::Text if self.hour_of(time).is_some() => {
                            let hour = self.hour_of(time).unwrap_or_default();
                            let message = format!("`later at` takes a time, found `{}`", checked.ty);
                            self.push(
                                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, time.span, message)
                                    .help(format!("write the hour as `{hour}`")),
                            );
                            LaterWhen::Clock(0)
                        }
                        _ => LaterWhen::At(self.coerce(checked, &Type::Time)),
                    }
                }
                ast::LaterWhen::AtClock(clock) => LaterWhen::Clock(minutes(clock)),
                ast::LaterWhen::AtDay { day, clock } => {
                    LaterWhen::Day(self.expect_expr(day, &Type::Date), minutes(clock))
                }
            };
        let body = self.check_later_body(body, span);
        self.effect(span, "`later`".to_owned());
        StmtKind::Later(Box::new(Later { when, body }))
    }

    /// The hour that a number or a text stands for: `9`, `"17:30"`.
    fn hour_of(&self, expr: &ast::Expr) -> Option<String> {
        let source = self.slice(expr.span).trim_matches('"');
        let (hour, minute) = source.split_once(':').unwrap_or((source, "00"));
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
    }

    /// The block is a function that captures by value; it may do anything, in the conversation that the
    /// statement is in.
    fn check_later_body(&mut self, block: &ast::Block, span: Span) -> Lambda {
        let function = self.new_function();
        let lonely = self.body().lonely;
        let mut inner = Body { lonely, ..Body::new(function, BodyKind::Later) };
        inner.flow = self.body().flow.outside();
        inner.flow.forget_states();
        inner.result = Some(Type::Nothing);
        self.bodies.push(inner);
        let (block, _) = self.check_block(block, Want::Nothing);
        let Some(done) = self.bodies.pop() else { return Lambda { function, captures: Vec::new() } };
        self.warn_unused(&done);
        self.report_open(&done);
        let captures = done.captures.iter().map(|(outer, _)| *outer).collect();
        self.store_function(done, SmolStr::new_static("later"), 0, (block, Type::Nothing, span));
        self.close_effects(function);
        self.calls(function, span);
        Lambda { function, captures }
    }

    pub(super) fn check_start(&mut self, call: &ast::Expr, span: Span) -> Option<StmtKind> {
        let errors = self.sink_len();
        let checked = self.check_any(call, Want::Nothing);
        self.effect(span, "`start`".to_owned());
        match checked.kind {
            ExprKind::Call { function, args } => Some(StmtKind::Start(Start { function, args })),
            _ if checked.ty == Type::Unknown || self.sink_len() > errors => None,
            _ => {
                self.push(
                    Diagnostic::new(
                        &codes::CHECK_MISPLACED,
                        call.span,
                        "`start` begins a function that the script declares",
                    )
                    .help("put it into a `fn`, and start that: `start remind(person)`"),
                );
                None
            }
        }
    }
}

fn minutes(clock: &ClockTime) -> u16 {
    u16::from(clock.hour) * 60 + u16::from(clock.minute)
}
