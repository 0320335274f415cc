//! One operation.

use super::{Flow, ask, call, card, context, effect, group, place, text};
use crate::ir::Op;
use crate::value::{self as values, Fault, Operator, Value};
use crate::vm::machine::{Machine, internal};
use crate::vm::run::Handling;
use crate::vm::step::End;
use std::sync::Arc;

#[expect(clippy::too_many_lines, reason = "one arm for each operation, nothing else")]
/// Does `op`. The caller moves on to the next operation where the flow says so.
pub(in crate::vm) fn operate(machine: &mut Machine<'_>, op: &Op) -> Result<Flow, Fault> {
    match op {
        Op::Constant(at) => push_constant(machine, *at),
        Op::Pop => machine.pop().map(|_| Flow::Next),
        Op::Local(at) => push_local(machine, *at),
        Op::SetLocal(at) => set_local(machine, *at),
        // A setting is data, wherever it was written: its default too, and what a test sets.
        Op::Config(at) => push_from(machine, |it| it.world.configs.get(usize::from(*at)).map(Value::to_data)),
        Op::Secret(at) => context::secret(machine, *at),
        Op::Context(variable) => context::variable(machine, *variable),
        Op::State { state, owner } => place::read_state(machine, *state, *owner),
        Op::Assign(at) => place::assign(machine, *at),
        Op::Change { place, builtin, args } => place::change(machine, *place, *builtin, *args),
        Op::Jump(to) => jump(machine, *to),
        Op::JumpIfFalse(_)
        | Op::JumpIfTrue(_)
        | Op::JumpIfSome(_)
        | Op::JumpIfNone(_)
        | Op::Next { .. }
        | Op::Mark(_)
        | Op::Release(_)
        | Op::Try(_)
        | Op::EndTry => control(machine, op),
        Op::Negate => {
            let value = machine.pop()?;
            machine.push(values::negate(&value)?);
            Ok(Flow::Next)
        }
        Op::Not => {
            let value = pop_bool(machine)?;
            machine.push(Value::Bool(!value));
            Ok(Flow::Next)
        }
        Op::Binary(operation) => binary(machine, *operation),
        Op::Range => {
            let (from, to) = pop_two(machine)?;
            machine.push(values::range(&from, &to)?);
            Ok(Flow::Next)
        }
        Op::InGroup(at) => group::in_group(machine, *at),
        Op::Members(at) => group::all(machine, *at),
        Op::Matches(regex) => text::matches(machine, *regex),
        Op::Captures(regex) => text::captures(machine, *regex),
        Op::Hole(format) => text::hole(machine, *format),
        Op::Join(parts) => text::join(machine, *parts),
        Op::List(_) | Op::Set(_) | Op::Map(_) | Op::Record(_) | Op::Merge => build(machine, op),
        Op::Field(name) => field(machine, *name),
        Op::Index => {
            let (base, key) = pop_two(machine)?;
            machine.push(values::index(&base, &key));
            Ok(Flow::Next)
        }
        Op::Slice => {
            let (from, to) = pop_two(machine)?;
            let base = machine.pop()?;
            machine.push(values::slice(&base, &from, &to)?);
            Ok(Flow::Next)
        }
        Op::As(ty) => conform_top(machine, *ty),
        Op::Coerce(at) => {
            let coercion = machine.image.program().coercions.get(*at as usize);
            let coercion = coercion.ok_or_else(|| internal("a coercion is not there"))?;
            let value = machine.pop()?;
            machine.push(values::coerce(value, coercion));
            Ok(Flow::Next)
        }
        Op::Call { function, args } => call::call(machine, *function, *args),
        Op::CallClosure(args) => call::call_closure(machine, *args),
        Op::Closure { function, captures } => call::closure(machine, *function, *captures),
        Op::Builtin { builtin, args } => call::builtin(machine, *builtin, *args),
        Op::Fill => card::fill(machine),
        Op::Return => call::give_back(machine),
        Op::Items => {
            let value = machine.pop()?;
            machine.push(values::items(value)?);
            Ok(Flow::Next)
        }
        Op::Say { parts, to } => effect::say(machine, *parts, *to),
        Op::Reply(parts) => effect::reply(machine, *parts),
        Op::Edit => effect::edit(machine),
        Op::Delete => effect::delete(machine),
        Op::Respond => effect::respond(machine),
        Op::Ask { ask, expired } => ask::ask(machine, *ask, *expired),
        Op::Refuse => ask::refuse(machine),
        Op::Collect(again) => ask::collect(machine, *again),
        Op::Wait => ask::wait(machine),
        Op::Later(due) => ask::later(machine, *due),
        Op::Start { function, args } => ask::start(machine, *function, *args),
        Op::Log(level) => effect::log(machine, *level),
        Op::Fail => effect::fail(machine),
        Op::Stop => Ok(Flow::End(End::Stopped)),
    }
}

fn push_from(machine: &mut Machine<'_>, find: impl Fn(&Machine<'_>) -> Option<Value>) -> Result<Flow, Fault> {
    let value = find(machine).ok_or_else(|| internal("an operand is not there"))?;
    machine.push(value);
    Ok(Flow::Next)
}

fn push_constant(machine: &mut Machine<'_>, at: u32) -> Result<Flow, Fault> {
    push_from(machine, |it| it.image.program().constants.get(at as usize).cloned())
}

fn push_local(machine: &mut Machine<'_>, at: u16) -> Result<Flow, Fault> {
    let value = machine.code_frame()?.locals.get(usize::from(at)).cloned();
    push_from(machine, |_| value.clone())
}

fn set_local(machine: &mut Machine<'_>, at: u16) -> Result<Flow, Fault> {
    let value = machine.pop()?;
    let locals = &mut machine.code_frame()?.locals;
    let slot = locals.get_mut(usize::from(at)).ok_or_else(|| internal("a local is not there"))?;
    *slot = value;
    Ok(Flow::Next)
}

fn jump(machine: &mut Machine<'_>, to: u32) -> Result<Flow, Fault> {
    machine.code_frame()?.op = to;
    Ok(Flow::Moved)
}

fn pop_bool(machine: &mut Machine<'_>) -> Result<bool, Fault> {
    match machine.pop()? {
        Value::Bool(value) => Ok(value),
        other => Err(internal(&format!("expected a bool, found {}", other.kind_name()))),
    }
}

fn pop_two(machine: &mut Machine<'_>) -> Result<(Value, Value), Fault> {
    let second = machine.pop()?;
    Ok((machine.pop()?, second))
}

fn control(machine: &mut Machine<'_>, op: &Op) -> Result<Flow, Fault> {
    let target = match op {
        Op::JumpIfFalse(to) => (!pop_bool(machine)?).then_some(*to),
        Op::JumpIfTrue(to) => pop_bool(machine)?.then_some(*to),
        Op::JumpIfSome(to) => {
            let some = !machine.peek(0)?.is_none();
            if !some {
                machine.pop()?;
            }
            some.then_some(*to)
        }
        Op::JumpIfNone(to) => machine.peek(0)?.is_none().then_some(*to),
        Op::Next { items, index, exit } => next_item(machine, *items, *index)?.then_some(*exit),
        Op::Mark(local) => {
            let height = i64::try_from(machine.run.stack.len()).unwrap_or(i64::MAX);
            machine.push(Value::Int(height));
            return set_local(machine, *local);
        }
        Op::Release(local) => {
            let height = machine.code_frame()?.locals.get(usize::from(*local)).cloned();
            let Some(Value::Int(height)) = height else { return Err(internal("a loop has no mark")) };
            machine.run.stack.truncate(usize::try_from(height).unwrap_or(usize::MAX));
            None
        }
        Op::Try(to) => {
            let height = u32::try_from(machine.run.stack.len()).unwrap_or(u32::MAX);
            let outer = machine.run.open_tries();
            machine.code_frame()?.handling.push(Handling { op: *to, height });
            machine.state.begin_try(outer);
            None
        }
        Op::EndTry => {
            machine.code_frame()?.handling.pop();
            machine.state.end_try(machine.run.open_tries());
            None
        }
        _ => return Err(internal("this operation is no jump")),
    };
    match target {
        Some(to) => jump(machine, to),
        None => Ok(Flow::Next),
    }
}

/// Pushes the next item, or tells that there is none.
fn next_item(machine: &mut Machine<'_>, items: u16, index: u16) -> Result<bool, Fault> {
    let locals = &mut machine.code_frame()?.locals;
    let at = match locals.get(usize::from(index)) {
        Some(Value::Int(at)) => *at,
        _ => return Err(internal("a loop has no index")),
    };
    let item = match locals.get(usize::from(items)) {
        Some(Value::List(list)) => usize::try_from(at).ok().and_then(|at| list.get(at)).cloned(),
        _ => return Err(internal("a loop has no items")),
    };
    let Some(item) = item else { return Ok(true) };
    if let Some(slot) = locals.get_mut(usize::from(index)) {
        *slot = Value::Int(at.saturating_add(1));
    }
    machine.push(item);
    Ok(false)
}

fn binary(machine: &mut Machine<'_>, operation: Operator) -> Result<Flow, Fault> {
    let (left, right) = pop_two(machine)?;
    machine.push(values::binary(operation, &left, &right)?);
    Ok(Flow::Next)
}

fn build(machine: &mut Machine<'_>, op: &Op) -> Result<Flow, Fault> {
    let value = match op {
        Op::List(count) => Value::list(machine.pop_many(*count as usize)?),
        Op::Set(count) => values::set_of(machine.pop_many(*count as usize)?),
        Op::Map(count) => {
            let mut flat = machine.pop_many(*count as usize * 2)?.into_iter();
            let mut entries = Vec::new();
            while let (Some(key), Some(value)) = (flat.next(), flat.next()) {
                entries.push((place::key_text(&key)?, value));
            }
            Value::map(entries)
        }
        Op::Record(shape) => {
            let shape = machine.image.program().shapes.get(*shape as usize);
            let names = shape.ok_or_else(|| internal("a shape is not there"))?;
            Value::record(names.iter().cloned().zip(machine.pop_many(names.len())?))
        }
        Op::Merge => {
            let (mut below, over) = pop_two(machine)?;
            match (&mut below, over) {
                (Value::Record(fields) | Value::Map(fields), Value::Record(more) | Value::Map(more)) => {
                    Arc::make_mut(fields)
                        .extend(more.iter().map(|(name, value)| (name.clone(), value.clone())));
                }
                _ => return Err(internal("only records merge")),
            }
            below
        }
        _ => return Err(internal("this operation builds nothing")),
    };
    machine.push(value);
    Ok(Flow::Next)
}

fn field(machine: &mut Machine<'_>, name: u32) -> Result<Flow, Fault> {
    let name = machine.image.program().fields.get(name as usize);
    let name = name.ok_or_else(|| internal("a field name is not there"))?;
    let base = machine.pop()?;
    machine.push(values::field(&base, name));
    Ok(Flow::Next)
}

fn conform_top(machine: &mut Machine<'_>, ty: u32) -> Result<Flow, Fault> {
    let ty = machine.image.program().types.get(ty as usize).ok_or_else(|| internal("a type is not there"))?;
    let value = machine.pop()?;
    machine.push(values::conform(&value, ty)?);
    Ok(Flow::Next)
}
