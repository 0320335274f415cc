//! Narrowing: what is known of names and their fields at a point of a function.

use crate::builtins::Kind;
use crate::check::hir::{CompareOp, ConfigId, Context, Expr, ExprKind, LocalId, StateId};
use crate::value::{Type, Value};
use smol_str::SmolStr;
use std::collections::HashMap;

/// A name, or a field of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PathKey {
    root: Root,
    fields: Vec<SmolStr>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Root {
    Local(LocalId),
    State(StateId, Option<Box<PathKey>>),
    Config(ConfigId),
    Context(Context),
}

/// What is known at a point.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    /// Whether the point can be reached.
    pub(super) reachable: bool,
    facts: HashMap<PathKey, Type>,
}

/// What a condition tells: types of paths where it holds, and where it does not.
#[derive(Default, Debug)]
pub(super) struct Facts {
    pub(super) yes: Vec<(PathKey, Type)>,
    pub(super) no: Vec<(PathKey, Type)>,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self { reachable: true, facts: HashMap::new() }
    }

    /// The type that is known of a path.
    pub(super) fn get(&self, path: &PathKey) -> Option<&Type> {
        self.facts.get(path)
    }

    /// Learns facts.
    pub(super) fn learn(&mut self, facts: Vec<(PathKey, Type)>) {
        self.facts.extend(facts);
    }

    /// Forgets what is known of a variable and its fields.
    pub(super) fn forget_local(&mut self, local: LocalId) {
        self.facts.retain(|path, _| !path.uses_local(local));
    }

    /// Forgets what is known of a state variable.
    pub(super) fn forget_state(&mut self, state: StateId) {
        self.facts.retain(|path, _| !matches!(&path.root, Root::State(known, _) if *known == state));
    }

    /// Forgets what is known of all state: an effect ran.
    pub(super) fn forget_states(&mut self) {
        self.facts.retain(|path, _| !matches!(path.root, Root::State(..)));
    }

    /// Forgets what is known of fields of an assigned path, and of the path itself.
    pub(super) fn forget_path(&mut self, path: &PathKey) {
        self.facts.retain(|known, _| {
            known.root != path.root
                || !(known.fields.starts_with(&path.fields) || path.fields.starts_with(&known.fields))
        });
    }

    /// What is known where two ways meet.
    pub(super) fn meet(self, other: Self) -> Self {
        if !other.reachable {
            return self;
        }
        if !self.reachable {
            return other;
        }
        let mut facts = self.facts;
        facts.retain(|path, ty| other.facts.get(path) == Some(ty));
        Self { reachable: true, facts }
    }

    /// What is known of all that is no variable of the function: what a lambda begins with.
    pub(super) fn outside(&self) -> Self {
        let mut facts = self.facts.clone();
        facts.retain(|path, _| path.is_outside());
        Self { reachable: true, facts }
    }

    /// What is known of a variable of the enclosing function, as facts about its captured copy.
    pub(super) fn captured(&self, outer: LocalId, inner: LocalId) -> Vec<(PathKey, Type)> {
        let of_local = self.facts.iter().filter(|(path, _)| path.root == Root::Local(outer));
        let renamed = of_local.filter(|(path, _)| !path.fields.is_empty()).map(|(path, ty)| {
            (PathKey { root: Root::Local(inner), fields: path.fields.clone() }, ty.clone())
        });
        renamed.collect()
    }
}

impl PathKey {
    /// A variable itself.
    pub(super) fn local(local: LocalId) -> Self {
        Self { root: Root::Local(local), fields: Vec::new() }
    }

    fn uses_local(&self, local: LocalId) -> bool {
        match &self.root {
            Root::Local(known) => *known == local,
            Root::State(_, Some(owner)) => owner.uses_local(local),
            Root::State(_, None) | Root::Config(_) | Root::Context(_) => false,
        }
    }

    fn is_outside(&self) -> bool {
        match &self.root {
            Root::Local(_) => false,
            Root::State(_, Some(owner)) => owner.is_outside(),
            Root::State(_, None) | Root::Config(_) | Root::Context(_) => true,
        }
    }

    fn field(mut self, name: &SmolStr) -> Self {
        self.fields.push(name.clone());
        self
    }
}

/// The path that an expression is, if it is one. `a?.b` is the path `a.b`.
pub(super) fn path_of(expr: &Expr) -> Option<PathKey> {
    let root = |root| Some(PathKey { root, fields: Vec::new() });
    match &expr.kind {
        ExprKind::Local(local) => root(Root::Local(*local)),
        ExprKind::Config(config) => root(Root::Config(*config)),
        ExprKind::Context(context) => root(Root::Context(*context)),
        ExprKind::State { state, owner: None } => root(Root::State(*state, None)),
        ExprKind::State { state, owner: Some(owner) } => {
            root(Root::State(*state, Some(Box::new(path_of(owner)?))))
        }
        ExprKind::Field { receiver, name, .. } => Some(path_of(receiver)?.field(name)),
        ExprKind::Builtin { id, args, .. } => {
            let property =
                id.signature().property && matches!(id.get().kind, Kind::Pure(_) | Kind::Read { .. });
            match args.as_slice() {
                [receiver] if property => Some(path_of(receiver)?.field(&id.signature().name)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What a checked condition tells.
pub(super) fn facts_of(condition: &Expr) -> Facts {
    match &condition.kind {
        ExprKind::Not(inner) => {
            let facts = facts_of(inner);
            Facts { yes: facts.no, no: facts.yes }
        }
        ExprKind::And(left, right) => {
            let (left, right) = (facts_of(left), facts_of(right));
            Facts { yes: joined(left.yes, right.yes), no: common(left.no, &right.no) }
        }
        ExprKind::Or(left, right) => {
            let (left, right) = (facts_of(left), facts_of(right));
            Facts { yes: common(left.yes, &right.yes), no: joined(left.no, right.no) }
        }
        ExprKind::Compare { op, left, right } => {
            let facts = match (&left.kind, &right.kind) {
                (ExprKind::Const(value), _) => comparison(right, value),
                (_, ExprKind::Const(value)) => comparison(left, value),
                _ => return Facts::default(),
            };
            match op {
                CompareOp::Equal => facts,
                CompareOp::NotEqual => Facts { yes: facts.no, no: facts.yes },
                CompareOp::Less | CompareOp::LessOrEqual | CompareOp::Greater | CompareOp::GreaterOrEqual => {
                    Facts::default()
                }
            }
        }
        _ => Facts::default(),
    }
}

/// What `path == value` tells.
fn comparison(path: &Expr, value: &Value) -> Facts {
    if value.is_none() {
        return Facts { yes: is_none(path), no: not_none(path) };
    }
    let mut facts = Facts { yes: not_none(path), no: Vec::new() };
    if let (Value::Text(text), Some(key)) = (value, path_of(path)) {
        let literal = SmolStr::new(text.as_str());
        let without = path.ty.without_none();
        if let Type::Literals(texts) = &without
            && texts.contains(&literal)
        {
            facts.yes.push((key.clone(), Type::Literals([literal.clone()].into())));
            let rest: Vec<SmolStr> = texts.iter().filter(|one| **one != literal).cloned().collect();
            if !rest.is_empty() {
                let rest = Type::Literals(rest.into());
                let was_optional = matches!(path.ty, Type::Optional(_));
                facts.no.push((key, if was_optional { rest.optional() } else { rest }));
            }
        }
    }
    facts
}

fn is_none(path: &Expr) -> Vec<(PathKey, Type)> {
    match (path_of(path), &path.ty) {
        // Behind `?.` it is not known which part is missing.
        (Some(key), Type::Optional(_)) if !has_optional_link(path) => vec![(key, Type::None)],
        _ => Vec::new(),
    }
}

/// `path` is something, and so is every part of it that stands before `?.`.
fn not_none(path: &Expr) -> Vec<(PathKey, Type)> {
    let mut facts = Vec::new();
    if let (Some(key), Type::Optional(inner)) = (path_of(path), &path.ty) {
        facts.push((key, (**inner).clone()));
    }
    if let Some((receiver, optional)) = receiver_of(path)
        && (optional || has_optional_link(receiver))
    {
        facts.extend(not_none(receiver));
    }
    facts
}

fn receiver_of(expr: &Expr) -> Option<(&Expr, bool)> {
    match &expr.kind {
        ExprKind::Field { receiver, optional, .. }
        | ExprKind::Index { receiver, optional, .. }
        | ExprKind::Slice { receiver, optional, .. }
        | ExprKind::Each { receiver, optional, .. } => Some((receiver, *optional)),
        ExprKind::Builtin { args, optional, .. } => args.first().map(|receiver| (receiver, *optional)),
        _ => None,
    }
}

fn has_optional_link(expr: &Expr) -> bool {
    receiver_of(expr).is_some_and(|(receiver, optional)| optional || has_optional_link(receiver))
}

fn joined(mut a: Vec<(PathKey, Type)>, b: Vec<(PathKey, Type)>) -> Vec<(PathKey, Type)> {
    a.extend(b);
    a
}

fn common(mut a: Vec<(PathKey, Type)>, b: &[(PathKey, Type)]) -> Vec<(PathKey, Type)> {
    a.retain(|fact| b.contains(fact));
    a
}
