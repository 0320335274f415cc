//! `duration.round_to`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "duration.round_to(unit: duration) -> duration",
    doc: "The nearest whole number of `unit`s.",
    examples: &[("100m.round_to(1h)", "2h"), ("90s.round_to(1m)", "2m")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (ms, unit) = (args.duration(0)?, args.duration(1)?);
        if unit <= 0 {
            return Err(Fault::new(
                FaultKind::Builtin,
                "a duration is rounded to a unit longer than nothing",
            ));
        }
        let half = unit / 2 + unit % 2;
        let rest = ms.rem_euclid(unit);
        let moved = if rest >= half { unit - rest } else { -rest };
        let rounded = ms.checked_add(moved).map(Value::Duration);
        rounded.ok_or_else(|| Fault::new(FaultKind::Arithmetic, "the duration is too large"))
    }),
};
