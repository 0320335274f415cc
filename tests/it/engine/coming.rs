//! The bot comes into rooms and leaves them: each coming and each leave is told once, in their order, however they are
//! heard of.

use super::double::ME;
use super::missed::{HOUR_MS, MINUTE_MS, Scene, settle};
use super::stage::{NOW_MS, Stage, deliver_all};
use wbot::engine::Delivered;
use wbot::webex::wire::{Membership, RoomType, WireTime};
use wbot::webex::{EventData, EventKind, IncomingEvent, Resource};

const ROOMS: &str = r#"bot "B"
on join { say to room("log") "in {room.title}" }
on leave { say to room("log") "out" }
"#;

/// The bot's coming or going in a group, as Webex tells of it.
fn told(event: EventKind, room: &str, at_ms: i64) -> IncomingEvent {
    let membership = Membership {
        id: format!("{ME}:{room}"),
        room_id: room.into(),
        person_id: ME.into(),
        room_type: Some(RoomType::Group),
        created: WireTime::from_millisecond(NOW_MS + at_ms),
        ..Membership::default()
    };
    IncomingEvent {
        resource: Resource::Memberships,
        event,
        id: None,
        created: None,
        actor_id: "alice-id".into(),
        data: EventData::Membership(membership),
    }
}

#[tokio::test]
async fn a_room_that_the_bot_came_into_or_left_unheard() {
    let at = |ms| WireTime::from_millisecond(NOW_MS + ms);
    let stage = Stage::new();
    let webex = stage.webex.clone();
    webex.put_room("log", "log");
    webex.put_own_room("old", at(-HOUR_MS));
    webex.put_own_room("kept", at(-HOUR_MS));
    let scene = Scene::of(ROOMS, stage).await;
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!(scene.said("log"), [""; 0], "it was there before");
    webex.take_own_room("old");
    webex.put_own_room("new", at(HOUR_MS));
    let scene = scene.again(2 * HOUR_MS).await;
    assert_eq!(scene.said("log"), ["in new", "out"]);
    scene.passes(HOUR_MS).await;
    let scene = scene.again(MINUTE_MS).await;
    scene.passes(HOUR_MS).await;
    assert_eq!(scene.said("log"), ["in new", "out"], "once");
    // It comes again into the one that it left, and leaves it again.
    webex.put_own_room("old", at(5 * HOUR_MS));
    let scene = scene.again(2 * HOUR_MS).await;
    assert_eq!(scene.said("log")[2..], ["in old"]);
    webex.take_own_room("old");
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!(scene.said("log")[3..], ["out"]);
}

#[tokio::test]
async fn a_room_that_the_bot_came_into_before_it_ever_ran_is_not_greeted_later() {
    let stage = Stage::new();
    let webex = stage.webex.clone();
    webex.put_room("log", "log");
    // So short before that the next look goes back to it.
    webex.put_own_room("before", WireTime::from_millisecond(NOW_MS - 1000));
    let scene = Scene::of(ROOMS, stage).await;
    scene.passes(1000).await;
    let scene = scene.again(1000).await;
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!(scene.said("log"), [""; 0]);
    webex.put_own_room("after", WireTime::from_millisecond(NOW_MS + 6 * MINUTE_MS));
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!(scene.said("log"), ["in after"]);
}

#[tokio::test]
async fn a_coming_or_leaving_that_was_heard_of_is_not_found_again() {
    let at = |ms| WireTime::from_millisecond(NOW_MS + ms);
    let stage = Stage::new();
    let webex = stage.webex.clone();
    webex.put_room("log", "log");
    let scene = Scene::of(ROOMS, stage).await;
    // A websocket tells when it happened, which is not just what the membership says later.
    scene.passes(MINUTE_MS).await;
    webex.put_own_room("r", at(MINUTE_MS));
    deliver_all(&scene.engine, [told(EventKind::Created, "r", MINUTE_MS + 40)]).await;
    scene.passes(HOUR_MS).await;
    assert_eq!(scene.said("log"), ["in r"]);
    webex.take_own_room("r");
    deliver_all(&scene.engine, [told(EventKind::Deleted, "r", 61 * MINUTE_MS)]).await;
    scene.passes(HOUR_MS).await;
    assert_eq!(scene.said("log"), ["in r", "out"]);
    let again_ms = 2 * HOUR_MS + MINUTE_MS;
    webex.put_own_room("r", at(again_ms));
    deliver_all(&scene.engine, [told(EventKind::Created, "r", again_ms - 40)]).await;
    scene.passes(HOUR_MS).await;
    assert_eq!(scene.said("log"), ["in r", "out", "in r"], "that is another time");
    // It is found first, and told of late.
    webex.take_own_room("r");
    scene.passes(6 * MINUTE_MS).await;
    let late = scene.engine.deliver(told(EventKind::Deleted, "r", again_ms)).await;
    assert_eq!(late, Ok(Delivered::Duplicate), "a webhook tells when it came");
    deliver_all(&scene.engine, [told(EventKind::Deleted, "r", again_ms + HOUR_MS)]).await;
    assert_eq!(scene.said("log")[3..], ["out"]);
    // A list that has a gap is no leave.
    webex.put_own_room("gap", at(4 * HOUR_MS));
    scene.passes(6 * MINUTE_MS).await;
    webex.take_own_room("gap");
    webex.put_room("gap", "gap");
    scene.passes(HOUR_MS).await;
    assert_eq!(scene.said("log").iter().filter(|text| *text == "out").count(), 2, "it is there");
    webex.take_own_room("gap");
    scene.passes(6 * MINUTE_MS).await;
    assert_eq!(scene.said("log").iter().filter(|text| *text == "out").count(), 3);
}

/// A bot in no room but the one that it tells.
async fn scene() -> Scene {
    let stage = Stage::new();
    stage.webex.put_room("log", "log");
    Scene::of(ROOMS, stage).await
}

impl Scene {
    /// It comes into or leaves the group `r`, which Webex tells of, and of which it tells again.
    async fn hears(&self, event: EventKind, at_ms: i64) {
        deliver_all(&self.engine, [told(event.clone(), "r", at_ms)]).await;
        let again = self.engine.deliver(told(event, "r", at_ms)).await;
        assert_eq!(again, Ok(Delivered::Duplicate));
    }
}

#[tokio::test]
async fn a_bot_that_is_taken_out_and_added_again_at_once() {
    let second = |s: i64| MINUTE_MS + s * 1000;
    // A webhook says of a leave when the bot came, a websocket when it left.
    for leaves_ms in [[second(0), second(2)], [second(1), second(3)]] {
        let scene = scene().await;
        scene.stage.webex.put_room("r", "r");
        scene.passes(MINUTE_MS).await;
        scene.hears(EventKind::Created, second(0)).await;
        scene.hears(EventKind::Deleted, leaves_ms[0]).await;
        scene.hears(EventKind::Created, second(2)).await;
        assert_eq!(scene.said("log"), ["in r", "out", "in r"], "{leaves_ms:?}");
        // Others tell of the same with times that differ by a little, or of what is over.
        scene.hears(EventKind::Created, second(2) + 40).await;
        scene.hears(EventKind::Created, second(0) - 40).await;
        scene.hears(EventKind::Deleted, second(0) - 40).await;
        assert_eq!(scene.said("log").len(), 3, "{leaves_ms:?}: {:?}", scene.said("log"));
        scene.hears(EventKind::Deleted, leaves_ms[1]).await;
        scene.hears(EventKind::Created, second(2) - 40).await;
        assert_eq!(scene.said("log")[3..], ["out"], "{leaves_ms:?}");
        scene.passes(HOUR_MS).await;
        scene.hears(EventKind::Created, HOUR_MS).await;
        assert_eq!(scene.said("log")[4..], ["in r"], "{leaves_ms:?}");
    }
}

#[tokio::test]
async fn who_comes_again_has_left_before() {
    let scene = scene().await;
    scene.stage.webex.put_room("r", "r");
    scene.hears(EventKind::Created, 0).await;
    // The leave is told of late, or never.
    scene.hears(EventKind::Created, MINUTE_MS).await;
    assert_eq!(scene.said("log"), ["in r", "out", "in r"]);
    scene.hears(EventKind::Deleted, 0).await;
    scene.hears(EventKind::Deleted, MINUTE_MS / 2).await;
    assert_eq!(scene.said("log").len(), 3, "{:?}", scene.said("log"));
    scene.hears(EventKind::Deleted, MINUTE_MS).await;
    assert_eq!(scene.said("log")[3..], ["out"]);
}

#[tokio::test]
async fn a_leave_that_waits_with_the_coming_after_it_comes_first() {
    let scene = scene().await;
    scene.stage.webex.put_room("r", "r");
    scene.passes(HOUR_MS).await;
    let held = scene.stage.webex.hold("log");
    for (event, at_ms) in [(EventKind::Created, 0), (EventKind::Deleted, 0), (EventKind::Created, MINUTE_MS)]
    {
        let taken = scene.engine.deliver(told(event, "r", at_ms)).await;
        assert_eq!(taken, Ok(Delivered::Accepted));
        settle().await;
    }
    held.add_permits(10);
    scene.engine.idle().await;
    assert_eq!(scene.said("log"), ["in r", "out", "in r"]);
}

#[tokio::test]
async fn a_room_that_the_bot_left_and_came_into_again_unheard() {
    let at = |ms| WireTime::from_millisecond(NOW_MS + ms);
    for (known, comes_ms) in [(true, HOUR_MS), (true, MINUTE_MS + 2000), (false, MINUTE_MS + 2000)] {
        let stage = Stage::new();
        let webex = stage.webex.clone();
        webex.put_room("log", "log");
        if !known {
            webex.put_own_room("r", at(-HOUR_MS));
        }
        let scene = Scene::of(ROOMS, stage).await;
        if known {
            webex.put_own_room("r", at(MINUTE_MS));
        }
        scene.passes(6 * MINUTE_MS).await;
        let said = if known { &["in r"][..] } else { &[] };
        assert_eq!(scene.said("log"), said, "where it was before it ran it is not greeted");
        webex.take_own_room("r");
        webex.put_own_room("r", at(comes_ms));
        for _ in 0..2 {
            scene.passes(6 * MINUTE_MS).await;
            assert_eq!(scene.said("log")[said.len()..], ["out", "in r"], "{known} {comes_ms}");
        }
        let scene = scene.again(2 * HOUR_MS).await;
        assert_eq!(scene.said("log").len(), said.len() + 2, "once: {known} {comes_ms}");
        // It is told of late.
        scene.hears(EventKind::Created, comes_ms + 40).await;
        scene.hears(EventKind::Deleted, comes_ms - 15_000).await;
        assert_eq!(scene.said("log").len(), said.len() + 2, "once: {known} {comes_ms}");
    }
}
