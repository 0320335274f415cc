//! One websocket: the authorization frame first, then events out, pings and acknowledgements in.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::QueryMap;
use crate::emulator::shared::Shared;
use crate::emulator::socket::Line;

/// Time that a client has for its first frame.
const AUTHORIZE_TIMEOUT: Duration = Duration::from_secs(30);

/// A socket and how its frames are written.
struct Open {
    shared: Arc<Shared>,
    socket: WebSocket,
    /// Text frames, by the client's wish; binary ones with the same JSON otherwise.
    text: bool,
}

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
    Ok(upgrade.on_upgrade(move |socket| Open { shared, socket, text }.serve(id)))
}

impl Open {
    async fn serve(mut self, id: String) {
        let Some(actor) = self.authorize().await else {
            return self.close(4401, "authorization failed").await;
        };
        let Some(lines) = self.shared.sockets.open(&id, &actor) else {
            return self.close(4403, "forbidden").await;
        };
        let ready = json!({ "eventType": "mercury.buffer_state", "bufferState": {} });
        if self.send(self.frame(&ready, None)).await {
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
            tokio::select! {
                () = stopping.cancelled() => return self.close(1001, "going away").await,
                line = lines.recv() => match line {
                    Some(Line::Activity { sequence, activity }) => {
                        let data = json!({ "eventType": "conversation.activity", "activity": activity });
                        let frame = self.frame(&data, Some(sequence));
                        if !self.send(frame).await {
                            return;
                        }
                    }
                    Some(Line::Close { code, reason }) => return self.close(code, &reason).await,
                    // The device was removed.
                    None => return self.close(1000, "done").await,
                },
                received = self.socket.recv() => match received {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(message)) => {
                        if !self.answer(&message.into_data()).await {
                            return;
                        }
                    }
                },
            }
        }
    }

    /// A pong for a ping; anything else needs no answer.
    async fn answer(&mut self, frame: &[u8]) -> bool {
        let frame: Value = serde_json::from_slice(frame).unwrap_or_default();
        if frame.get("type").and_then(Value::as_str) == Some("ping") {
            return self.send(json!({ "id": frame.get("id"), "type": "pong" })).await;
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

    async fn send(&mut self, frame: Value) -> bool {
        let text = frame.to_string();
        let message = if self.text { Message::text(text) } else { Message::binary(text.into_bytes()) };
        self.socket.send(message).await.is_ok()
    }

    async fn close(mut self, code: u16, reason: &str) {
        let frame = CloseFrame { code, reason: reason.into() };
        // Whoever does not hear it sees the connection end.
        let _ = self.socket.send(Message::Close(Some(frame))).await;
    }
}
