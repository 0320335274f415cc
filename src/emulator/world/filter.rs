//! Filters of webhooks: `roomType=group&mentionedPeople=me`. `&` means and; only
//! `mentionedPeople` takes a list.

use crate::webex::same_id;

/// Something about an event that a filter can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    key: &'static str,
    values: Vec<String>,
    are_ids: bool,
}

impl Fact {
    pub(super) fn word(key: &'static str, value: &str) -> Self {
        Self { key, values: vec![value.to_owned()], are_ids: false }
    }

    pub(super) fn id(key: &'static str, id: &str) -> Self {
        Self { key, values: vec![id.to_owned()], are_ids: true }
    }

    pub(super) fn ids(key: &'static str, ids: &[String]) -> Self {
        Self { key, values: ids.to_vec(), are_ids: true }
    }
}

/// Whether all conditions hold. `me` means the owner of the webhook.
pub(super) fn matches_filter(filter: &str, facts: &[Fact], owner: &str) -> bool {
    conditions(filter).all(|(key, wanted)| {
        facts.iter().filter(|fact| fact.key == key).any(|fact| {
            wanted.split(',').any(|wanted| {
                let wanted = if wanted == "me" && fact.are_ids { owner } else { wanted };
                fact.values.iter().any(|value| {
                    if fact.are_ids { same_id(value, wanted) } else { value.eq_ignore_ascii_case(wanted) }
                })
            })
        })
    })
}

/// The conditions of a filter, percent-decoded.
pub(super) fn conditions(filter: &str) -> impl Iterator<Item = (String, String)> {
    url::form_urlencoded::parse(filter.as_bytes()).map(|(key, value)| (key.into_owned(), value.into_owned()))
}

/// The keys that a filter of `resource` may have.
pub(super) fn keys_of(resource: &str) -> &'static [&'static str] {
    match resource {
        "messages" => &["roomId", "roomType", "personId", "personEmail", "mentionedPeople", "hasFiles"],
        "memberships" => &["roomId", "personId", "personEmail", "isModerator"],
        "rooms" => &["type", "isLocked"],
        "attachmentActions" => &["roomId", "personId", "messageId"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, matches_filter};

    #[test]
    fn all_conditions_must_hold() {
        #[track_caller]
        fn check(filter: &str, expected: bool) {
            let facts = [
                Fact::word("roomType", "group"),
                Fact::word("personEmail", "ann@example.com"),
                Fact::ids("mentionedPeople", &["bot-1".to_owned(), "bot-2".to_owned()]),
            ];
            assert_eq!(matches_filter(filter, &facts, "bot-1"), expected, "{filter}");
        }
        check("", true);
        check("roomType=group", true);
        check("roomType=direct", false);
        check("roomType=group&mentionedPeople=me", true);
        check("roomType=group&mentionedPeople=bot-3,bot-2", true);
        check("mentionedPeople=bot-3", false);
        check("personEmail=ANN%40example.com", true);
        check("hasFiles=true", false);
    }
}
