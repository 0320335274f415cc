//! The HTTP client: one wrapper with explicit bounds over the library.

use super::request::{HttpBody, HttpError, HttpFault, HttpRequest, HttpResponse};
use super::resolver::{GuardedResolver, Lookup, SystemLookup};
use super::roots::{build, innermost};
use crate::base::limits;
use crate::hosts::{AllowList, Denial, same_origin, shown};
use axum::body::Bytes;
use reqwest::header::{self, HeaderMap, HeaderName};
use reqwest::{Client, ClientBuilder, Method, Response, redirect, retry};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How a client reaches the network.
#[derive(Debug)]
pub struct ClientOptions {
    /// Use the proxy that the environment names. A proxy looks names up by itself, so a client under
    /// an allow-list never uses one.
    pub system_proxy: bool,
    /// Hosts that may be reached; absent for addresses that the operator configured.
    pub allow: Option<AllowList>,
    /// Where names are looked up.
    pub lookup: Arc<dyn Lookup>,
    /// Time to open a connection.
    pub connect_timeout: Duration,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            system_proxy: true,
            allow: None,
            lookup: Arc::new(SystemLookup),
            connect_timeout: Duration::from_millis(limits::HTTP_CONNECT_MS_MAX),
        }
    }
}

/// An HTTP client. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct HttpClient {
    inner: Client,
    allow: Option<Arc<AllowList>>,
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("allow", &self.allow).finish_non_exhaustive()
    }
}

/// Headers that go along when a redirect leaves the origin. Any other may hold a secret: besides
/// `Authorization` there are as many names for tokens as there are services.
const KEPT_ACROSS_ORIGINS: [HeaderName; 4] =
    [header::ACCEPT, header::ACCEPT_LANGUAGE, header::CONTENT_TYPE, header::USER_AGENT];

impl HttpClient {
    /// Makes a client.
    ///
    /// # Errors
    /// When TLS cannot be set up here.
    pub fn new(options: &ClientOptions) -> Result<Self, HttpError> {
        let inner = build(|| Self::builder(options))?;
        Ok(Self { inner, allow: options.allow.clone().map(Arc::new) })
    }

    fn builder(options: &ClientOptions) -> ClientBuilder {
        let builder = Client::builder()
            .user_agent(concat!("wbot/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(options.connect_timeout)
            // Shorter than servers commonly keep a connection, so that fewer calls meet a closing one.
            .pool_idle_timeout(Duration::from_secs(30))
            .redirect(redirect::Policy::none())
            // Whether a call may be repeated is decided per call, above.
            .retry(retry::never());
        let builder = match &options.allow {
            Some(allow) => builder
                .dns_resolver(GuardedResolver { allow: allow.clone(), lookup: Arc::clone(&options.lookup) }),
            None => builder,
        };
        if options.system_proxy && options.allow.is_none() { builder } else { builder.no_proxy() }
    }

    /// Makes one call. A redirect is an answer like any other.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        self.check(&request.url)?;
        let (url, timeout) = (request.url.clone(), request.timeout);
        let max = request.answer_bytes_max;
        let explain = |error: reqwest::Error| explain(&error, &url, timeout);
        let response = self.prepare(request).send().await.map_err(explain)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        match read(response, max).await {
            Ok(Some(body)) => Ok(HttpResponse { status, headers, body }),
            Ok(None) => Err(HttpError::new(
                HttpFault::TooLarge,
                format!("the answer of {} is larger than {} MB", shown(&url), max / (1024 * 1024)),
            )),
            Err(error) => Err(explain(error)),
        }
    }

    /// Makes a call and follows redirects, each checked like the first address.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn follow(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (url, timeout) = (request.url.clone(), request.timeout);
        match tokio::time::timeout(timeout, self.follow_hops(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(late(&url, timeout)),
        }
    }

    async fn follow_hops(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        for _ in 0..=limits::HTTP_REDIRECTS_MAX {
            let response = self.send(request.clone()).await?;
            match redirected(request, &response)? {
                Some(next) => request = next,
                None => return Ok(response),
            }
        }
        let max = limits::HTTP_REDIRECTS_MAX;
        Err(HttpError::new(HttpFault::Redirect, format!("more than {max} redirects")))
    }

    fn check(&self, url: &Url) -> Result<(), HttpError> {
        let denied = |denial: Denial| HttpError::new(HttpFault::Denied, denial.to_string());
        match &self.allow {
            Some(allow) => allow.check(url).map_err(denied),
            None if matches!(url.scheme(), "http" | "https") => Ok(()),
            None => Err(denied(Denial::Scheme { scheme: url.scheme().to_owned() })),
        }
    }

    fn prepare(&self, request: HttpRequest) -> reqwest::RequestBuilder {
        let builder =
            self.inner.request(request.method, request.url).headers(request.headers).timeout(request.timeout);
        match request.body {
            HttpBody::Empty => builder,
            HttpBody::Bytes(bytes) => builder.body(bytes),
            HttpBody::Multipart(parts) => {
                let form = parts.into_iter().fold(reqwest::multipart::Form::new(), |form, part| {
                    let name = part.name.clone();
                    form.part(name, multipart_part(&part))
                });
                builder.multipart(form)
            }
        }
    }
}

fn multipart_part(part: &super::request::Part) -> reqwest::multipart::Part {
    let length = u64::try_from(part.bytes.len()).unwrap_or(u64::MAX);
    let make = || reqwest::multipart::Part::stream_with_length(part.bytes.clone(), length);
    let named = match &part.file_name {
        Some(name) => make().file_name(name.clone()),
        None => make(),
    };
    match &part.content_type {
        // A type that is none is left out: the receiver then goes by the name of the file.
        Some(kind) => named.mime_str(kind).unwrap_or_else(|_| match &part.file_name {
            Some(name) => make().file_name(name.clone()),
            None => make(),
        }),
        None => named,
    }
}

/// Reads a body up to `max` bytes; `None` when it is longer.
async fn read(mut response: Response, max: usize) -> Result<Option<Bytes>, reqwest::Error> {
    let bound = u64::try_from(max).unwrap_or(u64::MAX);
    if response.content_length().is_some_and(|length| length > bound) {
        return Ok(None);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len().saturating_add(chunk.len()) > max {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(Bytes::from(body)))
}

/// The call that a redirect asks for; `None` when the answer is no redirect.
fn redirected(mut request: HttpRequest, response: &HttpResponse) -> Result<Option<HttpRequest>, HttpError> {
    let from = request.url.clone();
    let (true, Some(location)) =
        (matches!(response.status, 301 | 302 | 303 | 307 | 308), response.header("location"))
    else {
        return Ok(None);
    };
    let fault = |message: String| HttpError::new(HttpFault::Redirect, message);
    let Ok(mut to) = from.join(location) else {
        return Err(fault(format!("{} redirects to something that is no address", shown(&from))));
    };
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err(fault(format!("{} redirects to an address without encryption", shown(&from))));
    }
    // Credentials in an address are the author's to give, not a server's. An address that cannot have
    // any is none of http, which is refused before it is called.
    if to.has_authority() {
        let _ = (to.set_username(""), to.set_password(None));
    }
    let becomes_get = match response.status {
        303 => request.method != Method::HEAD,
        301 | 302 => request.method == Method::POST,
        _ => false,
    };
    if becomes_get {
        request.method = Method::GET;
        request.body = HttpBody::Empty;
        request.headers.remove(header::CONTENT_TYPE);
    }
    if !same_origin(&from, &to) {
        let kept: HeaderMap = KEPT_ACROSS_ORIGINS
            .into_iter()
            .filter_map(|name| request.headers.get(&name).cloned().map(|value| (name, value)))
            .collect();
        request.headers = kept;
    }
    request.url = to;
    Ok(Some(request))
}

pub(super) fn late(url: &Url, timeout: Duration) -> HttpError {
    let message = format!("{} did not answer within {}", shown(url), seconds(timeout));
    HttpError::new(HttpFault::Timeout, message)
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { format!("{}s", time.as_secs()) } else { format!("{}ms", time.as_millis()) }
}

/// The library's error in words. Its own text names the whole address, so it is never shown.
pub(super) fn explain(error: &reqwest::Error, url: &Url, timeout: Duration) -> HttpError {
    let host = shown(url);
    if let Some(denial) = denial(error) {
        return HttpError::new(HttpFault::Denied, denial.to_string());
    }
    let cause = innermost(error);
    if error.is_connect() {
        let cause = if error.is_timeout() { "no answer".to_owned() } else { cause };
        return HttpError::new(HttpFault::Connect, format!("no connection to {host}: {cause}"));
    }
    if error.is_timeout() {
        return late(url, timeout);
    }
    if error.is_builder() {
        return HttpError::new(HttpFault::Invalid, format!("the call to {host} cannot be sent as it is"));
    }
    HttpError::new(HttpFault::Dropped, format!("the connection to {host} broke: {cause}"))
}

fn denial(error: &reqwest::Error) -> Option<Denial> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(current) = cause {
        if let Some(denial) = current.downcast_ref::<Denial>() {
            return Some(denial.clone());
        }
        cause = current.source();
    }
    None
}
