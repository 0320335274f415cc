//! Ids of the Webex REST API, taken apart.
//!
//! An id is Base64, without padding, of `ciscospark://<cluster>/<TYPE>/<inner>`. Clients are told to
//! treat it as opaque, yet a mention may name a person by bare uuid and one thing can be named with
//! two clusters, so comparing ids needs their inside.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::fmt;

const SCHEME: &str = "ciscospark://";
/// The cluster of people and organizations, and the alias of the first region.
pub const CLUSTER_US: &str = "us";
/// Longest text that is tried as an id (characters); real ones have less than 200.
const ID_CHARS_MAX: usize = 1024;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(false)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

/// What an id names.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum IdKind {
    /// A person or bot.
    People,
    /// An organization.
    Organization,
    /// A room.
    Room,
    /// A message.
    Message,
    /// A person in a room: `personUuid:roomUuid`.
    Membership,
    /// A team.
    Team,
    /// A person in a team.
    TeamMembership,
    /// A webhook.
    Webhook,
    /// A submit of a card.
    AttachmentAction,
    /// A file: `messageUuid/index`.
    Content,
    /// An application; the portal's "Bot ID".
    Application,
    /// Any other word.
    Other(String),
}

impl IdKind {
    /// The word inside the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::People => "PEOPLE",
            Self::Organization => "ORGANIZATION",
            Self::Room => "ROOM",
            Self::Message => "MESSAGE",
            Self::Membership => "MEMBERSHIP",
            Self::Team => "TEAM",
            Self::TeamMembership => "TEAM_MEMBERSHIP",
            Self::Webhook => "WEBHOOK",
            Self::AttachmentAction => "ATTACHMENT_ACTION",
            Self::Content => "CONTENT",
            Self::Application => "APPLICATION",
            Self::Other(word) => word,
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "PEOPLE" => Self::People,
            "ORGANIZATION" => Self::Organization,
            "ROOM" => Self::Room,
            "MESSAGE" => Self::Message,
            "MEMBERSHIP" => Self::Membership,
            "TEAM" => Self::Team,
            "TEAM_MEMBERSHIP" => Self::TeamMembership,
            "WEBHOOK" => Self::Webhook,
            "ATTACHMENT_ACTION" => Self::AttachmentAction,
            "CONTENT" => Self::Content,
            "APPLICATION" => Self::Application,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// An id taken apart.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HydraId {
    /// `us`, or a full name with colons such as `urn:TEAM:eu-central-1_k`.
    pub cluster: String,
    /// What it names.
    pub kind: IdKind,
    /// The uuid, or what stands in its place.
    pub inner: String,
}

impl HydraId {
    /// An id of the `us` cluster, where people and organizations always are.
    #[must_use]
    pub fn us(kind: IdKind, inner: impl Into<String>) -> Self {
        Self { cluster: CLUSTER_US.to_owned(), kind, inner: inner.into() }
    }

    /// An id of a named cluster, as rooms and messages of other regions have.
    #[must_use]
    pub fn in_cluster(cluster: impl Into<String>, kind: IdKind, inner: impl Into<String>) -> Self {
        Self { cluster: cluster.into(), kind, inner: inner.into() }
    }

    /// Reads an id: with or without padding, of either Base64 alphabet. `None` when it is none.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let mut plain = Plain::new();
        let Parts { cluster, kind, inner } = Parts::of(id, &mut plain)?;
        Some(Self::in_cluster(cluster, IdKind::of(kind), inner))
    }

    /// The id as the REST API writes it.
    #[must_use]
    pub fn encode(&self) -> String {
        STANDARD.encode(format!("{SCHEME}{}/{}/{}", self.cluster, self.kind.as_str(), self.inner))
    }
}

impl fmt::Display for HydraId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.encode())
    }
}

/// Room for what is inside an id: ids are compared with each event, so that costs no allocation.
struct Plain([u8; ID_CHARS_MAX]);

impl Plain {
    fn new() -> Self {
        Self([0; ID_CHARS_MAX])
    }
}

/// An id taken apart, where it was decoded.
struct Parts<'a> {
    cluster: &'a str,
    kind: &'a str,
    inner: &'a str,
}

impl<'a> Parts<'a> {
    fn of(id: &str, plain: &'a mut Plain) -> Option<Self> {
        let (cluster, rest) = decode(id, plain)?.strip_prefix(SCHEME)?.split_once('/')?;
        let (kind, inner) = rest.split_once('/')?;
        let inner = inner.trim();
        let whole = !cluster.is_empty() && !kind.is_empty() && !inner.is_empty();
        whole.then_some(Self { cluster, kind, inner })
    }
}

/// Whether two ids name the same thing: equal kind and inner uuid, whatever the cluster and case. A
/// bare uuid equals any id with that uuid. Text that is no id equals only itself, and empty text
/// equals nothing.
#[must_use]
pub fn same_id(left: &str, right: &str) -> bool {
    if left.is_empty() || right.is_empty() {
        return false;
    }
    if left == right {
        return true;
    }
    let (mut left_plain, mut right_plain) = (Plain::new(), Plain::new());
    let (left_id, right_id) = (Parts::of(left, &mut left_plain), Parts::of(right, &mut right_plain));
    match (&left_id, &right_id) {
        (Some(left), Some(right)) => left.kind == right.kind && left.inner.eq_ignore_ascii_case(right.inner),
        (Some(id), None) => is_uuid(right) && id.inner.eq_ignore_ascii_case(right.trim()),
        (None, Some(id)) => is_uuid(left) && id.inner.eq_ignore_ascii_case(left.trim()),
        (None, None) => is_uuid(left) && left.trim().eq_ignore_ascii_case(right.trim()),
    }
}

/// The part of an id that names the thing, in lower case: a key that is equal for ids that
/// [`same_id`] finds equal. Text that is no id is its own key.
#[must_use]
pub fn id_key(id: &str) -> String {
    match Parts::of(id, &mut Plain::new()) {
        Some(parsed) => parsed.inner.to_ascii_lowercase(),
        None if is_uuid(id) => id.trim().to_ascii_lowercase(),
        None => id.to_owned(),
    }
}

fn decode<'a>(id: &str, plain: &'a mut Plain) -> Option<&'a str> {
    let id = id.trim().trim_end_matches('=');
    if id.len() > ID_CHARS_MAX {
        return None;
    }
    let length = STANDARD.decode_slice(id, &mut plain.0).or_else(|other| {
        let in_url = id.contains(['-', '_']);
        if in_url {
            STANDARD.decode_slice(id.replace('-', "+").replace('_', "/"), &mut plain.0)
        } else {
            Err(other)
        }
    });
    std::str::from_utf8(plain.0.get(..length.ok()?)?).ok()
}

fn is_uuid(text: &str) -> bool {
    let text = text.trim();
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{HydraId, IdKind, id_key, same_id};

    const MESSAGE: &str = "Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk";
    const PERSON: &str = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY";
    const PERSON_UUID: &str = "f5b36187-c8dd-4727-8b2f-f9c447f29046";
    const FILE: &str = "Y2lzY29zcGFyazovL3VybjpURUFNOnVzLXdlc3QtMl9yL0NPTlRFTlQvNWI1NzAyZjAtMmJhNS0xMWVjLWIyYWUtNmQwNjAwMzBkYTg2LzA";

    fn check(encoded: &str, cluster: &str, kind: IdKind, inner: &str) {
        let want = HydraId::in_cluster(cluster, kind, inner);
        assert_eq!(HydraId::parse(encoded), Some(want.clone()));
        assert_eq!(want.encode(), encoded.trim_end_matches('='));
    }

    #[test]
    fn documented_ids_round_trip() {
        check(MESSAGE, "us", IdKind::Message, "92db3be0-43bd-11e6-8ae9-dd5b3dfc565d");
        check(PERSON, "us", IdKind::People, PERSON_UUID);
        check(&format!("{PERSON}="), "us", IdKind::People, PERSON_UUID);
        check(FILE, "urn:TEAM:us-west-2_r", IdKind::Content, "5b5702f0-2ba5-11ec-b2ae-6d060030da86/0");
        let url_safe = HydraId::us(IdKind::Other("A?>".into()), "x~~?").encode();
        let other: String = url_safe.chars().map(|c| if c == '/' { '_' } else { c }).collect();
        assert_eq!(HydraId::parse(&other), HydraId::parse(&url_safe));
    }

    #[test]
    fn what_is_no_id_is_none() {
        for text in
            ["", "hello", PERSON_UUID, "Y2lzY29zcGFyazovL3Vz", "====", "ünïcode", "L3VzL1BFT1BMRS80MDNl"]
        {
            assert_eq!(HydraId::parse(text), None, "{text}");
        }
        assert_eq!(HydraId::parse(&"A".repeat(5000)), None);
    }

    #[test]
    fn ids_are_compared_by_kind_and_uuid() {
        let eu =
            |kind| HydraId::in_cluster("urn:TEAM:eu-central-1_k", kind, PERSON_UUID.to_uppercase()).encode();
        let rows = [
            (PERSON.to_owned(), PERSON.to_owned(), true),
            (PERSON.to_owned(), eu(IdKind::People), true),
            (PERSON.to_owned(), eu(IdKind::Room), false),
            (PERSON.to_owned(), PERSON_UUID.to_uppercase(), true),
            (PERSON_UUID.to_owned(), PERSON.to_owned(), true),
            (PERSON_UUID.to_owned(), PERSON_UUID.to_uppercase(), true),
            (PERSON.to_owned(), MESSAGE.to_owned(), false),
            ("me".to_owned(), "me".to_owned(), true),
            ("me".to_owned(), "Me".to_owned(), false),
            (String::new(), String::new(), false),
        ];
        for (left, right, want) in rows {
            assert_eq!(same_id(&left, &right), want, "{left} {right}");
        }
        assert_eq!(id_key(PERSON), id_key(&PERSON_UUID.to_uppercase()));
        assert_eq!(id_key("room-1"), "room-1");
    }
}
