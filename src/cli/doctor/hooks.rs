//! The webhooks of the token: ours as `wbot run` would leave them, and those of others.

use super::answer::Asked;
use super::finding::Finding;
use crate::engine::listener::{WEBEX_PATH, wanted_hooks};
use crate::webex::wire::{Webhook, WebhookStatus, WireSecret};
use crate::webex::{HookPlan, HookStep, name_prefix, reconcile};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// Where Webex is to deliver.
pub(super) struct Target {
    pub(super) program: String,
    pub(super) me: String,
    pub(super) public_url: String,
    pub(super) secret: SecretString,
}

impl Target {
    /// The address of the deliveries.
    pub(super) fn address(&self) -> String {
        format!("{}{WEBEX_PATH}", self.public_url)
    }
}

/// Whether the webhooks are as `wbot run` with this address makes them.
pub(super) async fn registered(asked: &Asked, target: &Target) -> Vec<Finding> {
    let existing = match listed(asked).await {
        Ok(existing) => existing,
        Err(finding) => return vec![finding],
    };
    let edits = existing.iter().any(|hook| is_own(hook, &target.program) && hook.event == "updated");
    let wanted = wanted_hooks(edits);
    let (url, secret) = (target.address(), WireSecret::new(target.secret.expose_secret()));
    let plan = HookPlan {
        existing: &existing,
        program: &target.program,
        me: &target.me,
        target_url: &url,
        secret: &secret,
        wanted: &wanted,
    };
    let mut findings = vec![own(&existing, &target.program, &reconcile(&plan))];
    findings.extend(foreign(&existing, &target.program));
    findings
}

fn own(existing: &[Webhook], program: &str, steps: &[HookStep]) -> Finding {
    let off = existing.iter().filter(|hook| is_own(hook, program) && hook.status == WebhookStatus::Inactive);
    let off = off.count();
    if off > 0 {
        return Finding::failure(
            "webhooks",
            format!("Webex has switched {off} of them off, as it does when deliveries fail too often"),
            "start the bot: it switches them on again, and fetches what it missed; then look whether deliveries reach it \
             (`address` below)",
        );
    }
    let mut todo = Vec::new();
    for step in steps {
        match step {
            HookStep::Keep { .. } => {}
            HookStep::Create(hook) => todo.push(format!("{}/{} is missing", hook.resource, hook.event)),
            HookStep::Update { update, reason, .. } => todo.push(format!("`{}`: {reason}", update.name)),
            HookStep::Delete { reason, .. } => todo.push(format!("one is too many: {reason}")),
        }
    }
    if todo.is_empty() {
        return Finding::fine("webhooks", format!("{} are registered and active", steps.len()));
    }
    Finding::warning(
        "webhooks",
        todo.join("\n"),
        "start the bot with this --public-url: it puts them right, as it does every few minutes while it runs",
    )
}

/// Of other programs that share the token: they get everything too.
fn foreign(existing: &[Webhook], program: &str) -> Option<Finding> {
    let others = existing.iter().filter(|hook| !is_own(hook, program));
    let others: Vec<String> =
        others.map(|hook| format!("`{}` delivers to {}", hook.name, host(&hook.target_url))).collect();
    (!others.is_empty()).then(|| {
        Finding::warning(
            "webhooks",
            format!("others use the token of this bot\n{}", others.join("\n")),
            "if they are left over, delete them; if another program uses this token on purpose, both answer",
        )
    })
}

/// Whoever hears Webex over a websocket needs no webhooks.
pub(super) async fn left_over(asked: &Asked, program: &str) -> Finding {
    let existing = match listed(asked).await {
        Ok(existing) => existing,
        Err(finding) => return finding,
    };
    if let Some(finding) = foreign(&existing, program) {
        return finding;
    }
    let own = existing.len();
    if own == 0 {
        return Finding::fine("webhooks", "none: this bot hears Webex over a websocket");
    }
    Finding::warning(
        "webhooks",
        format!("{own} are left over from a start with --public-url"),
        "give --public-url here too, if the bot runs with it; else start the bot: it takes them back",
    )
}

async fn listed(asked: &Asked) -> Result<Vec<Webhook>, Finding> {
    asked.ask("webhooks", asked.client.webhooks()).await
}

fn is_own(hook: &Webhook, program: &str) -> bool {
    hook.name.starts_with(&name_prefix(program))
}

/// An address may hold a secret in its path.
fn host(url: &str) -> String {
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| "an address that is none".to_owned())
}
