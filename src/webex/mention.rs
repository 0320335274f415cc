//! What a person said to the bot: the message's text without the mention of the bot itself.
//!
//! In a group a bot gets only messages that mention it, and `text` has the mention's label with
//! nothing to mark its limits. The html marks it by person id, wherever it stands; a name that the
//! person typed is left alone.

use super::html_text::{Label, decode_entities, text_without_mentions};
use super::id::same_id;
use super::wire::{Message, Person, RoomType};

/// What a message says to the bot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The text without the mentions of the bot.
    pub text: String,
    /// The mentions of others in it, in order.
    pub mentions: Vec<Label>,
}

/// The message's text without the mentions of `me`, and the mentions of others in it.
///
/// In this order: mentions that the html marks with the id of `me` are left out; else, when the
/// message says that it mentions `me`, a name of `me` at the start of the text is; else the text
/// stays. In a direct room nothing is left out unless the message says that it mentions `me`.
#[must_use]
pub fn text_for(message: &Message, me: &Person) -> Heard {
    let mentioned = message.mentioned_people.iter().any(|id| same_id(id, &me.id));
    let direct = message.room_type == Some(RoomType::Direct);
    let html = message.html.as_deref().filter(|html| !html.trim().is_empty());
    if let Some(html) = html {
        let read = text_without_mentions(html, if mentioned || !direct { &me.id } else { "" });
        // Where the html marks nobody, the text is as good, and simpler.
        if read.own > 0 || (!mentioned && !read.others.is_empty()) {
            return Heard { text: read.text, mentions: read.others };
        }
    }
    let plain = match (&message.text, html) {
        (Some(text), _) => text.replace('\u{a0}', " ").trim().to_owned(),
        (None, Some(html)) => text_without_mentions(html, "").text,
        (None, None) => decode_entities(message.markdown.as_deref().unwrap_or_default()).trim().to_owned(),
    };
    let text = if mentioned { without_leading_name(&plain, me).to_owned() } else { plain };
    Heard { text, mentions: Vec::new() }
}

/// The text without the longest name of `me` at its start. Clients let a person shorten the label, so
/// names with several words come in several forms.
fn without_leading_name<'t>(text: &'t str, me: &Person) -> &'t str {
    let bare = text.strip_prefix('@').unwrap_or(text);
    let first_word = me.display_name.split_whitespace().next();
    let local_parts = me.emails.iter().filter_map(|email| email.split('@').next());
    let names = std::iter::once(me.display_name.trim()).chain(me.nick_name.as_deref().map(str::trim));
    let rest = names
        .chain(first_word)
        .chain(local_parts)
        .filter_map(|name| strip_name(bare, name))
        .min_by_key(|rest| rest.len());
    let Some(rest) = rest else { return text };
    let rest = rest.trim_start();
    rest.strip_prefix([':', ',']).unwrap_or(rest).trim_start()
}

/// What follows `name` at the start of `text`, whatever the case; `None` when the text begins
/// otherwise, or goes on within the word.
fn strip_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if name.is_empty() {
        return None;
    }
    let mut rest = text.chars();
    for expected in name.chars() {
        let found = rest.next()?;
        if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    let rest = rest.as_str();
    let ends = rest.chars().next().is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '\'')));
    ends.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::text_for;
    use crate::webex::wire::{Message, Person, RoomType};

    const ME: &str = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY";
    const ME_UUID: &str = "F5B36187-c8dd-4727-8b2f-f9c447f29046";
    const OTHER: &str = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8yNDlmNzRkOS1kYjhhLTQzY2EtODk2Yi04NzllZDI0MGFjNTM";

    fn me() -> Person {
        Person {
            id: ME.into(),
            emails: vec!["ops-bot@webex.bot".into()],
            display_name: "Ops Test Bot".into(),
            nick_name: Some("Ops Test".into()),
            ..Person::default()
        }
    }

    fn mention(id: &str, label: &str) -> String {
        format!(r#"<spark-mention data-object-type="person" data-object-id="{id}">{label}</spark-mention>"#)
    }

    /// A message of a group that mentions the bot, by its html.
    fn check(html: &str, want: &str) {
        let message = Message {
            html: Some(html.replace("{me}", &mention(ME, "Ops Test Bot"))),
            text: Some("the text is not needed".into()),
            mentioned_people: vec![ME.into()],
            room_type: Some(RoomType::Group),
            ..Message::default()
        };
        assert_eq!(text_for(&message, &me()).text, want, "{html}");
    }

    #[test]
    fn the_mention_goes_wherever_it_stands() {
        check("<p>{me} deploy web</p>", "deploy web");
        check("<div>{me} deploy web</div>", "deploy web");
        check("{me} deploy web", "deploy web");
        check("<p>deploy {me} web</p>", "deploy web");
        check("<p>deploy web {me}</p>", "deploy web");
        check("<p>hello {me}, are you there?</p>", "hello, are you there?");
        check("<p>hello {me}!</p>", "hello!");
        check("<p>deploy web, {me}</p>", "deploy web");
        check("<p>deploy {me} <strong>web</strong></p>", "deploy web");
        check("<p>thanks {me} :)</p>", "thanks :)");
        check("<p>{me}: deploy</p>", "deploy");
        check("<p>{me}, deploy</p>", "deploy");
        check("<p>{me} , deploy</p>", "deploy");
        check("<p>@{me} deploy</p>", "deploy");
        check("<p>{me}&nbsp;deploy&nbsp;web</p>", "deploy web");
        check("<p>{me}\u{a0}deploy &lt;b&gt; &amp; c</p>", "deploy <b> & c");
        check("<p>{me}{me} deploy {me}</p>", "deploy");
        check("<p>{me} {me} deploy</p>", "deploy");
        check("<p>{me}<br/>deploy</p>", "deploy");
        check("<p>{me}</p><p>deploy</p>", "deploy");
        check("<p>first</p><p>{me} deploy</p>", "first\ndeploy");
        check("<p><strong>{me}</strong> deploy</p>", "deploy");
        check("<p>{me}</p>", "");
        check("<p>{me}:42</p>", ":42");
        check("<p>{me} <pre><code>a  b\n  c</code></pre></p>", "a  b\n  c");
    }

    #[test]
    fn what_the_person_typed_stays() {
        check("<p>{me} rename Ops Test Bot to Ops</p>", "rename Ops Test Bot to Ops");
        check("<p>{me} Ops Test Bot help</p>", "Ops Test Bot help");
        check("<p>{me} ask @all</p>", "ask @all");
        let alice = mention(OTHER, "Alice A.");
        check(&format!("<p>{{me}} assign {alice} now</p>"), "assign Alice A. now");
        let all =
            r#"<spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention>"#;
        check(&format!("<p>{{me}} {all} test things</p>"), "All test things");
    }

    #[test]
    fn ids_come_in_several_forms() {
        for id in [ME, ME_UUID, &format!("{ME}=="), &ME_UUID.to_lowercase()] {
            check(&format!("<p>{} hi</p>", mention(id, "Ops")), "hi");
        }
        check(
            &format!(
                "<p><spark-mention data-object-id='{ME}' data-object-type='person' >x</spark-mention> hi</p>"
            ),
            "hi",
        );
        check(&format!("<p><SPARK-MENTION data-object-id={ME}>x</SPARK-MENTION > hi</p>"), "hi");
    }

    /// A message without html.
    fn check_text(text: &str, mentioned: &[&str], room: Option<RoomType>, want: &str) {
        let message = Message {
            text: Some(text.into()),
            mentioned_people: mentioned.iter().map(ToString::to_string).collect(),
            room_type: room,
            ..Message::default()
        };
        assert_eq!(text_for(&message, &me()).text, want, "{text}");
    }

    #[test]
    fn without_html_the_longest_name_at_the_start_goes() {
        let group = Some(RoomType::Group);
        for (text, want) in [
            ("Ops Test Bot deploy", "deploy"),
            ("ops test bot deploy", "deploy"),
            ("Ops Test deploy", "deploy"),
            ("Ops deploy", "deploy"),
            ("ops-bot deploy", "deploy"),
            ("@Ops: deploy", "deploy"),
            ("Ops Test Bot, deploy Ops", "deploy Ops"),
            ("Ops\u{a0}Test\u{a0}Bot deploy", "deploy"),
            ("Opsgenie deploy", "Opsgenie deploy"),
            ("Ops-2 deploy", "Ops-2 deploy"),
            ("deploy Ops Test Bot", "deploy Ops Test Bot"),
            ("Ops Test Bot", ""),
            ("", ""),
        ] {
            check_text(text, &[ME], group, want);
            check_text(text, &[OTHER, ME_UUID], None, want);
        }
        check_text("Ops deploy", &[OTHER], group, "Ops deploy");
    }

    #[test]
    fn a_direct_message_is_left_alone_unless_it_mentions_the_bot() {
        let direct = Some(RoomType::Direct);
        check_text("Ops deploy", &[], direct, "Ops deploy");
        check_text("Ops deploy", &[ME], direct, "deploy");
        let message = |mentioned: &[&str]| Message {
            html: Some(format!("<p>{} deploy</p>", mention(ME, "Ops"))),
            text: Some("Ops deploy".into()),
            mentioned_people: mentioned.iter().map(ToString::to_string).collect(),
            room_type: direct,
            ..Message::default()
        };
        assert_eq!(text_for(&message(&[]), &me()).text, "Ops deploy");
        assert_eq!(text_for(&message(&[ME]), &me()).text, "deploy");
    }

    #[test]
    fn a_mention_that_does_not_end_falls_back_to_the_text() {
        let message = Message {
            html: Some(format!("<p><spark-mention data-object-id=\"{ME}\">Ops deploy</p>")),
            text: Some("Ops deploy".into()),
            mentioned_people: vec![ME.into()],
            ..Message::default()
        };
        assert_eq!(text_for(&message, &me()).text, "deploy");
        let html_only = Message { html: Some("<p>a &amp; b</p>".into()), ..Message::default() };
        assert_eq!(text_for(&html_only, &me()).text, "a & b");
        assert_eq!(text_for(&Message::default(), &me()).text, "");
    }
}
