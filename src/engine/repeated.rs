//! What was under way when the process ended: nobody knows whether it was done.

use super::going::Going;
use crate::value::{Effect, Fault, FaultKind, RoomChange};

/// Tells of what is done again and can be seen twice.
pub(super) fn tell(going: &Going) {
    let (run, effect) = (&going.id.run, going.id.sequence);
    match &going.effect {
        Effect::Say { .. } => tracing::warn!(
            code = "run/repeated",
            %run,
            effect,
            "the bot ended while this message was going out; it goes out again, and may be there twice"
        ),
        Effect::Http(call) if done_again(&going.effect).is_ok() => tracing::warn!(
            code = "run/repeated",
            %run,
            effect,
            "the bot ended during this {}; it is made again, and may have been made twice",
            call.method
        ),
        // An edit, a deletion, who is in a room, an answer to who is gone: twice is as good as once.
        Effect::Http(_)
        | Effect::Room(_)
        | Effect::Edit { .. }
        | Effect::Delete { .. }
        | Effect::Respond { .. }
        | Effect::Later { .. }
        | Effect::Start { .. } => {}
    }
}

/// Whether an effect that may have been tried is done again. A call that may act twice fails instead, unless the
/// script says that it may be repeated.
pub(super) fn done_again(effect: &Effect) -> Result<(), Fault> {
    match effect {
        Effect::Http(call) if call.retry.is_none() && matches!(call.method.as_str(), "POST" | "PATCH") => {
            Err(Fault::new(
                FaultKind::Http,
                format!("the bot was restarted while this {} was under way; it is not repeated", call.method),
            ))
        }
        Effect::Room(RoomChange::Create { title }) => Err(Fault::new(
            FaultKind::Webex,
            format!("the bot was restarted while the room {title:?} was being made; it is not made again"),
        )),
        _ => Ok(()),
    }
}
