//! `text.to_person`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, parse_email};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.to_person -> person?",
    doc: "The person with this e-mail address; none if it is no address.",
    examples: &[(r#""Bob@Acme.com".to_person?.email"#, r#""bob@acme.com""#)],
    kind: Kind::Pure(|args, _| Ok(parse_email(Args(args).str(0)?).map_or(Value::None, Value::Person))),
};
