//! Rules: what they are about, what goes wrong, and when.

use serde::{Deserialize, Serialize};

use crate::emulator::faults::path::fits;
use crate::emulator::faults::wire::FaultJson;

/// A rule that lets something go wrong, once where nothing else is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "FaultJson", into = "FaultJson")]
pub struct Fault {
    /// What it is about, and what goes wrong with it.
    pub rule: Rule,
    /// How many of what matches pass before it begins.
    pub skip: u32,
    /// How often it fires; without end where absent.
    pub times: Option<u32>,
    /// How likely it fires on each that matches, from 0 to 1.
    pub chance: f64,
    /// Where the draws of `chance` come from.
    pub seed: u64,
}

/// What a rule is about. A part that is absent matches anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Calls of the REST API, and of the services around the websocket (`/wdm`, `/u2c`, `/mercury`).
    Call {
        /// The method, whatever its case.
        method: Option<String>,
        /// The beginning of the path, without `/v1`: `/messages` has `/messages/ID` in it, `/messages$` has not,
        /// `*` is any one part of it.
        path: Option<String>,
        /// What goes wrong.
        fault: CallFault,
    },
    /// Deliveries to webhooks.
    Delivery {
        /// The resource that the delivery is about.
        resource: Option<String>,
        /// The event that the delivery is about.
        event: Option<String>,
        /// What goes wrong.
        fault: DeliveryFault,
    },
    /// Frames of the websocket, from Webex to the bot.
    Frame {
        /// Which frames.
        frame: FrameKind,
        /// The verb of an activity (`post`, `cardAction`).
        verb: Option<String>,
        /// What goes wrong.
        fault: FrameFault,
    },
}

/// What goes wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallFault {
    /// It is not carried out and answered with this status, in the platform's error shape.
    Status {
        /// 400 to 599.
        status: u16,
        /// Seconds of a `Retry-After` header.
        retry_after_s: Option<u64>,
    },
    /// It is carried out and answered with this status, as by a gateway that did not wait for it.
    StatusAfter {
        /// 400 to 599.
        status: u16,
    },
    /// It is not carried out and answered with 502 and a page of html, as from a gateway.
    HtmlGateway,
    /// A list is answered with an empty page and the address of a next one, which has lost its `mentionedPeople`
    /// and says `max=null`, as the platform has been seen to do.
    EmptyPage,
    /// The connection breaks before it is carried out.
    DropBefore,
    /// It is carried out and the connection breaks before its answer: the case in which a repeated POST doubles.
    DropAfter,
    /// It is carried out this much later.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// It is not carried out where it is one too many, and answered with 429 and when to come again. What is not
    /// refused is carried out.
    Limit {
        /// Calls that are carried out in a minute, over all that the rule is about: so many at once, and then evenly.
        per_minute: u32,
    },
}

/// What goes wrong with a delivery to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryFault {
    /// It comes twice.
    Duplicate,
    /// It never comes.
    Drop,
    /// It comes after later ones of its webhook.
    Reorder {
        /// After how many.
        by: u32,
        /// At the latest after this many milliseconds.
        ms: u64,
    },
    /// It, and what is behind it, comes this much later.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// An attempt does not reach the bot. It counts as failed and is repeated.
    Fail,
    /// An attempt reaches the bot, and its answer is not heard. It counts as failed and is repeated.
    Unheard,
}

/// What goes wrong with a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameFault {
    /// It comes twice.
    Duplicate,
    /// It never comes; the numbers of the frames have a gap.
    Drop,
    /// It comes after later ones of its socket.
    Reorder {
        /// After how many.
        by: u32,
        /// At the latest after this many milliseconds.
        ms: u64,
    },
    /// It, and what is behind it, comes this much later.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// After it come the frames before it once more, as after a reconnect.
    Replay {
        /// How many.
        last: u32,
    },
    /// Instead of it the socket is closed.
    Close {
        /// Close code.
        code: u16,
        /// Reason.
        reason: String,
    },
    /// From it on nothing comes over this socket, which stays open.
    Silence,
}

/// Frames from Webex to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FrameKind {
    /// The answer to the authorization: the first frame.
    Ready,
    /// Something happened.
    Activity,
    /// The answer to a ping.
    Pong,
}

impl Fault {
    fn once(rule: Rule) -> Self {
        Self { rule, skip: 0, times: Some(1), chance: 1.0, seed: 0 }
    }

    /// A fault of the next call with this method and this beginning of the path (see [`Rule::Call`]).
    #[must_use]
    pub fn call(method: &str, path: &str, fault: CallFault) -> Self {
        Self::once(Rule::Call { method: Some(method.to_owned()), path: Some(path.to_owned()), fault })
    }

    /// A limit of the calls with this beginning of the path, until it is taken back.
    #[must_use]
    pub fn limit(path: &str, per_minute: u32) -> Self {
        let fault = CallFault::Limit { per_minute };
        Self::once(Rule::Call { method: None, path: Some(path.to_owned()), fault }).always()
    }

    /// A fault of the next delivery to a webhook.
    #[must_use]
    pub fn delivery(fault: DeliveryFault) -> Self {
        Self::once(Rule::Delivery { resource: None, event: None, fault })
    }

    /// A fault of the next delivery about this.
    #[must_use]
    pub fn delivery_of(resource: &str, event: &str, fault: DeliveryFault) -> Self {
        let (resource, event) = (Some(resource.to_owned()), Some(event.to_owned()));
        Self::once(Rule::Delivery { resource, event, fault })
    }

    /// A fault of the next frame of this kind.
    #[must_use]
    pub fn frame(frame: FrameKind, fault: FrameFault) -> Self {
        Self::once(Rule::Frame { frame, verb: None, fault })
    }

    /// The same, so many times.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// The same, until it is taken back.
    #[must_use]
    pub fn always(self) -> Self {
        Self { times: None, ..self }
    }

    /// The same, after so many have passed.
    #[must_use]
    pub fn skip(self, skip: u32) -> Self {
        Self { skip, ..self }
    }

    /// The same, on each that matches with this likelihood, drawn from `seed`.
    #[must_use]
    pub fn chance(self, chance: f64, seed: u64) -> Self {
        Self { chance, seed, ..self }
    }
}

impl Rule {
    /// The fault, where the rule is about this call.
    pub(super) fn of_call(&self, method: &str, path: &str) -> Option<CallFault> {
        match self {
            Self::Call { method: wanted, path: pattern, fault } => {
                let matches = wanted.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                    && pattern.as_deref().is_none_or(|pattern| fits(pattern, path));
                matches.then(|| fault.clone())
            }
            Self::Delivery { .. } | Self::Frame { .. } => None,
        }
    }

    /// The fault, where the rule is about deliveries of this.
    pub(super) fn of_delivery(&self, resource: &str, event: &str) -> Option<DeliveryFault> {
        match self {
            Self::Delivery { resource: of, event: at, fault } => {
                let matches = of.as_deref().is_none_or(|of| of == resource)
                    && at.as_deref().is_none_or(|at| at == event);
                matches.then(|| fault.clone())
            }
            Self::Call { .. } | Self::Frame { .. } => None,
        }
    }

    /// The fault, where the rule is about this frame.
    pub(super) fn of_frame(&self, kind: FrameKind, verb: Option<&str>) -> Option<FrameFault> {
        match self {
            Self::Frame { frame, verb: wanted, fault } => {
                let matches = *frame == kind && (wanted.is_none() || wanted.as_deref() == verb);
                matches.then(|| fault.clone())
            }
            Self::Call { .. } | Self::Delivery { .. } => None,
        }
    }
}

impl DeliveryFault {
    /// Whether it is about one attempt, not the delivery as a whole.
    pub(super) fn is_of_attempt(&self) -> bool {
        matches!(self, Self::Fail | Self::Unheard)
    }
}
