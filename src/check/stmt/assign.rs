//! Assignments.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::flow::{is_known_path, path_of_place};
use crate::check::hir::{AssignOp, Root, Segment, StmtKind};
use crate::check::mentions::Mentions;
use crate::check::types::{fit, is_open};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, ElseClause};
use crate::value::{Operator, Type, binary_result};
use std::sync::Arc;

/// `target = value`
pub(super) struct Assign<'e> {
    pub(super) target: &'e ast::Expr,
    pub(super) op: ast::AssignOp,
    pub(super) op_span: Span,
    pub(super) value: &'e ast::Expr,
}

impl Checker<'_> {
    pub(super) fn check_assign(
        &mut self,
        assign: &Assign<'_>,
        otherwise: Option<&ElseClause>,
    ) -> Option<StmtKind> {
        let place = self.check_place(assign.target);
        let ty = place.as_ref().map_or(Type::Unknown, |place| place.ty.clone());
        let (op, hint) = match assign.op {
            ast::AssignOp::Set => (AssignOp::Set, Some(&ty)),
            ast::AssignOp::Add => (AssignOp::Add, matches!(ty, Type::List(_)).then_some(&ty)),
            ast::AssignOp::Subtract => (AssignOp::Subtract, None),
        };
        let hint = hint.filter(|ty| **ty != Type::Unknown);
        let mut value = match otherwise {
            Some(clause) => self.check_attempt(assign.value, clause, Want::Value(hint)),
            None => self.check_expr(assign.value, hint),
        };
        let place = place?;
        let found = value.ty.clone();
        if let (Root::Local(local), [Segment::Key { .. }], Type::Unknown) =
            (&place.root, place.path.as_slice(), &ty)
        {
            // `var m = {}` learns what it holds from the first entry.
            self.fix_open(*local, &Type::Map(Arc::new(found.clone())));
        }
        match op {
            AssignOp::Set => {
                if let (Root::Local(local), [], true) = (&place.root, place.path.as_slice(), is_open(&ty))
                    && fit(&found, &ty).is_some()
                {
                    self.fix_open(*local, &found);
                }
                value = self.coerce(value, &ty);
            }
            AssignOp::Add | AssignOp::Subtract => {
                let element = matches!(place.path.last(), Some(Segment::Key { .. } | Segment::Index { .. }));
                let known = self.body().flow.get(&path_of_place(&place)).is_some();
                let current = if element && !known { ty.clone().optional() } else { ty.clone() };
                self.check_compound(assign, op, (&current, &found));
                if let (Root::Local(local), [], true) = (&place.root, place.path.as_slice(), is_open(&ty)) {
                    self.fix_open(*local, &found);
                }
                if ty == Type::Float && found == Type::Int {
                    value = self.coerce(value, &Type::Float);
                }
                if let (Type::List(_), Type::List(_)) = (&ty, &found) {
                    value = self.coerce(value, &ty);
                }
            }
        }
        let path = path_of_place(&place);
        let element = matches!(place.path.last(), Some(Segment::Key { .. } | Segment::Index { .. }));
        let place = self.writable(place)?;
        if found == Type::Unknown {
            // It may be no `none` any more.
            let names = Mentions::of_expr(assign.target).all_names();
            self.body_mut().flow.doubt(Some(names));
        }
        if op == AssignOp::Set && is_known_path(&path) {
            let declared = if element { ty.optional() } else { ty };
            self.learn_assigned(path, &declared, &found);
        }
        Some(StmtKind::Assign { place, op, value })
    }

    /// `+=` and `-=` on a type that has them, giving what can be stored again.
    fn check_compound(&mut self, assign: &Assign<'_>, op: AssignOp, (ty, found): (&Type, &Type)) {
        let operator = if op == AssignOp::Add { Operator::Add } else { Operator::Subtract };
        if *ty == Type::Unknown || *found == Type::Unknown || is_open(ty) {
            return;
        }
        let current = self.slice(assign.target.span).to_owned();
        if let Type::Optional(_) = ty {
            let message = format!("`{current}` may be `none`, `{operator}=` needs a value");
            let value = self.slice(assign.value.span);
            self.push(
                Diagnostic::new(&codes::CHECK_MAYBE_NONE, assign.target.span, message).help(format!(
                    "say what it begins with: `{current} = ({current} ?? 0) {operator} {value}`"
                )),
            );
            return;
        }
        let result = binary_result(operator, ty, found);
        if result.as_ref().is_some_and(|result| fit(result, ty).is_some()) {
            return;
        }
        let message = format!("`{operator}=` is not defined for `{ty}` and `{found}`");
        let mut diagnostic = Diagnostic::new(&codes::CHECK_OPERATOR_TYPES, assign.op_span, message)
            .also(assign.value.span, format!("this is `{found}`"));
        diagnostic = match ty {
            Type::List(_) => diagnostic.help(format!("use `{current}.push(...)`")),
            Type::Set(_) => diagnostic.help(format!("use `{current}.add(...)`")),
            Type::Text => {
                diagnostic.help(format!("put it into a string: `\"{{{}}}\"`", self.slice(assign.value.span)))
            }
            _ => diagnostic,
        };
        self.push(diagnostic);
    }
}
