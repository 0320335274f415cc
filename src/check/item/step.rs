//! The lines of a test.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{
    Answer, Block, BotLine, Expected, HandlerKind, Line, MockHttp, StepKind, Stmt, TestPlace, WebhookBody,
    WebhookStep,
};
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::NameKind;
use crate::syntax::ast::{
    self, BotPlace, Expectation, ExprKind, MockReply, MockReplyKind, Name, PersonPlace,
};
use crate::value::Type;
use smol_str::SmolStr;
use std::sync::Arc;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

impl Checker<'_> {
    /// A line of a test; `reloaded` is whether another version of the script may be in service.
    pub(super) fn check_step(&mut self, step: &ast::Step, reloaded: bool) -> Option<StepKind> {
        let span = step.span;
        Some(match &step.kind {
            ast::StepKind::Says { who, place, text } => StepKind::Line(Line {
                who: who.text.clone(),
                place: self.person_place(place)?,
                text: text.text.clone(),
            }),
            ast::StepKind::Sends { who, place, file } => StepKind::Sends {
                line: Line { who: who.text.clone(), place: self.person_place(place)?, text: "".into() },
                file: self.plain(file, "the name of a file")?,
            },
            ast::StepKind::Clicks { who, button, inputs } => {
                let title = self.plain(button, "the title of a button");
                if let Some(title) = title.as_ref().filter(|_| !reloaded) {
                    self.note_press(title, button.span, inputs.as_ref());
                }
                let inputs = inputs.as_ref().map(|inputs| self.test_function(inputs, &Type::Json));
                StepKind::Clicks { who: who.text.clone(), button: title?, inputs }
            }
            ast::StepKind::Bot { place, expected } => self.check_bot_line(place, expected)?,
            ast::StepKind::Nothing => StepKind::Nothing,
            ast::StepKind::Expect(expect) => self.check_expect(expect)?,
            ast::StepKind::Mock { method, url, replies } => {
                let method = self.check_method(method);
                let url = self.plain(url, "the address of a mock");
                let answers: Vec<Answer> =
                    replies.iter().filter_map(|reply| self.check_reply_of(reply)).collect();
                StepKind::Mock(MockHttp { method: method?, url: url?, answers })
            }
            ast::StepKind::Webhook { path, body, headers, signed } => {
                StepKind::Webhook(self.check_delivery(path, (body.as_ref(), headers.as_ref()), *signed)?)
            }
            ast::StepKind::Set { target, value } => self.check_set(target, value, span)?,
            ast::StepKind::Person { name, address } => {
                self.named(name, NameKind::Value);
                StepKind::Person { name: name.text.clone(), email: self.check_address(address)? }
            }
            ast::StepKind::Clock(at) => {
                let text = self.plain(at, "the time of a clock")?;
                if jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", &text).is_err() {
                    let message = format!("`{text}` is no time");
                    self.push(
                        Diagnostic::new(&codes::CHECK_BAD_SETTING, at.span, message)
                            .help("write day and hour as `\"2026-11-23 08:59\"`"),
                    );
                    return None;
                }
                StepKind::Clock { at: text }
            }
            ast::StepKind::After(duration) => {
                let value = self.constant_value(duration, Some(&Type::Duration), "the time that passes")?;
                let crate::value::Value::Duration(ms) = value else { return None };
                StepKind::After { ms }
            }
            ast::StepKind::Restart => StepKind::Restart,
            ast::StepKind::Reload(path) => {
                self.note_open_buttons();
                StepKind::Reload { path: self.plain(path, "the path of a script")? }
            }
            ast::StepKind::Duplicate => StepKind::Duplicate,
            ast::StepKind::Join { who, room } => {
                let (who, room) = self.membership(who.as_ref(), room.as_ref());
                StepKind::Join { who, room }
            }
            ast::StepKind::Leave { who, room } => {
                let (who, room) = self.membership(who.as_ref(), room.as_ref());
                StepKind::Leave { who, room }
            }
            ast::StepKind::Error => return None,
        })
    }

    fn person_place(&mut self, place: &PersonPlace) -> Option<TestPlace> {
        Some(match place {
            PersonPlace::Direct => TestPlace::Default,
            PersonPlace::Room(title) => TestPlace::Room(self.plain(title, "the title of a room")?),
            PersonPlace::Thread => TestPlace::Thread,
        })
    }

    fn membership(
        &mut self,
        who: Option<&Name>,
        room: Option<&ast::StringLit>,
    ) -> (Option<SmolStr>, Option<SmolStr>) {
        (who.map(|who| who.text.clone()), room.and_then(|room| self.plain(room, "the title of a room")))
    }

    fn check_bot_line(&mut self, place: &BotPlace, expected: &Expectation) -> Option<StepKind> {
        let place = match place {
            BotPlace::Same => TestPlace::Default,
            BotPlace::Person(who) => TestPlace::Direct(who.text.clone()),
            BotPlace::Room(title) => TestPlace::Room(self.plain(title, "the title of a room")?),
            BotPlace::Thread => TestPlace::Thread,
        };
        let text = match expected {
            Expectation::Any => Expected::Any,
            Expectation::Text(text) => Expected::Text(text.text.clone()),
            Expectation::Regex(regex) => Expected::Regex(self.check_regex(regex)?.0),
            Expectation::Card(path) => {
                let declared = self.declared_path(path).map(|declared| declared.what);
                let Some(Def::Card(at)) = declared else {
                    if declared == Some(Def::Broken) {
                        return None;
                    }
                    let name = self.slice(path.span).to_owned();
                    let cards: Vec<SmolStr> = self.cards.iter().map(|card| card.name.clone()).collect();
                    let near = nearest(&name, cards.iter().map(SmolStr::as_str));
                    let lost = self.is_lost(&name) || near.is_none() && self.lost_name(&name, path.span);
                    if declared.is_none() && lost {
                        return None;
                    }
                    let message = format!("there is no card `{name}`");
                    self.push(
                        Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, path.span, message).did_you_mean(near),
                    );
                    return None;
                };
                Expected::Card(self.cards.get(at).map(|card| card.name.clone()).unwrap_or_default())
            }
        };
        Some(StepKind::Bot(BotLine { place, text }))
    }

    fn check_expect(&mut self, expect: &ast::Expect) -> Option<StepKind> {
        Some(match expect {
            ast::Expect::Condition(condition) => {
                let errors = self.sink_len();
                let function = self.test_function(condition, &Type::Bool);
                let sides = match &condition.kind {
                    ExprKind::Binary { op, left, right, .. }
                        if compares(*op) && self.sink_len() == errors =>
                    {
                        let mark = self.mark();
                        let sides = (self.test_side(left), self.test_side(right));
                        self.rewind(mark);
                        Some(sides)
                    }
                    _ => None,
                };
                StepKind::Expect { condition: function, sides }
            }
            ast::Expect::Http { method, url, with } => {
                let with = with.as_ref().map(|with| self.test_function(with, &Type::Json));
                let method = self.check_method(method);
                let url = self.plain(url, "the address of a call");
                StepKind::ExpectHttp { method: method?, url: url?, with }
            }
            ast::Expect::Response { status, body } => {
                let with = body.as_ref().map(|body| self.test_function(body, &Type::Json));
                StepKind::ExpectResponse { status: self.check_status(status)?, with }
            }
        })
    }

    fn check_method(&mut self, method: &Name) -> Option<SmolStr> {
        if METHODS.contains(&method.text.as_str()) {
            return Some(method.text.clone());
        }
        let upper = method.text.to_uppercase();
        let near = nearest(&upper, METHODS);
        let message = format!("there is no method `{}`", method.text);
        self.push(Diagnostic::new(&codes::CHECK_BAD_SETTING, method.span, message).did_you_mean(near));
        None
    }

    fn check_status(&mut self, status: &ast::Expr) -> Option<u16> {
        let value = self.constant_value(status, Some(&Type::Int), "a status")?;
        let crate::value::Value::Int(value) = value else { return None };
        match u16::try_from(value).ok().filter(|status| (100..600).contains(status)) {
            Some(status) => Some(status),
            None => {
                let message = format!("`{value}` is no HTTP status");
                self.push(
                    Diagnostic::new(&codes::CHECK_BAD_SETTING, status.span, message)
                        .help("a status is a number from 100 to 599"),
                );
                None
            }
        }
    }

    fn check_reply_of(&mut self, reply: &MockReply) -> Option<Answer> {
        Some(match &reply.kind {
            MockReplyKind::Timeout => Answer::Timeout,
            MockReplyKind::Refused => Answer::Refused,
            MockReplyKind::Answer { status, body, headers } => {
                let status = self.check_status(status);
                let body = body.as_ref().map(|body| self.test_function(body, &Type::Json));
                let headers = headers.as_ref().map(|headers| self.test_function(headers, &texts()));
                Answer::Status { status: status?, body, headers }
            }
        })
    }

    fn check_delivery(
        &mut self,
        path: &ast::StringLit,
        (body, headers): (Option<&ast::WebhookBody>, Option<&ast::Expr>),
        signed: bool,
    ) -> Option<WebhookStep> {
        let body = match body {
            None => WebhookBody::Empty,
            Some(ast::WebhookBody::Json(json)) => WebhookBody::Json(self.test_function(json, &Type::Json)),
            Some(ast::WebhookBody::Text(text)) => WebhookBody::Text(self.test_function(text, &Type::Text)),
            Some(ast::WebhookBody::File(file)) => WebhookBody::File(self.plain(file, "the name of a file")?),
        };
        let headers = headers.map(|headers| self.test_function(headers, &texts()));
        let span = path.span;
        let path = self.plain(path, "the path of a webhook")?;
        let known: Vec<SmolStr> = self
            .program
            .handlers
            .iter()
            .filter_map(|handler| match &handler.kind {
                HandlerKind::Webhook { path, .. } => Some(path.clone()),
                _ => None,
            })
            .collect();
        let served = path.split_once('?').map_or(path.as_str(), |(served, _)| served);
        if !known.iter().any(|known| known == served) && !self.sink.has_errors() && !self.has_unread_files() {
            let message = format!("no webhook has the path \"{path}\"");
            let near = nearest(&path, known.iter().map(SmolStr::as_str)).map(|near| format!("\"{near}\""));
            let mut diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, span, message);
            diagnostic = match (near, known.first()) {
                (Some(near), _) => diagnostic.did_you_mean(Some(&near)),
                (None, Some(one)) => diagnostic.help(format!("use a path that is declared: \"{one}\"")),
                (None, None) => {
                    diagnostic.help("declare it: `on webhook \"/path\" verify ... as event { ... }`")
                }
            };
            self.push(diagnostic);
        }
        Some(WebhookStep { path, body, headers, signed })
    }

    fn check_set(&mut self, target: &ast::Expr, value: &ast::Expr, span: Span) -> Option<StepKind> {
        if let ExprKind::Name(name) = &target.kind {
            match self.declared(name).map(|declared| declared.what) {
                Some(Def::Config(config)) => {
                    let ty = self.program.configs.get(config.index())?.ty.clone();
                    return Some(StepKind::SetConfig { config, value: self.test_function(value, &ty) });
                }
                Some(Def::Secret(_)) => {
                    self.push(
                        Diagnostic::new(
                            &codes::CHECK_NOT_ASSIGNABLE,
                            target.span,
                            "a secret can't be set, tests have dummies",
                        )
                        .help("leave the line out"),
                    );
                    return None;
                }
                _ => {}
            }
        }
        let statement = ast::Stmt {
            kind: ast::StmtKind::Assign {
                target: target.clone(),
                op: ast::AssignOp::Set,
                op_span: span,
                value: value.clone(),
                otherwise: None,
            },
            span,
        };
        let function = self.test_code(span, |checker| {
            let stmt: Option<Stmt> = checker.check_one(&statement);
            (Block { stmts: stmt.into_iter().collect(), value: None }, Type::Nothing)
        });
        Some(StepKind::SetState(function))
    }
}

fn texts() -> Type {
    Type::Map(Arc::new(Type::Text))
}

fn compares(op: ast::BinaryOp) -> bool {
    matches!(
        op,
        ast::BinaryOp::Equal
            | ast::BinaryOp::NotEqual
            | ast::BinaryOp::Less
            | ast::BinaryOp::LessEqual
            | ast::BinaryOp::Greater
            | ast::BinaryOp::GreaterEqual
    )
}
