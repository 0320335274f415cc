//! People: making accounts, and looking them up as the API does.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::ids;
use crate::emulator::world::entities::{Person, PersonKind};
use crate::emulator::world::store::World;
use crate::webex::IdKind;

/// An account to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Full name.
    pub display_name: String,
    /// Address; made from the name where absent (`alice@example.com`, `hello@webex.bot`).
    pub email: Option<String>,
    /// Human or machine.
    pub kind: PersonKind,
    /// The bearer token of the account, if it uses the API.
    pub token: Option<String>,
}

impl NewPerson {
    /// A human with this name and an address made from it.
    #[must_use]
    pub fn named(display_name: impl Into<String>) -> Self {
        Self { display_name: display_name.into(), email: None, kind: PersonKind::Person, token: None }
    }
}

/// Ids in one search.
const PEOPLE_IDS_MAX: usize = 85;

impl World {
    /// Makes an account.
    ///
    /// # Errors
    /// 400 without a name or with a malformed address, 409 where the address is taken.
    pub fn create_person(&mut self, new: NewPerson, now: Timestamp) -> Result<Person, ApiError> {
        let display_name = new.display_name.trim().to_owned();
        if display_name.is_empty() {
            return Err(ApiError::bad_request("displayName cannot be empty"));
        }
        let email = match new.email {
            Some(email) => email.trim().to_lowercase(),
            None => self.free_email(&display_name, new.kind),
        };
        if !is_address(&email) {
            return Err(ApiError::bad_request(format!("'{email}' is not an email address.")));
        }
        if self.person_by_email(&email).is_some() {
            return Err(ApiError::new(409, "User already exists."));
        }
        let person = Person {
            id: self.fresh_id(IdKind::People),
            email,
            nick_name: display_name.split_whitespace().next().unwrap_or_default().to_owned(),
            display_name,
            kind: new.kind,
            org_id: self.org_id.clone(),
            app_id: match new.kind {
                PersonKind::Bot => Some(self.fresh_id(IdKind::Application)),
                PersonKind::Person => None,
            },
            created: now,
        };
        if let Some(token) = new.token {
            self.tokens.insert(token, person.id.clone());
        }
        self.people.insert(person.id.clone(), person.clone());
        Ok(person)
    }

    /// Changes the name of an account, as the portal does for a bot.
    pub fn rename_person(&mut self, person_id: &str, display_name: &str) {
        if let Some(person) = self.people.get_mut(person_id) {
            display_name.split_whitespace().next().unwrap_or_default().clone_into(&mut person.nick_name);
            display_name.clone_into(&mut person.display_name);
        }
    }

    /// `GET /people/{id}`, where `me` is the caller.
    ///
    /// # Errors
    /// 400 for what is no id, 404 for nobody.
    pub fn get_person(&self, actor: &str, id: &str) -> Result<&Person, ApiError> {
        let id = if id == "me" { actor.to_owned() } else { self.canonical(id, IdKind::People)? };
        self.people.get(&id).ok_or_else(|| ApiError::not_found("Person not found."))
    }

    /// `GET /people` with one of its conditions.
    ///
    /// # Errors
    /// 400 without a condition, or with too many ids.
    pub fn find_people(
        &self,
        actor: &str,
        email: Option<&str>,
        display_name: Option<&str>,
        id: Option<&str>,
    ) -> Result<Vec<&Person>, ApiError> {
        let org = self.people.get(actor).map(|person| &person.org_id);
        let in_org = |person: &&Person| Some(&person.org_id) == org;
        if let Some(email) = email {
            // Somebody of another organization is not found by address.
            return Ok(self.person_by_email(email).into_iter().filter(in_org).collect());
        }
        if let Some(list) = id {
            if list.split(',').count() > PEOPLE_IDS_MAX {
                return Err(ApiError::bad_request(format!("No more than {PEOPLE_IDS_MAX} ids are allowed.")));
            }
            let wanted: Vec<String> =
                list.split(',').filter_map(|id| ids::inner_of(id.trim(), &IdKind::People)).collect();
            return Ok(self
                .people
                .values()
                .filter(|person| {
                    ids::inner_of(&person.id, &IdKind::People).is_some_and(|id| wanted.contains(&id))
                })
                .collect());
        }
        if let Some(prefix) = display_name {
            let prefix = prefix.to_lowercase();
            return Ok(self
                .people
                .values()
                .filter(in_org)
                .filter(|person| person.display_name.to_lowercase().starts_with(&prefix))
                .collect());
        }
        Err(ApiError::bad_request("Email, displayName, or id list required."))
    }

    /// The person that a message is addressed to by email; who is not known is invited, as Webex
    /// does with an address that has no account.
    pub(super) fn person_or_guest(&mut self, email: &str, now: Timestamp) -> Result<Person, ApiError> {
        if let Some(person) = self.person_by_email(email) {
            return Ok(person.clone());
        }
        let local = email.split('@').next().unwrap_or_default().trim();
        let guest = NewPerson { email: Some(email.to_owned()), ..NewPerson::named(local) };
        let mut person = self.create_person(guest, now)?;
        // Who was not known is of another organization.
        person.org_id = self.fresh_id(IdKind::Organization);
        self.people.insert(person.id.clone(), person.clone());
        Ok(person)
    }

    /// An address made from a name that nobody has yet.
    fn free_email(&self, display_name: &str, kind: PersonKind) -> String {
        let mut local = String::new();
        for letter in display_name.to_lowercase().chars() {
            if letter.is_ascii_alphanumeric() {
                local.push(letter);
            } else if !local.is_empty() && !local.ends_with('.') {
                local.push('.');
            }
        }
        let local = match local.trim_end_matches('.') {
            "" => "someone",
            local => local,
        };
        let domain = match kind {
            PersonKind::Person => "example.com",
            PersonKind::Bot => "webex.bot",
        };
        let mut email = format!("{local}@{domain}");
        let mut number = 2_u32;
        while self.person_by_email(&email).is_some() {
            email = format!("{local}{number}@{domain}");
            number += 1;
        }
        email
    }
}

/// Whether the text has the shape of an address.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !text.contains(|letter: char| letter.is_whitespace() || "<>|,;\"".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_from_the_name() {
        #[track_caller]
        fn check(name: &str, kind: PersonKind, expected: &str) {
            let mut world = World::new(1, "us");
            let new = NewPerson { kind, ..NewPerson::named(name) };
            let person = world.create_person(new, Timestamp::UNIX_EPOCH).expect("makes it");
            assert_eq!(person.email, expected);
        }
        check("Alice", PersonKind::Person, "alice@example.com");
        check("Ada  O'Neil", PersonKind::Person, "ada.o.neil@example.com");
        check("Ærø", PersonKind::Person, "r@example.com");
        check("日本", PersonKind::Person, "someone@example.com");
        check("GitHub Notifier!", PersonKind::Bot, "github.notifier@webex.bot");
    }

    #[test]
    fn two_of_one_name_get_two_addresses_and_one_address_is_taken_once() {
        let mut world = World::new(1, "us");
        let now = Timestamp::UNIX_EPOCH;
        let first = world.create_person(NewPerson::named("Bob"), now).expect("makes it");
        let second = world.create_person(NewPerson::named("Bob"), now).expect("makes it");
        assert_eq!((first.email.as_str(), second.email.as_str()), ("bob@example.com", "bob2@example.com"));
        let taken = NewPerson { email: Some("BOB@example.com".into()), ..NewPerson::named("B") };
        assert_eq!(world.create_person(taken, now).map_err(|error| error.status), Err(409));
        let wrong = NewPerson { email: Some("nobody".into()), ..NewPerson::named("B") };
        assert_eq!(world.create_person(wrong, now).map_err(|error| error.status), Err(400));
    }

    #[test]
    fn a_search_needs_a_condition() {
        let mut world = World::new(1, "us");
        let bob = world.create_person(NewPerson::named("Bob"), Timestamp::UNIX_EPOCH).expect("makes it");
        let ids = |found: Result<Vec<&Person>, ApiError>| {
            found.map(|list| list.len()).map_err(|error| error.status)
        };
        let find = |email, name, id: Option<&str>| ids(world.find_people(&bob.id, email, name, id));
        assert_eq!(find(None, None, None), Err(400));
        assert_eq!(find(Some("BOB@example.com"), None, None), Ok(1));
        assert_eq!(find(None, Some("bo"), None), Ok(1));
        assert_eq!(find(None, None, Some(&format!("x,{}", bob.id))), Ok(1));
        assert_eq!(find(None, None, Some(&"x,".repeat(85))), Err(400));
        assert_eq!(find(Some("eve@example.com"), None, None), Ok(0));
    }
}
