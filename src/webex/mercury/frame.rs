//! Frames of the socket: what comes in, and the three that go out.

use super::wire::Activity;
use serde::Deserialize;
use serde_json::{Value, json};

/// A frame that came in.
#[derive(Clone, Debug)]
pub enum Frame {
    /// The socket is ready: from now on events come.
    Ready,
    /// The answer to a ping, with its id.
    Pong(String),
    /// The server is about to close.
    Shutdown,
    /// Something happened in a conversation.
    Activity {
        /// Id of the frame, to be acknowledged.
        frame: String,
        /// Its number in this device's order; a gap is a lost frame.
        sequence: Option<u64>,
        /// What.
        activity: Box<Activity>,
    },
    /// An event of no interest, to be acknowledged all the same.
    Other {
        /// Id of the frame.
        frame: String,
    },
    /// What is no frame.
    Nothing,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Value,
    headers: Value,
    #[serde(rename = "sequenceNumber")]
    sequence: Value,
}

impl Frame {
    /// Reads a frame. What cannot be read is [`Frame::Nothing`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let Ok(mut raw) = serde_json::from_str::<Raw>(text) else { return Self::Nothing };
        match raw.kind.as_str() {
            "pong" => return Self::Pong(raw.id),
            "shutdown" => return Self::Shutdown,
            _ => {}
        }
        if let Value::Object(headers) = std::mem::take(&mut raw.headers) {
            for (path, value) in headers {
                set_at(&mut raw.data, &path, value);
            }
        }
        match raw.data.get("eventType").and_then(Value::as_str) {
            Some("mercury.buffer_state" | "mercury.registration_status") => Self::Ready,
            Some("conversation.activity") => {
                let activity = raw.data.get_mut("activity").map(Value::take).unwrap_or_default();
                match serde_json::from_value(activity) {
                    Ok(activity) => Self::Activity {
                        frame: raw.id,
                        sequence: raw.sequence.as_u64(),
                        activity: Box::new(activity),
                    },
                    Err(_) => Self::Other { frame: raw.id },
                }
            }
            Some(_) => Self::Other { frame: raw.id },
            None => Self::Nothing,
        }
    }
}

/// A frame's `headers` stand for values deep in its data: each key is a path with dots.
fn set_at(data: &mut Value, path: &str, value: Value) {
    let mut at = data;
    for step in path.split('.') {
        if !at.is_object() {
            *at = json!({});
        }
        let Value::Object(fields) = at else { return };
        at = fields.entry(step).or_insert(Value::Null);
    }
    *at = value;
}

/// The first frame of a client. `bearer` is the token with the word before it.
#[must_use]
pub fn authorization(id: &str, bearer: &str, tracking_id: &str) -> String {
    json!({
        "id": id, "type": "authorization", "data": { "token": bearer }, "trackingId": tracking_id,
        "logLevelToken": null,
    })
    .to_string()
}

/// A ping, to be answered with a pong of the same id.
#[must_use]
pub fn ping(id: &str) -> String {
    json!({ "id": id, "type": "ping" }).to_string()
}

/// The acknowledgement of a frame.
#[must_use]
pub fn ack(frame: &str) -> String {
    json!({ "messageId": frame, "type": "ack" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use serde_json::json;

    fn kind(frame: &serde_json::Value) -> String {
        match Frame::parse(&frame.to_string()) {
            Frame::Ready => "ready".to_owned(),
            Frame::Pong(id) => format!("pong {id}"),
            Frame::Shutdown => "shutdown".to_owned(),
            Frame::Activity { frame, sequence, activity } => {
                format!("{frame} {sequence:?}: {} {}", activity.verb, activity.id)
            }
            Frame::Other { frame } => format!("other {frame}"),
            Frame::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn frames_are_told_apart() {
        let event = |data: serde_json::Value| json!({ "id": "f1", "data": data, "sequenceNumber": 3 });
        for (frame, expected) in [
            (json!({ "id": "7", "type": "pong" }), "pong 7"),
            (json!({ "type": "shutdown" }), "shutdown"),
            (event(json!({ "eventType": "mercury.buffer_state" })), "ready"),
            (event(json!({ "eventType": "mercury.registration_status" })), "ready"),
            (event(json!({ "eventType": "status.start_typing" })), "other f1"),
            (
                event(
                    json!({ "eventType": "conversation.activity", "activity": { "id": "a", "verb": "post" } }),
                ),
                "f1 Some(3): post a",
            ),
            (event(json!({ "eventType": "conversation.activity", "activity": 5 })), "other f1"),
            (json!({ "id": 5 }), "nothing"),
            (json!(null), "nothing"),
        ] {
            assert_eq!(kind(&frame), expected, "{frame}");
        }
    }

    #[test]
    fn headers_stand_for_values_in_the_data() {
        let frame = json!({
            "id": "f", "headers": { "data.activity": 1, "eventType": "conversation.activity", "activity.id": "b" },
            "data": { "activity": { "verb": "post" } },
        });
        assert_eq!(kind(&frame), "f None: post b");
    }
}
