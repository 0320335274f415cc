//! What goes wrong with Webex.

use wbot::emulator::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind};

/// How the bot hears Webex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Webhooks,
    Socket,
}

/// One of the things that go wrong. The conversations are in private: there the bot can look whether a message whose
/// call was cut off is there.
pub(super) fn fault(way: Way, draw: u64) -> Fault {
    let status = |status, retry_after_s| CallFault::Status { status, retry_after_s };
    match draw % 16 {
        0 => Fault::call("POST", "/messages", status(429, Some(1))),
        1 => Fault::call("POST", "/messages", status(503, None)),
        2 => Fault::call("POST", "/messages", CallFault::HtmlGateway),
        3 => Fault::call("GET", "/messages", status(500, None)),
        4 => Fault::call("GET", "/messages", CallFault::DropBefore),
        5 => Fault::call("GET", "/messages", CallFault::Latency { ms: 40 }).times(3),
        6 => Fault::call("POST", "/messages", CallFault::Latency { ms: 40 }).times(3),
        7 => Fault::call("GET", "/messages", CallFault::DropAfter),
        8 => Fault::call("GET", "/people", status(503, Some(1))),
        14 => Fault::call("POST", "/messages", CallFault::DropBefore),
        15 => Fault::call("POST", "/messages", CallFault::DropAfter),
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
