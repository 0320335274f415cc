//! What the page calls, over real HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use reqwest::Method;
use serde_json::{Value, json};
use wbot::emulator::{HookPath, HookVerify, LogEntry, LogLevel};

use crate::emulator_support::{Receiver, Reply, Webex};

#[tokio::test]
async fn a_person_speaks_and_sees_the_room() {
    let webex = Webex::start().await;
    let bot = webex.emulator.bot().id;
    let new = json!({ "person": "alice@example.com", "title": "Ops", "members": [bot, "bob@example.com"] });
    let room = webex.control(Method::POST, "/rooms", Some(new)).await;
    assert_eq!(room.status, 200, "{}", room.text);
    let id = room.json["id"].clone();
    let say = |text: &str| json!({ "person": "alice@example.com", "roomId": id, "text": text });
    let quiet = webex.control(Method::POST, "/say", Some(say("hello all"))).await;
    assert_eq!(quiet.json["botSees"], false);
    let heard = webex.control(Method::POST, "/say", Some(say("@test bot hello"))).await;
    assert_eq!((&heard.json["botSees"], &heard.json["text"]), (&json!(true), &json!("Test Bot hello")));

    let path = format!("/view?person={}&room={}", webex.id("bob"), id.as_str().unwrap());
    let view = webex.control(Method::GET, &path, None).await.json;
    assert_eq!(view["person"]["name"], "Bob");
    assert_eq!(view["rooms"][0]["title"], "Ops");
    assert_eq!(view["rooms"][0]["lastHeard"], heard.json["seq"]);
    assert_eq!(view["messages"].as_array().unwrap().len(), 2);
    let path = format!("/view?person={}&room={}", webex.id("carol"), id.as_str().unwrap());
    let view = webex.control(Method::GET, &path, None).await.json;
    assert_eq!((&view["room"], &view["messages"]), (&Value::Null, &json!([])), "Carol is not in it");
}

#[tokio::test]
async fn a_person_presses_a_button_by_its_title() {
    let webex = Webex::start().await;
    let submit = |title: &str, data: Value| json!({ "type": "Action.Submit", "title": title, "data": data });
    let inner = json!({ "type": "AdaptiveCard", "version": "1.3", "actions": [submit("Cancel", json!({ "do": "cancel" }))] });
    let card = json!({
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": [{ "type": "Input.Text", "id": "size" }],
        "actions": [
            submit("Order", json!({ "do": "order", "nested": submit("Hidden", json!({})) })),
            { "type": "Action.ShowCard", "title": "More", "card": inner },
        ],
    });
    let attachment = json!({ "contentType": "application/vnd.microsoft.card.adaptive", "content": card });
    let new = json!({ "toPersonEmail": "alice@example.com", "text": "card", "attachments": [attachment] });
    let posted = webex.post("/messages", new).await;
    let press = |button: Value| {
        let inputs = json!({ "size": "L" });
        json!({ "person": "alice@example.com", "messageId": posted.json["id"], "button": button, "inputs": inputs })
    };
    let plain = webex.control(Method::POST, "/click", Some(press(Value::Null))).await;
    assert_eq!(plain.json["inputs"], json!({ "size": "L" }), "{}", plain.text);
    for (title, word) in [("Order", "order"), ("Cancel", "cancel")] {
        let pressed = webex.control(Method::POST, "/click", Some(press(title.into()))).await;
        assert_eq!(pressed.json["inputs"]["do"], word, "{}", pressed.text);
        assert_eq!(pressed.json["inputs"]["size"], "L");
    }
    for absent in ["Hidden", "order"] {
        let refused = webex.control(Method::POST, "/click", Some(press(absent.into()))).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text.contains("Cancel"), "{}", refused.text);
    }
}

#[tokio::test]
async fn a_person_edits_deletes_and_sends_a_file() {
    let webex = Webex::start().await;
    let alice = webex.id("alice");
    let say = json!({
        "person": alice, "toPersonId": webex.emulator.bot().id, "text": "see",
        "file": { "name": "a.txt", "mediaType": "text/plain", "base64": "aGVsbG8=" },
    });
    let sent = webex.control(Method::POST, "/say", Some(say)).await;
    assert_eq!(
        (&sent.json["files"][0]["name"], &sent.json["files"][0]["bytes"]),
        (&json!("a.txt"), &json!(5))
    );
    let file = sent.json["files"][0]["id"].as_str().unwrap();
    let path = format!("/contents/{file}?person={alice}");
    assert_eq!(webex.control(Method::GET, &path, None).await.text, "hello");

    let message = webex.emulator.say_direct(&alice, "helo").unwrap();
    let path = format!("/messages/{}", message.id);
    let edited = webex.control(Method::PUT, &path, Some(json!({ "person": alice, "text": "hello" }))).await;
    assert_eq!((&edited.json["text"], &edited.json["edits"]), (&json!("hello"), &json!(1)));
    let other = format!("{path}?person={}", webex.id("bob"));
    assert_eq!(webex.control(Method::DELETE, &other, None).await.status, 404);
    assert_eq!(webex.control(Method::DELETE, &format!("{path}?person={alice}"), None).await.status, 204);
    let world = webex.control(Method::GET, "/world", None).await.json;
    assert_eq!(world["rooms"][0]["messages"][1]["deleted"], true);
}

#[tokio::test]
async fn people_come_and_go() {
    let webex = Webex::start().await;
    let dora = webex.control(Method::POST, "/people", Some(json!({ "name": "Dora" }))).await;
    assert_eq!(dora.json["email"], "dora@example.com");
    let room = webex.emulator.create_room(&webex.id("alice"), "Ops", &[]).unwrap().id;
    let add = json!({ "person": "alice@example.com", "roomId": room, "member": "dora@example.com" });
    assert_eq!(webex.control(Method::POST, "/memberships", Some(add)).await.status, 200);
    let path = format!("/memberships?person=alice@example.com&roomId={room}&member=dora@example.com");
    assert_eq!(webex.control(Method::DELETE, &path, None).await.status, 204);
    assert_eq!(webex.control(Method::DELETE, &path, None).await.status, 404);
    assert_eq!(webex.control(Method::GET, "/nothing", None).await.status, 404);
}

#[tokio::test]
async fn the_bots_own_webhooks_are_called_signed() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    let call = json!({ "path": "/github", "body": "{}", "sign": true });
    let early = webex.control(Method::POST, "/hook", Some(call.clone())).await;
    assert_eq!(
        (early.status, &early.json["message"]),
        (400, &json!("the bot does not listen for webhooks yet"))
    );
    webex.emulator.set_paths(
        reqwest::Url::parse(&receiver.url).ok(),
        vec![HookPath {
            path: "/github".into(),
            verify: HookVerify::Signed { scheme: wbot::signing::Scheme::Github, secret: "k".into() },
            sample: None,
        }],
    );
    receiver.answer_with(&[202]);
    let answer = webex.control(Method::POST, "/hook", Some(call)).await;
    assert_eq!((answer.status, &answer.json["status"]), (200, &json!(202)));
    assert_eq!(receiver.received()[0].body, b"{}");
    let view = webex.control(Method::GET, "/view", None).await.json;
    assert_eq!(view["hooks"]["paths"], json!([{ "path": "/github", "verify": "github", "sample": null }]));
    assert!(!view.to_string().contains("\"k\""), "the secret stays here");
}

#[tokio::test]
async fn a_reset_asks_the_engine_first() {
    let webex = Webex::start().await;
    let message = webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    let called = Arc::new(AtomicBool::new(false));
    let (flag, refuse) = (Arc::clone(&called), Arc::new(AtomicBool::new(true)));
    let refusing = Arc::clone(&refuse);
    webex.emulator.on_reset(Arc::new(move || {
        let (flag, refusing) = (Arc::clone(&flag), Arc::clone(&refusing));
        Box::pin(async move {
            flag.store(true, Ordering::SeqCst);
            if refusing.load(Ordering::SeqCst) { Err("busy".to_owned()) } else { Ok(()) }
        })
    }));
    let refused = webex.control(Method::POST, "/reset", None).await;
    assert_eq!((refused.status, &refused.json["message"]), (500, &json!("The state was not reset: busy")));
    assert!(called.load(Ordering::SeqCst));
    assert!(webex.emulator.read(|world| world.message(&message.id).is_some()));
    refuse.store(false, Ordering::SeqCst);
    assert_eq!(webex.control(Method::POST, "/reset", None).await.status, 204);
    assert!(webex.emulator.read(|world| world.messages().next().is_none()));
}

#[tokio::test]
async fn changes_and_log_lines_are_streamed() {
    let webex = Webex::start().await;
    let url = format!("{}control/events", webex.emulator.page_url());
    let mut stream = webex.http().get(url).send().await.unwrap();
    let mut heard = String::new();
    read_until(&mut stream, &mut heard, "event: hello\n").await;
    webex.emulator.log(LogEntry {
        time: "2026-01-05T09:00:00Z".parse().unwrap(),
        level: LogLevel::Info,
        text: "command greet ran".into(),
        fields: vec![("took".into(), "2 ms".into())],
    });
    read_until(&mut stream, &mut heard, "command greet ran").await;
    webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    read_until(&mut stream, &mut heard, "event: change\n").await;
    webex.emulator.shutdown().await;
    while stream.chunk().await.unwrap_or_default().is_some() {}
}

async fn read_until(stream: &mut reqwest::Response, heard: &mut String, part: &str) {
    while !heard.contains(part) {
        heard.push_str(std::str::from_utf8(&stream.chunk().await.unwrap().unwrap()).unwrap());
    }
}

#[tokio::test]
async fn pages_of_others_are_kept_out() {
    let webex = Webex::start().await;
    let reset = format!("{}control/reset", webex.emulator.page_url());
    for (name, value) in
        [("origin", "https://evil.example"), ("host", "evil.example"), ("sec-fetch-site", "cross-site")]
    {
        let call = webex.http().post(&reset).header(name, value);
        assert_eq!(Reply::of(call.send().await.unwrap()).await.status, 403, "{name}");
    }
    let page = Reply::of(webex.http().get(webex.emulator.page_url()).send().await.unwrap()).await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").starts_with("default-src 'self'"));
}
