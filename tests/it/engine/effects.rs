//! What scripts do in Webex, and what they ask of it.

use super::programs::{SAYS, Script};
use super::stage::{Stage, deliver_all};
use wbot::builtins;
use wbot::engine::{Happening, RunEnd};
use wbot::ir::{ContextVariable, HandlerKind, Op};
use wbot::value::{Type, Value};

#[tokio::test]
async fn a_message_is_edited_and_deleted_by_its_handle() {
    let stage = Stage::new();
    let mut script = Script::new();
    let (first, second) = (script.constant(Value::own("Working")), script.constant(Value::own("Done")));
    let mut code =
        vec![first, Op::Say { parts: SAYS, to: false }, Op::SetLocal(0), Op::Local(0), second, Op::Edit];
    code.extend([Op::Local(0), Op::Delete]);
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "x")]).await;
    assert_eq!(stage.webex.said_in("r"), ["Working"]);
    assert_eq!(stage.webex.edits(), [("sent-1".to_owned(), "Done".to_owned())]);
    assert_eq!(stage.webex.deleted(), ["sent-1"]);
}

#[tokio::test]
async fn what_a_user_wrote_is_escaped_where_it_is_said() {
    let stage = Stage::new();
    let mut script = Script::new();
    let text = builtins::method(&Type::Message, "text").unwrap();
    let mut code = vec![
        Op::Context(ContextVariable::Message),
        Op::Builtin { builtin: text, args: 1 },
        Op::Say { parts: SAYS, to: false },
        Op::Pop,
    ];
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "<@all> *hey*")]).await;
    let said = stage.webex.said_in("r");
    assert!(!said[0].contains("<@all>") && !said[0].contains(" *hey*"), "{said:?}");
}

#[tokio::test]
async fn a_room_is_found_by_its_title_or_the_run_says_which_is_missing() {
    let stage = Stage::new();
    stage.webex.put_room("ops-id", "Ops");
    let mut script = Script::new();
    let room = builtins::free("room").unwrap();
    let text = builtins::method(&Type::Message, "text").unwrap();
    let mut code = vec![
        script.constant(Value::own("hello")),
        Op::Context(ContextVariable::Message),
        Op::Builtin { builtin: text, args: 1 },
        Op::Builtin { builtin: room, args: 1 },
        Op::Say { parts: SAYS, to: true },
        Op::Pop,
    ];
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "ops")]).await;
    assert_eq!(stage.webex.said_in("ops-id"), ["hello"]);
    deliver_all(&engine, [stage.writes("alice", "r", "Dev")]).await;
    let why = stage.seen(|it| match it {
        Happening::Ended { how: RunEnd::Failed { message, .. }, .. } => Some(message.clone()),
        _ => None,
    });
    assert!(matches!(why.as_slice(), [why] if why.contains("Dev")), "{why:?}");
}

#[tokio::test]
async fn a_profile_gives_the_names() {
    let stage = Stage::new();
    let mut script = Script::new();
    let first_name = builtins::method(&Type::Person, "first_name").unwrap();
    let mut code = vec![
        Op::Context(ContextVariable::Person),
        Op::Builtin { builtin: first_name, args: 1 },
        Op::Say { parts: SAYS, to: false },
        Op::Pop,
    ];
    code.extend(script.end());
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "x")]).await;
    assert_eq!(stage.webex.said_in("r"), ["alice"]);
}
