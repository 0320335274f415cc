//! Registering webhooks. Another account's webhooks are invisible.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::filter;
use crate::emulator::world::store::World;
use crate::webex::IdKind;
use crate::webex::wire::{Webhook, WebhookCreate, WebhookStatus, WebhookUpdate};

/// Resources with the events that they have. Other resources exist and are not for bots.
const EVENTS: [(&str, &[&str]); 5] = [
    ("messages", &["created", "updated", "deleted", "all"]),
    ("memberships", &["created", "updated", "deleted", "all"]),
    ("rooms", &["created", "updated", "migrated", "all"]),
    ("attachmentActions", &["created", "all"]),
    ("all", &["all"]),
];

impl World {
    /// `POST /webhooks`.
    ///
    /// # Errors
    /// 400 where a field is missing or not known (the words are case-sensitive), or where the filter
    /// names what the resource does not have or what the caller cannot see.
    pub fn create_webhook(
        &mut self,
        actor: &str,
        new: WebhookCreate,
        now: Timestamp,
    ) -> Result<Webhook, ApiError> {
        check_target(&new.name, &new.target_url)?;
        if new.owned_by.as_deref() == Some("org") {
            return Err(ApiError::forbidden("Only an administrator may own webhooks of an organization."));
        }
        let events = EVENTS
            .iter()
            .find(|(resource, _)| *resource == new.resource)
            .map(|(_, events)| *events)
            .ok_or_else(|| ApiError::bad_request(format!("invalid value for resource: {}", new.resource)))?;
        if !events.contains(&new.event.as_str()) {
            return Err(ApiError::bad_request(format!("invalid value for event: {}", new.event)));
        }
        if let Some(filter) = &new.filter {
            self.check_filter(actor, &new.resource, filter)?;
        }
        let owner = self.people.get(actor).ok_or_else(ApiError::unauthorized)?;
        let (org_id, app_id) = (owner.org_id.clone(), owner.app_id.clone());
        let webhook = Webhook {
            id: self.fresh_id(IdKind::Webhook),
            name: new.name,
            target_url: new.target_url,
            resource: new.resource,
            event: new.event,
            filter: new.filter.filter(|filter| !filter.is_empty()),
            secret: new.secret.filter(|secret| !secret.expose().is_empty()),
            status: WebhookStatus::Active,
            created: Some(now.into()),
            org_id: Some(org_id),
            created_by: Some(actor.to_owned()),
            app_id,
            owned_by: Some("creator".to_owned()),
        };
        self.webhooks.insert(webhook.id.clone(), webhook.clone());
        Ok(webhook)
    }

    /// `GET /webhooks`: the caller's own, the newest first.
    #[must_use]
    pub fn list_webhooks(&self, actor: &str) -> Vec<&Webhook> {
        self.webhooks.values().rev().filter(|hook| hook.created_by.as_deref() == Some(actor)).collect()
    }

    /// `GET /webhooks/{id}`.
    ///
    /// # Errors
    /// 404 where it is absent or another's.
    pub fn get_webhook(&self, actor: &str, id: &str) -> Result<&Webhook, ApiError> {
        let id = self.canonical(id, IdKind::Webhook)?;
        self.webhooks
            .get(&id)
            .filter(|hook| hook.created_by.as_deref() == Some(actor))
            .ok_or_else(|| ApiError::not_found("Could not find a webhook with provided ID."))
    }

    /// `PUT /webhooks/{id}`: name, target, secret, and back to active. Resource, event and filter
    /// stay as they are.
    ///
    /// # Errors
    /// As [`World::get_webhook`]; 400 without name or target, or for a status that is not active.
    pub fn update_webhook(
        &mut self,
        actor: &str,
        id: &str,
        update: WebhookUpdate,
    ) -> Result<Webhook, ApiError> {
        let mut hook = self.get_webhook(actor, id)?.clone();
        check_target(&update.name, &update.target_url)?;
        if update.status == Some(WebhookStatus::Inactive) {
            return Err(ApiError::bad_request("invalid value for status: only active is allowed"));
        }
        hook.name = update.name;
        hook.target_url = update.target_url;
        if update.secret.is_some() {
            hook.secret = update.secret.filter(|secret| !secret.expose().is_empty());
        }
        if update.status == Some(WebhookStatus::Active) {
            hook.status = WebhookStatus::Active;
        }
        self.webhooks.insert(hook.id.clone(), hook.clone());
        Ok(hook)
    }

    /// `DELETE /webhooks/{id}`.
    ///
    /// # Errors
    /// As [`World::get_webhook`], in the service's own words.
    pub fn delete_webhook(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let id = self.get_webhook(actor, id).map_err(|error| match error.status {
            400 => ApiError::bad_request("Invalid webhookId for Delete Webhook request."),
            _ => error,
        })?;
        let id = id.id.clone();
        self.webhooks.shift_remove(&id);
        Ok(())
    }

    /// Switches a webhook off after too many failures. It is told to nobody, as in the real service.
    pub fn deactivate_webhook(&mut self, id: &str) {
        if let Some(hook) = self.webhooks.get_mut(id) {
            hook.status = WebhookStatus::Inactive;
        }
    }

    /// The webhook as it is now, if deliveries are still to be made to it.
    #[must_use]
    pub fn live_webhook(&self, id: &str) -> Option<&Webhook> {
        self.webhooks.get(id).filter(|hook| hook.status == WebhookStatus::Active)
    }

    fn check_filter(&self, actor: &str, resource: &str, filter: &str) -> Result<(), ApiError> {
        for (key, value) in filter::conditions(filter) {
            let wrong = || ApiError::bad_request(format!("invalid value for filter: {key}"));
            if !filter::keys_of(resource).contains(&key.as_str()) || value.is_empty() {
                return Err(wrong());
            }
            let fits = match key.as_str() {
                "roomId" => self.get_room(actor, &value).is_ok(),
                "roomType" | "type" => matches!(value.as_str(), "direct" | "group"),
                "hasFiles" | "isModerator" | "isLocked" => matches!(value.as_str(), "true" | "false"),
                "personId" => value == "me" || self.get_person(actor, &value).is_ok(),
                "mentionedPeople" => {
                    value.split(',').all(|id| id == "me" || self.get_person(actor, id).is_ok())
                }
                _ => true,
            };
            if !fits {
                return Err(wrong());
            }
        }
        Ok(())
    }
}

fn check_target(name: &str, target_url: &str) -> Result<(), ApiError> {
    if name.trim().is_empty() {
        return Err(ApiError::bad_request("name cannot be empty"));
    }
    if target_url.is_empty() {
        return Err(ApiError::bad_request("targetUrl cannot be null"));
    }
    match url::Url::parse(target_url) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
        _ => Err(ApiError::bad_request("targetUrl is not a valid URL")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::emulator::world::test_world::{TestWorld, at};
    use crate::webex::wire::{WebhookCreate, WebhookStatus, WebhookUpdate};

    /// What a hook of the bot hears of a fixed course of events.
    #[track_caller]
    fn check(resource: &str, event: &str, filter: Option<&str>, heard: &[&str]) {
        let mut test = TestWorld::new();
        test.webhook(resource, event, filter);
        let room = test.room("Ops", &["alice", "bot"]);
        test.say("alice", &room, "unheard");
        test.say("alice", &room, "@Test Bot hi");
        test.say("bot", &room, "own");
        let direct = test.say_direct("bob", "hello");
        let bob = test.bob.clone();
        test.world.delete_message(&bob, &direct.id).expect("own message");
        let told: Vec<String> = test
            .world
            .take_deliveries()
            .iter()
            .map(|delivery| {
                let envelope = &delivery.envelope;
                let who = ["personEmail", "title"]
                    .iter()
                    .find_map(|key| envelope.data.get(*key).and_then(Value::as_str))
                    .unwrap_or_default();
                format!("{} {} {who}", envelope.resource, envelope.event)
            })
            .collect();
        assert_eq!(told, heard);
    }

    #[test]
    fn a_hook_hears_what_its_owner_may_see_and_what_it_asked_for() {
        let (alice, bot, bob) = ("alice@example.com", "test.bot@webex.bot", "bob@example.com");
        let line = |what: &str, who: &str| format!("messages {what} {who}");
        let created = [line("created", alice), line("created", bot), line("created", bob)];
        let created: Vec<&str> = created.iter().map(String::as_str).collect();
        check("messages", "created", None, &created);
        check("messages", "deleted", None, &[&line("deleted", bob)]);
        check("messages", "created", Some("roomType=direct"), &[&line("created", bob)]);
        check("messages", "created", Some("roomType=group&mentionedPeople=me"), &[&line("created", alice)]);
        let member = |who: &str| format!("memberships created {who}");
        check("memberships", "created", None, &[&member(bot), &member(bob), &member(bot)]);
        check("rooms", "created", None, &["rooms created Bob"]);
        check("attachmentActions", "created", None, &[]);
        check(
            "all",
            "all",
            None,
            &[
                &member(bot),
                created[0],
                created[1],
                "rooms created Bob",
                &member(bob),
                &member(bot),
                created[2],
                &line("deleted", bob),
            ],
        );
    }

    #[test]
    fn an_envelope_has_no_content() {
        let mut test = TestWorld::new();
        let hook = test.webhook("messages", "created", None);
        let message = test.say_direct("alice", "secret plans");
        let deliveries = test.world.take_deliveries();
        let envelope = &deliveries[0].envelope;
        assert_eq!(envelope.id.as_deref(), Some(hook.id.as_str()));
        assert_eq!(envelope.actor_id, test.alice);
        assert_eq!(envelope.created_by.as_deref(), Some(test.bot.as_str()));
        assert_eq!(envelope.data.get("id").and_then(Value::as_str), Some(message.id.as_str()));
        let body = serde_json::to_string(envelope).expect("writes");
        assert!(!body.contains("secret plans") && body.contains("\"roomType\":\"direct\""), "{body}");
    }

    #[test]
    fn registration_is_checked() {
        #[track_caller]
        fn check(change: impl FnOnce(&mut WebhookCreate), expected: Result<(), &str>) {
            let mut test = TestWorld::new();
            let mut new = WebhookCreate {
                name: "n".into(),
                target_url: "http://127.0.0.1/x".into(),
                resource: "messages".into(),
                event: "created".into(),
                ..WebhookCreate::default()
            };
            change(&mut new);
            let bot = test.bot.clone();
            let result = test.world.create_webhook(&bot, new, at(0));
            assert_eq!(result.map(|_| ()).map_err(|error| error.message), expected.map_err(str::to_owned));
        }
        check(|_| {}, Ok(()));
        check(|new| new.name.clear(), Err("name cannot be empty"));
        check(|new| new.target_url.clear(), Err("targetUrl cannot be null"));
        check(|new| new.target_url = "ftp://x".into(), Err("targetUrl is not a valid URL"));
        check(|new| new.resource = "Messages".into(), Err("invalid value for resource: Messages"));
        check(|new| new.event = "read".into(), Err("invalid value for event: read"));
        check(|new| new.filter = Some("roomId=abc".into()), Err("invalid value for filter: roomId"));
        check(|new| new.filter = Some("color=red".into()), Err("invalid value for filter: color"));
        check(|new| new.filter = Some("mentionedPeople=me".into()), Ok(()));
    }

    #[test]
    fn an_update_revives_and_changes_no_more_than_it_may() {
        let mut test = TestWorld::new();
        let hook = test.webhook("messages", "created", Some("roomType=direct"));
        test.world.deactivate_webhook(&hook.id);
        test.say_direct("alice", "unheard");
        assert!(test.world.take_deliveries().is_empty());
        let update = WebhookUpdate {
            name: "new".into(),
            target_url: "http://127.0.0.1/y".into(),
            status: Some(WebhookStatus::Active),
            ..WebhookUpdate::default()
        };
        let (bot, alice) = (test.bot.clone(), test.alice.clone());
        let denied = test.world.update_webhook(&alice, &hook.id, update.clone());
        assert_eq!(denied.map_err(|error| error.status), Err(404));
        let changed = test.world.update_webhook(&bot, &hook.id, update).expect("own hook");
        assert_eq!((changed.name.as_str(), changed.filter.as_deref()), ("new", Some("roomType=direct")));
        test.say_direct("alice", "heard");
        assert_eq!(test.world.take_deliveries().len(), 1);
    }
}
