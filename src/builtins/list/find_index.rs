//! `list.find_index`

use crate::builtins::args::count;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::builtins::list::shared::last_is;
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.find_index(f: (T) -> bool) -> int?",
    doc: "Where the first element stands for which `f` gives true, from 0; none if there is none.",
    examples: &[("[5, 6, 7].find_index(x => x > 5)", "1")],
    kind: Kind::Each {
        stop: Stop::AtTrue,
        finish: |_, results, _, _| {
            let found = last_is(&results, true);
            Ok(if found { count(results.len().saturating_sub(1)) } else { Value::None })
        },
    },
};
