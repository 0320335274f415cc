//! Narrowing: what is known of names and their fields at a point of a function.

use crate::builtins::Kind;
use crate::check::hir::{
    self, CompareOp, ConfigId, Context, Expr, ExprKind, LocalId, Place, Segment, StateId,
};
use crate::value::{Type, Value};
use smol_str::SmolStr;
use std::collections::HashMap;

/// A name, or a field or an element of one: `c.note`, `polls[id]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PathKey {
    root: Root,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Step {
    Field(SmolStr),
    Element(Key),
}

/// Which element is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Text(SmolStr),
    Int(i64),
    Path(Box<PathKey>),
    /// It can't be told; such a path is only changed, never asked for.
    Any,
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
    /// What broken conditions on the way would have told of: that is missing here.
    doubt: Doubt,
    facts: HashMap<PathKey, Type>,
}

/// What is not known because a condition is broken.
#[derive(Clone, PartialEq, Debug)]
enum Doubt {
    /// What hangs on these names.
    Of(Vec<SmolStr>),
    /// Anything: what the condition is about can't be told.
    All,
}

/// What a condition tells: types of paths where it holds, and where it does not.
#[derive(Default, Debug)]
pub(super) struct Facts {
    pub(super) yes: Vec<(PathKey, Type)>,
    pub(super) no: Vec<(PathKey, Type)>,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self { reachable: true, doubt: Doubt::Of(Vec::new()), facts: HashMap::new() }
    }

    /// The type that is known of a path.
    pub(super) fn get(&self, path: &PathKey) -> Option<&Type> {
        self.facts.get(path)
    }

    /// Whether it was asked for the person or the room, and there is one.
    pub(super) fn has_conversation(&self) -> bool {
        [Context::Person, Context::Room].into_iter().any(|context| {
            let path = PathKey { root: Root::Context(context), steps: Vec::new() };
            self.get(&path).is_some_and(|ty| !matches!(ty, Type::None | Type::Optional(_)))
        })
    }

    /// Doubts what a broken condition is about: these names, or anything.
    pub(super) fn doubt(&mut self, names: Option<Vec<SmolStr>>) {
        self.doubt = match (&mut self.doubt, names) {
            (Doubt::Of(known), Some(names)) => Doubt::Of(known.drain(..).chain(names).collect()),
            (Doubt::All, _) | (_, None) => Doubt::All,
        };
    }

    /// Whether a broken condition may have told of what stands in `source`.
    pub(super) fn doubts(&self, source: &str) -> bool {
        match &self.doubt {
            Doubt::All => true,
            Doubt::Of(names) => source
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| names.iter().any(|name| name == word)),
        }
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
        self.facts.retain(|path, _| !path.uses_state(&|known| known == state));
    }

    /// Forgets what is known of all state: an effect ran.
    pub(super) fn forget_states(&mut self) {
        self.facts.retain(|path, _| !path.uses_state(&|_| true));
    }

    /// Forgets what is known of a path that is changed, and of all that is in it or is got by it.
    pub(super) fn forget_path(&mut self, path: &PathKey) {
        self.facts.retain(|known, _| !known.may_be_in(path) && !known.keys().any(|key| key.may_be_in(path)));
    }

    /// What is known where two ways meet.
    pub(super) fn meet(self, other: Self) -> Self {
        let doubt = match (&self.doubt, &other.doubt) {
            (Doubt::Of(own), Doubt::Of(more)) => {
                let new = more.iter().filter(|name| !own.contains(name));
                Doubt::Of(own.iter().chain(new).cloned().collect())
            }
            (Doubt::All, _) | (_, Doubt::All) => Doubt::All,
        };
        if !other.reachable {
            return Self { doubt, ..self };
        }
        if !self.reachable {
            return Self { doubt, ..other };
        }
        let mut facts = self.facts;
        facts.retain(|path, ty| other.facts.get(path) == Some(ty));
        Self { reachable: true, doubt, facts }
    }

    /// What is known of all that is no variable of the function: what a lambda begins with.
    pub(super) fn outside(&self) -> Self {
        let mut facts = self.facts.clone();
        facts.retain(|path, _| path.is_outside());
        Self { reachable: true, doubt: self.doubt.clone(), facts }
    }

    /// What is known of a variable of the enclosing function, as facts about its captured copy.
    pub(super) fn captured(&self, outer: LocalId, inner: LocalId) -> Vec<(PathKey, Type)> {
        let of_local = self.facts.iter().filter(|(path, _)| path.root == Root::Local(outer));
        // A key may be another variable, whose copy has a name of its own.
        let own = of_local.filter(|(path, _)| !path.steps.is_empty() && path.keys().all(PathKey::is_outside));
        let renamed = own
            .map(|(path, ty)| (PathKey { root: Root::Local(inner), steps: path.steps.clone() }, ty.clone()));
        renamed.collect()
    }
}

impl PathKey {
    /// A variable itself.
    pub(super) fn local(local: LocalId) -> Self {
        Self { root: Root::Local(local), steps: Vec::new() }
    }

    fn uses_local(&self, local: LocalId) -> bool {
        let root = match &self.root {
            Root::Local(known) => *known == local,
            Root::State(_, Some(owner)) => owner.uses_local(local),
            Root::State(_, None) | Root::Config(_) | Root::Context(_) => false,
        };
        root || self.keys().any(|key| key.uses_local(local))
    }

    /// Whether a part of the path is state that `which` holds for.
    fn uses_state(&self, which: &impl Fn(StateId) -> bool) -> bool {
        let root = match &self.root {
            Root::State(state, owner) => {
                which(*state) || owner.as_ref().is_some_and(|owner| owner.uses_state(which))
            }
            Root::Local(_) | Root::Config(_) | Root::Context(_) => false,
        };
        root || self.keys().any(|key| key.uses_state(which))
    }

    fn is_outside(&self) -> bool {
        let root = match &self.root {
            Root::Local(_) => false,
            Root::State(_, Some(owner)) => owner.is_outside(),
            Root::State(_, None) | Root::Config(_) | Root::Context(_) => true,
        };
        root && self.keys().all(Self::is_outside)
    }

    /// The paths that say which elements are meant.
    fn keys(&self) -> impl Iterator<Item = &Self> {
        self.steps.iter().filter_map(|step| match step {
            Step::Element(Key::Path(path)) => Some(&**path),
            Step::Element(Key::Text(_) | Key::Int(_) | Key::Any) | Step::Field(_) => None,
        })
    }

    /// Whether it may be `other` or a part of it.
    fn may_be_in(&self, other: &Self) -> bool {
        self.root == other.root
            && self.steps.len() >= other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(a, b)| a.may_equal(b))
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    fn field(self, name: &SmolStr) -> Self {
        self.step(Step::Field(name.clone()))
    }
}

impl Step {
    fn may_equal(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Field(a), Self::Field(b)) => a == b,
            (Self::Element(Key::Text(a)), Self::Element(Key::Text(b))) => a == b,
            // From the other end it may be the same element.
            (Self::Element(Key::Int(a)), Self::Element(Key::Int(b))) => a == b || (*a < 0) != (*b < 0),
            (Self::Element(_), Self::Element(_)) => true,
            (Self::Field(_), Self::Element(_)) | (Self::Element(_), Self::Field(_)) => false,
        }
    }
}

/// Which element an index asks for, as far as it can be told.
fn key_of(index: &Expr) -> Option<Key> {
    match &index.kind {
        ExprKind::Const(Value::Text(text)) => Some(Key::Text(SmolStr::new(text.as_str()))),
        ExprKind::Const(Value::Int(int)) => Some(Key::Int(*int)),
        _ => path_of(index).map(|path| Key::Path(Box::new(path))),
    }
}

/// The path of what a place is; an index that can't be told is any.
pub(super) fn path_of_place(place: &Place) -> PathKey {
    let root = match &place.root {
        hir::Root::Local(local) => Root::Local(*local),
        hir::Root::State { state, owner } => {
            // Whose state it is does not matter to what is forgotten: it may be anybody's.
            Root::State(*state, owner.as_ref().and_then(|owner| path_of(owner)).map(Box::new))
        }
    };
    // Of a state whose owner can't be told nothing is known.
    let untold =
        matches!(&place.root, hir::Root::State { owner: Some(owner), .. } if path_of(owner).is_none());
    let steps = place.path.iter().map(|segment| match segment {
        Segment::Field { name, .. } => Step::Field(name.clone()),
        Segment::Key { key, .. } | Segment::Index { index: key, .. } => {
            Step::Element(key_of(key).unwrap_or(Key::Any))
        }
    });
    let untold = untold.then_some(Step::Element(Key::Any));
    PathKey { root, steps: untold.into_iter().chain(steps).collect() }
}

/// Whether facts may be known of the path.
pub(super) fn is_known_path(path: &PathKey) -> bool {
    !path.steps.contains(&Step::Element(Key::Any))
}

/// The path that an expression is, if it is one. `a?.b` is the path `a.b`.
pub(super) fn path_of(expr: &Expr) -> Option<PathKey> {
    let root = |root| Some(PathKey { root, steps: Vec::new() });
    match &expr.kind {
        ExprKind::Local(local) => root(Root::Local(*local)),
        ExprKind::Config(config) => root(Root::Config(*config)),
        ExprKind::Context(context) => root(Root::Context(*context)),
        ExprKind::State { state, owner: None } => root(Root::State(*state, None)),
        ExprKind::State { state, owner: Some(owner) } => {
            root(Root::State(*state, Some(Box::new(path_of(owner)?))))
        }
        ExprKind::Field { receiver, name, .. } => Some(path_of(receiver)?.field(name)),
        ExprKind::Index { receiver, index, .. } => {
            Some(path_of(receiver)?.step(Step::Element(key_of(index)?)))
        }
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
