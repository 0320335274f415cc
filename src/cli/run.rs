//! `wbot run`: a bot on Webex.

use super::args::RunArgs;
use super::bot::{Script, Surroundings, client, drain, reload, start, stem, store, to_the_end};
use super::load::Missing;
use super::webex::{public_url, signing_secret, token, u2c_url};
use super::{logging, output};
use crate::engine::admin::Admin;
use crate::engine::listener::{Registration, WebhookSource};
use crate::engine::socket::{SocketSource, Timing};
use crate::engine::{EndRequests, Listening, Loaded, Nobody, Source, Vitals};
use crate::ir::HandlerKind;
use crate::net::{Server, ServerOptions};
use crate::webex::{CallWatch, WebexClient};
use secrecy::SecretString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Where it is listened when nothing else is said.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Time that deliveries which are being answered have at a shutdown.
const ANSWER_GRACE: Duration = Duration::from_secs(2);

/// Runs until the process is asked to end. 2 where it could not start.
pub(super) fn run(args: RunArgs) -> ExitCode {
    let service = stem(&args.file);
    to_the_end(logging::around(args.log, &service, serve(args)))
}

async fn serve(args: RunArgs) -> Result<ExitCode, String> {
    let mut end = EndRequests::listen();
    let script = Script {
        path: args.file.clone(),
        settings: args.settings.clone(),
        missing: Missing::Refuse,
        look: output::look(),
    };
    let (files, result) = script.compile();
    let (loaded, said, token) = match (result, token(&args.settings, &args.file), public_url(&args.webex)) {
        (Ok((loaded, said)), Ok(token), Ok(_)) => (loaded, said, token),
        (result, token, public_url) => {
            let script = result.err().map(|why| why.trim_end().to_owned());
            let problems: Vec<String> =
                script.into_iter().chain(token.err()).chain(public_url.err()).collect();
            return Err(cannot_start(&problems, &args.file));
        }
    };
    output::note(&said);
    let hooks = has_webhooks(&loaded);
    let vitals = Arc::<Vitals>::default();
    let admin = Admin::new(Arc::clone(&vitals));
    let watching = match args.admin {
        Some(address) => Some(listen(&admin, address).await?),
        None => None,
    };
    let webex = client(args.webex.api_url.as_str(), token.clone())?;
    // The websocket's too: a token has one queue.
    let webex = webex.watched(Arc::clone(&vitals) as Arc<dyn CallWatch>);
    let sources = sources(&args, (&script, hooks), &token, &webex)?;
    let path = args.store.clone().unwrap_or_else(|| args.file.with_file_name("wbot.db"));
    let around = Surroundings {
        client: webex,
        observer: Arc::new(Nobody),
        store: store(&path, &vitals)?,
        vitals: Arc::clone(&vitals),
        bot: args.bot,
        catch_up: args.catch_up.0,
    };
    let engine = tokio::select! {
        // What it waits for may take hours, and nothing is under way yet.
        _ = end.next() => return Ok(ExitCode::SUCCESS),
        engine = start(loaded, around) => engine.map_err(|error| error.to_string())?,
    };
    admin.attach(engine.clone());
    let mut open = Vec::new();
    let serving = async {
        for source in sources {
            open.push(source.start(engine.clone()).await.map_err(|error| error.to_string())?);
        }
        announce(&open, &args);
        reload(engine.clone(), script, files, |_| {}).await;
        Ok::<(), String>(())
    };
    tokio::select! {
        _ = end.next() => {}
        ended = serving => ended?,
    }
    vitals.health.end();
    tracing::info!("asked to end: runs may finish; ask again to end at once");
    let draining = async {
        for listening in open {
            listening.stop(ANSWER_GRACE).await;
        }
        let abandoned = engine.shutdown().await;
        tracing::info!(abandoned, "ended");
        if let Some(server) = watching {
            server.shutdown(Duration::ZERO).await;
        }
    };
    Ok(drain(&mut end, draining).await)
}

/// Answers who runs the bot, from before it starts until after it ended.
async fn listen(admin: &Arc<Admin>, address: SocketAddr) -> Result<Server, String> {
    let server = admin.listen(address).await;
    let server = server.map_err(|error| format!("--admin {address}: cannot listen there: {error}"))?;
    tracing::info!(address = %server.address(), "health and metrics are served");
    Ok(server)
}

fn announce(open: &[Box<dyn Listening>], args: &RunArgs) {
    let address = open.iter().find_map(|listening| listening.address());
    let address = address.map(tracing::field::display);
    tracing::info!(address, "{} is running", args.file.display());
}

/// The ways in: a listener, for Webex where it has a public address and for third parties; otherwise a
/// websocket for Webex beside it.
fn sources(
    args: &RunArgs,
    (script, hooks): (&Script, bool),
    token: &SecretString,
    webex: &WebexClient,
) -> Result<Vec<Box<dyn Source>>, String> {
    let public_url = public_url(&args.webex)?;
    let program = script.stem();
    let mut sources: Vec<Box<dyn Source>> = Vec::new();
    let over_socket = public_url.is_none();
    if let Some(listen) = listens_at(args.listen, over_socket, hooks) {
        let registration = public_url
            .map(|public_url| Registration { public_url: Some(public_url), program: program.clone() });
        sources.push(Box::new(WebhookSource {
            listen,
            options: ServerOptions::default(),
            secret: signing_secret(token),
            registration,
        }));
    }
    if over_socket {
        sources.push(Box::new(SocketSource {
            client: webex.clone(),
            u2c: u2c_url(&args.webex)?,
            program,
            timing: Timing::default(),
        }));
    }
    Ok(sources)
}

/// Whether third parties call the script.
pub(super) fn has_webhooks(loaded: &Loaded) -> bool {
    loaded.image.program().handlers.iter().any(|it| matches!(it.kind, HandlerKind::Webhook { .. }))
}

/// Where the bot listens, if it does. Two bots that hear Webex over websockets can share a machine without
/// saying where.
pub(super) fn listens_at(asked: Option<SocketAddr>, over_socket: bool, hooks: bool) -> Option<SocketAddr> {
    asked.or_else(|| (!over_socket || hooks).then_some(LISTEN))
}

/// All that is missing at once: nobody wants to start a bot five times to learn it.
fn cannot_start(problems: &[String], script: &Path) -> String {
    format!(
        "the bot cannot start\n\n{}\n\nTo try the bot without Webex: wbot dev {}",
        problems.join("\n\n"),
        script.display()
    )
}
