//! Whether the bot is in a room, as far as its script was told. Each coming runs `on join` once and each leave `on leave`,
//! however they are heard of: by an event, again, in another order, or when what was missed is looked for.

use super::codec::{decode, encode};
use super::core::Core;
use super::sending::webex_now_ms;
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::webex::wire::{Membership, RoomType, WireTime};
use crate::webex::{id_key, same_id};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// What tells of a coming (an event, a list) may differ by less in its time, in milliseconds.
const SAME_COMING_MS: i64 = 10_000;

/// What the script was told last about a room.
pub(super) struct Presence {
    came: Row<Coming>,
    left: Row<Left>,
    now_ms: i64,
}

/// Something kept about a room, and its version.
struct Row<T> {
    name: StateName,
    version: u64,
    value: Option<T>,
}

/// What a coming is to what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// The script was told of it.
    Told,
    /// It was not.
    New,
    /// It was not, and neither was the leave before it.
    Again,
}

/// What a leave is to what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    /// The script was told of it.
    Told,
    /// It was not.
    New,
    /// It was not, and the bot came again meanwhile.
    Late,
}

/// A coming of the bot. In a group it may come and go, and the id of its membership is the same each time.
#[derive(Clone, Debug, PartialEq)]
struct Coming {
    membership: String,
    at_ms: Option<i64>,
}

/// A leave. Times in milliseconds since 1970 by Webex's clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Left {
    /// When the script was told: the bot left before.
    noted_ms: i64,
    /// Not before this: what told of it says when the bot came, or when it left.
    after_ms: Option<i64>,
    /// Which coming it ended, as that is kept.
    ends: Option<String>,
}

/// As it is kept, and as it was kept first: only when it was noted.
#[derive(Deserialize)]
#[serde(untagged)]
enum LeftRow {
    Whole(Left),
    Noted(i64),
}

impl Coming {
    fn of(membership: &Membership) -> Self {
        let group = membership.room_type != Some(RoomType::Direct);
        let at = membership.created.filter(|_| group);
        Self { membership: membership.id.clone(), at_ms: at.map(WireTime::as_millisecond) }
    }

    /// `ID`, `ID@MS`
    fn read(text: &str) -> Self {
        let (membership, at) = text.rsplit_once('@').unwrap_or((text, ""));
        Self { membership: membership.to_owned(), at_ms: at.parse().ok() }
    }

    fn text(&self) -> String {
        self.at_ms.map_or_else(|| self.membership.clone(), |at_ms| format!("{}@{at_ms}", self.membership))
    }

    fn is(&self, other: &Self) -> bool {
        let same_time = match (self.at_ms, other.at_ms) {
            (Some(one), Some(other)) => one.abs_diff(other) <= SAME_COMING_MS.unsigned_abs(),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_time && same_id(&self.membership, &other.membership)
    }
}

impl Presence {
    /// Whether the script was told of anything.
    pub(super) fn is_known(&self) -> bool {
        self.came.value.is_some() || self.left.value.is_some()
    }

    /// With which coming the bot is in the room.
    fn inside(&self) -> Option<&Coming> {
        let came = self.came.value.as_ref()?;
        let ended = self.left.value.as_ref().and_then(|left| left.ends.as_ref());
        Some(came).filter(|came| ended != Some(&came.text()))
    }

    fn left_after_ms(&self) -> Option<i64> {
        self.left.value.as_ref()?.after_ms
    }

    pub(super) fn comes(&self, membership: &Membership) -> Came {
        let coming = Coming::of(membership);
        match self.inside() {
            Some(known) if known.is(&coming) => Came::Told,
            Some(known) => match (known.at_ms, coming.at_ms) {
                (Some(known), Some(at)) if at < known => Came::Told,
                (Some(_), Some(_)) => Came::Again,
                _ => Came::New,
            },
            None => {
                // At the same instant: a repetition is known by its key.
                let over =
                    matches!((coming.at_ms, self.left_after_ms()), (Some(at), Some(left)) if at < left);
                if over { Came::Told } else { Came::New }
            }
        }
    }

    pub(super) fn leaves(&self, membership: &Membership) -> Leaves {
        let Some(at_ms) = membership.created.map(WireTime::as_millisecond) else { return Leaves::New };
        if self.left_after_ms().is_some_and(|left| at_ms <= left) {
            return Leaves::Told;
        }
        match (self.inside().map(|came| came.at_ms), &self.left.value) {
            // Who comes again is told of the leave first, where there was a coming before.
            (Some(Some(came)), left) if at_ms < came.saturating_sub(SAME_COMING_MS) => {
                if left.is_some() {
                    Leaves::Told
                } else {
                    Leaves::Late
                }
            }
            (None, Some(left)) if at_ms <= left.noted_ms => Leaves::Told,
            _ => Leaves::New,
        }
    }

    /// Notes in `commit` that the script is told of this coming.
    pub(super) fn note_coming(&self, membership: &Membership, commit: &mut Commit) -> Result<(), StoreError> {
        self.came.write(Some(encode(&Coming::of(membership).text())?), commit);
        let left = self.left.value.clone().filter(|left| left.ends.is_some());
        let left = left.map(|left| encode(&Left { ends: None, ..left })).transpose()?;
        // Both were read together, so neither may have changed.
        self.left.write(left, commit);
        Ok(())
    }

    /// Notes in `commit` that the script is told of a leave after this time; the bot may be in the room again.
    pub(super) fn note_leave(
        &self,
        after_ms: Option<i64>,
        again: bool,
        commit: &mut Commit,
    ) -> Result<(), StoreError> {
        let ends = self.came.value.as_ref().filter(|_| !again).map(Coming::text);
        let left = Left { noted_ms: self.now_ms, after_ms, ends };
        self.left.write(Some(encode(&left)?), commit);
        self.came.write(None, commit);
        Ok(())
    }

    /// Whether it is no more as it was read.
    pub(super) fn is_outdated(&self, error: &StoreError) -> bool {
        let own = [&self.came.name, &self.left.name];
        matches!(error, StoreError::Conflict { states, .. } if states.iter().any(|it| own.contains(&it)))
    }
}

impl<T> Row<T> {
    /// Nothing: it stays, and must be what was read.
    fn write(&self, value: Option<Vec<u8>>, commit: &mut Commit) {
        commit.states.push(StateWrite { name: self.name.clone(), version: self.version, value });
    }
}

impl Core {
    /// What the script was told about a room.
    pub(super) async fn presence(&self, room: &str) -> Result<Presence, StoreError> {
        let name = |state: &'static str| StateName { state: state.into(), owner: id_key(room).into() };
        let (came, left) = (name("joined"), name("left the room"));
        let mut rows = self.store.states(vec![came.clone(), left.clone()]).await?.into_iter();
        let mut row = || rows.next().flatten().map_or((0, None), |row| (row.version, Some(row.value)));
        let ((came_version, came_value), (left_version, left_value)) = (row(), row());
        let came_value = came_value.map(|value| decode::<SmolStr>(&value)).transpose()?;
        let left_value = left_value.map(|value| decode::<LeftRow>(&value)).transpose()?;
        let came_value = came_value.as_deref().map(Coming::read);
        let left_value = left_value.map(|row| match row {
            LeftRow::Whole(left) => left,
            LeftRow::Noted(noted_ms) => {
                let over = |came: &&Coming| came.at_ms.is_some_and(|at_ms| at_ms <= noted_ms);
                let ends = came_value.as_ref().filter(over).map(Coming::text);
                Left { noted_ms, after_ms: None, ends }
            }
        });
        Ok(Presence {
            came: Row { name: came, version: came_version, value: came_value },
            left: Row { name: left, version: left_version, value: left_value },
            now_ms: webex_now_ms(&*self.clock, self.queue()),
        })
    }
}
