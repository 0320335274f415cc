//! The real program: arguments and files in, output and exit code out.

use crate::wbot::Wbot;

const CLEAN: &str = "command \"hello\" {\n  say \"Hi!\"\n}\n";
const BROKEN: &str = "command \"hello\" {\n  say \"Hi!\" )\n}\n";
const WARNS: &str = "secret CI\non webhook \"/ci\" verify token(\"X-Token\", CI) as event {\n  log info \"delivery\"\n}\n\ntest \"a delivery\" \
                     {\n  webhook \"/ci\" file \"gone.json\"\n}\n";

#[test]
fn check_says_that_nothing_is_wrong() {
    Wbot::new()
        .file("bot.wbot", CLEAN)
        .args(["check", "bot.wbot"])
        .run()
        .code(0)
        .stdout("no problems in bot.wbot\n")
        .stderr("");
}

#[test]
fn check_shows_errors_on_standard_output() {
    let printed = Wbot::new().file("bot.wbot", BROKEN).args(["check", "bot.wbot"]).run().code(1).stderr("");
    insta::assert_snapshot!(printed.stdout);
}

#[test]
fn check_without_paths_is_the_current_folder() {
    let bots = Wbot::new().file("a/one.wbot", CLEAN).file("two.wbot", BROKEN).file(".git/three.wbot", BROKEN);
    let printed = bots.args(["check", "--format", "short"]).run().code(1).stderr("");
    let lines: Vec<&str> = printed.stdout.lines().collect();
    assert!(
        matches!(lines.as_slice(), [one] if one.starts_with("two.wbot:2:13: error[syntax/stray-bracket]: ")),
        "{lines:?}"
    );
}

#[test]
fn json_has_the_promised_fields() {
    let printed = Wbot::new()
        .file("bot.wbot", BROKEN)
        .args(["check", "bot.wbot", "--format", "json"])
        .run()
        .code(1)
        .stderr("");
    let found: serde_json::Value = serde_json::from_str(&printed.stdout).expect("the output is JSON");
    let one = found.get(0).and_then(serde_json::Value::as_object).expect("an array of objects");
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    let promised =
        ["code", "severity", "message", "help", "file", "line", "column", "end_line", "end_column"];
    assert_eq!(names, promised);
    assert_eq!((&one["file"], &one["line"]), (&"bot.wbot".into(), &2.into()));
    Wbot::new().file("bot.wbot", CLEAN).args(["check", "--format", "json"]).run().code(0).stdout("[]\n");
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let bot = Wbot::new().file("bot.wbot", WARNS).args(["check", "bot.wbot"]);
    bot.run().code(0).stdout_has("file/test-file-missing").stdout_has("warning");
    bot.args(["check", "bot.wbot", "--deny-warnings"]).run().code(1);
}

#[test]
fn a_file_that_others_use_is_checked_once() {
    let bots = Wbot::new()
        .file("a.wbot", "use \"./lib/shared.wbot\" as shared\n")
        .file("b.wbot", "use \"./lib/shared.wbot\" as shared\n")
        .file("lib/shared.wbot", "fn twice(x: int) = (x * 2\n");
    let printed = bots.args(["check", "--format", "short"]).run().code(1);
    assert_eq!(printed.stdout.matches("lib/shared.wbot:1:").count(), 1, "{}", printed.stdout);
}

#[test]
fn a_circle_of_files_is_reported_once() {
    let bots = Wbot::new()
        .file("a.wbot", "use \"./b.wbot\" as b\n")
        .file("b.wbot", "use \"./a.wbot\" as a\n")
        .args(["check", "--format", "short"]);
    let printed = bots.run().code(1);
    assert_eq!(printed.stdout.matches("file/use-cycle").count(), 1, "{}", printed.stdout);
}

#[test]
fn what_cannot_be_checked_ends_with_2() {
    for (args, message) in [
        (vec!["check"], "wbot: no .wbot file found in `.`\n"),
        (vec!["check", "gone.wbot"], "wbot: there is no file or folder `gone.wbot`\n"),
    ] {
        Wbot::new().file("readme.md", "").args(args).run().code(2).stdout("").stderr(message);
    }
    Wbot::new().args(["chekc"]).run().code(2).stdout("").stderr_has("check");
}

#[test]
fn a_file_in_another_encoding_is_a_diagnostic() {
    Wbot::new()
        .file("bot.wbot", b"say \"Gr\xFC\xDFe\"")
        .args(["check", "--format", "short"])
        .run()
        .code(1)
        .stdout("bot.wbot:1:8: error[file/not-utf8]: found a byte that is no UTF-8\n");
}

#[test]
fn colours_are_for_terminals() {
    let bot = Wbot::new().file("bot.wbot", BROKEN).args(["check"]);
    assert!(!bot.run().stdout.contains('\u{1b}'), "a pipe is no terminal");
    assert!(bot.env("CLICOLOR_FORCE", "1").run().stdout.contains('\u{1b}'), "forced");
}

#[test]
fn settings_must_fit_the_script() {
    let bot = "config max_items: int = 5\n";
    let bots = Wbot::new().file("bot.wbot", bot).file("deploy.toml", "max_items = 7\n");
    let bots = bots.args(["check", "bot.wbot", "--set", "max_items=6", "--config", "deploy.toml"]);
    bots.run().code(0).stderr("");
    let bots = bots.args(["check", "bot.wbot", "--set", "max_itms=6"]);
    bots.run()
        .code(2)
        .stderr("wbot: --set: the script has no config `max_itms`; did you mean `max_items`?\n");
    let bots = bots.args(["check", "bot.wbot"]).env("WBOT_MAX_ITEMS", "many");
    bots.run()
        .code(2)
        .stderr("wbot: config `max_items` from the environment: expected a whole number, found `many`\n");
    let bots = bots.file("other.wbot", "const x = 1\n").env("WBOT_MAX_ITEMS", "5");
    bots.args(["check", ".", "--set", "max_items=6"]).run().code(0).stderr("");
}

#[test]
fn error_explains_a_code() {
    let wbot = Wbot::new();
    let wbot = wbot.args(["error", "file/not-found"]);
    let printed = wbot.run().code(0).stderr("");
    insta::assert_snapshot!(printed.stdout);
    let wbot = wbot.args(["error", "file/not-foumd"]);
    wbot.run()
        .code(2)
        .stdout("")
        .stderr("wbot: there is no code `file/not-foumd`; did you mean `file/not-found`?\n");
    wbot.args(["error"]).run().code(0).stdout_has("file/not-found").stdout_has("syntax/unexpected");
}

#[test]
fn help_names_the_commands() {
    let wbot = Wbot::new();
    let wbot = wbot.args(["--help"]);
    wbot.run().code(0).stdout_has("check").stdout_has("error").stderr("");
    wbot.args(["check", "--help"]).run().code(0).stdout_has("--deny-warnings").stdout_has("--set");
}

#[test]
fn explain_prints_the_decision() {
    let script = r#"bot "Desk" { allow domain "acme.com" }
group admins = "alice@acme.com"
command "deploy {n: int}" for admins limit 2 per 1m { say "{n}" }
command "deploy status" in group { say "fine" }
command "meet {r: room}" { say r.title }
group hands = room "Ops"
command "page {who}" for hands { say who }
on message /\b(?<key>WEB-\d+)\b/ { say key }
intent weather { "what is the weather like" "will it rain today" "weather forecast please" }
on weather { say "Sunny." }
otherwise { say "?" }
"#;
    let run = |text: &str, more: &[&str]| {
        let args = ["explain", "bot.wbot", text].into_iter().chain(more.iter().copied());
        Wbot::new().file("bot.wbot", script).args(args).run().code(0).stdout
    };
    let (alice, bob): (&[&str], &[&str]) = (&["--as", "alice@acme.com"], &["--as", "bob@acme.com"]);
    let in_ops: &[&str] = &["--as", "bob@acme.com", "--in", "Ops"];
    let mut all = String::new();
    for (text, more) in [
        ("deploy 3", alice),
        ("deploy 3", bob),
        ("deploy 3", &[]),
        ("deploy x", alice),
        ("deploy status", bob),
        ("deploy status", in_ops),
        ("deploy 3 4", alice),
        ("page ada", bob),
        ("page ada", in_ops),
        ("meet ops", in_ops),
        ("see WEB-17", bob),
        ("is it going to rain today?", bob),
        ("tell me a joke", bob),
        ("help", bob),
        ("deploy 3", &["--as", "eve@other.com"]),
    ] {
        let shown = more.iter().fold(String::new(), |shown, arg| shown + " " + arg);
        all.push_str(&format!("> {text}{shown}\n{}\n", run(text, more)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn explain_knows_people_as_tests_do() {
    let script = "group admins = \"alice@acme.com\"\n\ncommand \"go\" for admins { say \"Gone.\" }\n\n\
                  test \"go\" {\n  person alice = \"alice@acme.com\"\n  alice> go\n  bot> Gone.\n}\n";
    let run = |who: &str| {
        let args = ["explain", "bot.wbot", "go", "--as", who];
        Wbot::new().file("bot.wbot", script).args(args).run().code(0).stdout
    };
    let first = |who: &str| run(who).lines().next().unwrap_or_default().to_owned();
    assert_eq!(first("alice"), "`alice` is alice@acme.com, as in tests");
    assert!(run("alice").contains("`for admins`: lets them through"));
    assert_eq!(first("nobody"), "`nobody` is nobody@example.com, as in tests");
    assert!(!run("alice@acme.com").contains("as in tests"));
}

#[test]
fn what_cannot_be_read_is_said_as_it_is() {
    let said = |args: &[&str], part: &str| {
        let printed = Wbot::new()
            .file("bot.wbot", "command \"a\" { say x }\n")
            .file("empty.db", "")
            .args(args.iter().copied())
            .run()
            .code(2)
            .stdout("");
        assert!(printed.stderr.contains(part), "{args:?} says no {part}: {}", printed.stderr);
    };
    said(&["explain", "bot.wbot", "hi"], "there is no `x` here");
    said(&["explain", "gone.wbot", "hi"], "there is no file `gone.wbot`");
    said(&["dev", "gone.wbot"], "help: look at its name, and at the folder that you are in");
    said(&["bot.wbot"], "wbot: `bot.wbot` is a script, and a command comes first: wbot dev bot.wbot");
    said(&["store", "inspect", "empty.db"], "empty.db is no store of wbot");
}

#[test]
fn it_is_not_looked_back_further_than_is_known() {
    let run = |time: &str| {
        let args = ["run", "bot.wbot", "--catch-up", time];
        Wbot::new().file("bot.wbot", CLEAN).env("WEBEX_TOKEN", "").args(args).run().code(2)
    };
    run("10d").stderr_has("it is 7d at most: what came longer ago is not known any more");
    run("soon").stderr_has("a time is like `24h`, or `off`");
    for time in ["7d", "1h", "off"] {
        run(time).stderr_has("there is no WEBEX_TOKEN");
    }
}
