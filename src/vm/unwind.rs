//! What a failure does to the call stack.

use super::run::{Frame, Run, Waiting};
use super::state::StateView;
use crate::value::Fault;

/// Goes to the innermost open `Try`, with the error on the stack, and drops what was changed in it since the last
/// effect: what is handled was a failure, also where a `fail` told of it. Without one the run is over and the fault is given back.
pub(super) fn raise(run: &mut Run, state: &mut StateView, mut fault: Fault) -> Option<Fault> {
    while let Some(frame) = run.frames.last_mut() {
        if let Frame::Code(code) = frame {
            if fault.at.is_none() {
                fault.at = Some((code.function, code.op));
            }
            if let Some(handling) = code.handling.pop() {
                run.stack.truncate(handling.height as usize);
                run.stack.push(fault.to_value());
                code.op = handling.op;
                run.waiting = Waiting::Ready;
                state.drop_changes(run.open_tries());
                return None;
            }
        }
        run.frames.pop();
    }
    run.waiting = Waiting::Ended;
    run.stack.clear();
    Some(fault)
}
