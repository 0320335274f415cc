//! In which order what was said comes to the bot.

use crate::support::scene::{Over, Scene};
use wbot::emulator::{CallFault, DeliveryFault, Fault};

const SCRIPT: &str = r#"bot "Order"
state heard: list<text> = []
command "note {what: text}" { heard.push(what); say heard.join(", ") }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_comes_before_what_is_said_at_the_start() {
    let mut scene = Scene::new("Order", SCRIPT, Over::Webhooks).await;
    scene.says("note one");
    scene.hears("one", 1).await;
    scene.webex.idle().await;
    // Not killed: what was said last would be said again.
    assert_eq!(scene.bot.terminate(), Some(0), "{}", scene.bot.log());
    scene.webex.inject(Fault::delivery(DeliveryFault::Drop).times(2));
    scene.says("note two");
    scene.says("note three");
    // The look for what was missed takes its time.
    scene.webex.inject(Fault::call("GET", "/rooms", CallFault::Latency { ms: 1500 }));
    scene.starts_again().await;
    scene.says("note four");
    scene.hears("one, two, three, four", 1).await;
    assert_eq!(scene.said(), ["one", "one, two", "one, two, three", "one, two, three, four"]);
}
