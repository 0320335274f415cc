//! `wbot test`: what a newcomer reads where a test fails, results for CI, coverage.

use crate::wbot::Wbot;

/// A script whose tests all fail, each in its own way.
const FAILING: &str = include_str!("../data/failing.wbot");

#[test]
fn what_is_said_where_a_test_fails() {
    let printed = Wbot::new().file("bot.wbot", FAILING).args(["test", "bot.wbot"]).run().code(1).stderr("");
    insta::assert_snapshot!(printed.stdout);
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
    let printed = wbot.run().code(0).stderr("");
    let lcov = wbot.text("out.info");
    insta::assert_snapshot!(format!("{}\n{lcov}", printed.stdout));
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

#[test]
fn a_config_that_no_test_gives_a_value_fails_only_that_test() {
    let script = "config n: int\n\ncommand \"n\" { say \"{n}\" }\n\n\
                  test \"given\" {\n  set n = 4\n  alice> n\n  bot> 4\n}\n\n\
                  test \"too late\" {\n  alice> n\n  set n = 4\n}\n";
    let wbot = Wbot::new().file("bot.wbot", script);
    wbot.args(["test", "bot.wbot"])
        .run()
        .code(1)
        .stdout_has("ok    given")
        .stdout_has("FAIL  too late")
        .stdout_has(
            "config `n` has no value: begin the test with `set n = ...`, or give all tests one with \
             `--set n=...`",
        )
        .stdout_has("1 passed, 1 failed");
    let wbot = Wbot::new().file("bot.wbot", script);
    wbot.args(["test", "bot.wbot", "--set", "n=4"])
        .run()
        .code(1)
        .stdout_has("the bot said something that no line expects");
}

#[test]
fn a_version_that_would_not_start_fails_the_reload() {
    let check = |config: &str, expected: &str| {
        let script = "config n: int = 1\n\ncommand \"n\" { say \"{n}\" }\n\n\
                      test \"next\" {\n  set n = 4\n  reload \"next.wbot\"\n}\n";
        let next = format!("{config}\n\ncommand \"n\" {{ say \"{{n}}\" }}\n");
        let wbot = Wbot::new().file("bot.wbot", script).file("next.wbot", next.as_str());
        wbot.args(["test", "bot.wbot"]).run().code(1).stdout_has(expected);
    };
    check("config n: text", "the value of config `n` does not fit next.wbot: expected text, found int");
    check(
        "config n: int\nconfig more: text",
        "config `more` of next.wbot has no value, and the bot would refuse it: give it a default, `config more: text = ...`",
    );
    check("config m: int = n", "next.wbot does not check");
}
