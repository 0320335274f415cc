//! Who is in a group, as far as the answers to reads tell.

use crate::ir::Who;
use crate::value::{Fault, PersonRef, Read, RoomRef, Value, field};
use std::collections::HashMap;

/// What is found out, or what must be known first.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<T> {
    /// The answer.
    Known(T),
    /// Answer this read, and ask again.
    Needs(Read),
}

/// Answers to reads.
pub type Answers = HashMap<Read, Result<Value, Fault>>;

/// Whether `person` is one of `who`.
///
/// # Errors
/// The fault of a read that was refused.
pub fn is_member(who: &[Who], person: &PersonRef, reads: &Answers) -> Result<Found<bool>, Fault> {
    let by_address = |who: &Who| matches!(who, Who::Domain(_) | Who::Person(_));
    let mut email = person.email.clone();
    if email.is_empty() && who.iter().any(by_address) {
        match answer(Read::Person(person.clone()), reads)? {
            Found::Known(profile) => email = field(&profile, "email").as_str().unwrap_or_default().into(),
            Found::Needs(read) => return Ok(Found::Needs(read)),
        }
    }
    for who in who {
        let is_one = match who {
            Who::Anyone => true,
            Who::Domain(domain) => {
                email.rsplit_once('@').is_some_and(|(_, of)| of.eq_ignore_ascii_case(domain))
            }
            Who::Person(address) => email.eq_ignore_ascii_case(address),
            Who::Room(title) => match people_of(title, reads)? {
                Found::Known(people) => people.contains(person),
                Found::Needs(read) => return Ok(Found::Needs(read)),
            },
        };
        if is_one {
            return Ok(Found::Known(true));
        }
    }
    Ok(Found::Known(false))
}

/// All people of `who`, each once; a domain has none that are known.
///
/// # Errors
/// The fault of a read that was refused.
pub fn members(who: &[Who], reads: &Answers) -> Result<Found<Vec<PersonRef>>, Fault> {
    let mut people: Vec<PersonRef> = Vec::new();
    for who in who {
        let more = match who {
            Who::Anyone | Who::Domain(_) => Vec::new(),
            Who::Person(address) => vec![PersonRef::of_email(address)],
            Who::Room(title) => match people_of(title, reads)? {
                Found::Known(people) => people,
                Found::Needs(read) => return Ok(Found::Needs(read)),
            },
        };
        for person in more {
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    Ok(Found::Known(people))
}

/// The people of the room with this title; nobody if the bot is in none.
fn people_of(title: &str, reads: &Answers) -> Result<Found<Vec<PersonRef>>, Fault> {
    let room: RoomRef = match answer(Read::RoomByTitle(title.into()), reads)? {
        Found::Known(Value::Room(room)) => room,
        Found::Known(_) => return Ok(Found::Known(Vec::new())),
        Found::Needs(read) => return Ok(Found::Needs(read)),
    };
    Ok(match answer(Read::People(room), reads)? {
        Found::Known(Value::List(people)) => {
            let people = people.iter().filter_map(|one| match one {
                Value::Person(person) => Some(person.clone()),
                _ => None,
            });
            Found::Known(people.collect())
        }
        Found::Known(_) => Found::Known(Vec::new()),
        Found::Needs(read) => Found::Needs(read),
    })
}

fn answer(read: Read, reads: &Answers) -> Result<Found<Value>, Fault> {
    match reads.get(&read) {
        Some(Ok(value)) => Ok(Found::Known(value.clone())),
        Some(Err(fault)) => Err(fault.clone()),
        None => Ok(Found::Needs(read)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, Found, is_member, members};
    use crate::ir::Who;
    use crate::value::{PersonRef, Read, RoomRef, Value};

    fn ops() -> RoomRef {
        RoomRef { id: "R1".into(), direct: false }
    }

    fn reads() -> Answers {
        let dan = Value::Person(PersonRef::new("P4", "dan@other.example"));
        let profile = Value::record([("email", Value::data("eve@acme.com"))]);
        [
            (Read::RoomByTitle("Ops".into()), Ok(Value::Room(ops()))),
            (Read::RoomByTitle("Gone".into()), Ok(Value::None)),
            (Read::People(ops()), Ok(Value::list(vec![dan]))),
            (Read::Person(PersonRef::new("P5", "")), Ok(profile)),
        ]
        .into()
    }

    #[test]
    fn people_are_found_by_address_domain_and_room() {
        let who = [
            Who::Person("ann@x.example".into()),
            Who::Domain("acme.com".into()),
            Who::Room("Gone".into()),
            Who::Room("Ops".into()),
        ];
        let check = |id: &str, email: &str, expected: bool| {
            let found = is_member(&who, &PersonRef::new(id, email), &reads());
            assert_eq!(found, Ok(Found::Known(expected)), "{id} {email}");
        };
        check("P1", "Ann@X.example", true);
        check("", "bob@acme.com", true);
        check("P3", "bob@evil-acme.com", false);
        check("P3", "bob@acme.com.evil.example", false);
        check("P4", "dan@other.example", true);
        check("P5", "", true);
        let Ok(Found::Known(all)) = members(&who, &reads()) else { panic!("all reads are answered") };
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn what_is_not_known_is_asked_for() {
        let found = is_member(&[Who::Room("Ops".into())], &PersonRef::of_email("a@b.c"), &Answers::new());
        assert_eq!(found, Ok(Found::Needs(Read::RoomByTitle("Ops".into()))));
    }
}
