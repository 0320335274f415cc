//! In place of traces, in a `wbot` that was built without them.

use tracing_subscriber::layer::Identity;

/// Sends nothing.
pub(super) struct Traces {
    asked: bool,
}

impl Traces {
    /// Notes whether spans were to be sent.
    #[expect(clippy::unnecessary_wraps, reason = "a wbot with traces may fail here")]
    pub(super) fn start(endpoint: Option<&str>, _service: &str) -> Result<Self, String> {
        Ok(Self { asked: endpoint.is_some() })
    }

    /// Nothing hears of spans.
    #[expect(clippy::unused_self, reason = "a wbot with traces has something to hear")]
    pub(super) fn layer(&self) -> Option<Identity> {
        None
    }

    /// Why nothing is sent although it is asked for.
    pub(super) fn problem(&self) -> Option<&'static str> {
        self.asked.then_some(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and this wbot was built without traces; build it with `--features otel`",
        )
    }

    /// Nothing is left.
    #[expect(clippy::unused_async, reason = "a wbot with traces waits here")]
    pub(super) async fn finish(self) {}
}
