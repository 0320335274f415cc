//! Blocks, and which file checks which statement.

use crate::base::Span;
use crate::check::body::{Body, LocalKind};
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::hir::{Block, Local, LocalId, Stmt, StmtKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::{self, NameKind, ast};
use crate::value::Type;
use smol_str::SmolStr;

impl Checker<'_> {
    /// Checks a block; gives it with the type of its value (`Nothing`, or `Never` if its end is never
    /// reached, where it has none).
    pub(in crate::check) fn check_block(&mut self, block: &ast::Block, want: Want<'_>) -> (Block, Type) {
        self.body_mut().scopes.push(Vec::new());
        let result = self.check_stmts(&block.stmts, want);
        self.close_scope();
        result
    }

    /// Checks statements in the scope that is open.
    pub(in crate::check) fn check_stmts(&mut self, stmts: &[ast::Stmt], want: Want<'_>) -> (Block, Type) {
        let mut checked = Block::default();
        // Where the block itself is never reached, that was said.
        let mut warned = !self.body().flow.reachable;
        // Whether the head of a block could not be read: what follows may be what stands in it.
        let mut headless = false;
        let mut before: Option<&ast::Stmt> = None;
        for (at, stmt) in stmts.iter().enumerate() {
            if headless && !self.body().flow.reachable {
                self.body_mut().flow.reachable = true;
            }
            headless |= self.is_headless(stmt);
            // The rest of a line that ends too early, which is reported.
            let rest = before.is_some_and(is_unread) && is_bare(stmt);
            before = Some(stmt);
            if rest {
                continue;
            }
            if !self.body().flow.reachable && !warned {
                warned = true;
                self.push(
                    Diagnostic::new(&codes::LINT_UNREACHABLE_CODE, stmt.span, "this is never reached")
                        .help("delete it, or move it up"),
                );
            }
            let last = at + 1 == stmts.len();
            let ast::StmtKind::Expr { expr, otherwise } = &stmt.kind else {
                checked.stmts.extend(self.check_stmt(stmt));
                continue;
            };
            let wanted = if last { want } else { Want::Nothing };
            let before = self.mark();
            let value = match otherwise {
                Some(otherwise) => self.check_attempt(expr, otherwise, wanted),
                None => self.check_any(expr, wanted),
            };
            // What `else` follows may be there for the `else`.
            let dropped = (!last || matches!(want, Want::Nothing)) && otherwise.is_none();
            if dropped && value.ty != Type::Unknown && !self.failed_since(before) {
                self.warn_unused_value(expr, &value);
            }
            match (&value.ty, wanted) {
                (Type::Nothing | Type::Never, _) | (_, Want::Nothing) => {
                    if value.ty == Type::Never {
                        self.body_mut().flow.reachable = false;
                    }
                    checked.stmts.push(Stmt { kind: StmtKind::Expr(value), span: stmt.span });
                }
                (_, Want::Soft | Want::Value(_)) => {
                    let ty = value.ty.clone();
                    checked.value = Some(Box::new(value));
                    return (checked, ty);
                }
            }
        }
        let ty = match stmts.last() {
            // What it was to give is not known.
            Some(last) if is_unread(last) && !matches!(want, Want::Nothing) => Type::Unknown,
            _ if self.body().flow.reachable => Type::Nothing,
            _ => Type::Never,
        };
        (checked, ty)
    }

    /// Whether a statement is the head of a block that did not parse, without its block: `if x is None:`.
    fn is_headless(&self, stmt: &ast::Stmt) -> bool {
        let text = self.slice(stmt.span);
        let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        matches!(stmt.kind, ast::StmtKind::Error)
            && matches!(word, "if" | "elif" | "else" | "unless" | "for" | "while" | "when" | "try" | "except")
            && !text.contains('{')
    }

    /// Checks a statement on its own.
    pub(in crate::check) fn check_one(&mut self, stmt: &ast::Stmt) -> Option<Stmt> {
        self.check_stmt(stmt)
    }

    fn check_stmt(&mut self, stmt: &ast::Stmt) -> Option<Stmt> {
        let span = stmt.span;
        let kind = match &stmt.kind {
            ast::StmtKind::Let(binding) => self.check_binding(binding, LocalKind::Let),
            ast::StmtKind::Var(binding) => self.check_binding(binding, LocalKind::Var),
            ast::StmtKind::Assign { target, op, op_span, value, otherwise } => {
                let assign = super::assign::Assign { target, op: *op, op_span: *op_span, value };
                self.check_assign(&assign, otherwise.as_deref())?
            }
            ast::StmtKind::Expr { expr, .. } => StmtKind::Expr(self.check_any(expr, Want::Nothing)),
            ast::StmtKind::Edit { message, body, otherwise } => {
                self.check_tried(span, otherwise.as_deref(), |checker, span| {
                    checker.check_edit(message, body, span)
                })
            }
            ast::StmtKind::Delete { message, otherwise } => {
                self.check_tried(span, otherwise.as_deref(), |checker, span| {
                    checker.check_delete(message, span)
                })
            }
            ast::StmtKind::Wait(duration) => self.check_wait(duration, span),
            ast::StmtKind::Later { when, body } => self.check_later(when, body, head(span, 5)),
            ast::StmtKind::Start(call) => self.check_start(call, head(span, 5))?,
            ast::StmtKind::Fail(message) => self.check_fail(message.as_ref(), span),
            ast::StmtKind::Stop => self.check_stop(),
            ast::StmtKind::Log { level, message, fields } => self.check_log(*level, message, fields.as_ref()),
            ast::StmtKind::Respond { status, body } => self.check_respond(status, body.as_ref(), span),
            ast::StmtKind::For { first, second, iterable, body } => {
                let walk = super::loops::Walk { first, second: second.as_ref(), iterable, body };
                self.check_for(&walk)?
            }
            ast::StmtKind::While { condition, body } => self.check_while(condition, body),
            ast::StmtKind::Break => self.check_break(span)?,
            ast::StmtKind::Continue => self.check_continue(span)?,
            ast::StmtKind::Return(value) => self.check_return(value.as_ref(), span),
            ast::StmtKind::Error => {
                self.bind_broken(span);
                self.mark_broken();
                self.doubt_broken(span);
                return None;
            }
        };
        Some(Stmt { kind, span })
    }

    /// Ends the innermost scope.
    pub(in crate::check) fn close_scope(&mut self) {
        self.body_mut().scopes.pop();
    }

    /// What did not parse may use anything that is seen from there.
    pub(in crate::check) fn mark_broken(&mut self) {
        self.unread_code = true;
        for body in &mut self.bodies {
            body.broken = true;
        }
    }

    /// What did not parse may have asked for `none`, and left.
    fn doubt_broken(&mut self, span: Span) {
        let text = self.slice(span);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let names = words.filter(|word| syntax::is_name(word)).map(SmolStr::new).collect();
        self.unread = true;
        self.body_mut().flow.doubt(Some(names));
    }

    /// Binds the names that a broken statement would bind, so that nothing is said of their uses:
    /// `let [a, b] = ...`, `int x = ...`, `for x in xs:`.
    pub(in crate::check) fn bind_broken(&mut self, span: Span) {
        let text = self.slice(span);
        let line = text.lines().next().unwrap_or("");
        let first = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
        let left = match first {
            "for" => line.split(" in ").next().unwrap_or("").split(" of ").next(),
            "let" | "var" | "const" => line.split('=').next(),
            "ask" => line.split_once("->").map(|(_, name)| name),
            word if !syntax::is_name(word) => None,
            _ => line.split_once('=').map(|(left, _)| left),
        };
        let behind = line.strip_prefix(first).unwrap_or("").trim_start();
        if matches!(first, "let" | "var") && behind.starts_with(['=', ':'])
            || first == "for" && behind.starts_with("in ")
        {
            self.body_mut().nameless = true;
            return;
        }
        let declares = |word: &&str| {
            matches!(
                *word,
                "fn" | "function" | "func" | "def" | "class" | "async" | "export" | "type" | "enum"
            )
        };
        let mut words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').peekable();
        if words.peek().is_some_and(declares)
            && let Some(name) = words.find(|word| !declares(word) && !word.is_empty())
        {
            self.declare_given(&SmolStr::new(name), Type::Unknown, span);
            return;
        }
        if let ("let" | "var" | "const", Some(name)) = (first, line.split_whitespace().nth(1))
            && syntax::is_name(name)
        {
            self.declare_given(&SmolStr::new(name), Type::Unknown, span);
        }
        let Some(left) = left.map(str::to_owned) else { return };
        let mut before = ' ';
        for name in left.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let end = name.chars().next_back().unwrap_or(' ');
            let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let is_new = syntax::is_name(name) && before != '.' && self.find_local(name).is_none();
            if is_new && self.declared(name).is_none() {
                self.declare_given(&SmolStr::new(name), Type::Unknown, span);
            }
            before = end;
        }
    }

    /// Warns of variables that nobody reads.
    pub(in crate::check) fn warn_unused(&mut self, body: &Body) {
        if body.broken {
            return;
        }
        for (local, note) in body.locals.iter().zip(&body.notes) {
            let what = match note.kind {
                LocalKind::Let | LocalKind::Var => "variable",
                LocalKind::Param => "parameter",
                LocalKind::Loop => "loop variable",
                LocalKind::Hole | LocalKind::Given | LocalKind::Captured => continue,
            };
            if note.kind == LocalKind::Var
                && !note.read
                && !local.name.starts_with('_')
                && let Some(changed) = note.changed
            {
                self.warn_lost_change(local, changed);
            }
            if note.used || local.name.starts_with('_') || local.ty == Type::Unknown {
                continue;
            }
            let message = format!("the {what} `{}` is never used", local.name);
            self.push(
                Diagnostic::new(&codes::LINT_UNUSED_VARIABLE, local.span, message)
                    .help(format!("delete it, or call it `_{}`", local.name)),
            );
        }
    }

    /// Warns of a copy of what is kept somewhere of which only fields are assigned: elsewhere it would be no copy.
    fn warn_lost_change(&mut self, local: &Local, changed: Span) {
        let written = self.slice(changed);
        let part = written.strip_prefix(local.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let Some(kept) = part.and_then(|part| self.copied_from(local, part)) else { return };
        let message = format!("`{}` is a copy that nothing reads, so this changes nothing", local.name);
        self.push(
            Diagnostic::new(&codes::LINT_UNUSED_VARIABLE, changed, message)
                .also(local.span, "declared here")
                .help(kept),
        );
    }

    /// Reports variables whose element type was never found.
    pub(in crate::check) fn report_open(&mut self, body: &Body) {
        for (local, note) in body.locals.iter().zip(&body.notes) {
            if !note.open || !note.used {
                continue;
            }
            let (word, example) = match &local.ty {
                Type::Map(_) => ("map", "map<text>"),
                Type::Set(_) => ("set", "set<text>"),
                _ => ("list", "list<text>"),
            };
            let message = format!("nothing says what the {word} `{}` holds", local.name);
            self.push(
                Diagnostic::new(&codes::CHECK_UNKNOWN_ELEMENT_TYPE, local.span, message)
                    .help(format!("write its type: `{}: {example}`", local.name)),
            );
        }
    }

    /// Adds a variable, unless the scope has one of this name.
    pub(in crate::check) fn declare_local(&mut self, name: &ast::Name, ty: Type, kind: LocalKind) -> LocalId {
        if let Some(first) = self.body().in_scope(&name.text).and_then(|id| self.body().local(id)) {
            let first = first.span;
            let message = format!("`{}` is declared already in this block", name.text);
            let mut diagnostic =
                Diagnostic::new(&codes::CHECK_DUPLICATE_NAME, name.span, message).also(first, "first here");
            diagnostic = diagnostic.help("choose another name, or assign to it if it is a `var`");
            self.push(diagnostic);
        }
        self.named(name, NameKind::Value);
        let local = Local { name: name.text.clone(), ty, mutable: kind == LocalKind::Var, span: name.span };
        self.body_mut().declare(local, kind)
    }
}

/// Whether a statement, or the value that it binds, did not parse.
fn is_unread(stmt: &ast::Stmt) -> bool {
    match &stmt.kind {
        ast::StmtKind::Error => true,
        ast::StmtKind::Let(binding) | ast::StmtKind::Var(binding) => {
            matches!(binding.value.kind, ast::ExprKind::Error)
        }
        _ => false,
    }
}

/// Whether a statement is a name or a literal alone.
fn is_bare(stmt: &ast::Stmt) -> bool {
    let ast::StmtKind::Expr { expr, otherwise: None } = &stmt.kind else { return false };
    matches!(
        expr.kind,
        ast::ExprKind::Name(_) | ast::ExprKind::Int(_) | ast::ExprKind::Float(_) | ast::ExprKind::String(_)
    )
}

/// The first bytes of a span: its keyword.
fn head(span: Span, bytes: u32) -> Span {
    Span { end: span.start.saturating_add(bytes).min(span.end), ..span }
}
