//! The bot is up and hears nothing: a question does not run out while its answer cannot come in.

use crate::support::scene::{Over, Scene};
use std::time::Duration;
use wbot::emulator::{CallFault, Fault, FrameFault, FrameKind};

const SCRIPT: &str = r#"bot "Asks"
command "ask" {
  let c = ask "Which colour?" within 3s else { say "too late"; stop }
  say "got {c}"
}
"#;

/// A bot that has asked.
async fn asked() -> Scene {
    let scene = Scene::new("Asks", SCRIPT, Over::Socket).await;
    scene.says("ask");
    scene.hears("Which colour?", 1).await;
    scene
}

/// The next frame does not come: the websocket is closed, and no other one can be opened.
fn goes_deaf(scene: &Scene) {
    let close = FrameFault::Close { code: 1011, reason: "out of order".to_owned() };
    scene.webex.inject(Fault::frame(FrameKind::Activity, close));
    let down = CallFault::Status { status: 503, retry_after_s: None };
    for method in ["GET", "POST", "PUT"] {
        scene.webex.inject(Fault::call(method, "/wdm", down.clone()).always());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_could_not_come_in_is_in_time() {
    let scene = asked().await;
    goes_deaf(&scene);
    scene.says("blue");
    scene.bot.until_logged("the websocket is gone").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(scene.said(), ["Which colour?"], "{}", scene.bot.log());
    scene.webex.clear_faults();
    scene.hears("got blue", 1).await;
    assert_eq!(scene.said(), ["Which colour?", "got blue"], "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_did_not_answer_is_told_when_that_is_known() {
    let scene = asked().await;
    goes_deaf(&scene);
    // Somebody else's words bring the frame that does not come.
    let room = scene.group("Team");
    scene.says_in(&room, "@Asks help");
    scene.bot.until_logged("the websocket is gone").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(scene.said(), ["Which colour?"], "{}", scene.bot.log());
    scene.webex.clear_faults();
    scene.hears("too late", 1).await;
}
