//! What happens when a run fails: what the user is told, what the log says.

use super::active::Active;
use super::chance::reference;
use super::hook::HookResponse;
use super::observer::RunEnd;
use crate::value::{Effect, Fault, FaultKind, Target, Text, TextBuilder, Value};
use crate::vm::{End, Run};

/// What the user is told at the end of a run: the text of a `fail`, or an apology with a reference; what was
/// left to say where it ended well. Nothing where the run has no room.
pub(super) fn message(run: &Run, end: &End) -> Option<Effect> {
    let text = match end {
        End::Finished(_) => run.last_words.clone()?,
        End::Stopped => return None,
        End::GaveUp => {
            return run.question.as_deref().map(|question| Effect::Say {
                to: question.to.clone(),
                text: Text::own(GAVE_UP),
                thread: question.thread.clone(),
                with: None,
            });
        }
        End::Failed(fault) => match (&fault.kind, &fault.message) {
            (FaultKind::Fail, Value::Text(text)) if !text.is_empty() => text.clone(),
            // Whoever did not answer for so long is not there to be told.
            (FaultKind::Timeout, _) => return None,
            _ => apology(run),
        },
    };
    let room = run.context.room.clone()?;
    let thread = run.context.message.as_ref().and_then(|message| message.thread.clone());
    Some(Effect::Say { to: Target::Room(room), text, thread, with: None })
}

/// What is said after too many bad answers.
pub(super) const GAVE_UP: &str = "Let's leave it at that. Start again whenever you like.";

fn apology(run: &Run) -> Text {
    let mut text = TextBuilder::new();
    text.push("Sorry, something went wrong. If you ask about it, name the reference **", true);
    text.push(&reference(&run.id.0), false);
    text.push("**.", true);
    text.finish()
}

/// What the caller of a webhook gets when its run ends without a word.
pub(super) fn response(run: &Run, end: &End) -> HookResponse {
    match end {
        End::Finished(_) | End::Stopped | End::GaveUp => HookResponse::empty(200),
        End::Failed(fault) if fault.kind == FaultKind::Fail => HookResponse::error(422, &fault.plain()),
        End::Failed(_) => {
            let reference = reference(&run.id.0);
            HookResponse::error(500, &format!("the bot failed, reference {reference}"))
        }
    }
}

/// Writes the log line and says how the run ended.
pub(super) fn log(active: &Active, run: &Run, end: &End) -> RunEnd {
    let End::Failed(fault) = end else { return RunEnd::Done };
    let handler = active.handler_name(run.handler);
    let place = active.place(fault);
    let reference = reference(&run.id.0);
    let code = fault.kind.code();
    let shown = place.as_deref().unwrap_or("?");
    if fault.kind == FaultKind::Fail {
        tracing::info!(code, at = shown, %handler, %reference, "a run ended with `fail`");
    } else if fault.kind == FaultKind::Timeout {
        tracing::info!(code, at = shown, %handler, %reference, "a question was not answered in time");
    } else {
        tracing::error!(code, at = shown, %handler, %reference, "{}", fault.plain());
    }
    RunEnd::Failed { kind: fault.kind, message: fault.plain(), place, reference }
}

/// A fault of the engine's own: a rule of ours was broken.
pub(super) fn internal(what: impl AsRef<str>) -> Fault {
    Fault::new(FaultKind::Internal, format!("internal error: {}", what.as_ref()))
}
