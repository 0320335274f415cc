//! The token, whose it is, and the clock of Webex.

use super::answer::{Asked, NEW_TOKEN};
use super::finding::Finding;
use crate::engine::Clock;
use crate::webex::wire::{Person, PersonType, is_bot_address};

/// A difference that the way to Webex and the seconds of the header do not explain.
const SKEW_MS_SEEN: i64 = 30_000;
/// From here on third parties' deliveries count as too old (Slack and Stripe allow five minutes).
const SKEW_MS_MAX: i64 = 300_000;

pub(super) fn no_token(why: &str) -> Finding {
    let (what, todo) = why.split_once("\n\n").unwrap_or((why, NEW_TOKEN));
    Finding::failure("token", what, todo)
}

/// Asks Webex whose the token is. The account, if it is one that a bot can have.
pub(super) async fn look(asked: &Asked, clock: &dyn Clock) -> (Vec<Finding>, Option<Person>) {
    let before_ms = clock.now_ms();
    let (me, date_ms) = match asked.ask("token", asked.client.me_and_date()).await {
        Ok(answer) => answer,
        Err(finding) => return (vec![finding], None),
    };
    // The answer was made some time in between.
    let now_ms = before_ms.midpoint(clock.now_ms());
    let mut findings = vec![Finding::fine("token", format!("{} accepts it", asked.host())), identity(&me)];
    findings.push(match date_ms {
        Some(date_ms) => skew(now_ms.saturating_sub(date_ms)),
        None => Finding::fine("clock", "Webex does not say what time it is"),
    });
    (findings, Some(me))
}

fn identity(me: &Person) -> Finding {
    let address = me.emails.first().map_or("no address", String::as_str);
    let name = format!("{} ({address})", me.display_name);
    let is_bot = match me.person_type {
        Some(kind) => kind == PersonType::Bot,
        None => is_bot_address(address),
    };
    if is_bot {
        return Finding::fine("identity", name);
    }
    Finding::failure(
        "identity",
        format!("the token is no bot's but that of {name}"),
        "make a bot at https://developer.webex.com/my-apps/new/bot and use its token: that of a person ends after hours, \
         and the bot would answer as that person",
    )
}

/// How far this machine is ahead.
fn skew(ahead_ms: i64) -> Finding {
    let seconds = ahead_ms.saturating_abs() / 1000;
    let said = if ahead_ms > 0 {
        format!("this machine is {seconds} s ahead of Webex")
    } else {
        format!("this machine is {seconds} s behind Webex")
    };
    let todo = "let the system keep the time (NTP): schedules fire by this clock, and signatures of third parties count as \
                too old by it";
    match ahead_ms.saturating_abs() {
        ..SKEW_MS_SEEN => Finding::fine("clock", "it agrees with that of Webex"),
        SKEW_MS_SEEN..SKEW_MS_MAX => Finding::warning("clock", said, todo),
        _ => Finding::failure("clock", said, todo),
    }
}

#[cfg(test)]
mod tests {
    use super::skew;
    use crate::cli::doctor::finding::State;

    #[test]
    fn a_clock_may_be_off_a_little() {
        for (ahead_ms, state, part) in [
            (0, State::Fine, "agrees"),
            (-29_999, State::Fine, "agrees"),
            (45_000, State::Warning, "45 s ahead"),
            (-299_999, State::Warning, "299 s behind"),
            (300_000, State::Failure, "300 s ahead"),
            (i64::MIN, State::Failure, "behind"),
        ] {
            let found = skew(ahead_ms);
            assert_eq!(found.state, state, "{ahead_ms}");
            assert!(found.said.contains(part), "{ahead_ms}: {}", found.said);
        }
    }
}
