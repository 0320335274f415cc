//! From source to html and text.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::emulator::markdown::mention::{Masked, Mention, Mentionable, Part, Target};
use crate::emulator::markdown::plain::PlainText;
use crate::emulator::markdown::safe::sanitise;

/// A message drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// What a client shows; safe.
    pub(crate) html: String,
    /// What a reader reads.
    pub(crate) text: String,
    /// Who is mentioned, each once, in order.
    pub(crate) mentioned_people: Vec<String>,
    /// Everyone is mentioned.
    pub(crate) mentions_all: bool,
}

/// Something to write: markdown, or a mention in it.
enum Item {
    Markdown(Event<'static>),
    Mention(Mention),
}

/// Draws markdown. `find` tells who a target is; an unknown one is drawn as its label.
pub(crate) fn draw(source: &str, find: &dyn Fn(&Target) -> Option<Mentionable>) -> Drawn {
    let masked = Masked::new(source, find);
    let items = items(&masked);
    let mut drawn = Drawn::default();
    let mut plain = PlainText::default();
    for item in &items {
        match item {
            Item::Markdown(event) => plain.push(event),
            Item::Mention(mention) => {
                plain.push_label(&mention.label);
                if mention.is_all {
                    drawn.mentions_all = true;
                }
                if let Some(id) = &mention.person_id
                    && !drawn.mentioned_people.contains(id)
                {
                    drawn.mentioned_people.push(id.clone());
                }
            }
        }
    }
    drawn.text = plain.finish();
    let events = items.into_iter().map(|item| match item {
        Item::Markdown(event) => event,
        Item::Mention(mention) => Event::InlineHtml(CowStr::from(mention.html())),
    });
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, events);
    drawn.html = sanitise(unsafe_html.trim_end());
    drawn
}

/// Parses, with mentions put back in their places and what is not markdown made text.
fn items(masked: &Masked) -> Vec<Item> {
    let mut items = Vec::new();
    let mut in_code_block = false;
    for event in Parser::new_ext(&masked.text, Options::empty()) {
        let event = match event {
            Event::Text(text) if !in_code_block => {
                items.extend(masked.parts(&text).into_iter().map(|part| match part {
                    Part::Text(text) => Item::Markdown(text_event(text)),
                    Part::Mention(mention) => Item::Mention(mention),
                }));
                continue;
            }
            Event::Text(text) => text_event(masked.restore(&text)),
            Event::Code(code) => Event::Code(CowStr::from(masked.restore(&code))),
            Event::Html(html) | Event::InlineHtml(html) => {
                text_event(masked.restore(&html).replace('\n', " "))
            }
            Event::SoftBreak => text_event(" ".to_owned()),
            Event::Start(tag) => {
                in_code_block = matches!(tag, Tag::CodeBlock(_));
                Event::Start(drawable(tag, masked))
            }
            Event::End(end) => {
                in_code_block = false;
                Event::End(drawable_end(end))
            }
            other => other.into_static(),
        };
        items.push(Item::Markdown(event));
    }
    items
}

fn text_event(text: String) -> Event<'static> {
    Event::Text(CowStr::from(text))
}

/// A picture is drawn as a link to it, a block of html as a paragraph.
fn drawable(tag: Tag<'_>, masked: &Masked) -> Tag<'static> {
    match tag {
        Tag::Image { link_type, dest_url, title, id } | Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link {
                link_type,
                dest_url: CowStr::from(masked.restore(&dest_url)),
                title: CowStr::from(masked.restore(&title)),
                id: CowStr::from(masked.restore(&id)),
            }
        }
        Tag::HtmlBlock => Tag::Paragraph,
        other => other.into_static(),
    }
}

fn drawable_end(end: TagEnd) -> TagEnd {
    match end {
        TagEnd::Image => TagEnd::Link,
        TagEnd::HtmlBlock => TagEnd::Paragraph,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::emulator::markdown::mention::{Mentionable, Target};

    fn find(target: &Target) -> Option<Mentionable> {
        let known = match target {
            Target::Email(email) => email == "ann@example.com" || email == "far@example.com",
            Target::Id(id) => id == "ID1",
        };
        known.then(|| Mentionable {
            id: "ID1".to_owned(),
            name: "Ann B".to_owned(),
            is_member: *target != Target::Email("far@example.com".to_owned()),
        })
    }

    #[track_caller]
    fn check(source: &str, html: &str, text: &str) {
        let drawn = draw(source, &find);
        assert_eq!((drawn.html.as_str(), drawn.text.as_str()), (html, text), "{source}");
    }

    #[test]
    fn the_documented_subset_is_drawn() {
        check(
            "**b** and *i* and _i_",
            "<p><strong>b</strong> and <em>i</em> and <em>i</em></p>",
            "b and i and i",
        );
        check("a\nb", "<p>a b</p>", "a b");
        check("a  \nb", "<p>a<br>\nb</p>", "a\nb");
        check("a\n\nb", "<p>a</p>\n<p>b</p>", "a\n\nb");
        check("# T\n\nx", "<h1>T</h1>\n<p>x</p>", "T\n\nx");
        check("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b");
        check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>", "3. a\n4. b");
        check("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>", "- a\n  - b");
        check("> q", "<blockquote>\n<p>q</p>\n</blockquote>", "q");
        check("`a<b`", "<p><code>a&lt;b</code></p>", "a<b");
        check("```\na *b*\nc\n```", "<pre><code>a *b*\nc\n</code></pre>", "a *b*\nc");
        check("x\n\n---\n\ny", "<p>x</p>\n<hr>\n<p>y</p>", "x\n\n---\n\ny");
    }

    #[test]
    fn links_keep_their_address_in_the_text() {
        let rel = "rel=\"noopener noreferrer\"";
        check(
            "[docs](https://a.b/c)",
            &format!("<p><a href=\"https://a.b/c\" {rel}>docs</a></p>"),
            "docs (https://a.b/c)",
        );
        check(
            "<https://a.b>",
            &format!("<p><a href=\"https://a.b\" {rel}>https://a.b</a></p>"),
            "https://a.b",
        );
        check(
            "![pic](https://a.b/c.png)",
            &format!("<p><a href=\"https://a.b/c.png\" {rel}>pic</a></p>"),
            "pic (https://a.b/c.png)",
        );
    }

    #[test]
    fn nothing_of_the_source_becomes_a_tag() {
        check("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>", "<b>x</b>");
        check(
            "<script>alert(1)</script>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
            "<script>alert(1)</script>",
        );
        check(
            "[x](javascript:alert%281%29)",
            "<p><a rel=\"noopener noreferrer\">x</a></p>",
            "x (javascript:alert%281%29)",
        );
        check(
            "<spark-mention data-object-type=\"groupMention\">x</spark-mention>",
            "<p>&lt;spark-mention data-object-type=\"groupMention\"&gt;x&lt;/spark-mention&gt;</p>",
            "<spark-mention data-object-type=\"groupMention\">x</spark-mention>",
        );
        check("| a |\n|---|\n| b |", "<p>| a | |---| | b |</p>", "| a | |---| | b |");
    }

    #[test]
    fn mentions_are_drawn_and_counted() {
        let ann = "<spark-mention data-object-type=\"person\" data-object-id=\"ID1\">";
        check(
            "hi <@personEmail:ann@example.com>",
            &format!("<p>hi {ann}Ann B</spark-mention></p>"),
            "hi Ann B",
        );
        check("<@personId:ID1|*A*>!", &format!("<p>{ann}*A*</spark-mention>!</p>"), "*A*!");
        check(
            "**<@all>**",
            "<p><strong><spark-mention data-object-type=\"groupMention\" data-group-type=\"all\">All</spark-mention></strong></p>",
            "All",
        );
        let drawn = draw("<@personId:ID1> <@all> <@personEmail:ANN@example.com|x>", &find);
        assert_eq!((drawn.mentioned_people, drawn.mentions_all), (vec!["ID1".to_owned()], true));
    }

    #[test]
    fn what_only_looks_like_a_mention_is_none() {
        for (source, text) in [
            ("\\<@all>", "<@all>"),
            ("\\<@all\\>", "<@all>"),
            ("`<@all>`", "<@all>"),
            ("```\n<@all>\n```", "<@all>"),
            ("&lt;@all&gt;", "<@all>"),
            ("<@everyone>", "<@everyone>"),
            ("<@personEmail:eve@example.com|Eve>", "Eve"),
            ("<@personEmail:eve@example.com>", "eve@example.com"),
            ("<@personEmail:far@example.com>", "Ann B"),
            ("<@all", "<@all"),
            ("\u{FDD0}0\u{FDD1}", "\u{FFFD}0\u{FFFD}"),
        ] {
            let drawn = draw(source, &find);
            assert_eq!(drawn.text, text, "{source}");
            assert!(!drawn.mentions_all && drawn.mentioned_people.is_empty(), "{source}");
            assert!(!drawn.html.contains("<spark"), "{source}");
        }
        assert!(draw("\\\\<@all>", &find).mentions_all, "a backslash of its own does not escape");
    }
}
