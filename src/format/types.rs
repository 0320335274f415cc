//! Types, and names that have one.

use super::doc::Doc;
use super::list::Style;
use super::printer::Printer;
use crate::syntax::ast::{Expr, Param, TypeExpr, TypeField, TypeKind};

impl<'a> Printer<'a> {
    pub(super) fn type_expr(&mut self, ty: &TypeExpr) -> Doc<'a> {
        let mut docs = Vec::new();
        while self.peek() == "(" && !self.parens_are_params() {
            docs.push(self.bump());
            self.parens += 1;
        }
        docs.push(self.bare_type(ty));
        self.closing(&mut docs);
        Doc::All(docs)
    }

    /// Whether `->` stands after the parentheses that open here.
    fn parens_are_params(&self) -> bool {
        let after = self.next().and_then(|open| self.tokens.get(open.partner + 1));
        after.is_some_and(|token| self.slice(token.start, token.end) == "->")
    }

    fn bare_type(&mut self, ty: &TypeExpr) -> Doc<'a> {
        match &ty.kind {
            TypeKind::Named(path) => self.path(path),
            TypeKind::Optional(inner) => {
                let mut docs = vec![self.type_expr(inner)];
                // Side by side they would be the operator `??`.
                if self.slice(inner.span.start as usize, inner.span.end as usize).ends_with('?') {
                    docs.push(Doc::Space);
                }
                docs.push(self.word("?"));
                Doc::All(docs)
            }
            TypeKind::Union(members) => {
                let mut docs = Vec::new();
                for (index, member) in members.iter().enumerate() {
                    if index == 0 {
                        docs.push(self.verbatim(member.span));
                    } else {
                        docs.extend([Doc::Space, self.word("|")]);
                        docs.push(self.may_break(|printer| vec![printer.verbatim(member.span)]));
                    }
                }
                Doc::All(docs)
            }
            TypeKind::Generic { args, .. } => {
                let mut docs = vec![self.bump(), self.word("<")];
                let parens = std::mem::take(&mut self.parens);
                docs.push(self.commas(args, Self::type_expr));
                self.parens = parens;
                docs.push(self.word(">"));
                Doc::All(docs)
            }
            TypeKind::Record(fields) => self.list(Style::FIELDS, fields, Self::type_field),
            TypeKind::Function { params, result } => {
                let params = self.list(Style::PARENS, params, Self::type_expr);
                let arrow = self.word("->");
                let result = self.after_sign(|printer| printer.type_expr(result));
                Doc::All(vec![params, Doc::Space, arrow, result])
            }
            TypeKind::Error => self.not_parsed(),
        }
    }

    fn type_field(&mut self, field: &TypeField) -> Doc<'a> {
        let mut docs = vec![self.bump()];
        docs.extend(self.typed(Some(&field.ty)));
        docs.extend(self.default(field.default.as_ref()));
        Doc::All(docs)
    }

    /// `: T`, where there is one.
    pub(super) fn typed(&mut self, ty: Option<&TypeExpr>) -> Vec<Doc<'a>> {
        ty.map_or_else(Vec::new, |ty| vec![self.word(":"), Doc::Space, self.type_expr(ty)])
    }

    /// ` = value`, where there is one.
    pub(super) fn default(&mut self, value: Option<&Expr>) -> Vec<Doc<'a>> {
        let Some(value) = value else { return Vec::new() };
        vec![Doc::Space, self.word("="), self.after_sign(|printer| printer.expr(value))]
    }

    /// Parameters in parentheses, where there are any.
    pub(super) fn params(&mut self, params: &[Param]) -> Doc<'a> {
        if self.peek() != "(" {
            return Doc::NOTHING;
        }
        self.list(Style::PARENS, params, |printer, param| {
            let mut docs = vec![printer.bump()];
            docs.extend(printer.typed(param.ty.as_ref()));
            docs.extend(printer.default(param.default.as_ref()));
            Doc::All(docs)
        })
    }
}
