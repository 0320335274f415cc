//! The bot is up and hears nothing: a question does not run out while its answer cannot come in.

use crate::support::bot_process::{BotProcess, How, webex};
use crate::support::talk;
use std::time::Duration;
use wbot::emulator::{CallFault, Emulator, Fault, FrameFault, FrameKind};

const SCRIPT: &str = r#"bot "Asks"
command "ask" {
  let c = ask "Which colour?" within 3s else { say "too late"; stop }
  say "got {c}"
}
"#;

struct Scene {
    webex: Emulator,
    bot: BotProcess,
    alice: String,
    _folder: tempfile::TempDir,
}

impl Scene {
    /// A bot that has asked.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("bot.wbot");
        std::fs::write(&script, SCRIPT).unwrap();
        let webex = webex("Asks").await;
        let alice = talk::alice(&webex);
        let how = How::of(env!("CARGO_BIN_EXE_wbot"), &script);
        let mut bot = BotProcess::start_over_socket(&how, &webex).await;
        bot.connected(&webex).await;
        let scene = Self { webex, bot, alice, _folder: folder };
        scene.says("ask");
        scene.hears("Which colour?").await;
        scene
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    async fn hears(&self, text: &str) {
        talk::hears(&self.webex, text, 1, || self.bot.log()).await;
    }

    /// The next frame does not come: the websocket is closed, and no other one can be opened.
    fn goes_deaf(&self) {
        let close = FrameFault::Close { code: 1011, reason: "out of order".to_owned() };
        self.webex.inject(Fault::frame(FrameKind::Activity, close));
        let down = CallFault::Status { status: 503, retry_after_s: None };
        for method in ["GET", "POST", "PUT"] {
            self.webex.inject(Fault::call(method, "/wdm", down.clone()).always());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_could_not_come_in_is_in_time() {
    let scene = Scene::new().await;
    scene.goes_deaf();
    scene.says("blue");
    scene.bot.until_logged("the websocket is gone").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(talk::said(&scene.webex), ["Which colour?"], "{}", scene.bot.log());
    scene.webex.clear_faults();
    scene.hears("got blue").await;
    assert_eq!(talk::said(&scene.webex), ["Which colour?", "got blue"], "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_did_not_answer_is_told_when_that_is_known() {
    let scene = Scene::new().await;
    scene.goes_deaf();
    // Somebody else's words bring the frame that does not come.
    let room = scene.webex.create_room(&scene.alice, "Team", &[&scene.webex.bot().id]).unwrap().id;
    scene.webex.say_in(&scene.alice, &room, "@Asks help").unwrap();
    scene.bot.until_logged("the websocket is gone").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(talk::said(&scene.webex), ["Which colour?"], "{}", scene.bot.log());
    scene.webex.clear_faults();
    scene.hears("too late").await;
}
