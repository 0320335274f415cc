//! Which webhooks to create, change and delete at start. A pure plan: the caller carries it out.
//!
//! Webhooks outlive the program that made them: the public address changes, a secret is renewed, the
//! service switches one off. Each that is left over delivers again, and the bot answers twice. Those
//! of other programs that share the token are never touched.

use super::id::same_id;
use super::wire::{Webhook, WebhookCreate, WebhookStatus, WebhookUpdate, WireSecret};

/// An event that is needed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct WantedHook {
    /// Resource word.
    pub resource: String,
    /// Event word.
    pub event: String,
    /// Filter, such as `roomType=direct`.
    pub filter: Option<String>,
}

impl WantedHook {
    /// Every event of this kind.
    #[must_use]
    pub fn new(resource: impl Into<String>, event: impl Into<String>) -> Self {
        Self { resource: resource.into(), event: event.into(), filter: None }
    }
}

/// What a plan rests on.
#[derive(Clone, Copy, Debug)]
pub struct HookPlan<'a> {
    /// All webhooks of the token.
    pub existing: &'a [Webhook],
    /// Name of the bot program; a webhook is its own when the name begins with [`name_prefix`] of it.
    pub program: &'a str,
    /// `PEOPLE` id of the bot: `mentionedPeople=me` may be stored with the id in place of `me`.
    pub me: &'a str,
    /// Where deliveries are to go.
    pub target_url: &'a str,
    /// Signing secret.
    pub secret: &'a WireSecret,
    /// What is needed.
    pub wanted: &'a [WantedHook],
}

/// One step. Creates and changes come before deletes, so that no event falls into a gap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HookStep {
    /// It fits.
    Keep {
        /// Id of the webhook.
        id: String,
    },
    /// Nothing fits.
    Create(WebhookCreate),
    /// It delivers the right events with another target, name or secret, or is switched off.
    Update {
        /// Id of the webhook.
        id: String,
        /// The change.
        update: WebhookUpdate,
        /// Why.
        reason: &'static str,
    },
    /// It is the program's own, and stale.
    Delete {
        /// Id of the webhook.
        id: String,
        /// Why.
        reason: &'static str,
    },
}

/// How the names of a program's webhooks begin.
#[must_use]
pub fn name_prefix(program: &str) -> String {
    // A colon ends the program's name, so that `a` never owns what `a: b` made.
    format!("wbot {}: ", program.trim().replace(':', "-"))
}

/// The steps from what there is to what is needed.
#[must_use]
pub fn reconcile(plan: &HookPlan<'_>) -> Vec<HookStep> {
    let prefix = name_prefix(plan.program);
    let mut own: Vec<&Webhook> = plan.existing.iter().filter(|hook| hook.name.starts_with(&prefix)).collect();
    let (mut steps, mut deletes) = (Vec::new(), Vec::new());
    for (index, wanted) in plan.wanted.iter().enumerate() {
        if plan.wanted.iter().take(index).any(|before| before == wanted) {
            continue;
        }
        let (mut fitting, rest): (Vec<&Webhook>, Vec<&Webhook>) =
            own.into_iter().partition(|hook| delivers(hook, wanted, plan.me));
        own = rest;
        // The one that needs the least change stays.
        fitting.sort_by_key(|hook| difference(hook, plan).is_some());
        let mut fitting = fitting.into_iter();
        steps.push(match fitting.next() {
            None => HookStep::Create(create(plan, &prefix, wanted)),
            Some(hook) => match difference(hook, plan) {
                None => HookStep::Keep { id: hook.id.clone() },
                Some(reason) => HookStep::Update { id: hook.id.clone(), update: update(hook, plan), reason },
            },
        });
        deletes.extend(fitting.map(|hook| delete(hook, "delivers the same events as another one")));
    }
    deletes.extend(own.into_iter().map(|hook| delete(hook, "delivers events that are not needed")));
    steps.extend(deletes);
    steps
}

fn create(plan: &HookPlan<'_>, prefix: &str, wanted: &WantedHook) -> WebhookCreate {
    let narrowed = wanted.filter.as_ref().map(|filter| format!(" {filter}")).unwrap_or_default();
    WebhookCreate {
        name: format!("{prefix}{} {}{narrowed}", wanted.resource, wanted.event),
        target_url: plan.target_url.to_owned(),
        resource: wanted.resource.clone(),
        event: wanted.event.clone(),
        filter: wanted.filter.clone(),
        secret: Some(plan.secret.clone()),
        owned_by: None,
    }
}

fn update(hook: &Webhook, plan: &HookPlan<'_>) -> WebhookUpdate {
    WebhookUpdate {
        name: hook.name.clone(),
        target_url: plan.target_url.to_owned(),
        secret: Some(plan.secret.clone()),
        status: Some(WebhookStatus::Active),
    }
}

fn delete(hook: &Webhook, reason: &'static str) -> HookStep {
    HookStep::Delete { id: hook.id.clone(), reason }
}

fn difference(hook: &Webhook, plan: &HookPlan<'_>) -> Option<&'static str> {
    if hook.target_url != plan.target_url {
        Some("its target is another one")
    } else if hook.status != WebhookStatus::Active {
        Some("it was switched off")
    } else if hook.secret.as_ref() != Some(plan.secret) {
        Some("its secret is another one")
    } else {
        None
    }
}

/// Whether it delivers exactly what is wanted; none of the three can be changed later.
fn delivers(hook: &Webhook, wanted: &WantedHook, me: &str) -> bool {
    hook.resource == wanted.resource
        && hook.event == wanted.event
        && terms(hook.filter.as_deref(), me) == terms(wanted.filter.as_deref(), me)
}

/// The terms of a filter in one order, with `me` for the bot's own id.
fn terms(filter: Option<&str>, me: &str) -> Vec<(String, String)> {
    let mut terms: Vec<(String, String)> = url::form_urlencoded::parse(filter.unwrap_or_default().as_bytes())
        .map(|(name, value)| {
            let own = name == "mentionedPeople" && same_id(&value, me);
            (name.into_owned(), if own { "me".to_owned() } else { value.into_owned() })
        })
        .collect();
    terms.sort();
    terms
}

#[cfg(test)]
mod tests {
    use super::{HookPlan, HookStep, WantedHook, name_prefix, reconcile};
    use crate::webex::wire::{Webhook, WebhookStatus, WireSecret};

    const TARGET: &str = "https://bot.acme.com/webex";
    const ME: &str = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY";
    const ME_UUID: &str = "f5b36187-c8dd-4727-8b2f-f9c447f29046";

    fn hook(id: &str, name: &str, event: &str) -> Webhook {
        let (resource, event) = event.split_once(' ').expect("two words");
        let (event, filter) =
            event.split_once('?').map_or((event, None), |(event, filter)| (event, Some(filter)));
        Webhook {
            id: id.into(),
            name: name.into(),
            target_url: TARGET.into(),
            resource: resource.into(),
            event: event.into(),
            filter: filter.map(Into::into),
            secret: Some(WireSecret::new("s")),
            ..Webhook::default()
        }
    }

    fn check(existing: &[Webhook], wanted: &[&str], want: &[&str]) {
        let wanted: Vec<WantedHook> = wanted
            .iter()
            .map(|text| hook("", "", text))
            .map(|hook| WantedHook { resource: hook.resource, event: hook.event, filter: hook.filter })
            .collect();
        let secret = WireSecret::new("s");
        let plan = HookPlan {
            existing,
            program: "Desk: A",
            me: ME,
            target_url: TARGET,
            secret: &secret,
            wanted: &wanted,
        };
        let steps: Vec<String> = reconcile(&plan).iter().map(show).collect();
        assert_eq!(steps, want);
    }

    fn show(step: &HookStep) -> String {
        match step {
            HookStep::Keep { id } => format!("keep {id}"),
            HookStep::Create(create) => {
                assert_eq!(
                    (create.target_url.as_str(), create.secret.as_ref()),
                    (TARGET, Some(&WireSecret::new("s")))
                );
                format!("create {}", create.name)
            }
            HookStep::Update { id, update, reason } => {
                assert_eq!(
                    (update.target_url.as_str(), update.status),
                    (TARGET, Some(WebhookStatus::Active))
                );
                assert!(update.name.starts_with(&name_prefix("Desk: A")));
                format!("update {id}: {reason}")
            }
            HookStep::Delete { id, .. } => format!("delete {id}"),
        }
    }

    #[test]
    fn webhooks_are_created_kept_changed_and_deleted() {
        let own = "wbot Desk- A: x";
        check(&[], &["messages created", "messages created"], &["create wbot Desk- A: messages created"]);
        check(&[hook("1", own, "messages created")], &["messages created"], &["keep 1"]);
        check(
            &[
                hook("f1", "My webhook", "messages created"),
                hook("f2", "wbot Desk: messages created", "messages created"),
                hook("f3", "wbot Desk- A2: x", "messages created"),
            ],
            &[],
            &[],
        );
        check(
            &[hook("1", own, "rooms created"), hook("2", own, "Messages created")],
            &["messages created"],
            &["create wbot Desk- A: messages created", "delete 1", "delete 2"],
        );
        let off = Webhook { status: WebhookStatus::Inactive, ..hook("1", own, "messages created") };
        check(std::slice::from_ref(&off), &["messages created"], &["update 1: it was switched off"]);
        let moved = Webhook {
            target_url: "https://old.ngrok.app/webex".into(),
            ..hook("2", own, "messages created")
        };
        check(std::slice::from_ref(&moved), &["messages created"], &["update 2: its target is another one"]);
        let renewed = Webhook { secret: Some(WireSecret::new("old")), ..hook("3", own, "messages created") };
        check(
            std::slice::from_ref(&renewed),
            &["messages created"],
            &["update 3: its secret is another one"],
        );
        let unsigned = Webhook { secret: None, ..hook("4", own, "messages created") };
        check(
            std::slice::from_ref(&unsigned),
            &["messages created"],
            &["update 4: its secret is another one"],
        );
        let good = hook("5", own, "messages created");
        check(
            &[off, moved, good, renewed],
            &["messages created"],
            &["keep 5", "delete 1", "delete 2", "delete 3"],
        );
    }

    #[test]
    fn filters_compare_by_their_terms() {
        let own = "wbot Desk- A: x";
        let wanted =
            &["messages created?roomType=group&mentionedPeople=me", "messages created?roomType=direct"][..];
        for stored in
            ["mentionedPeople=me&roomType=group", &format!("roomType=group&mentionedPeople={ME_UUID}")]
        {
            let existing =
                [hook("1", own, &format!("messages created?{stored}")), hook("2", own, "messages created")];
            check(
                &existing,
                wanted,
                &["keep 1", "create wbot Desk- A: messages created roomType=direct", "delete 2"],
            );
        }
    }
}
