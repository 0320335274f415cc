//! Pieces of the tree that cards are made of.

use crate::base::Span;
use crate::check::body::LocalKind;
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::hir::{Block, BuiltinId, Expr, ExprKind, Local, LocalId, Place, Root, Stmt, StmtKind};
use crate::value::{Type, Value};
use smol_str::SmolStr;

/// A text of the script.
pub(super) fn own(text: &str, span: Span) -> Expr {
    typed(ExprKind::Const(Value::own(text)), Type::Text, span)
}

pub(super) fn constant(value: Value, ty: Type, span: Span) -> Expr {
    typed(ExprKind::Const(value), ty, span)
}

/// Entries of an object, in order.
#[derive(Default)]
pub(super) struct Object {
    entries: Vec<(Expr, Expr)>,
    /// The properties that the author gave it so far.
    given: Vec<(&'static str, Span)>,
}

impl Object {
    pub(super) fn of_type(kind: &str, span: Span) -> Self {
        let mut object = Self::default();
        object.set("type", own(kind, span));
        object
    }

    /// Sets an entry that nobody gave a name in the script, over one that is there.
    pub(super) fn set(&mut self, name: &str, value: Expr) {
        let span = value.span;
        self.put((name, span), value);
    }

    /// Sets an entry whose name stands at `span`, as `name` or in other words.
    pub(super) fn put(&mut self, (name, span): (&str, Span), value: Expr) {
        let is = |key: &Expr| matches!(&key.kind, ExprKind::Const(known) if known.as_str() == Some(name));
        self.entries.retain(|(key, _)| !is(key));
        self.entries.push((own(name, span), value));
    }

    /// Notes a property that the author gives at `span`; where it was given before.
    pub(super) fn given(&mut self, json: &'static str, span: Span) -> Option<Span> {
        let first = self.given.iter().find(|(known, _)| *known == json).map(|(_, first)| *first);
        self.given.push((json, span));
        first
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries
            .iter()
            .any(|(key, _)| matches!(&key.kind, ExprKind::Const(known) if known.as_str() == Some(name)))
    }

    pub(super) fn finish(self, span: Span) -> Expr {
        typed(ExprKind::Map(self.entries), Type::Json, span)
    }
}

impl Checker<'_> {
    /// A variable without a name that begins as an empty list; the statement makes it.
    pub(super) fn list_variable(&mut self, span: Span) -> (LocalId, Stmt) {
        let ty = Type::list(Type::Json);
        let local = Local { name: SmolStr::default(), ty: ty.clone(), mutable: true, span };
        let id = self.body_mut().add(local, LocalKind::Given);
        let value = typed(ExprKind::List(Vec::new()), ty, span);
        (id, Stmt { kind: StmtKind::Let { local: id, value }, span })
    }
}

/// The statement that adds an item to a list.
pub(super) fn push(list: LocalId, item: Expr) -> Stmt {
    let span = item.span;
    let place = Place { root: Root::Local(list), path: Vec::new(), ty: Type::list(Type::Json), span };
    let kind = match BuiltinId::of_key("list.push") {
        Some(id) => ExprKind::Change { place, id, args: vec![item] },
        None => item.kind,
    };
    Stmt { kind: StmtKind::Expr(typed(kind, Type::Nothing, span)), span }
}

/// The value of a list variable.
pub(super) fn read(list: LocalId, span: Span) -> Expr {
    typed(ExprKind::Local(list), Type::list(Type::Json), span)
}

/// Statements with a value.
pub(super) fn block(stmts: Vec<Stmt>, value: Expr) -> Expr {
    let (ty, span) = (value.ty.clone(), value.span);
    typed(ExprKind::Block(Block { stmts, value: Some(Box::new(value)) }), ty, span)
}
