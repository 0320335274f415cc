//! The listener of who runs the bot.

use super::ready::{Readiness, readiness};
use crate::engine::store::Backlog;
use crate::engine::vitals::{Gauges, Vitals};
use crate::engine::{EngineHandle, clock::Stopwatch};
use crate::net::{Server, ServerOptions, header};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// What the store holds is counted again after so many times the time that counting took: a million runs take a
/// while, and no one who asks often shall keep the store busy.
const BACKLOG_KEPT: u32 = 20;

/// Answers who runs the bot.
#[derive(Debug)]
pub struct Admin {
    vitals: Arc<Vitals>,
    engine: OnceLock<EngineHandle>,
    /// What the store held, when that was, and how long it is good for.
    backlog: Mutex<Option<(Stopwatch, Duration, Backlog)>>,
}

impl Admin {
    /// For the bot with these vitals; its engine may start later.
    #[must_use]
    pub fn new(vitals: Arc<Vitals>) -> Arc<Self> {
        Arc::new(Self { vitals, engine: OnceLock::new(), backlog: Mutex::new(None) })
    }

    /// The engine has started.
    pub fn attach(&self, engine: EngineHandle) {
        // There is one engine for each admin.
        let _ = self.engine.set(engine);
    }

    /// Listens at `address`.
    ///
    /// # Errors
    /// When it cannot be listened on.
    pub async fn listen(self: &Arc<Self>, address: SocketAddr) -> io::Result<Server> {
        let options = ServerOptions {
            connections_max: 64,
            head_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(10),
            body_bytes_max: 1024,
        };
        Server::bind(address, self.router(), options).await
    }

    fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/healthz", get(async || "ok\n"))
            .route("/readyz", get(readyz))
            .route("/metrics", get(metrics))
            .with_state(Arc::clone(self))
    }

    async fn readiness(&self) -> Readiness {
        readiness(&self.vitals.health, self.engine.get().map(|engine| &*engine.core)).await
    }

    async fn gauges(&self) -> Gauges {
        let ready = self.readiness().await.ready();
        let Some(engine) = self.engine.get() else { return Gauges { ready, ..Gauges::default() } };
        let (mailboxes, work) = engine.core.mailboxes.depth();
        let running = engine.core.runs().len();
        let queue = engine.core.queue().depth();
        Gauges { mailboxes, work, running, queue, backlog: self.backlog(engine).await, ready }
    }

    /// What the store holds, counted now or a moment ago.
    async fn backlog(&self, engine: &EngineHandle) -> Option<Backlog> {
        let kept = || self.backlog.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, good_for, backlog)) = *kept()
            && since.elapsed() < good_for
        {
            return Some(backlog);
        }
        let counting = Stopwatch::start();
        let counted = engine.core.door.backlog().await.ok()?;
        *kept() = Some((Stopwatch::start(), counting.elapsed().saturating_mul(BACKLOG_KEPT), counted));
        Some(counted)
    }
}

async fn readyz(State(admin): State<Arc<Admin>>) -> Response {
    let readiness = admin.readiness().await;
    let status = if readiness.ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = format!("{}\n", readiness.json());
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn metrics(State(admin): State<Arc<Admin>>) -> Response {
    let page = admin.vitals.meter.page(&admin.gauges().await);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page).into_response()
}
