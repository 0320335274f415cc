//! Operands: names, literals, records, calls, `if` and `match`.

use super::Builder;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{
    Arg, Block, Expr, ExprKind, IfBranch, IfExpr, MatchArm, MatchExpr, Name, Pattern, PatternKind,
    RecordEntry, RecordLit,
};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::is_reserved;
use crate::syntax::tree::{Cursor, Node};
use smol_str::SmolStr;

impl Builder<'_> {
    /// A primary and what follows it.
    pub(super) fn postfix(&mut self, cursor: &mut Cursor<'_>) -> Expr {
        let mut expr = self.primary(&cursor.must());
        loop {
            let (node, optional) = match cursor.peek() {
                Some(Rule::field | Rule::index | Rule::call) => (cursor.must(), false),
                Some(Rule::optional_field | Rule::optional_index) => (cursor.must(), true),
                _ => return expr,
            };
            let span = expr.span.to(self.span_of(&node));
            let base = Box::new(expr);
            let kind = match node.rule {
                Rule::call => ExprKind::Call { callee: base, args: self.args(&node) },
                Rule::index | Rule::optional_index => {
                    let mut children = node.children;
                    ExprKind::Index { base, index: Box::new(self.expr(&children.must())), optional }
                }
                _ => ExprKind::Field { base, name: self.any_name(&node), optional },
            };
            expr = Expr { kind, span };
        }
    }

    pub(super) fn primary(&mut self, node: &Node<'_>) -> Expr {
        let mut children = node.children;
        let kind = match node.rule {
            Rule::name => self.name_value(node),
            Rule::text | Rule::string => ExprKind::String(self.string(node)),
            Rule::number => self.number(node),
            Rule::regex => ExprKind::Regex(self.regex(node)),
            Rule::list => ExprKind::List(children.map(|item| self.expr(&item)).collect()),
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

    fn name_value(&mut self, node: &Node<'_>) -> ExprKind {
        let text = self.text_of(node);
        match text {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "none" | "null" => ExprKind::None,
            _ if is_reserved(text) => {
                let found = self.any_name(node);
                self.diagnostics.push(
                    Diagnostic::new(
                        &codes::SYNTAX_RESERVED_WORD,
                        found.span,
                        format!("found `{text}`, a word of the language, where a value was expected"),
                    )
                    .label("expected a value")
                    .help(format!("write a value here; a name cannot be `{text}`")),
                );
                ExprKind::Error
            }
            _ => ExprKind::Name(SmolStr::new(text)),
        }
    }

    fn not_a_value(&mut self, node: &Node<'_>) {
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                self.span_of(node),
                "found several values in parentheses, expected one value",
            )
            .help("several values go into a list, `[a, b]`, or a record, `{ a, b }`"),
        );
    }

    pub(super) fn record(&mut self, node: &Node<'_>) -> RecordLit {
        let mut entries = Vec::new();
        let mut children = node.children;
        while let Some(key) = children.next() {
            let value = match (key.rule, children.peek()) {
                (Rule::spread, _) | (_, None) => None,
                (_, Some(Rule::expr)) => Some(self.expr(&children.must())),
                (_, Some(_)) => None,
            };
            entries.push(match (key.rule, value) {
                (Rule::spread, _) => {
                    let mut inner = key.children;
                    RecordEntry::Spread(self.expr(&inner.must()))
                }
                (Rule::name, Some(value)) => RecordEntry::Field { key: self.any_name(&key), value },
                (Rule::name, None) => RecordEntry::Shorthand(self.new_name(&key)),
                (_, Some(value)) => RecordEntry::Quoted { key: self.string(&key), value },
                (_, None) => {
                    self.diagnostics.push(
                        Diagnostic::new(
                            &codes::SYNTAX_UNEXPECTED,
                            self.span_of(&key),
                            "found a text alone in a record, expected `:` and a value after it",
                        )
                        .help("write `\"key\": value`, or a list in `[...]`"),
                    );
                    continue;
                }
            });
        }
        RecordLit { entries, span: self.span_of(node) }
    }

    /// The arguments of a call.
    pub(super) fn args(&mut self, node: &Node<'_>) -> Vec<Arg> {
        let mut args = Vec::new();
        let mut children = node.children;
        while let Some(first) = children.next() {
            args.push(match children.peek() {
                Some(Rule::named_value) => {
                    let mut named = children.must();
                    let name = self.arg_name(&first);
                    let value = named.children.must();
                    let value = match named.children.next() {
                        Some(body) => self.lambda(&value, &body),
                        None => self.expr(&value),
                    };
                    let span = self.span_of(&first).to(value.span);
                    Arg { name: Some(name), value, span }
                }
                Some(Rule::lambda_body) => {
                    let value = self.lambda(&first, &children.must());
                    Arg { name: None, span: value.span, value }
                }
                _ => {
                    let value = self.expr(&first);
                    Arg { name: None, span: self.span_of(&first), value }
                }
            });
        }
        args
    }

    fn arg_name(&mut self, node: &Node<'_>) -> Name {
        let mut children = node.children;
        match children.next() {
            Some(name) if name.rule == Rule::name && children.next().is_none() => self.any_name(&name),
            _ => {
                let name = Name { text: SmolStr::default(), span: self.span_of(node) };
                self.diagnostics.push(
                    Diagnostic::new(
                        &codes::SYNTAX_UNEXPECTED,
                        name.span,
                        "found an expression before `:`, expected the name of an argument",
                    )
                    .help(
                        "write `name: value`; a record as an argument stands in braces: `{ \"key\": value }`",
                    ),
                );
                name
            }
        }
    }

    fn lambda(&mut self, head: &Node<'_>, body: &Node<'_>) -> Expr {
        let params = self.lambda_params(head);
        let mut children = body.children;
        let inner = children.must();
        let body = if inner.rule == Rule::block {
            let block = self.block(&inner);
            Expr { span: block.span, kind: ExprKind::Block(block) }
        } else {
            self.expr(&inner)
        };
        let span = self.span_of(head).to(body.span);
        Expr { kind: ExprKind::Lambda { params, body: Box::new(body) }, span }
    }

    fn lambda_params(&mut self, head: &Node<'_>) -> Vec<Name> {
        let mut children = head.children;
        let inner = match (children.next(), children.next()) {
            (Some(inner), None) => inner,
            _ => return self.not_params(head),
        };
        match inner.rule {
            Rule::name => vec![self.new_name(&inner)],
            Rule::parens => {
                let mut params = Vec::new();
                for param in inner.children {
                    let mut parts = param.children;
                    match (parts.next(), parts.next()) {
                        (Some(name), None) if name.rule == Rule::name => params.push(self.new_name(&name)),
                        _ => return self.not_params(head),
                    }
                }
                params
            }
            _ => self.not_params(head),
        }
    }

    fn not_params(&mut self, head: &Node<'_>) -> Vec<Name> {
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                self.span_of(head),
                "found an expression before `=>`, expected a name, or names in parentheses",
            )
            .help("write `x => ...` or `(a, b) => ...`"),
        );
        Vec::new()
    }

    fn if_expr(&mut self, children: &mut Cursor<'_>) -> IfExpr {
        let mut branches = Vec::new();
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
        let mut arms = Vec::new();
        for node in children {
            if node.rule == Rule::arm {
                arms.push(self.arm(&node));
            } else {
                self.bad(&node);
            }
        }
        MatchExpr { subject, arms }
    }

    pub(super) fn arm(&mut self, node: &Node<'_>) -> MatchArm {
        let mut children = node.children;
        let mut patterns = Vec::new();
        while let Some(pattern) = children.accept(Rule::arm_pattern) {
            patterns.push(self.arm_pattern(&pattern));
        }
        // An arm with a guard has it before the body; a body is a block or a statement.
        let guard = children.accept(Rule::expr).map(|guard| self.expr(&guard));
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
        let inner = children.must();
        let kind = match inner.rule {
            Rule::text | Rule::string => match self.string(&inner).as_plain() {
                Some(text) => PatternKind::Text(SmolStr::new(text)),
                None => self.not_a_pattern(span, "a text with `{...}`"),
            },
            Rule::regex => PatternKind::Regex(self.regex(&inner)),
            Rule::number => self.number_pattern(node, &inner, children.next()),
            _ => match self.text_of(&inner) {
                "else" | "_" => PatternKind::Else,
                "true" => PatternKind::Bool(true),
                "false" => PatternKind::Bool(false),
                "none" | "null" => PatternKind::None,
                name => self.not_a_pattern(span, &format!("the name `{name}`")),
            },
        };
        Pattern { kind, span }
    }

    fn number_pattern(&mut self, node: &Node<'_>, low: &Node<'_>, high: Option<Node<'_>>) -> PatternKind {
        let negative = |start: usize, number: &Node<'_>| self.slice(start, number.start).contains('-');
        let low_negative = negative(node.start, low);
        let high_negative = high.as_ref().is_some_and(|high| negative(low.end, high));
        let sign = |value: i64, negative: bool| if negative { -value } else { value };
        let first = self.number(low);
        match (first, high.map(|high| self.number(&high))) {
            (ExprKind::Int(low), Some(ExprKind::Int(high))) => {
                PatternKind::Range(sign(low, low_negative), sign(high, high_negative))
            }
            (ExprKind::Int(value), None) => PatternKind::Int(sign(value, low_negative)),
            (ExprKind::Float(value), None) => PatternKind::Float(if low_negative { -value } else { value }),
            (ExprKind::Duration(ms), None) => PatternKind::Duration(sign(ms, low_negative)),
            (ExprKind::Error, _) | (_, Some(ExprKind::Error)) => PatternKind::Error,
            _ => self.not_a_pattern(self.span_of(node), "a range that is not of whole numbers"),
        }
    }

    fn not_a_pattern(&mut self, span: Span, found: &str) -> PatternKind {
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                span,
                format!("found {found}, expected a pattern: a literal, a regex or `else`"),
            )
            .help(
                "for any other condition write `else if ...` with `if`, or a guard: `\"a\" if x == y => ...`",
            ),
        );
        PatternKind::Error
    }
}
