//! What carries a prepared call: the network, or the answers of a test.

use super::client::HttpClient;
use super::request::{HttpError, HttpRequest, HttpResponse};
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

/// A call under way.
pub type Carrying<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

/// Carries calls that were checked against the allow-list. Redirects are its business.
pub trait Transport: Send + Sync + Debug {
    /// Makes the call.
    fn carry(&self, request: HttpRequest) -> Carrying<'_>;
}

impl Transport for HttpClient {
    fn carry(&self, request: HttpRequest) -> Carrying<'_> {
        Box::pin(self.follow(request))
    }
}
