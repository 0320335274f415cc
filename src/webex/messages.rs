//! Messages: send, read, edit, delete, list.

use super::client::{Call, WebexClient, read};
use super::error::{WebexError, WebexErrorKind};
use super::files::{OutgoingFile, media_type, plain_name};
use super::retry::Repeat;
use super::wire::{Attachment, Message, MessageCreate, MessageEdit, WireTime};
use crate::base::limits;
use crate::net::{HttpBody, Part};
use serde_json::Value;
use std::time::Duration;

/// Where a message goes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Destination {
    /// A room by id.
    Room(String),
    /// A person by id; makes or reuses the direct room.
    Person(String),
    /// A person by address; makes or reuses the direct room.
    Email(String),
}

/// A message to send: something to say, a file or a card.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    /// Where to.
    pub to: Destination,
    /// Markdown.
    pub markdown: Option<String>,
    /// Plain text: alone, or the fallback beside markdown or a card.
    pub text: Option<String>,
    /// Root of the thread to answer in.
    pub parent_id: Option<String>,
    /// A file.
    pub file: Option<OutgoingFile>,
    /// An Adaptive Card; not together with an uploaded file.
    pub card: Option<Value>,
}

impl Outgoing {
    /// A message of markdown.
    #[must_use]
    pub fn markdown(to: Destination, markdown: impl Into<String>) -> Self {
        Self { to, markdown: Some(markdown.into()), text: None, parent_id: None, file: None, card: None }
    }

    fn create(&self) -> MessageCreate {
        let mut create = MessageCreate {
            text: self.text.clone(),
            markdown: self.markdown.clone(),
            parent_id: self.parent_id.clone(),
            attachments: self.card.clone().map(Attachment::card).into_iter().collect(),
            ..MessageCreate::default()
        };
        match &self.to {
            Destination::Room(id) => create.room_id = Some(id.clone()),
            Destination::Person(id) => create.to_person_id = Some(id.clone()),
            Destination::Email(email) => create.to_person_email = Some(email.clone()),
        }
        if let Some(OutgoingFile::Url(url)) = &self.file {
            create.files.push(url.clone());
        }
        create
    }
}

/// Narrows a list of messages of one room.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MessageFilter {
    /// The room.
    pub room_id: String,
    /// Only replies in this thread.
    pub parent_id: Option<String>,
    /// Only those that mention the bot: a must in group rooms, where anything else is a 403.
    pub mentioning_me: bool,
    /// Only those before this time.
    pub before: Option<WireTime>,
    /// Only those before this message.
    pub before_message: Option<String>,
    /// Only those from this time on. Webex has no such parameter: what is older is left out here, and no
    /// page of it is asked for.
    pub since: Option<WireTime>,
}

impl MessageFilter {
    fn query(&self) -> Vec<(String, String)> {
        let mut query = vec![("roomId".to_owned(), self.room_id.clone())];
        let mut add = |name: &str, value: Option<String>| {
            query.extend(value.map(|value| (name.to_owned(), value)));
        };
        add("parentId", self.parent_id.clone());
        add("mentionedPeople", self.mentioning_me.then(|| "me".to_owned()));
        add("before", self.before.map(|time| time.to_string()));
        add("beforeMessage", self.before_message.clone());
        // No page above 100 together with mentions.
        add("max", Some("100".to_owned()));
        query
    }
}

impl WebexClient {
    /// Sends a message. Repeated on 429, a 503 that says when to come again, and without a connection; never when
    /// it is unclear whether the first attempt was carried out: who sends can look ([`Self::sent_to`]).
    ///
    /// # Errors
    /// Why not.
    pub async fn send_message(&self, message: &Outgoing) -> Result<Message, WebexError> {
        let (action, create) = ("send the message", message.create());
        let call = Call { repeat: Repeat::Once, ..self.posting(action, &["messages"]) };
        let Some(OutgoingFile::Upload { name, content_type, bytes }) = &message.file else {
            return self.send_json(call, &create).await;
        };
        let refused = |message: &str| Err(WebexError::new(WebexErrorKind::Refused, action, message));
        if message.card.is_some() {
            return refused("a message has a file or a card, not both");
        }
        if bytes.len() > limits::FILE_BYTES_MAX {
            return refused("a file has at most 100 MB");
        }
        let mut parts: Vec<Part> = [
            ("roomId", create.room_id),
            ("toPersonId", create.to_person_id),
            ("toPersonEmail", create.to_person_email),
            ("parentId", create.parent_id),
            ("text", create.text),
            ("markdown", create.markdown),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| Part::text(name, value)))
        .collect();
        let name = plain_name(name);
        parts.push(Part {
            name: "files".to_owned(),
            content_type: Some(content_type.clone().unwrap_or_else(|| media_type(&name).to_owned())),
            file_name: Some(name),
            bytes: bytes.clone(),
        });
        let timeout = Duration::from_millis(limits::WEBEX_FILE_TIMEOUT_MS);
        let call = Call { body: HttpBody::Multipart(parts), timeout, ..call };
        read(action, &self.call(call).await?)
    }

    /// A message by id. In a group room a bot sees those that mention it; others are a 404.
    ///
    /// # Errors
    /// Why not.
    pub async fn message(&self, id: &str) -> Result<Message, WebexError> {
        self.get("read the message", &["messages", id]).await
    }

    /// Like [`Self::message`], right after the event that told of it: what is not visible yet is asked
    /// for again shortly after.
    ///
    /// # Errors
    /// Why not.
    pub async fn message_after_event(&self, id: &str) -> Result<Message, WebexError> {
        self.get_after_event("read the message", &["messages", id]).await
    }

    /// Edits an own message without files and cards; Webex allows ten edits.
    ///
    /// # Errors
    /// Why not.
    pub async fn edit_message(&self, id: &str, edit: &MessageEdit) -> Result<Message, WebexError> {
        self.send_json(self.putting("edit the message", &["messages", id]), edit).await
    }

    /// Deletes an own message.
    ///
    /// # Errors
    /// Why not.
    pub async fn delete_message(&self, id: &str) -> Result<(), WebexError> {
        self.delete_at("delete the message", &["messages", id]).await
    }

    /// Messages of a room, newest first, `items_max` at most.
    ///
    /// # Errors
    /// Why not.
    pub async fn messages(
        &self,
        filter: &MessageFilter,
        items_max: usize,
    ) -> Result<Vec<Message>, WebexError> {
        self.list_since(&["messages"], &filter.query(), (filter.since, items_max)).await
    }

    /// What was written where a message goes, newest first, from a time on.
    ///
    /// # Errors
    /// Why not: a bot may not list all of a group, and there may be no direct room yet.
    pub async fn sent_to(
        &self,
        to: &Destination,
        since: Option<WireTime>,
    ) -> Result<Vec<Message>, WebexError> {
        let (path, name, value): (&[&str], _, _) = match to {
            Destination::Room(id) => (&["messages"], "roomId", id),
            Destination::Person(id) => (&["messages", "direct"], "personId", id),
            Destination::Email(email) => (&["messages", "direct"], "personEmail", email),
        };
        let query = [(name.to_owned(), value.clone()), ("max".to_owned(), "100".to_owned())];
        self.list_since(path, &query, (since, limits::CATCH_UP_MESSAGES_MAX)).await
    }

    async fn list_since(
        &self,
        segments: &[&str],
        query: &[(String, String)],
        (since, items_max): (Option<WireTime>, usize),
    ) -> Result<Vec<Message>, WebexError> {
        let old = |message: &Message| message.created.is_some() && message.created < since;
        let enough = |page: &[Message]| page.last().is_some_and(old);
        let mut messages = self.list_until("list the messages", segments, (query, items_max), enough).await?;
        messages.retain(|message| !old(message));
        Ok(messages)
    }
}
