//! Log lines on standard error.

use super::args::LogArgs;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// What is logged where `WBOT_LOG` does not say: the bot's doings and the script's own lines, of
/// libraries only what goes wrong.
const USUAL: &str = "warn,wbot=info,script=info";
const VERBOSE: &str = "warn,wbot=debug,script=debug";

/// Begins to log. `WBOT_LOG` takes the directives of the crate `tracing-subscriber`.
pub(super) fn start(args: LogArgs) {
    let usual = if args.verbose { VERBOSE } else { USUAL };
    let filter = EnvFilter::try_from_env("WBOT_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if args.log_json {
        lines.json().init();
    } else {
        let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
        lines.with_ansi(colour && std::io::stderr().is_terminal()).with_target(false).compact().init();
    }
}
