//! Operands: names, literals, records, calls, `if` and `match`.

use super::Builder;
use super::climb::Walk;
use crate::base::Span;
use crate::diagnostics::Applicability::Unsafe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{
    Arg, Block, Expr, ExprKind, IfBranch, IfExpr, MatchArm, MatchExpr, Name, Pattern, PatternKind,
    RecordEntry, RecordLit, Stmt, StmtKind,
};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;
use crate::syntax::tree::{Cursor, Node};
use smol_str::SmolStr;

impl Builder<'_> {
    /// A primary and what follows it.
    pub(super) fn postfix(&mut self, walk: &mut Walk<'_>) -> Expr {
        let first = walk.at;
        let mut expr = self.primary(walk);
        while walk.at < walk.end {
            let token = walk.at;
            let code = self.code(token);
            let optional = matches!(code, Code::OPTIONAL_FIELD | Code::OPTIONAL_INDEX);
            let base = |expr| Box::new(expr);
            let kind = match code {
                Code::FIELD | Code::OPTIONAL_FIELD => {
                    walk.at += 1;
                    ExprKind::Field { base: base(expr), name: self.field_name(token), optional }
                }
                Code::CALL => {
                    let node = walk.children.must();
                    walk.at = node.end;
                    ExprKind::Call { callee: base(expr), args: self.args(&node) }
                }
                Code::INDEX | Code::OPTIONAL_INDEX => {
                    let mut node = walk.children.must();
                    walk.at = node.end;
                    let index = Box::new(self.expr(&node.children.must()));
                    ExprKind::Index { base: base(expr), index, optional }
                }
                _ => return expr,
            };
            expr = Expr { kind, span: self.span(first, walk.at) };
        }
        expr
    }

    fn primary(&mut self, walk: &mut Walk<'_>) -> Expr {
        let token = walk.at;
        if let Some(node) = walk.children.accept_at(token) {
            walk.at = node.end;
            return self.compound(&node);
        }
        walk.at += 1;
        let kind = match self.code(token) {
            Code::TEXT_LITERAL => ExprKind::String(self.text_literal(token)),
            Code::NUMBER => self.number(token),
            Code::REGEX => ExprKind::Regex(self.regex(token)),
            _ => match self.token_text(token) {
                "true" => ExprKind::Bool(true),
                "false" => ExprKind::Bool(false),
                "none" | "null" => ExprKind::None,
                name => ExprKind::Name(SmolStr::new(name)),
            },
        };
        Expr { kind, span: self.token_span(token) }
    }

    /// A primary that has an inside.
    pub(super) fn compound(&mut self, node: &Node<'_>) -> Expr {
        let mut children = node.children;
        let kind = match node.rule {
            Rule::string => ExprKind::String(self.string(node)),
            Rule::list => ExprKind::List(children.build(|item| self.expr(&item))),
            Rule::record => ExprKind::Record(self.record(node)),
            Rule::if_expr => ExprKind::If(Box::new(self.if_expr(&mut children))),
            Rule::match_expr => ExprKind::Match(Box::new(self.match_expr(&mut children))),
            Rule::say => ExprKind::Say(Box::new(self.say(&mut children))),
            Rule::reply => ExprKind::Reply(Box::new(self.say(&mut children))),
            Rule::ask => ExprKind::Ask(Box::new(self.ask(&mut children))),
            Rule::confirm => ExprKind::Confirm(Box::new(self.confirm(&mut children))),
            Rule::parens if children.is_single() => return self.expr(&children.must()),
            _ => {
                self.not_a_value(node);
                ExprKind::Error
            }
        };
        Expr { kind, span: self.span_of(node) }
    }

    fn not_a_value(&mut self, node: &Node<'_>) {
        let word = node.start.checked_sub(1).map_or("", |before| self.token_text(before));
        let help = self.without_brackets(node, word);
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                self.span_of(node),
                "found several values in parentheses, expected one value",
            )
            .help(help),
        );
    }

    /// `say(p, "hi")`, `respond(200, { ok: true })`: how a statement is written that is no call.
    fn without_brackets(&self, node: &Node<'_>, word: &str) -> String {
        let inside = self.span_of(node).slice(self.text);
        let inside = inside.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).unwrap_or("");
        let short = inside.len() <= 60 && !inside.contains('\n');
        match (word, inside.split_once(',').filter(|_| short)) {
            ("say" | "ask", Some((to, what))) if !to.contains(['"', '(', '[', '{']) => {
                format!("leave out the brackets: `{word} to {} {}`", to.trim(), what.trim())
            }
            ("respond", Some((status, body))) => {
                format!("leave out the brackets: `respond {} {}`", status.trim(), body.trim())
            }
            _ => "several values go into a list, `[a, b]`, or a record, `{ a, b }`".to_owned(),
        }
    }

    pub(super) fn record(&mut self, node: &Node<'_>) -> RecordLit {
        let entries = node.children.build(|entry| self.entry(&entry));
        RecordLit { entries, span: self.span_of(node) }
    }

    fn entry(&mut self, node: &Node<'_>) -> RecordEntry {
        let mut children = node.children;
        match node.rule {
            Rule::field_entry => {
                let key = self.name_at(node.start);
                RecordEntry::Field { key, value: self.expr(&children.must()) }
            }
            Rule::spread => RecordEntry::Spread(self.expr(&children.must())),
            Rule::quoted_entry => {
                let key = self.string(&children.must());
                RecordEntry::Quoted { key, value: self.expr(&children.must()) }
            }
            _ => RecordEntry::Shorthand(self.name_at(node.start)),
        }
    }

    /// The arguments of a call.
    pub(super) fn args(&mut self, node: &Node<'_>) -> Vec<Arg> {
        let mut args = Vec::with_capacity(node.children.count());
        let mut children = node.children;
        while let Some(first) = children.next() {
            if first.rule == Rule::named_arg {
                let mut parts = first.children;
                let head = parts.must();
                let value = self.arg_value(&head, parts.next());
                args.push(Arg { name: Some(self.name_at(first.start)), value, span: self.span_of(&first) });
            } else {
                let value = self.arg_value(&first, children.accept(Rule::lambda_body));
                args.push(Arg { name: None, span: value.span, value });
            }
        }
        args
    }

    fn arg_value(&mut self, head: &Node<'_>, body: Option<Node<'_>>) -> Expr {
        match body {
            Some(body) => self.lambda(head, &body),
            None => self.expr(head),
        }
    }

    fn lambda(&mut self, head: &Node<'_>, body: &Node<'_>) -> Expr {
        let params = self.lambda_params(head);
        let params_known = params.is_some();
        let params = params.unwrap_or_default();
        let mut children = body.children;
        let inner = children.must();
        let body = if inner.rule == Rule::block {
            let block = self.block(&inner);
            Expr { span: block.span, kind: ExprKind::Block(block) }
        } else {
            self.expr(&inner)
        };
        let span = self.span_of(head).to(body.span);
        if !params_known {
            return Expr { kind: ExprKind::Error, span };
        }
        Expr { kind: ExprKind::Lambda { params, body: Box::new(body) }, span }
    }

    /// The names of the values of a lambda; nothing, reported, where something else stands there.
    fn lambda_params(&mut self, head: &Node<'_>) -> Option<Vec<Name>> {
        let mut children = head.children;
        match children.next() {
            None if head.end - head.start == 1 && self.is_name(head.start) => {
                Some(vec![self.name_at(head.start)])
            }
            Some(parens) if parens.rule == Rule::parens && parens.end == head.end => {
                let single = |param: &Node<'_>| param.end - param.start == 1 && self.is_name(param.start);
                if !parens.children.into_iter().all(|param| single(&param)) {
                    return self.not_params(head);
                }
                Some(parens.children.map(|param| self.name_at(param.start)).collect())
            }
            _ => self.not_params(head),
        }
    }

    /// Whether a token of an operand is a name and no literal.
    fn is_name(&self, token: usize) -> bool {
        !matches!(self.code(token), Code::TEXT_LITERAL | Code::NUMBER | Code::REGEX)
    }

    fn not_params(&mut self, head: &Node<'_>) -> Option<Vec<Name>> {
        let word = self.token_text(head.start);
        if matches!(word, "fn" | "function" | "func" | "def" | "lambda")
            && self.code(head.start + 1) == Code::CALL
        {
            self.diagnostics.push(
                Diagnostic::new(
                    &codes::SYNTAX_FOREIGN_WORD,
                    self.token_span(head.start),
                    format!("found `{word}` before a function without a name"),
                )
                .label("not needed here")
                .help("take it out: `x => ...`, or `(a, b) => ...`"),
            );
            return None;
        }
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                self.span_of(head),
                "found an expression before `=>`, expected a name, or names in parentheses",
            )
            .help("write `x => ...` or `(a, b) => ...`"),
        );
        None
    }

    fn if_expr(&mut self, children: &mut Cursor<'_>) -> IfExpr {
        let mut branches = Vec::with_capacity(1);
        let mut otherwise = None;
        while let Some(node) = children.next() {
            if node.rule == Rule::block {
                otherwise = Some(self.block(&node));
            } else {
                let condition = self.expr(&node);
                let body = self.block(&children.must());
                branches.push(IfBranch { condition, body });
            }
        }
        IfExpr { branches, otherwise }
    }

    fn match_expr(&mut self, children: &mut Cursor<'_>) -> MatchExpr {
        let subject = self.expr(&children.must());
        let mut arms = Vec::with_capacity((*children).count());
        for node in children {
            if node.rule == Rule::arm {
                arms.push(self.arm(&node));
            } else {
                // What it would have taken is not known: nothing is said about what is left over.
                let span = self.bad(&node);
                let patterns = vec![Pattern { kind: PatternKind::Error, span }];
                let body = Block { stmts: vec![Stmt { kind: StmtKind::Error, span }], span };
                arms.push(MatchArm { patterns, guard: None, body, span });
            }
        }
        MatchExpr { subject, arms }
    }

    fn arm(&mut self, node: &Node<'_>) -> MatchArm {
        let mut children = node.children;
        let mut patterns = Vec::with_capacity(1);
        while let Some(pattern) = children.accept(Rule::arm_pattern) {
            patterns.push(self.arm_pattern(&pattern));
        }
        let guard = children.accept(Rule::guard_expr).map(|mut guard| self.expr(&guard.children.must()));
        let inner = children.must();
        let body = if inner.rule == Rule::block {
            self.block(&inner)
        } else {
            let stmt = self.stmt(&inner);
            Block { span: stmt.span, stmts: vec![stmt] }
        };
        MatchArm { patterns, guard, body, span: self.span_of(node) }
    }

    fn arm_pattern(&mut self, node: &Node<'_>) -> Pattern {
        let span = self.span_of(node);
        let mut children = node.children;
        let kind = if let Some(text) = children.next() {
            match self.string(&text).as_plain() {
                Some(text) => PatternKind::Text(SmolStr::new(text)),
                None => self.not_a_pattern(span, "a text with `{...}`"),
            }
        } else {
            match self.code(node.start) {
                Code::REGEX => PatternKind::Regex(self.regex(node.start)),
                Code::NUMBER | Code::MINUS => self.number_pattern(node),
                _ => match self.token_text(node.start) {
                    "else" => PatternKind::Else,
                    name @ ("_" | "default" | "otherwise") => {
                        let message = format!("`{name}` is written `else` here");
                        self.diagnostics.push(
                            Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message)
                                .label("expected `else`")
                                .help("write `else => ...`")
                                .fix(Unsafe, "write `else`", span, "else"),
                        );
                        PatternKind::Else
                    }
                    "true" => PatternKind::Bool(true),
                    "false" => PatternKind::Bool(false),
                    "none" | "null" => PatternKind::None,
                    name => {
                        let help = format!(
                            "as a text it stands in quotes: `\"{name}\" => ...`; what a name holds is compared with `if`"
                        );
                        self.no_pattern(span, &format!("the name `{name}`"), help)
                    }
                },
            }
        };
        Pattern { kind, span }
    }

    fn number_pattern(&mut self, node: &Node<'_>) -> PatternKind {
        let mut at = node.start;
        let low = self.signed(&mut at);
        if at >= node.end {
            return match low {
                ExprKind::Int(value) => PatternKind::Int(value),
                ExprKind::Float(value) => PatternKind::Float(value),
                ExprKind::Duration(ms) => PatternKind::Duration(ms),
                _ => PatternKind::Error,
            };
        }
        at += 1;
        match (low, self.signed(&mut at)) {
            (ExprKind::Int(low), ExprKind::Int(high)) => PatternKind::Range(low, high),
            (ExprKind::Error, _) | (_, ExprKind::Error) => PatternKind::Error,
            _ => self.not_a_pattern(self.span_of(node), "a range that is not of whole numbers"),
        }
    }

    /// A number with its sign.
    fn signed(&mut self, at: &mut usize) -> ExprKind {
        let negative = self.code(*at) == Code::MINUS;
        *at += usize::from(negative);
        if negative && self.is_least(*at) {
            *at += 1;
            return ExprKind::Int(i64::MIN);
        }
        let number = self.number(*at);
        *at += 1;
        match number {
            ExprKind::Int(value) if negative => ExprKind::Int(-value),
            ExprKind::Float(value) if negative => ExprKind::Float(-value),
            ExprKind::Duration(ms) if negative => ExprKind::Duration(-ms),
            number => number,
        }
    }

    fn not_a_pattern(&mut self, span: Span, found: &str) -> PatternKind {
        let help =
            "for any other condition write `else if ...` with `if`, or a guard: `\"a\" if x == y => ...`";
        self.no_pattern(span, found, help.to_owned())
    }

    fn no_pattern(&mut self, span: Span, found: &str, help: String) -> PatternKind {
        let message = format!("found {found}, expected a pattern: a literal, a regex or `else`");
        self.diagnostics.push(Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message).help(help));
        PatternKind::Error
    }
}
