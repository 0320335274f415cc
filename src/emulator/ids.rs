//! Fresh ids, and ids from outside brought into one form.
//!
//! The uuids come from a seed and a counter, so that a test that runs twice sees the same ids.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::webex::{HydraId, IdKind};

/// The uuid in `id`, which is an id of `kind` or a bare uuid; `None` where it is neither.
pub(crate) fn inner_of(id: &str, kind: &IdKind) -> Option<String> {
    if let Some(parsed) = HydraId::parse(id) {
        return (parsed.kind == *kind).then(|| parsed.inner.to_ascii_lowercase());
    }
    Uuid::try_parse(id).ok().map(|uuid| uuid.to_string())
}

/// Gives out uuids that depend only on the seed and on how many were given before.
#[derive(Clone, Debug)]
pub(crate) struct IdSource {
    seed: u64,
    given: u64,
}

impl IdSource {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, given: 0 }
    }

    /// The next uuid, in its hyphenated lower-case form.
    pub(crate) fn next_uuid(&mut self) -> String {
        self.given += 1;
        let digest =
            Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(self.given.to_be_bytes());
        let mut bytes = [0_u8; 16];
        for (to, from) in bytes.iter_mut().zip(digest.finalize().iter()) {
            *to = *from;
        }
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{IdSource, inner_of};
    use crate::webex::{HydraId, IdKind};

    #[test]
    fn what_is_not_of_the_kind_is_refused() {
        #[track_caller]
        fn check(id: &str, expected: Option<&str>) {
            assert_eq!(inner_of(id, &IdKind::Room).as_deref(), expected, "{id}");
        }
        let uuid = "bbceb1ad-43f1-3b58-9147-f14bb0c4d154";
        check(uuid, Some(uuid));
        check(&uuid.to_uppercase(), Some(uuid));
        check(&HydraId::in_cluster("urn:TEAM:eu-central-1_k", IdKind::Room, uuid).encode(), Some(uuid));
        check(&format!("{}==", HydraId::us(IdKind::Room, uuid)), Some(uuid));
        check(&HydraId::us(IdKind::People, uuid).encode(), None);
        check("nonsense", None);
        check("", None);
    }

    #[test]
    fn a_seed_repeats_its_ids() {
        let take = |seed| {
            let mut ids = IdSource::new(seed);
            [ids.next_uuid(), ids.next_uuid()]
        };
        assert_eq!(take(7), take(7));
        assert_ne!(take(7), take(8));
        let [first, second] = take(7);
        assert_ne!(first, second);
    }
}
