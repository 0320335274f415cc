//! What is written while the bot is down is made up for, unless nobody wants that.

use crate::support::bot_process::{BotProcess, webex};
use crate::support::talk;

const SCRIPT: &str = "bot \"Echo\"\ncommand \"hello {n: int}\" { say \"hello {n}\" }\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_answered_where_that_is_wanted() {
    for (catch_up, want) in [("off", &["hello 1", "hello 3"][..]), ("1h", &["hello 1", "hello 2", "hello 3"])]
    {
        let folder = tempfile::tempdir().unwrap();
        let [script, store] = ["bot.wbot", "wbot.db"].map(|name| folder.path().join(name));
        std::fs::write(&script, SCRIPT).unwrap();
        let webex = webex("Echo").await;
        let alice = talk::alice(&webex);
        let start = async || {
            let args = ["--store", store.to_str().unwrap(), "--catch-up", catch_up];
            let bot = BotProcess::over_socket(env!("CARGO_BIN_EXE_wbot"), &script, &webex, &args).await;
            bot.until_logged(" is running").await;
            bot
        };
        let mut bot = start().await;
        webex.say_direct(&alice, "hello 1").unwrap();
        talk::hears(&webex, "hello 1", 1, || bot.log()).await;
        assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
        webex.say_direct(&alice, "hello 2").unwrap();
        let bot = start().await;
        if want.contains(&"hello 2") {
            talk::hears(&webex, "hello 2", 1, || bot.log()).await;
        }
        webex.say_direct(&alice, "hello 3").unwrap();
        talk::hears(&webex, "hello 3", 1, || bot.log()).await;
        assert_eq!(talk::said(&webex), want, "{catch_up}: {}", bot.log());
    }
}
