//! The checked program: typed, resolved, without sugar that later passes would have to understand.
//!
//! Made by the checker, read by the lowering, which needs to look up no name, infer no type and see no
//! AST node. Invariants (if the check found no error): all ids are valid indexes into the lists of
//! [`Program`] or [`Function`]; no type is `Unknown` or a variable; arguments are complete and in the
//! order of the declaration; every coercion is written out ([`ExprKind::Convert`]). Start with
//! `program.rs`, then `expr.rs` and `stmt.rs`.

mod ask;
mod card;
mod expr;
mod function;
mod handler;
mod ids;
mod place;
mod program;
mod stmt;
mod test;

pub use crate::builtins::BuiltinId;
pub use ask::{AnswerCheck, Ask, Audience, Expects, Later, LaterWhen, Start};
pub use card::{Card, CardParam};
pub use expr::{
    Arm, ArmPattern, BinaryOp, Catch, CompareOp, Context, Expr, ExprKind, FilePart, GroupBinding, Lambda,
    Message, Part, RecordPart, RegexLiteral,
};
pub use function::{Function, Local};
pub use handler::{ActionParam, CommandPattern, Guard, Handler, HandlerKind, HoleBinding, Scope, Verify};
pub use ids::{ConfigId, ConstId, FunctionId, GroupId, LocalId, SecretId, StateId};
pub use place::{Place, Root, Segment};
pub use program::{Allow, Bot, Config, Const, Group, Program, Secret, State, StateScope};
pub use stmt::{AssignOp, Block, ForOver, LogLevel, Stmt, StmtKind};
pub use test::{
    Answer, BotLine, Expected, Line, MockHttp, Step, StepKind, Test, TestPlace, WebhookBody, WebhookStep,
};
