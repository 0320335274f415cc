//! `if` and `match`.

use super::doc::Doc;
use super::list::Style;
use super::printer::Printer;
use crate::syntax::ast::{Block, IfExpr, MatchArm, MatchExpr};

impl<'a> Printer<'a> {
    pub(super) fn if_expr(&mut self, expr: &IfExpr) -> Doc<'a> {
        let last = expr.otherwise.as_ref().or(expr.branches.last().map(|branch| &branch.body));
        let end = last.map_or(0, |body| body.span.end as usize);
        self.branches(end, |printer, style| {
            let mut docs = Vec::new();
            for (index, branch) in expr.branches.iter().enumerate() {
                docs.extend(printer.branch_head(index));
                docs.extend([printer.expr(&branch.condition), Doc::Space]);
                docs.push(printer.styled_block(style, &branch.body));
            }
            if let Some(body) = &expr.otherwise {
                docs.extend([Doc::Space, printer.word("else"), Doc::Space]);
                docs.push(printer.styled_block(style, body));
            }
            docs
        })
    }

    /// Prints an `if` that ends at the offset. If the author put it in one line, its blocks are
    /// opened all or none; otherwise each is as the author has it.
    pub(super) fn branches(
        &mut self,
        end: usize,
        print: impl FnOnce(&mut Self, Style) -> Vec<Doc<'a>>,
    ) -> Doc<'a> {
        if self.slice(self.next_start(), end).contains('\n') {
            return Doc::All(print(self, Style::BLOCK));
        }
        Doc::Group(print(self, Style::BRANCH))
    }

    /// `if `, or ` else if ` before a later condition.
    pub(super) fn branch_head(&mut self, index: usize) -> Vec<Doc<'a>> {
        let mut docs = Vec::new();
        if index > 0 {
            docs.extend([Doc::Space, self.word("else"), Doc::Space]);
        }
        docs.extend([self.word("if"), Doc::Space]);
        docs
    }

    pub(super) fn match_expr(&mut self, expr: &MatchExpr) -> Doc<'a> {
        let head = vec![self.word("match"), Doc::Space, self.expr(&expr.subject), Doc::Space];
        let arms = self.list(Style::FIELDS, &expr.arms, Self::arm);
        Doc::All(vec![Doc::All(head), arms])
    }

    fn arm(&mut self, arm: &MatchArm) -> Doc<'a> {
        let mut docs = Vec::new();
        for (index, pattern) in arm.patterns.iter().enumerate() {
            if index == 0 {
                docs.push(self.verbatim(pattern.span));
            } else {
                docs.extend([Doc::Space, self.word("|")]);
                docs.push(self.may_break(|printer| vec![printer.verbatim(pattern.span)]));
            }
        }
        if let Some(guard) = &arm.guard {
            docs.extend(self.clause("if", |printer| printer.expr(guard)));
        }
        docs.extend([Doc::Space, self.word("=>")]);
        docs.push(self.after_sign(|printer| printer.arm_body(&arm.body)));
        Doc::All(docs)
    }

    /// A block, or a statement without braces.
    fn arm_body(&mut self, body: &Block) -> Doc<'a> {
        match body.stmts.as_slice() {
            [only] if only.span == body.span => self.stmt(only),
            _ => self.block(body),
        }
    }

    /// `{ ... }`
    pub(super) fn block(&mut self, block: &Block) -> Doc<'a> {
        self.styled_block(Style::BLOCK, block)
    }

    fn styled_block(&mut self, style: Style, block: &Block) -> Doc<'a> {
        self.list(style, &block.stmts, Self::stmt)
    }
}
