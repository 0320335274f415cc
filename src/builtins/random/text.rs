//! `random.text`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, text_room};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "random.text(n: int = 8) -> text",
    doc: "So many letters and digits by chance; not for secrets.",
    examples: &[("random.text(4).len", "4")],
    kind: Kind::Pure(|args, env| {
        const SIGNS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        let n = at_most(Args(args).int(0)?);
        text_room(0, n)?;
        let sign = |_| {
            let at = usize::try_from(env.chance_below(SIGNS.len() as u64)).unwrap_or_default();
            SIGNS.get(at).map_or('a', |sign| char::from(*sign))
        };
        Ok(Value::data((0..n).map(sign).collect::<String>()))
    }),
};
