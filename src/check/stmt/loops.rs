//! `for`, `while`, `break`, `continue`.

use crate::base::Span;
use crate::check::body::{LocalKind, OpenLoop};
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::flow::facts_of;
use crate::check::hir::{Block, Expr, ExprKind, ForOver, StmtKind};
use crate::check::mentions::Mentions;
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Name};
use crate::value::{Type, Value};

/// `for first, second in iterable { body }`
pub(in crate::check) struct Walk<'e> {
    pub(in crate::check) first: &'e Name,
    pub(in crate::check) second: Option<&'e Name>,
    pub(in crate::check) iterable: &'e ast::Expr,
    pub(in crate::check) body: &'e ast::Block,
}

impl Checker<'_> {
    pub(super) fn check_for(&mut self, walk: &Walk<'_>) -> Option<StmtKind> {
        let over = self.check_expr(walk.iterable, None);
        let before = self.enter_loop(&Mentions::of_block(walk.body));
        let bound = self.bound_of(&over);
        self.body_mut().scopes.push(Vec::new());
        let over = self.bind_loop(walk, over);
        let body = self.loop_body(walk.body, bound);
        self.close_scope();
        self.body_mut().flow = before;
        Some(StmtKind::For { over: over?, body })
    }

    pub(in crate::check) fn bind_loop(&mut self, walk: &Walk<'_>, over: Expr) -> Option<ForOver> {
        let index_name = walk.second.map(|_| walk.first);
        let item_name = walk.second.unwrap_or(walk.first);
        if let ExprKind::Range(from, to) = over.kind {
            let index = index_name.map(|name| self.declare_local(name, Type::Int, LocalKind::Loop));
            let item = self.declare_local(item_name, Type::Int, LocalKind::Loop);
            return Some(ForOver::Range { from: *from, to: *to, index, item });
        }
        match over.ty.clone() {
            Type::List(item) | Type::Set(item) => {
                let index = index_name.map(|name| self.declare_local(name, Type::Int, LocalKind::Loop));
                let item = self.declare_local(item_name, (*item).clone(), LocalKind::Loop);
                Some(ForOver::Items { items: over, index, item })
            }
            Type::Map(item) if walk.second.is_some() => {
                let key = self.declare_local(walk.first, Type::Text, LocalKind::Loop);
                let value = self.declare_local(item_name, (*item).clone(), LocalKind::Loop);
                Some(ForOver::Entries { map: over, key, value })
            }
            ty => {
                self.refuse_loop(walk, &over, &ty);
                for name in std::iter::once(walk.first).chain(walk.second) {
                    self.declare_local(name, Type::Unknown, LocalKind::Loop);
                }
                None
            }
        }
    }

    fn refuse_loop(&mut self, walk: &Walk<'_>, over: &Expr, ty: &Type) {
        if *ty == Type::Unknown {
            return;
        }
        let source = self.slice(over.span);
        let (code, message, help) = match ty {
            Type::Map(_) => (
                &codes::CHECK_CANNOT_ITERATE,
                "a map has keys and values".to_owned(),
                format!("name both: `for key, value in {source} {{ ... }}`, or go over `{source}.values`"),
            ),
            Type::Json => (
                &codes::CHECK_JSON_UNCHECKED,
                format!("`{source}` is json, `for` needs a list"),
                format!("check its shape: `for {} in {source} as list<json> {{ ... }}`", walk.first.text),
            ),
            Type::Optional(inner) => (
                &codes::CHECK_MAYBE_NONE,
                format!("`{source}` may be `none`, `for` needs `{inner}`"),
                format!("say what stands for `none`: `{source} ?? []`"),
            ),
            Type::Text | Type::Literals(_) => (
                &codes::CHECK_CANNOT_ITERATE,
                "`for` goes over a list, set, map or range, found `text`".to_owned(),
                format!("say into what it is split: `{source}.chars`, `{source}.lines`"),
            ),
            Type::Int => (
                &codes::CHECK_CANNOT_ITERATE,
                "`for` goes over a list, set, map or range, found `int`".to_owned(),
                format!("write a range: `1..{source}`"),
            ),
            other => (
                &codes::CHECK_CANNOT_ITERATE,
                format!("`for` goes over a list, set, map or range, found `{other}`"),
                "use something that has elements".to_owned(),
            ),
        };
        self.push(Diagnostic::new(code, over.span, message).help(help));
    }

    pub(super) fn check_while(&mut self, condition: &ast::Expr, body: &ast::Block) -> StmtKind {
        let mut mentions = Mentions::of_block(body);
        let in_condition = Mentions::of_expr(condition);
        mentions.effect |= in_condition.effect;
        mentions.names.extend(in_condition.names);
        mentions.assigned.extend(in_condition.assigned);
        let before = self.enter_loop(&mentions);
        let condition = self.check_condition(condition);
        let facts = facts_of(&condition);
        let forever = matches!(condition.kind, ExprKind::Const(Value::Bool(true)));
        self.body_mut().flow.learn(facts.yes);
        let mut after = before;
        self.body_mut().loops.push(OpenLoop { left: false, bound: None });
        let (block, _) = self.check_block(body, Want::Nothing);
        let left = self.body_mut().loops.pop().is_some_and(|done| done.left);
        if !left {
            after.learn(facts.no);
            after.reachable &= !forever;
        }
        self.body_mut().flow = after;
        StmtKind::While { condition, body: block }
    }

    fn loop_body(&mut self, body: &ast::Block, bound: Option<usize>) -> Block {
        self.body_mut().loops.push(OpenLoop { left: false, bound });
        let (block, _) = self.check_block(body, Want::Nothing);
        self.body_mut().loops.pop();
        block
    }

    /// Forgets what a loop may change before it comes round again; gives what is known after it.
    pub(in crate::check) fn enter_loop(&mut self, mentions: &Mentions) -> crate::check::flow::Flow {
        for name in &mentions.assigned {
            if let Some(local) = self.body().find(name) {
                self.body_mut().flow.forget_local(local);
            }
            if let Some(Def::State(state)) = self.declared(name).map(|declared| declared.what) {
                self.body_mut().flow.forget_state(state);
            }
        }
        if mentions.effect || self.mentions_effect(mentions) {
            self.body_mut().flow.forget_states();
        }
        self.body().flow.clone()
    }

    pub(super) fn check_break(&mut self, span: Span) -> Option<StmtKind> {
        match self.body_mut().loops.last_mut() {
            Some(open) => open.left = true,
            None => {
                self.push(
                    Diagnostic::new(&codes::CHECK_MISPLACED, span, "`break` stands in a loop only")
                        .help("to leave a function write `return`, to end the run `stop`"),
                );
                return None;
            }
        }
        self.body_mut().flow.reachable = false;
        Some(StmtKind::Break)
    }

    pub(super) fn check_continue(&mut self, span: Span) -> Option<StmtKind> {
        if self.body().loops.is_empty() {
            self.push(
                Diagnostic::new(&codes::CHECK_MISPLACED, span, "`continue` stands in a loop only")
                    .help("to leave a function write `return`, to end the run `stop`"),
            );
            return None;
        }
        self.body_mut().flow.reachable = false;
        Some(StmtKind::Continue)
    }

    /// How many elements there are at most, where that is known.
    fn bound_of(&self, over: &Expr) -> Option<usize> {
        let int = |expr: &Expr| match expr.kind {
            ExprKind::Const(Value::Int(int)) => Some(int),
            _ => None,
        };
        // Both ends are in.
        let between = |from: i64, to: i64| {
            let length = to.checked_sub(from)?.checked_add(1)?;
            usize::try_from(length.max(0)).ok()
        };
        match &over.kind {
            ExprKind::Range(from, to) => between(int(from)?, int(to)?),
            ExprKind::List(items) => Some(items.len()),
            ExprKind::Const(Value::List(items)) => Some(items.len()),
            ExprKind::ConstRef(id) => match &self.program.consts.get(id.index())?.value {
                Value::List(items) => Some(items.len()),
                _ => None,
            },
            ExprKind::Slice { from, to, .. } => {
                let (from, to) = (int(from)?, int(to)?);
                if from < 0 || to < 0 { None } else { between(from, to) }
            }
            _ => None,
        }
    }
}
