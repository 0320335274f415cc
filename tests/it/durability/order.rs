//! In which order what was said comes to the bot.

use crate::support::bot_process::{BotProcess, How, webex};
use crate::support::talk;
use wbot::emulator::{CallFault, DeliveryFault, Fault};

const SCRIPT: &str = r#"bot "Order"
state heard: list<text> = []
command "note {what: text}" { heard.push(what); say heard.join(", ") }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_comes_before_what_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("bot.wbot");
    std::fs::write(&script, SCRIPT).unwrap();
    let webex = webex("Order").await;
    let alice = talk::alice(&webex);
    let how = How::of(env!("CARGO_BIN_EXE_wbot"), &script);
    let mut bot = BotProcess::start_as(&how, &webex).await;
    let says = |text: &str| webex.say_direct(&alice, text).unwrap();
    says("note one");
    talk::hears(&webex, "one", 1, || bot.log()).await;
    webex.idle().await;
    // Not killed: what was said last would be said again.
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    webex.inject(Fault::delivery(DeliveryFault::Drop).times(2));
    says("note two");
    says("note three");
    // The look for what was missed takes its time.
    webex.inject(Fault::call("GET", "/rooms", CallFault::Latency { ms: 1500 }));
    let bot = BotProcess::start_as(&how, &webex).await;
    says("note four");
    talk::hears(&webex, "one, two, three, four", 1, || bot.log()).await;
    assert_eq!(talk::said(&webex), ["one", "one, two", "one, two, three", "one, two, three, four"]);
}
