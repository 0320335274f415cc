//! Every call of the client, as the emulator hears it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;
use wbot::emulator::{CallFault, Fault};
use wbot::net::{Bytes, RealPause};
use wbot::webex::wire::{
    AttachmentActionCreate, MembershipCreate, MembershipUpdate, MessageEdit, RoomCreate, RoomUpdate,
    WebhookCreate, WebhookStatus, WebhookUpdate, WireSecret, WireTime,
};
use wbot::webex::{Destination, MembershipFilter, MessageFilter, Outgoing, OutgoingFile, WebexClient};

use super::check::operation_of;
use super::verify;
use crate::emulator_support::Webex;

/// What the client calls.
const CALLED: [&str; 24] = [
    "DELETE /memberships/{membershipId}",
    "DELETE /messages/{messageId}",
    "DELETE /rooms/{roomId}",
    "DELETE /webhooks/{webhookId}",
    "GET /attachment/actions/{id}",
    "GET /memberships",
    "GET /messages",
    "GET /messages/{messageId}",
    "GET /people",
    "GET /people/me",
    "GET /people/{personId}",
    "GET /rooms",
    "GET /rooms/{roomId}",
    "GET /webhooks",
    "POST /attachment/actions",
    "POST /memberships",
    "POST /messages",
    "POST /rooms",
    "POST /webhooks",
    "PUT /memberships/{membershipId}",
    "PUT /messages/{messageId}",
    "PUT /rooms/{roomId}",
    "PUT /webhooks/{webhookId}",
    // Not in the file.
    "GET /contents/{id}",
];

#[tokio::test]
async fn the_client_calls_as_webex_says() {
    let webex = Webex::start().await;
    let token = "emulated-bot-token".into();
    let client = WebexClient::new(webex.emulator.api_url(), token, Arc::new(RealPause::new())).unwrap();
    people_and_rooms(&webex, &client).await;
    messages(&webex, &client).await;
    cards_and_hooks(&webex, &client).await;
    verify(&webex.emulator);
    let calls = webex.emulator.calls();
    let carried_out =
        calls.iter().filter(|call| call.status < 300 || call.path.contains("/attachment/actions"));
    let called: BTreeSet<String> =
        carried_out.map(|call| operation_of(call).unwrap_or("GET /contents/{id}".to_owned())).collect();
    assert_eq!(called, CALLED.map(str::to_owned).into_iter().collect());
}

async fn people_and_rooms(webex: &Webex, client: &WebexClient) {
    let me = client.me().await.unwrap();
    client.person(&me.id).await.unwrap();
    assert!(client.person_by_email("bob@example.com").await.unwrap().is_some());
    let new = RoomCreate { title: "Ops".into(), ..RoomCreate::default() };
    let room = client.create_room(&new).await.unwrap().id;
    client.room(&room).await.unwrap();
    client.rooms(10).await.unwrap();
    let update = RoomUpdate { title: "Operations".into(), ..RoomUpdate::default() };
    client.update_room(&room, &update).await.unwrap();
    let member = MembershipCreate {
        room_id: Some(room.clone()),
        person_id: Some(webex.id("bob")),
        ..MembershipCreate::default()
    };
    let member = client.add_member(&member).await.unwrap().id;
    let filter = MembershipFilter { room_id: Some(&room), ..MembershipFilter::default() };
    assert_eq!(client.memberships(filter, 10).await.unwrap().len(), 2);
    let update = MembershipUpdate { is_moderator: Some(true), ..MembershipUpdate::default() };
    client.update_membership(&member, &update).await.unwrap();
    client.remove_member(&member).await.unwrap();
    client.delete_room(&room).await.unwrap();
}

async fn messages(webex: &Webex, client: &WebexClient) {
    let to = Destination::Email("alice@example.com".into());
    let said = client.send_message(&Outgoing::markdown(to.clone(), "**hi**")).await.unwrap();
    let room = Destination::Room(said.room_id.clone());
    let reply = Outgoing {
        parent_id: Some(said.id.clone()),
        text: Some("plain".into()),
        file: Some(OutgoingFile::Url(format!("{}page/icon.svg", webex.emulator.page_url()))),
        ..Outgoing::markdown(room, "more")
    };
    client.send_message(&reply).await.unwrap();
    client.message(&said.id).await.unwrap();
    let edit =
        MessageEdit { markdown: Some("*bye*".into()), room_id: Some(said.room_id.clone()), text: None };
    client.edit_message(&said.id, &edit).await.unwrap();

    let group =
        webex.emulator.create_room(&webex.id("alice"), "Ops", &[&webex.emulator.bot().id]).unwrap().id;
    for number in 0..3 {
        webex.emulator.say_in(&webex.id("alice"), &group, &format!("@Test Bot {number}")).unwrap();
    }
    let filter = MessageFilter {
        room_id: group,
        mentioning_me: true,
        before: WireTime::parse("2027-01-01T00:00:00Z"),
        ..MessageFilter::default()
    };
    // A page without items, whose next one has lost what makes it allowed.
    webex.emulator.inject(Fault::call("GET", "/messages$", CallFault::EmptyPage));
    assert_eq!(client.messages(&filter, 10).await.unwrap().len(), 3);
    client.delete_message(&said.id).await.unwrap();

    let bytes = Bytes::from_static(b"a,b");
    let file = OutgoingFile::Upload { name: "a.csv".into(), content_type: None, bytes };
    let sent =
        client.send_message(&Outgoing { file: Some(file), ..Outgoing::markdown(to, "file") }).await.unwrap();
    assert_eq!(client.download(&sent.files[0], false).await.unwrap().bytes, "a,b");
}

async fn cards_and_hooks(webex: &Webex, client: &WebexClient) {
    let card = json!({ "type": "AdaptiveCard", "version": "1.3", "body": [] });
    let to = Destination::Person(webex.id("alice"));
    let message = Outgoing { card: Some(card), text: Some("card".into()), ..Outgoing::markdown(to, "card") };
    let sent = client.send_message(&message).await.unwrap();
    let pressed = webex.emulator.click(&webex.id("alice"), &sent.id, serde_json::Map::new()).unwrap();
    client.action(&pressed.id).await.unwrap();
    let own = AttachmentActionCreate {
        action_type: "submit".into(),
        message_id: sent.id,
        inputs: serde_json::Map::new(),
    };
    assert_eq!(client.submit_card(&own).await.unwrap_err().status, Some(400), "an author presses nothing");

    let hook = WebhookCreate {
        name: "n".into(),
        target_url: "http://127.0.0.1:9/x".into(),
        resource: "messages".into(),
        event: "created".into(),
        secret: Some(WireSecret::new("s")),
        ..WebhookCreate::default()
    };
    let hook = client.create_webhook(&hook).await.unwrap();
    assert_eq!(client.webhooks().await.unwrap().len(), 1);
    let update = WebhookUpdate {
        name: "m".into(),
        target_url: hook.target_url,
        status: Some(WebhookStatus::Active),
        ..WebhookUpdate::default()
    };
    client.update_webhook(&hook.id, &update).await.unwrap();
    client.delete_webhook(&hook.id).await.unwrap();
}
