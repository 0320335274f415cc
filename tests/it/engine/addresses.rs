//! What is kept of people stays theirs, however they are known.

use super::programs::{SAYS, Script};
use super::stage::{NOW_MS, Stage, deliver_all, event, message};
use wbot::ir::{HandlerKind, Op, Program, Scope};
use wbot::value::{PersonRef, Value};
use wbot::webex::EventKind;
use wbot::webex::IncomingEvent;

/// `n += 1`, then what was written and the count.
fn counting_people() -> Program {
    let mut script = Script::new();
    script.counter(Scope::Person);
    let mut code = script.count();
    code.extend(script.text_and_count());
    code.extend([Op::Say { parts: SAYS, to: false }, Op::Pop]);
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    script.build()
}

/// `person` writes from `address`.
fn writes_from(stage: &Stage, person: &str, address: &str, text: &str) -> IncomingEvent {
    let mut message = message(person, "r", text, NOW_MS);
    address.clone_into(&mut message.person_email);
    stage.webex.put_message(message.clone());
    event(&message, EventKind::Created)
}

#[tokio::test]
async fn state_follows_a_person_to_a_new_address() {
    let stage = Stage::new();
    let program = counting_people();
    let engine = stage.start(program.clone()).await;
    deliver_all(&engine, [writes_from(&stage, "alice", "alice@example.com", "a")]).await;
    deliver_all(&engine, [writes_from(&stage, "alice", "Alice.New@example.com", "b")]).await;
    // Somebody else gets the address that alice had, and then hers of today.
    deliver_all(&engine, [writes_from(&stage, "bob", "alice@example.com", "c")]).await;
    deliver_all(&engine, [writes_from(&stage, "alice", "alice@third.example", "d")]).await;
    deliver_all(&engine, [writes_from(&stage, "carol", "alice.new@example.com", "e")]).await;
    deliver_all(&engine, [writes_from(&stage, "alice", "alice@third.example", "f")]).await;
    drop(engine);
    // After a restart it is known from the store.
    let engine = stage.start(program).await;
    deliver_all(&engine, [writes_from(&stage, "alice", "alice@third.example", "g")]).await;
    deliver_all(&engine, [writes_from(&stage, "bob", "alice@example.com", "h")]).await;
    assert_eq!(stage.webex.said_in("r"), ["a 1", "b 2", "c 1", "d 3", "e 1", "f 4", "g 5", "h 2"]);
}

#[tokio::test]
async fn a_person_known_by_id_alone_has_the_state_of_their_address() {
    let stage = Stage::new();
    let mut script = Script::new();
    script.counter(Scope::Person);
    let mut code = script.count();
    let alice = script.constant(Value::Person(PersonRef::new("alice-id", "")));
    code.extend([alice, Op::State { state: 0, owner: true }, Op::Hole(None)]);
    code.extend([Op::Say { parts: SAYS, to: false }, Op::Pop]);
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "a")]).await;
    deliver_all(&engine, [stage.writes("bob", "r", "b")]).await;
    assert_eq!(stage.webex.said_in("r"), ["1", "1"]);
}
