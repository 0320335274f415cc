//! Messages with a card or a file. What a button carries is signed with a key that the store keeps, so
//! that cards outlive a restart, and nobody can make one up.

use super::active::Active;
use super::codec::{decode, encode};
use super::core::Core;
use super::dispatch::{destination, fault, message_ref};
use super::failure;
use super::store::{Commit, StateName, StateWrite, StoreError};
use crate::base::limits;
use crate::cards::{self, Defect, OWN, Severity};
use crate::value::{Fault, FaultKind, Outcome, Target, Text, Value, With, field, render_markdown, to_json};
use crate::vm::EffectId;
use crate::webex::{Outgoing, OutgoingFile};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value as Json};
use sha2::Sha256;
use smol_str::SmolStr;

/// What a button carries, besides the inputs. The signature is over all of it.
pub(super) const SIGNATURE: &str = "sig";

impl Core {
    /// A message with a card or a file.
    pub(super) async fn say_with(
        &self,
        active: &Active,
        id: &EffectId,
        (to, text, thread): (&Target, &Text, Option<&SmolStr>),
        with: &With,
    ) -> Outcome {
        let card = match with {
            With::Choices(choices) => match self.choices_json(active, id, text, choices).await? {
                Some(card) => Some(card),
                // A card would not do: the words alone are enough to answer.
                None => return self.say(to, text, thread).await,
            },
            With::Card(card) => Some(self.card_json(id, card).await?),
            With::File { .. } => None,
        };
        let mut message = Outgoing::markdown(destination(to), render_markdown(text));
        message.card = card;
        message.parent_id = thread.map(SmolStr::to_string);
        if message.markdown.as_deref().is_some_and(str::is_empty) {
            message.markdown = None;
        }
        if message.markdown.as_ref().is_some_and(|text| text.len() > limits::MESSAGE_BYTES_MAX) {
            let words = format!(
                "a message with a card or a file has at most {} bytes of text",
                limits::MESSAGE_BYTES_MAX
            );
            return Err(Fault::new(FaultKind::Webex, words));
        }
        if let With::File { content, name } = with {
            message.file = Some(self.outgoing_file(content, name).await?);
        }
        let sent = self.send(message).await.map_err(|error| fault(&error))?;
        Ok(Value::Message(message_ref(&sent)))
    }

    async fn outgoing_file(&self, content: &Value, name: &SmolStr) -> Result<OutgoingFile, Fault> {
        let upload = |name: &str, bytes: Vec<u8>| OutgoingFile::Upload {
            name: name.to_owned(),
            content_type: None,
            bytes: bytes.into(),
        };
        match content {
            Value::Text(text) => Ok(upload(name, text.as_str().as_bytes().to_vec())),
            Value::File(file) => {
                let found = self.gateway.download(&file.url, false).await.map_err(|error| fault(&error))?;
                let name = if name.is_empty() { found.name.clone() } else { name.to_string() };
                Ok(upload(&name, found.bytes.to_vec()))
            }
            other => {
                let json = serde_json::to_string_pretty(&to_json(other)?).unwrap_or_default();
                Ok(upload(name, json.into_bytes()))
            }
        }
    }

    /// The JSON of a card as it is sent: with signed buttons.
    async fn card_json(&self, id: &EffectId, card: &Value) -> Result<Json, Fault> {
        let mut json = cards::render(&field(card, "content"))?;
        let adopted = cards::adopt_submits(&mut json);
        if adopted > 0 {
            let card = field(card, "name");
            let card = card.as_str().unwrap_or_default();
            tracing::warn!(
                code = "run/card",
                buttons = adopted,
                "a card has buttons that only data knows: they start no action, but answer `ask card {card}`"
            );
        }
        cards::tell_apart(&mut json);
        let until_ms = match field(card, "expires") {
            Value::Duration(ms) => Some(self.clock.now_ms().saturating_add(ms)),
            _ => None,
        };
        let mut terms = Map::new();
        terms.insert("card".to_owned(), to_json(&field(card, "name"))?);
        if field(card, "once") == Value::Bool(true) {
            terms.insert("once".to_owned(), Json::Bool(true));
        }
        if let Some(until_ms) = until_ms {
            terms.insert("until".to_owned(), until_ms.into());
        }
        if let Some(group) = field(card, "by").as_str() {
            terms.insert("by".to_owned(), Json::String(group.to_owned()));
        }
        self.sign(&mut json, id, terms).await?;
        let defects = cards::review(&cards::Sketch::from(&json));
        let errors: Vec<&Defect> =
            defects.iter().filter(|defect| defect.severity == Severity::Error).collect();
        match errors.split_first() {
            None => Ok(json),
            Some((first, more)) => {
                let name = field(card, "name");
                let why = refusal(name.as_str().unwrap_or_default(), first, more.len());
                Err(Fault::new(FaultKind::Webex, why))
            }
        }
    }

    /// The card of a question with few answers; nothing where a message says it better.
    async fn choices_json(
        &self,
        active: &Active,
        id: &EffectId,
        question: &Text,
        choices: &[Value],
    ) -> Result<Option<Json>, Fault> {
        let mut titles = Vec::with_capacity(choices.len());
        for choice in choices {
            titles.push(self.shown(active, choice).await.to_string());
        }
        if render_markdown(question).len() > limits::MESSAGE_BYTES_MAX {
            return Ok(None);
        }
        let Some(mut json) = cards::choices_card(question, &titles) else { return Ok(None) };
        self.sign(&mut json, id, Map::new()).await?;
        Ok(Some(json))
    }

    /// Signs what the buttons carry, with the terms of the card.
    async fn sign(&self, json: &mut Json, id: &EffectId, mut terms: Map<String, Json>) -> Result<(), Fault> {
        terms.insert("id".to_owned(), Json::String(format!("{}.{}", id.run, id.sequence)));
        let key = self.card_key().await.map_err(|error| failure::internal(error.to_string()))?;
        sign_buttons(json, &terms, &key);
        Ok(())
    }

    /// The key that signs; made when it is first needed.
    pub(super) async fn card_key(&self) -> Result<Vec<u8>, StoreError> {
        let name = StateName { state: "key of cards".into(), owner: SmolStr::default() };
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let stored = self.store.states(vec![name.clone()]).await?.into_iter().next().flatten();
            if let Some(stored) = stored {
                return decode(&stored.value);
            }
            let key: Vec<u8> = (0..4).flat_map(|_| self.chance.seed().to_be_bytes()).collect();
            let value = Some(encode(&key)?);
            let states = vec![StateWrite { name: name.clone(), version: 0, value }];
            match self.store.commit(Commit { states, ..Commit::default() }).await {
                Ok(()) => return Ok(key),
                Err(StoreError::Conflict { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Err(StoreError::Failed("the key of cards could not be kept".to_owned()))
    }
}

/// What is wrong with a card, for the author.
fn refusal(card: &str, first: &Defect, more: usize) -> String {
    let Defect { rule, at, message, help, .. } = first;
    let more = match more {
        0 => String::new(),
        1 => " (and 1 more defect)".to_owned(),
        more => format!(" (and {more} more defects)"),
    };
    format!("card `{card}` is not sent: {message}, at {at}; {help} [{}]{more}", rule.id)
}

/// Adds the terms of the card to what each button carries, and signs it.
fn sign_buttons(node: &mut Json, terms: &Map<String, Json>, key: &[u8]) {
    match node {
        Json::Array(items) => items.iter_mut().for_each(|item| sign_buttons(item, terms, key)),
        Json::Object(fields) => {
            if let Some(Json::Object(own)) = fields.get_mut("data").and_then(|data| data.get_mut(OWN)) {
                own.extend(terms.iter().map(|(name, value)| (name.clone(), value.clone())));
                let signature = signature(own, key);
                own.insert(SIGNATURE.to_owned(), Json::String(signature));
                return;
            }
            fields.values_mut().for_each(|value| sign_buttons(value, terms, key));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// Hex of the HMAC over the fields in the order of their names, the signature left out.
pub(super) fn signature(own: &Map<String, Json>, key: &[u8]) -> String {
    let mut fields: Vec<(&String, &Json)> = own.iter().filter(|(name, _)| *name != SIGNATURE).collect();
    fields.sort_by_key(|(name, _)| *name);
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("an HMAC takes a key of any length");
    for (name, value) in fields {
        mac.update(name.as_bytes());
        mac.update(b"=");
        mac.update(value.to_string().as_bytes());
        mac.update(b"\n");
    }
    crate::signing::hex(&mac.finalize().into_bytes())
}
