//! What arrives in a test besides messages: webhook deliveries, members.

use super::run::{Performance, Problem, problem};
use super::said::Place;
use crate::base::{Span, limits};
use crate::check::hir::{WebhookBody, WebhookStep};
use crate::compile::beside;
use crate::engine::HookRequest;
use crate::ir::{HandlerKind, Verify};
use crate::net::Bytes;
use crate::signing::sign;
use crate::webex::wire::MembershipCreate;
use secrecy::ExposeSecret;

impl Performance<'_> {
    pub(super) async fn webhook(&mut self, span: Span, step: &WebhookStep) -> Result<(), Problem> {
        let body = match &step.body {
            WebhookBody::Empty => Vec::new(),
            WebhookBody::File(name) => {
                let path = beside(&self.program.path, name);
                let read = self.program.sources.read(&path, limits::WEBHOOK_BODY_BYTES_MAX);
                read.map_err(|error| problem(span, format!("{}: {error}", path.display())))?
            }
            WebhookBody::Json(function) => self.json(*function, span).await?.to_string().into_bytes(),
            WebhookBody::Text(function) => {
                let text = self.evaluate(*function, span).await?;
                text.as_str().unwrap_or_default().as_bytes().to_vec()
            }
        };
        let mut headers = self.headers(step.headers, span).await?;
        let with_default = |headers: &mut Vec<(String, String)>, name: &str, value: String| {
            if !headers.iter().any(|(known, _)| known == name) {
                headers.push((name.to_owned(), value));
            }
        };
        with_default(&mut headers, "content-type", "application/json".to_owned());
        if step.signed {
            self.sign(span, step, &body, &mut headers)?;
        }
        let request = HookRequest {
            method: "POST".to_owned(),
            path: path_of(&step.path).to_owned(),
            query: query_of(&step.path),
            headers,
            body: Bytes::from(body),
        };
        self.note(format!("webhook {:?}", step.path), "");
        self.deliver(request).await;
        Ok(())
    }

    async fn deliver(&mut self, request: HookRequest) {
        self.last_hook = Some(request.clone());
        self.response = Some(self.stage.engine.hook(request).await);
    }

    fn verify_of(&self, path: &str) -> Option<Verify> {
        self.stage.loaded.image.program().handlers.iter().find_map(|handler| match &handler.kind {
            HandlerKind::Webhook { path: served, verify } if served == path => Some(verify.clone()),
            _ => None,
        })
    }

    fn sign(
        &self,
        span: Span,
        step: &WebhookStep,
        body: &[u8],
        headers: &mut Vec<(String, String)>,
    ) -> Result<(), Problem> {
        let secret = |at: u16| {
            let name = self.stage.loaded.image.program().secrets.get(usize::from(at))?;
            self.stage.loaded.settings.secrets.get(name).map(|secret| secret.expose_secret().to_owned())
        };
        let missing = || problem(span, "the secret of this webhook has no value");
        match self.verify_of(path_of(&step.path)) {
            None => return Err(problem(span, format!("no handler serves {:?}", step.path))),
            Some(Verify::Nothing) => {}
            Some(Verify::Signed { scheme, secret: at }) => {
                let secret = secret(at).ok_or_else(missing)?;
                let now_s = crate::engine::Clock::now_ms(&*self.stage.clock) / 1000;
                // Each delivery has an id of its own.
                let id = format!("test-delivery-{}", self.transcript.len());
                for (name, value) in sign(&scheme, &secret, body, (now_s, &id)) {
                    if !headers.iter().any(|(known, _)| *known == name) {
                        headers.push((name, value));
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) async fn duplicate(&mut self, span: Span) -> Result<(), Problem> {
        match self.last_hook.clone() {
            Some(request) => self.deliver(request).await,
            None if self.stage.emulator.redeliver_last() => {}
            None => return Err(problem(span, "nothing was delivered before this line")),
        }
        Ok(())
    }

    /// The room of a `join` or `leave`, and who it is about.
    fn member(&self, span: Span, who: Option<&str>, room: Option<&str>) -> Result<(String, String), Problem> {
        let place = room.map(|title| Place::Room(title.to_owned())).or_else(|| self.place.clone());
        let place = place.ok_or_else(|| problem(span, "which room? write `join \"Room\"`"))?;
        let id =
            self.stage.room_id(&place).ok_or_else(|| problem(span, "there is no such room in this test"))?;
        let person = match who {
            None => self.stage.emulator.bot().id,
            Some(name) => self.stage.person(name).map_err(|message| problem(span, message))?.id.clone(),
        };
        Ok((id, person))
    }

    pub(super) fn join(&mut self, span: Span, who: Option<&str>, room: Option<&str>) -> Result<(), Problem> {
        let (room_id, person) = self.member(span, who, room)?;
        let host = self.stage.emulator.read(|world| {
            let creator = world.room(&room_id).map(|room| room.creator_id.clone());
            creator.or_else(|| world.members(&room_id).next().map(|member| member.id.clone()))
        });
        let new = MembershipCreate {
            room_id: Some(room_id),
            person_id: Some(person),
            ..MembershipCreate::default()
        };
        let host = host.ok_or_else(|| problem(span, "nobody is in this room"))?;
        let added = self.stage.emulator.act(|world, now| world.add_member(&host, &new, now));
        added.map_err(|error| problem(span, format!("Webex refuses this: {error}")))?;
        self.note("join".to_owned(), room.unwrap_or_default());
        if let Some(title) = room {
            self.place = Some(Place::Room(title.to_owned()));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self, span: Span, who: Option<&str>, room: Option<&str>) -> Result<(), Problem> {
        let (room_id, person) = self.member(span, who, room)?;
        let membership = self.stage.emulator.read(|world| {
            let found = world.memberships_in(&room_id).find(|membership| membership.person_id == person);
            found.map(|membership| membership.id.clone())
        });
        let membership = membership.ok_or_else(|| problem(span, "who is to leave is not in this room"))?;
        let left = self.stage.emulator.act(|world, _| world.delete_membership(&person, &membership));
        left.map_err(|error| problem(span, format!("Webex refuses this: {error}")))?;
        self.note("leave".to_owned(), room.unwrap_or_default());
        Ok(())
    }
}

/// The path of an address without its query.
fn path_of(address: &str) -> &str {
    address.split_once('?').map_or(address, |(path, _)| path)
}

/// The pairs of the query of an address.
fn query_of(address: &str) -> Vec<(String, String)> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
