//! Rooms and who is in them, teams, people, webhooks.

use reqwest::Method;
use serde_json::{Value, json};
use wbot::emulator::NewPerson;
use wbot::webex::IdKind;

use super::{check, delete, get, nobody, post, put};
use crate::emulator_support::{Reply, Webex};

#[tokio::test]
async fn who_may_be_in_a_room() {
    let webex = Webex::start().await;
    let (alice, bot) = (webex.id("alice"), webex.emulator.bot().id);
    let room = webex.emulator.create_room(&alice, "Ops", &[&bot]).unwrap().id;
    let add = |room: &str, email: &str| post("/memberships", json!({ "roomId": room, "personEmail": email }));
    check(
        &webex,
        post("/memberships", json!({ "personEmail": "bob@example.com" })),
        (400, "roomId cannot be null"),
    )
    .await;
    let nameless = post("/memberships", json!({ "roomId": room }));
    check(&webex, nameless, (400, "Must specify either personId or personEmail.")).await;
    check(&webex, add(&room, "eve@example.com"), (404, "eve@example.com not found.")).await;
    check(&webex, add("nonsense", "bob@example.com"), (400, "not valid")).await;
    check(&webex, add(&nobody(IdKind::Room), "bob@example.com"), (404, "Could not find a room")).await;
    let added = check(&webex, add(&room, "BOB@example.com"), (200, "")).await;
    check(&webex, add(&room, "bob@example.com"), (409, "Person is already in the room.")).await;
    let others = webex.emulator.create_room(&alice, "Private", &[]).unwrap().id;
    check(&webex, add(&others, "bob@example.com"), (502, "Add participant failed.")).await;
    check(&webex, get(&format!("/memberships?roomId={others}")), (404, "Could not find a room")).await;
    let member = format!("/memberships/{}", added["id"].as_str().unwrap());
    check(&webex, put(&member, json!({ "isRoomHidden": true })), (400, "hidden")).await;
    check(&webex, delete(&member), (204, "")).await;
    check(&webex, delete(&member), (404, "User is not a participant of the room.")).await;

    let direct = webex.emulator.say_direct(&alice, "hi").unwrap().room_id;
    let list = check(&webex, get(&format!("/memberships?roomId={direct}")), (200, "")).await;
    let of_direct = format!("/memberships/{}", list["items"][0]["id"].as_str().unwrap());
    check(&webex, delete(&of_direct), (400, "Failed to leave room.")).await;
    check(&webex, add(&direct, "bob@example.com"), (400, "direct room")).await;

    let locked = json!({ "title": "Ops", "isLocked": true });
    let locked = webex.emulator.act(|world, now| {
        let new = serde_json::from_value(locked).unwrap();
        let room = world.create_room(&alice, new, now).unwrap();
        let bot = json!({ "roomId": room.id, "personId": bot });
        world.add_member(&alice, &serde_json::from_value(bot).unwrap(), now).unwrap();
        room.id
    });
    check(&webex, add(&locked, "bob@example.com"), (403, "Not a moderator of the room.")).await;
    let path = format!("/rooms/{locked}");
    check(&webex, put(&path, json!({ "title": "Mine" })), (403, "Not a moderator of the room.")).await;
    check(&webex, delete(&path), (204, "")).await;
    assert!(webex.emulator.read(|world| world.room(&locked).is_some()), "who does not moderate only leaves");
}

#[tokio::test]
async fn what_a_room_may_be() {
    let webex = Webex::start().await;
    let new = |body: Value| post("/rooms", body);
    check(&webex, new(json!({ "title": " " })), (400, "title cannot be empty")).await;
    let aloud = json!({ "title": "A", "isAnnouncementOnly": true });
    check(&webex, new(aloud), (400, "Only a locked room")).await;
    check(&webex, new(json!({ "title": "A", "isPublic": true })), (400, "needs a description")).await;
    check(&webex, new(json!({ "title": "A", "classificationId": "x" })), (400, "classify")).await;
    check(
        &webex,
        new(json!({ "title": "A", "teamId": nobody(IdKind::Team) })),
        (404, "Could not find a team"),
    )
    .await;
    let public = json!({ "title": "Public", "isPublic": true, "description": "for all" });
    let public = check(&webex, new(public), (200, "madePublic")).await["id"].clone();
    let found = check(&webex, get("/rooms?orgPublicSpaces=true"), (200, "")).await;
    assert_eq!(found["items"][0]["id"], public);
    check(&webex, get("/rooms?orgPublicSpaces=true&type=group"), (400, "excludes")).await;
    check(&webex, get("/rooms?sortBy=colour"), (400, "sortBy")).await;
    check(&webex, get("/rooms?from=yesterday"), (400, "from is not a valid time")).await;
    check(&webex, get("/rooms/nonsense"), (400, "not valid")).await;

    let room =
        check(&webex, new(json!({ "title": "Ops" })), (200, "")).await["id"].as_str().unwrap().to_owned();
    let path = format!("/rooms/{room}");
    check(&webex, put(&path, json!({})), (400, "title cannot be empty")).await;
    check(&webex, put(&path, json!({ "title": "A", "isPublic": true })), (403, "compliance officer")).await;
    check(&webex, put(&path, json!({ "title": "A", "isReadOnly": true })), (403, "compliance officer")).await;
    check(
        &webex,
        put(&path, json!({ "title": "A", "isAnnouncementOnly": true })),
        (400, "Only a locked room"),
    )
    .await;
    let locked = json!({ "title": "A", "isLocked": true, "isAnnouncementOnly": true });
    let locked = check(&webex, put(&path, locked), (200, "")).await;
    assert_eq!((&locked["isLocked"], &locked["isAnnouncementOnly"]), (&json!(true), &json!(true)));
    let member = json!({ "roomId": room, "personEmail": "alice@example.com" });
    check(&webex, post("/memberships", member), (200, "")).await;
    let refused = webex.emulator.say_in(&webex.id("alice"), &room, "me too").unwrap_err();
    assert_eq!(refused.status, 403, "only moderators post where announcements are made");
    let open = check(&webex, put(&path, json!({ "title": "A", "isLocked": false })), (200, "")).await;
    assert_eq!(open["isAnnouncementOnly"], false);

    let direct = webex.emulator.say_direct(&webex.id("alice"), "hi").unwrap().room_id;
    check(&webex, put(&format!("/rooms/{direct}"), json!({ "title": "A" })), (400, "direct room")).await;
    check(&webex, delete(&format!("/rooms/{direct}")), (400, "Failed to delete room.")).await;
}

#[tokio::test]
async fn what_a_team_may_be() {
    let webex = Webex::start().await;
    let team = check(&webex, post("/teams", json!({ "name": "Squad" })), (200, "")).await;
    let team = team["id"].as_str().unwrap().to_owned();
    let rooms = check(&webex, get(&format!("/rooms?teamId={team}")), (200, "")).await;
    let general = rooms["items"][0]["id"].as_str().unwrap();
    check(&webex, delete(&format!("/rooms/{general}")), (400, "General room")).await;
    let room = post("/rooms", json!({ "title": "Of the team", "teamId": team }));
    let room = check(&webex, room, (200, "")).await["id"].as_str().unwrap().to_owned();
    check(&webex, delete(&format!("/rooms/{room}")), (204, "")).await;
    let late = post("/messages", json!({ "roomId": room, "text": "hi" }));
    check(&webex, late, (403, "read-only")).await;
    let add = |email: &str| post("/team/memberships", json!({ "teamId": team, "personEmail": email }));
    check(&webex, add("bob@example.com"), (200, "")).await;
    check(&webex, add("bob@example.com"), (409, "already in the team")).await;
    check(&webex, add("eve@example.com"), (404, "not found")).await;
    let members = check(&webex, get(&format!("/memberships?roomId={general}")), (200, "")).await;
    assert_eq!(members["items"].as_array().unwrap().len(), 2, "the General room has all of the team");
    let others = webex.emulator.act(|world, now| {
        let new = serde_json::from_value(json!({ "name": "Other" })).unwrap();
        world
            .create_team(&world.person_by_email("alice@example.com").unwrap().id.clone(), new, now)
            .unwrap()
            .id
    });
    check(&webex, get(&format!("/teams/{others}")), (404, "Could not find a team")).await;
}

#[tokio::test]
async fn whom_a_search_finds() {
    let webex = Webex::start().await;
    let many = format!("/people?id={}", vec!["x"; 86].join(","));
    check(&webex, get(&many), (400, "No more than 85")).await;
    check(&webex, get("/people"), (400, "Email, displayName, or id list required.")).await;
    check(&webex, get("/people/nonsense"), (400, "not valid")).await;
    check(&webex, get(&format!("/people/{}", nobody(IdKind::People))), (404, "Person not found.")).await;
    let invited = post("/messages", json!({ "toPersonEmail": "eve@far.example", "text": "hi" }));
    check(&webex, invited, (200, "")).await;
    let found = check(&webex, get("/people?email=eve@far.example"), (200, "")).await;
    assert_eq!(found["items"], json!([]), "who is of another organization is not found");
}

#[tokio::test]
async fn what_a_webhook_may_be() {
    let webex = Webex::start_with(|config| {
        config.people.push(NewPerson { token: Some("of-dora".to_owned()), ..NewPerson::named("Dora") });
    })
    .await;
    let target = "http://127.0.0.1:9/x";
    let new = |change: Value| {
        let mut hook =
            json!({ "name": "n", "targetUrl": target, "resource": "messages", "event": "created" });
        hook.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        post("/webhooks", hook)
    };
    let others = webex.emulator.create_room(&webex.id("alice"), "Private", &[]).unwrap().id;
    for (change, words) in [
        (json!({ "name": "" }), "name cannot be empty"),
        (json!({ "targetUrl": "" }), "targetUrl cannot be null"),
        (json!({ "targetUrl": "ftp://x" }), "not a valid URL"),
        (json!({ "resource": "Messages" }), "invalid value for resource"),
        (json!({ "resource": "meetings" }), "invalid value for resource"),
        (json!({ "event": "read" }), "invalid value for event"),
        (json!({ "filter": "colour=red" }), "invalid value for filter: colour"),
        (json!({ "filter": format!("roomId={others}") }), "invalid value for filter: roomId"),
        (json!({ "resource": "rooms", "filter": "roomType=direct" }), "invalid value for filter: roomType"),
    ] {
        check(&webex, new(change), (400, words)).await;
    }
    check(&webex, new(json!({ "ownedBy": "org" })), (403, "administrator")).await;
    let hook = check(&webex, new(json!({ "filter": "roomType=direct" })), (200, "")).await;
    let path = format!("/webhooks/{}", hook["id"].as_str().unwrap());
    check(&webex, put(&path, json!({ "targetUrl": target })), (400, "name cannot be empty")).await;
    check(&webex, put(&path, json!({ "name": "n" })), (400, "targetUrl cannot be null")).await;
    let off = json!({ "name": "n", "targetUrl": target, "status": "inactive" });
    check(&webex, put(&path, off), (400, "invalid value for status")).await;
    let moved = json!({ "name": "m", "targetUrl": "http://127.0.0.1:9/y", "secret": "s" });
    let moved = check(&webex, put(&path, moved), (200, "")).await;
    assert_eq!(
        (&moved["name"], &moved["filter"], &moved["resource"]),
        (&json!("m"), &hook["filter"], &hook["resource"])
    );
    check(&webex, delete("/webhooks/nonsense"), (400, "Invalid webhookId for Delete Webhook request.")).await;
    let url = format!("{}{path}", webex.emulator.api_url());
    for method in [Method::GET, Method::DELETE] {
        let foreign = webex.http().request(method, &url).bearer_auth("of-dora");
        assert_eq!(Reply::of(foreign.send().await.unwrap()).await.status, 404, "another's is invisible");
    }
}
