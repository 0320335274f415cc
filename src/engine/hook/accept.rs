//! Takes a delivery of a third party in: path, method, size, proof, repetition; then a run begins and
//! the caller waits for what it says.

use super::{HookRequest, HookResponse, event_value};
use crate::base::limits;
use crate::engine::access::{Admitted, is_other_use};
use crate::engine::active::{Active, HookRoute};
use crate::engine::codec::run_record;
use crate::engine::core::{Core, Work};
use crate::engine::inbound::own_mailbox;
use crate::engine::mailbox::BEGUN;
use crate::engine::observer::Happening;
use crate::engine::store::{Change, Commit, Seen, StoreError};
use crate::engine::vitals::{Arrival, Taken};
use crate::ir::Verify;
use crate::signing::{Delivery, Refusal, Scheme, delivery_id, verify};
use crate::vm::{Run, RunContext, RunId};
use futures_util::TryFutureExt;
use secrecy::ExposeSecret;
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;
use std::time::Duration;

impl Core {
    /// Answers a delivery. When this is done, what it started goes on by itself.
    pub(in crate::engine) async fn hook(self: &Arc<Self>, request: HookRequest) -> HookResponse {
        let path = SmolStr::new(&request.path);
        let response = self.answer_hook(request).await;
        self.observer.observe(&Happening::Answered { path, response: response.clone() });
        response
    }

    async fn answer_hook(self: &Arc<Self>, request: HookRequest) -> HookResponse {
        if self.closing.is_cancelled() {
            return HookResponse::error(503, "the bot shuts down");
        }
        let busy = self.activity.begin();
        let arrival = Arrival::now("webhook");
        let told = |taken: Taken| self.vitals.meter.event("webhook", taken);
        let active = self.active.load_full();
        let Some(route) = active.hook(&request.path) else {
            told(Taken::Ignored);
            return HookResponse::error(404, "the bot has no webhook with this path");
        };
        let what = format_smolstr!("{} {}", request.method, request.path);
        self.observer.observe(&Happening::Received { what: what.clone(), person: None, room: None });
        let refused = |why: &str, taken: Taken| {
            told(taken);
            let why = SmolStr::new(why);
            self.observer.observe(&Happening::Dropped { what: what.clone(), why });
        };
        if request.method != "POST" {
            refused("a webhook is called with POST", Taken::Refused);
            return HookResponse::error(405, "a webhook is called with POST");
        }
        if request.body.len() > limits::WEBHOOK_BODY_BYTES_MAX {
            refused("the body is too large", Taken::Refused);
            return HookResponse::error(413, "the body is too large");
        }
        if let Err(why) = self.verified(&active, route, &request).map_err(Refusal::reason) {
            tracing::warn!(code = "run/webhook", path = %request.path, "a delivery was turned away: {why}");
            refused(why, Taken::Refused);
            return HookResponse::error(401, "the delivery is not verified");
        }
        if let Some(response) = asks_for_the_address(route, &request) {
            refused("it only asks whether the address is right, and was answered", Taken::Ignored);
            return response;
        }
        match self.begin_hook_run(&active, route, &request).await {
            Ok(None) => {
                refused("it comes too often", Taken::Refused);
                HookResponse::error(429, "too many deliveries")
            }
            Ok(Some(run)) => {
                told(Taken::New);
                let (mailbox, work) = (own_mailbox(&run), Work::Hook(run.clone(), arrival));
                // It is stored; who is told nothing should not hang until the queue is short again.
                let few = self.responders.ahead() < limits::CALLERS_WAITING_MAX;
                let answers = few && active.answers_caller(route.function);
                let waiter = self.responders.wait_for(&run, answers && self.queue().depth().deep);
                if answers {
                    self.post(&mailbox, BEGUN, work);
                } else if !self.begin_in_time(&mailbox, work) || self.queue().depth().away_ms.is_some() {
                    self.responders.answer(&run, HookResponse::empty(202));
                }
                drop(busy);
                let told = waiter.unwrap_or_else(|_| HookResponse::error(500, "the bot shut down"));
                // It is stored: whoever is told that it came in time does not bring it again.
                let late = |_| HookResponse::empty(202);
                tokio::time::timeout(Duration::from_millis(limits::CALLER_MS_MAX), told)
                    .await
                    .unwrap_or_else(late)
            }
            Err(StoreError::Duplicate) => {
                refused("it came before", Taken::Duplicate);
                HookResponse::empty(200)
            }
            Err(error) => {
                tracing::error!(code = "run/store", path = %request.path, "a delivery could not be stored: {error}");
                told(Taken::Refused);
                HookResponse::error(503, "the delivery could not be stored")
            }
        }
    }

    fn verified(&self, active: &Active, route: HookRoute<'_>, request: &HookRequest) -> Result<(), Refusal> {
        match route.verify {
            Verify::Nothing => Ok(()),
            Verify::Signed { scheme, secret } => {
                let secret = active.secret_at(*secret).map_or("", ExposeSecret::expose_secret);
                verify(scheme, secret, self.delivery(request, &|name| request.header(name)))
            }
        }
    }

    /// What a repetition of the delivery would be known by.
    fn seen_key(&self, route: HookRoute<'_>, request: &HookRequest) -> Option<SmolStr> {
        let Verify::Signed { scheme, .. } = route.verify else { return None };
        let id = delivery_id(scheme, self.delivery(request, &|name| request.header(name)))?;
        Some(format_smolstr!("hook {} {id}", request.path))
    }

    fn delivery<'d>(
        &self,
        request: &'d HookRequest,
        header: &'d dyn Fn(&str) -> Option<&'d str>,
    ) -> Delivery<'d> {
        Delivery { header, body: &request.body, now_s: self.clock.now_ms() / 1000 }
    }

    /// Stores the run that a delivery starts, with its count where there is a limit: a delivery that is stored is
    /// not lost. None where there were too many. A repetition is no use of a limit.
    async fn begin_hook_run(
        &self,
        active: &Arc<Active>,
        route: HookRoute<'_>,
        request: &HookRequest,
    ) -> Result<Option<SmolStr>, StoreError> {
        let id = self.chance.id();
        let context = RunContext { bot: self.me.clone(), ..RunContext::default() };
        let mut run = Run::new(RunId(id.clone()), active.id(), route.handler, context);
        run.random = self.chance.seed();
        active.enter(&mut run, route.function, vec![event_value(request)]);
        let at_ms = self.clock.now_ms();
        let seen = self.seen_key(route, request).map(|key| Seen { key, at_ms });
        let runs = vec![Change::Put(run_record(&run, &own_mailbox(&id), 0)?)];
        loop {
            if let Some(Seen { key, .. }) = &seen
                && self.door.seen(key.clone()).await?
            {
                return Err(StoreError::Duplicate);
            }
            let Admitted::Yes(uses) = self.admit(active, route.handler, &RunContext::default()).await? else {
                return Ok(None);
            };
            let (seen, runs) = (seen.clone(), runs.clone());
            match self.door.commit(Commit { seen, runs, states: uses.clone(), ..Commit::default() }).await {
                Ok(()) => break,
                Err(error) if is_other_use(&error, &uses) => {}
                Err(error) => return Err(error),
            }
        }
        self.observer.observe(&Happening::Routed {
            run: id.clone(),
            text: SmolStr::default(),
            handler: active.handler_name(route.handler),
            why: vec![format!("the path is `{}`", request.path)],
        });
        Ok(Some(id))
    }
}

/// Slack asks once whether an address is the bot's: it wants its challenge back, and no script run for it.
fn asks_for_the_address(route: HookRoute<'_>, request: &HookRequest) -> Option<HookResponse> {
    let Verify::Signed { scheme: Scheme::Slack, .. } = route.verify else { return None };
    let json: serde_json::Value = serde_json::from_slice(&request.body).ok()?;
    if json.get("type")?.as_str()? != "url_verification" {
        return None;
    }
    let body = serde_json::json!({ "challenge": json.get("challenge")?.as_str()? });
    Some(HookResponse { status: 200, body: body.to_string() })
}
