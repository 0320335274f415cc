//! Spans of runs, sent to an OpenTelemetry collector (OTLP over HTTP). What is sent is set by the variables that
//! OpenTelemetry names: `OTEL_EXPORTER_OTLP_ENDPOINT`, `..._HEADERS`, `..._TIMEOUT`, `OTEL_SERVICE_NAME`.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use crate::net::{ClientOptions, HttpBody, HttpClient, HttpRequest, is_loopback};
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient as Carrier, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;
use url::Url;

/// Time for one call; the exporter gives up earlier where its own variable says so.
const PATIENCE: Duration = Duration::from_secs(30);
/// Time to send what is left at the end.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What sends spans, where that is asked for.
pub(super) struct Traces {
    provider: Option<SdkTracerProvider>,
}

impl Traces {
    /// Begins to send spans to `endpoint`, if there is one. `service`: what the bot is called where
    /// `OTEL_SERVICE_NAME` does not say.
    ///
    /// # Errors
    /// When the variables are wrong.
    pub(super) fn start(endpoint: Option<&str>, service: &str) -> Result<Self, String> {
        let Some(endpoint) = endpoint else { return Ok(Self { provider: None }) };
        let failed =
            |why: String| format!("traces cannot be sent as the variables OTEL_EXPORTER_OTLP_... say: {why}");
        let url = Url::parse(endpoint).map_err(|error| failed(format!("{endpoint}: {error}")))?;
        // A proxy of the environment does not know what runs on this machine.
        let options = ClientOptions { system_proxy: !is_loopback(&url), ..ClientOptions::default() };
        let client = HttpClient::new(&options).map_err(|error| failed(error.message))?;
        let client = OwnClient { client, runtime: Handle::current(), failing: AtomicBool::new(false) };
        let exporter = SpanExporter::builder().with_http().with_http_client(client).build();
        let exporter = exporter.map_err(|error| failed(error.to_string()))?;
        let resource = Resource::builder();
        let named = std::env::var_os("OTEL_SERVICE_NAME").is_some_and(|name| !name.is_empty());
        let resource = if named { resource } else { resource.with_service_name(service.to_owned()) };
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource.build())
            .build();
        Ok(Self { provider: Some(provider) })
    }

    /// What hears of spans. Log lines stay where they are: those of the script may have texts in them.
    pub(super) fn layer<S>(&self) -> Option<impl Layer<S> + Send + Sync + use<S>>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let tracer = self.provider.as_ref()?.tracer("wbot");
        let layer =
            tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
        Some(layer.with_filter(filter_fn(|it| it.is_span() && it.target().starts_with("wbot"))))
    }

    /// Why nothing is sent although it is asked for.
    #[expect(clippy::unused_self, reason = "a wbot without traces has something to say here")]
    pub(super) fn problem(&self) -> Option<&'static str> {
        None
    }

    /// Sends what is left.
    pub(super) async fn finish(self) {
        if let Some(provider) = self.provider {
            let sent = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(LAST_WORDS)).await;
            if let Ok(Err(error)) = sent {
                tracing::warn!("the last spans were not sent: {error}");
            }
        }
    }
}

/// Sends with our own client: one place decides how the network is reached. The exporter has a thread of its own
/// without a runtime, so calls are made on ours.
#[derive(Debug)]
struct OwnClient {
    client: HttpClient,
    runtime: Handle,
    /// The last call failed: that is told once, not every few seconds.
    failing: AtomicBool,
}

impl OwnClient {
    fn tell(&self, problem: Option<&str>) {
        let before = self.failing.swap(problem.is_some(), Ordering::Relaxed);
        if let (Some(problem), false) = (problem, before) {
            tracing::warn!("spans are lost: the collector does not take them: {problem}");
        }
    }
}

type Sending<'c> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'c>>;

impl Carrier for OwnClient {
    fn send_bytes<'client, 'sending>(&'client self, request: Request<Bytes>) -> Sending<'sending>
    where
        'client: 'sending,
        Self: 'sending,
    {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string())?;
            let mut request = HttpRequest::new(parts.method, url, PATIENCE);
            request.headers = parts.headers;
            request.body = HttpBody::Bytes(body);
            let client = self.client.clone();
            let sent = self.runtime.spawn(async move { client.send(request).await }).await?;
            match &sent {
                Ok(answer) if answer.is_success() => self.tell(None),
                Ok(answer) => self.tell(Some(&format!("status {}", answer.status))),
                Err(error) => self.tell(Some(&error.message)),
            }
            let sent = sent.map_err(|error| error.message)?;
            let mut response = Response::builder().status(sent.status).body(sent.body)?;
            *response.headers_mut() = sent.headers;
            Ok(response)
        })
    }
}
