//! What the engine does, as lines of the page's log pane.

use crate::emulator::{Banner, BannerKind, Clock, Emulator, LogEntry, LogLevel, SystemClock};
use crate::engine::{Happening, Observer, RunEnd, Staying};
use crate::ir;
use crate::value::{Effect, RoomChange, Target};

/// Tells an emulator's page what happens.
pub(super) struct PageLog {
    emulator: Emulator,
}

impl PageLog {
    pub(super) fn new(emulator: Emulator) -> Self {
        Self { emulator }
    }
}

impl Observer for PageLog {
    fn observe(&self, happening: &Happening) {
        match happening {
            Happening::Reloaded { staying, .. } => self.emulator.set_banner(Some(Banner {
                kind: BannerKind::Ok,
                title: "The new version is running.".to_owned(),
                details: lines(staying),
            })),
            Happening::ReloadRefused { why } => self.emulator.set_banner(Some(Banner {
                kind: BannerKind::Error,
                title: "The new version cannot run; the one before goes on.".to_owned(),
                details: plain(why),
            })),
            _ => {}
        }
        if let Some((level, text, fields)) = line(happening) {
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            self.emulator.log(LogEntry { time: SystemClock.now(), level, text, fields });
        }
    }
}

type Line = (LogLevel, String, Vec<(&'static str, String)>);

/// The line for the pane; nothing for what the page shows otherwise.
fn line(happening: &Happening) -> Option<Line> {
    let run = |run: &smol_str::SmolStr| ("run", run.to_string());
    Some(match happening {
        Happening::Received { what, .. } => (LogLevel::Debug, format!("{what} came in"), Vec::new()),
        Happening::Dropped { what, why } => {
            (LogLevel::Debug, format!("{what} starts nothing: {why}"), Vec::new())
        }
        Happening::Kept { what, why } => {
            (LogLevel::Warn, format!("{what} is read again later: {why}"), Vec::new())
        }
        Happening::Routed { text, handler, why, .. } => {
            let mut fields = Vec::new();
            if !text.is_empty() {
                fields.push(("text", text.to_string()));
            }
            fields.push(("why", why.join("\n")));
            (LogLevel::Info, handler.to_string(), fields)
        }
        Happening::Sent { effect, outcome, .. } => match outcome {
            Ok(()) => (LogLevel::Debug, done(effect), Vec::new()),
            Err(why) => (LogLevel::Warn, format!("{}: {why}", done(effect)), Vec::new()),
        },
        Happening::Logged { level, line, .. } => {
            let level = match level {
                ir::LogLevel::Debug => LogLevel::Debug,
                ir::LogLevel::Info => LogLevel::Info,
                ir::LogLevel::Warn => LogLevel::Warn,
                ir::LogLevel::Error => LogLevel::Error,
            };
            (level, line.clone(), Vec::new())
        }
        Happening::Traced { .. } => return None,
        Happening::Ended { run: id, how } => match how {
            RunEnd::Done => return None,
            RunEnd::Failed { message, place, reference, .. } => {
                let mut fields = vec![run(id), ("reference", reference.to_string())];
                fields.extend(place.clone().map(|place| ("place", place)));
                (LogLevel::Error, format!("the run failed: {message}"), fields)
            }
            RunEnd::Abandoned => (LogLevel::Warn, "the run did not finish in time".to_owned(), vec![run(id)]),
        },
        Happening::Answered { path, response } => {
            (LogLevel::Info, format!("{path} was answered with {}", response.status), Vec::new())
        }
        Happening::Reloaded { staying, .. } => {
            let mut fields = Vec::new();
            if !staying.is_empty() {
                fields.push(("staying", lines(staying)));
            }
            (LogLevel::Info, "the new version is in service".to_owned(), fields)
        }
        Happening::ReloadRefused { .. } => {
            (LogLevel::Error, "the new version was refused".to_owned(), Vec::new())
        }
    })
}

fn lines(staying: &[Staying]) -> String {
    staying.iter().map(Staying::to_string).collect::<Vec<_>>().join("\n")
}

/// The effect in words.
fn done(effect: &Effect) -> String {
    match effect {
        Effect::Say { to: Target::Room(_), .. } => "says something".to_owned(),
        Effect::Say { to: Target::Person(person), .. } => format!("says something to {}", person.email),
        Effect::Edit { .. } => "edits a message".to_owned(),
        Effect::Delete { .. } => "deletes a message".to_owned(),
        Effect::Http(call) => format!("calls {} {}", call.method, call.url),
        Effect::Respond { status, .. } => format!("responds {status}"),
        Effect::Room(change) => match change {
            RoomChange::Create { title } => format!("makes the room {title:?}"),
            RoomChange::Rename { title, .. } => format!("renames a room to {title:?}"),
            RoomChange::Delete { .. } => "deletes a room".to_owned(),
            RoomChange::Add { person, .. } => format!("adds {} to a room", person.email),
            RoomChange::Remove { person, .. } => format!("takes {} out of a room", person.email),
        },
        Effect::Later { .. } => "begins a run later".to_owned(),
        Effect::Start { .. } => "begins a run".to_owned(),
    }
}

/// Without the colours of the terminal.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
