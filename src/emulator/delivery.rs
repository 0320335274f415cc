//! Delivering webhooks: one queue for each, in order unless several may be under way at once, beside the API and never in
//! its way.
//!
//! What is not answered with 2xx in time is repeated a few times, then dropped. A webhook with too
//! many failures is switched off without a word, and nothing that happened meanwhile is delivered
//! later: as the platform does.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;
use tokio::sync::{Semaphore, mpsc, watch};
use url::Url;

use crate::base::limits::EMULATOR_DELIVERIES_MAX;
use crate::emulator::config::DeliveryPolicy;
use crate::emulator::faults::{DeliveryFault, Held};
use crate::emulator::feed::LogLevel;
use crate::emulator::shared::Shared;
use crate::emulator::world::Delivery;
use crate::net::{HeaderMap, HeaderName, HeaderValue, HttpBody, HttpRequest, Method, is_loopback};

/// The header of the signature.
const SIGNATURE: HeaderName = HeaderName::from_static("x-spark-signature");

/// The queues.
#[derive(Debug)]
pub(crate) struct Deliveries {
    queues: Mutex<HashMap<String, mpsc::Sender<Delivery>>>,
    /// Deliveries that are neither done nor given up.
    pending: watch::Sender<usize>,
    last: Mutex<Option<Delivery>>,
}

impl Default for Deliveries {
    fn default() -> Self {
        Self { queues: Mutex::default(), pending: watch::Sender::new(0), last: Mutex::default() }
    }
}

impl Deliveries {
    /// Queues a delivery. `false` where the queue is full.
    pub(crate) fn push(&self, shared: &Arc<Shared>, delivery: Delivery) -> bool {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.entry(delivery.webhook_id.clone()).or_insert_with(|| {
            let (sender, receiver) = mpsc::channel(EMULATOR_DELIVERIES_MAX);
            shared.tasks.spawn(work(Arc::downgrade(shared), shared.policy.at_once, receiver));
            sender
        });
        self.pending.send_modify(|count| *count += 1);
        let queued = queue.try_send(delivery).is_ok();
        if !queued {
            self.pending.send_modify(|count| *count -= 1);
        }
        queued
    }

    /// Waits until nothing is queued or under way.
    pub(crate) async fn idle(&self) {
        // An error would mean that the sender is gone, which `self` holds.
        let _ = self.pending.subscribe().wait_for(|count| *count == 0).await;
    }

    /// The delivery that was made last.
    pub(crate) fn last(&self) -> Option<Delivery> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the workers once their queues are empty.
    pub(crate) fn close(&self) {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn done(&self, delivery: Delivery) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(delivery);
        self.pending.send_modify(|count| *count -= 1);
    }
}

/// What a worker does next.
enum Turn {
    New(Box<Delivery>),
    /// These were held back, and their time has come.
    Due(Vec<Delivery>),
}

/// Failed attempts of one webhook, within the window that counts.
type Failures = Mutex<VecDeque<Timestamp>>;

/// What the deliveries of one queue share.
struct Lane {
    failures: Failures,
    places: Arc<Semaphore>,
}

/// Serves one queue. The worker holds the world weakly: it ends with the emulator.
async fn work(shared: Weak<Shared>, at_once: usize, mut queue: mpsc::Receiver<Delivery>) {
    let places = Arc::new(Semaphore::new(at_once.max(1)));
    let lane = Arc::new(Lane { failures: Failures::default(), places });
    let mut held = Held::default();
    loop {
        let turn = tokio::select! {
            received = queue.recv() => received.map(|delivery| Turn::New(Box::new(delivery))),
            due = held.due() => Some(Turn::Due(due)),
        };
        let Some(shared) = shared.upgrade() else { return };
        let mut going = match turn {
            None => {
                held.drain().into_iter().for_each(|delivery| shared.deliveries.done(delivery));
                return;
            }
            Some(Turn::Due(due)) => due,
            Some(Turn::New(delivery)) => {
                let delivery = *delivery;
                let (resource, event) = (&delivery.envelope.resource, &delivery.envelope.event);
                let fault = shared.faults().of_delivery(resource, event);
                if let Some(DeliveryFault::Reorder { by, ms }) = fault {
                    held.hold(delivery, by, ms);
                    continue;
                }
                begin(&shared, &lane, (delivery, fault)).await;
                held.passed()
            }
        };
        while !going.is_empty() {
            begin(&shared, &lane, (going.remove(0), None)).await;
            going.extend(held.passed());
        }
    }
}

/// Begins a delivery as soon as there is a place for it.
async fn begin(shared: &Arc<Shared>, lane: &Arc<Lane>, (delivery, fault): (Delivery, Option<DeliveryFault>)) {
    // An error would mean that the places were closed, which nobody does.
    let Ok(place) = Arc::clone(&lane.places).acquire_owned().await else { return };
    let (shared, lane) = (Arc::clone(shared), Arc::clone(lane));
    let tasks = shared.tasks.clone();
    tasks.spawn(async move {
        let stop = shared.stopping.clone();
        stop.run_until_cancelled(deliver_new(&shared, &delivery, (fault, &lane.failures))).await;
        shared.deliveries.done(delivery);
        drop(place);
    });
}

/// Makes a delivery whose turn it is, with what goes wrong with it.
async fn deliver_new(
    shared: &Arc<Shared>,
    delivery: &Delivery,
    (fault, failures): (Option<DeliveryFault>, &Failures),
) {
    match fault {
        Some(DeliveryFault::Drop) => return,
        Some(DeliveryFault::Latency { ms }) => tokio::time::sleep(Duration::from_millis(ms)).await,
        Some(DeliveryFault::Duplicate) => deliver(shared, delivery, failures).await,
        // Who is held back comes later, and the others are faults of attempts.
        Some(DeliveryFault::Reorder { .. } | DeliveryFault::Fail | DeliveryFault::Unheard) | None => {}
    }
    deliver(shared, delivery, failures).await;
}

/// Makes one delivery, with its repetitions.
async fn deliver(shared: &Arc<Shared>, delivery: &Delivery, failures: &Failures) {
    let policy = shared.policy;
    let mut pause_ms = policy.pause_ms;
    for attempt in 1..=policy.attempts_max {
        // The webhook as it is now: it may have a new target, or be gone or off.
        let live = shared.read(|world| {
            world.live_webhook(&delivery.webhook_id).map(|hook| {
                (hook.target_url.clone(), hook.secret.as_ref().map(|secret| secret.expose().to_owned()))
            })
        });
        let Some((target_url, secret)) = live else { return };
        let Err(reason) = attempt_faulty(shared, delivery, &target_url, secret.as_deref()).await else {
            return;
        };
        let now = shared.clock.now();
        let last = attempt == policy.attempts_max;
        shared.note(
            LogLevel::Warn,
            "a webhook delivery failed",
            &[
                ("webhook", delivery.envelope.name.as_deref().unwrap_or_default()),
                ("attempt", &format!("{attempt} of {}", policy.attempts_max)),
                ("reason", &reason),
            ],
        );
        if too_many(failures, now, policy) {
            shared.act(|world, _| world.deactivate_webhook(&delivery.webhook_id));
            shared.note(
                LogLevel::Error,
                "a webhook failed too often and was switched off",
                &[("webhook", delivery.envelope.name.as_deref().unwrap_or_default())],
            );
            return;
        }
        if !last {
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            pause_ms = pause_ms.saturating_mul(2).min(policy.pause_ms_max);
        }
    }
}

/// One attempt, with what goes wrong with it.
async fn attempt_faulty(
    shared: &Shared,
    delivery: &Delivery,
    target_url: &str,
    secret: Option<&str>,
) -> Result<(), String> {
    let fault = shared.faults().of_attempt(&delivery.envelope.resource, &delivery.envelope.event);
    match fault {
        Some(DeliveryFault::Fail) => Err("a fault was ordered: it was not sent".to_owned()),
        Some(_) => {
            attempt_once(shared, delivery, target_url, secret).await?;
            Err("a fault was ordered: the answer was not heard".to_owned())
        }
        None => attempt_once(shared, delivery, target_url, secret).await,
    }
}

/// Notes a failure; whether the window has as many as switch the webhook off, and is counted anew.
fn too_many(failures: &Failures, now: Timestamp, policy: DeliveryPolicy) -> bool {
    let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
    failures.push_back(now);
    let since = now.as_millisecond().saturating_sub(policy.window_ms);
    while failures.front().is_some_and(|at| at.as_millisecond() < since) {
        failures.pop_front();
    }
    let many = failures.len() >= policy.failures_max;
    if many {
        failures.clear();
    }
    many
}

async fn attempt_once(
    shared: &Shared,
    delivery: &Delivery,
    target_url: &str,
    secret: Option<&str>,
) -> Result<(), String> {
    let url = Url::parse(target_url).map_err(|error| format!("the target is no URL: {error}"))?;
    if !is_loopback(&url) {
        return Err("the emulator delivers only to addresses of this machine".to_owned());
    }
    let body = serde_json::to_vec(&delivery.envelope).map_err(|error| error.to_string())?;
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json;charset=UTF-8"));
    if let Some(secret) = secret
        && let Ok(signature) = HeaderValue::from_str(&sign(secret, &body))
    {
        headers.insert(SIGNATURE, signature);
    }
    let timeout = Duration::from_millis(shared.policy.timeout_ms);
    let request = HttpRequest {
        headers,
        body: HttpBody::Bytes(body.into()),
        ..HttpRequest::new(Method::POST, url, timeout)
    };
    let answer = shared.client.send(request).await.map_err(|error| error.to_string())?;
    if answer.is_success() { Ok(()) } else { Err(format!("answered with status {}", answer.status)) }
}

/// `X-Spark-Signature`: lower-case hex of the HMAC-SHA1 of the body.
pub(crate) fn sign(secret: &str, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("a key of any length is fit for an HMAC");
    mac.update(body);
    hex(&mac.finalize().into_bytes())
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Failures, sign, too_many};
    use crate::emulator::config::DeliveryPolicy;

    #[test]
    fn a_signature_is_forty_hex_digits_of_the_raw_body() {
        // RFC 2202, test case 2.
        assert_eq!(sign("Jefe", b"what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }

    #[test]
    fn failures_count_within_the_window() {
        let policy = DeliveryPolicy { failures_max: 3, window_ms: 1000, ..DeliveryPolicy::default() };
        let at = |ms: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_millis(ms);
        let failures = Failures::default();
        assert!(!too_many(&failures, at(0), policy));
        assert!(!too_many(&failures, at(900), policy));
        assert!(!too_many(&failures, at(1500), policy), "the first is over");
        assert!(too_many(&failures, at(1600), policy));
    }
}
