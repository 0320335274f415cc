//! Faults on demand: what can go wrong between a bot and Webex, ordered for the next calls.

use serde::{Deserialize, Serialize};

/// A fault for the next calls that match. Faults are looked through in the order they were set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Only for this method; any where absent.
    #[serde(default)]
    pub method: Option<String>,
    /// Only for paths below `/v1` that begin so (`/messages`); any where absent.
    #[serde(default)]
    pub path: Option<String>,
    /// For how many calls.
    #[serde(default = "once")]
    pub times: u32,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum FaultKind {
    /// The call is not carried out and answered with this status, in the platform's error shape.
    #[serde(rename_all = "camelCase")]
    Status {
        /// 400 to 599.
        status: u16,
        /// Seconds of a `Retry-After` header.
        #[serde(default)]
        retry_after_s: Option<u64>,
    },
    /// 502 with a page of html, as from a gateway.
    HtmlGateway,
    /// The connection is closed before the call is carried out.
    DropBefore,
    /// The call is carried out and the connection closed before its answer: the case in which a
    /// repeated POST doubles.
    DropAfter,
    /// The call is carried out this much later.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// Webhook deliveries, and events of the websocket, come twice. Method and path do not matter.
    DuplicateDelivery,
    /// An event of the websocket is not sent. Method and path do not matter.
    LostEvent,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// The fault for the next call with this method and path prefix.
    #[must_use]
    pub fn next(method: &str, path: &str, kind: FaultKind) -> Self {
        Self { method: Some(method.to_owned()), path: Some(path.to_owned()), times: 1, kind }
    }
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.0.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// The fault of this call, which is then used up once.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<FaultKind> {
        self.take_where(|fault| {
            !matches!(fault.kind, FaultKind::DuplicateDelivery | FaultKind::LostEvent)
                && fault.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && fault.path.as_deref().is_none_or(|wanted| path.starts_with(wanted))
        })
    }

    /// Whether this delivery comes twice.
    pub(crate) fn take_duplicate(&mut self) -> bool {
        self.take_where(|fault| fault.kind == FaultKind::DuplicateDelivery).is_some()
    }

    /// Whether this event of the websocket is lost.
    pub(crate) fn take_lost(&mut self) -> bool {
        self.take_where(|fault| fault.kind == FaultKind::LostEvent).is_some()
    }

    fn take_where(&mut self, matches: impl Fn(&Fault) -> bool) -> Option<FaultKind> {
        let at = self.0.iter().position(matches)?;
        let fault = self.0.get_mut(at)?;
        let kind = fault.kind.clone();
        fault.times -= 1;
        if fault.times == 0 {
            self.0.remove(at);
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Fault, FaultKind, Faults};

    #[test]
    fn a_fault_is_used_up_by_the_calls_that_match() {
        let mut faults = Faults::default();
        faults.add(Fault { times: 2, ..Fault::next("POST", "/messages", FaultKind::DropAfter) });
        faults.add(Fault::next("GET", "/people", FaultKind::Latency { ms: 5 }));
        assert_eq!(faults.take("GET", "/messages/1"), None);
        assert_eq!(faults.take("POST", "/messages"), Some(FaultKind::DropAfter));
        assert_eq!(faults.take("post", "/messages"), Some(FaultKind::DropAfter));
        assert_eq!(faults.take("POST", "/messages"), None);
        assert_eq!(faults.list().len(), 1);
        assert_eq!(faults.take("GET", "/people/me"), Some(FaultKind::Latency { ms: 5 }));
        assert!(!faults.take_duplicate());
    }

    #[test]
    fn faults_are_written_as_flat_json() {
        let read = |json: serde_json::Value| serde_json::from_value::<Fault>(json).expect("is a fault");
        let fault = read(json!({ "path": "/rooms", "kind": "status", "status": 429, "retryAfterS": 2 }));
        assert_eq!(fault.times, 1);
        assert_eq!(fault.kind, FaultKind::Status { status: 429, retry_after_s: Some(2) });
        assert_eq!(read(json!({ "kind": "duplicateDelivery" })).kind, FaultKind::DuplicateDelivery);
        assert_eq!(read(json!({ "kind": "latency", "ms": 9, "times": 3 })).times, 3);
    }
}
