//! `wbot run` with its store, ended by `kill -9` and started again: what it was doing goes on.

use crate::support::bot_process::{BotProcess, How, webex};
use crate::support::talk;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use wbot::emulator::{CallFault, Emulator, Fault};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(2);

/// A bot on its emulated Webex, and Alice, who writes to it in private.
struct Scene {
    folder: TempDir,
    script: PathBuf,
    port: u16,
    webex: Emulator,
    alice: String,
}

impl Scene {
    async fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.wbot");
        fs::write(&path, script).unwrap();
        let webex = webex("Bot").await;
        let alice = talk::alice(&webex);
        let port = How::of(WBOT, &path).port;
        Self { folder, script: path, port, webex, alice }
    }

    async fn start(&self) -> BotProcess {
        let how = How { port: self.port, ..How::of(WBOT, &self.script) };
        BotProcess::start_as(&how, &self.webex).await
    }

    fn save(&self, script: &str) {
        fs::write(&self.script, script).unwrap();
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    /// What the bot has said to Alice so far.
    fn heard(&self) -> Vec<String> {
        talk::said(&self.webex)
    }

    /// Waits until the bot has said this so many times.
    async fn hears_times(&self, text: &str, times: usize) {
        talk::hears(&self.webex, text, times, String::new).await;
    }

    async fn hears(&self, text: &str) {
        self.hears_times(text, 1).await;
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("wbot.db")
    }

    /// Waits until the store has come so far.
    async fn until_inspected(&self, part: &str) {
        let comes = async {
            while !self.tool(&["inspect"]).0.contains(part) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, comes).await;
        assert!(waited.is_ok(), "{part:?} is not in\n{}", self.tool(&["inspect"]).0);
    }

    /// What `wbot store ...` prints, with its exit code.
    fn tool(&self, args: &[&str]) -> (String, Option<i32>) {
        let done =
            Command::new(WBOT).arg("store").args(args).current_dir(self.folder.path()).output().unwrap();
        let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (text, done.status.code())
    }
}

fn booking(version: &str) -> String {
    format!(
        "bot \"Bot\"\n\nstate bookings: int = 0\n\ncommand \"version\" {{ say \"{version}\" }}\n\n\
         command \"book\" {{\n  let day = ask \"{version}: which day?\"\n  \
         let seats = ask \"{version}: how many seats?\" as int\n  bookings += 1\n  \
         say \"{version}: {{seats}} seats on {{day}}, booking {{bookings}}\"\n}}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_outlives_a_new_version_and_two_kills() {
    let scene = Scene::new(&booking("one")).await;
    let bot = scene.start().await;
    scene.says("book");
    scene.hears("one: which day?").await;

    scene.save(&booking("two"));
    bot.until_logged("1 open conversation stays on version").await;
    assert!(bot.log().contains("until the end: command \"book\""), "{}", bot.log());
    scene.says("version");
    scene.hears("two").await;
    scene.hears_times("one: which day?", 2).await;
    scene.until_inspected("under way: 0 effects").await;
    bot.kill();
    drop(bot);

    let bot = scene.start().await;
    assert!(bot.log().contains("1 open conversation stays on version"), "{}", bot.log());
    let (text, code) = scene.tool(&["inspect"]);
    assert_eq!(code, Some(0), "{text}");
    for part in
        ["command \"book\" in version", "an answer to \"one: which day?\", with alice@example.com, since 2"]
    {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    scene.says("Monday");
    scene.hears("one: how many seats?").await;
    scene.until_inspected("an answer to \"one: how many seats?\"").await;
    bot.kill();
    drop(bot);

    let bot = scene.start().await;
    scene.says("3");
    scene.hears("one: 3 seats on Monday, booking 1").await;
    scene.says("book");
    scene.hears("two: which day?").await;
    scene.until_inspected("an answer to \"two: which day?\"").await;
    // The first version is needed no more: the next start drops it.
    bot.kill();
    drop(bot);
    let bot = scene.start().await;
    assert!(!bot.log().contains("stays on version"), "{}", bot.log());
    assert_eq!(scene.tool(&["check"]), ("wbot.db is sound\n".to_owned(), Some(0)));
    let (text, _) = scene.tool(&["inspect", "--json"]);
    let overview: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(overview["programs"].as_array().map(Vec::len), Some(1), "{text}");
    assert_eq!(overview["states"][0], serde_json::json!({ "state": "bookings", "owner": "", "value": 1 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_that_fell_due_while_the_bot_was_down_fires_once() {
    let script = "bot \"Bot\"\n\ncommand \"nap\" {\n  say \"good night\"\n  wait 1s\n  say \"good morning\"\n}\n\
                  command \"ping\" { say \"pong\" }\n";
    let scene = Scene::new(script).await;
    let bot = scene.start().await;
    scene.says("nap");
    scene.hears("good night").await;
    scene.until_inspected("waits for a time").await;
    bot.kill();
    drop(bot);
    // It falls due while nobody is there.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    let bot = scene.start().await;
    scene.hears("good morning").await;
    // Until then it may be said again.
    scene.until_inspected("under way: 0 effects").await;
    bot.kill();
    drop(bot);
    let _bot = scene.start().await;
    scene.says("ping");
    scene.hears("pong").await;
    assert_eq!(scene.heard(), ["good night", "good morning", "pong"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_comes_again_after_a_restart_runs_nothing() {
    let scene =
        Scene::new("bot \"Bot\"\n\nstate n: int = 0\ncommand \"count\" {\n  n += 1\n  say \"{n}\"\n}\n")
            .await;
    let bot = scene.start().await;
    scene.says("count");
    scene.hears("1").await;
    scene.until_inspected("0 runs").await;
    bot.kill();
    drop(bot);
    let _bot = scene.start().await;
    assert!(scene.webex.redeliver_last());
    scene.webex.idle().await;
    scene.says("count");
    scene.hears("2").await;
    assert_eq!(scene.heard(), ["1", "2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn state_grows_and_a_misfit_is_refused_with_the_value_and_the_path() {
    let version = |fields: &str, values: &str, said: &str| {
        format!(
            "bot \"Bot\"\n\ntype Trip = {{ {fields} }}\nstate trips: list<Trip> = []\n\n\
             command \"add {{city}}\" {{\n  trips.push({{ {values} }})\n  say \"{said}\"\n}}\n"
        )
    };
    let scene = Scene::new(&version("city: text", "city: city", "{trips.len} trips")).await;
    let bot = scene.start().await;
    scene.says("add Oslo");
    scene.hears("1 trips").await;
    scene.until_inspected("0 runs").await;
    bot.kill();
    drop(bot);
    let grown = version(
        "city: text, days: int = 2",
        "city: city",
        "{trips[0]?.days ?? 0} days in {trips[0]?.city ?? \"\"}",
    );
    scene.save(&grown);
    let bot = scene.start().await;
    scene.says("add Rome");
    scene.hears("2 days in Oslo").await;
    scene.until_inspected("0 runs").await;
    bot.kill();
    drop(bot);
    scene.save(&version("city: int", "city: 1", "{trips.len}"));
    let how = How::of(WBOT, &scene.script);
    let refused = Command::new(WBOT)
        .args([
            "run",
            "bot.wbot",
            "--api-url",
            scene.webex.api_url(),
            "--listen",
            &format!("127.0.0.1:{}", how.port),
        ])
        .current_dir(scene.folder.path())
        .env("WEBEX_TOKEN", crate::support::bot_process::TOKEN)
        .output()
        .unwrap();
    let text = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{text}");
    for part in ["`state trips`", "$[0].city: expected int, found text", r#"{"city":"Oslo","days":2}"#] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_keeps_what_a_later_version_wrote_besides() {
    let old = "bot \"Bot\"\n\ntype Trip = { city: text }\nstate trips: list<Trip> = [{ city: \"Oslo\" }]\n\n\
               command \"add\" {\n  let city = ask \"Where?\"\n  trips.push({ city: city })\n  say \"{trips.len} trips\"\n}\n";
    let scene = Scene::new(old).await;
    let bot = scene.start().await;
    scene.says("add");
    scene.hears("Where?").await;
    scene.save(
        "bot \"Bot\"\n\ntype Trip = { city: text, days: int = 2 }\nstate trips: list<Trip> = [{ city: \"Oslo\" }]\n\n\
         command \"stay\" {\n  trips[0]?.days = 9\n  say \"noted\"\n}\n\n\
         command \"show\" {\n  say \"{trips.map(t => \"{t.city} {t.days}\").join(\", \")}\"\n}\n",
    );
    bot.until_logged("1 open conversation").await;
    scene.says("stay");
    scene.hears("noted").await;
    scene.says("Rome");
    scene.hears("2 trips").await;
    scene.says("show");
    scene.hears("Oslo 9, Rome 2").await;
    bot.kill();
    drop(bot);
    // What the version in service has no more goes with its first change.
    scene.save(&old.replace("let city = ask \"Where?\"", "let city = \"Bern\""));
    assert!(scene.tool(&["inspect"]).0.contains("days"));
    let _bot = scene.start().await;
    scene.says("add");
    scene.hears("3 trips").await;
    let (text, _) = scene.tool(&["inspect"]);
    assert!(text.contains("Bern") && !text.contains("days"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_makes_the_same_store_again_and_the_bot_goes_on_with_it() {
    let scene = Scene::new(&booking("one")).await;
    let mut bot = scene.start().await;
    scene.says("book");
    scene.hears("one: which day?").await;
    scene.until_inspected("an answer to").await;
    // A second bot cannot have the store meanwhile.
    let (text, code) = scene.tool(&["import", "wbot.db", "bot.wbot"]);
    assert_eq!(code, Some(2), "{text}");
    assert_eq!(bot.terminate(), Some(0));
    drop(bot);
    let (lines, code) = scene.tool(&["export"]);
    assert_eq!(code, Some(0), "{lines}");
    assert!(!lines.contains("base64"), "all of it is readable: {lines}");
    fs::write(scene.folder.path().join("copy.jsonl"), &lines).unwrap();
    let (text, code) = scene.tool(&["import", "copy.db", "copy.jsonl"]);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(scene.tool(&["export", "copy.db"]).0, lines);
    fs::rename(scene.folder.path().join("copy.db"), scene.store()).unwrap();
    let _bot = scene.start().await;
    scene.says("Tuesday");
    scene.hears("one: how many seats?").await;
    let broken = lines.lines().next().unwrap().to_owned() + "\n{\"state\": \"n\"}\n";
    fs::write(scene.folder.path().join("broken.jsonl"), broken).unwrap();
    let (text, code) = scene.tool(&["import", "new.db", "broken.jsonl"]);
    assert_eq!((text.as_str(), code), ("wbot: broken.jsonl: line 2: it says no row of a store\n", Some(2)));
    // All but the end, in the last line or before it: much was read before that is seen.
    for cut in ["\"rows\"", "{\"end\""] {
        let half = lines.rsplit_once(cut).unwrap().0;
        fs::write(scene.folder.path().join("half.jsonl"), half).unwrap();
        assert_eq!(scene.tool(&["import", "new.db", "half.jsonl"]).1, Some(2));
    }
    let left = fs::read_dir(scene.folder.path()).unwrap().map(|it| it.unwrap().file_name());
    let left: Vec<_> = left.filter(|it| it.to_string_lossy().starts_with("new.db")).collect();
    assert_eq!(left, ["new.db.lock"], "no half of a store is left");
    assert_eq!(scene.tool(&["import", "new.db", "copy.jsonl"]).1, Some(0));
    assert_eq!(scene.tool(&["export", "new.db"]).0, lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_each_run_that_waits_is_known_since_when() {
    let script = "bot \"Bot\"\ncommand \"later\" { wait 1h; say \"now\" }\ncommand \"ask\" { let c = ask \"Which?\"; say c }\n\
                  command \"say\" { say \"hello\" }\n";
    let scene = Scene::new(script).await;
    let _bot = scene.start().await;
    let before_ms = jiff::Timestamp::now().as_millisecond();
    // The question last: it would be put again behind the other command, in the call that is to hang.
    scene.says("later");
    scene.until_inspected("waits for a time").await;
    scene.says("ask");
    scene.until_inspected("Which?").await;
    let hangs = Fault::call("POST", "/messages", CallFault::Latency { ms: 600_000 });
    scene.webex.inject(hangs);
    scene.says("say");
    scene.until_inspected("waits for an effect").await;
    let after_ms = jiff::Timestamp::now().as_millisecond();
    let (json, _) = scene.tool(&["inspect", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let waiting = json["waiting"].as_array().unwrap();
    assert_eq!(waiting.len(), 3, "{json:#}");
    for wait in waiting {
        let since_ms = wait["since_ms"].as_i64();
        assert!(since_ms.is_some_and(|ms| (before_ms..=after_ms).contains(&ms)), "{wait:#}");
    }
    let (text, _) = scene.tool(&["inspect"]);
    assert_eq!(text.matches(", since 20").count(), 3, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_time_is_in_time_though_the_bot_was_down() {
    let script = "bot \"Bot\"\ncommand \"ask\" {\n  let c = ask \"Which colour?\" within 3s else { say \"too late\"; stop }\n  say \"got {c}\"\n}\n";
    let scene = Scene::new(script).await;
    let bot = scene.start().await;
    scene.says("ask");
    scene.hears("Which colour?").await;
    scene.until_inspected("Which colour?").await;
    bot.kill();
    scene.says("blue");
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    let bot = scene.start().await;
    scene.hears("got blue").await;
    assert!(!scene.heard().contains(&"too late".to_owned()), "{:?}\n{}", scene.heard(), bot.log());
}
