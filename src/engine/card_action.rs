//! A button of a card was pressed.

use super::active::Active;
use super::card::{SIGNATURE, signature};
use super::codec::{decode, encode};
use super::core::Core;
use super::dispatch::message_ref;
use super::observer::Happening;
use super::reads::content_record;
use super::route::{Around, Start};
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::cards::{Submitted, submitted};
use crate::ir::{ActionParam, HandlerKind};
use crate::value::{Read, RoomRef, Text, TextBuilder, Type, Value, conform, field, from_json};
use crate::vm::RunContext;
use crate::webex::wire::{AttachmentAction, Message};
use serde_json::Value as Json;
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A press, with what is known about it.
pub(super) struct Press {
    /// The card's message.
    pub(super) message: Message,
    pub(super) context: RunContext,
    pub(super) submitted: Submitted,
}

impl Core {
    /// Handles a press until all that it started is over.
    pub(super) async fn handle_action(
        self: &Arc<Self>,
        action: AttachmentAction,
        mailbox: &SmolStr,
        along: Commit,
    ) -> Result<(), StoreError> {
        let active = self.active.load_full();
        let person = self.with_email(SmolStr::new(&action.person_id)).await;
        let drop_it = |why: &'static str| {
            tracing::warn!(code = "run/card", "a press of a card's button is dropped: {why}");
            self.observer
                .observe(&Happening::Dropped { what: "attachmentActions/created".into(), why: why.into() });
        };
        if !self.lets_in(&active, &person).await {
            drop_it("`allow` does not let this person in");
            return self.store.commit(along).await;
        }
        let room = RoomRef { id: SmolStr::new(&action.room_id), direct: false };
        self.let_ask(&person, &room).await;
        let content = self.gateway.action_after_event(&action.id).await;
        let message = self.gateway.message(&action.message_id).await;
        let (Ok(content), Ok(message)) = (content, message) else {
            let context = RunContext {
                person: Some(person),
                room: Some(room),
                bot: self.me.clone(),
                ..RunContext::default()
            };
            let text = Text::own("This card is closed.");
            let id = self.chance.id();
            return self.answer(&active, id, &context, (text, mailbox, along)).await;
        };
        let direct = message.room_type == Some(crate::webex::wire::RoomType::Direct);
        let own = message_ref(&message);
        let text = self.text_of(&message);
        self.reads.put(&Read::Message(own.clone()), self.clock.now_ms(), content_record(&message, &text));
        let context = RunContext {
            person: Some(person),
            room: Some(RoomRef { direct, ..room }),
            message: Some(own),
            bot: self.me.clone(),
            ..RunContext::default()
        };
        let card = message.attachments.first().map(|attachment| &attachment.content);
        let inputs = content.inputs.unwrap_or_default();
        let submitted = card.and_then(|card| submitted(card, &inputs));
        let Some(submitted) = submitted else {
            drop_it("the card has no such button: it was made up");
            return self.store.commit(along).await;
        };
        let key = self.card_key().await?;
        let signed = submitted.data.as_object().is_some_and(|own| {
            let given = own.get(SIGNATURE).and_then(Json::as_str).unwrap_or_default();
            bool::from(given.as_bytes().ct_eq(signature(own, &key).as_bytes()))
        });
        if !signed {
            drop_it("its signature is wrong");
            return self.store.commit(along).await;
        }
        self.press(&active, Press { message, context, submitted }, (mailbox, along)).await
    }

    /// A press of a button that is ours.
    async fn press(
        self: &Arc<Self>,
        active: &Arc<Active>,
        press: Press,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        // Presses of one card come one after another, whoever presses: the first one may close it.
        let mut place = self.lanes.enter(&format_smolstr!("card {}", press.message.id));
        place.turn().await;
        if let Some(text) = self.closed_to(active, &press).await? {
            return self.say_about(active, &press, (text, mailbox, along)).await;
        }
        if !press.submitted.problems.is_empty() {
            let text = problems_text(&press.submitted);
            return self.say_about(active, &press, (text, mailbox, along)).await;
        }
        let data = &press.submitted.data;
        match data.get("action").and_then(Json::as_str) {
            Some(action) => self.start_action(active, action, &press, (mailbox, along)).await,
            None => self.answer_by_card(active, &press, (mailbox, along)).await,
        }
    }

    /// Why the card is closed to whoever pressed, in words.
    async fn closed_to(&self, active: &Active, press: &Press) -> Result<Option<Text>, StoreError> {
        let data = &press.submitted.data;
        let until_ms = data.get("until").and_then(Json::as_i64);
        if until_ms.is_some_and(|until_ms| self.clock.now_ms() >= until_ms) {
            return Ok(Some(Text::own("This card has expired.")));
        }
        if data.get("once").is_some() {
            let stored =
                self.store.states(vec![closing(&press.message.id)]).await?.into_iter().next().flatten();
            if let Some(stored) = stored {
                let who: String = decode(&stored.value)?;
                let mut text = TextBuilder::new();
                text.push("This card is closed: ", true);
                text.push(&who, false);
                text.push(" was first.", true);
                return Ok(Some(text.finish()));
            }
        }
        if let (Some(by), Some(person)) = (data.get("by").and_then(Json::as_str), &press.context.person) {
            let group = active.program().groups.iter().position(|group| group.name == by);
            let group = group.and_then(|at| u16::try_from(at).ok());
            let invited = match group {
                Some(group) => self.is_in_group(active, group, person).await,
                None => false,
            };
            if !invited {
                let mut text = TextBuilder::new();
                text.push("Only ", true);
                text.push(&by.replace('_', " "), true);
                text.push(" may use this card.", true);
                return Ok(Some(text.finish()));
            }
        }
        Ok(None)
    }

    async fn start_action(
        self: &Arc<Self>,
        active: &Arc<Active>,
        action: &str,
        press: &Press,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        let found = active.action(action);
        let args = found.map(|(_, _, params)| arguments(params, &press.submitted));
        let (Some((handler, function, _)), Some(Ok(args))) = (found, args) else {
            tracing::warn!(code = "run/card", %action, "a button does not fit the script any more");
            let text = Text::own("This card is from an earlier version and can't be used any more.");
            return self.say_about(active, press, (text, mailbox, along)).await;
        };
        if let Some(text) = self.refusal(active, handler, &press.context).await? {
            return self.say_about(active, press, (text, mailbox, along)).await;
        }
        let id = self.chance.id();
        self.observer.observe(&Happening::Routed {
            run: id.clone(),
            text: SmolStr::default(),
            handler: active.handler_name(handler),
            why: vec!["a button of a card was pressed".to_owned()],
        });
        let start = Start { handler, function, args, around: Around::Nothing };
        let run = self.new_run(active, id, press.context.clone(), start);
        let accepted = self.drive(Self::new_flight(active, run, mailbox, along)).await;
        if accepted && press.submitted.data.get("once").is_some() {
            self.close_card(active, press, mailbox).await?;
        }
        Ok(())
    }

    /// The first press that was accepted closes a card that says `once`: it is deleted, and said again as
    /// text with who pressed what.
    async fn close_card(&self, active: &Active, press: &Press, mailbox: &SmolStr) -> Result<(), StoreError> {
        let Some(person) = &press.context.person else { return Ok(()) };
        let profile = self.read_cached(&Read::Person(person.clone())).await.unwrap_or_default();
        let name = field(&profile, "name").as_str().unwrap_or_else(|| person.local_part()).to_owned();
        let value = Some(encode(&name)?);
        let states = vec![StateWrite { name: closing(&press.message.id), version: 0, value }];
        match self.store.commit(Commit { states, ..Commit::default() }).await {
            Ok(()) => {}
            // It is closed already.
            Err(StoreError::Conflict { .. }) => return Ok(()),
            Err(other) => return Err(other),
        }
        if let Err(error) = self.gateway.delete(&press.message.id).await {
            tracing::debug!("a card that is closed could not be deleted: {error}");
            return Ok(());
        }
        let mut text = TextBuilder::new();
        text.push(press.message.text.as_deref().unwrap_or_default(), false);
        text.push("\n\n*Answered by ", true);
        text.push(&name, false);
        if !press.submitted.title.is_empty() {
            text.push(": ", true);
            text.push(&press.submitted.title, false);
        }
        text.push("*", true);
        let id = self.chance.id();
        self.answer(active, id, &press.context, (text.finish(), mailbox, Commit::default())).await
    }

    /// Says something in the thread of the card.
    pub(super) async fn say_about(
        &self,
        active: &Active,
        press: &Press,
        (text, mailbox, along): (Text, &SmolStr, Commit),
    ) -> Result<(), StoreError> {
        let mut context = press.context.clone();
        if let Some(message) = &mut context.message {
            let root = message.thread.clone().unwrap_or_else(|| message.id.clone());
            message.thread = Some(root);
        }
        let id = self.chance.id();
        self.answer(active, id, &context, (text, mailbox, along)).await
    }
}

/// Who closed a card.
fn closing(message: &str) -> StateName {
    StateName { state: format_smolstr!("closed card {message}"), owner: SmolStr::default() }
}

fn problems_text(submitted: &Submitted) -> Text {
    let mut text = TextBuilder::new();
    for (at, problem) in submitted.problems.iter().enumerate() {
        text.push(if at == 0 { "" } else { "\n" }, true);
        text.push(&problem.label, false);
        text.push(": ", true);
        text.push(&problem.message, false);
    }
    text.finish()
}

/// The arguments of an action: those that the button carries, else the inputs by name, else the defaults.
fn arguments(params: &[ActionParam], submitted: &Submitted) -> Result<Vec<Value>, ()> {
    let given = submitted.data.get("args");
    let mut args = Vec::new();
    for param in params {
        let found = given.and_then(|given| given.get(param.name.as_str()));
        let rows = submitted.rows.get(param.name.as_str()).filter(|_| matches!(param.ty, Type::Map(_)));
        let found = found.or(rows).or_else(|| submitted.values.get(param.name.as_str()));
        let value = match found {
            Some(json) => from_json(json).map_err(|_| ())?,
            None => Value::None,
        };
        let value = match (&value, &param.default) {
            (Value::None, Some(default)) => default.clone(),
            (Value::None, None) => untouched(&param.ty),
            _ => value,
        };
        args.push(conform(&value, &param.ty).map_err(|_| ())?);
    }
    Ok(args)
}

/// What an input gives that nobody touched: nothing, an empty set, no.
pub(super) fn untouched(ty: &Type) -> Value {
    match ty {
        Type::Set(_) => Value::list(Vec::new()),
        Type::Bool => Value::Bool(false),
        _ => Value::None,
    }
}

impl Active {
    /// The handler of an action: index, function, parameters.
    fn action(&self, name: &str) -> Option<(u32, u32, &[ActionParam])> {
        (0u32..).zip(&self.program().handlers).find_map(|(at, handler)| match &handler.kind {
            HandlerKind::Action { name: own, params } if own == name => {
                Some((at, handler.function, params.as_slice()))
            }
            _ => None,
        })
    }
}
