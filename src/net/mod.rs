//! The only way to the network: the HTTP client with its bounds, the script's `http` call, and the
//! listener.
//!
//! Input: [`HttpRequest`], [`FetchRequest`], an axum router. Output: [`HttpResponse`],
//! [`FetchAnswer`], typed errors in words.
//!
//! Invariants:
//! - Every call has a timeout and a bound on the bytes it reads.
//! - Redirects are followed by hand: each hop is checked, and headers that may hold a secret stay
//!   with the origin they were meant for.
//! - A script reaches only the hosts that it lists, and an address that is not public only when the
//!   script names the host itself; checked on the addresses that are connected to.
//! - No error and no log line holds a header value, a query or a path.
//! - Time and chance come in through [`Pause`].
//!
//! Start with `request.rs`, then `client.rs`.

mod backoff;
mod client;
mod fetch;
mod loopback;
mod pause;
mod request;
mod resolver;
mod roots;
mod server;
mod socket;
mod transport;

pub use axum::body::Bytes;
pub use backoff::{Backoff, retry_after};
pub use client::{ClientOptions, HttpClient};
pub use fetch::{FetchAnswer, FetchBody, FetchError, FetchRequest, Fetcher};
pub use loopback::is_loopback;
pub use pause::{Pause, Pausing, RealPause};
pub use request::{HttpBody, HttpError, HttpFault, HttpRequest, HttpResponse, Part};
pub use reqwest::Method;
pub use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
pub use resolver::{Looking, Lookup, SystemLookup};
pub use server::{Server, ServerOptions};
pub use socket::{Received, Socket, SocketError};
pub use transport::{Carrying, Transport};
