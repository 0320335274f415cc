//! The card of a question that has few answers: its words, and a button for each.

use super::OWN;
use super::render::card_text;
use crate::base::limits;
use crate::value::{Text, TextBuilder};
use serde_json::{Value as Json, json};

/// Which answer a button gives: the key of its number in what it carries.
pub const CHOICE: &str = "choice";

/// Characters of a title that clients show on a button.
const TITLE_CHARS_MAX: usize = 40;

/// The card that asks `question`, with these titles on its buttons. Nothing where a card would not say the
/// same as the message: cards mention nobody and draw no code and no headings, and two buttons that read the
/// same are none.
#[must_use]
pub fn choices_card(question: &Text, titles: &[String]) -> Option<Json> {
    let fits = |title: &String| !title.trim().is_empty() && title.chars().count() <= TITLE_CHARS_MAX;
    let distinct = titles.iter().enumerate().all(|(at, title)| !titles.iter().take(at).any(|it| it == title));
    if titles.is_empty()
        || titles.len() > limits::CHOICE_BUTTONS_MAX
        || !titles.iter().all(fits)
        || !distinct
        || !reads_the_same(question)
    {
        return None;
    }
    let actions = titles.iter().enumerate().map(|(at, title)| {
        let data = json!({ OWN: { CHOICE: at } });
        json!({ "type": "Action.Submit", "title": title, "data": data })
    });
    Some(json!({
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": [{ "type": "TextBlock", "text": card_text(&without_code(question)), "wrap": true }],
        "actions": actions.collect::<Vec<Json>>(),
    }))
}

fn reads_the_same(question: &Text) -> bool {
    question.runs().filter(|(own, _)| *own).all(|(_, run)| {
        !run.contains('<')
            && !run.contains("```")
            && !run.lines().any(|line| line.starts_with(['#', '>', '|']))
    })
}

/// Cards show the backticks of a code span as they are.
fn without_code(question: &Text) -> Text {
    let mut text = TextBuilder::new();
    for (own, run) in question.runs() {
        if own {
            text.push(&run.replace('`', ""), true);
        } else {
            text.push(run, false);
        }
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::choices_card;
    use crate::cards::buttons;
    use crate::value::{Text, TextBuilder};

    fn titles(of: &[&str]) -> Vec<String> {
        of.iter().map(|title| (*title).to_owned()).collect()
    }

    #[test]
    fn a_button_for_each() {
        let mut question = TextBuilder::new();
        question.push("Ship **", true);
        question.push("*x*", false);
        question.push("** to `prod`?", true);
        let card = choices_card(&question.finish(), &titles(&["Yes", "No"])).unwrap();
        assert_eq!(card["body"][0]["text"], r"Ship **\*x\*** to prod?");
        let found: Vec<(String, String)> =
            buttons(&card).into_iter().map(|(title, data)| (title, data["wbot"].to_string())).collect();
        let one = |title: &str, data: &str| (title.to_owned(), data.to_owned());
        assert_eq!(found, [one("Yes", r#"{"choice":0}"#), one("No", r#"{"choice":1}"#)]);
    }

    #[test]
    fn no_card_where_it_would_say_something_else() {
        let check = |question: &str, of: &[&str], there: bool| {
            assert_eq!(choices_card(&Text::own(question), &titles(of)).is_some(), there, "{question} {of:?}");
        };
        check("Which?", &["a", "b", "c", "d", "e"], true);
        check("Which?", &["a", "b", "c", "d", "e", "f"], false);
        check("Which?", &[], false);
        check("Which?", &["a", "a"], false);
        check("Which?", &["a", " "], false);
        check("Which?", &["a", &"b".repeat(41)], false);
        check("<@personEmail:a@b.c> which?", &["a"], false);
        check("```\ncode\n```", &["a"], false);
        check("# Which?", &["a"], false);
        check("a\n> b", &["a"], false);
        assert!(choices_card(&Text::data("# <b> is data"), &titles(&["a"])).is_some());
    }
}
