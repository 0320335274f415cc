//! Operators by precedence: the grammar gives them flat.

use super::Builder;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Cursor, Node};

/// How tight an operator binds.
type Power = u8;

const NOT: Power = 3;
const COMPARE: Power = 4;
const NEGATE: Power = 9;
const CAST: Power = 10;

impl Builder<'_> {
    /// `expr`, `plain_expr`, `tight_expr`.
    pub(super) fn expr(&mut self, node: &Node<'_>) -> Expr {
        let mut children = node.children;
        if children.is_single() {
            if !self.may_deepen(1, node) {
                return Expr { kind: ExprKind::Error, span: self.span_of(node) };
            }
            self.depth += 1;
            let expr = self.primary(&children.must());
            self.depth -= 1;
            return expr;
        }
        let levels = 1 + node.children.filter(|child| is_operator(child.rule)).count();
        if !self.may_deepen(levels, node) {
            return Expr { kind: ExprKind::Error, span: self.span_of(node) };
        }
        self.depth += levels;
        let expr = self.climb(&mut children, 0);
        self.depth -= levels;
        expr
    }

    fn climb(&mut self, cursor: &mut Cursor<'_>, least: Power) -> Expr {
        let mut left = self.unary(cursor);
        loop {
            match cursor.peek() {
                Some(Rule::infix) => {
                    let mut ahead = *cursor;
                    let node = ahead.must();
                    let (op, power) = infix(self.text_of(&node));
                    if power < least {
                        return left;
                    }
                    *cursor = ahead;
                    let right = self.climb(cursor, power + 1);
                    if power == COMPARE {
                        self.check_chain(&left, &node);
                    }
                    left = binary(op, self.span_of(&node), left, right);
                }
                Some(Rule::cast) if CAST >= least => {
                    let mut cast = cursor.must();
                    let ty = self.type_expr(&cast.children.must());
                    let span = left.span.to(ty.span);
                    left = Expr { kind: ExprKind::As { value: Box::new(left), ty: Box::new(ty) }, span };
                }
                _ => return left,
            }
        }
    }

    fn unary(&mut self, cursor: &mut Cursor<'_>) -> Expr {
        let Some(prefix) = cursor.accept(Rule::prefix) else { return self.postfix(cursor) };
        let op_span = self.span_of(&prefix);
        let (op, power) =
            if self.text_of(&prefix) == "-" { (UnaryOp::Negate, NEGATE) } else { (UnaryOp::Not, NOT) };
        let operand = self.climb(cursor, power);
        let span = op_span.to(operand.span);
        Expr { kind: ExprKind::Unary { op, op_span, operand: Box::new(operand) }, span }
    }

    fn check_chain(&mut self, left: &Expr, node: &Node<'_>) {
        let ExprKind::Binary { op, op_span, .. } = &left.kind else { return };
        let parenthesised = self
            .text
            .get(left.span.end as usize..self.base + node.start)
            .is_some_and(|between| between.contains(')'));
        if infix_power(*op) == COMPARE && !parenthesised {
            self.diagnostics.push(
                Diagnostic::new(
                    &codes::SYNTAX_COMPARISON_CHAIN,
                    self.span_of(node),
                    "comparisons cannot be chained",
                )
                .label("the second comparison")
                .also(*op_span, "the first one")
                .help("write both and join them with `and`: `a < b and b < c`"),
            );
        }
    }
}

fn binary(op: BinaryOp, op_span: crate::base::Span, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Binary { op, op_span, left: Box::new(left), right: Box::new(right) }, span }
}

fn is_operator(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::infix
            | Rule::prefix
            | Rule::cast
            | Rule::field
            | Rule::optional_field
            | Rule::call
            | Rule::index
            | Rule::optional_index
    )
}

fn infix(text: &str) -> (BinaryOp, Power) {
    let op = match text {
        "or" => BinaryOp::Or,
        "and" => BinaryOp::And,
        "==" => BinaryOp::Equal,
        "!=" => BinaryOp::NotEqual,
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::LessEqual,
        ">" => BinaryOp::Greater,
        ">=" => BinaryOp::GreaterEqual,
        "in" => BinaryOp::In,
        "matches" => BinaryOp::Matches,
        "??" => BinaryOp::Coalesce,
        ".." => BinaryOp::Range,
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Subtract,
        "*" => BinaryOp::Multiply,
        "/" => BinaryOp::Divide,
        "%" => BinaryOp::Remainder,
        // `not in`, with any blanks between.
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
