//! Chance: identities and seeds. The engine is deterministic but for the clock and this.
#![allow(clippy::disallowed_methods, reason = "this is the chance of the engine")]

use crate::base::{MIX_STEP, mix};
use smol_str::{SmolStr, format_smolstr};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Makes identities and seeds.
pub trait Chance: Send + Sync + fmt::Debug {
    /// An identity that nothing else has; later ones sort after earlier ones.
    fn id(&self) -> SmolStr;

    /// The seed of a run's random numbers.
    fn seed(&self) -> u64;
}

/// Real chance: ids are UUIDs of version 7.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn id(&self) -> SmolStr {
        let mut buffer = Uuid::encode_buffer();
        SmolStr::new(Uuid::now_v7().hyphenated().encode_lower(&mut buffer))
    }

    fn seed(&self) -> u64 {
        Uuid::new_v4().as_u64_pair().0
    }
}

/// The same identities and seeds each time, for tests: ids count up.
#[derive(Debug, Default)]
pub struct SeededChance {
    ids: AtomicU64,
    seeds: AtomicU64,
}

impl SeededChance {
    /// Begins with `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { ids: AtomicU64::new(0), seeds: AtomicU64::new(seed) }
    }
}

impl Chance for SeededChance {
    fn id(&self) -> SmolStr {
        format_smolstr!("{:016x}", self.ids.fetch_add(1, Ordering::Relaxed))
    }

    fn seed(&self) -> u64 {
        mix(self.seeds.fetch_add(MIX_STEP, Ordering::Relaxed).wrapping_add(MIX_STEP))
    }
}

/// The short form of an id, to be read out: enough to find one line in a log.
pub(super) fn reference(id: &str) -> SmolStr {
    let mut tail: Vec<char> = id.chars().rev().filter(char::is_ascii_alphanumeric).take(6).collect();
    tail.reverse();
    tail.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Chance, SeededChance, SystemChance, reference};

    #[test]
    fn ids_sort_and_seeds_differ() {
        for chance in [&SystemChance as &dyn Chance, &SeededChance::new(7)] {
            let (first, second) = (chance.id(), chance.id());
            assert!(first < second, "{first} {second}");
            assert_ne!(chance.seed(), chance.seed());
        }
        assert_eq!(SeededChance::new(7).seed(), SeededChance::new(7).seed());
        assert_ne!(SeededChance::new(7).seed(), SeededChance::new(8).seed());
    }

    #[test]
    fn a_reference_is_the_end_of_an_id() {
        for (id, want) in [("0197-ab12-cd34", "12cd34"), ("7", "7"), ("", "")] {
            assert_eq!(reference(id), want);
        }
    }
}
