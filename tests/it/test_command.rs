//! `wbot test`: what a newcomer reads where a test fails, results for CI, coverage.

use crate::wbot::Wbot;

/// A script whose tests all fail, each in its own way.
const FAILING: &str = include_str!("../data/failing.wbot");

#[test]
fn what_is_said_where_a_test_fails() {
    let wbot = Wbot::new().file("bot.wbot", FAILING).args(["test", "bot.wbot"]);
    let mut printed = wbot.run().code(1).stderr("");
    for part in [
        "- bot>   Deploying **api** ...\n        + bot>   Deploying **web** ...\n",
        "the bot said something that no line expects: bot to alice> Done.",
        "the bot said nothing here, but in another room: `bot to bob>`",
        "- bot>   /^Undeploying/",
        "the left side is 1, the right side is 2",
        "the left side is \"Al\", the right side is \"Ally\"",
        "add `mock http POST \"https://ci.example.com/run\" => 200 {}` before this line",
        "was called with {\"a\":1}, expected at least {\"a\":2}",
        "GET https://ci.example.com/run was not called; nothing was",
        "log: the connection was refused",
        "log: run/arithmetic at bot.wbot:",
        "alice sees no card with a button \"Sent\"; the newest card has \"Send\"",
        "the card has no input `raison`; it has `reason`",
        "- bot>   card other\n        + bot>   card form\n",
        "the caller got 401 {\"error\":\"the delivery is not verified\"}, expected 202",
        "the caller got {\"n\":1}, expected at least {\"n\":2}",
        "nothing was delivered before this line",
        "gone.csv: there is no such file",
        "who is to leave is not in this room",
        "log: ... 20 earlier lines\n        log: line 21\n",
        "24 tests: 0 passed, 24 failed",
    ] {
        printed = printed.stdout_has(part);
    }
}

const COVERED: &str = r#"bot "Covered" {}
card approval(id: int) {
  text "Approve {id}?"
  submit "Approve" -> decide(id, approved: true)
  submit "Reject" -> decide(id, approved: false)
}
action decide(id: int, approved: bool) {
  say if approved { "Approved." } else { "Rejected." }
}
command "ask" { say card approval(7) }
command "never" { say "never" }
command "size {n: int}" {
  if n > 10 { say "large" } else { say "small" }
}
test "a part" {
  alice> ask
  bot> card approval
  alice clicks "Approve"
  bot> Approved.
  alice> size 3
  bot> small
}
"#;

#[test]
fn coverage_says_what_no_test_reached() {
    let wbot = Wbot::new().file("bot.wbot", COVERED);
    let wbot = wbot.args(["test", "bot.wbot", "--coverage=out.info", "--junit", "out.xml"]);
    wbot.run()
        .code(0)
        .stderr("")
        .stdout_has("coverage of bot.wbot: handlers 3 of 4, branches ")
        .stdout_has(", card buttons 1 of 2\n")
        .stdout_has("bot.wbot:11: no test runs command \"never\"\n")
        .stdout_has("bot.wbot:5: no test presses \"Reject\" of card approval\n")
        .stdout_has(": never true\n")
        .stdout_has(": never false\n");
    let lcov = wbot.text("out.info");
    for part in ["SF:bot.wbot\n", "FNDA:1,command \"ask\"\n", "FNDA:0,command \"never\"\n", "FNF:6\nFNH:4\n"]
    {
        assert!(lcov.contains(part), "{part}\n{lcov}");
    }
    assert!(lcov.ends_with("end_of_record\n"), "{lcov}");
    let junit = wbot.text("out.xml");
    assert!(junit.contains("name=\"a part\" file=\"bot.wbot\" line=\"15\"/>"), "{junit}");
}

#[test]
fn a_script_that_does_not_compile_does_not_keep_the_others_from_running() {
    let good = "command \"hello\" { say \"hi\" }\ntest \"good\" {\n  alice> hello\n  bot> hi\n}\n";
    let wbot = Wbot::new().file("a.wbot", "command \"x\" {").file("b.wbot", good);
    let wbot = wbot.file("c.wbot", "command \"y\" { stop }\n").args(["test", ".", "--junit", "out.xml"]);
    wbot.run()
        .code(1)
        .stdout_has("syntax/unclosed-bracket")
        .stdout_has("ok    good")
        .stdout_has("1 test: 1 passed, 0 failed; 1 script could not be run");
    let junit = wbot.text("out.xml");
    assert!(junit.contains("<testsuites name=\"wbot\" tests=\"2\" failures=\"0\" errors=\"1\">"), "{junit}");
    wbot.args(["test", "c.wbot"]).run().code(2).stdout("").stderr_has("no test found");
}

#[test]
fn the_examples_of_the_page_about_tests_pass() {
    let page = std::fs::read_to_string(crate::source_tree::root().join("docs/reference/testing.md")).unwrap();
    let blocks = crate::markdown::blocks(&page);
    let scripts: Vec<_> = blocks.iter().filter(|block| block.language() == "wbot").collect();
    assert!(scripts.len() >= 3);
    for script in scripts {
        Wbot::new().file("bot.wbot", script.bytes()).args(["test", "bot.wbot"]).run().code(0).stderr("");
    }
}
