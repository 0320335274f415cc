//! Webhook deliveries over real HTTP.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use wbot::emulator::DeliveryPolicy;

use crate::emulator_support::{Receiver, Webex};

#[tokio::test]
async fn a_delivery_is_signed_in_order_and_without_content() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    webex.hook(&receiver, "messages", "created").await;
    for number in 0..20 {
        webex.emulator.say_direct(&webex.id("alice"), &format!("secret {number}")).unwrap();
    }
    let received = receiver.wait_for(20).await;
    webex.emulator.idle().await;
    let ids: Vec<String> = webex.emulator.read(|world| world.messages().map(|m| m.id.clone()).collect());
    let heard: Vec<String> =
        received.iter().map(|one| one.json()["data"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(heard, ids);
    let first = &received[0];
    assert_eq!(first.content_type, "application/json;charset=UTF-8");
    let mut mac = Hmac::<Sha1>::new_from_slice(b"s3cret").unwrap();
    mac.update(&first.body);
    let expected =
        format!("{:02x?}", mac.finalize().into_bytes().as_slice()).replace(['[', ']', ',', ' '], "");
    assert_eq!(first.signature.as_deref(), Some(expected.as_str()));
    assert!(!String::from_utf8_lossy(&first.body).contains("secret"));
    assert_eq!(first.json()["actorId"], webex.id("alice"));
}

#[tokio::test]
async fn own_messages_are_delivered_and_unmentioned_ones_are_not() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    webex.hook(&receiver, "messages", "created").await;
    let (alice, bot) = (webex.id("alice"), webex.emulator.bot().id);
    let room = webex.emulator.create_room(&alice, "Ops", &[&bot]).unwrap().id;
    webex.emulator.say_in(&alice, &room, "unheard").unwrap();
    let mention = webex.emulator.say_in(&alice, &room, "@Test Bot hello").unwrap();
    let own = webex.post("/messages", json!({ "roomId": room, "text": "hi" })).await;
    let received = receiver.wait_for(2).await;
    webex.emulator.idle().await;
    assert_eq!(receiver.received().len(), 2);
    let data = received[0].json()["data"].clone();
    assert_eq!((&data["id"], &data["mentionedPeople"]), (&json!(mention.id), &json!([bot])));
    assert_eq!(received[1].json()["data"]["id"], own.json["id"]);
}

#[tokio::test]
async fn a_failed_delivery_is_repeated() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    webex.hook(&receiver, "messages", "created").await;
    receiver.answer_with(&[500, 404]);
    let message = webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    webex.emulator.idle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|one| one.json()["data"]["id"] == json!(message.id)));
}

#[tokio::test]
async fn too_many_failures_switch_a_webhook_off_until_it_is_revived() {
    let webex = Webex::start_with(|config| {
        config.delivery = DeliveryPolicy { failures_max: 4, pause_ms: 1, ..DeliveryPolicy::default() };
    })
    .await;
    let receiver = Receiver::start().await;
    let id = webex.hook(&receiver, "messages", "created").await;
    receiver.answer_with(&[500; 6]);
    let alice = webex.id("alice");
    for _ in 0..2 {
        webex.emulator.say_direct(&alice, "hello").unwrap();
        webex.emulator.idle().await;
    }
    let path = format!("/webhooks/{id}");
    assert_eq!(webex.get(&path).await.json["status"], "inactive");
    assert_eq!(receiver.received().len(), 4);
    webex.emulator.say_direct(&alice, "lost").unwrap();
    webex.emulator.idle().await;
    assert_eq!(receiver.received().len(), 4, "nothing is delivered meanwhile");

    receiver.answer_with(&[]);
    let revive = json!({ "name": "again", "targetUrl": receiver.url, "status": "active" });
    assert_eq!(webex.put(&path, revive).await.json["status"], "active");
    webex.emulator.say_direct(&alice, "found").unwrap();
    receiver.wait_for(5).await;
}

#[tokio::test]
async fn a_target_elsewhere_is_never_called() {
    let webex = Webex::start().await;
    let hook = json!({
        "name": "far", "targetUrl": "http://192.0.2.1/x", "resource": "messages", "event": "created",
    });
    assert_eq!(webex.post("/webhooks", hook).await.status, 200);
    webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    webex.emulator.idle().await;
    let world = webex.control(reqwest::Method::GET, "/world", None).await;
    let reason = &world.json["log"][0]["fields"][2];
    assert_eq!(reason, &json!(["reason", "the emulator delivers only to addresses of this machine"]));
}

#[tokio::test]
async fn a_target_that_does_not_answer_in_time_has_failed() {
    let webex = Webex::start_with(|config| {
        config.delivery =
            DeliveryPolicy { failures_max: 3, pause_ms: 1, timeout_ms: 30, ..DeliveryPolicy::default() };
    })
    .await;
    // It takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = json!({
        "name": "slow", "targetUrl": format!("http://{}/x", silent.local_addr().unwrap()),
        "resource": "messages", "event": "created",
    });
    let id = webex.post("/webhooks", hook).await.json["id"].as_str().unwrap().to_owned();
    webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    webex.emulator.idle().await;
    assert_eq!(webex.get(&format!("/webhooks/{id}")).await.json["status"], "inactive");
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_a_deleted_webhook_hears_nothing() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    let id = webex.hook(&receiver, "messages", "created").await;
    receiver.answer_with(&[302, 204]);
    webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    webex.emulator.idle().await;
    assert_eq!(receiver.received().len(), 2, "204 is an answer, 302 is none");
    assert_eq!(webex.delete(&format!("/webhooks/{id}")).await.status, 204);
    webex.emulator.say_direct(&webex.id("alice"), "hello").unwrap();
    webex.emulator.idle().await;
    assert_eq!(receiver.received().len(), 2);
}

#[tokio::test]
async fn a_signature_is_that_of_the_secret_that_holds() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    let hook = json!({
        "name": "grün ✓", "targetUrl": receiver.url, "resource": "memberships", "event": "created",
    });
    let id = webex.post("/webhooks", hook).await.json["id"].as_str().unwrap().to_owned();
    let bot = webex.emulator.bot().id;
    let join = || webex.emulator.create_room(&webex.id("alice"), "Ops", &[&bot]).unwrap();
    join();
    let change = json!({ "name": "grün ✓", "targetUrl": receiver.url, "secret": "neu" });
    webex.emulator.idle().await;
    assert_eq!(webex.put(&format!("/webhooks/{id}"), change).await.json["secret"], "neu");
    join();
    webex.emulator.idle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].signature, None, "without a secret there is none");
    let mut mac = Hmac::<Sha1>::new_from_slice("neu".as_bytes()).unwrap();
    mac.update(&received[1].body);
    let expected =
        format!("{:02x?}", mac.finalize().into_bytes().as_slice()).replace(['[', ']', ',', ' '], "");
    assert_eq!(received[1].signature.as_deref(), Some(expected.as_str()));
    let envelope = received[1].json();
    assert_eq!(envelope["name"], "grün ✓");
    assert_eq!((&envelope["ownedBy"], &envelope["status"]), (&json!("creator"), &json!("active")));
    assert_eq!((&envelope["createdBy"], &envelope["data"]["personId"]), (&json!(bot), &json!(bot)));
    let fields: Vec<&String> = envelope["data"].as_object().unwrap().keys().collect();
    assert!(fields.iter().all(|field| *field != "text"));
}

#[tokio::test]
async fn filters_choose_and_overlapping_webhooks_each_hear() {
    let (webex, receiver) = (Webex::start().await, Receiver::start().await);
    let (alice, bot) = (webex.id("alice"), webex.emulator.bot().id);
    let room = webex.emulator.create_room(&alice, "Ops", &[&bot]).unwrap().id;
    for (name, filter) in [
        ("direct", "roomType=direct".to_owned()),
        ("group", "roomType=group&mentionedPeople=me".to_owned()),
        ("room", format!("roomId={room}")),
        ("hers", format!("personId={alice}")),
        ("files", "hasFiles=true".to_owned()),
    ] {
        let hook = json!({
            "name": name, "targetUrl": receiver.url, "resource": "messages", "event": "created", "filter": filter,
        });
        assert_eq!(webex.post("/webhooks", hook).await.status, 200);
    }
    webex.emulator.say_direct(&alice, "hello").unwrap();
    webex.emulator.say_in(&alice, &room, "@Test Bot hello").unwrap();
    let file = format!("{}page/icon.svg", webex.emulator.page_url());
    webex.post("/messages", json!({ "roomId": room, "files": [file] })).await;
    webex.emulator.idle().await;
    let mut heard: Vec<String> = receiver
        .received()
        .iter()
        .map(|one| {
            let envelope = one.json();
            format!(
                "{} {}",
                envelope["name"].as_str().unwrap(),
                envelope["data"]["roomType"].as_str().unwrap()
            )
        })
        .collect();
    heard.sort();
    assert_eq!(
        heard,
        [
            "direct direct",
            "files group",
            "group group",
            "hers direct",
            "hers group",
            "room group",
            "room group"
        ]
    );
}
