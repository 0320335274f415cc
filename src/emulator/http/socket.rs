//! One websocket: the authorization frame first, then events out, pings and acknowledgements in.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::base::limits::EMULATOR_FRAMES_KEPT_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::faults::{FrameFault, FrameKind, Held};
use crate::emulator::http::extract::QueryMap;
use crate::emulator::shared::Shared;
use crate::emulator::socket::Line;

/// Time that a client has for its first frame.
const AUTHORIZE_TIMEOUT: Duration = Duration::from_secs(30);

/// Codes that stand for an end without a word: no frame may have them (RFC 6455, 7.4.1).
const UNSAID: [u16; 3] = [1005, 1006, 1015];

/// A socket and how its frames are written.
struct Open {
    shared: Arc<Shared>,
    socket: WebSocket,
    /// Text frames, by the client's wish; binary ones with the same JSON otherwise.
    text: bool,
    /// Frames that come later than their turn.
    held: Held<Value>,
    /// The last frames that were sent, for a replay.
    sent: VecDeque<Value>,
    /// Nothing is sent any more.
    silent: bool,
}

/// Whether the socket goes on.
type GoesOn = bool;

/// `GET /mercury/.../{id}/messages`: 404 for a device that is gone.
pub(super) async fn open(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: QueryMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    if !shared.sockets.knows(&id) {
        return Err(ApiError::not_found("Device not found"));
    }
    let text = query.get("outboundWireFormat") == Some("text");
    Ok(upgrade.on_upgrade(move |socket| {
        let (held, sent) = (Held::default(), VecDeque::new());
        Open { shared, socket, text, held, sent, silent: false }.serve(id)
    }))
}

impl Open {
    async fn serve(mut self, id: String) {
        let Some(actor) = self.authorize().await else {
            self.close(4401, "authorization failed").await;
            return;
        };
        let Some(lines) = self.shared.sockets.open(&id, &actor) else {
            self.close(4403, "forbidden").await;
            return;
        };
        let ready = self.frame(&json!({ "eventType": "mercury.buffer_state", "bufferState": {} }), None);
        if self.offer(FrameKind::Ready, None, ready).await {
            self.carry(lines).await;
        }
    }

    /// Who the token of the first frame belongs to. It must have the word `Bearer`.
    async fn authorize(&mut self) -> Option<String> {
        let first = tokio::time::timeout(AUTHORIZE_TIMEOUT, self.socket.recv()).await.ok()??.ok()?;
        let frame: Value = serde_json::from_slice(&first.into_data()).ok()?;
        if frame.get("type")?.as_str()? != "authorization" {
            return None;
        }
        let token = frame.get("data")?.get("token")?.as_str()?.strip_prefix("Bearer ")?;
        self.shared.read(|world| world.actor_of_token(token.trim())).ok()
    }

    async fn carry(mut self, mut lines: mpsc::Receiver<Line>) {
        let stopping = self.shared.stopping.clone();
        loop {
            let goes_on = tokio::select! {
                () = stopping.cancelled() => self.close(1001, "going away").await,
                line = lines.recv() => match line {
                    Some(Line::Activity { sequence, activity }) => {
                        let verb = activity.get("verb").and_then(Value::as_str).unwrap_or_default().to_owned();
                        let data = json!({ "eventType": "conversation.activity", "activity": activity });
                        let frame = self.frame(&data, Some(sequence));
                        self.offer(FrameKind::Activity, Some(&verb), frame).await
                    }
                    Some(Line::Close { code, reason }) => self.close(code, &reason).await,
                    // The device was removed.
                    None => self.close(1000, "done").await,
                },
                due = self.held.due() => self.send_all(due).await,
                received = self.socket.recv() => match received {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => false,
                    Some(Ok(message)) => self.answer(&message.into_data()).await,
                },
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Sends a frame whose turn it is, with what goes wrong with it.
    async fn offer(&mut self, kind: FrameKind, verb: Option<&str>, frame: Value) -> GoesOn {
        let fault = self.shared.faults().of_frame(kind, verb);
        let mut frames = vec![frame.clone()];
        match fault {
            None => {}
            Some(FrameFault::Duplicate) => frames.push(frame),
            Some(FrameFault::Drop) => return true,
            Some(FrameFault::Reorder { by, ms }) => {
                self.held.hold(frame, by, ms);
                return true;
            }
            Some(FrameFault::Latency { ms }) => tokio::time::sleep(Duration::from_millis(ms)).await,
            Some(FrameFault::Replay { last }) => {
                let last = usize::try_from(last).unwrap_or(usize::MAX).min(self.sent.len());
                frames.extend(self.sent.iter().skip(self.sent.len() - last).cloned());
            }
            Some(FrameFault::Close { code, reason }) => return self.close(code, &reason).await,
            Some(FrameFault::Silence) => self.silent = true,
        }
        let goes_on = self.send_all(frames).await;
        let passed = self.held.passed();
        goes_on && self.send_all(passed).await
    }

    async fn send_all(&mut self, frames: Vec<Value>) -> GoesOn {
        for frame in frames {
            if !self.send(frame).await {
                return false;
            }
        }
        true
    }

    /// A pong for a ping; anything else needs no answer.
    async fn answer(&mut self, frame: &[u8]) -> GoesOn {
        let frame: Value = serde_json::from_slice(frame).unwrap_or_default();
        if frame.get("type").and_then(Value::as_str) == Some("ping") {
            let pong = json!({ "id": frame.get("id"), "type": "pong" });
            return self.offer(FrameKind::Pong, None, pong).await;
        }
        true
    }

    fn frame(&self, data: &Value, sequence: Option<u64>) -> Value {
        let now_ms = self.shared.clock.now().as_millisecond();
        let id = self.shared.fresh_uuid();
        json!({
            "id": id, "data": data, "timestamp": now_ms, "trackingId": format!("EMULATOR_{id}"),
            "alertType": "none", "headers": {}, "sequenceNumber": sequence, "filterMessage": false,
            "wsWriteTimestamp": now_ms,
        })
    }

    async fn send(&mut self, frame: Value) -> GoesOn {
        if self.silent {
            return true;
        }
        let text = frame.to_string();
        if self.sent.len() == EMULATOR_FRAMES_KEPT_MAX {
            self.sent.pop_front();
        }
        self.sent.push_back(frame);
        let message = if self.text { Message::text(text) } else { Message::binary(text.into_bytes()) };
        self.socket.send(message).await.is_ok()
    }

    /// Ends it with a close frame, or without one where the code says just that.
    async fn close(&mut self, code: u16, reason: &str) -> GoesOn {
        if UNSAID.contains(&code) {
            return false;
        }
        let frame = CloseFrame { code, reason: reason.into() };
        // Whoever does not hear it sees the connection end.
        let _ = self.socket.send(Message::Close(Some(frame))).await;
        false
    }
}
