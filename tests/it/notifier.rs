//! The notifier over real HTTP: `wbot run` in a process of its own, signed real payloads posted by an
//! ordinary client, the messages read back through the REST API.

use crate::support::bot_process::{BotProcess, TOKEN, webex};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::path::Path;
use wbot::emulator::Emulator;

const SECRET: &str = "notifier-test-secret";

fn script() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts/north-star/github_notifier.wbot"))
}

fn payload(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/scripts/std_github/payloads/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    digest.iter().fold(String::from("sha256="), |signature, byte| signature + &format!("{byte:02x}"))
}

struct Github<'b> {
    client: reqwest::Client,
    bot: &'b BotProcess,
    deliveries: u32,
}

impl Github<'_> {
    /// Posts a delivery; gives the status.
    async fn post(&mut self, event: &str, body: Vec<u8>, signature: Option<String>) -> u16 {
        self.deliveries += 1;
        let mut request = self
            .client
            .post(format!("{}/github", self.bot.url))
            .header("content-type", "application/json")
            .header("x-github-event", event)
            .header("x-github-delivery", format!("delivery-{}", self.deliveries));
        if let Some(signature) = signature {
            request = request.header("x-hub-signature-256", signature);
        }
        request.body(body).send().await.expect("the bot listens").status().as_u16()
    }

    async fn post_signed(&mut self, event: &str, file: &str) -> u16 {
        let body = payload(file);
        let signature = signature(SECRET, &body);
        self.post(event, body, Some(signature)).await
    }
}

/// The bot's messages in the room, oldest first.
fn markdowns(emulator: &Emulator, room: &str) -> Vec<String> {
    let bot = emulator.bot().id;
    emulator.read(|world| {
        let messages = world.messages_in(room).filter(|message| message.person_id == bot);
        messages.map(|message| message.markdown.clone().unwrap_or_default()).collect()
    })
}

async fn rest_message(emulator: &Emulator, id: &str) -> serde_json::Value {
    let url = format!("{}/messages/{id}", emulator.api_url());
    let answer =
        reqwest::Client::new().get(url).bearer_auth(TOKEN).send().await.expect("the emulator listens");
    assert_eq!(answer.status().as_u16(), 200);
    answer.json().await.expect("a message")
}

async fn until_said(emulator: &Emulator, room: &str, count: usize) {
    let bot = emulator.bot().id;
    let said = emulator.until(|world| {
        let said = world.messages_in(room).filter(|message| message.person_id == bot).count();
        (said >= count).then_some(())
    });
    let waited = tokio::time::timeout(std::time::Duration::from_mins(1), said).await;
    assert!(waited.is_ok(), "message {count} did not come: {:?}", markdowns(emulator, room));
}

#[tokio::test(flavor = "multi_thread")]
async fn spaces_hear_what_github_tells() {
    let emulator = webex("Octo").await;
    let bot =
        BotProcess::start(env!("CARGO_BIN_EXE_wbot"), script(), &emulator, &[("GITHUB_SECRET", SECRET)])
            .await;
    let alice =
        emulator.read(|world| world.people().find(|it| !it.is_bot()).map(|it| it.id.clone())).expect("alice");
    let bot_id = emulator.bot().id;
    let room = emulator.create_room(&alice, "Builds", &[&bot_id]).expect("a room").id;
    emulator.say_in(&alice, &room, "@Octo follow Codertocat/Hello-World").expect("said");
    until_said(&emulator, &room, 1).await;

    let mut github = Github { client: reqwest::Client::new(), bot: &bot, deliveries: 0 };
    assert_eq!(github.post_signed("issues", "issues.opened.json").await, 200);
    until_said(&emulator, &room, 2).await;
    assert_eq!(github.post_signed("push", "push.json").await, 200);
    assert_eq!(github.post_signed("pull_request", "pull_request.opened.json").await, 200);
    until_said(&emulator, &room, 3).await;

    // Forged, unsigned and broken deliveries are turned away, and what comes later is served.
    let body = payload("issues.opened.json");
    let forged = signature("another secret", &body);
    assert_eq!(github.post("issues", body.clone(), Some(forged)).await, 401);
    assert_eq!(github.post("issues", body, None).await, 401);
    let broken = b"{\"action\": ".to_vec();
    let signed = signature(SECRET, &broken);
    assert!(github.post("issues", broken, Some(signed)).await < 500);
    assert_eq!(github.post_signed("ping", "ping.json").await, 200);
    emulator.say_in(&alice, &room, "@Octo unfollow Codertocat/Hello-World").expect("said");

    let said = loop {
        let said = markdowns(&emulator, &room);
        if said.last().is_some_and(|last| last.starts_with("No longer")) {
            break said;
        }
        until_said(&emulator, &room, said.len() + 1).await;
    };
    insta::assert_snapshot!(said.join("\n---\n"));
    let newest =
        emulator.read(|world| world.messages_in(&room).next_back().map(|message| message.id.clone()));
    let message = rest_message(&emulator, &newest.expect("said")).await;
    assert_eq!(message["text"], "No longer following Codertocat/Hello-World.");
    assert!(!bot.log().contains(SECRET) && !bot.log().contains(TOKEN), "no secret in the log");
    assert!(!bot.log().contains("panicked"), "{}", bot.log());
}
