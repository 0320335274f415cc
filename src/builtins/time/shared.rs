//! What several of these need.

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::value::{Fault, FaultKind, Value};
use jiff::{Timestamp, Zoned};

pub(in crate::builtins) fn zoned(args: &[Value], env: &Env) -> Result<Zoned, Fault> {
    let instant = Timestamp::from_millisecond(Args(args).time(0)?).map_err(|_| beyond())?;
    Ok(instant.to_zoned(env.zone.clone()))
}

pub(in crate::builtins) fn beyond() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the time is beyond the year 9999")
}
