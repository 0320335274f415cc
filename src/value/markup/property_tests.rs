//! Whatever data is, a Markdown engine shows it literally and finds the structure that the script's own
//! characters form, no more and no less.

use crate::value::markup::emphasis::JOINER;
use crate::value::{Text, TextBuilder, plain, render_markdown};
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// A piece of a template: own characters, or a hole.
#[derive(Clone, Copy, Debug)]
enum Piece {
    Own(&'static str),
    Hole,
}

/// `{}` is a hole.
fn pieces(template: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, own) in template.split("{}").enumerate() {
        if at > 0 {
            pieces.push(Piece::Hole);
        }
        if !own.is_empty() {
            pieces.push(Piece::Own(own));
        }
    }
    pieces
}

/// Templates as scripts have them.
const TEMPLATES: &[&str] = &[
    "{}",
    "a {} b",
    "{}\n{}",
    "{}\n\n{}",
    "**{}**",
    "Hello, **{}**!",
    "x**{}**y",
    "*{}* and _{}_",
    "***{}***: {}",
    "**{}** pushed {} to `{}` of {}",
    "[{}](https://a.b/{})",
    "[{}]({})",
    "- [{}]({}) {}",
    "- {}\n- {}\n- {}",
    "1. {}\n2. {}",
    "> {}\n> {}",
    "# {}\n{}",
    "`{}`{}",
    "``{}`` `{}`",
    "```\n{}\n```\n{}",
    "~~~\n{}\n~~~\n{}",
    "~~{}~~ {}",
    "[a]{} [b]: {}",
    "{}# {}",
    "{}- {}",
    "\\{}\\\\{}",
    "&{};{}",
    "{}![{}](https://a.b)",
    "- {}\n  {}\n\n{}",
    "**{}\n{}** {}",
    "<{}> <a {}>",
    "[**{}**](https://x.y) *[{}](https://x.y)*",
    "{}```{}```{}",
];

/// What people type, and what those type who mean harm.
const SNIPPETS: &[&str] = &[
    "a",
    "b c",
    "Zoë",
    "日本",
    "👩‍👩‍👧",
    "1",
    "12",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~",
    "~~",
    "~~~",
    "[",
    "]",
    "(",
    ")",
    "](",
    "](http://evil.example)",
    "[x](http://evil.example)",
    "<",
    ">",
    "<@all>",
    "<@personEmail:a@b.c>",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>alert(1)</script>",
    "&",
    "&lt;",
    "&#60;",
    "&amp;",
    "#",
    "##",
    "# ",
    "- ",
    "+ ",
    "* ",
    "> ",
    "1. ",
    "2) ",
    "---",
    "===",
    "***",
    "\\",
    "\\\\",
    "!",
    "![",
    "|",
    "|-|",
    ":",
    ": ",
    "\"",
    "'",
    "http://evil.example",
    "javascript:alert(1)",
    "mailto:a@b.c",
    "www.x.y",
    ".",
    ",",
    "…",
    "«",
    "\u{a0}",
    "\u{200b}",
    "snake_case_name",
    "{}",
    "$",
    "^",
    "@all",
    "```\n",
    "\n```\n",
    "\n- ",
    "\n# ",
    "\n> ",
    "\n1. ",
    "\n    x",
    "x\n---\n",
    "x\n===\n",
];

fn data() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(SNIPPETS), 1..7).prop_map(|parts| parts.concat())
}

fn template() -> impl Strategy<Value = Vec<Piece>> {
    select(TEMPLATES).prop_map(pieces)
}

/// Own characters in any order, however senseless.
const OWN: &[&str] = &[
    "a",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "``",
    "```",
    "\n```\n",
    "\n~~~\n",
    "[",
    "](",
    ")",
    "]",
    "(",
    "\n- ",
    "\n> ",
    "\n# ",
    "\n1. ",
    "\n  ```\n",
    "<",
    ">",
    "<b>",
    "\n<div>\n",
    "!",
    "\\",
    "&",
    ": ",
    "https://a.b/",
    "<@",
    "]: ",
    "\n[x]: ",
    "\n---\n",
    "~~",
    "\n- ```\n",
    "\n  ",
    "1",
    ". ",
];

fn soup() -> impl Strategy<Value = Vec<Piece>> {
    let piece = (proptest::bool::weighted(0.35), select(OWN));
    let piece = piece.prop_map(|(hole, own)| if hole { Piece::Hole } else { Piece::Own(own) });
    proptest::collection::vec(piece, 1..10)
}

fn fill(pieces: &[Piece], mut data: impl Iterator<Item = String>) -> Text {
    let mut builder = TextBuilder::new();
    for piece in pieces {
        match piece {
            Piece::Own(own) => builder.push(own, true),
            Piece::Hole => builder.push(&data.next().unwrap_or_default(), false),
        }
    }
    builder.finish()
}

/// What an engine with every feature finds: the tags in order, and the characters that it shows.
fn drawn(markdown: &str) -> (Vec<String>, String) {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut tags = Vec::new();
    let mut shown = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { .. }) => tags.push("link".to_owned()),
            Event::Start(Tag::Image { .. }) => tags.push("image".to_owned()),
            Event::Start(Tag::CodeBlock(_)) => tags.push("block".to_owned()),
            Event::Start(tag) => tags.push(format!("{tag:?}")),
            Event::End(tag) => tags.push(format!("/{tag:?}")),
            Event::Text(text) => shown.push_str(&text),
            Event::Code(text) => {
                tags.push("code".to_owned());
                shown.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => shown.push(' '),
            Event::Html(html) | Event::InlineHtml(html) if html.contains('<') => tags.push("html".to_owned()),
            Event::Html(_) => {}
            other => tags.push(format!("{other:?}")),
        }
    }
    let shown = shown.replace(JOINER, "");
    (tags, shown.chars().filter(|c| !c.is_whitespace()).collect())
}

/// The targets of all links and images.
fn targets(markdown: &str) -> Vec<String> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    Parser::new(markdown).filter_map(target).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// Enough to find every rule that was taken out for a try; a second of time in all.
const CASES: u32 = 300;

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: CASES, failure_persistence: None, ..Default::default() })]

    #[test]
    fn data_alone_is_shown_literally(data in data()) {
        let (tags, shown) = drawn(&render_markdown(&Text::data(&data)));
        prop_assert!(tags.iter().all(|tag| tag.ends_with("Paragraph")), "{tags:?}");
        prop_assert!(tags.len() <= 2, "{tags:?}");
        prop_assert_eq!(shown, letters(&data));
    }

    #[test]
    fn data_changes_no_structure(template in template(), data in proptest::collection::vec(data(), 4)) {
        // Data that is there in every hole: an empty hole lets own characters touch.
        let rendered = render_markdown(&fill(&template, data.iter().map(|data| format!("q{data}q"))));
        let benign = render_markdown(&fill(&template, std::iter::repeat("q".to_owned())));
        let (tags, _) = drawn(&rendered);
        let (expected, _) = drawn(&benign);
        prop_assert_eq!(tags, expected, "{}", rendered);
    }

    #[test]
    fn edges_of_data_change_no_structure(template in template(), data in proptest::collection::vec(data(), 4)) {
        let solid = |data: &String| if data.trim().is_empty() { "q".to_owned() } else { data.clone() };
        let rendered = render_markdown(&fill(&template, data.iter().map(solid)));
        let benign = render_markdown(&fill(&template, std::iter::repeat("q".to_owned())));
        for name in ["link", "image", "html", "code", "block", "heading", "list", "quote", "table", "rule"] {
            let (found, expected) = (count(&rendered, name), count(&benign, name));
            // Where data is the whole target, it decides whether there is a link.
            let fits = found == expected || (name == "link" || name == "image") && leads(&template);
            prop_assert!(fits, "{name}: {rendered:?} for {benign:?}");
        }
        for target in targets(&rendered) {
            let target = target.to_lowercase();
            prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)), "{target}");
        }
        prop_assert!(!rendered.contains("<@"), "{rendered}");
    }

    #[test]
    fn no_template_lets_data_out(template in soup(), data in proptest::collection::vec(data(), 6)) {
        let rendered = render_markdown(&fill(&template, data.iter().map(|data| format!("q{data}q"))));
        let benign = render_markdown(&fill(&template, std::iter::repeat("q".to_owned())));
        for name in ["link", "image", "html", "code", "block", "heading", "list", "quote", "rule"] {
            prop_assert_eq!(count(&rendered, name), count(&benign, name), "{}: {:?} for {:?}", name, rendered, benign);
        }
    }

    #[test]
    fn what_is_plain_stays_plain(template in template(), data in proptest::collection::vec(data(), 4)) {
        let once = plain(&fill(&template, data.iter().cloned()));
        prop_assert_eq!(plain(&Text::data(&once)), once);
    }

    #[test]
    fn nothing_makes_it_panic(runs in proptest::collection::vec((".{0,6}", proptest::bool::ANY), 0..12)) {
        let mut builder = TextBuilder::new();
        for (run, own) in &runs {
            builder.push(run, *own);
        }
        let text = builder.finish();
        let _ = (render_markdown(&text), plain(&text));
    }
}

/// How many tags have `name` in theirs.
fn count(markdown: &str, name: &str) -> usize {
    drawn(markdown).0.iter().filter(|tag| tag.to_lowercase().contains(name)).count()
}

/// Whether a hole of the template is a whole target, so that data decides whether there is a link.
fn leads(template: &[Piece]) -> bool {
    template.windows(2).any(
        |pair| matches!(pair, [Piece::Own(own), Piece::Hole] if own.ends_with("](") || own.ends_with('<')),
    )
}
