//! Reading state, assigning, and changing in place.

use super::Flow;
use super::call::env;
use crate::builtins::{BuiltinId, Kind};
use crate::ir::{Place, PlaceRoot, Scope, Segment};
use crate::value::{Fault, FaultKind, PersonRef, Read, Value, field};
use crate::vm::machine::{Machine, internal};
use crate::vm::state::{ScopeKey, StateKey};
use crate::vm::step::StepOutcome;
use smol_str::SmolStr;
use std::sync::Arc;

pub(super) fn read_state(machine: &mut Machine<'_>, state: u16, owner: bool) -> Result<Flow, Fault> {
    let key = match key_of(machine, state, if owner { Some(machine.peek(0)?) } else { None })? {
        Whose::Key(key) => key,
        Whose::Ask(read) => return Ok(Flow::Need(StepOutcome::NeedRead(read))),
    };
    if let Some(flow) = prepare(machine, state, &key)? {
        return Ok(flow);
    }
    let value = machine.state.get(&key).flatten().cloned().unwrap_or_default();
    if owner {
        machine.pop()?;
    }
    machine.push(value);
    Ok(Flow::Next)
}

/// Whose value of a state is meant, or what must be known to tell.
enum Whose {
    Key(StateKey),
    Ask(Read),
}

/// Whose value of the state: that of `owner`, else of the run's own person and room.
fn key_of(machine: &Machine<'_>, state: u16, owner: Option<&Value>) -> Result<Whose, Fault> {
    let declared = machine.image.program().states.get(usize::from(state));
    let declared = declared.ok_or_else(|| internal("a state is not there"))?;
    let context = &machine.run.context;
    let missing = || internal("this run has no room or person whose state it could be");
    let room = || match owner {
        Some(Value::Room(room)) => Ok(room.id.clone()),
        _ => context.room.as_ref().map(|room| room.id.clone()).ok_or_else(missing),
    };
    let scope = match declared.scope {
        Scope::Bot => ScopeKey::Bot,
        Scope::Room => ScopeKey::Room(room()?),
        Scope::Person | Scope::Member => {
            let person = match owner {
                Some(Value::Person(person)) => person,
                _ => context.person.as_ref().ok_or_else(missing)?,
            };
            let person = match person_key(machine, person)? {
                Ok(key) => key,
                Err(read) => return Ok(Whose::Ask(read)),
            };
            match declared.scope {
                Scope::Member => ScopeKey::Member(room()?, person),
                Scope::Person | Scope::Bot | Scope::Room => ScopeKey::Person(person),
            }
        }
    };
    Ok(Whose::Key(StateKey { state: declared.name.clone(), scope }))
}

/// The key of a person, who is asked for where only the id is known: state is kept under addresses.
fn person_key(machine: &Machine<'_>, person: &PersonRef) -> Result<Result<SmolStr, Read>, Fault> {
    if !person.email.is_empty() || person.id.is_empty() {
        return Ok(Ok(ScopeKey::of_person(person)));
    }
    let read = Read::Person(person.clone());
    match machine.world.reads.get(&read) {
        None => Ok(Err(read)),
        Some(Err(fault)) => Err(fault.clone()),
        Some(Ok(profile)) => {
            let email = field(profile, "email");
            let known = PersonRef::new(person.id.clone(), email.as_str().unwrap_or_default());
            Ok(Ok(ScopeKey::of_person(&known)))
        }
    }
}

/// Makes sure that the state has a value, its first one where the store has none; where it is not loaded,
/// says so.
fn prepare(machine: &mut Machine<'_>, state: u16, key: &StateKey) -> Result<Option<Flow>, Fault> {
    match machine.state.get(key) {
        None => Ok(Some(Flow::Need(StepOutcome::NeedState(key.clone())))),
        Some(Some(_)) => Ok(None),
        Some(None) => {
            let declared = machine.image.program().states.get(usize::from(state));
            let declared = declared.ok_or_else(|| internal("a state is not there"))?;
            machine.state.initialise(key, declared.init.clone());
            Ok(None)
        }
    }
}

pub(super) fn assign(machine: &mut Machine<'_>, at: u16) -> Result<Flow, Fault> {
    update(machine, Update { place: at, operands: 1, creates: true }, |target, values| {
        *target = values.first().cloned().unwrap_or_default();
        Ok(Value::None)
    })
    .map(|(flow, _)| flow)
}

pub(super) fn change(machine: &mut Machine<'_>, at: u16, id: BuiltinId, count: u8) -> Result<Flow, Fault> {
    let Kind::Change(change) = id.get().kind else { return Err(internal("this built-in changes nothing")) };
    let mut env = env(machine);
    let (flow, result) = update(
        machine,
        Update { place: at, operands: usize::from(count), creates: false },
        // `place?.push(x)` with nothing at the place.
        |target, args| if target.is_none() { Ok(Value::None) } else { change(target, args, &mut env) },
    )?;
    if matches!(flow, Flow::Next) {
        machine.run.random = env.random;
        machine.push(result.unwrap_or_default());
    }
    Ok(flow)
}

/// What is written, and how.
#[derive(Clone, Copy)]
struct Update {
    /// Index of the place.
    place: u16,
    /// How many values lie above the keys.
    operands: usize,
    /// Whether the last step of the path may make an entry.
    creates: bool,
}

/// Finds the place, with its values above its keys on the stack, and lets `write` change what is
/// there. Nothing happens where a `?.` finds nothing; then there is no result.
fn update(
    machine: &mut Machine<'_>,
    update: Update,
    write: impl FnOnce(&mut Value, &[Value]) -> Result<Value, Fault>,
) -> Result<(Flow, Option<Value>), Fault> {
    let Update { place, operands, creates } = update;
    let place = place_at(machine, place)?;
    let keys = place.path.iter().filter(|segment| matches!(segment, Segment::Index { .. })).count();
    let state = match place.root {
        PlaceRoot::Local(_) => None,
        PlaceRoot::State { state, owner } => {
            let owner_value = if owner { Some(machine.peek(operands + keys)?) } else { None };
            let key = match key_of(machine, state, owner_value)? {
                Whose::Key(key) => key,
                Whose::Ask(read) => return Ok((Flow::Need(StepOutcome::NeedRead(read)), None)),
            };
            if let Some(flow) = prepare(machine, state, &key)? {
                return Ok((flow, None));
            }
            Some((key, owner))
        }
    };
    let values = machine.pop_many(operands)?;
    let keys = machine.pop_many(keys)?;
    let mut walk = Walk { path: &place.path, keys: &keys, creates };
    let result = match (&place.root, state) {
        (_, Some((key, owner))) => {
            if owner {
                machine.pop()?;
            }
            let handled = machine.run.open_tries() > 0;
            let root =
                machine.state.get_mut(&key, handled).ok_or_else(|| internal("a state is not loaded"))?;
            walk.apply(root, &mut Some(|target: &mut Value| write(target, &values)))?
        }
        (PlaceRoot::Local(local), None) => {
            let locals = &mut machine.code_frame()?.locals;
            let root = locals.get_mut(usize::from(*local)).ok_or_else(|| internal("a local is not there"))?;
            walk.apply(root, &mut Some(|target: &mut Value| write(target, &values)))?
        }
        (PlaceRoot::State { .. }, None) => return Err(internal("a state has no key")),
    };
    Ok((Flow::Next, result))
}

fn place_at(machine: &mut Machine<'_>, at: u16) -> Result<Place, Fault> {
    let function = machine.code_frame()?.function as usize;
    let places = machine.image.program().functions.get(function).map(|it| &it.places);
    places
        .and_then(|places| places.get(usize::from(at)))
        .cloned()
        .ok_or_else(|| internal("a place is not there"))
}

/// The way from a root to what is written.
struct Walk<'a> {
    path: &'a [Segment],
    keys: &'a [Value],
    /// Whether the last step may make an entry that is not there.
    creates: bool,
}

impl Walk<'_> {
    fn apply<W>(&mut self, target: &mut Value, write: &mut Option<W>) -> Result<Option<Value>, Fault>
    where
        W: FnOnce(&mut Value) -> Result<Value, Fault>,
    {
        let Some((segment, rest)) = self.path.split_first() else {
            let write = write.take().ok_or_else(|| internal("a place is written once"))?;
            return write(target).map(Some);
        };
        self.path = rest;
        let last = rest.is_empty();
        let optional = match segment {
            Segment::Field { optional, .. } | Segment::Index { optional } => *optional,
        };
        if target.is_none() && optional {
            return Ok(None);
        }
        let slot = match segment {
            Segment::Field { name, .. } => self.entry(target, name, last, false)?,
            Segment::Index { .. } => {
                let (key, keys) = self.keys.split_first().ok_or_else(|| internal("a key is not there"))?;
                self.keys = keys;
                match target {
                    Value::List(items) => {
                        let length = items.len();
                        let at = position(key, length);
                        match at.and_then(|at| Arc::make_mut(items).get_mut(at)) {
                            None if last && self.creates => return Err(out_of_bounds(key, length)),
                            found => found,
                        }
                    }
                    _ => {
                        let name = key_text(key)?;
                        self.entry(target, &name, last, true)?
                    }
                }
            }
        };
        match slot {
            Some(slot) => self.apply(slot, write),
            // What comes next is `?.`: there is nothing, so nothing happens.
            None => Ok(None),
        }
    }

    /// The entry `name` of a map or record: made if it is what is written, absent if the next step may
    /// skip, a fault otherwise. One that is changed may be absent if it was asked for as an index: that
    /// gives none, and a built-in changes nothing where there is none.
    fn entry<'v>(
        &self,
        target: &'v mut Value,
        name: &SmolStr,
        last: bool,
        index: bool,
    ) -> Result<Option<&'v mut Value>, Fault> {
        let (Value::Map(fields) | Value::Record(fields)) = target else {
            return Err(Fault::new(FaultKind::Builtin, format!("there is nothing at `{name}` to change")));
        };
        let fields = Arc::make_mut(fields);
        if last && self.creates {
            return Ok(Some(fields.entry(name.clone()).or_default()));
        }
        let skips = match self.path.first() {
            None => index,
            Some(Segment::Field { optional, .. } | Segment::Index { optional }) => *optional,
        };
        match fields.get_mut(name) {
            Some(value) => Ok(Some(value)),
            None if skips => Ok(None),
            None => Err(Fault::new(FaultKind::Builtin, format!("there is no entry `{name}` to change"))),
        }
    }
}

/// The index that `key` means in a list of `length`: from the end where it is negative.
fn position(key: &Value, length: usize) -> Option<usize> {
    let Value::Int(at) = key else { return None };
    let from_end = i64::try_from(length).ok()?.checked_add(*at)?;
    let at = if *at < 0 { from_end } else { *at };
    usize::try_from(at).ok().filter(|at| *at < length)
}

fn out_of_bounds(key: &Value, length: usize) -> Fault {
    let shown = match key {
        Value::Int(at) => at.to_string(),
        other => other.kind_name().to_owned(),
    };
    Fault::new(FaultKind::Builtin, format!("there is no element {shown} in a list of {length} to change"))
}

/// What a key of a map is, as text.
pub(super) fn key_text(key: &Value) -> Result<SmolStr, Fault> {
    match key {
        Value::Text(text) => Ok(text.as_str().into()),
        other => Err(internal(&format!("a key is a text, found {}", other.kind_name()))),
    }
}
