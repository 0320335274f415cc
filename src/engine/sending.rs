//! Messages on their way out. A call whose answer got lost, or that a server could not answer, may have said its
//! message or not. So it is looked whether it is there, and it is said again only if it is not.
//!
//! In a direct room the bot lists what was written. In a group it may not: there a message of its own may come back to
//! it, and a room in which nothing was written since the bot knew of it last has no such message. Where others wrote
//! meanwhile, it waits for its own message to come back. If it does not, the message goes out again where a gateway
//! failed, or where the bot is known to hear itself, and the log tells of it; else it counts as failed, and the script or
//! the reader is told.

use super::Clock;
use super::core::Core;
use crate::webex::queue::{Errand, Queue};
use crate::webex::wire::{Message, WireTime};
use crate::webex::{Destination, Outgoing, WebexError, WebexErrorKind, same_id};
use std::time::Duration;

/// A call that was cut off may still be at work: time for what it says to be there.
const SETTLE: Duration = Duration::from_secs(2);
/// Within this time after the call a message of its own comes back to the bot, where it does.
const ECHO: Duration = Duration::from_secs(8);
/// The longest time between two attempts.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// Attempts that fail while others get through, before the message counts as failed: after some five minutes.
const FAILURES_MAX: u32 = 14;
/// How long a message is tried while none gets through, in milliseconds (90 minutes). It may be its own fault.
const PATIENCE_MS: i64 = 90 * 60_000;
/// Two clocks that differ by less show the same time, in milliseconds: Webex tells its own to the second.
const SAME_TIME_MS: u64 = 2_000;
/// Where they differ by more than this, that of this machine was set by hand, as in tests, and is believed.
const WRONG_TIME_MS: u64 = 3_600_000;
/// The clocks of Webex and of this machine may differ, in milliseconds.
const SKEW_MS: i64 = 2 * 60_000;

/// What is known of a message whose call was cut off.
enum Found {
    There(Box<Message>),
    NotThere,
    Unknown,
}

/// How it goes with a message that is not out yet.
struct Trial {
    began_ms: i64,
    /// All attempts that failed.
    failures: u32,
    /// Those during which other calls that say or change something got through, or that came after all patience.
    own_failures: u32,
    /// Calls of that kind that were answered until the last attempt.
    answers: u64,
}

impl Trial {
    fn failed(&mut self, answers: u64, now_ms: i64) {
        self.failures += 1;
        let impatient = now_ms.saturating_sub(self.began_ms) >= PATIENCE_MS;
        self.own_failures += u32::from(impatient || answers != self.answers);
        self.answers = answers;
    }

    fn pause(&self) -> Duration {
        (SETTLE * (1 << self.failures.saturating_sub(1).min(4))).min(PAUSE_MAX)
    }

    fn goes_on(&self) -> bool {
        self.own_failures < FAILURES_MAX
    }
}

/// What time it is at Webex, whose messages say when they were written.
pub(super) fn webex_now_ms(clock: &dyn Clock, queue: &Queue) -> i64 {
    let now_ms = clock.now_ms();
    let webex_ms = queue.webex_ms();
    let differs = |webex_ms: &i64| (SAME_TIME_MS..WRONG_TIME_MS).contains(&webex_ms.abs_diff(now_ms));
    webex_ms.filter(differs).unwrap_or(now_ms)
}

impl Core {
    /// Where the thread is refused (its first message was deleted), the message goes beside it.
    pub(super) async fn send(&self, mut message: Outgoing) -> Result<Message, WebexError> {
        let refused =
            |error: &WebexError| matches!(error.kind, WebexErrorKind::Invalid | WebexErrorKind::NotFound);
        match self.send_once(&message).await {
            Err(error) if message.parent_id.is_some() && refused(&error) => {
                tracing::debug!("the thread was refused, the message goes beside it: {error}");
                message.parent_id = None;
                self.send_once(&message).await
            }
            sent => sent,
        }
    }

    /// Says it once, whatever becomes of the calls.
    async fn send_once(&self, message: &Outgoing) -> Result<Message, WebexError> {
        let mut trial = Trial {
            began_ms: webex_now_ms(&*self.clock, self.queue()),
            failures: 0,
            own_failures: 0,
            answers: self.queue().answers(true),
        };
        let sent = loop {
            let error = match self.gateway.send(message).await {
                Err(error) if error.may_have_acted() => error,
                sent => break sent?,
            };
            if let Some(found) = self.look_for(message, &mut trial, error).await? {
                break found;
            }
        };
        self.said.note(&sent);
        Ok(sent)
    }

    /// The message where it is there after this failure; nothing where it is to be said again.
    async fn look_for(
        &self,
        message: &Outgoing,
        trial: &mut Trial,
        error: WebexError,
    ) -> Result<Option<Message>, WebexError> {
        let failed_ms = self.clock.now_ms();
        loop {
            trial.failed(self.queue().answers(true), webex_now_ms(&*self.clock, self.queue()));
            self.clock.pause(trial.pause()).await;
            let found = match self.find(message, trial.began_ms).await {
                Err(unclear) if trial.goes_on() => {
                    tracing::warn!(code = "run/webex", "{error}; whether the message is there: {unclear}");
                    continue;
                }
                found => found.unwrap_or(Found::Unknown),
            };
            let found = match (found, &message.to) {
                (Found::Unknown, Destination::Room(room)) => {
                    self.echo_of(message, room, (failed_ms, trial.pause())).await
                }
                (found, _) => found,
            };
            let gateway = error.is_of_gateway();
            return match found {
                Found::There(found) => {
                    tracing::info!("{error}; the message is there");
                    Ok(Some(*found))
                }
                Found::NotThere if trial.goes_on() => {
                    tracing::warn!(code = "run/webex", "{error}; the message is not there, saying it again");
                    Ok(None)
                }
                Found::Unknown if trial.goes_on() && (gateway || self.hears_itself(message, failed_ms)) => {
                    let name = Errand::name().unwrap_or_default();
                    let (run, effect) = name.rsplit_once('_').unwrap_or_default();
                    tracing::warn!(
                        code = "run/repeated",
                        run,
                        effect,
                        "{error}; the bot cannot see whether the message is there, it goes out again and may be there twice"
                    );
                    Ok(None)
                }
                Found::NotThere | Found::Unknown => Err(error),
            };
        }
    }

    async fn find(&self, message: &Outgoing, began_ms: i64) -> Result<Found, WebexError> {
        // What was said before this process began is known to nobody, and may have the same words.
        let since = WireTime::from_millisecond(began_ms.saturating_sub(SKEW_MS).max(self.began_ms));
        match (self.gateway.sent_to(&message.to, since).await, &message.to) {
            (Ok(listed), _) => {
                // The oldest: each is taken for one message only.
                let ours = listed
                    .into_iter()
                    .rev()
                    .find(|found| self.is_it(message, found) && self.said.claim(found));
                Ok(ours.map_or(Found::NotThere, |found| Found::There(Box::new(found))))
            }
            (Err(error), _) if error.may_have_acted() => Err(error),
            (Err(_), Destination::Room(room)) => self.find_in_group(room, message, began_ms).await,
            // Nobody wrote there yet: the direct room would come with the message.
            (Err(error), Destination::Person(_) | Destination::Email(_)) => {
                Ok(if error.kind == WebexErrorKind::NotFound { Found::NotThere } else { Found::Unknown })
            }
        }
    }

    async fn find_in_group(
        &self,
        room: &str,
        message: &Outgoing,
        began_ms: i64,
    ) -> Result<Found, WebexError> {
        let (found, unread) = self.heard_back(room, message).await?;
        if let Some(found) = found {
            return Ok(Found::There(Box::new(found)));
        }
        let known_ms = self.said.known_until_ms(room).unwrap_or(i64::MIN);
        let known_ms = known_ms.max(began_ms.saturating_sub(SKEW_MS));
        let active = match self.gateway.room(room).await {
            Ok(room) => room.last_activity,
            Err(error) if error.may_have_acted() => return Err(error),
            Err(_) => None,
        };
        // What was written until here is not what is said next.
        self.said.know(room, active);
        let quiet = active.is_some_and(|active| active.as_millisecond() <= known_ms);
        Ok(if quiet && !unread { Found::NotThere } else { Found::Unknown })
    }

    /// The message among those of its own that came back to the bot, and whether one of them cannot be read.
    async fn heard_back(
        &self,
        room: &str,
        message: &Outgoing,
    ) -> Result<(Option<Message>, bool), WebexError> {
        let mut unread = false;
        for id in self.said.unknown_in(room) {
            match self.gateway.message(&id).await {
                Ok(found) if self.is_it(message, &found) && self.said.claim(&found) => {
                    return Ok((Some(found), false));
                }
                Ok(_) => {}
                Err(error) if error.may_have_acted() => return Err(error),
                Err(_) => unread = true,
            }
        }
        Ok((None, unread))
    }

    /// Waits for a message to come back to the bot, so long after its call failed.
    async fn echo_of(
        &self,
        message: &Outgoing,
        room: &str,
        (failed_ms, mut waited): (i64, Duration),
    ) -> Found {
        // Over a websocket that only looks open nothing comes back.
        self.hearing.ask(failed_ms);
        while waited < ECHO {
            self.clock.pause(SETTLE).await;
            waited += SETTLE;
            if let Ok((Some(found), _)) = self.heard_back(room, message).await {
                return Found::There(Box::new(found));
            }
        }
        Found::Unknown
    }

    /// Whether the bot hears what it says where this goes: then what it did not hear is most likely not there.
    fn hears_itself(&self, message: &Outgoing, failed_ms: i64) -> bool {
        let Destination::Room(room) = &message.to else { return false };
        self.said.is_heard_in(room) && self.hearing.ends_until_ms(self.clock.now_ms()) >= failed_ms
    }

    fn is_it(&self, message: &Outgoing, found: &Message) -> bool {
        same_id(&found.person_id, &self.me.id)
            && !self.said.has(&found.id)
            && found.markdown == message.markdown
            && (message.text.is_none() || found.text == message.text)
            && found.attachments.is_empty() == message.card.is_none()
            && found.files.is_empty() == message.file.is_none()
    }
}
