//! Sends effects out and brings back what came of them.

use super::active::Active;
use super::call;
use super::core::Core;
use super::going::Going;
use super::hook::HookResponse;
use super::observer::Happening;
use super::store::StoreError;
use super::vitals::answer_said;
use crate::base::limits;
use crate::value::{
    Effect, Fault, FaultKind, MessageRef, Outcome, PersonRef, Target, Text, Value, render_markdown, to_json,
};
use crate::vm::EffectId;
use crate::webex::wire::{Message, MessageEdit};
use crate::webex::{Destination, Outgoing, WebexError, WebexErrorKind, split_message};
use smol_str::SmolStr;

impl Core {
    /// Does an effect, in its turn.
    pub(super) async fn dispatch(&self, active: &Active, going: &mut Going) -> Result<Outcome, StoreError> {
        self.begin_effect(going).await?;
        let errand = going.errand();
        // Boxed: what an effect may do is a large state, and is moved into both scopes.
        let done = errand.scope(Box::pin(self.do_effect(active, &going.id, &going.effect)));
        let outcome = going.urgency().scope(done).await;
        let Going { id, effect, .. } = &*going;
        if outcome.is_ok() && matches!(effect, Effect::Say { .. }) {
            answer_said(&self.vitals.meter);
        }
        let told = outcome.as_ref().map(|_| ()).map_err(Fault::plain);
        self.observer.observe(&Happening::Sent {
            run: id.run.0.clone(),
            effect: effect.clone(),
            outcome: told,
        });
        going.done();
        Ok(outcome)
    }

    async fn do_effect(&self, active: &Active, id: &EffectId, effect: &Effect) -> Outcome {
        match effect {
            Effect::Say { to, text, thread, with: None } => self.say(to, text, thread.as_ref()).await,
            Effect::Say { to, text, thread, with: Some(with) } => {
                self.say_with(active, id, (to, text, thread.as_ref()), with).await
            }
            Effect::Edit { message, text } => self.edit(message, text).await,
            Effect::Delete { message } => self.delete(message).await,
            Effect::Http(call) => call::make(self, active, call).await,
            Effect::Room(change) => self.change_room(change).await,
            Effect::Respond { status, body } => self.respond(id, *status, body),
            // Done by the commit that holds them.
            Effect::Later { .. } | Effect::Start { .. } => Ok(Value::None),
        }
    }

    pub(super) async fn say(&self, to: &Target, text: &Text, thread: Option<&SmolStr>) -> Outcome {
        let markdown = render_markdown(text);
        if markdown.trim().is_empty() {
            return Err(Fault::new(FaultKind::Webex, "there is nothing to say: the text is empty"));
        }
        let mut first = None;
        for part in split_message(&markdown) {
            let mut message = Outgoing::markdown(destination(to), part);
            message.parent_id = thread.map(SmolStr::to_string);
            let sent = self.send(message).await.map_err(|error| fault(&error))?;
            first.get_or_insert(sent);
        }
        match first {
            Some(message) => Ok(Value::Message(message_ref(&message))),
            None => Err(Fault::new(FaultKind::Webex, "there is nothing to say: the text is empty")),
        }
    }

    async fn edit(&self, message: &MessageRef, text: &Text) -> Outcome {
        let markdown = render_markdown(text);
        if markdown.len() > limits::MESSAGE_BYTES_MAX {
            let text = format!(
                "a message has at most {} bytes, this text has {}",
                limits::MESSAGE_BYTES_MAX,
                markdown.len()
            );
            return Err(Fault::new(FaultKind::Webex, text));
        }
        let edit =
            MessageEdit { room_id: Some(message.room.to_string()), text: None, markdown: Some(markdown) };
        self.gateway.edit(&message.id, &edit).await.map_err(|error| fault(&error))?;
        Ok(Value::None)
    }

    /// What is gone already counts as deleted.
    async fn delete(&self, message: &MessageRef) -> Outcome {
        match self.gateway.delete(&message.id).await {
            Ok(()) => Ok(Value::None),
            Err(error) if error.kind == WebexErrorKind::NotFound => Ok(Value::None),
            Err(error) => Err(fault(&error)),
        }
    }

    fn respond(&self, id: &EffectId, status: u16, body: &Value) -> Outcome {
        let body = match body {
            Value::None => String::new(),
            body => to_json(body)?.to_string(),
        };
        if !self.responders.answer(&id.run.0, HookResponse { status, body }) {
            tracing::debug!(run = %id.run, "nobody waits for this answer any more");
        }
        Ok(Value::None)
    }
}

pub(super) fn destination(to: &Target) -> Destination {
    match to {
        Target::Room(room) => Destination::Room(room.id.to_string()),
        Target::Person(PersonRef { id, email }) if id.is_empty() => Destination::Email(email.to_string()),
        Target::Person(person) => Destination::Person(person.id.to_string()),
    }
}

pub(super) fn message_ref(message: &Message) -> MessageRef {
    MessageRef {
        id: SmolStr::new(&message.id),
        room: SmolStr::new(&message.room_id),
        thread: message.parent_id.as_ref().map(SmolStr::new),
    }
}

/// A failed call to Webex as the script sees it.
pub(super) fn fault(error: &WebexError) -> Fault {
    if error.is_unauthorized() {
        tracing::error!(code = "run/webex", "{error}");
    }
    Fault { status: error.status.map(i64::from), ..Fault::new(FaultKind::Webex, error.to_string()) }
}
