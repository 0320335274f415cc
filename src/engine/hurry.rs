//! How urgent it is what a run does: whether somebody waits for it.

use crate::value::{Effect, RoomRef, Target};
use crate::vm::{Run, Waiting};
use crate::webex::queue::Class;
use crate::webex::same_id;
use smol_str::SmolStr;

/// Of an effect; one that no run waits for is the engine's own answer to somebody. `awaited`: somebody waits for
/// the run itself, or behind it, whomever it talks to.
pub(super) fn of_effect(run: Option<&Run>, effect: &Effect, awaited: bool) -> Class {
    match run {
        None => Class::Answer,
        Some(run) if somebody_waits(run) && is_for_who_waits(run, effect) => Class::Answer,
        Some(_) if awaited => Class::Read,
        Some(_) => Class::Notice,
    }
}

/// Of what a run must know before it can go on.
pub(super) fn of_reads(run: &Run, awaited: bool) -> Class {
    if somebody_waits(run) || awaited { Class::Read } else { Class::Notice }
}

/// In a conversation, or after an answer to a question, somebody looks at the screen. Not for what comes `later`.
fn somebody_waits(run: &Run) -> bool {
    let talks = run.context.person.is_some() && run.context.room.is_some();
    !run.deferred && (talks || run.answerer.is_some())
}

/// What is said elsewhere can wait; a dialog with somebody else is a dialog.
fn is_for_who_waits(run: &Run, effect: &Effect) -> bool {
    let is_here = |room: &SmolStr| run.context.room.as_ref().is_some_and(|own| same_id(&own.id, room));
    match effect {
        Effect::Say { to, .. } => {
            let asks = matches!(run.waiting, Waiting::Asking(_));
            let asked = run.question.as_deref().is_some_and(|question| question.to == *to);
            asks || asked
                || match to {
                    Target::Room(RoomRef { id, .. }) => is_here(id),
                    Target::Person(person) => run.context.person.as_ref() == Some(person),
                }
        }
        Effect::Edit { message, .. } | Effect::Delete { message } => is_here(&message.room),
        Effect::Room(_)
        | Effect::Http(_)
        | Effect::Respond { .. }
        | Effect::Later { .. }
        | Effect::Start { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{of_effect, of_reads};
    use crate::ir::Program;
    use crate::value::{Effect, PersonRef, RoomRef, Target, Text};
    use crate::vm::{Run, RunContext, RunId};
    use crate::webex::queue::Class;

    fn say(room: &str) -> Effect {
        let to = Target::Room(RoomRef { id: room.into(), direct: false });
        Effect::Say { to, text: Text::own("x"), thread: None, with: None }
    }

    fn run(person: Option<&str>) -> Run {
        let context = RunContext {
            person: person.map(|person| PersonRef::new(person, "")),
            room: person.map(|_| RoomRef { id: "here".into(), direct: true }),
            ..RunContext::default()
        };
        Run::new(RunId("r".into()), Program::id_of(&[]), 0, context)
    }

    #[test]
    fn it_is_urgent_where_somebody_waits() {
        let (talk, tick) = (run(Some("alice")), run(None));
        let later = Run { deferred: true, ..talk.clone() };
        let answered = Run { answerer: Some(PersonRef::new("bob", "")), ..tick.clone() };
        for (what, run, room, effect, reads) in [
            ("a conversation", &talk, "here", Class::Answer, Class::Read),
            ("said elsewhere", &talk, "there", Class::Notice, Class::Read),
            ("a schedule", &tick, "here", Class::Notice, Class::Notice),
            ("what comes later", &later, "here", Class::Notice, Class::Notice),
            ("said elsewhere after an answer", &answered, "here", Class::Notice, Class::Read),
        ] {
            let found = (of_effect(Some(run), &say(room), false), of_reads(run, false));
            assert_eq!(found, (effect, reads), "{what}");
        }
        let awaited = (of_effect(Some(&tick), &say("here"), true), of_reads(&tick, true));
        assert_eq!(awaited, (Class::Read, Class::Read));
        assert_eq!(of_effect(Some(&talk), &say("here"), true), Class::Answer);
        assert_eq!(of_effect(None, &say("anywhere"), false), Class::Answer);
    }
}
