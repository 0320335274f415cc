//! The button of a card answers a question: `ask card`, or the choices of an `ask` or `confirm`.
//!
//! Webex edits no card, so the buttons stay when the question is over; whoever presses one then is told.

use super::active::Active;
use super::card_action::{Press, untouched};
use super::core::Core;
use super::flight::Flight;
use super::overdue::was_over;
use super::store::{Commit, StoreError};
use crate::base::limits;
use crate::cards::CHOICE;
use crate::ir::{Audience, Expects};
use crate::value::{Text, TextBuilder, Type, Value, conform, from_json};
use crate::vm::{Question, Waiting};
use indexmap::IndexMap;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

impl Core {
    /// Gives what was pressed to the question that the card put.
    pub(super) async fn answer_by_card(
        self: &Arc<Self>,
        active: &Arc<Active>,
        press: &Press,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        let choice = press.submitted.data.get(CHOICE).and_then(Json::as_u64);
        let choice = choice.and_then(|choice| usize::try_from(choice).ok());
        let what = if choice.is_some() { "question" } else { "card" };
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let Some((flight, question)) = self.asked_by_card(press).await? else { break };
            let answered = self.answer_with(active, press, (flight, &question, choice), (mailbox, &along));
            match answered.await {
                // Somebody else answered, or the time was over: look again.
                Err(StoreError::Conflict { .. }) => {}
                done => return done,
            }
        }
        self.say_about(active, press, (closed(what), mailbox, along)).await
    }

    /// Gives it to this question, as the button of its number or with the inputs of the card.
    async fn answer_with(
        self: &Arc<Self>,
        active: &Arc<Active>,
        press: &Press,
        (flight, question, choice): (Flight, &Question, Option<usize>),
        (mailbox, along): (&SmolStr, &Commit),
    ) -> Result<(), StoreError> {
        let what = if choice.is_some() { "question" } else { "card" };
        if !self.may_answer(&flight, question, press.context.person.as_ref()).await {
            let text = uninvited(&flight.active, question, what);
            return self.say_about(active, press, (text, mailbox, along.clone())).await;
        }
        let value = match (choice, &question.expects) {
            (Some(at), _) => question.choice(at).ok_or_else(|| closed(what)),
            (None, Expects::Card(ty)) => inputs(press, ty),
            (None, Expects::Argument(_) | Expects::Confirmation | Expects::File | Expects::OneOf) => {
                Err(closed(what))
            }
        };
        let value = match value {
            Ok(value) => value,
            Err(text) => return self.say_about(active, press, (text, mailbox, along.clone())).await,
        };
        let open = self.open_at(&press.context).await?;
        self.take_answer(flight, value, &open, (&press.context, mailbox, along)).await
    }

    /// The question that the card of a press put, if it is open still; while something is said about it, that is waited
    /// for. The button says which run asked it.
    async fn asked_by_card(&self, press: &Press) -> Result<Option<(Flight, Question)>, StoreError> {
        let id = press.submitted.data.get("id").and_then(Json::as_str).unwrap_or_default();
        let Some((run, _)) = id.rsplit_once('.') else { return Ok(None) };
        let is_put_by = |question: &Question| question.messages.contains(&SmolStr::new(&press.message.id));
        let was_over = |question: &Question| press.at_ms.is_some_and(|at_ms| was_over(question, at_ms));
        for attempt in 0..limits::COMMIT_ATTEMPTS_MAX {
            let Some(stored) = self.store.run(SmolStr::new(run)).await? else { return Ok(None) };
            let Some(flight) = self.flight(stored).await? else { return Ok(None) };
            let question =
                flight.run.question.as_deref().filter(|it| is_put_by(it) && !was_over(it)).cloned();
            let (Some(question), open) = (question, flight.run.open_question().is_some()) else {
                return Ok(None);
            };
            if open {
                return Ok(Some((flight, question)));
            }
            if !matches!(flight.run.waiting, Waiting::Asking(_)) {
                return Ok(None);
            }
            self.until_put_again(&press.context, attempt > 0).await;
        }
        Ok(None)
    }
}

fn closed(what: &str) -> Text {
    Text::own(format!("This {what} is closed."))
}

/// What whoever may not answer is told.
fn uninvited(active: &Active, question: &Question, what: &str) -> Text {
    let group = match question.audience {
        Audience::Group(group) => active.program().groups.get(usize::from(group)),
        Audience::Person | Audience::Anyone => None,
    };
    let mut text = TextBuilder::new();
    match group {
        Some(group) => {
            text.push("Only ", true);
            text.push(&group.name.replace('_', " "), true);
            text.push(" may answer this.", true);
        }
        None => text.push(&format!("This {what} is for somebody else."), true),
    }
    text.finish()
}

/// The inputs of the card as the record that the script gets.
fn inputs(press: &Press, ty: &Type) -> Result<Value, Text> {
    let values = press.submitted.values.iter();
    let values = values.map(|(name, value)| (SmolStr::new(name), from_json(value).unwrap_or_default()));
    let record = Value::Record(Arc::new(values.collect::<IndexMap<_, _>>()));
    conform(&filled(record, ty), ty).map_err(|mismatch| {
        let mut text = TextBuilder::new();
        text.push("That does not fit: ", true);
        text.push(&mismatch.to_string(), false);
        text.finish()
    })
}

/// Inputs that nobody touched have what that means, and nothing else is there.
fn filled(record: Value, ty: &Type) -> Value {
    let (Value::Record(fields), Type::Record(wanted)) = (&record, ty) else { return record };
    let mut fields = fields.as_ref().clone();
    for (name, field) in &wanted.fields {
        if fields.get(name).is_none_or(Value::is_none) {
            fields.insert(name.clone(), untouched(&field.ty));
        }
    }
    fields.retain(|name, _| wanted.fields.contains_key(name));
    Value::Record(Arc::new(fields))
}
