//! What happens, as server-sent events: `hello` first and after a gap, then `change`, `log` and
//! `banner`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::emulator::feed::FeedEvent;
use crate::emulator::shared::Shared;

/// One page that listens.
struct Listener {
    shared: Arc<Shared>,
    feed: Option<broadcast::Receiver<FeedEvent>>,
    version: watch::Receiver<u64>,
}

/// `GET /control/events`.
pub(super) async fn stream(
    State(shared): State<Arc<Shared>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let version = shared.version.subscribe();
    let listener = Listener { shared, feed: None, version };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

impl Listener {
    /// The next event; none when the emulator stops.
    async fn next(&mut self) -> Option<Event> {
        let Some(feed) = &mut self.feed else { return Some(self.hello()) };
        tokio::select! {
            biased;
            () = self.shared.stopping.cancelled() => None,
            event = feed.recv() => match event {
                Ok(FeedEvent::Log(entry)) => Some(named("log", &entry)),
                Ok(FeedEvent::Banner(banner)) => Some(named("banner", &banner)),
                Ok(FeedEvent::Cleared) | Err(RecvError::Lagged(_)) => Some(self.hello()),
                Err(RecvError::Closed) => None,
            },
            // Changes that come while an event is on its way are told as one.
            changed = self.version.changed() => match changed {
                Ok(()) => {
                    let version = *self.version.borrow_and_update();
                    Some(named("change", &json!({ "version": version })))
                }
                Err(_) => None,
            },
        }
    }

    fn hello(&mut self) -> Event {
        let version = *self.version.borrow_and_update();
        let (log, banner, feed) = self.shared.feed.subscribe();
        self.feed = Some(feed);
        named("hello", &json!({ "version": version, "log": log, "banner": banner }))
    }
}

fn named(name: &str, data: &impl Serialize) -> Event {
    // Plain structs always serialise; were one not to, the page would see an event without data.
    Event::default().event(name).json_data(data).unwrap_or_else(|_| Event::default().event(name))
}
