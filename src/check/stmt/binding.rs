//! `let`, `var`, and `else` behind an expression.

use crate::base::Span;
use crate::check::body::LocalKind;
use crate::check::checker::Checker;
use crate::check::expr::{Want, known_texts, typed};
use crate::check::flow::{Flow, PathKey};
use crate::check::hir::{Block, Catch, Expr, ExprKind, LocalId, Stmt, StmtKind};
use crate::check::types::{fit, is_open, join, widen};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Binding, ElseClause};
use crate::value::{Type, Value};

impl Checker<'_> {
    pub(in crate::check) fn check_binding(&mut self, binding: &Binding, kind: LocalKind) -> StmtKind {
        let annotated = self.resolve_annotation(binding.ty.as_deref());
        let around = self.body_mut().binding.replace(binding.name.clone());
        let value = match &binding.otherwise {
            Some(otherwise) => self.check_attempt(&binding.value, otherwise, Want::Value(annotated.as_ref())),
            None => self.check_expr(&binding.value, annotated.as_ref()),
        };
        self.body_mut().binding = around;
        let found = value.ty.clone();
        let value = match &annotated {
            Some(ty) => self.coerce(value, ty),
            None => value,
        };
        let mut ty = annotated.clone().unwrap_or_else(|| widen(value.ty.clone()));
        if annotated.is_none() {
            ty = self.bound_type(ty, &value, kind);
        }
        let texts = match kind {
            LocalKind::Let => known_texts(&value, &self.body().notes),
            _ => None,
        };
        let said_with = match &value.kind {
            ExprKind::Say { message, .. } if kind == LocalKind::Let && message.card.is_some() => {
                Some("a card")
            }
            ExprKind::Say { message, .. } if kind == LocalKind::Let && message.file.is_some() => {
                Some("a file")
            }
            _ => None,
        };
        let broken = is_broken(&value);
        let local = self.declare_local(&binding.name, ty.clone(), kind);
        if let Some(note) = self.body_mut().note_mut(local) {
            note.said_with = said_with;
            note.texts = texts;
            note.open = !broken && is_open(&ty) && ty != Type::Unknown;
        }
        self.learn_assigned(PathKey::local(local), &ty, &found);
        StmtKind::Let { local, value }
    }

    /// The type of a variable that has none written.
    fn bound_type(&mut self, ty: Type, value: &Expr, kind: LocalKind) -> Type {
        match ty {
            Type::None if kind == LocalKind::Var => {
                self.push(
                    Diagnostic::new(
                        &codes::CHECK_MISSING_TYPE,
                        value.span,
                        "nothing says what this variable holds when it is not `none`",
                    )
                    .help("write its type, for instance `var x: text? = none`"),
                );
                Type::Unknown
            }
            // A variable of texts can be any text later; only what does not change keeps the union.
            other => other,
        }
    }

    /// After an assignment a `T?` is known to be there, if what was assigned is.
    pub(super) fn learn_assigned(&mut self, path: PathKey, declared: &Type, found: &Type) {
        if let Type::Optional(inner) = declared {
            let there = !matches!(found, Type::Optional(_) | Type::None | Type::Unknown | Type::Json);
            if there && fit(found, inner).is_some() {
                self.body_mut().flow.learn(vec![(path, (**inner).clone())]);
            }
        }
    }

    /// An open element type that has been found.
    pub(in crate::check) fn fix_open(&mut self, local: LocalId, ty: &Type) {
        let body = self.body_mut();
        if is_open(ty) || !body.notes.get(local.index()).is_some_and(|note| note.open) {
            return;
        }
        if let Some(known) = body.locals.get_mut(local.index()) {
            known.ty = ty.clone();
        }
        if let Some(note) = body.note_mut(local) {
            note.open = false;
        }
    }

    /// `value else { ... }`, `value else err { ... }`.
    pub(super) fn check_attempt(&mut self, value: &ast::Expr, clause: &ElseClause, want: Want<'_>) -> Expr {
        let expected = want.expected();
        let before = self.body().flow.clone();
        let optional = expected.filter(|_| clause.error.is_none()).map(|ty| ty.clone().optional());
        let inner_want = match want {
            Want::Value(Some(_)) if optional.is_some() => Want::Value(optional.as_ref()),
            other => other,
        };
        let checked = self.check_any(value, inner_want);
        let mark = self.mark();
        let attempt = self.attempt((checked, before), clause, want);
        if self.failed_since(mark)
            && let Some(help) = self.wrong_answer_help(value, clause)
            && let Some(last) = self.sink.last_mut()
        {
            last.help = Some(help);
        }
        attempt
    }

    /// A statement that Webex may refuse, and what is done then.
    pub(super) fn check_tried(
        &mut self,
        span: Span,
        clause: Option<&ElseClause>,
        check: impl FnOnce(&mut Self, Span) -> StmtKind,
    ) -> StmtKind {
        let Some(clause) = clause else { return check(self, span) };
        let before = self.body().flow.clone();
        let tried = Span { end: clause.span.start, ..span };
        let kind = check(self, tried);
        let block = Block { stmts: vec![Stmt { kind, span: tried }], value: None };
        let value = typed(ExprKind::Block(block), Type::Nothing, tried);
        StmtKind::Expr(self.attempt((value, before), clause, Want::Nothing))
    }

    /// What was tried, with what is done where it fails; `before` is what was known before it.
    fn attempt(&mut self, (checked, before): (Expr, Flow), clause: &ElseClause, want: Want<'_>) -> Expr {
        let span = checked.span.to(clause.span);
        let after = self.body().flow.clone();
        // The block may run after any part of the value was evaluated.
        self.body_mut().flow = before;
        self.body_mut().flow.forget_states();
        self.body_mut().scopes.push(Vec::new());
        let catch = match &clause.error {
            Some(name) => Catch::Failure(self.declare_named(name, Type::Error)),
            None => Catch::NoneOrFailure,
        };
        let result = match (&clause.error, &checked.ty) {
            (None, Type::None) => Type::Never,
            (None, ty) => ty.without_none(),
            (Some(_), ty) => ty.clone(),
        };
        let uses_value = matches!(want, Want::Value(_));
        let block_want = if uses_value { Want::Value(Some(&result)) } else { Want::Nothing };
        let (mut block, block_type) = self.check_block(&clause.body, block_want);
        self.close_scope();
        let otherwise = self.body().flow.clone();
        self.body_mut().flow = after.meet(otherwise);
        let mut ty = result.clone();
        if !uses_value {
            ty = Type::Nothing;
        } else if block_type == Type::Nothing && result != Type::Unknown {
            let end = ast_end(clause);
            let message = format!("this `else` must leave, or give a `{result}`");
            let message = if result == Type::Nothing { "this `else` must leave".to_owned() } else { message };
            self.push(
                Diagnostic::new(&codes::CHECK_NO_VALUE, end, message)
                    .help("end it with `stop`, `fail`, `return`, or with a value"),
            );
            ty = Type::Unknown;
        } else if let Some(value) = block.value.take() {
            match join(&result, &value.ty) {
                // Texts of a union are no reason to forget that it is one.
                Some(_) if self.texts_fit(&value, &result) => {
                    block.value = Some(Box::new(self.coerce(*value, &result)));
                }
                Some(both) => {
                    ty = both;
                    block.value = Some(Box::new(self.coerce(*value, &ty)));
                }
                None => {
                    block.value = Some(Box::new(self.coerce(*value, &result)));
                }
            }
        }
        if let Some(value) = block.value.take_if(|_| !uses_value) {
            let span = value.span;
            block.stmts.push(Stmt { kind: StmtKind::Expr(*value), span });
        }
        typed(ExprKind::Attempt { value: Box::new(checked), catch, otherwise: block }, ty, span)
    }
}

impl Checker<'_> {
    /// `where n > 0 else { say "More." }`: what is said of a wrong answer is a text.
    fn wrong_answer_help(&self, value: &ast::Expr, clause: &ElseClause) -> Option<String> {
        let ast::ExprKind::Ask(ask) = &value.kind else { return None };
        let check = ask.check.as_ref().filter(|check| check.message.is_none() && ask.within.is_none())?;
        let [only] = clause.body.stmts.as_slice() else { return None };
        let ast::StmtKind::Expr { expr, .. } = &only.kind else { return None };
        let said = match &expr.kind {
            ast::ExprKind::Say(say) => self.slice(say.body.text.as_ref()?.span),
            ast::ExprKind::String(_) => self.slice(expr.span),
            _ => return None,
        };
        let condition = self.slice(check.condition.span);
        let plain = said.starts_with('"') && !said.contains('\n') && said.len() + condition.len() <= 80;
        plain.then(|| format!("what is said of a wrong answer is a text: `where {condition} else {said}`"))
    }
}

/// Where an `else` begins: its word.
fn ast_end(clause: &ElseClause) -> Span {
    let span = clause.span;
    Span { end: span.start.saturating_add(4).min(span.end), ..span }
}

/// Whether what a value holds is not known because of an error, which was reported: and not because it is an
/// empty list, set or map that stands in the script.
fn is_broken(value: &Expr) -> bool {
    let block = |block: &Block| block.value.as_deref().is_some_and(is_broken);
    if !is_open(&value.ty) {
        return false;
    }
    match &value.kind {
        ExprKind::Const(Value::List(_) | Value::Set(_) | Value::Map(_)) => false,
        ExprKind::List(items) => items.iter().any(is_broken),
        ExprKind::Map(entries) => entries.iter().any(|(_, value)| is_broken(value)),
        ExprKind::If { then, otherwise, .. } => block(then) || otherwise.as_ref().is_some_and(block),
        ExprKind::Match { arms, otherwise, .. } => {
            arms.iter().any(|arm| block(&arm.body)) || otherwise.as_ref().is_some_and(block)
        }
        ExprKind::Block(inner) => block(inner),
        ExprKind::Attempt { value, otherwise, .. } => is_broken(value) || block(otherwise),
        ExprKind::Coalesce(left, right) => is_broken(left) || is_broken(right),
        ExprKind::Convert { value, .. } => is_broken(value),
        _ => true,
    }
}
