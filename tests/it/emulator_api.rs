//! The emulated REST API over real HTTP: statuses, bodies, headers.

use reqwest::Method;
use serde_json::json;

use crate::emulator_support::{Reply, Webex};

#[tokio::test]
async fn a_bot_learns_who_it_is_and_a_wrong_token_is_told_so() {
    let webex = Webex::start().await;
    let me = webex.get("/people/me").await;
    assert_eq!(me.status, 200);
    assert_eq!(me.json["id"], webex.emulator.bot().id);
    assert_eq!(me.json["type"], "bot");
    assert_eq!(me.json["emails"], json!(["test.bot@webex.bot"]));
    assert_eq!(me.json["created"], "2026-01-05T09:00:00.000Z");
    assert!(me.header("trackingid").starts_with("EMULATOR_"));

    let url = format!("{}/people/me", webex.emulator.api_url());
    for call in [webex.http().get(&url), webex.http().get(&url).bearer_auth("wrong")] {
        let refused = Reply::of(call.header("TrackingID", "mine_1").send().await.unwrap()).await;
        assert_eq!(refused.status, 401);
        assert_eq!(refused.json["trackingId"], "mine_1");
        assert_eq!(refused.header("trackingid"), "mine_1");
        assert_eq!(refused.json["message"], refused.json["errors"][0]["description"]);
    }
}

#[tokio::test]
async fn a_message_is_posted_drawn_edited_and_deleted() {
    let webex = Webex::start().await;
    let new = json!({ "toPersonEmail": "alice@example.com", "markdown": "**hi** <@personEmail:alice@example.com>" });
    let posted = webex.post("/messages", new).await;
    assert_eq!(posted.status, 200);
    let message = &posted.json;
    assert_eq!(message["text"], "hi Alice");
    assert_eq!(message["roomType"], "direct");
    assert_eq!(message["toPersonEmail"], "alice@example.com");
    assert_eq!(message["mentionedPeople"], json!([webex.id("alice")]));
    assert!(message["html"].as_str().unwrap().starts_with("<p><strong>hi</strong> <spark-mention"));
    assert!(message.get("parentId").is_none(), "absent fields are left out");

    let path = format!("/messages/{}", message["id"].as_str().unwrap());
    webex.clock.advance(jiff::SignedDuration::from_secs(5));
    let edited = webex.put(&path, json!({ "roomId": message["roomId"], "text": "bye" })).await;
    assert_eq!((edited.status, &edited.json["text"]), (200, &json!("bye")));
    assert!(edited.json.get("html").is_none());
    assert_eq!(webex.get(&path).await.json["updated"], "2026-01-05T09:00:05.000Z");
    let deleted = webex.delete(&path).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(webex.get(&path).await.status, 404);
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused() {
    let webex = Webex::start().await;
    let call = webex.call(Method::POST, "/messages").header("content-type", "text/plain").body("hi");
    let refused = Reply::of(call.send().await.unwrap()).await;
    assert_eq!(refused.status, 415);
    assert_eq!(refused.json["message"], "Content type 'text/plain' not supported");
    let call = webex.call(Method::POST, "/messages").header("content-type", "application/json").body("{");
    assert_eq!(Reply::of(call.send().await.unwrap()).await.status, 400);
    assert_eq!(webex.get("/colours").await.status, 404);
    assert_eq!(webex.delete("/messages").await.status, 405);
    assert_eq!(webex.get("/messages/nonsense").await.status, 400);
}

#[tokio::test]
async fn a_card_that_is_none_is_refused_with_places() {
    let webex = Webex::start().await;
    let card = json!({
        "toPersonEmail": "alice@example.com", "text": "fallback",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": { "type": "AdaptiveCard", "version": "1.3", "body": [{}] },
        }],
    });
    let refused = webex.post("/messages", card).await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.json["errors"]["attachments"]["attachmentErrors"],
        json!(["#/body/0: required key [type] not found"])
    );
}

#[tokio::test]
async fn pages_are_linked() {
    let webex = Webex::start().await;
    let mut room = String::new();
    for number in 0..5 {
        room = webex.emulator.say_direct(&webex.id("alice"), &format!("m{number}")).unwrap().room_id;
    }
    let mut page = webex.get(&format!("/messages?roomId={room}&max=2")).await;
    let mut texts = Vec::new();
    loop {
        texts.push(page.texts().join(" "));
        let link = page.header("link").to_owned();
        let Some(next) = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")) else {
            break;
        };
        let path = next.strip_prefix(webex.emulator.api_url()).unwrap();
        assert!(path.contains(&format!("roomId={room}")) && path.contains("max=2"));
        page = webex.get(path).await;
    }
    assert_eq!(texts, ["m4 m3", "m2 m1", "m0"]);
    assert_eq!(webex.get(&format!("/messages?roomId={room}&max=x")).await.status, 400);
}

#[tokio::test]
async fn a_file_goes_up_and_comes_down() {
    let webex = Webex::start().await;
    let part = reqwest::multipart::Part::bytes(b"a,b\n1,2\n".to_vec())
        .file_name("report.csv")
        .mime_str("text/csv")
        .unwrap();
    let form = reqwest::multipart::Form::new()
        .text("toPersonEmail", "alice@example.com")
        .text("markdown", "*Report*")
        .part("files", part);
    let posted = Reply::of(webex.call(Method::POST, "/messages").multipart(form).send().await.unwrap()).await;
    assert_eq!((posted.status, &posted.json["text"]), (200, &json!("Report")), "{}", posted.text);
    let url = posted.json["files"][0].as_str().unwrap();
    let path = url.strip_prefix(webex.emulator.api_url()).unwrap();
    let file = webex.get(path).await;
    assert_eq!((file.status, file.text.as_str()), (200, "a,b\n1,2\n"));
    assert_eq!(file.header("content-type"), "text/csv");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"report.csv\"");
    let head = Reply::of(webex.call(Method::HEAD, path).send().await.unwrap()).await;
    assert_eq!((head.status, head.header("content-length")), (200, "8"));
    let edit = json!({ "roomId": posted.json["roomId"], "text": "x" });
    let id = posted.json["id"].as_str().unwrap();
    assert_eq!(webex.put(&format!("/messages/{id}"), edit).await.status, 400);
}

#[tokio::test]
async fn rooms_and_memberships() {
    let webex = Webex::start().await;
    let room = webex.post("/rooms", json!({ "title": "Ops" })).await;
    assert_eq!((room.status, &room.json["type"]), (200, &json!("group")));
    let id = room.json["id"].as_str().unwrap();
    let add = |email: &str| json!({ "roomId": id, "personEmail": email });
    let added = webex.post("/memberships", add("bob@example.com")).await;
    assert_eq!((added.status, &added.json["personDisplayName"]), (200, &json!("Bob")));
    assert_eq!(webex.post("/memberships", add("bob@example.com")).await.status, 409);
    assert_eq!(webex.post("/memberships", add("eve@example.com")).await.status, 404);
    let list = webex.get(&format!("/memberships?roomId={id}")).await;
    assert_eq!(list.json["items"].as_array().unwrap().len(), 2);
    let member = added.json["id"].as_str().unwrap();
    let path = format!("/memberships/{member}");
    assert_eq!(webex.put(&path, json!({ "isModerator": true })).await.json["isModerator"], true);
    assert_eq!(webex.put(&path, json!({ "isRoomHidden": true })).await.status, 400, "not of a group");
    assert_eq!(webex.get(&path).await.json["isModerator"], true);
    assert_eq!(webex.delete(&format!("/memberships/{member}")).await.status, 204);

    let alice = webex.id("alice");
    let other = webex.emulator.create_room(&alice, "Private", &[]).unwrap().id;
    let foreign = json!({ "roomId": other, "personEmail": "bob@example.com" });
    let refused = webex.post("/memberships", foreign).await;
    assert_eq!((refused.status, &refused.json["message"]), (502, &json!("Add participant failed.")));
    assert_eq!(webex.get(&format!("/rooms/{other}")).await.status, 404);
    assert_eq!(webex.get("/rooms?type=group").await.json["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_room_of_another_cluster_has_ids_of_that_cluster() {
    let cluster = "urn:TEAM:eu-central-1_k";
    let webex = Webex::start_with(|config| config.cluster = cluster.into()).await;
    let message = webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    let parsed = wbot::webex::HydraId::parse(&message.id).unwrap();
    assert_eq!(parsed.cluster, cluster);
    assert_eq!(webex.get(&format!("/messages/{}", message.id)).await.status, 200);
    let wrong = wbot::webex::HydraId::us(parsed.kind, parsed.inner).encode();
    assert_eq!(webex.get(&format!("/messages/{wrong}")).await.status, 404);
}
