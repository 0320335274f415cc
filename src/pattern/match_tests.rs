//! Messages against patterns: the rules of the reference, as tables.

use crate::pattern::testing::{matcher, shown, with_surroundings};
use crate::pattern::{Matcher, Mention, MessageText, match_command};
use crate::value::PersonRef;

#[test]
fn literal_words_match_without_case_and_with_any_spaces() {
    check(
        &["show all tickets"],
        &[
            ("show all tickets", "yes"),
            ("SHOW  All\u{a0}tickets\n", "yes"),
            ("show all", "no"),
            ("show all tickets now", "no"),
            ("show all ticket", "no"),
            ("\"show\" all tickets", "no"),
            ("", "no"),
        ],
    );
    check(&["check-in what's up"], &[("check—in what’s up", "yes"), ("CHECK–IN what's up", "yes")]);
}

#[test]
fn a_hole_takes_one_word_or_one_quoted_string() {
    check(
        &["greet {name}"],
        &[
            ("greet Ada", "yes name=\"Ada\""),
            ("greet \"Ada Lovelace\"", "yes name=\"Ada Lovelace\""),
            ("greet “Ada Lovelace”", "yes name=\"Ada Lovelace\""),
            ("greet 'Ada Lovelace'", "yes name=\"Ada Lovelace\""),
            ("greet Ada Lovelace", "no"),
            ("greet", "no"),
            ("greet \"\"", "yes name=\"\""),
            ("greet --shy", "yes name=\"--shy\""),
        ],
    );
}

#[test]
fn the_rest_is_kept_as_it_was_typed() {
    check(
        &["echo {words...}"],
        &[
            ("echo <@all>  *hey*", "yes words=\"<@all>  *hey*\""),
            ("echo   \"a  b\" --c\nd ", "yes words=\"\\\"a  b\\\" --c\\nd\""),
            ("echo", "no"),
            ("echo  ", "no"),
        ],
    );
    check(
        &["hello [{name...}]", "hi [{name...}]"],
        &[("hello", "yes"), ("Hi  Grace Hopper", "yes name=\"Grace Hopper\"")],
    );
}

#[test]
fn brackets_and_alternatives() {
    check(
        &["(add|put in) {item} [to [the] {list}]"],
        &[
            ("add milk", "yes item=\"milk\""),
            ("put in milk to shopping", "yes item=\"milk\" list=\"shopping\""),
            ("add milk to the shopping", "yes item=\"milk\" list=\"shopping\""),
            ("add milk to the", "yes item=\"milk\" list=\"the\""),
            ("put milk", "no"),
            ("add milk the shopping", "no"),
        ],
    );
    check(&["a [b] [b] [b] c"], &[("a b b c", "yes"), ("a c", "yes"), ("a b b b b c", "no")]);
    check(&["go [{x}] now"], &[("go now", "yes"), ("go now now", "yes x=\"now\"")]);
}

#[test]
fn flags_may_stand_anywhere_after_the_first_word() {
    let deploy = ["deploy {service} [to {env: Env = dev}] [--force] [--why {reason}]", "ship {service}"];
    check(
        &deploy,
        &[
            ("deploy web", "yes service=\"web\" env=\"dev\" force=false"),
            ("deploy web to prod --force", "yes service=\"web\" env=\"prod\" force=true"),
            ("deploy --force web to prod", "yes service=\"web\" env=\"prod\" force=true"),
            ("deploy —force web", "yes service=\"web\" env=\"dev\" force=true"),
            ("deploy web –FORCE", "yes service=\"web\" env=\"dev\" force=true"),
            ("deploy web --force=no", "yes service=\"web\" env=\"dev\" force=false"),
            ("deploy web --force=perhaps", "bad force=perhaps"),
            ("deploy \"--force\"", "yes service=\"--force\" env=\"dev\" force=false"),
            (
                "deploy web --why \"too slow\"",
                "yes service=\"web\" env=\"dev\" force=false reason=\"too slow\"",
            ),
            (
                "deploy --why=“too slow” web",
                "yes service=\"web\" env=\"dev\" force=false reason=\"too slow\"",
            ),
            ("deploy web --why", "bad reason=(missing)"),
            ("deploy web --why --force", "bad reason=(missing)"),
            ("deploy web --forse", "no"),
            ("--force deploy web", "no"),
            ("ship web", "yes service=\"web\" env=\"dev\" force=false"),
            ("ship web --force", "no"),
        ],
    );
    check(
        &["close {id} --reason {why}"],
        &[
            ("close 3 --reason done", "yes id=\"3\" why=\"done\""),
            ("close --reason done 3", "yes id=\"3\" why=\"done\""),
            ("close 3", "no"),
        ],
    );
    check(
        &["note [--urgent] [{what...}]"],
        &[
            ("note --urgent buy milk", "yes urgent=true what=\"buy milk\""),
            ("note buy --urgent milk", "yes urgent=false what=\"buy --urgent milk\""),
            ("note --urgent", "yes urgent=true"),
        ],
    );
    check(&["--version"], &[("--version", "yes version=true"), ("—version", "yes version=true")]);
}

#[test]
fn typed_holes() {
    check(
        &["set {n: int} {f: float} {b: bool}"],
        &[
            ("set 3 2.5 yes", "yes n=3 f=2.5 b=true"),
            ("set 1,000 3 Off", "yes n=1000 f=3 b=false"),
            ("set x 3 perhaps", "bad n=x b=perhaps"),
            ("set 99999999999999999999 1 no", "bad n=99999999999999999999"),
            ("set 3 2.5", "no"),
        ],
    );
    check(
        &["find {key: /[A-Za-z]+-\\d+/}"],
        &[
            ("find website-22", "yes key=\"website-22\""),
            ("find website", "bad key=website"),
            ("find website-22x", "bad key=website-22x"),
        ],
    );
    check(
        &["mail {who: email} [about {link: url}]"],
        &[
            ("mail ada@example.com", "yes who=\"ada@example.com\""),
            ("mail ada", "bad who=ada"),
            ("mail a@b.c about https://example.com/x", "yes who=\"a@b.c\" link=\"https://example.com/x\""),
            ("mail a@b.c about example.com", "bad link=example.com~https://example.com"),
            ("mail a@b.c about javascript:alert(1)", "bad link=javascript:alert(1)"),
        ],
    );
    check(
        &["enter {space: room}"],
        &[
            ("enter ops", "yes space=<id of Ops>"),
            ("enter \"web team\"", "yes space=<id of Web team>"),
            ("enter opps", "bad space=opps~Ops"),
        ],
    );
}

#[test]
fn a_union_takes_its_words_and_names_the_nearest() {
    check(
        &["move {key: /[A-Za-z]+-\\d+/} [to] {status: Status}"],
        &[
            ("move WEBSITE-22 to Done", "yes key=\"WEBSITE-22\" status=\"done\""),
            ("move WEBSITE-22 done", "yes key=\"WEBSITE-22\" status=\"done\""),
            ("move WEBSITE-22 to don", "bad status=don~done"),
            ("move WEBSITE-22 to", "bad status=to~todo"),
            ("move 22 to xyz", "bad key=22 status=xyz"),
            ("move WEBSITE-22", "no"),
        ],
    );
    check(
        &["mark {id: int} {phase: Phase}"],
        &[
            ("mark 3 in progress", "yes id=3 phase=\"in progress\""),
            ("mark 3 \"In  Progress\"", "yes id=3 phase=\"in progress\""),
            ("mark 3 in progres", "bad phase=in progres~in progress"),
            ("mark 3 in some progress", "no"),
        ],
    );
    check(
        &["use {env: \"dev\" | \"prod\" = dev}", "use"],
        &[("use PROD", "yes env=\"prod\""), ("use", "yes env=\"dev\"")],
    );
}

#[test]
fn days_hours_and_durations_may_have_several_words() {
    check(
        &["remind me [on {day: date}] [at {hour: time}] [in {pause: duration}] to {what...}"],
        &[
            ("remind me on 5 Jan to call", "yes day=2026-01-05 what=\"call\""),
            ("remind me on tomorrow to call to ask", "yes day=2026-01-06 what=\"call to ask\""),
            ("remind me at 9:30 pm to call", "yes hour=2026-01-05T21:30:00Z what=\"call\""),
            ("remind me in 2 h 30 min to call", "yes pause=9000000ms what=\"call\""),
            ("remind me in 2h to call", "yes pause=7200000ms what=\"call\""),
            ("remind me on 5 foo to call", "bad day=5 foo"),
            ("remind me in to call", "no"),
        ],
    );
    check(
        &["report {day: date} {count: int}"],
        &[
            ("report 5 jan 7", "yes day=2026-01-05 count=7"),
            ("report 5 jan 2027", "yes day=2026-01-05 count=2027"),
            ("report 5 jan x", "bad count=x"),
        ],
    );
}

#[test]
fn a_list_takes_the_remaining_words() {
    check(
        &["sum {numbers: list<int>} [--fast]"],
        &[
            ("sum 1 2 3", "yes numbers=[1,2,3] fast=false"),
            ("sum 1, 2,3 --fast", "yes numbers=[1,2,3] fast=true"),
            ("sum 1 --fast 2", "yes numbers=[1,2] fast=true"),
            ("sum 1 x 3", "bad numbers=x"),
            ("sum ,", "bad numbers=,"),
            ("sum", "no"),
        ],
    );
    check(
        &["buy [{items: list<text> = milk \"brown bread\"}]"],
        &[
            ("buy \"brown bread\", eggs", "yes items=[\"brown bread\",\"eggs\"]"),
            ("buy", "yes items=[\"milk\",\"brown bread\"]"),
        ],
    );
}

#[test]
fn people_are_mentioned_or_named_by_address() {
    let command = matcher(&["ask {who: person} {what...}"]);
    let text = "ask Grace Hopper about it";
    let person = PersonRef::new("id1", "grace@example.com");
    let message = MessageText { text: text.into(), mentions: vec![Mention { start: 4, end: 16, person }] };
    check_message(&command, &message, "yes who=<grace@example.com> what=\"about it\"");
    check(
        &["ask {who: person} {what...}"],
        &[
            ("ask Grace@Example.com about it", "yes who=<grace@example.com> what=\"about it\""),
            ("ask grace about it", "bad who=grace"),
        ],
    );
}

#[test]
fn without_a_literal_word_nothing_is_a_bad_argument() {
    check(&["{n: int}"], &[("3", "yes n=3"), ("thrice", "no")]);
    check(&["[please] {n: int}"], &[("please 3", "yes n=3"), ("please thrice", "no")]);
}

#[test]
fn a_pattern_that_fits_whole_goes_before_one_whose_words_fit() {
    check(&["take {n: int}", "take {name}"], &[("take 3", "yes n=3"), ("take all", "yes name=\"all\"")]);
    check(&["take {x}", "take over {y}"], &[("take over me", "yes y=\"me\"")]);
}

fn check(raw: &[&str], rows: &[(&str, &str)]) {
    let command = matcher(raw);
    for (text, expected) in rows {
        check_message(&command, &MessageText::plain(*text), expected);
    }
}

fn check_message(command: &Matcher, message: &MessageText, expected: &str) {
    let result = with_surroundings(|surroundings| match_command(command, message, surroundings));
    assert_eq!(shown(&result), expected, "{:?}", message.text);
}
