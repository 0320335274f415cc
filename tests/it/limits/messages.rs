//! Messages and cards.

use reqwest::Method;
use serde_json::{Value, json};
use wbot::webex::IdKind;

use super::{UUID, check, delete, get, nobody, post, put};
use crate::emulator_support::Webex;

#[tokio::test]
async fn what_a_message_may_be() {
    let webex = Webex::start().await;
    let to = |more: Value| {
        let mut body = json!({ "toPersonEmail": "alice@example.com" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post("/messages", body)
    };
    let limit = (400, "Message length limited to 7439 characters before encryption");
    for field in ["text", "markdown"] {
        check(&webex, to(json!({ field: "a".repeat(7439) })), (200, "")).await;
        check(&webex, to(json!({ field: "a".repeat(7440) })), limit).await;
        check(&webex, to(json!({ field: "é".repeat(3720) })), limit).await;
    }
    let one = (400, "Exactly one of the following must be non-empty: roomId, toPersonEmail, toPersonId");
    let alice = webex.id("alice");
    check(&webex, post("/messages", json!({ "text": "hi" })), one).await;
    check(&webex, post("/messages", json!({ "text": "hi", "roomId": "" })), one).await;
    check(&webex, to(json!({ "text": "hi", "toPersonId": alice })), one).await;
    check(&webex, to(json!({ "text": "hi", "roomId": nobody(IdKind::Room) })), one).await;
    let empty = (400, "Both text and file cannot be empty.");
    check(&webex, to(json!({})), empty).await;
    check(&webex, to(json!({ "text": " \n", "markdown": "" })), empty).await;
    let room = |id: &str| post("/messages", json!({ "roomId": id, "text": "hi" }));
    check(&webex, room(&nobody(IdKind::Room)), (404, "Could not find a room with provided ID.")).await;
    check(&webex, room(UUID), (404, "Could not find a room")).await;
    check(&webex, room("nonsense"), (400, "expected a base64 ID or UUID")).await;
    check(&webex, room(&alice), (400, "expected a base64 ID or UUID")).await;
    let others = webex.emulator.create_room(&alice, "Private", &[]).unwrap().id;
    check(&webex, room(&others), (404, "Could not find a room")).await;
    let person = |id: &str| post("/messages", json!({ "toPersonId": id, "text": "hi" }));
    check(&webex, person(&nobody(IdKind::People)), (404, "Person not found")).await;
    check(&webex, person("nonsense"), (400, "not valid")).await;

    let file = format!("{}page/icon.svg", webex.emulator.page_url());
    let sent = check(&webex, to(json!({ "files": [file] })), (200, "")).await;
    let kept = sent["files"][0].as_str().unwrap().strip_prefix(webex.emulator.api_url()).unwrap();
    let kept = webex.call(Method::GET, kept).send().await.unwrap();
    let header = |name: &str| kept.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/svg+xml");
    assert_eq!(header("content-disposition"), "attachment; filename=\"icon.svg\"");
    let there = reqwest::get(&file).await.unwrap().bytes().await.unwrap();
    assert_eq!(kept.bytes().await.unwrap(), there, "it is what is at the address");
    let gone = format!("{}gone.svg", webex.emulator.page_url());
    check(&webex, to(json!({ "files": [gone] })), (400, "cannot be had: it is answered with 404")).await;
    let secret = format!("{}/people/me", webex.emulator.api_url());
    check(&webex, to(json!({ "files": [secret] })), (400, "it is answered with 401")).await;
    check(&webex, to(json!({ "files": [file, file] })), (400, "Only one file")).await;
    check(&webex, to(json!({ "files": ["a.png"] })), (400, "not a valid URL")).await;
    let elsewhere = webex.emulator.say_direct(&webex.id("bob"), "hi").unwrap().id;
    check(&webex, to(json!({ "text": "hi", "parentId": elsewhere })), (400, "parent")).await;
    check(&webex, to(json!({ "text": "hi", "parentId": "nonsense" })), (400, "not valid")).await;
}

#[tokio::test]
async fn what_a_card_may_be() {
    let webex = Webex::start().await;
    let kind = "application/vnd.microsoft.card.adaptive";
    let card =
        json!({ "contentType": kind, "content": { "type": "AdaptiveCard", "version": "1.3", "body": [] } });
    let send = |attachments: Value| {
        post(
            "/messages",
            json!({ "toPersonEmail": "alice@example.com", "text": "card", "attachments": attachments }),
        )
    };
    let sent = check(&webex, send(json!([card])), (200, "")).await;
    check(&webex, send(json!([card, card])), (400, "Only one attachment")).await;
    check(&webex, send(json!([{ "contentType": "text/plain", "content": {} }])), (400, "content type")).await;
    check(&webex, send(json!([{ "contentType": kind, "content": 7 }])), (400, "JSONObject")).await;
    let versionless = json!([{ "contentType": kind, "content": { "type": "AdaptiveCard" } }]);
    check(&webex, send(versionless), (400, "Missing Adaptive Card Version")).await;
    let large = json!({ "type": "TextBlock", "text": "a".repeat(100_000) });
    let large = json!({ "type": "AdaptiveCard", "version": "1.3", "body": [large] });
    check(&webex, send(json!([{ "contentType": kind, "content": large }])), (400, "payload is too big"))
        .await;

    let id = sent["id"].as_str().unwrap();
    let edit = json!({ "roomId": sent["roomId"], "text": "new" });
    check(&webex, put(&format!("/messages/{id}"), edit), (400, "cannot be edited")).await;
    let press = |message: &str, word: &str| {
        post("/attachment/actions", json!({ "type": word, "messageId": message, "inputs": {} }))
    };
    check(&webex, press(id, "submit"), (400, "Author of a card cannot submit a cardAction on that card"))
        .await;
    check(&webex, press(id, "open"), (400, "type must be submit")).await;
    check(&webex, press(&nobody(IdKind::Message), "submit"), (404, "Unable to get message.")).await;
    let words = webex.emulator.say_direct(&webex.id("alice"), "hi").unwrap().id;
    check(&webex, press(&words, "submit"), (400, "MessageId should point to an activity with cards")).await;
    for _ in 0..2 {
        webex.emulator.click(&webex.id("alice"), id, serde_json::Map::new()).expect("a card stays active");
    }
    let missing = format!("/attachment/actions/{}", nobody(IdKind::AttachmentAction));
    check(&webex, get(&missing), (404, "Unable to get attachment action.")).await;
}

#[tokio::test]
async fn what_may_be_edited_and_deleted() {
    let webex = Webex::start().await;
    let new = json!({ "toPersonEmail": "alice@example.com", "text": "hi" });
    let sent = check(&webex, post("/messages", new), (200, "")).await;
    let (path, room) = (format!("/messages/{}", sent["id"].as_str().unwrap()), sent["roomId"].clone());
    let edit = |text: &str| put(&path, json!({ "roomId": room, "text": text }));
    check(&webex, put(&path, json!({ "text": "x" })), (400, "roomId cannot be null")).await;
    check(
        &webex,
        put(&path, json!({ "roomId": nobody(IdKind::Room), "text": "x" })),
        (400, "not in the room"),
    )
    .await;
    check(&webex, edit(" "), (400, "cannot be empty")).await;
    check(&webex, edit(&"a".repeat(7440)), (400, "limited to 7439")).await;
    for number in 0..10 {
        check(&webex, edit(&number.to_string()), (200, "")).await;
    }
    check(&webex, edit("once more"), (400, "the limit of 10 edits is reached")).await;

    let hers = webex.emulator.say_direct(&webex.id("alice"), "mine").unwrap().id;
    let hers = format!("/messages/{hers}");
    check(&webex, put(&hers, json!({ "roomId": room, "text": "x" })), (403, "not its author")).await;
    check(&webex, delete(&hers), (403, "Unable to delete message.")).await;
    check(&webex, delete(&path), (204, "")).await;
    check(&webex, delete(&path), (404, "Unable to delete message.")).await;
    check(&webex, get(&path), (404, "Unable to get message.")).await;
    check(&webex, get("/messages/nonsense"), (400, "not valid")).await;

    let locked = json!({ "title": "Locked", "isLocked": true });
    let room = check(&webex, post("/rooms", locked), (200, "")).await["id"].as_str().unwrap().to_owned();
    let member = json!({ "roomId": room, "personEmail": "alice@example.com" });
    check(&webex, post("/memberships", member), (200, "")).await;
    let theirs = webex.emulator.say_in(&webex.id("alice"), &room, "@Test Bot hi").unwrap().id;
    check(&webex, delete(&format!("/messages/{theirs}")), (204, "")).await;
}

#[tokio::test]
async fn what_a_bot_may_read() {
    let webex = Webex::start().await;
    let (alice, bot) = (webex.id("alice"), webex.emulator.bot().id);
    let room = webex.emulator.create_room(&alice, "Ops", &[&bot]).unwrap().id;
    let unheard = webex.emulator.say_in(&alice, &room, "for people").unwrap().id;
    let to_all = webex.emulator.say_in(&alice, &room, "@all hello").unwrap().id;
    let heard = webex.emulator.say_in(&alice, &room, "@Test Bot hello").unwrap().id;
    for id in [&unheard, &to_all] {
        check(&webex, get(&format!("/messages/{id}")), (404, "Unable to get message.")).await;
    }
    check(&webex, get(&format!("/messages/{heard}")), (200, "")).await;
    let list = |more: &str| format!("/messages?roomId={room}{more}");
    check(&webex, get(&list("")), (403, "Failed to get activity.")).await;
    check(&webex, get(&list(&format!("&mentionedPeople={alice}"))), (403, "Failed to get activity.")).await;
    for own in ["me", &bot] {
        let found = check(&webex, get(&list(&format!("&mentionedPeople={own}"))), (200, "")).await;
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
    }
    let mine = list("&mentionedPeople=me");
    check(&webex, get("/messages"), (400, "Required String parameter 'roomId' is not present")).await;
    check(&webex, get("/messages?roomId=nonsense"), (400, "not valid")).await;
    check(&webex, get(&format!("/messages?roomId={}", nobody(IdKind::Room))), (404, "Could not find a room"))
        .await;
    check(&webex, get(&format!("{mine}&before=yesterday")), (400, "before is not a valid time")).await;
    check(&webex, get(&format!("{mine}&beforeMessage={}", nobody(IdKind::Message))), (404, "Unable to get"))
        .await;
    for (max, status) in [("0", 400), ("-1", 400), ("x", 400), ("1", 200), ("5000", 200)] {
        check(&webex, get(&format!("{mine}&max={max}")), (status, "")).await;
    }
    check(&webex, get("/messages/direct"), (400, "Must specify either personId or personEmail.")).await;
    check(&webex, get("/messages/direct?personId=nonsense"), (400, "not valid")).await;
}

#[tokio::test]
async fn whom_a_message_mentions() {
    let webex = Webex::start().await;
    let (alice, bob, bot) = (webex.id("alice"), webex.id("bob"), webex.emulator.bot().id);
    let room = webex.emulator.create_room(&alice, "Ops", &[&bot]).unwrap().id;
    let markdown =
        format!("<@personEmail:alice@example.com|A> <@personId:{bob}> <@personEmail:x@y.example> <@all>");
    let said = post("/messages", json!({ "roomId": room, "markdown": markdown }));
    let said = check(&webex, said, (200, "")).await;
    assert_eq!(said["mentionedPeople"], json!([alice]), "who is not in the room is not mentioned");
    assert_eq!(said["mentionedGroups"], json!(["all"]));
    let html = said["html"].as_str().unwrap();
    assert!(
        html.contains(&format!("data-object-type=\"person\" data-object-id=\"{alice}\">A</spark-mention>")),
        "{html}"
    );
    let root = said["id"].clone();
    let reply = post("/messages", json!({ "roomId": room, "text": "re", "parentId": root }));
    let reply = check(&webex, reply, (200, "")).await["id"].clone();
    let deeper = post("/messages", json!({ "roomId": room, "text": "re re", "parentId": reply }));
    assert_eq!(check(&webex, deeper, (200, "")).await["parentId"], root, "threads have one level");
}
