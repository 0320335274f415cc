//! What `run` and `dev` share: a program from its script, again after each save, and an engine under it.

use super::args::{BotArgs, SettingsArgs};
use super::load::{Missing, load};
use super::{config, output};
use crate::compile::{Compiled, Disk, compile};
use crate::diagnostics::render::{Look, terminal};
use crate::engine::store::{MemoryStore, SqliteStore, Store};
use crate::engine::{
    EndRequests, Ending, Engine, EngineConfig, EngineHandle, KeepTime, Loaded, NetFetch, Observer, Options,
    Recompiled, StartError, SystemChance, SystemClock, Vitals, Watch, follow,
};
use crate::ir::Purpose;
use crate::net::{Pause, RealPause};
use crate::webex::WebexClient;
use secrecy::SecretString;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// A script and how its program is made ready.
#[derive(Clone)]
pub(super) struct Script {
    pub(super) path: PathBuf,
    pub(super) settings: SettingsArgs,
    pub(super) missing: Missing,
    pub(super) look: Look,
}

impl Script {
    /// The program with its settings, and what the author should know, as it is to be printed; or
    /// why there is none. Either way the files that it is made of.
    pub(super) fn compile(&self) -> (Vec<PathBuf>, Result<(Loaded, String), String>) {
        let compiled = compile(&self.path, &Disk, Purpose::Run);
        let mut said = self.drawn(&compiled);
        let mut watch = compiled.watch.clone();
        watch.extend(config::files(&self.settings, &self.path));
        if compiled.program.is_none() {
            return (watch, Err(said));
        }
        let result = match load(&compiled, &self.path, &self.settings, self.missing) {
            Ok(ready) => {
                for warning in &ready.warnings {
                    said.extend(["warning: ", warning, "\n"]);
                }
                Ok((ready.loaded, said))
            }
            Err(problems) => {
                for problem in &problems {
                    said.extend([problem, "\n"]);
                }
                Err(said)
            }
        };
        (watch, result)
    }

    fn drawn(&self, compiled: &Compiled) -> String {
        terminal(&[compiled.report()], &self.path.display().to_string(), self.look)
    }

    /// What the bot is called where the script does not say.
    pub(super) fn stem(&self) -> String {
        stem(&self.path)
    }
}

/// The name of a script without its ending.
pub(super) fn stem(script: &Path) -> String {
    let stem = script.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| "bot".to_owned())
}

/// Where an engine finds Webex, and who looks on.
pub(super) struct Surroundings {
    pub(super) client: WebexClient,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) vitals: Arc<Vitals>,
    pub(super) store: Arc<dyn Store>,
    pub(super) bot: BotArgs,
    /// How far back it is looked for what the bot missed.
    pub(super) catch_up: Option<Duration>,
}

/// The store that was asked for.
///
/// # Errors
/// Why it cannot be used.
pub(super) fn store(asked: &Path, vitals: &Arc<Vitals>) -> Result<Arc<dyn Store>, String> {
    if asked == Path::new("memory") {
        return Ok(Arc::new(MemoryStore::new()));
    }
    let opened = SqliteStore::open_for(asked, Arc::clone(vitals)).map_err(|error| error.to_string())?;
    tracing::debug!(path = %asked.display(), "the store is open");
    Ok(Arc::new(opened))
}

/// A client for the bot's token.
///
/// # Errors
/// When the address of the API or the token cannot be used.
pub(super) fn client(api_url: &str, token: SecretString) -> Result<WebexClient, String> {
    WebexClient::new(api_url, token, Arc::new(RealPause::new())).map_err(|error| error.to_string())
}

/// Starts an engine with the production client.
pub(super) async fn start(loaded: Loaded, around: Surroundings) -> Result<EngineHandle, StartError> {
    let pause: Arc<dyn Pause> = Arc::new(RealPause::new());
    let options = Options {
        hear_bots: around.bot.hear_bots,
        hear_edits: around.bot.hear_edits,
        catch_up: around.catch_up,
        keep_time: KeepTime::AfterCatchUp,
        ..Options::default()
    };
    let config = EngineConfig {
        loaded,
        options,
        gateway: Arc::new(around.client),
        store: around.store,
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        fetch: Arc::new(NetFetch::new(pause)),
        observer: around.observer,
        vitals: around.vitals,
    };
    Engine::start(config).await
}

/// Runs `task` on threads of its own until it is over: its exit code, or 2 with its problem printed.
pub(super) fn to_the_end(task: impl Future<Output = Result<ExitCode, String>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::problem(&format!("no threads can be started: {error}"));
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(task) {
        Ok(code) => code,
        Err(problem) => {
            output::problem(problem.trim_end());
            ExitCode::from(2)
        }
    }
}

/// Lets `draining` finish what is under way; a second request to end cuts it off and gives its exit code.
pub(super) async fn drain(requests: &mut EndRequests, draining: impl Future<Output = ()>) -> ExitCode {
    tokio::select! {
        () = draining => ExitCode::SUCCESS,
        again = requests.next() => {
            tracing::warn!("asked to end again: ending at once; what was under way goes on at the next start");
            match again {
                // What shells say of a process that a signal ended.
                Ending::Interrupt => ExitCode::from(130),
                Ending::Terminate => ExitCode::from(143),
            }
        }
    }
}

/// Compiles after each save of one of `files` and hands the program to `engine`, for ever. `loaded`
/// sees each version that checks, before it is in service.
pub(super) async fn reload(
    engine: EngineHandle,
    script: Script,
    files: Vec<PathBuf>,
    mut loaded: impl FnMut(&Loaded),
) {
    let watch = match Watch::new(files) {
        Ok(watch) => watch,
        Err(error) => {
            output::problem(&format!("saves are not noticed: {error}"));
            return std::future::pending().await;
        }
    };
    // A save between the first compilation and the watch was seen by neither.
    let whole = watch.is_whole();
    match script.compile().1 {
        // In the middle of a save the watch sees its end.
        _ if !whole => {}
        Ok((program, said)) if program.image.id() != engine.program() => {
            output::note(&said);
            loaded(&program);
            if let Err(refused) = engine.reload(program).await {
                output::note(&refused.to_string());
            }
        }
        Ok(_) => {}
        Err(diagnostics) => output::note(&diagnostics),
    }
    let recompile = || {
        let (files, result) = script.compile();
        let result = result.map(|(program, said)| {
            output::note(&said);
            loaded(&program);
            program
        });
        Recompiled { files, result }
    };
    if let Err(error) = follow(engine, watch, recompile, output::note).await {
        output::problem(&format!("saves are not noticed any more: {error}"));
    }
    std::future::pending::<()>().await;
}
