//! Conditions, `if`, and what branches have in common.

use crate::base::Span;
use crate::base::limits::IF_BRANCHES_MAX;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::expr::operator::of_json_list;
use crate::check::flow::facts_of;
use crate::check::hir::{Block, Expr, ExprKind, Stmt, StmtKind};
use crate::check::mentions::Mentions;
use crate::check::types::{fit, is_open, join};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::Type;

/// What is wanted of an expression or a block.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) enum Want<'t> {
    /// What it does; it may give anything or nothing.
    Nothing,
    /// Its value if it has one: the end of a function without an annotation.
    Soft,
    /// Its value, of this type if that is known.
    Value(Option<&'t Type>),
}

impl<'t> Want<'t> {
    /// The type that would fit.
    pub(in crate::check) fn expected(self) -> Option<&'t Type> {
        match self {
            Self::Value(expected) => expected,
            Self::Nothing | Self::Soft => None,
        }
    }
}

/// A branch with its type and where it stands.
pub(super) struct Branch {
    pub(super) block: Block,
    pub(super) ty: Type,
    pub(super) span: Span,
}

impl Checker<'_> {
    /// Checks an expression that decides something: a `bool`.
    pub(in crate::check) fn check_condition(&mut self, expr: &ast::Expr) -> Expr {
        let mark = self.sink_len();
        let condition = self.check_expr(expr, Some(&Type::Bool));
        self.as_condition(condition, expr, mark)
    }

    /// A checked expression as a condition; `mark` is where its own diagnostics begin.
    pub(super) fn as_condition(&mut self, condition: Expr, expr: &ast::Expr, mark: usize) -> Expr {
        if self.failed_since(mark) {
            let names = self.is_read_since(mark).then(|| Mentions::of_expr(expr).all_names());
            self.body_mut().flow.doubt(names);
        }
        if matches!(condition.ty, Type::Bool | Type::Unknown | Type::Never) {
            return condition;
        }
        let source = self.slice(expr.span);
        let source = if source.contains('\n') || source.len() > 60 { "x" } else { source };
        let message = format!("a condition is a `bool`, found `{}`", condition.ty);
        let help = match &condition.ty {
            Type::Optional(inner) if **inner == Type::Bool => {
                format!("say what `none` means: `{source} ?? false`")
            }
            Type::Optional(_) => format!("ask whether it is there: `{source} != none`"),
            Type::Text | Type::List(_) | Type::Set(_) | Type::Map(_) => {
                format!("ask whether something is in it: `not {source}.is_empty`")
            }
            Type::Int | Type::Float => format!("compare it: `{source} != 0`"),
            Type::Json => of_json_list(source).unwrap_or_else(|| {
                format!("compare it, `{source} == true`, or check its shape, `{source} as bool`")
            }),
            _ => "compare it with something".to_owned(),
        };
        self.push(Diagnostic::new(&codes::CHECK_CONDITION_NOT_BOOL, expr.span, message).help(help));
        self.body_mut().flow.doubt(Some(Mentions::of_expr(expr).all_names()));
        Expr { ty: Type::Unknown, ..condition }
    }

    /// Whether all that was reported since then is of values that do not fit each other: what they are is known.
    fn is_read_since(&self, mark: usize) -> bool {
        let known = [
            &codes::CHECK_NEVER_EQUAL,
            &codes::CHECK_OPERATOR_TYPES,
            &codes::CHECK_CONDITION_NOT_BOOL,
            &codes::CHECK_MAYBE_NONE,
        ];
        self.sink.codes_since(mark).all(|code| known.iter().any(|known| known.name == code.name))
    }

    pub(super) fn check_if(&mut self, branches: &ast::IfExpr, span: Span, want: Want<'_>) -> Expr {
        if branches.branches.len() > IF_BRANCHES_MAX {
            let message = format!(
                "this `if` has {} branches, at most {IF_BRANCHES_MAX} are possible",
                branches.branches.len()
            );
            self.push(
                Diagnostic::new(&codes::CHECK_TOO_MANY_BRANCHES, span, message)
                    .help("use a `match`, or a map"),
            );
            return unknown(span);
        }
        let mut conditions = Vec::with_capacity(branches.branches.len());
        let mut checked: Vec<Branch> = Vec::with_capacity(branches.branches.len() + 1);
        let mut ends = Vec::new();
        for branch in &branches.branches {
            let condition = self.check_condition(&branch.condition);
            let facts = facts_of(&condition);
            let mut otherwise = self.body().flow.clone();
            otherwise.learn(facts.no);
            self.body_mut().flow.learn(facts.yes);
            checked.push(self.branch(&branch.body, want));
            ends.push(std::mem::replace(&mut self.body_mut().flow, otherwise));
            conditions.push(condition);
        }
        let has_else = branches.otherwise.is_some();
        if let Some(otherwise) = &branches.otherwise {
            checked.push(self.branch(otherwise, want));
        }
        for end in ends {
            let flow = self.body().flow.clone();
            self.body_mut().flow = flow.meet(end);
        }
        let ty = if has_else { self.common_type(&mut checked, want) } else { self.drop_values(&mut checked) };
        let mut blocks = checked.into_iter().map(|branch| branch.block);
        let mut rest = if has_else { blocks.next_back() } else { None };
        let mut whole = None;
        for condition in conditions.into_iter().rev() {
            let then = blocks.next_back().unwrap_or_default();
            let at = condition.span.to(span);
            let kind = ExprKind::If { condition: Box::new(condition), then, otherwise: rest.take() };
            let at = Span { end: span.end, ..at };
            let nested = typed(kind, ty.clone(), at);
            rest = Some(match &ty {
                Type::Nothing | Type::Never => Block {
                    stmts: vec![Stmt { kind: StmtKind::Expr(nested.clone()), span: at }],
                    value: None,
                },
                _ => Block { stmts: Vec::new(), value: Some(Box::new(nested.clone())) },
            });
            whole = Some(nested);
        }
        Expr { span, ..whole.unwrap_or_else(|| unknown(span)) }
    }

    fn branch(&mut self, block: &ast::Block, want: Want<'_>) -> Branch {
        let (checked, ty) = self.check_block(block, want);
        Branch { block: checked, ty, span: block.stmts.last().map_or(block.span, |last| last.span) }
    }

    /// The type of the values of all branches, to which they are made; reports where there is none.
    pub(super) fn common_type(&mut self, branches: &mut [Branch], want: Want<'_>) -> Type {
        if branches.iter().all(|branch| branch.ty == Type::Never) {
            return Type::Never;
        }
        let nothing = branches.iter().any(|branch| branch.ty == Type::Nothing);
        if nothing || matches!(want, Want::Nothing) {
            return self.drop_values(branches);
        }
        let fits = |wanted: &Type| branches.iter().all(|branch| fit(&branch.ty, wanted).is_some());
        let expected = want.expected().filter(|wanted| !is_open(wanted) && fits(wanted));
        let mut common = Type::Never;
        if let Some(wanted) = expected {
            common = wanted.clone();
        } else {
            let mut first: Option<Span> = None;
            for branch in branches.iter() {
                if branch.ty == Type::Never {
                    continue;
                }
                match (join(&common, &branch.ty), want) {
                    (Some(ty), _) => common = ty,
                    (None, Want::Soft | Want::Nothing) => return self.drop_values(branches),
                    (None, Want::Value(_)) => {
                        let message =
                            format!("this branch gives `{}`, the ones before it `{common}`", branch.ty);
                        let mut diagnostic =
                            Diagnostic::new(&codes::CHECK_BRANCH_TYPES, branch.span, message);
                        if let Some(first) = first {
                            diagnostic = diagnostic.also(first, format!("this gives `{common}`"));
                        }
                        let help = self.joined_help(branch.block.value.as_deref(), &branch.ty, &common);
                        self.push(
                            diagnostic
                                .help(help.unwrap_or_else(|| "let all branches give one type".to_owned())),
                        );
                        return Type::Unknown;
                    }
                }
                first = first.or(Some(branch.span));
            }
        }
        for branch in branches.iter_mut() {
            if let Some(value) = branch.block.value.take() {
                branch.block.value = Some(Box::new(self.coerce(*value, &common)));
            }
        }
        common
    }

    /// Makes statements of the values of branches: nobody uses them.
    pub(super) fn drop_values(&mut self, branches: &mut [Branch]) -> Type {
        let mut all_left = true;
        for branch in branches {
            all_left &= branch.ty == Type::Never;
            if let Some(value) = branch.block.value.take() {
                let span = value.span;
                branch.block.stmts.push(Stmt { kind: StmtKind::Expr(*value), span });
            }
        }
        if all_left && !self.body().flow.reachable { Type::Never } else { Type::Nothing }
    }
}
