//! `wbot dev`: a bot in the embedded Webex.

use super::args::DevArgs;
use super::bot::{Script, Surroundings, client, drain, reload, start, stem, store, to_the_end};
use super::load::Missing;
use super::page_log::PageLog;
use super::{logging, output};
use crate::emulator::{BotAccount, Emulator, EmulatorConfig, HookPath, HookVerify};
use crate::engine::listener::{Registration, WebhookSource};
use crate::engine::{EndRequests, Loaded, Source, Vitals};
use crate::ir::{HandlerKind, Verify};
use crate::net::ServerOptions;
use secrecy::{ExposeSecret, SecretString};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Neither leaves this machine.
const TOKEN: &str = "emulated-bot-token";
const SIGNING_SECRET: &str = "emulated-signing-secret";

/// Runs until the process is asked to end. 2 where it could not start.
pub(super) fn dev(args: DevArgs) -> ExitCode {
    let service = stem(&args.file);
    to_the_end(logging::around(args.log, &service, serve(args)))
}

async fn serve(args: DevArgs) -> Result<ExitCode, String> {
    let mut end = EndRequests::listen();
    let script =
        Script { path: args.file, settings: args.settings, missing: Missing::Dummy, look: output::look() };
    let (files, result) = script.compile();
    let (loaded, said) = result.map_err(|why| format!("the bot cannot start\n\n{why}"))?;
    output::note(&said);
    let bot = BotAccount { display_name: bot_name(&loaded, &script), email: None, token: TOKEN.to_owned() };
    let config = EmulatorConfig { port: args.port, bot, ..EmulatorConfig::default() };
    let emulator = Emulator::start(config)
        .await
        .map_err(|error| format!("the page cannot be served on port {}: {error}", args.port))?;
    let vitals = Arc::<Vitals>::default();
    let around = Surroundings {
        client: client(emulator.api_url(), SecretString::from(TOKEN))?,
        observer: Arc::new(PageLog::new(emulator.clone())),
        store: store(args.store.as_deref().unwrap_or(Path::new("memory")), &vitals)?,
        vitals,
        bot: args.bot,
        catch_up: None,
    };
    let first = paths(&loaded);
    let engine = start(loaded, around).await.map_err(|error| error.to_string())?;
    let source = WebhookSource {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        options: ServerOptions::default(),
        secret: SecretString::from(SIGNING_SECRET),
        registration: Some(Registration { public_url: None, program: script.stem() }),
    };
    let listening = source.start(engine.clone()).await.map_err(|error| error.to_string())?;
    let listener = listening.address().and_then(|address| format!("http://{address}").parse().ok());
    emulator.set_paths(listener.clone(), first);
    let to_reset = engine.clone();
    emulator.on_reset(Arc::new(move || {
        let engine = to_reset.clone();
        Box::pin(async move { engine.clear_states().await.map_err(|error| error.to_string()) })
    }));
    output::out(&format!(
        "{} is running: open {}\nSave the script and the next message is answered by the new version. Ctrl-C ends.\n",
        script.path.display(),
        emulator.page_url()
    ));
    let changed = |loaded: &Loaded| {
        emulator.rename_bot(&bot_name(loaded, &script));
        emulator.set_paths(listener.clone(), paths(loaded));
    };
    tokio::select! {
        _ = end.next() => {}
        () = reload(engine.clone(), script.clone(), files, changed) => {}
    }
    let draining = async {
        listening.stop(Duration::ZERO).await;
        engine.shutdown().await;
        emulator.shutdown().await;
    };
    Ok(drain(&mut end, draining).await)
}

fn bot_name(loaded: &Loaded, script: &Script) -> String {
    let name = loaded.image.program().bot.name.as_ref();
    name.map_or_else(|| script.stem(), ToString::to_string)
}

/// The webhook paths of the program, with what the page needs to call them as the third party would.
fn paths(loaded: &Loaded) -> Vec<HookPath> {
    let program = loaded.image.program();
    let secret = |index: u16| {
        let name = program.secrets.get(usize::from(index));
        let secret = name.and_then(|name| loaded.settings.secrets.get(name));
        secret.map_or(String::new(), |secret| secret.expose_secret().to_owned())
    };
    program
        .handlers
        .iter()
        .filter_map(|handler| match &handler.kind {
            HandlerKind::Webhook { path, verify } => Some((path, verify)),
            _ => None,
        })
        .map(|(path, verify)| HookPath {
            path: path.to_string(),
            verify: match verify {
                Verify::Nothing => HookVerify::None,
                Verify::Signed { scheme, secret: index } => {
                    HookVerify::Signed { scheme: scheme.clone(), secret: secret(*index) }
                }
            },
            sample: None,
        })
        .collect()
}
