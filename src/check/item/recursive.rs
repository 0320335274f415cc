//! Functions that call themselves for what they do, not for what they give.

use crate::syntax::ast::{Block, ElseClause, ExprKind, FnBody, FnDecl, StmtKind};

/// Whether a function without a written result reads as one that gives nothing: a block that returns no
/// value and does not end in one. What a call at its end gives is not known here.
pub(super) fn reads_as_nothing(function: &FnDecl) -> bool {
    match &function.body {
        FnBody::Expr(_) => false,
        FnBody::Block(block) => !returns_value(block) && !ends_in_value(block),
    }
}

/// What an expression that is a statement reads as.
enum Reads<'e> {
    /// What its blocks read as, and whether one of them always runs.
    Blocks(Vec<&'e Block>, bool),
    /// What is done: what a call gives is not known here.
    Nothing,
    /// A value.
    Value,
}

fn reads(expr: &ExprKind) -> Reads<'_> {
    match expr {
        ExprKind::If(chosen) => {
            let all = chosen.branches.iter().map(|branch| &branch.body).chain(&chosen.otherwise);
            Reads::Blocks(all.collect(), chosen.otherwise.is_some())
        }
        ExprKind::Match(chosen) => Reads::Blocks(chosen.arms.iter().map(|arm| &arm.body).collect(), true),
        ExprKind::Call { .. } | ExprKind::Say(_) | ExprKind::Reply(_) | ExprKind::Error => Reads::Nothing,
        ExprKind::None
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Duration(_)
        | ExprKind::String(_)
        | ExprKind::Regex(_)
        | ExprKind::Name(_)
        | ExprKind::List(_)
        | ExprKind::Record(_)
        | ExprKind::Unary { .. }
        | ExprKind::Binary { .. }
        | ExprKind::As { .. }
        | ExprKind::Field { .. }
        | ExprKind::Index { .. }
        | ExprKind::Lambda { .. }
        | ExprKind::Block(_)
        | ExprKind::Ask(_)
        | ExprKind::Confirm(_) => Reads::Value,
    }
}

fn ends_in_value(block: &Block) -> bool {
    let Some(StmtKind::Expr { expr, otherwise: None }) = block.stmts.last().map(|stmt| &stmt.kind) else {
        return false;
    };
    match reads(&expr.kind) {
        Reads::Blocks(blocks, always) => always && blocks.into_iter().any(ends_in_value),
        Reads::Nothing => false,
        Reads::Value => true,
    }
}

/// Whether a `return` with a value stands in one of the blocks of a block.
fn returns_value(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Return(value) => value.is_some(),
        StmtKind::Let(binding) | StmtKind::Var(binding) => {
            in_expr(&binding.value.kind) || in_else(binding.otherwise.as_deref())
        }
        StmtKind::Assign { value, otherwise, .. } => in_expr(&value.kind) || in_else(otherwise.as_deref()),
        StmtKind::Expr { expr, otherwise } => in_expr(&expr.kind) || in_else(otherwise.as_deref()),
        StmtKind::Edit { otherwise, .. } | StmtKind::Delete { otherwise, .. } => {
            in_else(otherwise.as_deref())
        }
        StmtKind::For { body, .. } | StmtKind::While { body, .. } => returns_value(body),
        StmtKind::Later { .. }
        | StmtKind::Wait(_)
        | StmtKind::Start(_)
        | StmtKind::Fail(_)
        | StmtKind::Stop
        | StmtKind::Log { .. }
        | StmtKind::Respond { .. }
        | StmtKind::Break
        | StmtKind::Continue
        | StmtKind::Error => false,
    })
}

fn in_else(otherwise: Option<&ElseClause>) -> bool {
    otherwise.is_some_and(|clause| returns_value(&clause.body))
}

/// Blocks deeper in an expression are rare; where one returns, the function is refused.
fn in_expr(expr: &ExprKind) -> bool {
    match reads(expr) {
        Reads::Blocks(blocks, _) => blocks.into_iter().any(returns_value),
        Reads::Nothing | Reads::Value => false,
    }
}
