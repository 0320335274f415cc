//! Operators by precedence: the grammar gives them flat.

use super::Builder;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{AnswerType, BinaryOp, Expr, ExprKind, Prompt, TypeExpr, UnaryOp};
use crate::syntax::layout::Code;
use crate::syntax::tree::{Cursor, Node};

/// How tight an operator binds.
type Power = u8;

const NOT: Power = 3;
const COMPARE: Power = 4;
const NEGATE: Power = 9;
const CAST: Power = 10;

/// An expression that is being read: its tokens, and the nodes among them.
pub(super) struct Walk<'t> {
    pub at: usize,
    pub end: usize,
    pub children: Cursor<'t>,
}

impl Builder<'_> {
    /// `expr`, `plain_expr`, `tight_expr`.
    pub(super) fn expr(&mut self, node: &Node<'_>) -> Expr {
        let mut walk = Walk { at: node.start, end: node.end, children: node.children };
        let levels = if node.end - node.start == 1 { 1 } else { levels(node) };
        if !self.may_deepen(levels, node) {
            return Expr { kind: ExprKind::Error, span: self.span_of(node) };
        }
        self.depth += levels;
        let expr = self.climb(&mut walk, 0);
        self.depth -= levels;
        expr
    }

    fn climb(&mut self, walk: &mut Walk<'_>, least: Power) -> Expr {
        let mut left = self.unary(walk);
        loop {
            if walk.at >= walk.end {
                return left;
            }
            let code = self.code(walk.at);
            if Code::is_infix(code) {
                let (op, power) = infix(code);
                if power < least {
                    return left;
                }
                let op_span = self.token_span(walk.at);
                walk.at += 1;
                let right = self.climb(walk, power + 1);
                let chained = power == COMPARE && self.is_chain(&left, op_span);
                left = binary(op, op_span, left, right);
                if chained {
                    left.kind = ExprKind::Error;
                }
            } else if code == Code::AS && CAST >= least {
                let cast = walk.children.must();
                let token = walk.at;
                walk.at = cast.end;
                let ty = self.type_expr(&cast);
                let span = left.span.to(ty.span);
                if self.late_clause(&mut left, &ty, token) {
                    continue;
                }
                left = Expr { kind: ExprKind::As { value: Box::new(left), ty: Box::new(ty) }, span };
            } else {
                return left;
            }
        }
    }

    fn unary(&mut self, walk: &mut Walk<'_>) -> Expr {
        let (op, power) = match self.code(walk.at) {
            Code::MINUS => (UnaryOp::Negate, NEGATE),
            Code::NOT => (UnaryOp::Not, NOT),
            _ => return self.postfix(walk),
        };
        let op_span = self.token_span(walk.at);
        walk.at += 1;
        if op == UnaryOp::Negate && self.is_least(walk.at) {
            let span = op_span.to(self.token_span(walk.at));
            walk.at += 1;
            return Expr { kind: ExprKind::Int(i64::MIN), span };
        }
        let operand = self.climb(walk, power);
        let span = op_span.to(operand.span);
        Expr { kind: ExprKind::Unary { op, op_span, operand: Box::new(operand) }, span }
    }

    /// `ask "..." within 5m as int`: the `as` would narrow the answer, which is not meant. It is reported, and
    /// read as the clause that it was to be.
    fn late_clause(&mut self, left: &mut Expr, ty: &TypeExpr, token: usize) -> bool {
        let (start, end) = self.bytes(token, token + 1);
        let asked = self.slice(left.span.start as usize, left.span.end as usize);
        // In parentheses it narrows the answer.
        if self.slice(left.span.end as usize, start).contains(')') {
            return false;
        }
        let written = self.slice(ty.span.start as usize, ty.span.end as usize);
        let help = match &mut left.kind {
            ExprKind::Ask(ask) => {
                let prompt = match &ask.prompt {
                    Prompt::Text(text) => text.span.end,
                    Prompt::Card(card) => card.span.end,
                };
                let (before, behind) = asked.split_at((prompt - left.span.start) as usize);
                let help = format!("write `{before} as {written}{behind}`");
                ask.answer.get_or_insert_with(|| AnswerType::Type(ty.clone()));
                help
            }
            ExprKind::Confirm(_) => "leave it out: the answer to `confirm` is a `bool`".to_owned(),
            _ => return false,
        };
        let long = help.len() > 120 || help.contains('\n');
        let span = self.byte_span(start, end);
        self.diagnostics.push(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `as` out of order among the clauses")
                .label("comes too late, or twice")
                .help(if long { "`as T` stands right after the prompt of `ask`".to_owned() } else { help }),
        );
        true
    }

    /// Whether a comparison of a comparison was written, without parentheses; then it is reported.
    fn is_chain(&mut self, left: &Expr, second: Span) -> bool {
        let ExprKind::Binary { op, op_span, .. } = &left.kind else { return false };
        let between = self.slice(left.span.end as usize, second.start as usize);
        if infix_power(*op) != COMPARE || between.contains(')') {
            return false;
        }
        self.diagnostics.push(
            Diagnostic::new(&codes::SYNTAX_COMPARISON_CHAIN, second, "comparisons cannot be chained")
                .label("the second comparison")
                .also(*op_span, "the first one")
                .help("write both and join them with `and`: `a < b and b < c`"),
        );
        true
    }
}

/// How deep the tree of a flat expression may be: one level, and one for each operator, field, call
/// and index, that is, for each token that is no part of a node inside.
fn levels(node: &Node<'_>) -> usize {
    let inside: usize = node.children.map(|child| child.end - child.start).sum();
    1 + (node.end - node.start).saturating_sub(inside)
}

fn binary(op: BinaryOp, op_span: Span, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Binary { op, op_span, left: Box::new(left), right: Box::new(right) }, span }
}

fn infix(code: char) -> (BinaryOp, Power) {
    let op = match code {
        'A' => BinaryOp::Add,
        'B' => BinaryOp::Subtract,
        'C' => BinaryOp::Multiply,
        'D' => BinaryOp::Divide,
        'E' => BinaryOp::Remainder,
        'F' => BinaryOp::Equal,
        'G' => BinaryOp::NotEqual,
        'H' => BinaryOp::LessEqual,
        'I' => BinaryOp::GreaterEqual,
        'J' => BinaryOp::Less,
        'K' => BinaryOp::Greater,
        'L' => BinaryOp::Coalesce,
        'M' => BinaryOp::Range,
        'N' => BinaryOp::And,
        'O' => BinaryOp::Or,
        'P' => BinaryOp::In,
        'Q' => BinaryOp::Matches,
        _ => BinaryOp::NotIn,
    };
    (op, infix_power(op))
}

fn infix_power(op: BinaryOp) -> Power {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterEqual
        | BinaryOp::In
        | BinaryOp::NotIn
        | BinaryOp::Matches => COMPARE,
        BinaryOp::Coalesce => 5,
        BinaryOp::Range => 6,
        BinaryOp::Add | BinaryOp::Subtract => 7,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => 8,
    }
}
