//! Mentions: whom markdown names, and what a person types as `@Name`.

use crate::emulator::ids;
use crate::emulator::markdown::{Drawn, Mention, Mentionable, Target, escape};
use crate::emulator::world::entities::Person;
use crate::emulator::world::store::World;
use crate::webex::IdKind;

impl World {
    /// Who a mention in a room names.
    pub(super) fn mentionable(&self, room_id: &str, target: &Target) -> Option<Mentionable> {
        let person = match target {
            Target::Email(email) => self.person_by_email(email)?,
            Target::Id(id) => {
                let id = self.id_of(IdKind::People, ids::inner_of(id, &IdKind::People)?);
                self.people.get(&id)?
            }
        };
        Some(Mentionable {
            id: person.id.clone(),
            name: person.display_name.clone(),
            is_member: self.is_member(room_id, &person.id),
        })
    }

    /// Text as a person types it into a client: `@All` and the `@Name`s of the room's members become
    /// mentions, all else stays as it is. Without a mention there is no html.
    pub(super) fn draw_typed(&self, room_id: &str, typed: &str) -> Drawn {
        let members: Vec<&Person> = self.members(room_id).collect();
        let mut drawn = Drawn::default();
        let mut rest = typed;
        while let Some((before, from)) = rest.find('@').map(|at| rest.split_at(at)) {
            let (before_end, after) = (before.chars().next_back(), from.get(1..).unwrap_or_default());
            push_plain(&mut drawn, before);
            let found = match before_end {
                // `a@b.c` and a pasted `<@all>` are no mentions: nobody picked them from the list.
                Some(letter) if letter.is_alphanumeric() || letter == '<' => None,
                _ => longest_mention(&members, after),
            };
            if let Some((mention, length)) = found {
                drawn.html.push_str(&mention.html());
                drawn.text.push_str(&mention.label);
                drawn.mentions_all |= mention.is_all;
                if let Some(id) = mention.person_id
                    && !drawn.mentioned_people.contains(&id)
                {
                    drawn.mentioned_people.push(id);
                }
                rest = after.get(length..).unwrap_or_default();
            } else {
                push_plain(&mut drawn, "@");
                rest = after;
            }
        }
        push_plain(&mut drawn, rest);
        let mentions = drawn.mentions_all || !drawn.mentioned_people.is_empty();
        drawn.html = if mentions { format!("<p>{}</p>", drawn.html) } else { String::new() };
        drawn
    }
}

fn push_plain(drawn: &mut Drawn, text: &str) {
    drawn.text.push_str(text);
    drawn.html.push_str(&escape(text).replace('\n', "<br>"));
}

/// The longest name that `after` begins with, and how many bytes it takes: full names, then short
/// ones, then `all`.
fn longest_mention(members: &[&Person], after: &str) -> Option<(Mention, usize)> {
    let mut names: Vec<(&str, Mention)> = Vec::new();
    for person in members {
        names.push((&person.display_name, Mention::person(&person.id, &person.display_name)));
        names.push((&person.nick_name, Mention::person(&person.id, &person.nick_name)));
    }
    names.push(("all", Mention::all()));
    names
        .into_iter()
        .filter_map(|(name, mention)| prefix_length(name, after).map(|length| (mention, length)))
        .max_by_key(|(mention, length)| (*length, !mention.is_all))
}

/// Bytes of `text` that are `name`, whatever the case, where a word ends after it.
fn prefix_length(name: &str, text: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in name.chars() {
        let (_, letter) = letters.next()?;
        if !wanted.to_lowercase().eq(letter.to_lowercase()) {
            return None;
        }
    }
    match letters.next() {
        Some((_, next)) if next.is_alphanumeric() => None,
        Some((at, _)) => Some(at),
        None => Some(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use crate::emulator::world::test_world::TestWorld;

    #[track_caller]
    fn check(typed: &str, text: &str, html: &str, mentions: (usize, bool)) {
        let mut test = TestWorld::new();
        let room = test.room("Ops", &["alice", "bot"]);
        let drawn = test.world.draw_typed(&room, typed);
        let html = html.replace("BOT", &test.bot);
        assert_eq!((drawn.text.as_str(), drawn.html.as_str()), (text, html.as_str()), "{typed}");
        assert_eq!((drawn.mentioned_people.len(), drawn.mentions_all), mentions, "{typed}");
    }

    #[test]
    fn names_of_members_become_mentions() {
        let bot = |label| {
            format!(
                "<spark-mention data-object-type=\"person\" data-object-id=\"BOT\">{label}</spark-mention>"
            )
        };
        check("hello", "hello", "", (0, false));
        check("@Test Bot hi", "Test Bot hi", &format!("<p>{} hi</p>", bot("Test Bot")), (1, false));
        check("@test bot, hi", "Test Bot, hi", &format!("<p>{}, hi</p>", bot("Test Bot")), (1, false));
        check(
            "hey @Test",
            "Test".replace("Test", "hey Test").as_str(),
            &format!("<p>hey {}</p>", bot("Test")),
            (1, false),
        );
        check("@Testing", "@Testing", "", (0, false));
        check("mail bot@test", "mail bot@test", "", (0, false));
        check("@Bob hi", "@Bob hi", "", (0, false));
        check(
            "a\n@Test Bot <b>",
            "a\nTest Bot <b>",
            &format!("<p>a<br>{} &lt;b&gt;</p>", bot("Test Bot")),
            (1, false),
        );
        check(
            "@ALL up",
            "All up",
            "<p><spark-mention data-object-type=\"groupMention\" data-group-type=\"all\">All</spark-mention> up</p>",
            (0, true),
        );
        check("@", "@", "", (0, false));
    }
}
