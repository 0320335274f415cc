//! Asking, and what a run does at another time.

use super::Flow;
use super::effect::{card_words, pop_text, target};
use crate::base::limits;
use crate::ir::{Audience, Due, Expects};
use crate::value::{Effect, Fault, FaultKind, Value, hour_of};
use crate::vm::machine::{Machine, internal};
use crate::vm::question::Question;
use crate::vm::run::Waiting;
use crate::vm::step::End;
use jiff::Timestamp;
use jiff::civil::Date;

pub(super) fn ask(machine: &mut Machine<'_>, ask: u32, expired: u32) -> Result<Flow, Fault> {
    let spec = machine.image.program().asks.get(ask as usize);
    let spec = spec.ok_or_else(|| internal("a question is not there"))?.clone();
    let within_ms = if spec.within { positive(machine)? } else { limits::ANSWER_MS };
    let until = if spec.until { Some(how_many(machine)?) } else { None };
    let choices = if spec.expects == Expects::OneOf { choices(machine)? } else { Vec::new() };
    let to = if spec.to { Some(machine.pop()?) } else { None };
    let card = if spec.card { Some(machine.pop()?) } else { None };
    let prompt = match &card {
        Some(card) => card_words(card),
        None => pop_text(machine)?,
    };
    let (to, thread) = target(machine, to)?;
    let audience = match (spec.audience, &to) {
        // Nobody in particular is asked in a room that is named.
        (Audience::Person, crate::value::Target::Room(_)) if spec.to => Audience::Anyone,
        (audience, _) => audience,
    };
    let question = Question {
        number: machine.run.effects,
        to,
        thread,
        prompt,
        card,
        expects: spec.expects,
        choices,
        audience,
        room: None,
        messages: Vec::new(),
        put: (machine.world.now_ms, smol_str::SmolStr::default()),
        due_ms: machine.world.now_ms.saturating_add(within_ms),
        refused: 0,
        until,
        votes: Vec::new(),
        expired,
    };
    let effect = question.ask();
    machine.run.question = Some(Box::new(question));
    Ok(Flow::Ask(effect))
}

pub(super) fn refuse(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let text = pop_text(machine)?;
    if machine.run.count_refusal() {
        return Ok(Flow::End(End::GaveUp));
    }
    let question = machine.run.question.as_ref().ok_or_else(|| internal("nothing was asked"))?;
    Ok(Flow::Ask(question.say(text)))
}

pub(super) fn collect(machine: &mut Machine<'_>, again: u32) -> Result<Flow, Fault> {
    let answer = machine.pop()?;
    let who = machine.run.answerer.clone().ok_or_else(|| internal("nobody answered"))?;
    let question = machine.run.question.as_mut().ok_or_else(|| internal("nothing was asked"))?;
    question.vote(who, answer);
    let enough = question.until.is_none_or(|until| question.votes.len() >= until as usize);
    if enough {
        let votes = question.votes();
        machine.push(votes);
        return Ok(Flow::Next);
    }
    machine.code_frame()?.op = again;
    machine.run.waiting = Waiting::Answer;
    Ok(Flow::Park)
}

pub(super) fn wait(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let Value::Duration(ms) = machine.pop()? else { return Err(internal("a wait takes a duration")) };
    machine.code_frame()?.op += 1;
    machine.run.waiting = Waiting::Until(machine.world.now_ms.saturating_add(ms.max(0)));
    machine.run.since_ms = Some(machine.world.now_ms);
    Ok(Flow::Park)
}

pub(super) fn later(machine: &mut Machine<'_>, due: Due) -> Result<Flow, Fault> {
    let Value::Closure(closure) = machine.pop()? else { return Err(internal("a function begins later")) };
    let due_ms = due_ms(machine, due)?;
    let (function, args) = (closure.function, closure.captures.clone());
    Ok(Flow::Effect(Effect::Later { due_ms, function, args }))
}

pub(super) fn start(machine: &mut Machine<'_>, function: u32, args: u8) -> Result<Flow, Fault> {
    let args = machine.pop_many(usize::from(args))?;
    Ok(Flow::Effect(Effect::Start { function, args }))
}

fn due_ms(machine: &mut Machine<'_>, due: Due) -> Result<i64, Fault> {
    let now_ms = machine.world.now_ms;
    let date_too_far = || Fault::new(FaultKind::Arithmetic, "this time is out of range");
    let zone = machine.world.zone.clone();
    let at = |date: Date, minutes: u16| hour_of(date, minutes, &zone).ok_or_else(date_too_far);
    match due {
        Due::Clock(minutes) => {
            let now = Timestamp::from_millisecond(now_ms).map_err(|_| date_too_far())?;
            let today = now.to_zoned(machine.world.zone.clone()).date();
            let first = at(today, minutes)?;
            if first > now_ms {
                return Ok(first);
            }
            at(today.tomorrow().map_err(|_| date_too_far())?, minutes)
        }
        Due::Day(minutes) => match machine.peek(0)? {
            Value::Date(date) => {
                let due_ms = at(*date, minutes)?;
                machine.pop()?;
                Ok(due_ms)
            }
            _ => Err(internal("a day is a date")),
        },
        Due::After => match machine.pop()? {
            Value::Duration(ms) => Ok(now_ms.saturating_add(ms.max(0))),
            _ => Err(internal("a delay is a duration")),
        },
        Due::At => match machine.pop()? {
            Value::Time(at) => Ok(at),
            _ => Err(internal("a moment is a time")),
        },
    }
}

fn positive(machine: &mut Machine<'_>) -> Result<i64, Fault> {
    match machine.pop()? {
        Value::Duration(ms) => Ok(ms.max(0)),
        _ => Err(internal("a question waits for a duration")),
    }
}

fn how_many(machine: &mut Machine<'_>) -> Result<u32, Fault> {
    let Value::Int(count) = machine.pop()? else { return Err(internal("a number of answers is an int")) };
    u32::try_from(count).ok().filter(|count| *count > 0).ok_or_else(|| {
        Fault::new(FaultKind::Builtin, format!("`until` takes a number of answers from 1 up, found {count}"))
    })
}

fn choices(machine: &mut Machine<'_>) -> Result<Vec<Value>, Fault> {
    match machine.pop()? {
        Value::List(items) | Value::Set(items) if !items.is_empty() => Ok(items.to_vec()),
        Value::List(_) | Value::Set(_) => {
            Err(Fault::new(FaultKind::Builtin, "there is nothing to choose from: the list is empty"))
        }
        _ => Err(internal("choices are a list")),
    }
}
