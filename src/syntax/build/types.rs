//! Types.

use super::Builder;
use crate::syntax::ast::{Path, TypeExpr, TypeField, TypeKind};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Code;
use crate::syntax::tree::Node;

impl Builder<'_> {
    pub(super) fn type_expr(&mut self, node: &Node<'_>) -> TypeExpr {
        // A `?` at the end of a function's result belongs to the result.
        let inside = node.children.last().map_or(node.start, |child| child.end);
        let mut inner_end = node.end;
        while inner_end > inside && self.code(inner_end - 1) == Code::OPTIONAL {
            inner_end -= 1;
        }
        let levels = 1 + node.end - inner_end;
        if !self.may_deepen(levels, node) {
            return TypeExpr { kind: TypeKind::Error, span: self.span_of(node) };
        }
        self.depth += levels;
        let mut children = node.children;
        let kind = if self.code(node.start) == Code::TEXT_LITERAL {
            // Texts with `|` between them.
            let texts = (node.start..inner_end).step_by(2);
            TypeKind::Union(texts.map(|token| self.text_name(token)).collect())
        } else {
            match children.peek() {
                Some(Rule::type_record) => self.type_record(&children.must()),
                Some(Rule::type_parens) => self.type_parens(&children.must()),
                args => {
                    let path = self.path_at(node.start);
                    let args = args.map(|_| children.must());
                    self.type_named(path, args)
                }
            }
        };
        self.depth -= levels;
        let mut ty = TypeExpr { kind, span: self.span(node.start, inner_end) };
        for end in inner_end + 1..=node.end {
            let span = self.span(node.start, end);
            ty = TypeExpr { kind: TypeKind::Optional(Box::new(ty)), span };
        }
        ty
    }

    fn type_named(&mut self, mut path: Path, args: Option<Node<'_>>) -> TypeKind {
        let Some(list) = args else { return TypeKind::Named(path) };
        let args = list.children.map(|arg| self.type_expr(&arg)).collect();
        match path.parts.pop() {
            Some(head) => TypeKind::Generic { head, args },
            None => TypeKind::Error,
        }
    }

    fn type_record(&mut self, node: &Node<'_>) -> TypeKind {
        let (mut after, _) = self.bytes(node.start, node.end);
        let mut fields = Vec::with_capacity(node.children.count());
        for field in node.children {
            let mut children = field.children;
            let (start, end) = self.bytes(field.start, field.end);
            let doc = self.doc(after, start);
            let quoted = self.code(field.start) == Code::TEXT_LITERAL;
            let name = if quoted { self.text_name(field.start) } else { self.name_at(field.start) };
            let ty = self.type_expr(&children.must());
            let default = children.next().map(|value| self.expr(&value));
            after = end;
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
