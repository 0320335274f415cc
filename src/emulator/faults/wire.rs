//! Rules as flat JSON, as they are ordered over HTTP. A field that does not belong to the rule is refused: a rule
//! with a slip of the pen would otherwise do something else in silence.

use serde::{Deserialize, Serialize};

use crate::emulator::faults::rule::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind, Rule};

/// After how many others, and at the latest after how many milliseconds, what is reordered comes.
const REORDER: (u32, u64) = (1, 1000);

/// What a rule is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum On {
    Call,
    Delivery,
    Frame,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Status,
    StatusAfter,
    HtmlGateway,
    EmptyPage,
    DropBefore,
    DropAfter,
    Latency,
    Limit,
    Duplicate,
    Drop,
    Reorder,
    Fail,
    Unheard,
    Replay,
    Close,
    Silence,
}

/// All fields that a rule can have.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FaultJson {
    on: On,
    kind: Kind,
    #[serde(flatten)]
    parts: Parts,
}

/// The fields that only some rules have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Parts {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<FrameKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verb: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_s: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_minute: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    always: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chance: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

impl TryFrom<FaultJson> for Fault {
    type Error = String;

    fn try_from(json: FaultJson) -> Result<Self, String> {
        let FaultJson { on, kind, mut parts } = json;
        let chance = parts.chance.take().unwrap_or(1.0);
        if !(0.0..=1.0).contains(&chance) {
            return Err("`chance` is a number from 0 to 1".to_owned());
        }
        let times = match (parts.always.take(), parts.times.take()) {
            (Some(true), None) => None,
            (Some(true), Some(_)) => return Err("`always` and `times` exclude each other".to_owned()),
            // A limit that went away after one refusal would be none.
            (None, None) if matches!(kind, Kind::Limit) => None,
            (Some(false) | None, times) => Some(times.unwrap_or(1)),
        };
        let (skip, seed) = (parts.skip.take().unwrap_or(0), parts.seed.take().unwrap_or(0));
        let rule = match on {
            On::Call => {
                let (method, path) = (parts.method.take(), parts.path.take());
                Rule::Call { method, path, fault: parts.call_fault(kind)? }
            }
            On::Delivery => {
                let (resource, event) = (parts.resource.take(), parts.event.take());
                Rule::Delivery { resource, event, fault: parts.delivery_fault(kind)? }
            }
            On::Frame => {
                let frame = parts.frame.take().unwrap_or(FrameKind::Activity);
                Rule::Frame { frame, verb: parts.verb.take(), fault: parts.frame_fault(kind)? }
            }
        };
        if parts != Parts::default() {
            let rest = serde_json::to_string(&parts).unwrap_or_default();
            return Err(format!("these fields do not belong to such a rule: {rest}"));
        }
        Ok(Self { rule, skip, times, chance, seed })
    }
}

impl Parts {
    fn call_fault(&mut self, kind: Kind) -> Result<CallFault, String> {
        match kind {
            Kind::Status => {
                let status = self.needed_status()?;
                Ok(CallFault::Status { status, retry_after_s: self.retry_after_s.take() })
            }
            Kind::StatusAfter => Ok(CallFault::StatusAfter { status: self.needed_status()? }),
            Kind::HtmlGateway => Ok(CallFault::HtmlGateway),
            Kind::EmptyPage => Ok(CallFault::EmptyPage),
            Kind::DropBefore => Ok(CallFault::DropBefore),
            Kind::DropAfter => Ok(CallFault::DropAfter),
            Kind::Latency => Ok(CallFault::Latency { ms: self.needed_ms()? }),
            Kind::Limit => {
                let per_minute = self.per_minute.take().filter(|count| *count > 0);
                let per_minute = per_minute.ok_or("`perMinute` is needed, at least 1")?;
                Ok(CallFault::Limit { per_minute })
            }
            Kind::Duplicate
            | Kind::Drop
            | Kind::Reorder
            | Kind::Fail
            | Kind::Unheard
            | Kind::Replay
            | Kind::Close
            | Kind::Silence => Err(
                "a call knows the kinds status, statusAfter, htmlGateway, emptyPage, dropBefore, dropAfter, latency and limit"
                    .to_owned(),
            ),
        }
    }

    fn delivery_fault(&mut self, kind: Kind) -> Result<DeliveryFault, String> {
        match kind {
            Kind::Duplicate => Ok(DeliveryFault::Duplicate),
            Kind::Drop => Ok(DeliveryFault::Drop),
            Kind::Reorder => {
                let (by, ms) = self.reorder();
                Ok(DeliveryFault::Reorder { by, ms })
            }
            Kind::Latency => Ok(DeliveryFault::Latency { ms: self.needed_ms()? }),
            Kind::Fail => Ok(DeliveryFault::Fail),
            Kind::Unheard => Ok(DeliveryFault::Unheard),
            Kind::Status
            | Kind::StatusAfter
            | Kind::HtmlGateway
            | Kind::EmptyPage
            | Kind::DropBefore
            | Kind::DropAfter
            | Kind::Limit
            | Kind::Replay
            | Kind::Close
            | Kind::Silence => {
                Err("a delivery knows the kinds duplicate, drop, reorder, latency, fail and unheard"
                    .to_owned())
            }
        }
    }

    fn frame_fault(&mut self, kind: Kind) -> Result<FrameFault, String> {
        match kind {
            Kind::Duplicate => Ok(FrameFault::Duplicate),
            Kind::Drop => Ok(FrameFault::Drop),
            Kind::Reorder => {
                let (by, ms) = self.reorder();
                Ok(FrameFault::Reorder { by, ms })
            }
            Kind::Latency => Ok(FrameFault::Latency { ms: self.needed_ms()? }),
            Kind::Replay => Ok(FrameFault::Replay { last: self.last.take().unwrap_or(1) }),
            Kind::Close => {
                let code = self.code.take().filter(|code| (1000..=4999).contains(code));
                let code = code.ok_or("`code` is needed, from 1000 to 4999")?;
                Ok(FrameFault::Close { code, reason: self.reason.take().unwrap_or_default() })
            }
            Kind::Silence => Ok(FrameFault::Silence),
            Kind::Status
            | Kind::StatusAfter
            | Kind::HtmlGateway
            | Kind::EmptyPage
            | Kind::DropBefore
            | Kind::DropAfter
            | Kind::Limit
            | Kind::Fail
            | Kind::Unheard => {
                Err("a frame knows the kinds duplicate, drop, reorder, latency, replay, close and silence"
                    .to_owned())
            }
        }
    }

    fn reorder(&mut self) -> (u32, u64) {
        (self.by.take().unwrap_or(REORDER.0), self.ms.take().unwrap_or(REORDER.1))
    }

    fn needed_status(&mut self) -> Result<u16, String> {
        let status = self.status.take().filter(|status| (400..=599).contains(status));
        status.ok_or_else(|| "`status` is needed, from 400 to 599".to_owned())
    }

    fn needed_ms(&mut self) -> Result<u64, String> {
        self.ms.take().ok_or_else(|| "`ms` is needed".to_owned())
    }
}

impl From<Fault> for FaultJson {
    fn from(fault: Fault) -> Self {
        let mut parts = Parts {
            skip: Some(fault.skip).filter(|skip| *skip > 0),
            times: fault.times,
            always: fault.times.is_none().then_some(true),
            chance: Some(fault.chance).filter(|chance| *chance < 1.0),
            seed: Some(fault.seed).filter(|seed| *seed > 0),
            ..Parts::default()
        };
        let (on, kind) = match fault.rule {
            Rule::Call { method, path, fault } => {
                (parts.method, parts.path) = (method, path);
                (On::Call, parts.tell_call(&fault))
            }
            Rule::Delivery { resource, event, fault } => {
                (parts.resource, parts.event) = (resource, event);
                (On::Delivery, parts.tell_delivery(&fault))
            }
            Rule::Frame { frame, verb, fault } => {
                (parts.frame, parts.verb) = (Some(frame), verb);
                (On::Frame, parts.tell_frame(fault))
            }
        };
        Self { on, kind, parts }
    }
}

impl Parts {
    fn tell_call(&mut self, fault: &CallFault) -> Kind {
        match *fault {
            CallFault::Status { status, retry_after_s } => {
                (self.status, self.retry_after_s) = (Some(status), retry_after_s);
                Kind::Status
            }
            CallFault::StatusAfter { status } => {
                self.status = Some(status);
                Kind::StatusAfter
            }
            CallFault::HtmlGateway => Kind::HtmlGateway,
            CallFault::EmptyPage => Kind::EmptyPage,
            CallFault::DropBefore => Kind::DropBefore,
            CallFault::DropAfter => Kind::DropAfter,
            CallFault::Latency { ms } => {
                self.ms = Some(ms);
                Kind::Latency
            }
            CallFault::Limit { per_minute } => {
                self.per_minute = Some(per_minute);
                Kind::Limit
            }
        }
    }

    fn tell_delivery(&mut self, fault: &DeliveryFault) -> Kind {
        match *fault {
            DeliveryFault::Duplicate => Kind::Duplicate,
            DeliveryFault::Drop => Kind::Drop,
            DeliveryFault::Reorder { by, ms } => {
                (self.by, self.ms) = (Some(by), Some(ms));
                Kind::Reorder
            }
            DeliveryFault::Latency { ms } => {
                self.ms = Some(ms);
                Kind::Latency
            }
            DeliveryFault::Fail => Kind::Fail,
            DeliveryFault::Unheard => Kind::Unheard,
        }
    }

    fn tell_frame(&mut self, fault: FrameFault) -> Kind {
        match fault {
            FrameFault::Duplicate => Kind::Duplicate,
            FrameFault::Drop => Kind::Drop,
            FrameFault::Reorder { by, ms } => {
                (self.by, self.ms) = (Some(by), Some(ms));
                Kind::Reorder
            }
            FrameFault::Latency { ms } => {
                self.ms = Some(ms);
                Kind::Latency
            }
            FrameFault::Replay { last } => {
                self.last = Some(last);
                Kind::Replay
            }
            FrameFault::Close { code, reason } => {
                (self.code, self.reason) = (Some(code), Some(reason));
                Kind::Close
            }
            FrameFault::Silence => Kind::Silence,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::emulator::faults::rule::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind, Rule};

    #[test]
    fn rules_are_flat_json() {
        #[track_caller]
        fn check(json: &Value, expected: &Fault) {
            let read: Fault = serde_json::from_value(json.clone()).expect("is a rule");
            assert_eq!(read, *expected, "{json}");
            let written = serde_json::to_value(&read).expect("writes");
            assert_eq!(serde_json::from_value::<Fault>(written.clone()).ok(), Some(read), "{written}");
        }
        check(
            &json!({ "on": "call", "method": "GET", "path": "/rooms", "kind": "status", "status": 429, "retryAfterS": 2 }),
            &Fault::call("GET", "/rooms", CallFault::Status { status: 429, retry_after_s: Some(2) }),
        );
        check(
            &json!({ "on": "delivery", "kind": "reorder", "times": 3, "skip": 1 }),
            &Fault::delivery(DeliveryFault::Reorder { by: 1, ms: 1000 }).times(3).skip(1),
        );
        check(
            &json!({ "on": "frame", "frame": "ready", "kind": "close", "code": 4401, "always": true }),
            &Fault::frame(FrameKind::Ready, FrameFault::Close { code: 4401, reason: String::new() }).always(),
        );
        check(
            &json!({ "on": "frame", "kind": "replay", "last": 2, "chance": 0.5, "seed": 7 }),
            &Fault::frame(FrameKind::Activity, FrameFault::Replay { last: 2 }).chance(0.5, 7),
        );
        check(
            &json!({ "on": "call", "kind": "statusAfter", "status": 503 }),
            &Fault {
                rule: Rule::Call { method: None, path: None, fault: CallFault::StatusAfter { status: 503 } },
                ..Fault::call("GET", "/", CallFault::DropAfter)
            },
        );
        for kind in ["duplicate", "drop", "fail", "unheard"] {
            let read =
                serde_json::from_value::<Fault>(json!({ "on": "delivery", "kind": kind })).expect(kind);
            assert_eq!(serde_json::to_value(read).expect("writes")["kind"], kind);
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        #[track_caller]
        fn check(json: Value, part: &str) {
            let error = serde_json::from_value::<Fault>(json).expect_err("is no rule").to_string();
            assert!(error.contains(part), "{error}");
        }
        check(json!({ "on": "call", "kind": "status" }), "`status` is needed");
        check(json!({ "on": "call", "kind": "statusAfter" }), "`status` is needed");
        check(json!({ "on": "call", "kind": "status", "status": 200 }), "from 400 to 599");
        check(json!({ "on": "call", "kind": "reorder" }), "a call knows the kinds");
        check(json!({ "on": "delivery", "kind": "close", "code": 1001 }), "a delivery knows the kinds");
        check(json!({ "on": "delivery", "kind": "drop", "path": "/rooms" }), r#"{"path":"/rooms"}"#);
        check(json!({ "on": "frame", "kind": "latency" }), "`ms` is needed");
        check(json!({ "on": "frame", "kind": "drop", "chance": 2 }), "from 0 to 1");
        check(json!({ "on": "frame", "kind": "drop", "always": true, "times": 2 }), "exclude");
        check(json!({ "on": "call", "kind": "dropBefore", "count": 2 }), "unknown field `count`");
        check(json!({ "kind": "dropBefore" }), "missing field `on`");
    }
}
