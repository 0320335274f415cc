//! Keeps the webhooks at Webex as they should be.

use crate::webex::wire::WireSecret;
use crate::webex::{Gateway, HookPlan, HookStep, WantedHook, WebexError, WebexErrorKind, reconcile};

/// What is registered.
pub(super) struct Wanted<'a> {
    /// Name of the bot program.
    pub(super) program: &'a str,
    /// `PEOPLE` id of the bot.
    pub(super) me: &'a str,
    /// Where deliveries go.
    pub(super) target_url: &'a str,
    /// What they are signed with.
    pub(super) secret: &'a WireSecret,
    /// Whether edits are heard.
    pub(super) edits: bool,
}

/// Deletes the webhooks of this program, as when events come another way. Returns how many there were.
pub(in crate::engine) async fn unregister(
    gateway: &dyn Gateway,
    program: &str,
    me: &str,
) -> Result<(), WebexError> {
    let existing = gateway.webhooks().await?;
    let secret = WireSecret::new("");
    let plan = HookPlan { existing: &existing, program, me, target_url: "", secret: &secret, wanted: &[] };
    carry_out(gateway, &plan).await
}

/// The events that a bot hears of; `edits`: those of messages too.
#[must_use]
pub fn wanted_hooks(edits: bool) -> Vec<WantedHook> {
    let mut hooks = vec![
        WantedHook::new("messages", "created"),
        WantedHook::new("memberships", "created"),
        WantedHook::new("memberships", "deleted"),
        WantedHook::new("attachmentActions", "created"),
    ];
    if edits {
        hooks.push(WantedHook::new("messages", "updated"));
    }
    hooks
}

/// Creates what is missing, changes what does not fit, deletes what is stale; webhooks of others stay.
/// Run again it also revives what Webex switched off. Returns how much was changed.
pub(super) async fn register(gateway: &dyn Gateway, wanted: &Wanted<'_>) -> Result<(), WebexError> {
    let existing = gateway.webhooks().await?;
    let hooks = wanted_hooks(wanted.edits);
    let plan = HookPlan {
        existing: &existing,
        program: wanted.program,
        me: wanted.me,
        target_url: wanted.target_url,
        secret: wanted.secret,
        wanted: &hooks,
    };
    carry_out(gateway, &plan).await
}

async fn carry_out(gateway: &dyn Gateway, plan: &HookPlan<'_>) -> Result<(), WebexError> {
    for step in reconcile(plan) {
        match step {
            HookStep::Keep { .. } => {}
            HookStep::Create(webhook) => {
                gateway.create_webhook(&webhook).await?;
                tracing::info!(
                    resource = webhook.resource,
                    event = webhook.event,
                    "a webhook was registered"
                );
            }
            HookStep::Update { id, update, reason } => {
                gateway.update_webhook(&id, &update).await?;
                tracing::info!(name = update.name, "a webhook was changed: {reason}");
            }
            HookStep::Delete { id, reason } => match gateway.delete_webhook(&id).await {
                Err(error) if error.kind != WebexErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => tracing::info!("an old webhook of this bot was deleted: {reason}"),
            },
        }
    }
    Ok(())
}
