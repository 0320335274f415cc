//! What goes wrong with Webex.

use wbot::emulator::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind};

/// How the bot hears Webex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Webhooks,
    Socket,
}

/// Where people talk to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// There the bot can look whether a message whose call was cut off is there.
    Private,
    /// In groups too. There it can not always, and only a gateway's refusal is followed by another attempt.
    Groups,
}

/// Different things that go wrong.
pub(super) const FAULTS: u64 = 20;

/// One of the things that go wrong.
pub(super) fn fault(way: Way, place: Place, draw: u64) -> Fault {
    let status = |status, retry_after_s| CallFault::Status { status, retry_after_s };
    let of_message = |fault| Fault::call("POST", "/messages", fault);
    // What was carried out and says that it was not.
    let after = |status| of_message(CallFault::StatusAfter { status });
    match draw % FAULTS {
        0 => of_message(status(429, Some(1))),
        1 => of_message(status(503, None)),
        2 => of_message(CallFault::HtmlGateway),
        3 => Fault::call("GET", "/messages", status(500, None)),
        4 => Fault::call("GET", "/messages", CallFault::DropBefore),
        5 => Fault::call("GET", "/messages", CallFault::Latency { ms: 40 }).times(3),
        6 => of_message(CallFault::Latency { ms: 40 }).times(3),
        7 => Fault::call("GET", "/messages", CallFault::DropAfter),
        8 => Fault::call("GET", "/people", status(503, Some(1))),
        13 => after(502),
        14 => after(503),
        draw @ 15..=18 => match (place, draw) {
            (Place::Private, 15) => of_message(CallFault::DropBefore),
            (Place::Private, 16) => of_message(CallFault::DropAfter),
            (Place::Private, 17) => after(500),
            (Place::Private, _) => after(504),
            (Place::Groups, draw) => after(if draw % 2 == 0 { 502 } else { 503 }),
        },
        draw => match way {
            Way::Webhooks => delivery(draw),
            Way::Socket => frame(draw),
        },
    }
}

fn delivery(draw: u64) -> Fault {
    match draw {
        9 => Fault::delivery(DeliveryFault::Reorder { by: 2, ms: 300 }).times(3),
        10 => Fault::delivery(DeliveryFault::Unheard).times(3),
        11 => Fault::delivery(DeliveryFault::Fail).times(2),
        _ => Fault::delivery(DeliveryFault::Duplicate).times(4),
    }
}

fn frame(draw: u64) -> Fault {
    let activity = |fault| Fault::frame(FrameKind::Activity, fault);
    match draw {
        9 => activity(FrameFault::Reorder { by: 2, ms: 300 }).times(3),
        10 => activity(FrameFault::Drop).times(2),
        11 => activity(FrameFault::Replay { last: 5 }),
        12 => activity(FrameFault::Close { code: 4008, reason: "too slow".to_owned() }),
        _ => activity(FrameFault::Duplicate).times(4),
    }
}
