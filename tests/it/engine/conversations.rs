//! Messages: order, side by side, what starts nothing, what goes wrong.

use super::double::ME;
use super::programs::{SAYS, Script, counting, saying};
use super::stage::{NOW_MS, Stage, deliver_all, event, joined, message, the_bot_joined};
use jiff::Timestamp;
use wbot::engine::{Delivered, Happening, RunEnd};
use wbot::ir::{HandlerKind, Middleware, Moment, Op, Scope};
use wbot::value::{FaultKind, Value};
use wbot::webex::wire::{Membership, Message, RoomType, WireTime};
use wbot::webex::{EventData, EventKind};

fn ignored(delivered: &Delivered) -> bool {
    matches!(delivered, Delivered::Own(_) | Delivered::Ignored(_))
}

#[tokio::test]
async fn one_conversation_goes_in_order_and_others_go_on() {
    let stage = Stage::new();
    let engine = stage.start(counting(Scope::Member)).await;
    let gate = stage.webex.hold("slow");
    // A person has one direct room.
    let in_group =
        Message { room_type: Some(RoomType::Group), ..message("alice", "quick", "elsewhere", NOW_MS) };
    stage.webex.put_message(in_group.clone());
    for event in [
        stage.writes("alice", "slow", "first"),
        stage.writes("alice", "slow", "second"),
        event(&in_group, EventKind::Created),
        stage.writes("bob", "other", "somebody else"),
    ] {
        engine.deliver(event).await.unwrap();
    }
    while stage.webex.said().len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.webex.said_in("slow"), [""; 0], "a `say` holds its conversation");
    assert_eq!(stage.webex.said_in("quick"), ["elsewhere 1"]);
    assert_eq!(stage.webex.said_in("other"), ["somebody else 1"]);
    gate.add_permits(2);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("slow"), ["first 1", "second 2"]);
}

#[tokio::test]
async fn what_waits_together_goes_in_the_order_it_was_sent() {
    let stage = Stage::new();
    let engine = stage.start(counting(Scope::Room)).await;
    let gate = stage.webex.hold("r");
    for (text, sent_ms) in [("now", 0), ("third", 30), ("first", 10), ("second", 20)] {
        engine.deliver(stage.writes_at("alice", "r", text, NOW_MS + sent_ms)).await.unwrap();
        tokio::task::yield_now().await;
    }
    gate.add_permits(9);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["now 1", "first 2", "second 3", "third 4"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn state_of_the_bot_counts_everybody() {
    let stage = Stage::new();
    let engine = stage.start(counting(Scope::Bot)).await;
    let mut deliveries = Vec::new();
    for n in 0..200 {
        let (engine, event) =
            (engine.clone(), stage.writes(&format!("p{}", n % 20), &format!("r{}", n % 7), &format!("m{n}")));
        deliveries.push(tokio::spawn(async move { engine.deliver(event).await }));
    }
    for delivery in deliveries {
        assert_eq!(delivery.await.unwrap(), Ok(Delivered::Accepted));
    }
    engine.idle().await;
    let said = stage.webex.said();
    let mut counts: Vec<u32> =
        said.iter().map(|(_, text)| text.split(' ').next_back().unwrap().parse().unwrap()).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=200).collect::<Vec<u32>>(), "each run counted itself once");
}

#[tokio::test]
async fn what_starts_nothing_is_told_so() {
    let mut stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    let own = message("bot", "r", "echo", NOW_MS);
    let own = Message { person_id: ME.into(), ..own };
    let other_bot = message("other", "r", "beep", NOW_MS);
    let other_bot = Message { person_email: "Other@webex.bot".into(), ..other_bot };
    let edited = event(&message("alice", "r", "typo", NOW_MS), EventKind::Updated);
    for event in [event(&own, EventKind::Created), event(&other_bot, EventKind::Created), edited.clone()] {
        assert!(ignored(&engine.deliver(event).await.unwrap()));
    }
    assert!(ignored(&engine.deliver(the_bot_joined()).await.unwrap()), "no `on join` in this program");
    let hello = stage.writes("alice", "r", "hello");
    assert_eq!(engine.deliver(hello.clone()).await, Ok(Delivered::Accepted));
    assert_eq!(engine.deliver(hello).await, Ok(Delivered::Duplicate));
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["hi"]);
    engine.shutdown().await;

    stage.options.hear_bots = true;
    stage.options.hear_edits = true;
    let engine = stage.start(saying(&["hi"])).await;
    stage.webex.put_message(other_bot.clone());
    stage.webex.put_message(message("alice", "r", "typo", NOW_MS));
    deliver_all(&engine, [event(&other_bot, EventKind::Created), edited]).await;
    assert_eq!(stage.webex.said_in("r").len(), 3);
}

#[tokio::test]
async fn being_added_to_a_room_runs_on_join_once() {
    let stage = Stage::new();
    let mut script = Script::new();
    let mut code = script.say("Hi, all!");
    code.extend(script.end());
    script.handler(HandlerKind::Join, 0, code);
    let engine = stage.start(script.build()).await;
    assert!(ignored(&engine.deliver(joined("alice-id", "bob-id")).await.unwrap()));
    deliver_all(&engine, [the_bot_joined()]).await;
    assert_eq!(engine.deliver(the_bot_joined()).await, Ok(Delivered::Duplicate));
    assert_eq!(stage.webex.said(), [("ops".to_owned(), "Hi, all!".to_owned())]);
}

#[tokio::test]
async fn a_new_direct_room_is_greeted_before_its_first_word_and_once() {
    // The event that the bot was added and the first message come in any order.
    for late in [false, true] {
        let stage = Stage::new();
        let mut script = Script::new();
        for (kind, text) in [(HandlerKind::Join, "Hi!"), (HandlerKind::Otherwise, "What?")] {
            let mut code = script.say(text);
            code.extend(script.end());
            script.handler(kind, 0, code);
        }
        let engine = stage.start(script.build()).await;
        for (room, age_ms) in [("new", 5), ("old", 3_600_000)] {
            let added = Timestamp::from_millisecond(NOW_MS - age_ms).unwrap().to_string();
            stage.webex.put_membership(Membership {
                id: format!("{room} membership"),
                room_id: room.into(),
                person_id: ME.into(),
                room_type: Some(RoomType::Direct),
                created: WireTime::parse(&added),
                ..Membership::default()
            });
        }
        let mut came = the_bot_joined();
        if let EventData::Membership(membership) = &mut came.data {
            membership.id = "new membership".into();
            membership.room_id = "new".into();
            membership.room_type = Some(RoomType::Direct);
        }
        let word = stage.writes("alice", "new", "hello");
        deliver_all(&engine, if late { [word, came] } else { [came, word] }).await;
        assert_eq!(stage.webex.said_in("new"), ["Hi!", "What?"], "late: {late}");
        deliver_all(&engine, [stage.writes("alice", "new", "again"), stage.writes("bob", "old", "hello")])
            .await;
        assert_eq!(stage.webex.said_in("new"), ["Hi!", "What?", "What?"]);
        assert_eq!(stage.webex.said_in("old"), ["What?"], "nobody was just added there");
    }
}

#[tokio::test]
async fn middleware_runs_around_and_stop_ends_it_all() {
    let stage = Stage::new();
    let mut script = Script::new();
    let around = |moment| HandlerKind::Middleware(Middleware { moment, commands_only: false });
    for (kind, text) in [
        (around(Moment::After), "after"),
        (around(Moment::Before), "before"),
        (around(Moment::Before), "before too"),
        (HandlerKind::Otherwise, "handler"),
    ] {
        let mut code = script.say(text);
        code.extend(script.end());
        script.handler(kind, 0, code);
    }
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "x")]).await;
    assert_eq!(stage.webex.said_in("r"), ["before", "before too", "handler", "after"]);

    let mut script = Script::new();
    script.handler(around(Moment::Before), 0, vec![Op::Stop]);
    let code = script.say("never");
    script.handler(HandlerKind::Otherwise, 0, code);
    engine.reload(stage.loaded(script.build())).await.unwrap();
    deliver_all(&engine, [stage.writes("alice", "r", "y")]).await;
    assert_eq!(stage.webex.said_in("r").len(), 4);
}

#[tokio::test]
async fn a_failure_apologises_and_drops_what_was_changed() {
    let stage = Stage::new();
    let mut script = Script::new();
    script.counter(Scope::Bot);
    let (zero, one) = (script.constant(Value::Int(0)), script.constant(Value::Int(1)));
    let mut code = script.count();
    code.extend([one, zero, Op::Binary(wbot::value::Operator::Divide), Op::Return]);
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "x")]).await;
    let said = stage.webex.said_in("r");
    assert!(matches!(said.as_slice(), [text] if text.contains("reference")), "{said:?}");
    let ends = stage.seen(|it| match it {
        Happening::Ended { how: RunEnd::Failed { kind, reference, .. }, .. } => {
            Some((*kind, reference.clone()))
        }
        _ => None,
    });
    assert!(
        matches!(ends.as_slice(), [(FaultKind::Arithmetic, reference)] if said[0].contains(reference.as_str()))
    );
    engine.reload(stage.loaded(counting(Scope::Bot))).await.unwrap();
    deliver_all(&engine, [stage.writes("alice", "r", "y")]).await;
    assert_eq!(stage.webex.said_in("r")[1], "y 1", "the failed run counted nothing");
}

#[tokio::test]
async fn fail_tells_the_user_and_keeps_what_was_changed() {
    let stage = Stage::new();
    let mut script = Script::new();
    script.counter(Scope::Bot);
    let mut code = script.count();
    code.extend([script.constant(Value::own("No such service.")), Op::Fail]);
    script.handler(HandlerKind::Otherwise, 0, code);
    let engine = stage.start(script.build()).await;
    deliver_all(&engine, [stage.writes("alice", "r", "x")]).await;
    engine.reload(stage.loaded(counting(Scope::Bot))).await.unwrap();
    deliver_all(&engine, [stage.writes("alice", "r", "y")]).await;
    assert_eq!(stage.webex.said_in("r"), ["No such service.", "y 2"]);
}

#[tokio::test]
async fn trouble_with_webex_ends_one_run_and_no_more() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    stage.webex.fail_sends(2, 500);
    deliver_all(&engine, [stage.writes("alice", "r", "both the answer and the apology fail")]).await;
    assert_eq!(stage.webex.said_in("r"), [""; 0]);
    stage.webex.fail_reads_of_messages(1, 404);
    deliver_all(&engine, [stage.writes("alice", "r", "gone before it was read")]).await;
    assert_eq!(stage.webex.said_in("r"), [""; 0]);
    deliver_all(&engine, [stage.writes("alice", "r", "works again")]).await;
    assert_eq!(stage.webex.said_in("r"), ["hi"]);
}

#[tokio::test]
async fn regexes_take_messages_and_the_engine_answers_for_itself() {
    let stage = Stage::new();
    let mut script = Script::new();
    script.regex(r"(?i)\b(?<key>WEB-\d+)\b(?<rest>!)?");
    let kind = HandlerKind::Message { regex: Some(0), params: vec!["rest".into(), "key".into()] };
    let none = script.constant(Value::None);
    let mut code = vec![Op::Local(1), Op::Say { parts: SAYS, to: false }, Op::Pop, Op::Local(0), none];
    code.extend([
        Op::Binary(wbot::value::Operator::Equal),
        Op::Hole(None),
        Op::Say { parts: SAYS, to: false },
        Op::Pop,
    ]);
    code.extend(script.end());
    script.handler(kind, 2, code);
    let engine = stage.start(script.build()).await;
    let texts = ["see web-12, please", "what?", "help"];
    for text in texts {
        deliver_all(&engine, [stage.writes("alice", "r", text)]).await;
    }
    let said = stage.webex.said_in("r");
    assert_eq!(said[..2], ["web-12", "true"]);
    assert!(said[2].contains("understand") && said[3].contains("command"), "{said:?}");
    let routed = stage.seen(|it| match it {
        Happening::Routed { handler, text, .. } => Some((handler.to_string(), text.to_string())),
        _ => None,
    });
    let handlers = ["on message", "unknown", "help"];
    let want: Vec<_> = handlers.iter().zip(texts).map(|(a, b)| ((*a).to_owned(), b.to_owned())).collect();
    assert_eq!(routed, want);
}

#[tokio::test]
async fn a_thread_stays_a_thread_and_a_lost_one_is_left() {
    let stage = Stage::new();
    let engine = stage.start(saying(&["hi"])).await;
    let mut threaded = message("alice", "r", "in a thread", NOW_MS);
    threaded.parent_id = Some("root".into());
    stage.webex.put_message(threaded.clone());
    deliver_all(&engine, [event(&threaded, EventKind::Created)]).await;
    assert_eq!(stage.webex.sent()[0].parent_id.as_deref(), Some("root"));
    threaded.id = "another".into();
    stage.webex.put_message(threaded.clone());
    stage.webex.fail_sends(1, 404);
    deliver_all(&engine, [event(&threaded, EventKind::Created)]).await;
    assert_eq!(stage.webex.sent()[1].parent_id, None);
}

#[tokio::test]
async fn a_long_text_is_said_in_parts() {
    let stage = Stage::new();
    let long = format!("{}\n\n{}", "a".repeat(5_000), "b".repeat(5_000));
    let engine = stage.start(saying(&[&long, "done"])).await;
    deliver_all(&engine, [stage.writes("alice", "r", "x")]).await;
    assert_eq!(stage.webex.said_in("r"), ["a".repeat(5_000), "b".repeat(5_000), "done".to_owned()]);
}
