//! `wbot card`: from JSON to a script and back.

use crate::cards::{errors, samples};
use crate::wbot::Wbot;

const BOT: &str = r#"type Ticket = { id: text, title: text }

card approval(t: Ticket, cost: float = 1.5) {
  text "Approve {t.title}?" weight: bolder
  input reason: text "Why?"
  submit "Approve" -> decide(t.id)
  submit "Look" data: { "x": 1 } -> decide(t.id)
}

card one(t: Ticket) { open t.title t.id }

action decide(id: text, reason: text?) { say "{id} {reason ?? ""}" }

command "go" { say card approval({ id: "1", title: "x" }) }
"#;
const BROKEN: &str = r#"{ "type": "AdaptiveCard", "version": "1.4", "body": [
  { "type": "TextBlok", "text": "x" },
  { "type": "TextBlock", "text": "x", "wrap": "true", "colour": "good" },
  { "type": "Input.Text", "isRequired": true } ] }"#;
const GOOD: &str = r#"{ "type": "AdaptiveCard", "version": "1.0", "body": [
  { "type": "TextBlock", "text": "Hi {you}", "wrap": true },
  { "type": "Input.Text", "id": "name", "label": "Your name" } ],
  "actions": [{ "type": "Action.Submit", "title": "Send" }] }"#;

#[test]
fn a_card_becomes_a_script_that_gives_it_back() {
    let script = "card hello_world() {\n  text \"Hi \\{you}\"\n  input name: text \"Your name\"\n  submit \"Send\"\n}\n";
    Wbot::new()
        .file("HelloWorld.card.json", GOOD)
        .args(["card", "import", "HelloWorld.card.json"])
        .run()
        .code(0)
        .stdout(script)
        .stderr_has("feature-newer-than-version");
    let shown =
        Wbot::new().file("bot.wbot", script).args(["card", "show", "bot.wbot", "hello_world"]).run().code(0);
    let shown: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(shown["body"][0]["text"], "Hi {you}");
    assert_eq!(shown["actions"][0], serde_json::json!({ "type": "Action.Submit", "title": "Send" }));
}

#[test]
fn what_is_imported_is_laid_out() {
    let mut all = Wbot::new();
    let mut names = Vec::new();
    for (at, sample) in samples().iter().enumerate().filter(|(_, sample)| errors(&sample.json).is_empty()) {
        names.push(format!("card{at}.json"));
        all = all.file(&format!("card{at}.json"), sample.json.to_string());
    }
    let args: Vec<&str> = ["card", "import"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let imported = all.args(args).run().code(0).stdout;
    assert!(imported.matches("\ncard ").count() > 200, "{} cards are one script", names.len());
    Wbot::new().file("cards.wbot", &imported).args(["fmt", "--check", "cards.wbot"]).run().code(0);
}

#[test]
fn what_webex_does_not_take_is_refused_with_all_that_is_wrong() {
    let printed = Wbot::new()
        .file("broken.json", BROKEN)
        .file("none.json", "{ \"type\": ")
        .args(["card", "import", "broken.json", "none.json", "gone.json"])
        .run()
        .code(2)
        .stdout("");
    for part in [
        "broken.json: error[version-too-new] at /version: ",
        "broken.json: error[unknown-element] at /body/0: there is no element \"TextBlok\"\n  help: did you mean `TextBlock`?\n",
        "broken.json: error[wrong-type] at /body/1/wrap: `wrap` is the text \"true\", it must be `true` or `false`\n",
        "broken.json: error[unknown-property] at /body/1/colour: a `TextBlock` has no property `colour`\n",
        "broken.json: error[input-needs-id] at /body/2: ",
        "wbot: broken.json is not for Webex: 5 errors\n",
        "wbot: none.json is no JSON: EOF while parsing a value at line 1 column 10\n",
        "wbot: there is no file `gone.json`\n",
    ] {
        assert!(printed.stderr.contains(part), "{part} is not in:\n{}", printed.stderr);
    }
}

#[test]
fn a_template_is_used_as_it_is() {
    let template =
        GOOD.replace("Hi {you}", "Hi ${name}").replace("\"wrap\": true", "\"$when\": \"${wants}\"");
    Wbot::new()
        .file("hello.card.json", &template)
        .args(["card", "import", "hello.card.json"])
        .run()
        .code(1)
        .stdout("")
        .stderr_has("card hello(p: T) from \"./hello.card.json\"");
}

#[test]
fn show_prints_what_webex_is_sent() {
    let bot = || Wbot::new().file("bot.wbot", BOT);
    let data = r#"{ "t": { "id": "7", "title": "a *b*" } }"#;
    let printed =
        bot().args(["card", "show", "bot.wbot", "approval", "--data", data]).run().code(0).stderr("");
    let shown: serde_json::Value = serde_json::from_str(&printed.stdout).unwrap();
    let expected = serde_json::json!({
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": [
            { "type": "TextBlock", "text": "Approve a \\*b\\*?", "wrap": true, "weight": "bolder" },
            { "type": "Input.Text", "id": "reason", "label": "Why?" },
        ],
        "actions": [
            { "type": "Action.Submit", "title": "Approve" },
            { "type": "Action.Submit", "title": "Look", "data": { "x": 1 } },
        ],
    });
    assert_eq!(shown, expected);
    bot()
        .args(["card", "show", "bot.wbot", "one", "--data", r#"{ "id": "https://acme.com", "title": "x" }"#])
        .run()
        .code(0)
        .stdout_has("https://acme.com");
    bot()
        .args(["card", "show", "bot.wbot", "one", "--data", r#"{ "id": "acme", "title": "x" }"#])
        .run()
        .code(1)
        .stderr_has("card one: error[bad-url] at /actions/0/url: ");
}

#[test]
fn show_says_what_it_needs() {
    let bot = || Wbot::new().file("bot.wbot", BOT);
    let check = |args: &[&str], part: &str| {
        let mut all = vec!["card", "show", "bot.wbot"];
        all.extend(args);
        bot().args(all).run().code(2).stdout("").stderr_has(part);
    };
    check(&["aproval"], "there is no card `aproval`; did you mean `approval`?");
    check(&["approval"], "card approval needs `t`");
    check(&["approval", "--data", "{"], "--data is no JSON");
    check(
        &["approval", "--data", r#"{ "t": { "id": "7" } }"#],
        "the data does not fit `t`: $.title: expected text",
    );
    check(
        &["approval", "--data", r#"{ "t": { "id": "7", "title": "x" }, "csot": 1 }"#],
        "did you mean `cost`?",
    );
}

#[test]
fn a_script_with_errors_shows_no_card_but_the_errors() {
    let printed = Wbot::new()
        .file("bot.wbot", "card c() { text x }\n")
        .args(["card", "show", "bot.wbot", "c"])
        .run()
        .code(2)
        .stdout("");
    assert!(printed.stderr.contains("there is no `x` here"), "{}", printed.stderr);
}

#[test]
fn people_rooms_messages_and_files_have_stand_ins() {
    let script = r#"type Invite = { who: person, where: room, others: list<person> = [], backup: room? }
state topic: text = "plans" per room

card invite(i: Invite, m: message, f: file) {
  text "{i.who.name} ({i.who.email}) to {i.where.title}, {i.where.people.len} there, {i.where.topic}"
  text "{i.others.map(p => p.name).join("+")} {m.text} {m.files.len} {f.name}{f.text}"
  if i.backup != none { text "or {i.backup.title}" }
}

card hello(r: room) { text "Hello {r}" }

command "go" { stop }
"#;
    let bot = || Wbot::new().file("bot.wbot", script);
    let texts = |card: &str, data: &str| -> Vec<String> {
        let printed = bot().args(["card", "show", "bot.wbot", card, "--data", data]).run().code(0).stderr("");
        let shown: serde_json::Value = serde_json::from_str(&printed.stdout).unwrap();
        let lines = shown["body"].as_array().unwrap().iter();
        lines.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
    };
    let data = r#"{ "i": { "who": "Bob@acme.com", "where": "Ops", "others": ["ada@acme.com", "eve@acme.com"], "backup": "Builds" },
        "m": "see above", "f": "report.csv" }"#;
    assert_eq!(
        texts("invite", data),
        ["bob (bob@acme.com) to Ops, 0 there, plans", "ada+eve see above 0 report.csv", "or Builds",]
    );
    assert_eq!(texts("hello", r#"{ "r": "Ops" }"#), ["Hello Ops"]);
    assert_eq!(texts("hello", r#""Ops""#), ["Hello Ops"]);
    bot()
        .args(["card", "show", "bot.wbot", "hello", "--data", r#"{ "r": 5 }"#])
        .run()
        .code(2)
        .stderr_has("the data does not fit `r`: $: expected room, found");
}
