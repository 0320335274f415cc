//! Presses of buttons while the bot is down: Webex delivers them again to a webhook, and lists them nowhere.

use crate::support::bot_process::{BotProcess, How, webex_with};
use crate::support::talk;
use std::time::Duration;
use tempfile::TempDir;
use wbot::emulator::{DeliveryPolicy, Emulator};

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);
const SCRIPT: &str = r#"bot "Cards"
state count: int = 0
card pick() { submit "Take" -> take(7) }
action take(n: int) { count += n; say "took {n}, {count} in all" }
command "card" { say card pick() }
command "count" { say "{count} by now" }
"#;

struct Scene {
    webex: Emulator,
    alice: String,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        // Again and again, as Webex does for a while.
        let delivery = DeliveryPolicy {
            attempts_max: 1000,
            pause_ms_max: 400,
            failures_max: 10_000,
            ..DeliveryPolicy::default()
        };
        let webex = webex_with("Cards", delivery).await;
        let alice = talk::alice(&webex);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("bot.wbot"), SCRIPT).unwrap();
        Self { webex, alice, folder }
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    async fn hears(&self, text: &str, bot: &BotProcess) {
        talk::hears(&self.webex, text, 1, || bot.log()).await;
    }

    /// The card, when it is there.
    async fn card(&self) -> (String, serde_json::Map<String, serde_json::Value>) {
        let card = self.webex.until(|world| world.messages().find(|it| !it.attachments.is_empty()).cloned());
        let card = tokio::time::timeout(PATIENCE, card).await.unwrap();
        let data = card.attachments[0].content["actions"][0]["data"].as_object().unwrap().clone();
        (card.id, data)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_gets_it_when_the_bot_is_back_once() {
    let scene = Scene::new().await;
    let script = scene.folder.path().join("bot.wbot");
    let how = How::of(env!("CARGO_BIN_EXE_wbot"), &script);
    let bot = BotProcess::start_as(&how, &scene.webex).await;
    scene.says("card");
    let (card, data) = scene.card().await;
    scene.webex.idle().await;
    bot.kill();
    scene.webex.click(&scene.alice, &card, data).unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    let mut bot = BotProcess::start_as(&how, &scene.webex).await;
    scene.hears("took 7, 7 in all", &bot).await;
    scene.webex.idle().await;
    scene.says("count");
    scene.hears("7 by now", &bot).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    assert!(!bot.log().contains("run/presses"), "nothing is lost: {}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_does_not_and_the_log_says_so() {
    let scene = Scene::new().await;
    let script = scene.folder.path().join("bot.wbot");
    let how = How::of(env!("CARGO_BIN_EXE_wbot"), &script);
    let bot = BotProcess::start_over_socket(&how, &scene.webex).await;
    scene.says("card");
    let (card, data) = scene.card().await;
    assert!(!bot.log().contains("run/presses"), "nothing was missed yet: {}", bot.log());
    bot.kill();
    scene.webex.click(&scene.alice, &card, data.clone()).unwrap();
    scene.says("count");
    let mut bot = BotProcess::start_over_socket(&how, &scene.webex).await;
    bot.until_logged("run/presses").await;
    scene.hears("0 by now", &bot).await;
    // The card is there still.
    scene.webex.click(&scene.alice, &card, data).unwrap();
    scene.hears("took 7, 7 in all", &bot).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    let line = bot.log().lines().find(|line| line.contains("run/presses")).unwrap().to_owned();
    assert!(line.contains("since=") && line.contains("until="), "{line}");
}
