//! `date.at`

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::beyond;
use crate::value::{Fault, FaultKind, Value};
use jiff::civil::Date;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.at(hour: int, minute: int = 0) -> time",
    doc: "The instant at this hour of the day in the bot's time zone.",
    examples: &[("date(2026, 1, 5).at(9, 30).minute", "30")],
    kind: Kind::Pure(|args, env| {
        let parsed = Args(args);
        instant(parsed.date(0)?, parsed.int(1)?, parsed.int(2)?, env)
    }),
};

fn instant(date: Date, hour: i64, minute: i64, env: &Env) -> Result<Value, Fault> {
    let clock = (i8::try_from(hour), i8::try_from(minute));
    let (Ok(hour @ 0..=23), Ok(minute @ 0..=59)) = clock else {
        return Err(Fault::new(FaultKind::Builtin, format!("there is no hour {hour}:{minute:02}")));
    };
    let zoned = date.at(hour, minute, 0, 0).to_zoned(env.zone.clone()).map_err(|_| beyond())?;
    Ok(Value::Time(zoned.timestamp().as_millisecond()))
}
