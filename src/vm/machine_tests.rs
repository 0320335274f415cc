//! The machine on programs that are put together by hand.

use super::{End, Frame, Image, Run, RunContext, RunId, StateView, Step, StepOutcome, World, step};
use crate::builtins;
use crate::ir::{Function, Op, Place, PlaceRoot, Program, ProgramId, Scope, Segment, State};
use crate::value::{
    Coercion, Effect, Fault, FaultKind, Operator, PersonRef, Read, RoomRef, Target, Type, Value,
};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// A message of text alone.
const SAYS: crate::ir::Parts = crate::ir::Parts { text: true, card: false, file: false, name: false };

fn function(locals: u16, code: Vec<Op>) -> Function {
    Function { name: "f".into(), params: 0, locals, code, places: Vec::new() }
}

/// A program whose first function is the handler.
fn image(functions: Vec<Function>, constants: Vec<Value>) -> Image {
    Image::new(Program { constants, functions, ..Program::default() }).expect("encodes")
}

fn begin(image: &Image) -> Run {
    let context = RunContext {
        person: Some(PersonRef::new("p1", "alice@example.com")),
        room: Some(RoomRef { id: "r1".into(), direct: true }),
        ..RunContext::default()
    };
    let mut run = Run::new(RunId("run".into()), image.id(), 0, context);
    let locals = image.program().functions.first().map_or(0, |it| usize::from(it.locals));
    run.enter(0, vec![Value::None; locals]);
    run
}

fn world() -> World {
    World { now_ms: 0, zone: TimeZone::UTC, configs: Vec::new(), reads: HashMap::new() }
}

/// The run as it comes back from a store.
fn stored(run: &Run) -> Run {
    let bytes = rmp_serde::to_vec_named(run).expect("a run encodes");
    rmp_serde::from_slice(&bytes).expect("and decodes")
}

/// Steps to the end; every effect is answered with its number, and the run is stored between all steps.
fn finish(image: &Image, run: &mut Run, state: &mut StateView, world: &mut World) -> (Vec<Effect>, End) {
    let mut effects = Vec::new();
    loop {
        *run = stored(run);
        let Step { outcome, .. } = step(image, run, state, world);
        match outcome {
            StepOutcome::NeedState(key) => state.load(key, 0, None),
            StepOutcome::NeedRead(read) => {
                world.reads.insert(read, Ok(Value::record([("name", Value::data("Alice"))])));
            }
            StepOutcome::Effect(effect) => {
                effects.push(effect);
                let sequence = run.effect_id().expect("it waits for the effect").sequence;
                assert!(!run.resolve(sequence + 1, Ok(Value::None)), "another effect changes nothing");
                assert!(run.resolve(sequence, Ok(Value::Int(i64::from(sequence)))));
            }
            StepOutcome::Parked => panic!("nothing here waits"),
            StepOutcome::Ended(end) => return (effects, end),
        }
    }
}

fn evaluate(functions: Vec<Function>, constants: Vec<Value>) -> End {
    let image = image(functions, constants);
    finish(&image, &mut begin(&image), &mut StateView::new(), &mut world()).1
}

fn failed(end: &End) -> (FaultKind, Option<(u32, u32)>) {
    match end {
        End::Failed(fault) => (fault.kind, fault.at),
        other => panic!("expected a failure, got {other:?}"),
    }
}

#[test]
fn saying_yields_an_effect_and_its_outcome_is_the_value() {
    let code = vec![Op::Constant(0), Op::Say { parts: SAYS, to: false }, Op::Return];
    let image = image(vec![function(0, code)], vec![Value::own("hi")]);
    let (effects, end) = finish(&image, &mut begin(&image), &mut StateView::new(), &mut world());
    assert_eq!(end, End::Finished(Value::Int(0)));
    let [Effect::Say { to: Target::Room(room), text, thread: None, with: None }] = effects.as_slice() else {
        panic!("one message to the room: {effects:?}");
    };
    assert_eq!((room.id.as_str(), text.as_str()), ("r1", "hi"));
}

#[test]
fn a_fault_without_a_handler_says_where_it_happened() {
    let code = vec![Op::Constant(0), Op::Constant(1), Op::Binary(Operator::Divide), Op::Return];
    let end = evaluate(vec![function(0, code)], vec![Value::Int(1), Value::Int(0)]);
    assert_eq!(failed(&end), (FaultKind::Arithmetic, Some((0, 2))));
}

#[test]
fn the_innermost_try_gets_the_error_with_the_stack_as_it_was() {
    // 7 + (1 / 0 in a called function else err { err.message is dropped; 5 })
    let handler = vec![
        Op::Constant(0),
        Op::Try(5),
        Op::Call { function: 1, args: 0 },
        Op::EndTry,
        Op::Jump(7),
        Op::SetLocal(0),
        Op::Constant(1),
        Op::Binary(Operator::Add),
        Op::Return,
    ];
    let divide = vec![Op::Constant(0), Op::Constant(2), Op::Binary(Operator::Divide), Op::Return];
    let constants = vec![Value::Int(7), Value::Int(5), Value::Int(0)];
    let end = evaluate(vec![function(1, handler), function(0, divide)], constants);
    assert_eq!(end, End::Finished(Value::Int(12)));
}

#[test]
fn an_effect_that_failed_is_raised_where_it_was_asked_for() {
    let code = vec![Op::Constant(0), Op::Say { parts: SAYS, to: false }, Op::Return];
    let image = image(vec![function(0, code)], vec![Value::own("hi")]);
    let mut run = begin(&image);
    let mut state = StateView::new();
    assert!(matches!(step(&image, &mut run, &mut state, &world()).outcome, StepOutcome::Effect(_)));
    run.resolve(0, Err(Fault::new(FaultKind::Webex, "no such room")));
    let StepOutcome::Ended(end) = step(&image, &mut stored(&run), &mut state, &world()).outcome else {
        panic!("it ends");
    };
    assert_eq!(failed(&end), (FaultKind::Webex, Some((0, 1))));
}

#[test]
fn loops_end_by_their_own_or_by_fuel() {
    // total = 0; for x in [1, 2, 3] { total += x }; total
    let code = vec![
        Op::Constant(0),
        Op::Items,
        Op::SetLocal(0),
        Op::Constant(1),
        Op::SetLocal(1),
        Op::Constant(1),
        Op::SetLocal(2),
        Op::Next { items: 0, index: 1, exit: 12 },
        Op::Local(2),
        Op::Binary(Operator::Add),
        Op::SetLocal(2),
        Op::Jump(7),
        Op::Local(2),
        Op::Return,
    ];
    let list = Value::list(vec![Value::Int(1), Value::Int(2), Value::Int(3)]);
    let end = evaluate(vec![function(3, code)], vec![list, Value::Int(0)]);
    assert_eq!(end, End::Finished(Value::Int(6)));

    // A loop that handles its own failures is no way around the fuel.
    let endless = vec![Op::Try(0), Op::Jump(0)];
    let end = evaluate(vec![function(0, endless)], Vec::new());
    assert_eq!(failed(&end).0, FaultKind::Limit);
}

#[test]
fn recursion_is_bounded() {
    let code = vec![Op::Call { function: 0, args: 0 }, Op::Return];
    let end = evaluate(vec![function(0, code)], Vec::new());
    assert_eq!(failed(&end).0, FaultKind::Limit);
}

#[test]
fn lambdas_run_for_each_element_and_may_wait_for_reads() {
    // [1, 2].map(x => "{person}{x}") with the captured person
    let map = builtins::method(&Type::list(Type::Int), "map").expect("lists can be mapped");
    let handler = vec![
        Op::Constant(0),
        Op::Context(crate::ir::ContextVariable::Person),
        Op::Closure { function: 1, captures: 1 },
        Op::Builtin { builtin: map, args: 2 },
        Op::Return,
    ];
    let lambda = vec![Op::Local(0), Op::Hole(None), Op::Local(1), Op::Hole(None), Op::Join(2), Op::Return];
    let list = Value::list(vec![Value::Int(1), Value::Int(2)]);
    let image = image(vec![function(0, handler), function(2, lambda)], vec![list]);
    let mut world = world();
    let (_, end) = finish(&image, &mut begin(&image), &mut StateView::new(), &mut world);
    let expected = Value::list(vec![Value::data("Alice1"), Value::data("Alice2")]);
    assert_eq!(end, End::Finished(expected));
    assert!(world.reads.keys().all(|read| matches!(read, Read::Person(_))));
}

/// `state seen: map<int> = {}` of the bot; the handler does `seen[key] = value`, then gives `seen`.
fn state_image() -> Image {
    let place = Place {
        root: PlaceRoot::State { state: 0, owner: false },
        path: vec![Segment::Index { optional: false }],
    };
    let code = vec![
        Op::Constant(0),
        Op::Constant(1),
        Op::Assign(0),
        Op::State { state: 0, owner: false },
        Op::Return,
    ];
    let handler = Function { places: vec![place], ..function(0, code) };
    let init = Value::map::<&str>([]);
    let state = State { name: "seen".into(), scope: Scope::Bot, ty: Type::Json, init };
    Image::new(Program {
        functions: vec![handler],
        constants: vec![Value::own("k"), Value::Int(1)],
        states: vec![state],
        ..Program::default()
    })
    .expect("encodes")
}

#[test]
fn state_is_asked_for_begun_and_written() {
    let image = state_image();
    let mut state = StateView::new();
    let (_, end) = finish(&image, &mut begin(&image), &mut state, &mut world());
    let expected = Value::map([("k", Value::Int(1))]);
    assert_eq!(end, End::Finished(expected.clone()));
    let changes = state.changes();
    let [change] = changes.as_slice() else { panic!("one state was used") };
    assert_eq!((change.key.state.as_str(), change.version), ("seen", 0));
    assert_eq!(change.value, Some(expected));
}

#[test]
fn what_was_only_read_is_not_written() {
    let image = Image::new(Program {
        functions: vec![function(0, vec![Op::State { state: 0, owner: false }, Op::Return])],
        states: vec![State { name: "n".into(), scope: Scope::Person, ty: Type::Int, init: Value::Int(41) }],
        ..Program::default()
    })
    .expect("encodes");
    let mut state = StateView::new();
    let (_, end) = finish(&image, &mut begin(&image), &mut state, &mut world());
    assert_eq!(end, End::Finished(Value::Int(41)));
    assert!(!state.is_written());
    assert_eq!(state.changes().first().map(|change| change.value.clone()), Some(None));
}

#[test]
fn a_program_from_elsewhere_is_a_fault_and_never_a_panic() {
    let broken = [
        vec![Op::Pop],
        vec![Op::Constant(9)],
        vec![Op::Local(9)],
        vec![Op::Jump(99)],
        vec![Op::Call { function: 9, args: 3 }],
        vec![Op::Assign(3)],
        vec![Op::State { state: 7, owner: true }],
        vec![Op::Constant(0), Op::Coerce(4)],
        vec![Op::Constant(0), Op::As(4)],
        vec![Op::Constant(0), Op::Matches(1)],
        vec![Op::Constant(0), Op::Field(1)],
        vec![Op::Release(0)],
        vec![Op::Constant(0), Op::Not],
        vec![Op::Map(u32::MAX)],
    ];
    for code in broken {
        let end = evaluate(vec![function(0, code.clone())], vec![Value::own("x")]);
        assert_eq!(failed(&end).0, FaultKind::Internal, "{code:?}");
    }
}

#[test]
fn ids_follow_the_content() {
    let one = || image(vec![function(0, vec![Op::Stop])], Vec::new());
    let other = image(vec![function(1, vec![Op::Stop])], Vec::new());
    assert_eq!(one().id(), one().id());
    assert_ne!(one().id(), other.id());
    let encoded = other.program().encode().expect("encodes");
    assert_eq!(Program::decode(&encoded).ok().as_ref(), Some(other.program()));
    let id: ProgramId = Program::id_of(&encoded);
    assert_eq!(id.to_string().len(), 32);
}

#[test]
fn coercions_fill_what_is_missing() {
    let coercion = Coercion::Record {
        fields: vec![("cost".into(), Coercion::IntToFloat)],
        missing: vec![("open".into(), Value::Bool(true))],
    };
    let given = Value::record([("cost", Value::Int(2)), ("note", Value::None)]);
    let filled = crate::value::coerce(given, &coercion);
    let expected = [("cost", Value::Float(2.0)), ("note", Value::None), ("open", Value::Bool(true))];
    assert_eq!(filled, Value::record(expected));
}

#[test]
fn frames_are_data() {
    let image = state_image();
    let mut run = begin(&image);
    let mut state = StateView::new();
    assert!(matches!(step(&image, &mut run, &mut state, &world()).outcome, StepOutcome::NeedState(_)));
    assert_eq!(stored(&run), run);
    assert!(matches!(run.frames.as_slice(), [Frame::Code(_)]));
}
