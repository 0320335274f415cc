//! The rooms, one after another: what was said there since the bot heard of them last comes in. One that takes long, or
//! that cannot be looked through, holds no other one back.

use super::catch_up::{Behind, Late, Lates, Span, event};
use super::core::Core;
use super::intake::Delivered;
use crate::base::limits;
use crate::webex::wire::{Message, Room, RoomType, WireTime};
use crate::webex::{EventData, MessageFilter, Resource, WebexError, id_key, same_id};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// After so long the next room is begun, whether or not the one before is done.
const NEXT_AFTER: Duration = Duration::from_millis(100);
/// Rooms that are looked through at once.
const AT_ONCE: usize = 8;
/// How long a look goes on when something else was missed since it began, in milliseconds.
const OUTDATED_MS: i64 = 1_000;

/// A room to be looked through.
#[derive(Clone, Copy)]
struct Todo<'r> {
    room: &'r Room,
    /// From when on, in milliseconds since 1970.
    since_ms: i64,
    late: Option<Late>,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Through {
    pub(super) new: usize,
    /// Why rooms are left that were not looked through.
    pub(super) stopped: Option<WebexError>,
}

impl Core {
    /// Looks through the rooms with newer activity, and those that are late; those where somebody waits come first. One
    /// that cannot be looked through becomes late. Where none of several can be, Webex is out of order: what is left is
    /// looked through another time, which is answered. Those that are late come last then, so that no number of them is in
    /// the way.
    pub(super) async fn look_through(
        self: &Arc<Self>,
        rooms: &[Room],
        (span, turn): (Span, u64),
        lates: &mut Lates,
    ) -> Result<Through, Behind> {
        let mut todo = todo(rooms, span, lates);
        self.looking.narrows(turn, todo.iter().map(Todo::key), span.now_ms);
        let mut open: BTreeMap<String, i64> = BTreeMap::new();
        let (mut at_work, mut through, mut failed_in_a_row) =
            (FuturesUnordered::new(), Through::default(), 0);
        let mut ends_ms = None;
        loop {
            let full = at_work.len() >= AT_ONCE || ends_ms.is_some();
            if at_work.is_empty()
                && let Some(next) = self.next_room(&mut todo).filter(|_| !full)
            {
                open.insert(next.key(), next.since_ms);
                at_work.push(self.look_at(next));
            }
            tokio::select! {
                biased;
                done = at_work.next() => {
                    let Some((done, found)) = done else { break };
                    open.remove(&done.key());
                    match found {
                        Ok(messages) => {
                            failed_in_a_row = 0;
                            lates.remove(&done.key());
                            through.new += self.take_said(messages).await?;
                        }
                        Err(error) => {
                            failed_in_a_row += 1;
                            lates.insert(done.key(), done.late(span.now_ms));
                            if failed_in_a_row == limits::CATCH_UP_FAILURES_MAX {
                                // Nothing is lost of those that are late already.
                                let left = todo.iter().any(|it| it.late.is_none());
                                through.stopped = Some(error).filter(|_| left);
                                todo.clear();
                            }
                        }
                    }
                    self.looking.done(turn, &done.key());
                }
                () = self.looking.is_outdated(turn), if ends_ms.is_none() => {
                    ends_ms = Some(self.clock.now_ms().saturating_add(OUTDATED_MS));
                }
                () = self.clock.sleep_until(ends_ms.unwrap_or(i64::MAX)), if ends_ms.is_some() => break,
                () = self.clock.pause(NEXT_AFTER), if !full && !todo.is_empty() => {
                    if let Some(next) = self.next_room(&mut todo) {
                        open.insert(next.key(), next.since_ms);
                        at_work.push(self.look_at(next));
                    }
                }
            }
        }
        // It goes on with the next look.
        lates.extend(open.into_iter().map(|(key, since_ms)| (key, Late { since_ms, tried_ms: span.now_ms })));
        lates.extend(todo.iter().map(|it| (it.key(), it.late.unwrap_or(it.late(0)))));
        Ok(through)
    }

    fn next_room<'r>(&self, todo: &mut VecDeque<Todo<'r>>) -> Option<Todo<'r>> {
        let waited_for = todo.iter().position(|it| self.looking.is_waited_for(&it.key()));
        todo.remove(waited_for.unwrap_or(0))
    }

    async fn look_at<'r>(&self, todo: Todo<'r>) -> (Todo<'r>, Result<Vec<Message>, WebexError>) {
        let found =
            self.said_in((&todo.room.id, todo.room.room_type == RoomType::Direct), todo.since_ms).await;
        if let Err(error) = &found {
            tracing::warn!(
                code = "run/webex",
                "a room could not be looked through, it will be again: {error}"
            );
        }
        (todo, found)
    }

    /// How many of them are new.
    pub(super) async fn take_said(self: &Arc<Self>, messages: Vec<Message>) -> Result<usize, Behind> {
        let mut new = 0;
        // They are listed newest first; of those of one instant the order says which came first.
        for message in messages.into_iter().rev().filter(|it| !same_id(&it.person_id, &self.me.id)) {
            let event = event(Resource::Messages, EventData::Message(message));
            new += usize::from(self.accept(event).await? == Delivered::Accepted);
        }
        Ok(new)
    }

    /// Of a group a bot may list only what mentions it. A room that is gone by now has nothing.
    pub(super) async fn said_in(
        &self,
        (room, direct): (&str, bool),
        since_ms: i64,
    ) -> Result<Vec<Message>, WebexError> {
        let filter = MessageFilter {
            room_id: room.to_owned(),
            mentioning_me: !direct,
            since: WireTime::from_millisecond(since_ms),
            ..MessageFilter::default()
        };
        match self.gateway.messages(&filter, limits::CATCH_UP_MESSAGES_MAX).await {
            Ok(messages) => {
                if messages.len() >= limits::CATCH_UP_MESSAGES_MAX {
                    tracing::warn!(
                        code = "run/webex",
                        "a room has more than {} new messages, older ones are not looked at",
                        limits::CATCH_UP_MESSAGES_MAX
                    );
                }
                Ok(messages)
            }
            Err(error) if error.is_of_its_object() => {
                tracing::warn!(code = "run/webex", "a room could not be looked through: {error}");
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }
}

impl Todo<'_> {
    fn key(&self) -> String {
        id_key(&self.room.id)
    }

    fn late(&self, tried_ms: i64) -> Late {
        Late { since_ms: self.since_ms, tried_ms }
    }
}

fn todo<'r>(rooms: &'r [Room], span: Span, lates: &Lates) -> VecDeque<Todo<'r>> {
    let active = |room: &Room| room.last_activity.is_some_and(|it| it.as_millisecond() >= span.since_ms);
    let mut todo: Vec<Todo<'_>> = rooms
        .iter()
        .map(|room| {
            let late = lates.get(&id_key(&room.id)).copied();
            let since_ms = late.map_or(span.since_ms, |late| late.since_ms).max(span.oldest_ms);
            Todo { room, since_ms, late }
        })
        .filter(|it| it.late.is_some() || active(it.room))
        .collect();
    todo.sort_by_key(|it| it.late.map(|late| late.tried_ms));
    todo.into()
}
