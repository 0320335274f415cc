//! People whose address changed: what is kept of them stays theirs.
//!
//! State of a person is kept under the address at which the bot first knew them. A later address leads
//! there; an address that somebody else had before leads to state of its own.

use super::codec::{decode, encode};
use super::core::Core;
use super::store::{Commit, StateName, StateWrite, StoreError, StoredState};
use crate::base::limits;
use crate::vm::{ScopeKey, StateKey};
use crate::webex::id_key;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, RwLock};

/// Names that no state of a script can have: by person, where their state is; by address, whose it is;
/// by address, where state is that is not kept under it.
const KEPT_UNDER: &str = "state of a person";
const PERSON_OF: &str = "person of an address";
const LEADS_TO: &str = "state of an address";

/// Addresses that are read from the store at once.
const ADDRESSES_READ: usize = 1000;

/// What is known of addresses, so that the store is asked once.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The newest address of each person that was seen.
    seen: Mutex<HashMap<SmolStr, SmolStr>>,
    /// Where state is that is not kept under its address.
    leads_to: RwLock<HashMap<SmolStr, SmolStr>>,
}

impl Addresses {
    /// The key under which a state is kept.
    pub(super) fn kept(&self, key: &StateKey) -> StateKey {
        let scope = match &key.scope {
            ScopeKey::Person(person) => ScopeKey::Person(self.of(person)),
            ScopeKey::Member(room, person) => ScopeKey::Member(room.clone(), self.of(person)),
            scope @ (ScopeKey::Bot | ScopeKey::Room(_)) => scope.clone(),
        };
        StateKey { state: key.state.clone(), scope }
    }

    fn of(&self, address: &SmolStr) -> SmolStr {
        let leads_to = self.leads_to.read().unwrap_or_else(PoisonError::into_inner);
        leads_to.get(address).unwrap_or(address).clone()
    }

    fn lead(&self, address: SmolStr, kept: SmolStr) {
        let mut leads_to = self.leads_to.write().unwrap_or_else(PoisonError::into_inner);
        if address == kept {
            leads_to.remove(&address);
        } else {
            leads_to.insert(address, kept);
        }
    }

    fn has_seen(&self, person: &str, address: &str) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(person).is_some_and(|known| known == address)
    }

    fn saw(&self, person: SmolStr, address: SmolStr) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= limits::READ_CACHE_MAX {
            seen.clear();
        }
        seen.insert(person, address);
    }
}

impl Core {
    /// Reads which addresses lead elsewhere: few people ever change theirs.
    pub(super) async fn load_addresses(&self) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.store.values_of(LEADS_TO.into(), after, ADDRESSES_READ).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.owner.clone());
            for (name, stored) in page {
                self.addresses.lead(name.owner, decode(&stored.value)?);
            }
        }
    }

    /// Takes note of the address that a person writes from.
    pub(super) async fn know_address(&self, person: &str, address: &str) -> Result<(), StoreError> {
        let (person, address) = (SmolStr::new(id_key(person)), SmolStr::new(address.trim().to_lowercase()));
        if person.is_empty() || address.is_empty() || self.addresses.has_seen(&person, &address) {
            return Ok(());
        }
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let name = |state: &'static str, owner: &SmolStr| StateName {
                state: state.into(),
                owner: owner.clone(),
            };
            let names = vec![name(KEPT_UNDER, &person), name(PERSON_OF, &address), name(LEADS_TO, &address)];
            let found = self.store.states(names.clone()).await?;
            let known = |at: usize| found.get(at).and_then(Option::as_ref);
            let text = |at: usize| known(at).map(|stored| decode::<SmolStr>(&stored.value)).transpose();
            let (kept, owner) = (text(0)?, text(1)?);
            // An address that somebody else had keeps their state: this person's is kept under the id.
            let new = || if owner.as_ref().is_none_or(|owner| *owner == person) { &address } else { &person };
            let kept_under = kept.as_ref().unwrap_or_else(new).clone();
            let elsewhere = kept_under != address;
            let values =
                [Some(&kept_under), Some(&person), (elsewhere || known(2).is_some()).then_some(&kept_under)];
            let states = names
                .into_iter()
                .zip(values)
                .enumerate()
                .filter_map(|(at, (name, value))| value.map(|value| write(name, known(at), value)))
                .collect::<Result<_, _>>()?;
            match self.store.commit(Commit { states, ..Commit::default() }).await {
                Ok(()) => {
                    self.addresses.lead(address.clone(), kept_under);
                    self.addresses.saw(person, address);
                    return Ok(());
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Err(StoreError::Failed("an address could not be kept".to_owned()))
    }
}

fn write(name: StateName, known: Option<&StoredState>, value: &SmolStr) -> Result<StateWrite, StoreError> {
    let version = known.map_or(0, |stored| stored.version);
    Ok(StateWrite { name, version, value: Some(encode(value)?) })
}
