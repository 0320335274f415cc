//! A card with `once` is closed by the first press that its action accepts: by the commit with which the run
//! of that press ends or first waits. So there is no moment at which a press counts and the card is open.
//!
//! Presses of one card come one after another; after a crash the run of the one that was under way is first.

use super::card_action::Press;
use super::codec::{decode, encode};
use super::core::Core;
use super::going::Leaving;
use super::lanes::Place;
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::value::{Effect, Read, Target, TextBuilder, field};
use crate::vm::{CardToClose, EffectId, Run, RunId};
use crate::webex::queue::{Class, Urgency};
use smol_str::{SmolStr, format_smolstr};
use std::sync::PoisonError;

/// Where the mark, the deletion and what is said in its place go.
type Into<'c> = (&'c SmolStr, &'c mut Commit, &'c mut Vec<Leaving>);

/// Adds that the card of `run` is closed: the mark, its deletion, and its text with who pressed, since Webex
/// edits no card.
pub(super) fn close(
    core: &Core,
    run: &mut Run,
    (mailbox, commit, leaving): Into<'_>,
) -> Result<(), StoreError> {
    let Some(card) = run.closes.take() else { return Ok(()) };
    let value = Some(encode(&card.by.to_string())?);
    commit.states.push(StateWrite { name: mark(&card.message.id), version: 0, value });
    let id = RunId(core.chance.id());
    let delete = Effect::Delete { message: card.message.clone() };
    leaving.push(Leaving::of_engine(
        &run.context,
        EffectId { run: id.clone(), sequence: 0 },
        mailbox,
        delete,
    )?);
    if let Some(room) = run.context.room.clone() {
        let mut text = TextBuilder::new();
        text.push(&card.text, false);
        text.push("\n\n*Answered by ", true);
        text.push(&card.by, false);
        if !card.pressed.is_empty() {
            text.push(": ", true);
            text.push(&card.pressed, false);
        }
        text.push("*", true);
        let (text, thread) = (text.finish(), card.message.thread.clone());
        let say = Effect::Say { to: Target::Room(room), text, thread, with: None };
        leaving.push(Leaving::of_engine(&run.context, EffectId { run: id, sequence: 1 }, mailbox, say)?);
    }
    Ok(())
}

/// Somebody else closed the card: it is not closed again.
pub(super) fn forget_closed(run: &mut Run, changed: &[StateName]) {
    if run.closes.as_ref().is_some_and(|card| changed.contains(&mark(&card.message.id))) {
        run.closes = None;
    }
}

/// Who closed a card.
fn mark(message: &str) -> StateName {
    StateName { state: format_smolstr!("closed card {message}"), owner: SmolStr::default() }
}

impl Core {
    /// Who closed the card with this message, if it is closed.
    pub(super) async fn closed_by(&self, message: &str) -> Result<Option<String>, StoreError> {
        let stored = self.store.states(vec![mark(message)]).await?.into_iter().next().flatten();
        stored.map(|stored| decode(&stored.value)).transpose()
    }

    /// The card that a press closes when it is accepted.
    pub(super) async fn card_to_close(&self, press: &Press) -> Option<Box<CardToClose>> {
        press.submitted.data.get("once")?;
        let person = press.context.person.as_ref()?;
        let message = press.context.message.clone()?;
        let profile = self.read_cached(&Read::Person(person.clone())).await.unwrap_or_default();
        let by = SmolStr::new(field(&profile, "name").as_str().unwrap_or_else(|| person.local_part()));
        let text = SmolStr::new(press.message.text.as_deref().unwrap_or_default());
        let pressed = SmolStr::new(&press.submitted.title);
        Some(Box::new(CardToClose { message, text, by, pressed }))
    }

    /// Takes the turn of a press of this card.
    pub(super) fn card_place(&self, message: &str) -> Place {
        self.lanes.enter(&format_smolstr!("card {message}"), &Urgency::new(Class::Answer))
    }

    /// At the start: whoever presses the card that `run` may close waits until it did or did not.
    pub(super) fn keep_card(&self, run: &Run) {
        if let Some(card) = &run.closes {
            let mut cards = self.cards.lock().unwrap_or_else(PoisonError::into_inner);
            cards.entry(run.id.0.clone()).or_insert_with(|| self.card_place(&card.message.id));
        }
    }

    /// What [`Self::keep_card`] took, for who goes on with the run.
    pub(super) fn card_of(&self, run: &SmolStr) -> Option<Place> {
        self.cards.lock().unwrap_or_else(PoisonError::into_inner).remove(run)
    }
}
