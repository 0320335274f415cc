//! A button of a card was pressed.

use super::active::Active;
use super::card::{SIGNATURE, signature};
use super::core::Core;
use super::dispatch::message_ref;
use super::observer::Happening;
use super::reads::content_record;
use super::route::{Around, Start};
use super::store::{Commit, EventRecord, StoreError};
use crate::cards::{Submitted, submitted};
use crate::ir::{ActionParam, HandlerKind};
use crate::value::{Read, RoomRef, Text, TextBuilder, Type, Value, conform, from_json};
use crate::vm::RunContext;
use crate::webex::wire::{AttachmentAction, Message, WireTime};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A press, with what is known about it.
pub(super) struct Press {
    /// The card's message.
    pub(super) message: Message,
    pub(super) context: RunContext,
    pub(super) submitted: Submitted,
    /// When, in milliseconds since 1970, where that is known.
    pub(super) at_ms: Option<i64>,
}

impl Core {
    /// Handles a press until all that it started is over.
    pub(super) async fn handle_action(
        self: &Arc<Self>,
        action: AttachmentAction,
        record: &EventRecord,
        along: Commit,
    ) -> Result<(), StoreError> {
        let mailbox = &record.mailbox;
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
        if let Some(error) = content.as_ref().err().or(message.as_ref().err())
            && !error.is_of_its_object()
        {
            self.keep_for_later(record, "attachmentActions/created", error);
            return Ok(());
        }
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
        let at_ms = content.created.or(action.created).map(WireTime::as_millisecond);
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
        Box::pin(self.press(&active, Press { message, context, submitted, at_ms }, (mailbox, along))).await
    }

    /// A press of a button that is ours.
    async fn press(
        self: &Arc<Self>,
        active: &Arc<Active>,
        press: Press,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        // Presses of one card come one after another, whoever presses: the first one may close it.
        let mut place = self.card_place(&press.message.id);
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
        if data.get("once").is_some()
            && let Some(who) = self.closed_by(&press.message.id).await?
        {
            let mut text = TextBuilder::new();
            text.push("This card is closed: ", true);
            text.push(&who, false);
            text.push(" was first.", true);
            return Ok(Some(text.finish()));
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
        let start = Start { handler, function, args, around: Around::Nothing };
        let mut run = self.new_run(active, self.chance.id(), press.context.clone(), start);
        run.closes = self.card_to_close(press).await;
        let id = run.id.0.clone();
        let flight = match self.admitted(Self::new_flight(active, run, mailbox, along.clone())).await? {
            Ok(flight) => flight,
            Err(text) => return self.say_about(active, press, (text, mailbox, along)).await,
        };
        self.observer.observe(&Happening::Routed {
            run: id,
            text: SmolStr::default(),
            handler: active.handler_name(handler),
            why: vec!["a button of a card was pressed".to_owned()],
        });
        self.drive(flight).await;
        Ok(())
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
