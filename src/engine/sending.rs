//! Messages on their way out. A call whose answer got lost may have said its message or not: where the bot may list
//! what it said (a direct room), it looks, and says it again only if it is not there. In a group it can't look: there
//! the call has failed, and the script or the reader is told.

use super::core::Core;
use crate::webex::wire::{Message, WireTime};
use crate::webex::{Destination, Outgoing, WebexError, WebexErrorKind, same_id};
use smol_str::SmolStr;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A call that was cut off may still be at work: time for what it says to be there.
const SETTLE: Duration = Duration::from_secs(2);
/// Calls that are cut off one after the other, before the message counts as failed: after some five minutes.
const CUT_OFF_MAX: u32 = 14;
/// The longest time between two of them.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// The clocks of Webex and of this machine may differ, in milliseconds.
const SKEW_MS: i64 = 2 * 60_000;
/// Messages that are remembered as said: more than go to one room in the time of the skew.
const SAID_MAX: usize = 1000;

/// What was said last, and is known to have been.
#[derive(Debug, Default)]
pub(super) struct Said(Mutex<VecDeque<SmolStr>>);

/// What is known of a message whose call was cut off.
enum Found {
    There(Box<Message>),
    NotThere,
    /// The bot may not list what it said there.
    Unknown,
}

impl Said {
    fn note(&self, id: &str) {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.len() >= SAID_MAX {
            said.pop_front();
        }
        said.push_back(id.into());
    }

    fn has(&self, id: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|said| said == id)
    }
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
        let began_ms = self.clock.now_ms();
        let mut cut_off = 0;
        let sent = loop {
            let error = match self.gateway.send(message).await {
                Err(error) if error.may_have_acted() => error,
                sent => break sent?,
            };
            cut_off += 1;
            self.clock.pause((SETTLE * (1 << (cut_off - 1).min(4))).min(PAUSE_MAX)).await;
            match self.find(message, began_ms).await? {
                Found::There(found) => {
                    tracing::info!("{error}; the message is there");
                    break *found;
                }
                Found::NotThere if cut_off < CUT_OFF_MAX => {
                    tracing::warn!(code = "run/webex", "{error}; the message is not there, saying it again");
                }
                Found::NotThere | Found::Unknown => return Err(error),
            }
        };
        self.said.note(&sent.id);
        Ok(sent)
    }

    async fn find(&self, message: &Outgoing, began_ms: i64) -> Result<Found, WebexError> {
        // What was said before this process began is known to nobody, and may have the same words.
        let since = WireTime::from_millisecond(began_ms.saturating_sub(SKEW_MS).max(self.began_ms));
        let listed = match self.gateway.sent_to(&message.to, since).await {
            Ok(listed) => listed,
            // Nobody wrote there yet: the direct room would come with the message.
            Err(error) if error.kind == WebexErrorKind::NotFound && !is_room(&message.to) => Vec::new(),
            Err(error) if error.may_have_acted() => return Err(error),
            Err(_) => return Ok(Found::Unknown),
        };
        let ours = |found: &Message| {
            same_id(&found.person_id, &self.me.id)
                && !self.said.has(&found.id)
                && found.markdown == message.markdown
                && (message.text.is_none() || found.text == message.text)
                && found.attachments.is_empty() == message.card.is_none()
                && found.files.is_empty() == message.file.is_none()
        };
        // The oldest: each is taken for one message only.
        Ok(listed.into_iter().rev().find(ours).map_or(Found::NotThere, |found| Found::There(Box::new(found))))
    }
}

fn is_room(to: &Destination) -> bool {
    match to {
        Destination::Room(_) => true,
        Destination::Person(_) | Destination::Email(_) => false,
    }
}
