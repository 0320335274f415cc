//! What happens while the bot is down is made up for, unless nobody wants that.

use crate::support::bot_process::{BotProcess, webex};
use crate::support::talk;

const SCRIPT: &str = "bot \"Echo\"\ncommand \"hello {n: int}\" { say \"hello {n}\" }\n";
const ROOMS: &str = r#"bot "Echo"
command "hello" { say "hello" }
on join { if not room.is_direct { say to person("alice@example.com") "in {room.title}" } }
on leave { say to person("alice@example.com") "out" }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_answered_where_that_is_wanted() {
    let all = &["hello 1", "hello 2", "hello 3", "hello 4"][..];
    for (catch_up, want) in [("off", &["hello 1", "hello 3", "hello 4"][..]), ("1h", all)] {
        let folder = tempfile::tempdir().unwrap();
        let [script, store] = ["bot.wbot", "wbot.db"].map(|name| folder.path().join(name));
        std::fs::write(&script, SCRIPT).unwrap();
        let webex = webex("Echo").await;
        let alice = talk::alice(&webex);
        let start = async |catch_up: &str| {
            let args = ["--store", store.to_str().unwrap(), "--catch-up", catch_up];
            let bot = BotProcess::over_socket(env!("CARGO_BIN_EXE_wbot"), &script, &webex, &args).await;
            bot.until_logged(" is running").await;
            bot
        };
        let mut bot = start(catch_up).await;
        webex.say_direct(&alice, "hello 1").unwrap();
        talk::hears(&webex, "hello 1", 1, || bot.log()).await;
        assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
        webex.say_direct(&alice, "hello 2").unwrap();
        let mut bot = start(catch_up).await;
        if want.contains(&"hello 2") {
            talk::hears(&webex, "hello 2", 1, || bot.log()).await;
        }
        webex.say_direct(&alice, "hello 3").unwrap();
        talk::hears(&webex, "hello 3", 1, || bot.log()).await;
        assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
        // What was not wanted then is not wanted later.
        let bot = start("1h").await;
        bot.until_logged("connected to Webex").await;
        webex.say_direct(&alice, "hello 4").unwrap();
        talk::hears(&webex, "hello 4", 1, || bot.log()).await;
        assert_eq!(talk::said(&webex), want, "{catch_up}: {}", bot.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_that_it_came_into_or_left_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let [script, store] = ["bot.wbot", "wbot.db"].map(|name| folder.path().join(name));
    std::fs::write(&script, ROOMS).unwrap();
    let webex = webex("Echo").await;
    let (alice, me) = (talk::alice(&webex), webex.bot().id);
    let [first, _] = ["First", "Stays"].map(|title| webex.create_room(&alice, title, &[&me]).unwrap().id);
    let start = async || {
        let args = ["--store", store.to_str().unwrap()];
        let bot = BotProcess::over_socket(env!("CARGO_BIN_EXE_wbot"), &script, &webex, &args).await;
        bot.until_logged(" is running").await;
        bot
    };
    let mut bot = start().await;
    webex.say_direct(&alice, "hello").unwrap();
    talk::hears(&webex, "hello", 1, || bot.log()).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    webex
        .act(|world, _| {
            let of_bot = world.memberships_in(&first).find(|it| it.person_id == me).unwrap().id.clone();
            world.delete_membership(&alice, &of_bot)
        })
        .unwrap();
    webex.create_room(&alice, "Second", &[&me]).unwrap();
    for times in 2..4 {
        let mut bot = start().await;
        for text in ["in Second", "out"] {
            talk::hears(&webex, text, 1, || bot.log()).await;
        }
        webex.say_direct(&alice, "hello").unwrap();
        talk::hears(&webex, "hello", times, || bot.log()).await;
        assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    }
    let said = talk::said(&webex);
    for text in ["in Second", "out"] {
        assert_eq!(said.iter().filter(|it| *it == text).count(), 1, "each once: {said:?}");
    }
    assert!(!said.contains(&"in First".to_owned()), "{said:?}");
}
