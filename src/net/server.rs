//! The listener: an axum router behind the bounds that an address on the internet needs.

use crate::base::limits;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Bounds of a listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServerOptions {
    /// Connections served at once; more wait in the backlog.
    pub connections_max: usize,
    /// Time for the head of a request, and for a kept connection to bring the next one.
    pub head_timeout: Duration,
    /// Time to read the body and answer; answered with 408 after it. A stream that was begun or a
    /// websocket may go on.
    pub request_timeout: Duration,
    /// Largest body; answered with 413 beyond it.
    pub body_bytes_max: usize,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            connections_max: limits::CONNECTIONS_MAX,
            head_timeout: Duration::from_millis(limits::REQUEST_HEAD_MS_MAX),
            request_timeout: Duration::from_millis(limits::REQUEST_MS_MAX),
            body_bytes_max: limits::WEBHOOK_BODY_BYTES_MAX,
        }
    }
}

/// A listener that serves until it is shut down. Dropping it stops it at once.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// No new connections; those that are idle close, those with a request finish it.
    closing: CancellationToken,
    /// The grace is over.
    cut: CancellationToken,
    connections: TaskTracker,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Binds `address` (port 0: a free one) and serves `router` on it.
    ///
    /// # Errors
    /// When the address cannot be bound.
    pub async fn bind(address: SocketAddr, router: Router, options: ServerOptions) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = router
            .layer(DefaultBodyLimit::disable())
            .layer(RequestBodyLimitLayer::new(options.body_bytes_max))
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, options.request_timeout));
        let acceptor = Acceptor {
            listener,
            router,
            options,
            closing: CancellationToken::new(),
            cut: CancellationToken::new(),
            connections: TaskTracker::new(),
        };
        let (closing, cut) = (acceptor.closing.clone(), acceptor.cut.clone());
        let connections = acceptor.connections.clone();
        let accepting = tokio::spawn(acceptor.run());
        Ok(Self { address, closing, cut, connections, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, lets requests under way finish within `grace`, then cuts what is left.
    /// Returns how many connections were cut. A websocket counts as finished: who upgraded it ends it.
    pub async fn shutdown(self, grace: Duration) -> usize {
        self.closing.cancel();
        self.connections.close();
        if tokio::time::timeout(grace, self.connections.wait()).await.is_ok() {
            return 0;
        }
        let left = self.connections.len();
        self.cut.cancel();
        self.connections.wait().await;
        left
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closing.cancel();
        self.cut.cancel();
        self.accepting.abort();
    }
}

struct Acceptor {
    listener: TcpListener,
    router: Router,
    options: ServerOptions,
    closing: CancellationToken,
    cut: CancellationToken,
    connections: TaskTracker,
}

impl Acceptor {
    async fn run(self) {
        let slots = Arc::new(Semaphore::new(self.options.connections_max));
        while let Some(stream) = self.closing.run_until_cancelled(self.accept(&slots)).await {
            let Some((stream, slot)) = stream else { return };
            let serving = serve(stream, self.router.clone(), self.options, self.closing.clone());
            let cut = self.cut.clone();
            self.connections.spawn(async move {
                cut.run_until_cancelled(serving).await;
                drop(slot);
            });
        }
    }

    /// The next connection with its slot; `None` only if slots were closed, which nobody does.
    async fn accept(&self, slots: &Arc<Semaphore>) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
        let slot = Arc::clone(slots).acquire_owned().await.ok()?;
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => return Some((stream, slot)),
                // Out of file descriptors, or the peer gave up already: both pass.
                Err(error) => {
                    tracing::debug!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }
}

async fn serve(stream: TcpStream, router: Router, options: ServerOptions, closing: CancellationToken) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small packets may be delayed on a connection");
    }
    // HTTP/1 alone, and not through the detection of versions: that would wait for the first bytes of
    // a silent connection without a timeout.
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(options.head_timeout)
        .max_headers(limits::REQUEST_HEADERS_MAX)
        .max_buf_size(limits::REQUEST_HEAD_BYTES_MAX);
    let service = TowerToHyperService::new(router);
    let connection = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    tokio::pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
