//! Ids as Webex writes them: unpadded Base64 of `ciscospark://<cluster>/<TYPE>/<inner>`.
//!
//! The inner uuids come from a seed and a counter, so that a test that runs twice sees the same ids.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// The cluster of people and organizations, wherever they live, and of the oldest rooms.
pub(crate) const HOME_CLUSTER: &str = "us";

/// Reads ids with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// The same with the other alphabet, which some clients write.
const LENIENT_URL: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person or a bot.
    People,
    /// An organization.
    Organization,
    /// A space, direct or group.
    Room,
    /// A message.
    Message,
    /// A person in a room.
    Membership,
    /// A webhook.
    Webhook,
    /// A submitted card.
    AttachmentAction,
    /// A file of a message.
    Content,
    /// The application behind a bot: its "Bot ID" in the portal.
    Application,
}

impl Kind {
    /// The word that stands in the id.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "PEOPLE",
            Self::Organization => "ORGANIZATION",
            Self::Room => "ROOM",
            Self::Message => "MESSAGE",
            Self::Membership => "MEMBERSHIP",
            Self::Webhook => "WEBHOOK",
            Self::AttachmentAction => "ATTACHMENT_ACTION",
            Self::Content => "CONTENT",
            Self::Application => "APPLICATION",
        }
    }
}

/// Writes an id.
#[must_use]
pub fn encode(cluster: &str, kind: Kind, inner: &str) -> String {
    STANDARD_NO_PAD.encode(format!("ciscospark://{cluster}/{}/{inner}", kind.word()))
}

/// The `TYPE` and the inner part of an id; `None` where it is none.
#[must_use]
pub fn decode(id: &str) -> Option<(String, String)> {
    let bytes = LENIENT.decode(id).or_else(|_| LENIENT_URL.decode(id)).ok()?;
    let uri = String::from_utf8(bytes).ok()?;
    let mut parts = uri.strip_prefix("ciscospark://")?.splitn(3, '/');
    let (_cluster, kind, inner) = (parts.next()?, parts.next()?, parts.next()?);
    Some((kind.to_owned(), inner.to_ascii_lowercase()))
}

/// The inner part of `id`, which is an id of `kind` or a bare uuid; `None` where it is neither.
#[must_use]
pub fn inner_of(id: &str, kind: Kind) -> Option<String> {
    if let Some((word, inner)) = decode(id) {
        return (word == kind.word()).then_some(inner);
    }
    uuid::Uuid::try_parse(id).ok().map(|uuid| uuid.to_string())
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
        let digest = Sha256::new()
            .chain_update(self.seed.to_be_bytes())
            .chain_update(self.given.to_be_bytes())
            .finalize();
        let mut bytes = [0_u8; 16];
        for (to, from) in bytes.iter_mut().zip(digest.iter()) {
            *to = *from;
        }
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_documented_id_is_read_and_written() {
        let id = "Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk";
        let uuid = "92db3be0-43bd-11e6-8ae9-dd5b3dfc565d";
        assert_eq!(inner_of(id, Kind::Message).as_deref(), Some(uuid));
        assert_eq!(encode("us", Kind::Message, uuid), id);
    }

    #[test]
    fn what_is_not_of_the_kind_is_refused() {
        #[track_caller]
        fn check(id: &str, expected: Option<&str>) {
            assert_eq!(inner_of(id, Kind::Room).as_deref(), expected, "{id}");
        }
        let uuid = "bbceb1ad-43f1-3b58-9147-f14bb0c4d154";
        check(uuid, Some(uuid));
        check(&uuid.to_uppercase(), Some(uuid));
        check(&encode("urn:TEAM:eu-central-1_k", Kind::Room, uuid), Some(uuid));
        check(&format!("{}==", encode("us", Kind::Room, uuid)), Some(uuid));
        check(&encode("us", Kind::People, uuid), None);
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
