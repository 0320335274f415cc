//! Types.

use super::Builder;
use crate::syntax::ast::{TypeExpr, TypeField, TypeKind};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Cursor, Node};

impl Builder<'_> {
    pub(super) fn type_expr(&mut self, node: &Node<'_>) -> TypeExpr {
        let span = self.span_of(node);
        let mut children = node.children;
        let inner_end = node.children.last().map_or(node.start, |child| child.end);
        let marks = self.slice(inner_end, node.end).bytes().filter(|byte| *byte == b'?').count();
        if !self.may_deepen(1 + marks, node) {
            return TypeExpr { kind: TypeKind::Error, span };
        }
        self.depth += 1 + marks;
        let kind = match children.peek() {
            Some(Rule::text) => TypeKind::Union(children.map(|text| self.text_name(&text)).collect()),
            Some(Rule::type_record) => {
                let record = children.must();
                self.type_record(&record)
            }
            Some(Rule::type_parens) => {
                let parens = children.must();
                self.type_parens(&parens)
            }
            _ => self.type_named(&mut children),
        };
        self.depth -= 1 + marks;
        let mut ty = TypeExpr { kind, span: self.span(node.start, inner_end) };
        for mark in 1..=marks {
            let span = self.span(node.start, inner_end + mark);
            ty = TypeExpr { kind: TypeKind::Optional(Box::new(ty)), span };
        }
        ty
    }

    fn type_named(&mut self, children: &mut Cursor<'_>) -> TypeKind {
        let path = self.path(children);
        let Some(list) = children.accept(Rule::type_args) else { return TypeKind::Named(path) };
        let args = list.children.map(|arg| self.type_expr(&arg)).collect();
        match <[_; 1]>::try_from(path.parts) {
            Ok([head]) => TypeKind::Generic { head, args },
            Err(mut parts) => match parts.pop() {
                Some(head) => TypeKind::Generic { head, args },
                None => TypeKind::Error,
            },
        }
    }

    fn type_record(&mut self, node: &Node<'_>) -> TypeKind {
        let mut after = self.base + node.start;
        let mut fields = Vec::new();
        for field in node.children {
            let mut children = field.children;
            let doc = self.doc(after, self.base + field.start);
            let key = children.must();
            let name = if key.rule == Rule::text { self.text_name(&key) } else { self.any_name(&key) };
            let ty = self.type_expr(&children.must());
            let default = children.next().map(|value| self.expr(&value));
            after = self.base + field.end;
            fields.push(TypeField { doc, name, ty, default, span: self.span_of(&field) });
        }
        TypeKind::Record(fields)
    }

    /// `(T)` or `(T, U) -> V`.
    fn type_parens(&mut self, node: &Node<'_>) -> TypeKind {
        let mut params = Vec::new();
        let mut result = None;
        for mut child in node.children {
            if child.rule == Rule::type_result {
                result = Some(self.type_expr(&child.children.must()));
            } else {
                params.push(self.type_expr(&child));
            }
        }
        match (result, params.pop()) {
            (Some(result), last) => {
                params.extend(last);
                TypeKind::Function { params, result: Box::new(result) }
            }
            (None, Some(only)) if params.is_empty() => only.kind,
            (None, _) => {
                self.not_a_type(node);
                TypeKind::Error
            }
        }
    }

    fn not_a_type(&mut self, node: &Node<'_>) {
        self.diagnostics.push(
            crate::diagnostics::Diagnostic::new(
                &crate::diagnostics::codes::SYNTAX_UNEXPECTED,
                self.span_of(node),
                "found several types in parentheses, expected one type",
            )
            .help("a function is written `(T, U) -> V`, a record `{ a: T, b: U }`"),
        );
    }
}
