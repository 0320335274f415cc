//! `ask` and `confirm`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::hir::{AnswerCheck, Ask, Audience, Expects, Expr, ExprKind, GroupId};
use crate::check::scope::{Declared, Def};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::pattern::ArgumentType;
use crate::syntax::ast::{self, AnswerType, Prompt, TypeKind, WhereClause};
use crate::value::{Type, Value};
use smol_str::SmolStr;

impl Checker<'_> {
    pub(super) fn check_ask(&mut self, ask: &ast::Ask, span: Span) -> Expr {
        let to = ask.to.as_ref().map(|to| self.check_target(to));
        let (prompt, card, (expects, ty)) = match &ask.prompt {
            Prompt::Text(text) if let Some(card) = self.named_card(text) => {
                let (expects, ty) = self.check_expected(ask.answer.as_ref());
                let ty = if ask.answer.is_some() { ty } else { self.card_answer(card) };
                (None, None, (expects, ty))
            }
            Prompt::Text(text) => {
                let prompt = self.expect_expr(text, &Type::Text);
                self.tell_silence(&prompt);
                (Some(prompt), None, self.check_expected(ask.answer.as_ref()))
            }
            Prompt::Card(ask_card) => match self.sent_card(ask_card) {
                Some((card, at)) => {
                    if let Some(given) = &ask.answer {
                        let span = match given {
                            AnswerType::Type(ty) => ty.span,
                            AnswerType::OneOf(list) => list.span,
                        };
                        let message = "the answer to a card is a record of its inputs";
                        self.push(
                            Diagnostic::new(&codes::CHECK_MISPLACED, span, message)
                                .help("leave it out; the inputs say what they take"),
                        );
                    }
                    self.tell_unanswerable(at, &ask_card.name);
                    let answer = self.card_answer(at);
                    (None, Some(card), (Expects::Card(answer.clone()), answer))
                }
                None => (None, None, (Expects::Confirmation, Type::Unknown)),
            },
        };
        let audience = self.check_audience(ask.by.as_ref());
        let until = ask.until.as_ref().map(|until| self.expect_expr(until, &Type::Int));
        if let Some(until) = &until
            && ask.by.is_none()
        {
            self.push(
                Diagnostic::new(&codes::CHECK_MISPLACED, until.span, "one person gives one answer")
                    .help("say who may answer before it: `by anyone until ...`"),
            );
        }
        if let Some(until) = &until
            && let Ok(Value::Int(count @ ..=0)) = self.fold(until)
        {
            let message = format!("`until` takes a number of answers from 1 up, found {count}");
            self.push(
                Diagnostic::new(&codes::CHECK_ALWAYS_FAILS, until.span, message)
                    .help("write how many answers are waited for, such as `until 3`"),
            );
        }
        let mark = self.mark();
        let check = ask.check.as_ref().map(|check| self.check_where(check, &ty));
        // What the answer is looked at as may be what it was to be.
        let ty = if self.failed_since(mark) { Type::Unknown } else { ty };
        let within = ask.within.as_ref().map(|within| self.expect_expr(within, &Type::Duration));
        if to.is_none() {
            self.body_mut().uses_conversation(span, "`ask` without `to`".to_owned());
        }
        self.effect(span, "`ask`".to_owned());
        self.body_mut().asked = true;
        let ty = match &until {
            Some(_) => Type::list(Type::record([("who", Type::Person), ("answer", ty)])),
            None => ty,
        };
        typed(
            ExprKind::Ask(Box::new(Ask { to, prompt, card, expects, audience, until, check, within })),
            ty,
            span,
        )
    }

    /// `ask survey()`: a card without its word, which is reported.
    fn named_card(&mut self, prompt: &ast::Expr) -> Option<usize> {
        let (callee, args) = match &prompt.kind {
            ast::ExprKind::Call { callee, args } => (&**callee, args.as_slice()),
            _ => (prompt, [].as_slice()),
        };
        let ast::ExprKind::Name(name) = &callee.kind else { return None };
        let declared = self.declared(name).filter(|_| self.find_local(name).is_none())?;
        let Def::Card(at) = declared.what else { return None };
        self.check_loose(args);
        if let Some(card) = self.cards.get_mut(at) {
            card.sent = true;
        }
        let called = self.slice(prompt.span);
        let called = if called == name { format!("{called}()") } else { called.to_owned() };
        let message = format!("`{name}` is a card, which is asked with the word `card`");
        self.push(
            Diagnostic::new(&codes::CHECK_NOT_A_FUNCTION, callee.span, message)
                .also(declared.span, "declared here")
                .help(format!("write `ask card {called}`")),
        );
        Some(at)
    }

    pub(super) fn check_confirm(&mut self, confirm: &ast::Confirm, span: Span) -> Expr {
        let to = confirm.to.as_ref().map(|to| self.check_target(to));
        let prompt = match &confirm.prompt.kind {
            ast::ExprKind::Binary {
                op: ast::BinaryOp::Equal | ast::BinaryOp::NotEqual,
                op_span,
                left,
                ..
            } => {
                let asked = self.slice(left.span).trim_end_matches(')');
                let asked = if asked.contains('\n') || asked.len() > 60 { "\"...\"" } else { asked };
                let message = "`confirm` is true or false itself, nothing is compared";
                let help = format!("write `confirm {asked}` alone: it is true for a yes");
                self.push(Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, *op_span, message).help(help));
                unknown(confirm.prompt.span)
            }
            _ if self.joined_questions(&confirm.prompt) => unknown(confirm.prompt.span),
            _ => self.expect_expr(&confirm.prompt, &Type::Text),
        };
        self.tell_silence(&prompt);
        let audience = self.check_audience(confirm.by.as_ref());
        let within = confirm.within.as_ref().map(|within| self.expect_expr(within, &Type::Duration));
        if to.is_none() {
            self.body_mut().uses_conversation(span, "`confirm` without `to`".to_owned());
        }
        self.effect(span, "`confirm`".to_owned());
        self.body_mut().asked = true;
        self.note_confirm();
        let expects = Expects::Confirmation;
        let ask =
            Ask { to, prompt: Some(prompt), card: None, expects, audience, until: None, check: None, within };
        typed(ExprKind::Ask(Box::new(ask)), Type::Bool, span)
    }

    /// What `as` says an answer is; a text where there is none.
    fn check_expected(&mut self, answer: Option<&AnswerType>) -> (Expects, Type) {
        match answer {
            None => (Expects::Argument(ArgumentType::Text), Type::Text),
            Some(AnswerType::OneOf(list)) => self.check_choices(list),
            Some(AnswerType::Type(ty)) => {
                // As in a command, an address is a text that must be one.
                if let TypeKind::Named(path) = &ty.kind
                    && let [name] = path.parts.as_slice()
                    && matches!(name.text.as_str(), "email" | "url")
                    && let Some(argument) = ArgumentType::built_in(&name.text)
                {
                    return (Expects::Argument(argument), Type::Text);
                }
                let wanted = self.resolve_type(ty);
                self.note_choices(&wanted);
                match &wanted {
                    Type::File => (Expects::File, Type::File),
                    Type::Unknown => (Expects::Argument(ArgumentType::Text), Type::Unknown),
                    other => match ArgumentType::of_type(other) {
                        Some(argument) => (Expects::Argument(argument), wanted),
                        None => {
                            let message = format!("nobody can type a `{wanted}`");
                            self.push(Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, ty.span, message).help(
                                "ask for a `text int float bool duration time date person room file`, \
                                     a union, or a `list` of these",
                            ));
                            (Expects::Argument(ArgumentType::Text), Type::Unknown)
                        }
                    },
                }
            }
        }
    }

    fn check_choices(&mut self, list: &ast::Expr) -> (Expects, Type) {
        self.note_open_buttons();
        let choices = self.check_expr(list, None);
        let item = match &choices.ty {
            Type::List(item) | Type::Set(item) => (**item).clone(),
            Type::Unknown => Type::Unknown,
            found => {
                let message = format!("`one of` takes a list or a set, found `{found}`");
                let mut diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, list.span, message);
                if matches!(found, Type::Map(_)) {
                    diagnostic = diagnostic.help("offer its keys: `.keys`");
                }
                self.push(diagnostic);
                Type::Unknown
            }
        };
        let readable = matches!(
            item,
            Type::Unknown
                | Type::Never
                | Type::Text
                | Type::Literals(_)
                | Type::Int
                | Type::Float
                | Type::Bool
                | Type::Duration
                | Type::Date
                | Type::Time
                | Type::Person
                | Type::Room
        );
        if !readable {
            let message = format!("nobody can type a `{item}`");
            self.push(
                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, list.span, message)
                    .help("offer texts, and look the chosen one up: `xs.map(x => x.name)`"),
            );
            return (Expects::OneOf(Box::new(unknown(list.span))), Type::Unknown);
        }
        if let Ok(Value::List(items) | Value::Set(items)) = self.fold(&choices)
            && items.is_empty()
        {
            let message = "there is nothing to choose from: the list is empty";
            self.push(
                Diagnostic::new(&codes::CHECK_ALWAYS_FAILS, list.span, message)
                    .help("offer something: `one of [\"a\", \"b\"]`"),
            );
        }
        (Expects::OneOf(Box::new(choices)), item)
    }

    fn check_audience(&mut self, by: Option<&ast::Audience>) -> Audience {
        match by {
            None => Audience::Person,
            Some(ast::Audience::Anyone(_)) => Audience::Anyone,
            Some(ast::Audience::Group(path)) => {
                self.check_group_path(path).map_or(Audience::Anyone, Audience::Group)
            }
        }
    }

    /// The group that is named where only a group can stand.
    pub(in crate::check) fn check_group_path(&mut self, path: &ast::Path) -> Option<GroupId> {
        let declared = self.declared_path(path);
        match declared.map(|declared| declared.what) {
            Some(Def::Group(id)) => Some(id),
            Some(Def::Broken) => None,
            Some(other) => {
                let message = format!("a group is needed here, this is {}", other.noun());
                self.push(
                    Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, path.span, message)
                        .help("declare one: `group admins = \"alice@acme.com\"`"),
                );
                None
            }
            None => {
                let name = self.slice(path.span).to_owned();
                let groups: Vec<SmolStr> =
                    self.program.groups.iter().map(|group| group.name.clone()).collect();
                let near = nearest(&name, groups.iter().map(SmolStr::as_str));
                if self.is_lost(&name) || near.is_none() && self.lost_name(&name, path.span) {
                    return None;
                }
                let mut diagnostic = Diagnostic::new(
                    &codes::CHECK_UNKNOWN_NAME,
                    path.span,
                    format!("there is no group `{name}`"),
                );
                diagnostic = match near {
                    Some(_) => diagnostic.did_you_mean(near),
                    None if matches!(name.as_str(), "everybody" | "everyone" | "all" | "anybody") => {
                        diagnostic.help("who is in the room may answer: `by anyone`")
                    }
                    None => diagnostic.help(format!("declare it: `group {name} = \"alice@acme.com\"`")),
                };
                self.push(diagnostic);
                None
            }
        }
    }

    /// What a path of one or two names leads to.
    pub(in crate::check) fn declared_path(&self, path: &ast::Path) -> Option<Declared> {
        self.declared_in(self.module, path)
    }

    /// What a path leads to in a file.
    pub(in crate::check) fn declared_in(&self, module: usize, path: &ast::Path) -> Option<Declared> {
        let here = self.modules.get(module)?;
        match path.parts.as_slice() {
            [name] => here.names.get(&name.text).copied(),
            [module, name] => {
                let other = self.modules.get((*here.uses.get(&module.text)?)?)?;
                other.names.get(&name.text).copied()
            }
            _ => None,
        }
    }

    /// `where`: the answer has the name that the `let` gives it.
    fn check_where(&mut self, check: &WhereClause, ty: &Type) -> AnswerCheck {
        let name = self.body().binding.clone();
        self.body_mut().scopes.push(Vec::new());
        let (name, span) = name.map_or((SmolStr::default(), check.span), |name| (name.text, name.span));
        let local = self.declare_given(&name, ty.clone(), span);
        let flow = self.body().flow.clone();
        let around = std::mem::take(&mut self.body_mut().traits);
        let condition = self.check_condition(&check.condition);
        let message = match &check.message {
            Some(message) => self.check_string(message),
            None => {
                typed(ExprKind::Const(Value::own("That won't do, please try again.")), Type::Text, check.span)
            }
        };
        self.keep_pure(around);
        self.body_mut().flow = flow;
        self.close_scope();
        AnswerCheck { local, condition, message: self.coerce(message, &Type::Text) }
    }

    /// What was checked since `around` was put aside must have no effect.
    fn keep_pure(&mut self, around: crate::check::body::Traits) {
        let inner = std::mem::replace(&mut self.body_mut().traits, around);
        if let Some((at, words)) = &inner.effect {
            let message = format!("{words} can't stand in a `where`: it only looks at the answer");
            self.push(
                Diagnostic::new(&codes::CHECK_IMPURE_LAMBDA, *at, message)
                    .help("do it after the question was answered"),
            );
        }
        for (function, call) in &inner.calls {
            self.must_be_pure.push((*function, *call, "a `where`"));
        }
        let traits = &mut self.body_mut().traits;
        traits.calls.extend(inner.calls);
        if traits.conversation.is_none() {
            traits.conversation = inner.conversation;
        }
    }
}
