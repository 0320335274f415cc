//! What Alice and the bot say to each other, for tests that run a bot beside an embedded Webex.

use std::time::Duration;
use wbot::emulator::Emulator;

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(2);

/// The id of Alice, who is there from the start.
pub fn alice(webex: &Emulator) -> String {
    webex.read(|world| world.person_by_email("alice@example.com").unwrap().id.clone())
}

/// What the bot has said so far, anywhere, in order.
pub fn said(webex: &Emulator) -> Vec<String> {
    let bot = webex.bot().id;
    webex.read(|world| world.messages().filter(|it| it.person_id == bot).map(|it| it.text.clone()).collect())
}

/// Waits until the bot has said this so many times; `log`: what else to print if it does not.
pub async fn hears(webex: &Emulator, text: &str, times: usize, log: impl Fn() -> String) {
    let bot = webex.bot().id;
    let there = webex.until(|world| {
        let same = world.messages().filter(|it| it.person_id == bot && it.text == text).count();
        (same >= times).then_some(())
    });
    let waited = tokio::time::timeout(PATIENCE, there).await;
    assert!(waited.is_ok(), "`{text}` was not said {times} times: {:?}\n{}", said(webex), log());
}
