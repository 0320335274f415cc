//! Log lines on standard error, and spans for a collector.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use super::args::{LogArgs, LogFormat};
use super::output;
use super::traces::Traces;
use std::future::Future;
use std::io::IsTerminal;
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// What is logged where `WBOT_LOG` does not say: the bot's doings and the script's own lines, of
/// libraries only what goes wrong.
const USUAL: &str = "warn,wbot=info,script=info";
const VERBOSE: &str = "warn,wbot=debug,script=debug";

/// Libraries that go no further than this: at `trace` they print what they send, tokens included.
const SAY_NO_MORE: [(&str, LevelFilter); 4] = [
    ("tungstenite", LevelFilter::INFO),
    ("tokio_tungstenite", LevelFilter::INFO),
    ("hyper", LevelFilter::DEBUG),
    ("h2", LevelFilter::INFO),
];

/// Where spans are sent, in the order in which it is looked.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

/// Does `task` with log lines, and with traces where they are asked for. `service`: what the bot is called.
pub(super) async fn around<T>(
    args: LogArgs,
    service: &str,
    task: impl Future<Output = Result<T, String>>,
) -> Result<T, String> {
    if matches!(args.log, LogFormat::Json) {
        output::as_json_lines();
    }
    let endpoint = ENDPOINTS.iter().find_map(|name| std::env::var(name).ok().filter(|url| !url.is_empty()));
    let traces = Traces::start(endpoint.as_deref(), service)?;
    start(args, &traces);
    if let Some(problem) = traces.problem() {
        tracing::warn!("{problem}");
    }
    let done = task.await;
    traces.finish().await;
    done
}

/// Begins to log. `WBOT_LOG` takes the directives of the crate `tracing-subscriber`.
fn start(args: LogArgs, traces: &Traces) {
    let usual = if args.verbose { VERBOSE } else { USUAL };
    let filter = EnvFilter::try_from_env("WBOT_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let filter = filter.and(filter_fn(|line| {
        let of = |name: &str| line.target().starts_with(name);
        SAY_NO_MORE.iter().all(|(name, most)| line.level() <= most || !of(name))
    }));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match args.log {
        // Only the innermost span: there is one, the run.
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
        LogFormat::Text => {
            let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
            lines.with_ansi(colour && std::io::stderr().is_terminal()).with_target(false).compact().boxed()
        }
    };
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(traces.layer()).init();
}
