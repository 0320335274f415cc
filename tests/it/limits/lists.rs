//! The form of calls, pages, files, and what goes wrong for a moment.

use jiff::SignedDuration;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use wbot::emulator::{CallFault, Fault, Scan};

use super::{check, delete, get, post};
use crate::emulator_support::{Reply, Webex};

#[tokio::test]
async fn who_calls_and_how() {
    let webex = Webex::start().await;
    let url = format!("{}/people/me", webex.emulator.api_url());
    for header in [None, Some("Bearer wrong"), Some("Basic emulated-bot-token"), Some("emulated-bot-token")] {
        let call = webex.http().get(&url);
        let call = header.map_or(call.try_clone().unwrap(), |header| call.header("authorization", header));
        let reply = Reply::of(call.send().await.unwrap()).await;
        assert_eq!(reply.status, 401, "{header:?}");
        assert!(reply.text.contains("valid access token set in the Authorization request header"));
    }
    let raw = |kind: &'static str, body: &'static str| {
        let call = webex.call(Method::POST, "/messages").body(body);
        if kind.is_empty() { call } else { call.header("content-type", kind) }
    };
    for (kind, body, status) in [
        ("", "{}", 415),
        ("text/plain", "{}", 415),
        ("application/x-www-form-urlencoded", "text=hi", 415),
        ("application/json", "", 400),
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("application/json", r#"{"text": 7}"#, 400),
        ("application/json; charset=utf-8", r#"{"text": "hi"}"#, 400),
        ("multipart/form-data", "x", 400),
    ] {
        assert_eq!(Reply::of(raw(kind, body).send().await.unwrap()).await.status, status, "{kind} {body}");
    }
    check(&webex, (Method::PATCH, "/rooms", json!({})), (405, "not supported")).await;
    check(&webex, delete("/messages"), (405, "not supported")).await;
    check(&webex, get("/colours"), (404, "could not be found")).await;
}

#[tokio::test]
async fn a_form_has_one_file_and_no_card() {
    let webex = Webex::start().await;
    let part = || Part::bytes(b"a".to_vec()).file_name("a.txt");
    let form = || Form::new().text("toPersonEmail", "alice@example.com");
    for (form, words) in [
        (form().part("files", part()).part("files", part()), "Only one file"),
        (form().text("text", "hi").text("attachments", "[]"), "Attachments are not supported"),
        (form(), "Both text and file cannot be empty."),
        (Form::new().part("files", part()), "Exactly one of"),
    ] {
        let reply =
            Reply::of(webex.call(Method::POST, "/messages").multipart(form).send().await.unwrap()).await;
        assert_eq!(reply.status, 400, "{words}");
        assert!(reply.text.contains(words), "{}", reply.text);
    }
}

#[tokio::test]
async fn a_file_is_scanned_before_it_can_be_had() {
    let webex = Webex::start_with(|config| config.scan_s = 5).await;
    let form = Form::new().text("toPersonEmail", "alice@example.com");
    let form = form.part("files", Part::bytes(b"abc".to_vec()).file_name("a.txt"));
    let sent =
        Reply::of(webex.call(Method::POST, "/messages").multipart(form).send().await.unwrap()).await.json;
    let url = sent["files"][0].as_str().unwrap();
    let path = url.strip_prefix(webex.emulator.api_url()).unwrap();
    let scanned = webex.get(path).await;
    assert_eq!((scanned.status, scanned.header("retry-after")), (423, "5"));
    webex.clock.advance(SignedDuration::from_millis(4200));
    let head = Reply::of(webex.call(Method::HEAD, path).send().await.unwrap()).await;
    assert_eq!((head.status, head.header("retry-after")), (423, "1"));
    webex.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(webex.get(path).await.text, "abc");

    let id = path.strip_prefix("/contents/").unwrap();
    let control = format!("/contents/{id}");
    let scan = |body: Value| webex.control(Method::PUT, &control, Some(body));
    assert_eq!(scan(json!({ "scan": "unscannable" })).await.status, 204);
    check(&webex, get(path), (428, "cannot be scanned")).await;
    assert_eq!(webex.get(&format!("{path}?allow=dlpUnchecked,unscannable")).await.text, "abc");
    assert_eq!(scan(json!({ "scan": "pending", "seconds": 9 })).await.status, 204);
    assert_eq!(webex.get(path).await.header("retry-after"), "9");
    assert_eq!(scan(json!({ "scan": "infected" })).await.status, 204);
    check(&webex, get(&format!("{path}?allow=unscannable")), (410, "infected")).await;
    assert!(webex.emulator.set_scan(id, Scan::Clean) && !webex.emulator.set_scan("x", Scan::Clean));
    assert_eq!(webex.get(path).await.status, 200);
    let message = format!("/messages/{}", sent["id"].as_str().unwrap());
    check(&webex, delete(&message), (204, "")).await;
    check(&webex, get(path), (404, "Could not find a content")).await;
}

#[tokio::test]
async fn lists_are_paged_to_their_end() {
    let webex = Webex::start().await;
    let alice = webex.id("alice");
    let mut room = String::new();
    for number in 0..3 {
        room =
            webex.emulator.create_room(&alice, &number.to_string(), &[&webex.emulator.bot().id]).unwrap().id;
        check(&webex, post("/teams", json!({ "name": number.to_string() })), (200, "")).await;
        let hook = json!({ "name": "n", "targetUrl": "http://127.0.0.1:9/", "resource": "rooms", "event": "created" });
        check(&webex, post("/webhooks", hook), (200, "")).await;
    }
    let of_room = format!("/memberships?roomId={room}");
    for (path, count) in [
        ("/rooms?type=group", 6),
        ("/teams", 3),
        ("/webhooks", 3),
        (&of_room, 2),
        ("/people?displayName=b", 1),
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        let mut next = format!("{path}{join}max=1");
        let mut seen = Vec::new();
        loop {
            let page = webex.get(&next).await;
            assert_eq!(page.json["items"].as_array().unwrap().len(), 1, "{next}: {}", page.text);
            seen.push(page.json["items"][0]["id"].as_str().unwrap().to_owned());
            let link = page.header("link").to_owned();
            let Some(address) = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""))
            else {
                break;
            };
            address.strip_prefix(webex.emulator.api_url()).unwrap().clone_into(&mut next);
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), all), (count, count), "{path}");
    }
}

#[tokio::test]
async fn what_goes_wrong_for_a_moment() {
    let webex = Webex::start().await;
    let heard = webex.emulator.say_direct(&webex.id("alice"), "hi").unwrap();
    let path = format!("/messages/{}", heard.id);
    let status = |status, retry_after_s| CallFault::Status { status, retry_after_s };
    webex.emulator.inject(Fault::call("GET", "/messages/*$", status(404, None)));
    assert_eq!((webex.get(&path).await.status, webex.get(&path).await.status), (404, 200));
    webex.emulator.inject(Fault::call("GET", "", status(429, None)));
    let limited = webex.get("/people/me").await;
    assert_eq!((limited.status, limited.headers.contains_key("retry-after")), (429, false));
    webex.emulator.inject(Fault::call("GET", "/messages$", CallFault::EmptyPage));
    let list = format!("/messages?roomId={}&max=5&mentionedPeople=me", heard.room_id);
    let empty = webex.get(&list).await;
    assert_eq!(empty.json, json!({ "items": [] }));
    let next =
        format!("<{}/messages?roomId={}&max=null>; rel=\"next\"", webex.emulator.api_url(), heard.room_id);
    assert_eq!(empty.header("link"), next);
    assert_eq!(webex.get(&format!("/messages?roomId={}&max=null", heard.room_id)).await.texts(), ["hi"]);
}
