//! Every operation of the API, carried out and refused, and that what the emulator serves is what its page says.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use wbot::emulator::{Call, NewPerson, Scan};
use wbot::webex::IdKind;

use super::check::{operation_of, problems};
use super::document::document;
use super::verify;
use crate::emulator_support::{Receiver, Reply, Webex};
use crate::source_tree::root;

/// What the emulator does with an operation.
enum Stance {
    Served,
    /// Refused with this status, for this reason.
    Refused(u16, &'static str),
}

use Stance::{Refused, Served};

const ADMIN: Stance = Refused(403, "administrators only");
const STORAGE: Stance = Refused(403, "a bot has no account at a storage provider");

/// All operations of the file, in its words.
const OPERATIONS: [(&str, Stance); 59] = [
    ("POST /attachment/actions", Served),
    ("GET /attachment/actions/{id}", Served),
    ("GET /room/linkedFolders", STORAGE),
    ("POST /room/linkedFolders", STORAGE),
    ("GET /room/linkedFolders/{id}", STORAGE),
    ("PUT /room/linkedFolders/{id}", STORAGE),
    ("DELETE /room/linkedFolders/{id}", STORAGE),
    ("GET /events", Refused(403, "compliance officers only")),
    ("GET /events/{eventId}", Refused(403, "compliance officers only")),
    ("GET /hds/organizations/{organizationId}", ADMIN),
    ("GET /hds/clusters/{clusterId}", ADMIN),
    ("GET /hds/nodes/{nodeId}", ADMIN),
    ("GET /hds/organizations/{organizationId}/database", ADMIN),
    ("GET /hds/organizations/{organizationId}/tenants", ADMIN),
    ("GET /hds/testResults/nodes/{nodeId}/networkTest", ADMIN),
    ("GET /hds/clusters/{clusterId}/availability", ADMIN),
    ("GET /memberships", Served),
    ("POST /memberships", Served),
    ("GET /memberships/{membershipId}", Served),
    ("PUT /memberships/{membershipId}", Served),
    ("DELETE /memberships/{membershipId}", Served),
    ("GET /messages", Served),
    ("POST /messages", Served),
    ("GET /messages/direct", Served),
    ("GET /messages/{messageId}", Served),
    ("PUT /messages/{messageId}", Served),
    ("DELETE /messages/{messageId}", Served),
    ("GET /people", Served),
    ("POST /people", ADMIN),
    ("GET /people/{personId}", Served),
    ("PUT /people/{personId}", ADMIN),
    ("DELETE /people/{personId}", ADMIN),
    ("GET /people/me", Served),
    ("GET /room/tabs", Served),
    ("POST /room/tabs", Served),
    ("GET /room/tabs/{id}", Served),
    ("PUT /room/tabs/{id}", Served),
    ("DELETE /room/tabs/{id}", Served),
    ("GET /rooms", Served),
    ("POST /rooms", Served),
    ("GET /rooms/{roomId}", Served),
    ("PUT /rooms/{roomId}", Served),
    ("DELETE /rooms/{roomId}", Served),
    ("GET /rooms/{roomId}/meetingInfo", Refused(404, "retired in January 2025")),
    ("GET /team/memberships", Served),
    ("POST /team/memberships", Served),
    ("GET /team/memberships/{membershipId}", Served),
    ("PUT /team/memberships/{membershipId}", Served),
    ("DELETE /team/memberships/{membershipId}", Served),
    ("GET /teams", Served),
    ("POST /teams", Served),
    ("GET /teams/{teamId}", Served),
    ("PUT /teams/{teamId}", Served),
    ("DELETE /teams/{teamId}", Served),
    ("GET /webhooks", Served),
    ("POST /webhooks", Served),
    ("GET /webhooks/{webhookId}", Served),
    ("PUT /webhooks/{webhookId}", Served),
    ("DELETE /webhooks/{webhookId}", Served),
];

/// A webex with a person who has a token of her own: cards are pressed by people.
struct Session {
    webex: Webex,
    receiver: Receiver,
}

const DORA: &str = "token-of-dora";

impl Session {
    async fn start() -> Self {
        let webex = Webex::start_with(|config| {
            config.people.push(NewPerson { token: Some(DORA.to_owned()), ..NewPerson::named("Dora") });
        });
        Self { webex: webex.await, receiver: Receiver::start().await }
    }

    /// A call that must be answered so.
    async fn expect(&self, status: u16, method: Method, path: &str, body: Value) -> Value {
        let call = self.webex.call(method.clone(), path);
        let call = if body.is_null() { call } else { call.json(&body) };
        let reply = Reply::of(call.send().await.unwrap()).await;
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.text);
        reply.json
    }

    async fn get(&self, path: &str) -> Value {
        self.expect(200, Method::GET, path, Value::Null).await
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.expect(200, Method::POST, path, body).await
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        self.expect(200, Method::PUT, path, body).await
    }

    async fn delete(&self, path: &str) {
        self.expect(204, Method::DELETE, path, Value::Null).await;
    }

    /// Nobody calls this without a token.
    async fn unauthorized(&self, method: Method, path: &str) {
        let url = format!("{}{path}", self.webex.emulator.api_url());
        let call = self.webex.http().request(method.clone(), url).bearer_auth("wrong");
        assert_eq!(Reply::of(call.send().await.unwrap()).await.status, 401, "{method} {path}");
    }

    /// A call with Dora's token.
    async fn as_dora(&self, status: u16, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.webex.emulator.api_url());
        let call = self.webex.http().post(url).bearer_auth(DORA).json(&body);
        let reply = Reply::of(call.send().await.unwrap()).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        reply.json
    }

    /// All methods of a thing are 404 for an id that nothing has.
    async fn absent(&self, path: &str, methods: &[Method]) {
        for method in methods {
            let body = if *method == Method::PUT { json!({ "isModerator": true }) } else { Value::Null };
            self.expect(404, method.clone(), path, body).await;
        }
    }
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// An id of this kind that nothing has.
fn nobody(kind: IdKind) -> String {
    wbot::webex::HydraId::us(kind, "00000000-0000-4000-8000-000000000000").encode()
}

#[tokio::test]
async fn every_operation_answers_as_webex_says() {
    let session = Session::start().await;
    people(&session).await;
    rooms(&session).await;
    messages(&session).await;
    cards_and_files(&session).await;
    teams(&session).await;
    webhooks(&session).await;
    not_for_bots(&session).await;
    session.webex.emulator.idle().await;
    verify(&session.webex.emulator);
    all_were_called(&session.webex.emulator.calls());
}

/// Each operation of the file is in the list and was called: the served ones with success and with refusal, the
/// others as the list says.
fn all_were_called(calls: &[Call]) {
    let of_file: Vec<String> = document().operations().iter().map(super::document::Operation::name).collect();
    let mut statuses: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for call in calls {
        if let Some(name) = operation_of(call) {
            statuses.entry(name).or_default().push(call.status);
        }
    }
    let mut listed: Vec<&str> = OPERATIONS.iter().map(|(name, _)| *name).collect();
    let mut known: Vec<&str> = of_file.iter().map(String::as_str).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known, "the list has the operations of the file");
    for (name, stance) in &OPERATIONS {
        let seen = statuses.get(*name).cloned().unwrap_or_default();
        match stance {
            Served => {
                assert!(seen.iter().any(|status| *status < 300), "{name} was never carried out: {seen:?}");
                assert!(seen.iter().any(|status| *status >= 400), "{name} was never refused: {seen:?}");
            }
            Refused(status, _) => {
                assert!(seen.contains(status) && seen.iter().all(|it| *it >= 400), "{name}");
            }
        }
    }
}

#[test]
fn the_page_lists_what_is_served() {
    let page = std::fs::read_to_string(root().join("docs/emulator.md")).unwrap();
    for (name, stance) in &OPERATIONS {
        let row = match stance {
            Served => format!("| `{name}` | served |"),
            Refused(status, reason) => format!("| `{name}` | {status}: {reason} |"),
        };
        assert!(page.lines().any(|line| line == row), "docs/emulator.md lacks the row\n{row}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).filter(|line| line.contains("` | "));
    assert_eq!(rows.filter(|line| line.contains(" /")).count(), OPERATIONS.len(), "a row too many");
}

async fn people(session: &Session) {
    let me = id(&session.get("/people/me").await);
    session.get(&format!("/people/{me}")).await;
    session.get("/people?email=bob@example.com").await;
    session.get("/people?displayName=bo&max=1").await;
    let unknown = nobody(IdKind::People);
    let found = session.get(&format!("/people?id={me},{unknown}")).await;
    assert_eq!((&found["items"][0]["id"], &found["notFoundIds"]), (&json!(me), &json!([unknown])));
    session.expect(400, Method::GET, "/people", Value::Null).await;
    session.expect(403, Method::GET, "/people?roles=x", Value::Null).await;
    session.absent(&format!("/people/{unknown}"), &[Method::GET]).await;
    session.unauthorized(Method::GET, "/people/me").await;
}

const THING: [Method; 3] = [Method::GET, Method::PUT, Method::DELETE];

async fn rooms(session: &Session) {
    let new =
        json!({ "title": "Ops", "description": "what is up", "isLocked": true, "isAnnouncementOnly": true });
    let room = id(&session.post("/rooms", new).await);
    let path = format!("/rooms/{room}");
    session.get(&path).await;
    session.get("/rooms?type=group&sortBy=created&max=1").await;
    session.put(&path, json!({ "title": "Operations", "isLocked": false, "description": " " })).await;
    session.expect(400, Method::POST, "/rooms", json!({})).await;
    session.expect(400, Method::GET, "/rooms?type=x", Value::Null).await;
    session.absent(&format!("/rooms/{}", nobody(IdKind::Room)), &THING).await;

    let member = json!({ "roomId": room, "personEmail": "bob@example.com" });
    let member = id(&session.post("/memberships", member).await);
    let path = format!("/memberships/{member}");
    session.get(&format!("/memberships?roomId={room}&max=1")).await;
    session.get(&format!("/memberships?roomId={room}&personEmail=bob@example.com")).await;
    session.get("/memberships").await;
    session.get(&path).await;
    session.put(&path, json!({ "isModerator": true })).await;
    session.delete(&path).await;
    session.expect(400, Method::POST, "/memberships", json!({ "roomId": room })).await;
    session
        .expect(404, Method::GET, &format!("/memberships?roomId={}", nobody(IdKind::Room)), Value::Null)
        .await;
    let nobody = format!("{}:00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000");
    let nobody = wbot::webex::HydraId::us(IdKind::Membership, nobody).encode();
    session.absent(&format!("/memberships/{nobody}"), &THING).await;

    let tab = json!({ "roomId": room, "contentUrl": "https://example.com/", "displayName": "Board" });
    let new = session.post("/room/tabs", tab.clone()).await;
    let path = format!("/room/tabs/{}", id(&new));
    session.get(&path).await;
    session.get(&format!("/room/tabs?roomId={room}")).await;
    session.put(&path, tab).await;
    session.delete(&path).await;
    session.absent(&path, &THING).await;
    session.expect(400, Method::GET, "/room/tabs", Value::Null).await;
    session.expect(400, Method::POST, "/room/tabs", json!({ "roomId": room })).await;
    session.delete(&format!("/rooms/{room}")).await;
}

async fn messages(session: &Session) {
    let new = json!({ "toPersonEmail": "alice@example.com", "markdown": "**hi** <@personEmail:alice@example.com> <@all>" });
    let message = session.post("/messages", new).await;
    let (room, path) = (message["roomId"].as_str().unwrap(), format!("/messages/{}", id(&message)));
    let reply = json!({ "roomId": room, "text": "more", "parentId": id(&message) });
    session.post("/messages", reply).await;
    session.get(&path).await;
    session.put(&path, json!({ "roomId": room, "markdown": "*bye*" })).await;
    session.get(&format!("/messages?roomId={room}&max=1")).await;
    session.get(&format!("/messages?roomId={room}&mentionedPeople=me&before=2027-01-01T00:00:00.000Z")).await;
    session.get("/messages/direct?personEmail=alice@example.com").await;
    session.delete(&path).await;
    session.absent(&path, &[Method::GET, Method::DELETE, Method::PUT]).await;
    session.expect(400, Method::POST, "/messages", json!({ "roomId": room })).await;
    session.expect(400, Method::GET, "/messages", Value::Null).await;
    session.expect(404, Method::GET, "/messages/direct?personEmail=bob@example.com", Value::Null).await;
}

async fn cards_and_files(session: &Session) {
    let card =
        json!({ "type": "AdaptiveCard", "version": "1.3", "body": [{ "type": "TextBlock", "text": "hi" }] });
    let kind = "application/vnd.microsoft.card.adaptive";
    let new = json!({
        "toPersonEmail": "dora@example.com", "text": "card",
        "attachments": [{ "contentType": kind, "content": card }],
    });
    let message = id(&session.post("/messages", new).await);
    let press = json!({ "type": "submit", "messageId": message, "inputs": { "size": "L", "n": 2 } });
    let action = id(&session.as_dora(200, "/attachment/actions", press.clone()).await);
    session.get(&format!("/attachment/actions/{action}")).await;
    session.expect(400, Method::POST, "/attachment/actions", press).await;
    session
        .absent(&format!("/attachment/actions/{}", nobody(IdKind::AttachmentAction)), &[Method::GET])
        .await;

    let part =
        reqwest::multipart::Part::bytes(b"a,b\n".to_vec()).file_name("a.csv").mime_str("text/csv").unwrap();
    let form = reqwest::multipart::Form::new().text("toPersonEmail", "dora@example.com").part("files", part);
    let posted = session.webex.call(Method::POST, "/messages").multipart(form).send().await.unwrap();
    let posted = Reply::of(posted).await.json;
    let url = posted["files"][0].as_str().unwrap();
    let file = url.strip_prefix(session.webex.emulator.api_url()).unwrap();
    session.get(file).await;
    let head = Reply::of(session.webex.call(Method::HEAD, file).send().await.unwrap()).await;
    assert_eq!((head.status, head.header("content-length")), (200, "4"));
    let content = file.strip_prefix("/contents/").unwrap();
    assert!(session.webex.emulator.set_scan(content, Scan::Infected));
    session.expect(410, Method::GET, file, Value::Null).await;
    let file = format!("{}page/icon.svg", session.webex.emulator.page_url());
    let public = json!({ "toPersonEmail": "dora@example.com", "files": [file] });
    session.post("/messages", public).await;
}

async fn teams(session: &Session) {
    let new = session.post("/teams", json!({ "name": "Build Squad", "description": "The A Team" })).await;
    let (team, path) = (id(&new), format!("/teams/{}", id(&new)));
    session.get(&path).await;
    session.get("/teams?max=10").await;
    session.put(&path, json!({ "name": "Squad" })).await;
    let member = json!({ "teamId": team, "personEmail": "bob@example.com" });
    let member = format!("/team/memberships/{}", id(&session.post("/team/memberships", member).await));
    session.get(&member).await;
    session.get(&format!("/team/memberships?teamId={team}")).await;
    session.put(&member, json!({ "isModerator": true })).await;
    session.delete(&member).await;
    session.absent(&member, &THING).await;
    session.expect(400, Method::GET, "/team/memberships", Value::Null).await;
    session.expect(400, Method::POST, "/team/memberships", json!({ "teamId": team })).await;
    session.post("/rooms", json!({ "title": "Of the team", "teamId": team })).await;
    assert_eq!(session.get(&format!("/rooms?teamId={team}")).await["items"].as_array().unwrap().len(), 2);
    session.delete(&path).await;
    session.absent(&path, &THING).await;
    session.expect(400, Method::POST, "/teams", json!({})).await;
    session.unauthorized(Method::GET, "/teams").await;
}

async fn webhooks(session: &Session) {
    let new = |resource: &str, event: &str| {
        json!({ "name": "n", "targetUrl": session.receiver.url, "resource": resource, "event": event,
                "filter": "roomType=direct", "secret": "s3cret" })
    };
    let hook = session.post("/webhooks", new("messages", "created")).await;
    let path = format!("/webhooks/{}", id(&hook));
    let all = json!({ "name": "all", "targetUrl": session.receiver.url, "resource": "all", "event": "all" });
    session.post("/webhooks", all).await;
    session.get(&path).await;
    session.get("/webhooks?max=1").await;
    session.put(&path, json!({ "name": "m", "targetUrl": session.receiver.url, "status": "active" })).await;
    session.delete(&path).await;
    session.absent(&path, &THING).await;
    session.expect(400, Method::POST, "/webhooks", new("Messages", "created")).await;
    session.expect(403, Method::GET, "/webhooks?ownedBy=org", Value::Null).await;
}

async fn not_for_bots(session: &Session) {
    for (name, stance) in &OPERATIONS {
        if let Refused(status, _) = stance {
            let (method, template) = name.split_once(' ').unwrap();
            let path: Vec<&str> =
                template.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
            let method: Method = method.parse().unwrap();
            session.expect(*status, method.clone(), &path.join("/"), Value::Null).await;
            session.unauthorized(method, &path.join("/")).await;
        }
    }
}

/// A call as it is answered, for what the guard says of wrong ones.
fn call(method: &str, path: &str, status: u16, answer: &Value) -> Call {
    Call {
        method: method.to_owned(),
        path: format!("/v1{path}"),
        media_type: "application/json".to_owned(),
        body: b"{}".to_vec(),
        status,
        headers: vec![("trackingid".to_owned(), "t".to_owned())],
        answer: if answer.is_null() { Vec::new() } else { answer.to_string().into_bytes() },
    }
}

#[test]
fn the_guard_sees_what_is_wrong() {
    #[track_caller]
    fn check(call: &Call, parts: &[&str]) {
        let found = problems(call);
        assert_eq!(found.len(), parts.len(), "{found:#?}");
        for (found, part) in found.iter().zip(parts) {
            assert!(found.contains(part), "{found}");
        }
    }
    let team = |change: &[(&str, Value)]| {
        let id = nobody(IdKind::Team);
        let mut team = json!({ "id": id, "name": "n", "created": "2026-01-05T09:00:00.000Z" });
        for (name, value) in change {
            team[*name] = value.clone();
        }
        team
    };
    let of_team = |change: &[(&str, Value)]| call("GET", "/teams/x", 200, &team(change));
    check(&of_team(&[]), &[]);
    check(&of_team(&[("name", json!(7))]), &["/name: 7 is not of type \"string\""]);
    check(&of_team(&[("description", Value::Null)]), &["null is not of type"]);
    check(&of_team(&[("colour", json!("red"))]), &["('colour' was unexpected)"]);
    check(&of_team(&[("created", json!("2026-01-05T09:00:00Z"))]), &["does not match"]);
    check(&of_team(&[("id", json!("VEVBTQ=="))]), &["does not match"]);
    check(
        &call("GET", "/teams/x", 200, &json!({ "id": nobody(IdKind::Team), "name": "n" })),
        &["\"created\" is a required"],
    );
    check(
        &call("GET", "/teams", 200, &json!({ "items": [team(&[("name", json!(1))])] })),
        &["/items/0/name"],
    );
    check(&call("GET", "/teams/x", 201, &team(&[])), &["does not answer so"]);
    check(&call("DELETE", "/teams/x", 204, &team(&[])), &["there should be no body"]);
    check(&call("GET", "/colours", 200, &json!({})), &["no such operation"]);
    check(&call("GET", "/teams?colour=red", 200, &json!({ "items": [] })), &["no parameter colour"]);
    check(&call("GET", "/room/tabs", 200, &json!({ "items": [] })), &["the parameter \"roomId\" is missing"]);
    check(&call("POST", "/teams", 200, &team(&[])), &["request : \"name\" is a required"]);
    let refusal = |change: &[(&str, Value)]| {
        let mut body = json!({ "message": "m", "errors": [{ "description": "d" }], "trackingId": "t" });
        for (name, value) in change {
            body[*name] = value.clone();
        }
        call("GET", "/teams/x", 404, &body)
    };
    check(&refusal(&[]), &[]);
    check(&refusal(&[("message", json!(""))]), &["has a message"]);
    check(&refusal(&[("errors", json!([{ "text": "d" }]))]), &["says what is wrong"]);
    check(&refusal(&[("trackingId", json!("u"))]), &["that of the header"]);
    check(&call("GET", "/teams/x", 418, &json!({})), &["does not answer so"]);
}
