//! Messages whose call fails without a word on whether it was carried out.

use super::double::{Acted, READING_GROUP};
use super::programs::compiled;
use super::stage::{NOW_MS, Stage, deliver_all};
use crate::support::logged::Logged;
use wbot::engine::{EngineHandle, Happening, RunEnd};
use wbot::webex::wire::{Message, RoomType, WireTime};
use wbot::webex::{EventData, IncomingEvent};

const SCRIPT: &str = r#"bot "B"
command "say {what: text}" { say "It is {what}." }
"#;

const SORRY: &str = "Sorry, something went wrong.";

async fn started() -> (Stage, EngineHandle) {
    let stage = Stage::new();
    stage.webex.put_group("group", NOW_MS);
    let engine = stage.start(compiled(SCRIPT)).await;
    (stage, engine)
}

/// Alice writes in the group.
fn says_in_group(stage: &Stage, what: &str, at_ms: i64) -> IncomingEvent {
    let mut event = stage.writes_at("alice", "group", &format!("say {what}"), at_ms);
    let EventData::Message(message) = &mut event.data else { panic!("it is a message") };
    message.room_type = Some(RoomType::Group);
    event
}

fn failures(stage: &Stage) -> Vec<String> {
    stage.seen(|happening| match happening {
        Happening::Ended { how: RunEnd::Failed { message, .. }, .. } => Some(message.clone()),
        _ => None,
    })
}

#[tokio::test]
async fn while_nothing_gets_through_it_is_tried_for_long() {
    let (stage, engine) = started().await;
    stage.webex.lists("r");
    stage.webex.cut_off("r", 200, 500, Acted::No);
    deliver_all(&engine, [stage.writes("alice", "r", "say late")]).await;
    assert_eq!((stage.webex.cut_off_still("r"), stage.webex.said_in("r")), (0, vec!["It is late.".into()]));
    stage.webex.cut_off("group", 200, 504, Acted::No);
    deliver_all(&engine, [says_in_group(&stage, "late", NOW_MS)]).await;
    assert_eq!(stage.webex.said_in("group"), ["It is late."], "nothing was written there since Alice did");
    assert!(failures(&stage).is_empty());
}

#[tokio::test]
async fn while_others_get_through_it_is_its_own_failure() {
    let (stage, engine) = started().await;
    stage.webex.lists("r");
    stage.webex.cut_off("r", usize::MAX, 500, Acted::No);
    assert!(engine.deliver(stage.writes("alice", "r", "say poison")).await.is_ok());
    let mut others = 0;
    let failed = || stage.seen(|it| matches!(it, Happening::Sent { outcome: Err(_), .. }).then_some(()));
    while failed().is_empty() {
        let event = stage.writes("bob", "q", &format!("say {others}"));
        assert!(engine.deliver(event).await.is_ok());
        others += 1;
        while stage.webex.said_in("q").len() < others {
            tokio::task::yield_now().await;
        }
    }
    // Its apology is of another call, and Webex is well again.
    assert!((14..100).contains(&others), "{others}");
    stage.webex.cut_off("r", 0, 500, Acted::No);
    engine.idle().await;
    let said = stage.webex.said_in("r");
    assert!(matches!(&*said, [apology] if apology.starts_with(SORRY)), "{said:?}");
}

#[tokio::test]
async fn what_is_there_is_not_said_again() {
    for status in [500, 502, 503, 504] {
        let (stage, engine) = started().await;
        stage.webex.lists("r");
        stage.webex.cut_off("r", 1, status, Acted::Yes);
        deliver_all(&engine, [stage.writes("alice", "r", "say once")]).await;
        assert_eq!(stage.webex.said_in("r"), ["It is once."], "{status}");
    }
}

#[tokio::test]
async fn of_two_with_the_same_words_each_is_there() {
    let script = "bot \"B\"\nstate home: room? = none\ncommand \"here\" { home = room; say \"Yes.\" }\n\
        command \"own\" { say \"same\" }\n\
        command \"tell\" { let there = home else { stop }; say to there \"same\" }\n";
    let stage = Stage::new();
    stage.webex.lists("r");
    let engine = stage.start(compiled(script)).await;
    deliver_all(&engine, [stage.writes("alice", "r", "here")]).await;
    let (gate, lists) = (stage.webex.hold("r"), stage.webex.hold("listing r"));
    // Both are on their way at once; of the first nothing is said, of the second it is, and neither is told.
    for (n, (person, room, text), acted) in
        [(1, ("alice", "r", "own"), Acted::No), (2, ("bob", "q", "tell"), Acted::Yes)]
    {
        stage.webex.cut_off("r", 1, 500, acted);
        engine.deliver(stage.writes(person, room, text)).await.unwrap();
        gate.add_permits(1);
        while stage.webex.times_waited_for("listing r") < n {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(stage.webex.said_in("r"), ["Yes.", "same"]);
    lists.add_permits(100);
    gate.add_permits(100);
    engine.idle().await;
    assert_eq!(stage.webex.said_in("r"), ["Yes.", "same", "same"]);
}

/// The bot hears what it said itself: over a webhook without its text.
async fn comes_back(stage: &Stage, engine: &EngineHandle, id: &str) {
    let message = Message {
        id: id.into(),
        room_id: "group".into(),
        person_id: super::double::ME.into(),
        created: WireTime::from_millisecond(NOW_MS + 1),
        ..Message::default()
    };
    stage.webex.put_group("group", NOW_MS + 1);
    let event = super::stage::event(&message, wbot::webex::EventKind::Created);
    engine.deliver(event).await.unwrap();
}

#[tokio::test]
async fn in_a_group_what_came_back_is_there() {
    for status in [500, 503] {
        let (stage, engine) = started().await;
        let gate = stage.webex.hold("group");
        stage.webex.cut_off("group", 1, status, Acted::Yes);
        engine.deliver(says_in_group(&stage, "once", NOW_MS)).await.unwrap();
        comes_back(&stage, &engine, "sent-1").await;
        gate.add_permits(5);
        engine.idle().await;
        assert_eq!(stage.webex.said_in("group"), ["It is once."], "{status}");
        assert!(failures(&stage).is_empty());
    }
}

#[tokio::test]
async fn in_a_group_where_others_write_it_is_waited_for_what_comes_back() {
    for status in [500, 503] {
        let logged = Logged::new();
        let (stage, engine) = started().await;
        stage.webex.cut_off("group", 1, status, Acted::Yes);
        let reads = stage.webex.hold(READING_GROUP);
        engine.deliver(says_in_group(&stage, "once", NOW_MS)).await.unwrap();
        while stage.webex.times_waited_for(READING_GROUP) == 0 {
            tokio::task::yield_now().await;
        }
        // Until here it did not come back, and the room was busy.
        comes_back(&stage, &engine, "sent-1").await;
        stage.webex.put_group("group", NOW_MS + 1000);
        reads.add_permits(5);
        engine.idle().await;
        assert_eq!(stage.webex.said_in("group"), ["It is once."], "{status}");
        assert!(failures(&stage).is_empty());
        assert_eq!(logged.times("run/repeated"), 0, "{}", logged.text());
    }
}

#[tokio::test]
async fn in_a_group_in_which_the_bot_hears_itself_what_it_does_not_hear_goes_out_again() {
    let logged = Logged::new();
    let (stage, engine) = started().await;
    deliver_all(&engine, [says_in_group(&stage, "first", NOW_MS)]).await;
    comes_back(&stage, &engine, "sent-1").await;
    for (n, status) in [(1, 500), (2, 504)] {
        stage.webex.put_group("group", NOW_MS + n * 10_000);
        stage.webex.cut_off("group", 1, status, Acted::No);
        deliver_all(&engine, [says_in_group(&stage, &format!("again{n}"), NOW_MS)]).await;
    }
    assert_eq!(stage.webex.said_in("group"), ["It is first.", "It is again1.", "It is again2."]);
    assert!(failures(&stage).is_empty());
    assert_eq!(logged.times("run/repeated"), 2, "{}", logged.text());
}

#[tokio::test]
async fn in_a_group_what_is_not_known_is_told_of() {
    let (stage, engine) = started().await;
    // Somebody else wrote there after Alice, or it was the bot.
    stage.webex.put_group("group", NOW_MS + 1000);
    stage.webex.cut_off("group", 3, 500, Acted::No);
    deliver_all(&engine, [says_in_group(&stage, "unknown", NOW_MS)]).await;
    assert_eq!(failures(&stage).len(), 1);
    let said = stage.webex.said_in("group");
    // The apology is known not to be there: nothing was written since.
    assert!(matches!(&*said, [apology] if apology.starts_with(SORRY)), "{said:?}");
    assert_eq!(stage.webex.cut_off_still("group"), 0);
}

#[tokio::test]
async fn in_a_group_a_gateway_is_taken_at_its_word() {
    let (stage, engine) = started().await;
    stage.webex.put_group("group", NOW_MS + 1000);
    stage.webex.cut_off("group", 1, 502, Acted::No);
    deliver_all(&engine, [says_in_group(&stage, "there", NOW_MS)]).await;
    assert_eq!(stage.webex.said_in("group"), ["It is there."]);
    assert!(failures(&stage).is_empty());
}

#[tokio::test]
async fn what_goes_to_a_person_and_into_their_room_keeps_its_order() {
    let script = "bot \"B\"\ncommand \"tell\" { say to person(\"alice@example.com\") \"told\" }\ncommand \"own\" { say \"own\" }\n";
    let stage = Stage::new();
    let engine = stage.start(compiled(script)).await;
    let gate = stage.webex.hold("alice@example.com");
    engine.deliver(stage.writes("bob", "q", "tell")).await.unwrap();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    engine.deliver(stage.writes("alice", "r", "own")).await.unwrap();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(stage.webex.said().is_empty(), "{:?}", stage.webex.said());
    gate.add_permits(1);
    engine.idle().await;
    let said: Vec<String> = stage.webex.said().into_iter().map(|(_, text)| text).collect();
    assert_eq!(said, ["told", "own"]);
}
